// Long silence costs no more than its edges, and changes no figure: a home that passes over it has the hours, days and reports of one that
// lived through every hour of it.
import { expect, test, type TestContext, vi } from 'vitest';
import type { Batch } from '#core/reading.ts';
import { dayMs, hourMs, hourOf, minuteMs } from '#core/time.ts';
import { fc } from '#tools/testkit/property.ts';
import { noteMisdated } from './misdated.ts';
import { anna, type LedgerHome, openHome, plantDays } from './testing/ledger-home.ts';

vi.setConfig({ testTimeout: 240_000 });

// The clocks of Berlin go forward in the second night.
const startMs = Date.UTC(2026, 2, 27, 20);
const every = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };

/** One thing that is taken, and the time it is then. */
interface Step {
  readonly batches: readonly Batch[];
  readonly nowMs: number;
}

async function seen(home: LedgerHome, toMs: number) {
  await home.ledger.settlement.settled();
  expect(home.troubles).toEqual([]);
  const rows = async (by: 'hour' | 'day') => (await home.energy.report({ fromMs: startMs, toMs, by })).rows;
  return { days: await rows('day'), today: home.ledger.days.today() };
}

/** A home that settles when each step is over, and one that settles every hour in between by itself. */
async function both(context: TestContext, steps: readonly Step[]) {
  const [quick, patient] = [await openHome(context, { nowMs: startMs }), await openHome(context, { nowMs: startMs })];
  for (const { batches, nowMs } of steps) {
    await quick.ingest(batches);
    quick.clock.set(nowMs);
    await quick.ledger.settlement.settled();
    for (let at = hourOf(patient.clock.nowMs()) + hourMs + 2 * minuteMs; at < nowMs; at += hourMs) {
      patient.clock.set(at);
      await patient.ledger.settlement.settled();
    }
    await patient.ingest(batches);
    patient.clock.set(nowMs);
    await patient.ledger.settlement.settled();
  }
  return { quick, patient };
}

async function expectSame(quick: LedgerHome, patient: LedgerHome, toMs: number): Promise<void> {
  const lived = new Map((await patient.store.hours('home', every)).map((hour) => [hour.hourMs, hour]));
  for (const hour of await quick.store.hours('home', every)) expect(hour).toEqual(lived.get(hour.hourMs));
  expect(await seen(quick, toMs)).toEqual(await seen(patient, toMs));
}

const hoursOf = async ({ store }: LedgerHome): Promise<number> => (await store.hours('home', every)).length;

test('random silences: the same hours, days and reports as settled hour by hour, also with a late reading in the midst', async (context) => {
  const gaps = fc.array(
    fc.record({
      speaks: fc.integer({ min: 1, max: 200 }),
      silent: fc.integer({ min: 1, max: 10 * 24 * 60 }),
      isSeenLater: fc.boolean(),
      late: fc.option(fc.double({ min: 0.01, max: 0.99, noNaN: true })),
    }),
    { minLength: 1, maxLength: 2 },
  );
  await fc.assert(
    fc.asyncProperty(gaps, async (all) => {
      const lengthMs = all.reduce((sum, { speaks, silent }) => sum + speaks + silent, 120) * minuteMs;
      const { batches } = plantDays(startMs, startMs + lengthMs);
      const within = (fromMs: number, toMs: number) => batches.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
      let at = startMs;
      const steps = all.flatMap(({ speaks, silent, isSeenLater, late }): Step[] => {
        const [fromMs, quietMs, endMs] = [at, at + speaks * minuteMs, at + (speaks + silent) * minuteMs];
        at = endMs;
        const lateMs = quietMs + (late ?? 0) * (endMs - quietMs);
        const told = late === null ? [] : within(lateMs, lateMs + 3 * minuteMs);
        const spoke = { batches: within(fromMs, quietMs), nowMs: quietMs };
        // As of a home that is caught up with, or in the midst of it.
        if (isSeenLater) return [spoke];
        return [spoke, { batches: [], nowMs: endMs }, { batches: told, nowMs: endMs + minuteMs }];
      });
      steps.push({ batches: within(at, startMs + lengthMs), nowMs: startMs + lengthMs });
      const { quick, patient } = await both(context, steps);
      await expectSame(quick, patient, startMs + lengthMs);
      await Promise.all([quick.close(), patient.close()]);
    }),
    { numRuns: 6 },
  );
});

test('a silence of three years costs some hundred hours, not twenty-six thousand', async (context) => {
  const wrongMs = startMs + 10 * hourMs + 20 * minuteMs;
  const aheadMs = 3 * 365 * dayMs;
  const { batches } = plantDays(startMs, startMs + 14 * hourMs);
  const within = (fromHour: number, toHour: number) =>
    batches.filter(({ atMs }) => atMs >= wrongMs + fromHour * hourMs && atMs < wrongMs + toHour * hourMs);
  const homes = await Promise.all([1, 2].map(() => openHome(context, { nowMs: startMs })));
  const [home, right] = homes;
  if (home === undefined || right === undefined) throw new TypeError('assertion: two homes');
  for (const one of homes) {
    await one.ingest(batches.filter(({ atMs }) => atMs < wrongMs));
    one.clock.set(wrongMs);
    await one.ledger.settlement.settled();
  }
  const ahead = within(0, 2).map((batch) => ({ ...batch, atMs: batch.atMs + aheadMs }));
  home.clock.set(wrongMs + aheadMs);
  await home.ingest(ahead);
  home.clock.set(wrongMs + aheadMs + 2 * hourMs + 2 * minuteMs);
  await home.ledger.settlement.settled();
  expect(home.ledger.settlement.settledMs).toBeGreaterThan(wrongMs + aheadMs);
  home.clock.set(wrongMs + 2 * hourMs);
  await home.ingest(within(2, 4));
  home.clock.set(startMs + 14 * hourMs + 2 * minuteMs);
  await home.ledger.settlement.settled();
  const moments = new Map<string, number[]>();
  for (const { device, atMs } of ahead) moments.getOrInsertComputed(device, () => []).push(atMs);
  const span = { fromMs: wrongMs + aheadMs, toMs: wrongMs + aheadMs + 2 * hourMs };
  await noteMisdated(
    { site: 'home', ledger: home.ledger, clock: home.clock },
    { ...span, byMs: -aheadMs, isSure: true, clears: [], moments },
  );
  const [offer] = await home.energy.misdated();
  expect(await home.energy.moveMisdated(offer?.id ?? '', { why: 'battery', by: anna })).toMatchObject({ left: 0 });
  expect(home.ledger.settlement.settledHours).toBeLessThan(300);
  expect(await hoursOf(home)).toBeLessThan(300);

  await right.ingest(within(0, 4));
  right.clock.set(startMs + 14 * hourMs + 2 * minuteMs);
  expect(await seen(home, startMs + dayMs)).toEqual(await seen(right, startMs + dayMs));
});
