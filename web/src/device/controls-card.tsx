// What a device can be told in the same words whatever its maker: mode of the battery, limits, charging allowed or not. Relays have
// switches of their own; all else of the maker is among the settings.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Device } from '#api/contract.ts';
import { capabilitiesQuery } from '../queries.ts';
import { useMay, useSite } from '../session.ts';
import { t } from '../words.ts';
import { Card } from '../ui/parts.tsx';
import { SettingRow } from './setting-row.tsx';

/** The set-points of a device; nothing where it has none beside relays. */
export function ControlsCard({ device }: { readonly device: Device }): ReactNode {
  const site = useSite();
  const mayCommand = useMay('device.command');
  const mayConfigure = useMay('device.configure');
  // What cannot be asked now is told where the settings are.
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
          />
        ))}
      </ul>
    </Card>
  );
}
