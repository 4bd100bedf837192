// What a server will never take is found and left out, over servers that are lists of what they refuse.
import { expect, test } from 'vitest';

import type { MetricId } from '#core/catalogue.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { Batch } from '#core/reading.ts';
import { fc } from '#tools/testkit/property.ts';
import { Narrowing } from './narrowing.ts';

const metrics: readonly MetricId[] = ['pv.power', 'grid.power', 'battery.soc', 'battery.power'];
const wrong = (code: 'output.unfit' | 'output.refused' | 'output.failed'): SolsteadError =>
  new SolsteadError(code, { at: 'server', why: because('output.status-only', { status: 400 }) });

function batch(atMs: number, device = 'roof', some = metrics): Batch {
  return { site: 'home', device, atMs, metric: some, value: some.map(() => atMs), quality: some.map(() => 'good') };
}

/** A server that refuses whatever holds something bad, and keeps the rest. */
function server(isBad: (value: string) => boolean, code: 'output.unfit' | 'output.refused' = 'output.unfit') {
  const kept: string[] = [];
  let asked = 0;
  return {
    kept,
    asked: () => asked,
    async hand(batches: readonly Batch[]): Promise<void> {
      asked += 1;
      const values = batches.flatMap(({ device, atMs, metric }) => metric.map((id) => `${device} ${id} ${atMs}`));
      if (values.length === 0) throw new TypeError('assertion: nothing was handed over');
      if (values.some(isBad)) throw wrong(code);
      kept.push(...values);
    },
  };
}

const all = (batches: readonly Batch[]): string[] =>
  batches.flatMap(({ device, atMs, metric }) => metric.map((id) => `${device} ${id} ${atMs}`));

test('what is good goes once and in the order of its series, what is bad is counted with its reason', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom('roof', 'pack'), fc.nat(7)), { minLength: 1, maxLength: 12 }),
      async (rounds) => {
        const batches = rounds.map(([device], index) => batch(index, device));
        const bad = new Set(
          rounds.flatMap(([device, one], index) => (one < 4 ? [`${device} ${metrics[one]} ${index}`] : [])),
        );
        const far = server((value) => bad.has(value));
        const narrowing = new Narrowing();
        const found = await narrowing.deliver(batches, (some) => far.hand(some));
        expect(found).toMatchObject({ settled: batches.length, refused: bad.size });
        expect(far.kept.toSorted()).toEqual(
          all(batches)
            .filter((value) => !bad.has(value))
            .toSorted(),
        );
        expect(far.asked()).toBeLessThanOrEqual(1 + 2 * all(batches).length);
        for (const device of ['roof', 'pack'])
          for (const id of metrics) {
            const times = far.kept
              .filter((one) => one.startsWith(`${device} ${id} `))
              .map((one) => Number(one.split(' ')[2]));
            expect(times).toEqual(times.toSorted((left, right) => left - right));
          }
      },
    ),
  );
});

test('a series that is refused again and again goes apart: two requests a batch, until it is taken again', async () => {
  let isStrict = true;
  const far = server((value) => isStrict && value.includes('battery.soc'));
  const narrowing = new Narrowing();
  const deliver = (atMs: number) => narrowing.deliver([batch(atMs)], (some) => far.hand(some));
  const first = await deliver(0);
  expect(first).toMatchObject({
    refused: 1,
    reason: { code: 'output.refused-value', params: { metric: 'battery.soc' } },
  });
  const before = far.asked();
  for (let atMs = 1; atMs <= 10; atMs += 1) await deliver(atMs);
  expect(far.asked() - before).toBe(20);
  isStrict = false;
  expect(await deliver(11)).toMatchObject({ refused: 0 });
  const after = far.asked();
  expect(await deliver(12)).toEqual({ settled: 1, refused: 0 });
  expect(far.asked() - after).toBe(1);
});

test('many batches are searched some at a time', async () => {
  const far = server((value) => value.startsWith('pack'));
  const batches = Array.from({ length: 200 }, (_none, index) => batch(index, index === 3 ? 'pack' : 'roof'));
  const found = await new Narrowing().deliver(batches, (some) => far.hand(some));
  expect(found).toMatchObject({ settled: 20, refused: 4 });
  expect(far.kept).toHaveLength(19 * 4);
});

test('a server that takes nothing and does not say that it is the values gets them again; none is given up', async () => {
  const far = server(() => true, 'output.refused');
  const batches = Array.from({ length: 50 }, (_none, index) => batch(index));
  await expect(new Narrowing().deliver(batches, (some) => far.hand(some))).rejects.toMatchObject({
    code: 'output.refused',
  });
  expect(far.asked()).toBeLessThanOrEqual(201);
  const narrowing = new Narrowing();
  await expect(narrowing.deliver(batches, (some) => far.hand(some))).rejects.toMatchObject({ code: 'output.refused' });
  const right = server(() => false);
  expect(await narrowing.deliver(batches, (some) => right.hand(some))).toEqual({ settled: 50, refused: 0 });
  expect(right.asked()).toBe(1);
  // One that does say so loses nothing that it would take.
  const sure = server(() => true);
  expect(await new Narrowing().deliver(batches, (some) => sure.hand(some))).toMatchObject({ settled: 20, refused: 80 });
  // And one that took something is no wrong one.
  const half = server((value) => value.endsWith(' 3'), 'output.refused');
  expect(await new Narrowing().deliver(batches, (some) => half.hand(some))).toMatchObject({ refused: 4 });
});

test('values that are not sent at all are not taken: a wrong server that would not get them loses none of the others', async () => {
  const isEmpty = (some: readonly Batch[]): boolean =>
    some.every(({ metric }) => metric.every((id) => id === 'pv.power'));
  const far = server(() => true, 'output.refused');
  const hand = async (some: readonly Batch[]): Promise<void> => (isEmpty(some) ? undefined : far.hand(some));
  await expect(new Narrowing({ isEmpty }).deliver([batch(1), batch(2)], hand)).rejects.toMatchObject({
    code: 'output.refused',
  });
});

test('trouble on the way is no refusal: everything is handed over again', async () => {
  const narrowing = new Narrowing();
  let count = 0;
  const hand = async (): Promise<void> => {
    count += 1;
    throw wrong(count === 1 ? 'output.unfit' : 'output.failed');
  };
  await expect(narrowing.deliver([batch(1), batch(2)], hand)).rejects.toMatchObject({ code: 'output.failed' });
});

test('where a batch goes as a whole, it is refused as a whole', async () => {
  const far = server((value) => value === 'roof pv.power 2');
  const narrowing = new Narrowing({ isWhole: true });
  const found = await narrowing.deliver([batch(1), batch(2), batch(3)], (some) => far.hand(some));
  expect(found).toMatchObject({ settled: 3, refused: 4 });
  expect(far.kept).toEqual(expect.arrayContaining([...all([batch(1), batch(3)])]));
  expect(far.kept).toHaveLength(8);
});
