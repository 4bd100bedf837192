// What one look at a series shows: how many values, from when to when, how often it falls, how far apart they are.
import type { SourceSeries, SourceValue } from './import-source.ts';

/** What was seen of one series. */
export interface SeenSeries {
  readonly series: SourceSeries;
  count: number;
  fromMs: number;
  toMs: number;
  min: number;
  max: number;
  /** How often a value was below the one before it in time: a meter never falls, energy of single hours often does. */
  falls: number;
  rises: number;
  /** Falls to almost zero, as when a meter starts again. */
  resets: number;
  /** The first and the last value. */
  first: number;
  last: number;
  /** Whether values have an end time. */
  hasEnds: boolean;
  /** How often values were so many ms apart. */
  readonly pauses: Map<number, number>;
  /** The previous value, in the order of the source. */
  before: { readonly atMs: number; readonly value: number };
}

/** How many different pauses are counted: a source with an interval has few. */
const mostPauses = 200;

/** Adds a value to what was seen. */
export function see(seen: Map<SourceSeries, SeenSeries>, { series, atMs, value, untilMs }: SourceValue): void {
  const known = seen.get(series);
  if (known === undefined) {
    const start = { count: 1, fromMs: atMs, toMs: atMs, min: value, max: value, falls: 0, rises: 0, resets: 0 };
    const ends = { first: value, last: value, hasEnds: untilMs !== undefined };
    seen.set(series, { series, ...start, ...ends, pauses: new Map(), before: { atMs, value } });
    return;
  }
  known.count += 1;
  if (atMs < known.fromMs) {
    known.fromMs = atMs;
    known.first = value;
  }
  if (atMs >= known.toMs) {
    known.toMs = atMs;
    known.last = value;
  }
  if (value < known.min) known.min = value;
  if (value > known.max) known.max = value;
  step(known, { atMs, value });
}

function step(known: SeenSeries, next: SeenSeries['before']): void {
  const { before } = known;
  const pause = next.atMs - before.atMs;
  // Files with the newest first go back in time.
  const [from, to] = pause < 0 ? [next.value, before.value] : [before.value, next.value];
  if (to < from) {
    known.falls += 1;
    if (to <= from / 10) known.resets += 1;
  } else if (to > from) known.rises += 1;
  const length = Math.abs(pause);
  const counted = known.pauses.get(length);
  if (length > 0 && (counted !== undefined || known.pauses.size < mostPauses))
    known.pauses.set(length, (counted ?? 0) + 1);
  known.before = next;
}

/** The pause most values keep, ms; undefined for a source without an interval. */
export function usualPause({ pauses }: Pick<SeenSeries, 'pauses'>): number | undefined {
  const all = [...pauses].toSorted((a, b) => b[1] - a[1] || a[0] - b[0]);
  const [first] = all;
  if (first === undefined) return undefined;
  const near = all
    .filter(([pause]) => pause >= first[0] * 0.9 && pause <= first[0] * 1.12)
    .reduce((sum, [, count]) => sum + count, 0);
  return near * 2 >= all.reduce((sum, [, count]) => sum + count, 0) ? first[0] : undefined;
}
