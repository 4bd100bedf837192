// What must hold for any readings: order, repetition, hours, restarts and losses do not matter; nothing is negative or lost.
import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import {
  columns,
  counter,
  hour,
  minute,
  outcomeOf,
  power,
  second,
  settle,
  sumsOf,
  type Row,
} from '../testing/bench.ts';
import { channels, flowPaths } from '../types.ts';
import type { ReadingColumns } from './columns.ts';
import { mergeEvents } from './minute-accumulator.ts';
import type { MeterPlan } from './plan.ts';
import {
  emptyState,
  isSameState,
  affectedFrom,
  settleAgain,
  settleHour,
  settleSpan,
  type LedgerState,
  type Settled,
} from './settle.ts';

const start = Date.UTC(2026, 9, 24, 22);
const span = [start, start + 6 * hour] as const;

/** Import by a counter, export by power, sun by a daily counter without a power, battery by power: every rule occurs. */
const plan: MeterPlan = {
  derives: 'load',
  sources: [
    counter({ shape: 'power' }),
    power({ books: ['export'] }),
    counter({ id: 'sun', device: 'roof', metric: 'pv.energy', channel: 'pv', span: 'daily' }),
    power({
      id: 'battery',
      device: 'pack',
      metrics: ['battery.power'],
      positive: 'discharge',
      negative: 'charge',
      books: ['charge', 'discharge'],
    }),
  ],
};

const watts = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: -6000, max: 6000 }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, 2_147_483_647, 9e9, -0) },
);
/** Mostly seconds, sometimes minutes or hours of silence. */
const pause = fc.oneof(
  { weight: 30, arbitrary: fc.integer({ min: 1, max: 59_000 }) },
  { weight: 2, arbitrary: fc.integer({ min: minute, max: 100 * minute }) },
);

function rowsOf(pauses: readonly number[], values: readonly number[]): Row[] {
  let at = start;
  return pauses.map((ms, index) => {
    at += ms;
    return [at, values[index % values.length] ?? 0] as const;
  });
}

const powers = fc
  .tuple(fc.array(pause, { minLength: 1, maxLength: 150 }), fc.array(watts, { minLength: 1, maxLength: 50 }))
  .map(([pauses, values]) => rowsOf(pauses, values));

/** A counter that mostly grows, with glitches, falls and nonsense. */
const counted = fc
  .tuple(
    fc.array(pause, { minLength: 1, maxLength: 150 }),
    fc.array(
      fc.oneof(
        { weight: 20, arbitrary: fc.integer({ min: 0, max: 60 }) },
        { weight: 1, arbitrary: fc.integer({ min: -5000, max: 100_000 }) },
        { weight: 1, arbitrary: fc.constant(Number.NaN) },
      ),
      { minLength: 1, maxLength: 60 },
    ),
  )
  .map(([pauses, steps]) => {
    let value = 4000;
    return rowsOf(pauses, [0]).map(([atMs], index): Row => {
      const step = steps[index % steps.length] ?? 0;
      if (Number.isNaN(step)) return [atMs, Number.NaN];
      value = Math.max(0, value + step);
      return [atMs, value];
    });
  });

const readings = fc
  .tuple(counted, powers, counted, powers)
  .map(([bought, grid, sun, battery]) => [
    columns(bought),
    columns(grid, 'grid.power'),
    columns(sun, 'pv.energy', 'roof'),
    columns(battery, 'battery.power', 'pack'),
  ]);

const said = (given: readonly ReadingColumns[]) => {
  const { buckets, events, state } = settle(plan, given, { span });
  return { sums: sumsOf(buckets), events, state };
};

