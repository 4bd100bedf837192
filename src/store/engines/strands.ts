// Strands of one series put together again; pure.
import type { LastValue } from '#core/history.ts';
import type { Quality } from '#core/reading.ts';
import type { Points } from '../chunks/points.ts';
import { keyText } from '../series-text.ts';
import type { Strand } from './point-engine.ts';

/** Best first: of two points at one moment the better one counts. */
const ranking: readonly Quality[] = ['good', 'estimated', 'held', 'stale'];
const isBetter = (left: Quality, right: Quality): boolean => ranking.indexOf(left) < ranking.indexOf(right);

/** Points of one series with their qualities, in order of time. */
export interface SeriesColumns {
  readonly atMs: number[];
  readonly value: number[];
  readonly quality: Quality[];
}

/** The next point of a strand while it is merged. */
interface Cursor {
  readonly strand: Strand;
  next: number;
}

const timeOf = ({ strand, next }: Cursor): number => strand.atMs[next] ?? Number.POSITIVE_INFINITY;

/** One series out of its strands: in order of time, one point a moment, the one of the best quality. */
export function mergePoints(strands: readonly Strand[]): SeriesColumns {
  const [only] = strands;
  if (only === undefined) return { atMs: [], value: [], quality: [] };
  if (strands.length === 1)
    return { atMs: [...only.atMs], value: [...only.value], quality: only.atMs.map(() => only.quality) };
  const merged: SeriesColumns = { atMs: [], value: [], quality: [] };
  // Best quality first: the first cursor at a moment is the one that counts.
  const ordered = strands.toSorted((left, right) => ranking.indexOf(left.quality) - ranking.indexOf(right.quality));
  const cursors = ordered.map((strand): Cursor => ({ strand, next: 0 }));
  for (;;) {
    const atMs = Math.min(...cursors.map(timeOf));
    if (atMs === Number.POSITIVE_INFINITY) return merged;
    const best = cursors.find((cursor) => timeOf(cursor) === atMs);
    if (best === undefined) return merged;
    merged.atMs.push(atMs);
    merged.value.push(best.strand.value[best.next] ?? Number.NaN);
    merged.quality.push(best.strand.quality);
    for (const cursor of cursors) if (timeOf(cursor) === atMs) cursor.next += 1;
  }
}

/** The steps of one series out of its strands. */
export interface MergedSteps {
  /** Value by start of the step, where one strand alone has points. */
  readonly known: ReadonlyMap<number, number>;
  /** Starts of steps in which several strands have points: those must be made from the points. */
  readonly mixed: ReadonlySet<number>;
}

/** Steps of one series out of the steps of its strands. */
export function mergeSteps(strands: readonly Strand[]): MergedSteps {
  const known = new Map<number, number>();
  const mixed = new Set<number>();
  for (const { atMs, value } of strands)
    for (const [index, at] of atMs.entries()) {
      if (known.has(at)) mixed.add(at);
      known.set(at, value[index] ?? Number.NaN);
    }
  for (const at of mixed) known.delete(at);
  return { known, mixed };
}

/** One last value a series: the newest, of two at one moment the better. */
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

/** Columns as `steps.ts` takes them, which looks at no quality. */
export function pointsOf({ atMs, value }: Pick<SeriesColumns, 'atMs' | 'value'>): Points {
  return { atMs: Float64Array.from(atMs), value: Float64Array.from(value), quality: new Uint8Array(atMs.length) };
}
