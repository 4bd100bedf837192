// A relay for some minutes: the device itself ends it, so that it ends also if the home is away by then.
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Device } from '#api/contract.ts';
import type { Setting } from '#api/settings.ts';
import { failureOf } from '../api.ts';
import { useCommand } from '../offline/commands.ts';
import { capabilitiesQuery, settingsQuery } from '../queries.ts';
import { useMay, useSite } from '../session.ts';
import { t } from '../words.ts';
import { Button, FailureNote, Field } from '../ui/parts.tsx';

interface TimerProps {
  readonly device: Device;
  readonly index: number;
}

/** The maker's setting that switches a relay on for a time; undefined where it has none. */
function useTimer({ device, index }: TimerProps): Setting | undefined {
  const site = useSite();
  const settings = useQuery(settingsQuery(site.id, device.id)).data ?? [];
  const capabilities = useQuery(capabilitiesQuery(site.id, device.id)).data ?? [];
  const relay = capabilities.find(({ setPoint }) => setPoint === `relay.on.${index}`);
  const [own] = relay?.settings ?? [];
  return settings.find(({ name, dangerous }) => name === `${own}_on_for` && !dangerous);
}

/** The form; nothing for a device that cannot end it itself, and for who may not set it. */
export function RelayTimer({ device, index }: TimerProps): ReactNode {
  const mayConfigure = useMay('device.configure', device.id);
  const timer = useTimer({ device, index });
  const [minutes, setMinutes] = useState('30');
  const most = timer?.value.kind === 'number' ? Math.floor(timer.value.max / 60) : 0;
  const count = Number(minutes);
  const isWrong = !Number.isInteger(count) || count < 1 || count > most;
  const start = useCommand(device);
  if (!mayConfigure || timer === undefined) return null;
  return (
    <details className="more">
      <summary>{t('timer.open', { number: index })}</summary>
      <form
        noValidate
        className="field-row"
        onSubmit={(event) => {
          event.preventDefault();
          if (isWrong || start.isPending) return;
          start.mutate({ body: { setting: timer.name, value: count * 60 }, what: t('timer.runs', { minutes: count }) });
        }}
      >
        <Field
          label={t('timer.minutes')}
          hint={t('timer.text')}
          problem={isWrong ? t('timer.wrong', { most }) : undefined}
          inputMode="numeric"
          value={minutes}
          onChange={({ target }) => setMinutes(target.value)}
        />
        <Button type="submit" busy={start.isPending ? t('device.switching') : undefined}>
          {t('timer.go')}
        </Button>
      </form>
      {start.isSuccess && start.data.outcome !== 'waiting' && (
        <p aria-live="polite">{t('timer.runs', { minutes: count })}</p>
      )}
      {start.isError && <FailureNote failure={failureOf(start.error)} />}
    </details>
  );
}
