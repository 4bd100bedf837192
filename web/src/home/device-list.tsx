// The devices of the home: what each is, its state, and its key value.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Device } from '#api/contract.ts';
import { keyValues, saidOf } from '../device/device-values.ts';
import { age, inWords } from '../format.ts';
import { useLinkPhase, useLiveState, useServerNow } from '../live-hooks.ts';
import { failureText, t } from '../words.ts';
import { BulkSwitch } from './bulk-switch.tsx';
import { Icon, kindIcon } from '../ui/icons.tsx';
import { Card, Marked, Value } from '../ui/parts.tsx';

/** A state as a dot and a word; `unheard`: nobody knows. */
export const ToldState = ({ told }: { readonly told: Device['state'] | 'unheard' }): ReactNode => (
  <span className={`state ${told}`}>
    <i aria-hidden="true" />
    {t(`devices.state.${told}`)}
  </span>
);

/** State of a device; while the server is away it is unknown. */
export function StateMark({ state }: { readonly state: Device['state'] }): ReactNode {
  return <ToldState told={useLinkPhase() === 'lost' ? 'unheard' : state} />;
}

/** When the last value came. */
export function LastSeen({ device }: { readonly device: Device }): ReactNode {
  const nowMs = useServerNow();
  return device.lastSeenMs === undefined
    ? t('devices.never-seen')
    : t('devices.last-seen', { age: age(nowMs - device.lastSeenMs) });
}

/** Whether a device's last problem is worth showing: it is not well, or has only just recovered. */
function inTrouble({ state }: Device): boolean {
  return state === 'offline' || state === 'misconfigured' || state === 'stale' || state === 'starting';
}

function DeviceCard({ device }: { readonly device: Device }): ReactNode {
  const values = useLiveState((state) => state.values[device.id]);
  const isLost = useLinkPhase() === 'lost';
  const [first, ...more] = keyValues(device.kind, values);
  const { failure } = device.health;
  const told = failure !== undefined && inTrouble(device) ? failureText(failure) : undefined;
  return (
    <li className={`device ${isLost ? 'stale' : device.state}`}>
      <div className="device-head">
        <span className="badge plain">
          <Icon name={kindIcon[device.kind]} size={22} />
        </span>
        <div>
          <h3>
            <Link to="/devices/$id" params={{ id: device.id }}>
              {device.name}
            </Link>
          </h3>
          <p className="muted">{device.title}</p>
        </div>
        <StateMark state={device.state} />
      </div>
      <div className="device-values">
        {first !== undefined && (
          <p className="device-key">
            <Value of={saidOf(first).quantity} />
            <span className="muted">{saidOf(first).label}</span>
          </p>
        )}
        {more.map((value) => (
          <p key={value.metric} className="device-more">
            <span className="muted">{saidOf(value).label}</span> {inWords(saidOf(value).quantity)}
          </p>
        ))}
      </div>
      {told !== undefined && (
        <div className="device-trouble">
          <strong>
            <Marked text={told.message} />
          </strong>
          <span>
            <Marked text={told.repair} />
          </span>
        </div>
      )}
      <p className="device-seen muted">
        <LastSeen device={device} />
      </p>
    </li>
  );
}

/** All devices of the home. */
export function DeviceList({
  devices,
  mayAdd,
}: {
  readonly devices: readonly Device[];
  readonly mayAdd: boolean;
}): ReactNode {
  const aside = (
    <div className="actions">
      <BulkSwitch />
      {mayAdd && (
        <Link to="/setup" className="button plain">
          <Icon name="plus" size={18} />
          {t('devices.add')}
        </Link>
      )}
    </div>
  );
  return (
    <Card title={t('devices.title')} aside={aside} className="devices">
      <ul className="device-grid">
        {devices.map((device) => (
          <DeviceCard key={device.id} device={device} />
        ))}
      </ul>
    </Card>
  );
}
