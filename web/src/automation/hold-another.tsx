// Holds a set-point that nobody holds yet: the device is picked, then what is held of it.
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Device } from '#api/contract.ts';
import { useLiveState } from '../live-hooks.ts';
import { capabilitiesQuery } from '../queries.ts';
import { useMay, useSite } from '../session.ts';
import { settingTitle, t } from '../words.ts';
import { Choice } from '../ui/choice.tsx';
import { canHold, HoldForm } from './hold-form.tsx';

function OfDevice({ device }: { readonly device: Device }): ReactNode {
  const site = useSite();
  const [picked, pick] = useState<string>();
  const { data } = useQuery(capabilitiesQuery(site.id, device.id));
  const settings = data?.filter(canHold);
  const setting = settings?.find(({ setPoint }) => setPoint === picked);
  if (settings === undefined) return <p className="note">{t('app.loading')}</p>;
  if (settings.length === 0) return <p className="note">{t('automation.hold-nothing', { device: device.name })}</p>;
  return (
    <>
      <Choice
        label={t('automation.hold-what')}
        options={settings.map((one) => ({ value: one.setPoint, label: settingTitle(one) }))}
        value={picked}
        placeholder={t('settings.choose')}
        onChange={pick}
      />
      {setting !== undefined && <HoldForm key={setting.setPoint} device={device} setting={setting} />}
    </>
  );
}

/** Behind a line that opens it; nothing for who may not command the home. */
export function HoldAnother(): ReactNode {
  const mayHold = useMay('device.command');
  const devices = useLiveState((state) => state.devices);
  const [picked, pick] = useState<string>();
  const device = devices?.find(({ id }) => id === picked);
  if (!mayHold || devices === undefined || devices.length === 0) return null;
  return (
    <details className="more">
      <summary>{t('automation.hold-another')}</summary>
      <div className="hold-form">
        <Choice
          label={t('automation.hold-device')}
          options={devices.map(({ id, name }) => ({ value: id, label: name }))}
          value={picked}
          placeholder={t('settings.choose')}
          onChange={pick}
        />
        {device !== undefined && <OfDevice key={device.id} device={device} />}
      </div>
    </details>
  );
}
