// Days and stretches of the day of a text, as the engine has them.
import { hourMs } from '#core/time.ts';
import { durationOr } from '../duration.ts';
import type { Cheapest } from '../prices.ts';
import type { Days, QuietTime } from '../quiet-time.ts';
import { minutesOf } from './minutes.ts';
import type { FileCheapest, FileWindow } from './words.ts';

const dayNumbers: Readonly<Record<string, Days>> = {
  mon: [1],
  tue: [2],
  wed: [3],
  thu: [4],
  fri: [5],
  sat: [6],
  sun: [7],
  weekday: [1, 2, 3, 4, 5],
  weekend: [6, 7],
  holiday: ['holiday'],
  workday: ['workday'],
};

/** Days by their words. */
export const daysOf = (days: readonly string[] | undefined): Days | undefined =>
  days?.flatMap((day) => dayNumbers[day] ?? []);

/** The window of a day; 24:00 is the midnight at its end. */
export function windowOf({ from, to, days }: FileWindow): QuietTime {
  return { fromMinute: minutesOf(from), toMinute: minutesOf(to), days: daysOf(days) };
}

/** The cheapest time of a stretch of the day, of the whole day if none is said. */
export function cheapestOf({ for: lasting, from = '00:00', to = '24:00', together }: FileCheapest): Cheapest {
  return {
    forMs: durationOr(lasting, hourMs),
    within: { fromMinute: minutesOf(from), toMinute: minutesOf(to) % 1440 },
    isTogether: together === true,
  };
}
