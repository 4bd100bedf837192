// The workload of the history rows: a site of many devices that answer together, as every engine beside ours gets it.
import type { MetricId } from '#core/catalogue.ts';
import type { SeriesKey } from '#core/history.ts';
import type { Batch } from '#core/reading.ts';

/** Devices, values of each, and the time between two polls, ms. */
export interface Load {
  readonly devices: number;
  readonly pollMs: number;
}

/** Fifty devices of twenty values every ten seconds: 100 points a second. */
export const standardLoad: Load = { devices: 50, pollMs: 10_000 };

export const loadSite = 'home';
export const loadStartMs = Date.UTC(2025, 4, 1);

/** Metric, middle, swing and smallest step of each column, as registers have them. */
const columns: readonly (readonly [MetricId, number, number, number])[] = [
  ['pv.power', 1500, 1400, 1],
  ['pv.voltage.s1', 380, 20, 0.1],
  ['pv.current.s1', 4, 3.5, 0.1],
  ['grid.power', 300, 900, 1],
  ['grid.voltage', 230, 4, 0.1],
  ['grid.current', 2, 3, 0.1],
  ['grid.frequency', 50, 0.05, 0.01],
  ['battery.power', 0, 1500, 1],
  ['battery.voltage', 52.5, 1.5, 0.01],
  ['battery.current', 0, 28, 0.1],
  ['battery.soc', 55, 40, 1],
  ['battery.temperature', 25, 4, 0.1],
  ['load.power', 700, 500, 1],
  ['load.voltage', 230, 3, 0.1],
  ['load.frequency', 3, 2, 0.1],
  ['load.power_apparent', 760, 520, 1],
  ['device.temperature', 35, 8, 0.1],
  ['inverter.bus.voltage', 400, 5, 1],
  ['device.uptime', 0, 0, 1],
  ['grid.energy.import', 0, 0, 1],
];

/** Metrics of a device, in the order of its batches. */
export const loadMetrics: readonly MetricId[] = columns.map(([metric]) => metric);
const quality = columns.map(() => 'good' as const);

/** A device's name. */
export const loadDevice = (device: number): string => `device-${device}`;

/** A series of the load. */
export const loadSeries = (device: number, metric: MetricId): SeriesKey => ({
  site: loadSite,
  device: loadDevice(device),
  metric,
});

/** Never twice the same, yet the same in every run; −1 to 1. */
function noise(seed: number, poll: number): number {
  let mixed = Math.imul(poll ^ Math.imul(seed, 0x85ebca6b), 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 13)) / 2 ** 31;
}

function valueOf(device: number, [column, poll, pollMs]: readonly [number, number, number]): number {
  const [metric, middle, swing, step] = columns[column] ?? ['pv.power', 0, 0, 1];
  const seconds = (poll * pollMs) / 1000;
  if (metric === 'device.uptime') return Math.floor(seconds);
  if (metric === 'grid.energy.import') return Math.floor(seconds * (0.1 + device / 100));
  const slow = Math.sin(seconds / 3600 + device + column);
  const value = middle + swing * (0.9 * slow + 0.02 * noise(device * 64 + column, poll));
  return Math.round(value / step) / Math.round(1 / step);
}

/** The answer of one device to a poll; its moment is up to 200 ms late, and one of 500 is missing. */
export function loadBatch({ pollMs }: Load, device: number, poll: number): Batch | undefined {
  if (noise(device + 7919, poll) > 0.996) return undefined;
  const late = Math.floor(100 * (1 + noise(device + 104_729, poll)));
  return {
    site: loadSite,
    device: loadDevice(device),
    atMs: loadStartMs + poll * pollMs + late,
    metric: loadMetrics,
    value: columns.map((_, column) => valueOf(device, [column, poll, pollMs])),
    quality,
  };
}

/** All devices' answers to some polls, in order of time. */
export function loadBatches(
  load: Load,
  { from, to }: { readonly from: number; readonly to: number },
): readonly Batch[] {
  const batches: Batch[] = [];
  for (let poll = from; poll < to; poll += 1)
    for (let device = 0; device < load.devices; device += 1) {
      const batch = loadBatch(load, device, poll);
      if (batch !== undefined) batches.push(batch);
    }
  return batches;
}
