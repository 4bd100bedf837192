// Which charges are kept: a plug that flutters, or a charger that makes them up, fills no database.
import type { ChargeSession } from '#core/charging.ts';
import type { Clock } from '#core/clock.ts';
import { dayMs, minuteMs } from '#core/time.ts';

/** New charges of one device that are kept in a day. */
const mostInDay = 100;

/** Whether it is one: it took energy, somebody began it, or a car was there for a while. */
export const isWorthKeeping = ({ energyWh, transaction, startMs, seenMs }: ChargeSession): boolean =>
  energyWh > 0 || transaction !== undefined || seenMs - startMs >= minuteMs;

/** Tells whether a charge may be kept: what is kept already always, and only so many new ones of a device in a day. */
export function makeDayBound(clock: Pick<Clock, 'monotonicMs'>): (session: ChargeSession) => boolean {
  const days = new Map<string, { readonly sinceMs: number; readonly ids: Set<string> }>();
  return ({ device, id }) => {
    const nowMs = clock.monotonicMs();
    let day = days.get(device);
    if (day === undefined || (nowMs - day.sinceMs > dayMs && !day.ids.has(id))) {
      day = { sinceMs: nowMs, ids: new Set() };
      days.set(device, day);
    }
    if (day.ids.size >= mostInDay && !day.ids.has(id)) return false;
    day.ids.add(id);
    return true;
  };
}
