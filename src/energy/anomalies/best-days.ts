// The best of the last clear days: clouds can only lower a day, so the second best shows what the panels can do.
import { dayMs } from '#core/time.ts';
import type { ClearDay } from './clear-profile.ts';

/** What the best of the last days were. */
export interface BestOfDays {
  readonly day: number;
  readonly best: number;
  readonly samples: number;
  /** Clear days among them. */
  readonly days: number;
  readonly fromMs: number;
  /** Dirt takes the same share of every clear day; thin clouds take a different one each day. */
  readonly isAlike: boolean;
  /** Whether all of this is based on the home's own profile. */
  readonly isLearnt: boolean;
}

/** How close equally clear days are to each other, as a share of their value. */
const alike = 0.06;

/** For every clear day the second best share of it and of the days before; nothing if too few were clear. */
export function* compareBest(
  days: readonly ClearDay[],
  { bestOfDays, leastClearDays }: { readonly bestOfDays: number; readonly leastClearDays: number },
): Generator<BestOfDays> {
  for (const [index, { day }] of days.entries()) {
    const last = days.slice(Math.max(0, index - bestOfDays), index + 1).filter((one) => one.day > day - bestOfDays);
    if (last.length < leastClearDays) continue;
    const values = last.map(({ value }) => value).toSorted((a, b) => b - a);
    const best = values[1] ?? 0;
    const isAlike = values.filter((value) => Math.abs(value - best) <= alike * best).length >= leastClearDays;
    const samples = last.reduce((sum, one) => sum + one.samples, 0);
    const isLearnt = last.every((one) => one.isLearnt);
    yield { day, best, samples, days: last.length, isAlike, isLearnt, fromMs: (last[0]?.day ?? day) * dayMs };
  }
}
