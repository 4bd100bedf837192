// Every fault a counter can have, on every channel that is counted, with its power beside it and without: what was booked is what
// was used. The truth is the integral of the curve, computed apart.
import { describe, expect, test } from 'vitest';
import type { MetricId } from '#core/catalogue.ts';
import { hour, minute, settle } from '../testing/bench.ts';
import type { Channel } from '../types.ts';
import { orderedSeries, type ReadingColumns } from './columns.ts';
import type { MeterRole } from './roles.ts';
import { tablePlan } from './table-plan.ts';

const start = Date.UTC(2026, 5, 1, 6);
const hours = 6;
const end = start + hours * hour;
const count = (hours * hour) / minute;

/** Watts that rise and fall between 800 and 3200. */
const watts = (minuteNo: number): number => 2000 + 1200 * Math.sin(minuteNo / 40);
/** Wh since the beginning, the left rule minute by minute. */
const used: readonly number[] = Array.from({ length: count + 1 }).reduce<number[]>((sums, _none, at) => {
  sums.push(at === 0 ? 0 : (sums[at - 1] ?? 0) + watts(at - 1) / 60);
  return sums;
}, []);
const truth = used[count] ?? 0;
const base = 1_234_000;
const right = (at: number): number => Math.round(base + (used[at] ?? 0));

interface Place {
  readonly channel: Channel;
  readonly counter: MetricId;
  readonly power: MetricId;
  readonly sign?: -1;
  readonly role?: MeterRole;
  /** What else the home tells. */
  readonly beside?: Readonly<Partial<Record<MetricId, number>>>;
}

const places: readonly Place[] = [
  { channel: 'pv', counter: 'pv.energy', power: 'pv.power' },
  { channel: 'import', counter: 'grid.energy.import', power: 'grid.power' },
  { channel: 'export', counter: 'grid.energy.export', power: 'grid.power', sign: -1 },
  { channel: 'charge', counter: 'battery.energy.charge', power: 'battery.power', sign: -1 },
  { channel: 'discharge', counter: 'battery.energy.discharge', power: 'battery.power' },
  { channel: 'load', counter: 'load.energy', power: 'load.power' },
  { channel: 'generator', counter: 'grid.energy.import', power: 'grid.power', role: { kind: 'generator' } },
];

interface Fault {
  readonly name: string;
  /** What is read at a minute; undefined: nothing. */
  counter(at: number): number | undefined;
  /** Whether the power is silent, too, at a minute. */
  readonly isSilent?: (at: number) => boolean;
  /** How far the result may be from the truth, as a share. */
  readonly within?: number;
  /** Only where its power is beside it. */
  readonly needsPower?: boolean;
}

