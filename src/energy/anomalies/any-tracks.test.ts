// What must hold for any tracks: nothing throws, the order of the input does not matter, and no finding knows what comes later.
import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import type { MetricId } from '#core/catalogue.ts';
import { dayMs, hourMs, minuteMs } from '#core/time.ts';
import { makeYear, yearPlace } from '../testing/year-house.ts';
import { findAnomalies } from './find-anomalies.ts';
import { beginSteps, stepRuleOf, takeStep } from './steps.ts';
import { findStuck } from './stuck.ts';
import type { Track } from './types.ts';

const startMs = Date.UTC(2025, 4, 1);
const metrics: readonly MetricId[] = [
  'pv.power',
  'pv.power.s1',
  'pv.power.s2',
  'grid.power',
  'battery.power',
  'load.power',
  'battery.soc',
  'battery.temperature',
  'battery.cell.voltage.1',
  'battery.cell.voltage.2',
  'grid.voltage',
];

const oddValue = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -6000, max: 6000 }) },
  { weight: 2, arbitrary: fc.constantFrom(0, 3.3, 50, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Infinity, -Infinity) },
);
const oddTrack = fc
  .tuple(
    fc.constantFrom('a', 'b'),
    fc.constantFrom(...metrics),
    fc.array(fc.tuple(fc.integer({ min: 0, max: 60 * 24 * 40 }), oddValue), { maxLength: 200 }),
  )
  .map(([device, metric, points]): Track => {
    const atMs = points.map(([minute]) => startMs + minute * minuteMs);
    return { key: { device, metric }, atMs, value: points.map(([, value]) => value) };
  });

const faults = {
  stuck: { metric: 'load.power', fromMs: startMs + 30 * dayMs },
  deadString: { fromMs: startMs + 32 * dayMs },
  socJumps: { atMs: [startMs + 20 * dayMs + 9 * hourMs], by: -40 },
  weakCell: { fromMs: startMs, cell: 3 },
} as const;
const days = 50;
const tracks = makeYear({ startMs, days, seed: 5, faults });
const found = findAnomalies({ tracks, place: yearPlace });

/** A track with the faults of the simulated year, and odd values among its points. */
const spoiledTrack = fc
  .tuple(fc.constantFrom(...tracks), fc.array(fc.tuple(fc.nat(5000), oddValue), { maxLength: 20 }))
  .map(([track, odd]): Track => {
    const value = [...track.value];
    for (const [at, one] of odd) value[at % value.length] = one;
    return { ...track, value };
  });

describe('any tracks', () => {
  test('hostile ones give anomalies or none, and never throw', () => {
    let met = 0;
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ weight: 5, arbitrary: oddTrack }, { weight: 1, arbitrary: spoiledTrack }), {
          maxLength: 10,
        }),
        (odd) => {
          for (const { fromMs, noticedMs, toMs = noticedMs } of findAnomalies({ tracks: odd, place: yearPlace })) {
            met += 1;
            expect(fromMs).toBeLessThanOrEqual(noticedMs);
            expect(noticedMs).toBeLessThanOrEqual(toMs);
          }
        },
      ),
      { numRuns: 100 },
    );
    expect(met).toBeGreaterThan(5);
  });

  test('no tracks, an empty one and one of a single point give nothing', () => {
    const key = { device: 'a', metric: 'battery.soc' } as const;
    const single = { key, atMs: [startMs], value: [50] };
    for (const some of [[], [{ key, atMs: [], value: [] }], [single]])
      expect(findAnomalies({ tracks: some, place: { timeZone: 'Europe/Berlin' } })).toEqual([]);
  });

  test('their order and the order of their points change nothing', () => {
    const turned = tracks.toReversed().map(({ key, atMs, value }) => ({
      key,
      atMs: atMs.toReversed(),
      value: value.toReversed(),
    }));
    const kinds = ['stuck', 'step', 'string-behind', 'cell-weak', 'cell-growing'];
    expect(found.map(({ kind }): string => kind)).toEqual(expect.arrayContaining(kinds));
    expect(findAnomalies({ tracks: turned, place: yearPlace })).toEqual(found);
  });

  test('what was noticed by a day does not depend on what came after it', () => {
    for (const day of [21, 33, 41]) {
      const endMs = startMs + day * dayMs;
      const until = tracks.map(({ key, atMs, value }) => {
        const count = atMs.findIndex((at) => at >= endMs);
        return { key, atMs: atMs.slice(0, count), value: value.slice(0, count) };
      });
      const then = findAnomalies({ tracks: until, place: yearPlace }).filter(({ noticedMs }) => noticedMs < endMs);
      const later = found.filter(({ noticedMs }) => noticedMs < endMs);
      expect(then.map(({ id, noticedMs }) => ({ id, noticedMs }))).toEqual(
        later.map(({ id, noticedMs }) => ({ id, noticedMs })),
      );
    }
  });
});

describe('stuck', () => {
  const stands = (value: number, metric: MetricId): Track => {
    const atMs = Array.from({ length: 600 }, (_, step) => startMs + step * 5 * minuteMs);
    return { key: { device: 'a', metric }, atMs, value: atMs.map((_, step) => (step < 12 ? step : value)) };
  };

  test('0 W at night, a full battery and an unknown metric are no fault; 250 W for days are', () => {
    expect(findStuck(stands(0, 'pv.power'))).toEqual([]);
    expect(findStuck(stands(100, 'battery.soc'))).toEqual([]);
    expect(findStuck(stands(7, 'battery.cycles'))).toEqual([]);
    expect(findStuck(stands(250, 'load.power'))).toMatchObject([{ kind: 'stuck', severity: 'warning' }]);
  });

  test('silence is not standing still', () => {
    const { key, atMs, value } = stands(250, 'load.power');
    const sparse = atMs.map((at, index) => (index < 13 ? at : at + (index - 12) * 10 * hourMs));
    expect(findStuck({ key, atMs: sparse, value })).toEqual([]);
  });
});

describe('steps of readings, live', () => {
  const rule = stepRuleOf('battery.soc');
  const run = (values: readonly number[]) => {
    const state = beginSteps(values[0] ?? 0, 0);
    if (rule === undefined) throw new Error('a state of charge has a rule');
    return values.flatMap((value, index) => takeStep(state, rule, [value, index * 5000]) ?? []);
  };

  test('40 to 90 within 5 s that stays is a jump, told once', () => {
    expect(run([40, 40, 90, 90, 90, 90, 90])).toMatchObject([{ shape: 'jump', before: 40, after: 90, samples: 3 }]);
  });

  test('one wrong reading is none; four within a day are told once', () => {
    expect(run([40, 90, 40, 40])).toEqual([]);
    expect(run([40, 90, 40, 90, 40, 90, 40, 90, 40, 90, 40])).toMatchObject([{ shape: 'glitches', samples: 4 }]);
  });

  test('what goes slowly, however far, is none', () => {
    expect(run(Array.from({ length: 1000 }, (_, step) => (step / 10) % 100))).toEqual([]);
  });

  test('an offset of all readings changes no verdict', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60 })), fc.integer({ min: 0, max: 40 }), (values, offset) => {
        const plain = run(values).map(({ shape, fromMs, atMs }) => ({ shape, fromMs, atMs }));
        const moved = run(values.map((value) => value + offset));
        expect(moved.map(({ shape, fromMs, atMs }) => ({ shape, fromMs, atMs }))).toEqual(plain);
      }),
    );
  });
});