function shuffled({ key, atMs, value }: ReadingColumns, seeds: readonly number[]): ReadingColumns {
  const order = Array.from({ length: atMs.length }, (_none, index) => index);
  const twice = order.filter((_index, place) => (seeds[place % seeds.length] ?? 0) % 3 === 0);
  const mixed = [...order, ...twice]
    .map((index, place) => ({ index, rank: ((seeds[place % seeds.length] ?? 0) * (place + 7)) % 1009 }))
    .sort((left, right) => left.rank - right.rank)
    .map(({ index }) => index);
  return { key, atMs: mixed.map((index) => atMs[index] ?? 0), value: mixed.map((index) => value[index] ?? 0) };
}

const throughJson = (state: LedgerState): LedgerState => JSON.parse(JSON.stringify(state)) as LedgerState;

/** A cut inside an hour may leave a shape in more parts; in sum they are the same. */
function wholeShapes(state: LedgerState): LedgerState {
  const counters = Object.entries(state.counters).map(([id, one]) => {
    const [first, last] = [one.shape[0], one.shape.at(-1)];
    if (first === undefined || last === undefined) return [id, one] as const;
    const work = one.shape.reduce((sum, part) => sum + part.work, 0);
    const knownMs = one.shape.reduce((sum, part) => sum + part.knownMs, 0);
    return [id, { ...one, shape: [{ fromMs: first.fromMs, toMs: last.toMs, work, knownMs }] }] as const;
  });
  return { ...state, counters: Object.fromEntries(counters) };
}

const runs = { numRuns: 60 };

