// Switches of a relay. A switch shows what the device says; between request and confirmation it says so.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Device } from '#api/contract.ts';
import { failureOf } from '../api.ts';
import { inWords } from '../format.ts';
import type { DeviceValues } from '../live-state.ts';
import { capabilitiesQuery } from '../queries.ts';
import { useCommand } from '../offline/commands.ts';
import { useMay, useSite } from '../session.ts';
import { t } from '../words.ts';
import { Card, FailureNote } from '../ui/parts.tsx';
import { quantityOf, switchesOf } from './device-values.ts';
import { HoldFor } from '../automation/hold-form.tsx';
import { RelayTimer } from './relay-timer.tsx';
import { isFixed } from './relay-state.ts';

interface RelayProps {
  readonly device: Device;
  readonly values: DeviceValues;
  readonly index: number;
}

function RelaySwitch({ device, values, index }: RelayProps): ReactNode {
  const site = useSite();
  const mayChange = useMay('device.command', device.id);
  const setPoint = `relay.on.${index}`;
  const capability = useQuery(capabilitiesQuery(site.id, device.id)).data?.find((one) => one.setPoint === setPoint);
  const on = values[setPoint]?.value === 1;
  const power = values[`relay.power.${index}`];
  const change = useCommand(device);
  const name = t('device.switch-name', { number: String(index) });
  const wordOf = (value: boolean): string => t(value ? 'word.on' : 'word.off');
  const saying = change.isPending ? t('device.switching') : wordOf(on);
  return (
    <li className="relay">
      <div className="relay-row">
        <span className="relay-name">{name}</span>
        {power !== undefined && <span className="muted">{inWords(quantityOf(power))}</span>}
        <span className="relay-state" aria-live="polite">
          {saying}
        </span>
        <button
          type="button"
          role="switch"
          className={`switch ${change.isPending ? 'pending' : ''}`}
          aria-checked={on}
          aria-busy={change.isPending}
          aria-label={name}
          disabled={isFixed({ mayChange, isPending: change.isPending, state: device.state })}
          onClick={() =>
            change.mutate({
              body: { setPoint, value: !on },
              what: t('commands.what', { title: name, value: wordOf(!on) }),
              dangerous: capability?.dangerous === true,
            })
          }
        >
          <i aria-hidden="true" />
        </button>
      </div>
      {change.isError && <FailureNote failure={failureOf(change.error)} />}
      <RelayTimer device={device} index={index} />
      {capability !== undefined && <HoldFor device={device} setting={capability} />}
    </li>
  );
}

/** All switches of a device; nothing where its relays are only shown. */
export function RelayCard({ device, values }: Omit<RelayProps, 'index'>): ReactNode {
  const site = useSite();
  const { data: capabilities } = useQuery(capabilitiesQuery(site.id, device.id));
  const switches = switchesOf(values, capabilities);
  if (switches.length === 0) return null;
  return (
    <Card title={t('device.switches')} className="relays">
      <ul>
        {switches.map((index) => (
          <RelaySwitch key={index} device={device} values={values} index={index} />
        ))}
      </ul>
    </Card>
  );
}
