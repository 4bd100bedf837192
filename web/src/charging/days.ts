// Charges by the day. Pure.
import type { Charge } from '#api/charging.ts';
import { dayMs } from '#core/time.ts';
import { startOfDay } from '../zone.ts';

/** A day of charges, Wh. */
export interface ChargeDay {
  readonly startMs: number;
  readonly energyWh: number;
  /** From the sun and the battery of the home; absent: not known of one of them. */
  readonly ownWh?: number | undefined;
}

/** What came from the home itself, Wh. */
export const ownWh = ({ sunWh, batteryWh }: Pick<Charge, 'sunWh' | 'batteryWh'>): number | undefined =>
  sunWh === undefined || batteryWh === undefined ? undefined : sunWh + batteryWh;

/** The last days with what was charged in them, the oldest first. */
export function daysOf(
  charges: readonly Charge[],
  { nowMs, timeZone, count }: { readonly nowMs: number; readonly timeZone: string; readonly count: number },
): readonly ChargeDay[] {
  const byDay = Map.groupBy(charges, ({ startMs }) => startOfDay(startMs, timeZone));
  const today = startOfDay(nowMs, timeZone);
  return Array.from({ length: count }, (_, index) => {
    // Noon lies in its day, also when clocks change.
    const startMs = startOfDay(today - (count - 1 - index) * dayMs + dayMs / 2, timeZone);
    const all = byDay.get(startMs) ?? [];
    const own = all.map(ownWh);
    const isKnown = own.every((one) => one !== undefined);
    return {
      startMs,
      energyWh: all.reduce((sum, { energyWh }) => sum + energyWh, 0),
      ownWh: isKnown ? own.reduce((sum, one) => sum + one, 0) : undefined,
    };
  });
}
