// Many batches at once as columns, a device at a time: how a back-fill crosses to the history's worker, by transfer.
import type { MetricId } from '#core/catalogue.ts';
import { hourMs } from '#core/time.ts';
import type { Batch } from '#core/reading.ts';
import { indexOfQuality } from './point-columns.ts';

/** Batches of one device with the same metrics, in the order they were given. */
export interface Stretch {
  readonly site: string;
  readonly device: string;
  readonly metrics: readonly MetricId[];
  /** Epoch ms. */
  readonly atMs: Float64Array<ArrayBuffer>;
  /** All values of the first metric, then those of the next; NaN where it is a text. */
  readonly value: Float64Array<ArrayBuffer>;
  /** Indexes of qualities in the order of `value`; absent: all are good. */
  readonly quality?: Uint8Array<ArrayBuffer>;
  /** Texts by their place in `value`. */
  readonly texts: ReadonlyMap<number, string>;
}

/** Values that are sent at once: few enough to let a question in between. */
const sliceValues = 128_000;

interface Run {
  readonly metrics: readonly MetricId[];
  readonly batches: Batch[];
}

function isSameList(one: readonly MetricId[], other: readonly MetricId[]): boolean {
  if (one === other) return true;
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index += 1) if (one[index] !== other[index]) return false;
  return true;
}

/**
 * Batches of a device by their metrics. A run ends when another one has a metric of it: of two values of one moment the later
 * one counts, so that values of one metric must stay in order.
 */
function runsOf(batches: readonly Batch[]): readonly Run[] {
  const runs: Run[] = [];
  const open = new Map<string, Run>();
  const owners = new Map<MetricId, string>();
  let last: Run | undefined;
  for (const batch of batches) {
    const { metric } = batch;
    if (last === undefined || !isSameList(last.metrics, metric)) {
      const name = metric.join(' ');
      last = open.get(name);
      if (last === undefined) {
        last = { metrics: metric, batches: [] };
        runs.push(last);
        for (const one of metric) {
          open.delete(owners.get(one) ?? '');
          owners.set(one, name);
        }
        open.set(name, last);
      }
    }
    last.batches.push(batch);
  }
  return runs;
}

function stretchOf({ metrics, batches }: Run): Stretch {
  const count = batches.length;
  const atMs = new Float64Array(count);
  const value = new Float64Array(count * metrics.length);
  const texts = new Map<number, string>();
  let quality: Uint8Array<ArrayBuffer> | undefined;
  for (let row = 0; row < count; row += 1) {
    const batch = batches[row];
    if (batch === undefined) break;
    atMs[row] = batch.atMs;
    for (let column = 0; column < metrics.length; column += 1) {
      const place = column * count + row;
      const one = batch.value[column];
      value[place] = typeof one === 'number' ? one : Number.NaN;
      if (typeof one === 'string') texts.set(place, one);
      const index = indexOfQuality(batch.quality[column]);
      if (index !== 0) (quality ??= new Uint8Array(value.length))[place] = index;
    }
  }
  const [first] = batches;
  const own = { site: first?.site ?? '', device: first?.device ?? '', metrics, atMs, value, texts };
  return quality === undefined ? own : { ...own, quality };
}

function* byDevice(batches: readonly Batch[]): Generator<readonly Batch[]> {
  const sites = new Map<string, Map<string, Batch[]>>();
  let [site, device, own]: [string?, string?, Batch[]?] = [];
  for (const batch of batches) {
    if (own === undefined || batch.device !== device || batch.site !== site) {
      ({ site, device } = batch);
      const devices = sites.getOrInsertComputed(site, () => new Map<string, Batch[]>());
      own = devices.getOrInsertComputed(device, () => []);
    }
    own.push(batch);
  }
  for (const devices of sites.values()) yield* devices.values();
}

/** Batches of a device, cut between two hours where they are many. */
function* pieces(batches: readonly Batch[]): Generator<{ readonly own: readonly Batch[]; readonly values: number }> {
  let [from, values] = [0, 0];
  for (const [index, { atMs, metric }] of batches.entries()) {
    const before = batches[index - 1]?.atMs ?? atMs;
    const isCut = values >= sliceValues && Math.floor(before / hourMs) !== Math.floor(atMs / hourMs);
    if (isCut || values >= 4 * sliceValues) {
      yield { own: batches.slice(from, index), values };
      [from, values] = [index, 0];
    }
    values += metric.length;
  }
  yield { own: batches.slice(from), values };
}

/**
 * Slices of columns of batches that were found storable. Values of one series keep their order; the devices do not, as nothing is
 * acknowledged before all are kept.
 */
export function* stretchSlices(batches: readonly Batch[]): Generator<readonly Stretch[]> {
  let slice: Stretch[] = [];
  let count = 0;
  for (const device of byDevice(batches))
    for (const { own, values } of pieces(device)) {
      if (count > 0 && count + values > sliceValues) {
        yield slice;
        [slice, count] = [[], 0];
      }
      for (const run of runsOf(own)) if (run.metrics.length > 0) slice.push(stretchOf(run));
      count += values;
    }
  if (slice.length > 0) yield slice;
}

/** The buffers of stretches, to be transferred instead of copied. */
export function stretchBuffers(stretches: readonly Stretch[]): readonly ArrayBuffer[] {
  return stretches.flatMap(({ atMs, value, quality }) => [
    atMs.buffer,
    value.buffer,
    ...(quality === undefined ? [] : [quality.buffer]),
  ]);
}
