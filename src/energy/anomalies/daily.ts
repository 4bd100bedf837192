// A daily figure, compared with its own past: what detectors of slow change share.
import { dayMs } from '#core/time.ts';
import { middleOf } from './track.ts';

/** One day's figure. */
export interface DayFigure {
  /** Days since 1970-01-01, UTC. */
  readonly day: number;
  readonly value: number;
  readonly samples: number;
}

/** Which days are compared: `recent` days up to now with those of `past` days that ended `lag` days ago. */
export interface Comparison {
  readonly recentDays: number;
  readonly leastRecent: number;
  readonly lagDays: number;
  readonly pastDays: number;
  readonly leastPast: number;
}

/** What a comparison gives. */
export interface Compared {
  readonly recent: number;
  readonly past: number;
  /** Median absolute deviation of the past. */
  readonly pastMad: number;
  readonly samples: number;
  readonly fromMs: number;
}

/** The end of a day, when its figure is known, epoch ms. */
export const endOf = (day: number): number => (day + 1) * dayMs;

/** Medians of recent and past days as seen at the end of `figures[index]`; undefined if too few are known. */
export function compare(
  figures: readonly DayFigure[],
  index: number,
  { recentDays, leastRecent, lagDays, pastDays, leastPast }: Comparison,
): Compared | undefined {
  const day = figures[index]?.day ?? 0;
  const recent: DayFigure[] = [];
  const past: number[] = [];
  for (let place = index; place >= 0; place -= 1) {
    const figure = figures[place];
    if (figure === undefined) break;
    const age = day - figure.day;
    if (age >= lagDays + pastDays) break;
    if (age < recentDays) recent.push(figure);
    else if (age >= lagDays) past.push(figure.value);
  }
  if (recent.length < leastRecent || past.length < leastPast) return undefined;
  const [now, before] = [middleOf(recent.map(({ value }) => value)), middleOf(past)];
  if (now === undefined || before === undefined) return undefined;
  const samples = recent.reduce((sum, figure) => sum + figure.samples, 0);
  const fromMs = (recent.at(-1)?.day ?? day) * dayMs;
  return { recent: now.median, past: before.median, pastMad: before.mad, samples, fromMs };
}
