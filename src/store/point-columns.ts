// Batches as flat columns: what crosses from the event loop to the history's worker, by transfer and without copies.
import type { Batch, Quality } from '#core/reading.ts';
import type { SeriesKey } from '#core/history.ts';

/** Points of many series; the typed columns have one length. */
export interface PointColumns {
  /** Series by number; those that occur are among them. */
  readonly keys: readonly SeriesKey[];
  /** Index into `keys`, by point. */
  readonly series: Uint32Array<ArrayBuffer>;
  /** Epoch ms, by point. */
  readonly atMs: Float64Array<ArrayBuffer>;
  /** By point; NaN if the value is a text. */
  readonly value: Float64Array<ArrayBuffer>;
  /** Index into {@link qualities}, by point. */
  readonly quality: Uint8Array<ArrayBuffer>;
  /** Texts by point. */
  readonly texts: ReadonlyMap<number, string>;
}

/** Qualities in the order of their index. */
export const qualities: readonly Quality[] = ['good', 'stale', 'estimated', 'held'];
const qualityIndex: ReadonlyMap<Quality, number> = new Map(qualities.map((quality, index) => [quality, index]));

/** The index of a quality; of none that of `good`. */
export function indexOfQuality(quality: Quality = 'good'): number {
  return quality === 'good' ? 0 : (qualityIndex.get(quality) ?? 0);
}

/** How many points batches have. */
export function pointsIn(batches: readonly Batch[]): number {
  return batches.reduce((sum, { metric }) => sum + metric.length, 0);
}

/** Asserts that batches can be stored: columns of one length, whole milliseconds, finite numbers. */
export function assertStorable(batches: readonly Batch[]): void {
  for (const { site, device, atMs, metric, value, quality } of batches) {
    const at = `${site}/${device}`;
    if (metric.length !== value.length || metric.length !== quality.length)
      throw new TypeError(`assertion: batch columns of ${at} differ in length`);
    if (!Number.isSafeInteger(atMs)) throw new TypeError(`assertion: ${at} at ${atMs} is not a whole millisecond`);
    for (const one of value)
      if (typeof one === 'number' && !Number.isFinite(one))
        throw new TypeError(`assertion: ${at} has the value ${one}`);
  }
}

/** Numbers of series carried from one pack to the next, so that each series is sent once. */
export interface SeriesNumbers {
  readonly bySite: Map<string, Map<string, Map<string, number>>>;
  count: number;
}

/** No series yet. */
export const noNumbers = (): SeriesNumbers => ({ bySite: new Map(), count: 0 });

/**
 * Columns of batches that {@link assertStorable} accepted, point by point in their order; `keys` holds the series that
 * `numbers` did not know.
 */
export function packBatches(batches: readonly Batch[], numbers = noNumbers()): PointColumns {
  const count = pointsIn(batches);
  const keys: SeriesKey[] = [];
  const series = new Uint32Array(count);
  const atMs = new Float64Array(count);
  const value = new Float64Array(count);
  const quality = new Uint8Array(count);
  const texts = new Map<number, string>();
  let point = 0;
  for (const batch of batches) {
    const { site, device } = batch;
    const ofSite = numbers.bySite.getOrInsertComputed(site, () => new Map<string, Map<string, number>>());
    const ofDevice = ofSite.getOrInsertComputed(device, () => new Map<string, number>());
    for (const [row, metric] of batch.metric.entries()) {
      const one = batch.value[row];
      series[point] = ofDevice.getOrInsertComputed(metric, () => {
        keys.push({ site, device, metric });
        return numbers.count++;
      });
      atMs[point] = batch.atMs;
      value[point] = typeof one === 'number' ? one : Number.NaN;
      if (typeof one === 'string') texts.set(point, one);
      quality[point] = indexOfQuality(batch.quality[row]);
      point += 1;
    }
  }
  return { keys, series, atMs, value, quality, texts };
}

/** The buffers of columns, to be transferred instead of copied. */
export function columnBuffers({ series, atMs, value, quality }: PointColumns): readonly ArrayBuffer[] {
  return [series.buffer, atMs.buffer, value.buffer, quality.buffer];
}
