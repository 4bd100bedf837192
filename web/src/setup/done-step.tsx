// The device is saved: its first value appears here, live.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Device } from '#api/contract.ts';
import { keyValues, saidOf } from '../device/device-values.ts';
import { useLiveState } from '../live-hooks.ts';
import { t } from '../words.ts';
import { Icon, kindIcon } from '../ui/icons.tsx';
import { Button, Value } from '../ui/parts.tsx';

/** Another device, or home. */
export function DoneStep({
  device,
  isInStory,
  onAnother,
}: {
  readonly device: Device;
  /** The first run leads on by itself. */
  readonly isInStory: boolean;
  readonly onAnother: () => void;
}): ReactNode {
  const values = useLiveState((state) => state.values[device.id]);
  const [first] = keyValues(device.kind, values);
  return (
    <section className="card done">
      <span className="badge large battery">
        <Icon name={first === undefined ? kindIcon[device.kind] : 'check'} size={30} />
      </span>
      <div aria-live="polite">
        <h1>
          {first === undefined ? t('save.waiting', { name: device.name }) : t('save.done', { name: device.name })}
        </h1>
        <p className="muted">{first === undefined ? t('save.done-text') : saidOf(first).label}</p>
        {first !== undefined && <Value of={saidOf(first).quantity} className="done-value" />}
      </div>
      <div className="actions">
        <Button icon="plus" onClick={onAnother}>
          {t('save.another')}
        </Button>
        {!isInStory && (
          <Link to="/" className="button primary">
            {t('save.home')}
          </Link>
        )}
      </div>
    </section>
  );
}
