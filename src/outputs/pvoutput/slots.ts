// Readings gathered into steps of five minutes, as PVOutput keeps them: the mean of powers, the last of counters. A device's part of a sum
// is its own mean, so that devices that are read more often do not count more.
import type { MetricId } from '#core/catalogue.ts';
import type { Batch } from '#core/reading.ts';

/** Length of a step, ms. */
export const slotMs = 300_000;

/** A metric of one device. */
export interface OfDevice {
  readonly device: string;
  readonly metric: MetricId;
}

/** What is gathered. */
export interface Wanted {
  readonly consumption: boolean;
  readonly counters: boolean;
  readonly temperature?: OfDevice | undefined;
  readonly voltage?: OfDevice | undefined;
}

/** A step that is over. What is not known is absent. */
export interface Status {
  /** Its end, epoch ms. */
  readonly atMs: number;
  /** Wh since ever. */
  readonly pvWh?: number;
  readonly pvW?: number;
  readonly loadWh?: number;
  readonly loadW?: number;
  readonly celsius?: number;
  readonly volts?: number;
}

interface Gathered {
  readonly sum: number;
  readonly count: number;
  readonly last: number;
}

/** A step that is being gathered, by device and metric. */
export interface Slot {
  readonly startMs: number;
  readonly values: ReadonlyMap<string, Gathered>;
}

const keyOf = (device: string, metric: string): string => `${device} ${metric}`;

function sumOf(values: Slot['values'], metric: MetricId, of: (one: Gathered) => number): number | undefined {
  const some = [...values].filter(([key]) => key.endsWith(` ${metric}`));
  return some.length === 0 ? undefined : some.reduce((sum, [, one]) => sum + of(one), 0);
}

const mean = ({ sum, count }: Gathered): number => sum / count;

function statusOf(
  { startMs, values }: Slot,
  { consumption, counters, temperature, voltage }: Wanted,
): Status | undefined {
  const single = (one: OfDevice | undefined): number | undefined => {
    const found = one === undefined ? undefined : values.get(keyOf(one.device, one.metric));
    return found === undefined ? undefined : mean(found);
  };
  const last = ({ last: value }: Gathered): number => value;
  const found: Readonly<Record<string, number | undefined>> = {
    pvW: sumOf(values, 'pv.power', mean),
    ...(consumption ? { loadW: sumOf(values, 'load.power', mean) } : {}),
    ...(counters ? { pvWh: sumOf(values, 'pv.energy', last) } : {}),
    ...(counters && consumption ? { loadWh: sumOf(values, 'load.energy', last) } : {}),
  };
  const powers = Object.entries(found).filter(([, value]) => value !== undefined);
  // PVOutput takes no status without one of these.
  if (powers.length === 0) return undefined;
  const others = Object.entries({ celsius: single(temperature), volts: single(voltage) });
  return {
    atMs: startMs + slotMs,
    ...Object.fromEntries([...powers, ...others.filter(([, value]) => value !== undefined)]),
  };
}

/** Takes batches in their order; returns the steps that are over with them, and the one that goes on. What comes late for a step is left out. */
export function gathered(
  before: Slot | undefined,
  batches: readonly Batch[],
  wanted: Wanted,
): { readonly over: readonly Status[]; readonly slot: Slot | undefined } {
  const over: Status[] = [];
  let startMs = before?.startMs;
  let values = new Map(before?.values);
  for (const { device, atMs, metric, value } of batches) {
    const ownMs = Math.floor(atMs / slotMs) * slotMs;
    if (startMs !== undefined && ownMs < startMs) continue;
    if (startMs !== undefined && ownMs > startMs) {
      const status = statusOf({ startMs, values }, wanted);
      if (status !== undefined) over.push(status);
      values = new Map();
    }
    startMs = ownMs;
    for (const [index, id] of metric.entries()) {
      const one = value[index];
      if (typeof one !== 'number' || !Number.isFinite(one)) continue;
      const { sum, count } = values.get(keyOf(device, id)) ?? { sum: 0, count: 0 };
      values.set(keyOf(device, id), { sum: sum + one, count: count + 1, last: one });
    }
  }
  return { over, slot: startMs === undefined ? undefined : { startMs, values } };
}