describe('any readings', () => {
  test('8, 23: in any order, with any repetition, the buckets are the same; back-fill run twice is the same as once', () => {
    fc.assert(
      fc.property(readings, fc.array(fc.nat(1000), { minLength: 5, maxLength: 40 }), (given, seeds) => {
        const mixed = given.flatMap((column) => [shuffled(column, seeds), column]);
        expect(said(mixed)).toEqual(said(given));
      }),
      runs,
    );
  });

  test('22: cut anywhere, with the state through JSON, the buckets are the same', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 6 * hour - 1 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(readings, cuts, (given, offsets) => {
        const settled: Settled[] = [];
        let state = emptyState(start);
        const ends = [...new Set([...offsets, 1, 2, 3, 4, 5, 6].map((one) => (one <= 6 ? one * hour : one)))];
        for (const end of ends.sort((left, right) => left - right)) {
          const one = settleHour({ plan, readings: given }, state, start + end);
          settled.push(JSON.parse(JSON.stringify(one)) as Settled);
          state = throughJson(one.after);
        }
        const whole = settle(plan, given, { span });
        const parts = outcomeOf(plan, settled, { span });
        expect(sumsOf(parts.buckets)).toEqual(sumsOf(whole.buckets));
        expect(mergeEvents(parts.events)).toEqual(whole.events);
        expect(isSameState(wholeShapes(state), wholeShapes(whole.state))).toBe(true);
      }),
      runs,
    );
  });

  test('a late reading: its hour and those after it are settled again, until the state is as before', () => {
    fc.assert(
      fc.property(readings, fc.nat(5), fc.nat(149), (given, series, place) => {
        const early = given.map((column, index) => {
          if (index !== series % 4) return column;
          const at = place % column.atMs.length;
          const without = (list: ArrayLike<number>) => Array.from(list).filter((_one, index) => index !== at);
          return { ...column, atMs: without(column.atMs), value: without(column.value) };
        });
        const before = [...settleSpan({ plan, readings: early }, emptyState(start), span[1])];
        const lateMs = given[series % 4]?.atMs[place % (given[series % 4]?.atMs.length ?? 1)] ?? 0;
        const changed = settleAgain({ plan, readings: given }, before, lateMs);
        const again = before.map((old) => changed.find(({ fromMs }) => fromMs === old.fromMs) ?? old);
        const was = before.filter(({ fromMs }) => changed.some((one) => one.fromMs === fromMs));
        const affectsFromMs = Math.floor(Math.min(...[...changed, ...was].map(affectedFrom)) / hour) * hour;
        const untouched = (list: readonly Settled[]) =>
          sumsOf(outcomeOf(plan, list, { span }).buckets.filter(({ startMs }) => startMs < affectsFromMs));
        expect(untouched(again)).toEqual(untouched(before));
        const whole = settle(plan, given, { span });
        expect(sumsOf(outcomeOf(plan, again, { span }).buckets)).toEqual(sumsOf(whole.buckets));
      }),
      runs,
    );
  });

  test('every bucket: nothing negative, nothing known for longer than it lasts, sources of what is known are sinks and metering error', () => {
    fc.assert(
      fc.property(readings, (given) => {
        for (const { channels: own, flows, meteringError } of settle(plan, given, { span }).buckets) {
          const of = (channel: (typeof channels)[number]): number => own[channel]?.energy ?? 0;
          for (const channel of channels) {
            const { energy = 0, measuredMs = 0, estimatedMs = 0, from = [] } = own[channel] ?? {};
            expect(energy).toBeGreaterThanOrEqual(0);
            expect(Number.isSafeInteger(energy)).toBe(true);
            expect(measuredMs + estimatedMs).toBeLessThanOrEqual(5 * minute);
            expect(from.reduce((sum, part) => sum + part.energy, 0)).toBe(energy);
          }
          for (const path of flowPaths) expect(flows[path]).toBeGreaterThanOrEqual(0);
          const error = of('pv') + of('import') + of('discharge') - of('load') - of('charge') - of('export');
          // Minutes without the grid cannot balance, and say nothing about the meters.
          const isKnown = (['import', 'export', 'load'] as const).every(
            (channel) => (own[channel]?.measuredMs ?? 0) + (own[channel]?.estimatedMs ?? 0) === 5 * minute,
          );
          expect(isKnown ? meteringError : error).toBe(error);
          expect(flows.pvToLoad + flows.pvToBattery + flows.pvToGrid).toBeLessThanOrEqual(of('pv'));
          expect(flows.pvToLoad + flows.batteryToLoad + flows.gridToLoad).toBeLessThanOrEqual(of('load'));
          expect(flows.pvToGrid + flows.batteryToGrid).toBeLessThanOrEqual(of('export'));
          expect(flows.gridToLoad + flows.gridToBattery).toBeLessThanOrEqual(of('import'));
        }
      }),
      runs,
    );
  });

  test('of a power that does not change, samples may be missing up to the gap limit', () => {
    const pauses = fc.array(fc.integer({ min: 1, max: minute }), { minLength: 100, maxLength: 300 });
    fc.assert(
      fc.property(pauses, fc.integer({ min: -6000, max: 6000 }), (lengths, constant) => {
        const rows = rowsOf(lengths, [constant]);
        const end = Math.min(rows.at(-1)?.[0] ?? 0, span[1]);
        const first = rows[0]?.[0] ?? 0;
        const outcome = settle({ sources: [power()] }, [columns(rows, 'grid.power')], { span: [start, end] });
        const signed = outcome.wh('import') - outcome.wh('export');
        expect(Math.abs(signed - (constant * (end - first)) / hour)).toBeLessThan(0.003);
      }),
      runs,
    );
  });

  test('a counter that only grows, at a pace that can be, is booked to its last unit, whatever was lost', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 20 * minute }), fc.nat(200)), {
      minLength: 2,
      maxLength: 90,
    });
    fc.assert(
      fc.property(steps, fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }), (pairs, isLost) => {
        let [at, value] = [start, 5000];
        const rows = pairs.map(([ms, wh]): Row => {
          at += ms;
          value += Math.min(wh, Math.floor((ms * 20_000) / hour));
          return [at, value];
        });
        const kept = rows.filter(
          (_row, index) => index === 0 || index === rows.length - 1 || isLost[index % isLost.length] !== true,
        );
        const end = at + second;
        const outcome = settle({ sources: [counter()] }, [columns(kept)], { span: [start, end] });
        expect(outcome.wh('import')).toBe((rows.at(-1)?.[1] ?? 0) - (rows[0]?.[1] ?? 0));
      }),
      runs,
    );
  });
});
