// How long something is held by hand, from what a person chose. Pure: the zone and the moment are given.
import { dayMs } from '#core/time.ts';
import { instantFrom, startOfDay, wallText } from '../zone.ts';

/** What can be chosen. */
export const holdTimes = ['quarter', 'hour', 'midnight', 'until'] as const;
export type HoldTime = (typeof holdTimes)[number];

/** The next moment at which the clocks of the home show a time (`18:30`); absent: it is none. */
export function nextMoment(time: string, nowMs: number, timeZone: string): number | undefined {
  const today = instantFrom(`${wallText(nowMs, timeZone).slice(0, 10)}T${time}`, timeZone);
  if (today === undefined || today > nowMs) return today;
  // Noon of the next day is in the next day, also when clocks change.
  const nextDay = wallText(startOfDay(nowMs, timeZone, 1) + dayMs / 2, timeZone).slice(0, 10);
  return instantFrom(`${nextDay}T${time}`, timeZone);
}

/** For how many seconds it is held, at least one; absent while no time is given. `time`: for `until`, by the clocks of the home. */
export function holdSeconds(
  choice: HoldTime,
  time: string,
  { nowMs, timeZone }: { readonly nowMs: number; readonly timeZone: string },
): number | undefined {
  if (choice === 'quarter') return 900;
  if (choice === 'hour') return 3600;
  const untilMs = choice === 'midnight' ? startOfDay(nowMs, timeZone, 1) : nextMoment(time, nowMs, timeZone);
  return untilMs === undefined ? undefined : Math.max(1, Math.round((untilMs - nowMs) / 1000));
}
