import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { catalogue, metricOf } from '#core/catalogue.ts';
import type { Batch } from '#core/reading.ts';
import { checkBatch, type IngestContext } from './ingest.ts';
import { batchOf } from './testing/batches.ts';

const nowMs = Date.UTC(2026, 5, 1, 12);
const fresh: IngestContext = { nowMs, last: () => undefined };

function reasons(batch: Batch, context = fresh): readonly string[] {
  return checkBatch(batch, context).rejects.map(({ metric, reason }) => `${metric}: ${reason}`);
}

describe('what passes', () => {
  test('a plausible value of a known metric, as it is', () => {
    const batch = batchOf('meter', nowMs, { 'grid.power': -1200.5, 'inverter.mode': 'Battery', 'relay.on.1': 1 });
    expect(checkBatch(batch, fresh)).toEqual({ batch, rejects: [] });
  });

  test('−0 is 0', () => {
    expect(Object.is(checkBatch(batchOf('meter', nowMs, { 'grid.power': -0 }), fresh).batch.value[0], 0)).toBe(true);
  });

  test('what came late, and what is stamped up to a minute ahead', () => {
    expect(reasons(batchOf('meter', nowMs - 86_400_000, { 'grid.power': 1 }))).toEqual([]);
    expect(reasons(batchOf('meter', nowMs + 60_000, { 'grid.power': 1 }))).toEqual([]);
  });

  test('a fraction of a millisecond, rounded: the store holds whole ones', () => {
    expect(checkBatch(batchOf('meter', nowMs + 0.4, { 'grid.power': 1 }), fresh).batch.atMs).toBe(nowMs);
  });

  test('the bounds of the catalogue are plausible', () => {
    const { min, max } = metricOf('battery.soc');
    expect(reasons(batchOf('pack', nowMs, { 'battery.soc': min, 'battery.cell.voltage.3': 5 }))).toEqual([]);
    expect(reasons(batchOf('pack', nowMs, { 'battery.soc': max }))).toEqual([]);
  });
});

describe('two values within one millisecond', () => {
  test('each gets a moment of its own, and one that is told twice stays one', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 12 }), (values) => {
        let known: { readonly value: number; readonly atMs: number } | undefined;
        let givenMs: number | undefined;
        const stored = new Map<number, number>();
        for (const value of values) {
          const { batch } = checkBatch(batchOf('plug', nowMs, { 'battery.soc': value }), {
            nowMs,
            last: () => known,
            givenMs,
          });
          givenMs = Math.max(batch.atMs, givenMs ?? batch.atMs);
          if (batch.metric.length === 0) continue;
          stored.set(batch.atMs, value);
          known = { value, atMs: batch.atMs };
        }
        const changes = values.filter((value, index) => value !== values[index - 1]);
        expect([...stored].toSorted(([one], [other]) => one - other).map(([, value]) => value)).toEqual(changes);
        expect(Math.max(...stored.keys())).toBe(nowMs + changes.length - 1);
      }),
    );
  });
});

describe('what is rejected, and why', () => {
  const unknown = 'grid.colour' as 'grid.power';
  test.each([
    ['a metric nobody knows', { [unknown]: 1 }, 'grid.colour: unknown-metric'],
    ['2 147 483 647 W', { 'grid.power': 2_147_483_647 }, 'grid.power: implausible'],
    ['2.7e23 W', { 'pv.power': 2.7e23 }, 'pv.power: implausible'],
    ['a negative sun', { 'pv.power': -1 }, 'pv.power: implausible'],
    ['NaN', { 'grid.power': Number.NaN }, 'grid.power: not-a-value'],
    ['infinity', { 'grid.power': Number.POSITIVE_INFINITY }, 'grid.power: not-a-value'],
    ['text for a number', { 'grid.power': '900' }, 'grid.power: not-a-value'],
    ['a number for a text', { 'inverter.mode': 3 }, 'inverter.mode: not-a-value'],
    ['half a switch', { 'relay.on.1': 0.5 }, 'relay.on.1: implausible'],
    ['a fourth phase', { 'grid.power.l4': 1 }, 'grid.power.l4: unknown-metric'],
  ])('%s', (_name, values, expected) => {
    expect(reasons(batchOf('meter', nowMs, values))).toEqual([expected]);
  });

  test('the rest of the batch passes', () => {
    const { batch, rejects } = checkBatch(
      batchOf('meter', nowMs, { 'grid.power': 2.7e23, 'grid.voltage': 230 }),
      fresh,
    );
    expect(batch.metric).toEqual(['grid.voltage']);
    expect(rejects).toEqual([
      {
        device: 'meter',
        metric: 'grid.power',
        reason: 'implausible',
        why: '2.7e+23 W is outside -1000000 to 1000000 W',
      },
    ]);
  });

  test('a time more than a minute ahead of ours, every value of it', () => {
    const batch = batchOf('meter', nowMs + 61_000, { 'grid.power': 1, 'grid.voltage': 230 });
    expect(reasons(batch)).toEqual(['grid.power: future', 'grid.voltage: future']);
    expect(checkBatch(batch, fresh).rejects[0]?.why).toBe('its time is 61 s ahead of ours');
  });

  test('a time that is none', () => {
    expect(reasons(batchOf('meter', Number.NaN, { 'grid.power': 1 }))).toEqual(['grid.power: not-a-value']);
    expect(reasons(batchOf('meter', -Infinity, { 'grid.power': 1 }))).toEqual(['grid.power: not-a-value']);
    for (const atMs of [-1, -1e300, -Number.MAX_VALUE])
      expect(reasons(batchOf('meter', atMs, { 'grid.power': 1 }))).toEqual(['grid.power: not-a-value']);
    expect(reasons(batchOf('meter', 0, { 'grid.power': 1 }))).toEqual([]);
  });

  test('the same value of the same moment again; another value of that moment is news', () => {
    const last = () => ({ value: 1, atMs: nowMs });
    expect(reasons(batchOf('plug', nowMs, { 'relay.on.1': 1 }), { nowMs, last })).toEqual(['relay.on.1: duplicate']);
    expect(reasons(batchOf('plug', nowMs, { 'relay.on.1': 0 }), { nowMs, last })).toEqual([]);
    expect(reasons(batchOf('plug', nowMs + 1, { 'relay.on.1': 1 }), { nowMs, last })).toEqual([]);
  });
});

test('whatever comes in, what passes is plausible and can be stored, and nothing gets lost', () => {
  const metric = fc.oneof(fc.constantFrom(...Object.keys(catalogue)), fc.string());
  const value = fc.oneof(fc.double(), fc.integer(), fc.string());
  const columns = fc.array(fc.tuple(metric, value));
  fc.assert(
    fc.property(columns, fc.double({ min: -1e15, max: 1e15 }), (rows, aheadMs) => {
      const ids = rows.map(([id]) => id as 'grid.power');
      const given: Batch = {
        ...batchOf('any', nowMs + aheadMs, {}),
        metric: ids,
        value: rows.map(([, found]) => found),
        quality: ids.map(() => 'good' as const),
      };
      const { batch, rejects } = checkBatch(given, fresh);
      expect(batch.metric.length + rejects.length).toBe(rows.length);
      expect(batch.metric.length === 0 || Number.isSafeInteger(batch.atMs)).toBe(true);
      for (const [index, id] of batch.metric.entries()) {
        const { kind, min, max } = metricOf(id);
        const found = batch.value[index];
        const isPlausible = kind === 'text' ? typeof found === 'string' : Number(found) >= min && Number(found) <= max;
        expect(isPlausible).toBe(true);
      }
    }),
  );
});
