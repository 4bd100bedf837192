// A year at five seconds through everything that befalls meters, against what really flowed.
import { describe, expect, test } from 'vitest';
import { day, hour, minute } from '../testing/bench.ts';
import { makePlant, type PlantChunk, type PlantName } from '../testing/plant.ts';
import { channels, flowPaths, type Channel, type EnergyBucket, type LedgerEvent } from '../types.ts';
import { buckets } from './buckets.ts';
import type { ReadingColumns } from './columns.ts';
import type { MeterPlan } from './plan.ts';
import { planOf } from './plan-of.ts';
import type { MeteredDevice } from './plan-options.ts';
import type { Correction } from './correction.ts';
import { emptyState, settleSpan, type LedgerState, type Settled } from './settle.ts';

const start = Date.UTC(2026, 0, 1);
const end = Date.UTC(2027, 0, 1);
const exchangedMs = Date.UTC(2026, 7, 3, 9);

const metrics = {
  pvPower: ['roof', 'pv.power'],
  gridPower: ['meter', 'grid.power'],
  batteryPower: ['pack', 'battery.power'],
  pvEnergy: ['roof', 'pv.energy'],
  importEnergy: ['meter', 'grid.energy.import'],
  exportEnergy: ['meter', 'grid.energy.export'],
} as const satisfies Record<PlantName, readonly [string, string]>;

const devices = (withCounters: boolean): MeteredDevice[] => [
  {
    id: 'roof',
    kind: 'inverter',
    intervalMs: 5000,
    metrics: ['pv.power', ...(withCounters ? ['pv.energy' as const] : [])],
  },
  {
    id: 'meter',
    kind: 'meter',
    intervalMs: 5000,
    metrics: ['grid.power', ...(withCounters ? (['grid.energy.import', 'grid.energy.export'] as const) : [])],
  },
  { id: 'pack', kind: 'battery', intervalMs: 5000, metrics: ['battery.power'] },
];

const columnsOf = ({ series }: PlantChunk): ReadingColumns[] =>
  (Object.keys(metrics) as PlantName[]).map((name) => {
    const { atMs, value, count } = series[name];
    const [device, metric] = metrics[name];
    return { key: { device, metric }, atMs: atMs.subarray(0, count), value: value.subarray(0, count) };
  });

interface Year {
  readonly buckets: EnergyBucket[];
  readonly events: LedgerEvent[];
  readonly truth: Record<Channel, number>;
  readonly settleMs: number;
  readonly wholeMs: number;
}

/** Runs a year day by day; buckets of all are made at the end, when every allocation is known. */
function runYear(plan: MeterPlan, fate: Parameters<typeof makePlant>[2]): Year {
  // Processor time: other work on the machine says nothing about this.
  const cpuMs = (): number => process.cpuUsage().user / 1000;
  const began = cpuMs();
  const plant = makePlant(start, 7, fate);
  const truth = { pv: 0, import: 0, export: 0, charge: 0, discharge: 0, load: 0, generator: 0 };
  const corrections: Correction[] = [];
  const settled: Settled[] = [];
  let state: LedgerState = emptyState(start);
  let settleMs = 0;
  for (let at = start; at < end; at += day) {
    const oldEndWh = plant.importWh;
    if (at + day > exchangedMs && at <= exchangedMs && fate.exchangedMs === at) {
      corrections.push({
        kind: 'replacement',
        source: 'meter:grid.energy.import',
        atMs: at,
        oldEndWh,
        newStartWh: fate.newStartWh,
      });
    }
    const chunk = plant.run(at + day);
    for (const channel of channels) truth[channel] += chunk.truth[channel];
    const before = cpuMs();
    settled.push(...settleSpan({ plan, readings: columnsOf(chunk), corrections }, state, at + day));
    state = settled.at(-1)?.after ?? state;
    settleMs += cpuMs() - before;
  }
  const made = buckets({ plan, settled, corrections }, { fromMs: start, toMs: end });
  return {
    buckets: made,
    events: settled.flatMap(({ events }) => events),
    truth,
    settleMs,
    wholeMs: cpuMs() - began,
  };
}

const wh = (list: readonly EnergyBucket[], channel: Channel): number =>
  list.reduce((sum, bucket) => sum + (bucket.channels[channel]?.energy ?? 0), 0) / 1000;

/** The plant has no generator. */
const told = channels.filter((channel) => channel !== 'generator');

function report(name: string, year: Year): Record<Channel, number> {
  const errors = { pv: 0, import: 0, export: 0, charge: 0, discharge: 0, load: 0, generator: 0 };
  for (const channel of told) errors[channel] = wh(year.buckets, channel) / year.truth[channel] - 1;
  const texts = told.map(
    (channel) => `${channel} ${(year.truth[channel] / 1000).toFixed(1)} kWh ${(errors[channel] * 100).toFixed(4)} %`,
  );
  process.stdout.write(
    `${name}: settled in ${(year.settleMs / 1000).toFixed(1)} s, all of it in ${(year.wholeMs / 1000).toFixed(1)} s of processor time; ${texts.join(', ')}\n`,
  );
  return errors;
}

const outages: (readonly [number, number])[] = [
  [Date.UTC(2026, 1, 10, 11, 3, 7), Date.UTC(2026, 1, 10, 13, 41, 2)],
  [Date.UTC(2026, 2, 29, 0, 30), Date.UTC(2026, 2, 29, 2, 30)],
  [Date.UTC(2026, 5, 20, 5), Date.UTC(2026, 5, 23, 17, 20)],
  [Date.UTC(2026, 9, 25, 0, 59, 50), Date.UTC(2026, 9, 25, 1, 59, 50)],
];

describe('21: a year of 5-s samples', () => {
  test('with counters: within 0.1 %, through outages, a reset, a roll-over and an exchanged meter', () => {
    const plan = planOf(devices(true), { timeZone: 'Europe/Berlin' });
    const fate = { outages, resetMs: Date.UTC(2026, 4, 5, 10), exchangedMs: Date.UTC(2026, 7, 3), newStartWh: 20 };
    const year = runYear(plan, fate);
    const errors = report('counters', year);
    for (const channel of ['pv', 'import', 'export'] as const) expect(Math.abs(errors[channel])).toBeLessThan(0.001);
    const decided = new Set(year.events.map(({ kind }) => kind));
    expect([...decided].sort()).toEqual(['gap', 'replaced', 'reset', 'rollover']);
    expect(year.buckets.length).toBe((end - start) / (5 * minute));
    const sums = year.buckets.reduce((sum, { channels: own }) => sum + (own.import?.energy ?? 0), 0);
    const hours = new Map<number, number>();
    for (const { startMs, channels: own } of year.buckets) {
      const at = Math.floor(startMs / hour);
      hours.set(at, (hours.get(at) ?? 0) + (own.import?.energy ?? 0));
    }
    expect([...hours.values()].reduce((sum, one) => sum + one, 0)).toBe(sums);
    for (const { flows } of year.buckets) for (const path of flowPaths) expect(flows[path]).toBeGreaterThanOrEqual(0);
  }, 600_000);

  test('with powers only: within 1 %', () => {
    const plan = planOf(devices(false), { timeZone: 'Europe/Berlin' });
    const year = runYear(plan, { outages: [], resetMs: 0, exchangedMs: 0, newStartWh: 0 });
    const errors = report('powers', year);
    for (const channel of channels) expect(Math.abs(errors[channel])).toBeLessThan(0.01);
  }, 600_000);
});
