// The controls that are the same whatever a device's maker: mode of the battery, limits, charging allowed or not. Relays have
// switches of their own; everything else of the maker's is among the settings.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Device } from '#api/contract.ts';
import { capabilitiesQuery } from '../queries.ts';
import { useMay, useSite } from '../session.ts';
import { t } from '../words.ts';
import { Card } from '../ui/parts.tsx';
import { HoldFor } from '../automation/hold-form.tsx';
import { SettingRow } from './setting-row.tsx';

/** The set-points of a device; nothing if it has none apart from relays. */
export function ControlsCard({ device }: { readonly device: Device }): ReactNode {
  const site = useSite();
  const mayCommand = useMay('device.command', device.id);
  const mayConfigure = useMay('device.configure', device.id);
  // What cannot be read now is reported among the settings.
  const { data = [] } = useQuery(capabilitiesQuery(site.id, device.id));
  const controls = data.filter(({ setPoint }) => !setPoint.startsWith('relay.'));
  if (controls.length === 0) return null;
  return (
    <Card title={t('controls.title')} className="settings-card">
      <p className="muted">{t('controls.text')}</p>
      <ul className="settings">
        {controls.map((control) => (
          <SettingRow
            key={control.setPoint}
            device={device}
            setting={control}
            by="setPoint"
            mayChange={control.dangerous ? mayConfigure : mayCommand}
            after={<HoldFor device={device} setting={control} />}
          />
        ))}
      </ul>
    </Card>
  );
}
