// One decision on readings in a sentence.
import type { ReactNode } from 'react';
import type { EnergyEvent } from '#api/ledger.ts';
import { decimal, energy, inWords } from '../format.ts';
import { useSite } from '../session.ts';
import { reasonText, t } from '../words.ts';
import { Marked } from '../ui/parts.tsx';
import { momentText } from '../zone.ts';

/** What happened, when, and at which device. */
export function eventTitle({ kind, deviceName }: EnergyEvent): string {
  return deviceName === undefined
    ? t(`energy.events.kind.${kind}`)
    : `${deviceName}: ${t(`energy.events.kind.${kind}`)}`;
}

/** A line of the list; `action` is at its end. */
export function EventLine({ event, action }: { readonly event: EnergyEvent; readonly action?: ReactNode }): ReactNode {
  const site = useSite();
  const { atMs, energyWh, reason, count } = event;
  return (
    <li className="event">
      <div>
        <p className="event-title">{eventTitle(event)}</p>
        <p>
          <Marked text={reasonText(reason, site.timeZone)} />
        </p>
        <p className="hint">
          {momentText(atMs, site.timeZone)} ·{' '}
          {energyWh === 0
            ? t('energy.events.not-booked')
            : t('energy.events.booked', { amount: inWords(energy(energyWh)) })}
          {count > 1 && ` · ${t('energy.events.times', { count: decimal(count) })}`}
        </p>
      </div>
      {action}
    </li>
  );
}
