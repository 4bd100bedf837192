// Values of a wrong clock: moved to their right time the energy is that of a home whose clock was right, and moved back it is as it was.
import { expect, test, type TestContext, vi } from 'vitest';
import type { Batch } from '#core/reading.ts';
import { dayMs, hourMs } from '#core/time.ts';
import { makeMisdated, noteMisdated } from './misdated.ts';
import { anna, type LedgerHome, openHome, plantDays } from './testing/ledger-home.ts';

vi.setConfig({ testTimeout: 240_000 });

const startMs = Date.UTC(2026, 5, 1, 22);
const endMs = startMs + 2 * dayMs;
const nowMs = endMs + 2 * hourMs;
const { batches } = plantDays(startMs, endMs);
/** For five hours of the second day the clock was wrong. */
const wrong = { fromMs: startMs + 32 * hourMs, toMs: startMs + 37 * hourMs };
const isWrong = ({ atMs }: Batch): boolean => atMs >= wrong.fromMs && atMs < wrong.toMs;

async function figures(home: LedgerHome): Promise<unknown> {
  await home.ledger.settlement.settled();
  const { total } = await home.energy.report({ fromMs: startMs, toMs: endMs, by: 'hour' });
  const { rows } = await home.energy.report({ fromMs: startMs - 5 * dayMs, toMs: endMs + 5 * dayMs, by: 'day' });
  return { total, rows: rows.filter(({ measured, estimated }) => measured > 0 || estimated > 0) };
}

async function points(home: LedgerHome): Promise<unknown> {
  const series = await home.history.series('home');
  const every = { series, fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };
  const widths = [undefined, 300_000, hourMs, dayMs].map((stepMs) =>
    home.history.range({ ...every, ...(stepMs === undefined ? {} : { stepMs, aggregate: 'last' as const }) }),
  );
  return Promise.all(widths);
}

/** A home whose clock was ahead by this much in the stretch that was wrong, and one whose clock was right. */
async function homes(context: TestContext, aheadMs: number) {
  const right = await openHome(context, { nowMs });
  await right.ingest(batches);
  const home = await openHome(context, { nowMs });
  await home.ingest(batches.map((batch) => (isWrong(batch) ? { ...batch, atMs: batch.atMs + aheadMs } : batch)));
  const moments = new Map<string, number[]>();
  for (const batch of batches.filter(isWrong))
    moments.getOrInsertComputed(batch.device, () => []).push(batch.atMs + aheadMs);
  const [fromMs, toMs] = [wrong.fromMs + aheadMs, wrong.toMs + aheadMs];
  await noteMisdated(
    { site: 'home', ledger: home.ledger, clock: home.clock },
    { fromMs, toMs, byMs: -aheadMs, isSure: true, clears: [], moments },
  );
  return { right, home };
}

test.for([
  ['a day ahead', dayMs],
  ['three days behind, before the first value', -3 * dayMs],
  ['an hour behind, among right values', -hourMs - 7000],
  ['an hour ahead, among right values', hourMs + 7000],
] as const)('a clock %s', async ([, aheadMs], context) => {
  const { right, home } = await homes(context, aheadMs);
  const [before, pointsBefore] = [await figures(home), await points(home)];
  const [offer] = await home.energy.misdated();
  if (offer === undefined) throw new TypeError('assertion: something is offered');
  expect(offer).toMatchObject({ state: 'offered', byMs: -aheadMs, isSure: true });
  expect(offer.devices.map(({ device, name }) => [device, name])).toEqual([
    ['roof', 'The roof'],
    ['meter', 'The meter'],
    ['pack', 'The pack'],
  ]);
  expect(await home.energy.previewMisdated(offer.id)).toMatchObject({ saved: false, stretch: offer });
  expect(await points(home), 'a preview changes nothing').toEqual(pointsBefore);

  const outcome = await home.energy.moveMisdated(offer.id, { why: 'no battery in the clock', by: anna });
  expect(outcome).toMatchObject({ saved: true, left: 0, stretch: { state: 'moved', moved: { by: 'Anna' } } });
  expect(outcome.after.length).toBeGreaterThan(0);
  expect(await points(home)).toEqual(await points(right));
  expect(await figures(home)).toEqual(await figures(right));
  await expect(home.energy.moveMisdated(offer.id, { why: 'again', by: anna })).rejects.toMatchObject({
    code: 'input.invalid',
  });

  await home.energy.undoMisdated(offer.id);
  expect(await points(home)).toEqual(pointsBefore);
  expect(await figures(home)).toEqual(before);
  await expect(home.energy.undoMisdated(offer.id)).rejects.toMatchObject({ code: 'input.invalid' });
  expect(home.troubles).toEqual([]);
});