const gap = (at: number): boolean => at > 120 && at < 180;
const faults: readonly Fault[] = [
  { name: 'none', counter: right, within: 0.001 },
  { name: 'stuck from the beginning', counter: () => base, needsPower: true },
  { name: 'stuck from the third hour on', counter: (at) => right(Math.min(at, 150)), needsPower: true },
  { name: 'stuck for an hour, then right again', counter: (at) => (at > 100 && at < 160 ? right(100) : right(at)) },
  { name: 'ten times too much', counter: (at) => Math.round(base + 10 * (used[at] ?? 0)), needsPower: true },
  { name: 'a tenth', counter: (at) => Math.round(base + (used[at] ?? 0) / 10), needsPower: true },
  { name: 'half', counter: (at) => Math.round(base + (used[at] ?? 0) / 2), needsPower: true },
  { name: 'twice', counter: (at) => Math.round(base + 2 * (used[at] ?? 0)), needsPower: true },
  { name: '1.7 times', counter: (at) => Math.round(base + 1.7 * (used[at] ?? 0)), needsPower: true },
  { name: 'three times', counter: (at) => Math.round(base + 3 * (used[at] ?? 0)), needsPower: true },
  { name: 'a third', counter: (at) => Math.round(base + (used[at] ?? 0) / 3), needsPower: true },
  { name: '0.6 times', counter: (at) => Math.round(base + 0.6 * (used[at] ?? 0)), needsPower: true },
  { name: 'in whole kWh', counter: (at) => Math.floor(right(at) / 1000) * 1000, within: 0.1 },
  { name: 'in tenths of a kWh', counter: (at) => Math.floor(right(at) / 100) * 100, within: 0.02 },
  { name: 'read every quarter of an hour', counter: (at) => (at % 15 === 0 ? right(at) : undefined), within: 0.02 },
  {
    name: 'in whole kWh, stuck from the third hour on',
    counter: (at) => Math.floor(right(Math.min(at, 150)) / 1000) * 1000,
    needsPower: true,
    within: 0.1,
  },
  {
    name: 'every third an older value',
    counter: (at) => right(at % 3 === 2 ? Math.max(0, at - 5) : at),
  },
  {
    name: 'replaced by one that shows more',
    counter: (at) => (at < 150 ? right(at) : right(at) + 700_000),
    within: 0.02,
  },
  {
    name: 'replaced by one that shows less, but not 0',
    counter: (at) => (at < 150 ? right(at) : right(at) - 300_000),
    within: 0.02,
  },
  {
    name: 'a zero, then half an hour of silence',
    counter: (at) => (at === 100 ? 0 : at > 100 && at < 130 ? undefined : right(at)),
    within: 0.01,
  },
  { name: 'wavering by 30 Wh', counter: (at) => right(at) + (at % 2 === 0 ? 30 : -30), within: 0.03 },
  { name: 'wavering by 3 Wh', counter: (at) => right(at) + ([0, 3, -2, 1][at % 4] ?? 0), within: 0.03 },
  {
    name: 'alternating with an answer ten minutes old',
    counter: (at) => right(at % 2 === 0 ? at : Math.max(0, at - 10)),
  },
  { name: 'one zero', counter: (at) => (at === 100 ? 0 : right(at)), within: 0.005 },
  { name: 'every tenth is zero', counter: (at) => (at % 10 === 9 ? 0 : right(at)), within: 0.01 },
  { name: 'zero for ten minutes', counter: (at) => (at >= 100 && at < 110 ? 0 : right(at)), within: 0.01 },
  {
    name: 'a zero after an hour of silence',
    counter: (at) => (gap(at) ? undefined : at === 180 ? 0 : right(at)),
    isSilent: gap,
    within: 0.01,
  },
  {
    name: 'in kWh for a reading',
    counter: (at) => (at === 100 ? Math.round(right(at) / 1000) : right(at)),
    within: 0.005,
  },
  {
    name: 'in kWh for half an hour',
    counter: (at) => (at >= 100 && at < 130 ? Math.round(right(at) / 1000) : right(at)),
  },
  { name: 'a spike of 0.8 kWh', counter: (at) => right(at) + (at === 100 ? 800 : 0), within: 0.01 },
  {
    name: '52 kWh too high for five readings',
    counter: (at) => right(at) + (at >= 100 && at < 105 ? 52_000 : 0),
    within: 0.01,
  },
  {
    name: 'away at a small value for a while',
    counter: (at) => (at >= 100 && at < 104 ? 40 + at : right(at)),
    within: 0.01,
  },
  {
    name: 'begun again at zero',
    counter: (at) => (at < 150 ? right(at) : Math.round((used[at] ?? 0) - (used[150] ?? 0))),
    within: 0.02,
  },
  { name: 'silent for an hour', counter: (at) => (gap(at) ? undefined : right(at)), isSilent: gap, within: 0.005 },
  {
    name: 'silent for an hour while the power goes on',
    counter: (at) => (gap(at) ? undefined : right(at)),
    within: 0.005,
  },
  {
    name: 'the largest number of 32 bits',
    counter: (at) => (at % 30 === 29 ? 4_294_967_295 : right(at)),
    within: 0.01,
  },
  // The device was replaced, and is said to be the same: its figures go on from another meter's.
  {
    name: 'of another meter that counted 1.25 MWh more',
    counter: (at) => right(at) + (at >= 150 ? 1_250_000 : 0),
    within: 0.02,
  },
  {
    name: 'of another meter that counted 1.25 MWh more, after five minutes of silence',
    counter: (at) => (at > 150 && at <= 155 ? undefined : right(at) + (at > 150 ? 1_250_000 : 0)),
    isSilent: (at) => at > 150 && at <= 155,
    within: 0.02,
  },
  {
    name: 'of another meter that counted 1.1 MWh less',
    counter: (at) => right(at) - (at >= 150 ? 1_100_000 : 0),
    within: 0.02,
  },
  { name: 'negative for a reading', counter: (at) => (at === 90 ? -5 : right(at)), within: 0.01 },
];

function booked(place: Place, fault: Fault, hasPower: boolean) {
  const { counter, power, sign = 1, channel, role } = place;
  const column = (metric: MetricId, value: (at: number) => number | undefined): ReadingColumns => {
    const rows = Array.from({ length: count + 1 }, (_none, at) => [start + at * minute, value(at)] as const).filter(
      (row): row is readonly [number, number] => row[1] !== undefined,
    );
    return { key: { device: 'x', metric }, atMs: rows.map(([at]) => at), value: rows.map(([, one]) => one) };
  };
  const columns = [
    column(counter, (at) => fault.counter(at)),
    ...(hasPower
      ? [column(power, (at) => (fault.isSilent?.(at) === true ? undefined : at === count ? 0 : sign * watts(at)))]
      : []),
  ];
  const { plan } = tablePlan(
    columns.map(({ key }) => key),
    orderedSeries(columns),
    { timeZone: 'UTC', load: 'own', roles: new Map(role === undefined ? [] : [['x', role]]) },
  );
  const outcome = settle(plan, columns, { span: [start, end + hour] });
  return { wh: outcome.wh(channel), kinds: outcome.events.map(({ kind }) => kind) };
}

describe.each(places)('$channel', (place) => {
  test.each(faults)('with its power: $name', (fault) => {
    const { wh } = booked(place, fault, true);
    expect(Math.abs(wh - truth) / truth).toBeLessThanOrEqual(fault.within ?? 0.05);
  });

  test.each(faults.filter(({ needsPower }) => needsPower !== true))('alone: $name', (fault) => {
    const { wh } = booked(place, fault, false);
    expect(Math.abs(wh - truth) / truth).toBeLessThanOrEqual(fault.within ?? 0.05);
  });
});
