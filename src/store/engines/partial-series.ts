// Partial series merged into one series again; pure.
import type { LastValue } from '#core/history.ts';
import type { Quality } from '#core/reading.ts';
import type { Points } from '../chunks/points.ts';
import { keyText } from '../series-text.ts';
import type { PartialSeries } from './point-engine.ts';

/** Best first: of two points at one moment the better one counts. */
const ranking: readonly Quality[] = ['good', 'estimated', 'held', 'stale'];
const isBetter = (left: Quality, right: Quality): boolean => ranking.indexOf(left) < ranking.indexOf(right);

/** Points of one series with their qualities, in order of time. */
export interface SeriesColumns {
  readonly atMs: number[];
  readonly value: number[];
  readonly quality: Quality[];
}

/** The next point of a partial series while it is merged. */
interface Cursor {
  readonly partial: PartialSeries;
  next: number;
}

const timeOf = ({ partial, next }: Cursor): number => partial.atMs[next] ?? Number.POSITIVE_INFINITY;

/** Merges partial series: in order of time, one point for each time stamp, the one of the best quality. */
export function mergePoints(partials: readonly PartialSeries[]): SeriesColumns {
  const [only] = partials;
  if (only === undefined) return { atMs: [], value: [], quality: [] };
  if (partials.length === 1)
    return { atMs: [...only.atMs], value: [...only.value], quality: only.atMs.map(() => only.quality) };
  const merged: SeriesColumns = { atMs: [], value: [], quality: [] };
  // Best quality first: the first cursor at a moment is the one that counts.
  const ordered = partials.toSorted((left, right) => ranking.indexOf(left.quality) - ranking.indexOf(right.quality));
  const cursors = ordered.map((partial): Cursor => ({ partial, next: 0 }));
  for (;;) {
    const atMs = Math.min(...cursors.map(timeOf));
    if (atMs === Number.POSITIVE_INFINITY) return merged;
    const best = cursors.find((cursor) => timeOf(cursor) === atMs);
    if (best === undefined) return merged;
    merged.atMs.push(atMs);
    merged.value.push(best.partial.value[best.next] ?? Number.NaN);
    merged.quality.push(best.partial.quality);
    for (const cursor of cursors) if (timeOf(cursor) === atMs) cursor.next += 1;
  }
}

/** Steps of one series, merged from those of its partial series. */
export interface MergedSteps {
  /** Value by start of the step, if only one partial series has points in it. */
  readonly known: ReadonlyMap<number, number>;
  /** Starts of steps in which several partial series have points: those must be computed from the points. */
  readonly mixed: ReadonlySet<number>;
}

/** Merges the steps of partial series. */
export function mergeSteps(partials: readonly PartialSeries[]): MergedSteps {
  const known = new Map<number, number>();
  const mixed = new Set<number>();
  for (const { atMs, value } of partials)
    for (const [index, at] of atMs.entries()) {
      if (known.has(at)) mixed.add(at);
      known.set(at, value[index] ?? Number.NaN);
    }
  for (const at of mixed) known.delete(at);
  return { known, mixed };
}

/** One last value for each series: the newest, of two at one moment the better. */
export function newestOf(values: readonly LastValue[]): readonly LastValue[] {
  const newest = new Map<string, LastValue>();
  for (const one of values) {
    const text = keyText(one.key);
    const best = newest.get(text);
    const isNewer =
      best === undefined || one.atMs > best.atMs || (one.atMs === best.atMs && isBetter(one.quality, best.quality));
    if (isNewer) newest.set(text, one);
  }
  return [...newest.values()];
}

/** Columns as `steps.ts` takes them; it ignores qualities. */
export function pointsOf({ atMs, value }: Pick<SeriesColumns, 'atMs' | 'value'>): Points {
  return { atMs: Float64Array.from(atMs), value: Float64Array.from(value), quality: new Uint8Array(atMs.length) };
}