test('moving that is interrupted at any step ends when it is asked for again, also where all values are the same', async (context) => {
  for (const failing of [1, 2, 3, 4, 5, 6]) {
    const home = await openHome(context, { nowMs });
    const same = (atMs: number): Batch => ({
      site: 'home',
      device: 'roof',
      atMs,
      metric: ['pv.power'],
      value: [1000],
      quality: ['good'],
    });
    const moments = Array.from({ length: 300 }, (_, index) => startMs + index * 60_000);
    await home.ingest(moments.map(same));
    const misdated = { fromMs: startMs, toMs: startMs + 5 * hourMs, byMs: 2 * hourMs, isSure: true, clears: [] };
    const parts = { site: 'home', ledger: home.ledger, clock: home.clock };
    await noteMisdated(parts, { ...misdated, moments: new Map([['roof', moments]]) });
    let steps = 0;
    const breaking =
      <Rest extends readonly unknown[]>(write: (...rest: Rest) => Promise<void>) =>
      async (...rest: Rest): Promise<void> => {
        steps += 1;
        if (steps === failing) throw new Error('the power failed');
        await write(...rest);
      };
    const { history, energy } = home;
    const { remove } = history;
    if (remove === undefined) throw new TypeError('assertion: it can');
    const broken = makeMisdated({
      ...home.parts,
      movable: { ...history, append: breaking(history.append), remove: breaking(remove) },
    });
    const [offer] = await energy.misdated();
    await expect(broken.moveMisdated(offer?.id ?? '', { why: 'try', by: anna })).rejects.toThrow('the power failed');
    await energy.moveMisdated(offer?.id ?? '', { why: 'try again', by: anna });
    const [answer] = await history.range({
      series: [{ site: 'home', device: 'roof', metric: 'pv.power' }],
      fromMs: 0,
      toMs: Number.MAX_SAFE_INTEGER,
    });
    expect(answer?.atMs).toEqual(moments.map((at) => at + 2 * hourMs));
    await home.close();
  }
});

test('where other values stand at the right time both stay as they are, and that is told', async (context) => {
  const home = await openHome(context, { nowMs });
  const one = (atMs: number, watts: number): Batch => ({
    site: 'home',
    device: 'roof',
    atMs,
    metric: ['pv.power'],
    value: [watts],
    quality: ['good'],
  });
  const moments = [0, 1, 2, 3, 4].map((minute) => startMs + minute * 60_000);
  await home.ingest([...moments.map((at) => one(at, 1)), one(startMs + dayMs, 2)]);
  await noteMisdated(
    { site: 'home', ledger: home.ledger, clock: home.clock },
    {
      fromMs: startMs,
      toMs: startMs + hourMs,
      byMs: dayMs,
      isSure: false,
      clears: [],
      moments: new Map([['roof', moments]]),
    },
  );
  const [offer] = await home.energy.misdated();
  const outcome = await home.energy.moveMisdated(offer?.id ?? '', { why: 'x', by: anna });
  expect(outcome.left).toBe(1);
  const [answer] = await home.history.range({
    series: [{ site: 'home', device: 'roof', metric: 'pv.power' }],
    fromMs: 0,
    toMs: Number.MAX_SAFE_INTEGER,
  });
  expect(answer?.atMs.map((at, index) => [at - startMs, answer.value[index]])).toEqual([
    [0, 1],
    [dayMs, 2],
    ...[1, 2, 3, 4].map((minute) => [dayMs + minute * 60_000, 1]),
  ]);
});

test('of a clock that jumps every hour so many offers are kept, those that are sure before the others', async (context) => {
  const home = await openHome(context, { nowMs });
  const parts = { site: 'home', ledger: home.ledger, clock: home.clock };
  for (let jump = 0; jump < 60; jump += 1) {
    const fromMs = startMs + jump * hourMs;
    const moments = new Map([['roof', [fromMs, fromMs + 1, fromMs + 2]]]);
    const span = { fromMs, toMs: fromMs + 2, byMs: hourMs, clears: [] };
    await noteMisdated(parts, { ...span, isSure: jump < 3, moments });
  }
  const offers = await home.energy.misdated();
  expect(offers.length).toBe(20);
  expect(offers.filter(({ isSure }) => isSure).length).toBe(3);
  // Too little to be reported.
  await noteMisdated(parts, {
    fromMs: 1,
    toMs: 2,
    byMs: hourMs,
    clears: [],
    isSure: true,
    moments: new Map([['roof', [1, 2]]]),
  });
  expect((await home.energy.misdated()).length).toBe(20);
});
