// What 50 devices with 20 metrics each say every 10 s, with jitter: values that drift and shake as measured ones do, the same in
// every run.
import type { MetricId } from '#core/catalogue.ts';
import type { SeriesKey } from '#core/history.ts';
import type { Batch } from '#core/reading.ts';

const site = 'home';
/** Metrics with their middle, and the decimals they are measured with. */
const measured: readonly (readonly [MetricId, number, number])[] = [
  ['pv.power', 2400, 0],
  ['pv.power.s1', 1200, 0],
  ['pv.power.s2', 1200, 0],
  ['pv.voltage.s1', 380, 1],
  ['pv.voltage.s2', 372, 1],
  ['battery.power', -600, 0],
  ['battery.voltage', 52.4, 1],
  ['battery.current', -11, 1],
  ['battery.soc', 63, 0],
  ['battery.temperature', 24, 1],
  ['grid.power', 120, 0],
  ['grid.voltage', 231, 1],
  ['grid.current', 0.5, 2],
  ['grid.frequency', 50, 2],
  ['load.power', 700, 0],
  ['load.voltage', 230, 1],
  ['load.power_apparent', 760, 0],
  ['load.frequency', 50, 2],
  ['device.temperature', 38, 1],
  ['device.uptime', 90_000, 0],
];
const metrics = measured.map(([metric]) => metric);
const quality = measured.map(() => 'good' as const);

/** Devices of the load, and metrics of each. */
export const load = { devices: 50, metrics: measured.length, stepMs: 10_000 } as const;

/** −1 to 1, from two whole numbers. */
function noise(seed: number, step: number): number {
  const mixed = Math.imul(step ^ Math.imul(seed + 1, 0x85eb_ca6b), 0x9e37_79b1);
  return Math.imul(mixed ^ (mixed >>> 15), 0x2c1b_3c6d) / 2 ** 31;
}

/** One batch of a device, which speaks up to 400 ms late. */
export function batchOf(device: number, stepStartMs: number): Batch {
  const step = Math.floor(stepStartMs / load.stepMs);
  const value = measured.map(([, middle, decimals], column) => {
    const seed = device * measured.length + column;
    const drift = 1 + 0.1 * Math.sin(step / 400 + seed) + 0.002 * noise(seed, step);
    return Number((middle * drift).toFixed(decimals));
  });
  const atMs = stepStartMs + Math.floor(200 + 200 * noise(device, step));
  return { site, device: `device-${device}`, atMs, metric: metrics, value, quality };
}

/** One batch of every device. */
export function sweep(stepStartMs: number): readonly Batch[] {
  return Array.from({ length: load.devices }, (_, device) => batchOf(device, stepStartMs));
}

/** A series of the load. */
export function seriesOf(device: number, metric: number): SeriesKey {
  return { site, device: `device-${device}`, metric: metrics[metric] ?? 'pv.power' };
}
