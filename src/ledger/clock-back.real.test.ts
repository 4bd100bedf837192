// A wall clock that was ahead for a while: what it settled is no part of the present, and the present costs no more than before.
import { expect, test, vi } from 'vitest';
import { dayMs, hourMs, minuteMs } from '#core/time.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { type LedgerHome, openHome, plantDays } from './testing/ledger-home.ts';

vi.setConfig({ testTimeout: 240_000 });

const startMs = Date.UTC(2026, 2, 27, 23);
const wrongMs = startMs + 10 * hourMs + 20 * minuteMs;
const endMs = startMs + 14 * hourMs;
const { batches } = plantDays(startMs, endMs);
const before = batches.filter(({ atMs }) => atMs < wrongMs);
const after = batches.filter(({ atMs }) => atMs >= wrongMs);

const rowsOf = async ({ energy }: LedgerHome, toMs: number) =>
  (await energy.report({ fromMs: startMs, toMs, by: 'hour' })).rows;

/** A home that is settled until `wrongMs`, and then until the clock is right again by a clock that is ahead. */
async function wrongFor(home: LedgerHome, aheadMs: number): Promise<void> {
  await home.ingest(before);
  home.clock.set(wrongMs);
  await home.ledger.settlement.settled();
  home.clock.set(wrongMs + aheadMs);
  const ahead = after.slice(0, 20).map((batch) => ({ ...batch, atMs: batch.atMs + aheadMs }));
  await home.ingest(ahead);
  await home.ledger.settlement.settled();
  expect(home.ledger.settlement.settledMs).toBeGreaterThan(wrongMs + aheadMs - 2 * hourMs);
  home.clock.set(wrongMs + minuteMs);
}

test.for([1, 3])(
  'a clock that was %i days ahead: rows, today and work are those of a home whose clock was right',
  async (days, context) => {
    const path = tempDir(context);
    const home = await openHome(context, { path, nowMs: startMs });
    await wrongFor(home, days * dayMs);
    await home.ingest(after.filter(({ atMs }) => atMs < wrongMs + minuteMs));
    await home.ledger.settlement.settled();
    const once = await openHome(context, { nowMs: startMs });
    await once.ingest(before);
    await once.ingest(after.filter(({ atMs }) => atMs < wrongMs + minuteMs));
    once.clock.set(wrongMs + minuteMs);
    await once.ledger.settlement.settled();
    expect(home.ledger.days.today()).toEqual(once.ledger.days.today());
    expect(await rowsOf(home, wrongMs)).toEqual(await rowsOf(once, wrongMs));
    const whole = { fromMs: startMs, toMs: wrongMs + 400 * dayMs, by: 'year' } as const;
    expect(await home.energy.report(whole)).toEqual(await once.energy.report(whole));

    // From then on the running hour is no work until it is over, and one hour is one hour's work.
    const settled = home.ledger.settlement.settledHours;
    for (const one of [home, once]) {
      await one.ingest(after);
      await one.ledger.settlement.settled();
    }
    expect(home.ledger.settlement.work).toBeUndefined();
    expect(home.ledger.settlement.settledHours).toBe(settled);
    for (const one of [home, once]) {
      one.clock.set(endMs + 2 * minuteMs);
      await one.ledger.settlement.settled();
    }
    expect(home.ledger.settlement.settledHours - settled).toBeLessThan(12);
    expect(await rowsOf(home, endMs)).toEqual(await rowsOf(once, endMs));
    expect(home.ledger.days.today()).toEqual(once.ledger.days.today());

    // The same after a restart, and when the time has come that was taken for the present.
    const today = home.ledger.days.today();
    await home.close();
    const again = await openHome(context, { path, nowMs: endMs + 2 * minuteMs });
    await again.ledger.settlement.settled();
    expect(again.ledger.days.today()).toEqual(today);
    expect(await rowsOf(again, endMs)).toEqual(await rowsOf(once, endMs));
    const laterMs = wrongMs + (days + 1) * dayMs;
    const ahead = after.slice(0, 20).map((batch) => ({ ...batch, atMs: batch.atMs + days * dayMs }));
    await once.ingest(ahead);
    for (const one of [again, once]) {
      one.clock.set(laterMs);
      await one.ledger.settlement.settled();
    }
    const all = { fromMs: startMs, toMs: laterMs, by: 'day' } as const;
    expect((await again.energy.report(all)).rows).toEqual((await once.energy.report(all)).rows);
    expect([...again.troubles, ...once.troubles]).toEqual([]);
  },
);

test('a clock that is years ahead does not hold up the live day', async (context) => {
  const home = await openHome(context, { nowMs: startMs });
  await home.ingest(before);
  home.clock.set(wrongMs);
  await home.ledger.settlement.settled();
  home.clock.set(wrongMs + 20 * 365 * dayMs);
  const begunMs = performance.now();
  expect(home.ledger.days.today().pvWh ?? 0).toBe(0);
  // Minute by minute it would be hours.
  expect(performance.now() - begunMs).toBeLessThan(30_000);
});
