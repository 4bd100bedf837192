// The whole ledger: whatever comes late, twice or across a restart, the rows are the same.
import { expect, test, vi } from 'vitest';
import type { Batch } from '#core/reading.ts';
import { dayMs, hourMs } from '#core/time.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import type { EnergyRow } from '#energy/report.ts';
import { anna, type LedgerHome, openHome, plantDays } from './testing/ledger-home.ts';

// Days of readings are written and settled: on a busy machine that takes a while.
vi.setConfig({ testTimeout: 180_000 });

/** 2026-03-27T23:00Z, midnight in Berlin; the clocks go forward on the 29th. */
const startMs = Date.UTC(2026, 2, 27, 23);
const endMs = startMs + 3 * dayMs - hourMs;
const afterMs = endMs + 2 * hourMs;

async function rowsOf(
  { energy }: LedgerHome,
  by: 'hour' | 'day' | 'month' | 'year' = 'hour',
): Promise<readonly EnergyRow[]> {
  return (await energy.report({ fromMs: startMs, toMs: endMs, by })).rows;
}

const days = plantDays(startMs, endMs);

test('three days of a plant are what really flowed, and hours, days, months and the year agree exactly', async (context) => {
  const home = await openHome(context, { nowMs: afterMs });
  await home.ingest(days.batches);
  await home.ledger.settlement.settled();
  const report = await home.energy.report({ fromMs: startMs, toMs: endMs, by: 'day' });
  expect(report.rows.map(({ label }) => label)).toEqual(['2026-03-28', '2026-03-29', '2026-03-30']);
  expect(report.rows.every(({ complete }) => complete)).toBe(true);
  const { truth } = days;
  for (const channel of ['pv', 'import', 'export'] as const) {
    const error = Math.abs((report.total[`${channel}Wh`] ?? 0) - truth[channel]) / truth[channel];
    expect(error, `energy of ${channel}`).toBeLessThan(0.002);
  }
  for (const channel of ['charge', 'discharge', 'load'] as const) {
    const error = Math.abs((report.total[`${channel}Wh`] ?? 0) - truth[channel]) / truth[channel];
    expect(error, `energy of ${channel}`).toBeLessThan(0.03);
  }
  const whole = { fromMs: Date.UTC(2025, 11, 31, 23), toMs: Date.UTC(2026, 11, 31, 23) };
  const sums = await Promise.all(
    (['hour', 'day', 'week', 'month', 'year'] as const).map(async (by) => {
      const { rows, total } = await home.energy.report(
        by === 'hour' ? { fromMs: startMs, toMs: endMs, by } : { ...whole, by },
      );
      const sum = (of: (row: EnergyRow) => number) => rows.reduce((all, row) => all + Math.round(of(row) * 1000), 0);
      const own = [sum((row) => row.pvWh ?? 0), sum((row) => row.importWh ?? 0), sum((row) => row.flows.pvToLoadWh)];
      expect(own[0]).toBe(Math.round((total.pvWh ?? 0) * 1000));
      return own;
    }),
  );
  for (const sum of sums) expect(sum).toEqual(sums[0]);
  expect(home.troubles).toEqual([]);
  const ever = await home.energy.report({ fromMs: 0, toMs: afterMs, by: 'year' });
  expect(Math.round((ever.total.pvWh ?? 0) * 1000)).toBe(sums[0]?.[0]);
  const many = home.energy.report({ fromMs: 0, toMs: afterMs, by: 'hour' });
  await expect(many).rejects.toMatchObject({ code: 'input.invalid', at: 'from' });
});

test('closed and opened at any moment, the rows are those of a ledger that was never closed', async (context) => {
  const once = await openHome(context, { nowMs: afterMs });
  await once.ingest(days.batches);
  await once.ledger.settlement.settled();
  const path = tempDir(context);
  let from = 0;
  for (const hours of [0.3, 7.4, 8, 31.99, 33.2, 60, 71.9]) {
    const nowMs = startMs + hours * hourMs;
    const home = await openHome(context, { path, nowMs });
    const to = days.batches.findIndex(({ atMs }) => atMs >= nowMs);
    await home.ingest(days.batches.slice(from, to === -1 ? undefined : to));
    from = to === -1 ? days.batches.length : to;
    await home.ledger.settlement.settled();
    await home.close();
  }
  const last = await openHome(context, { path, nowMs: afterMs });
  await last.ledger.settlement.settled();
  expect(await rowsOf(last)).toEqual(await rowsOf(once));
});

const lateAt = startMs + 36.5 * hourMs;
/** Three quarters of an hour in which nothing of the roof came in time. */
const isLate = ({ device, atMs }: Batch): boolean =>
  device === 'roof' && atMs >= lateAt - 0.25 * hourMs && atMs < lateAt + 0.25 * hourMs;

test('what comes late settles its hours again and those of a day after it at most, twice is once, and the rows are as if it had come in time', async (context) => {
  const once = await openHome(context, { nowMs: afterMs });
  await once.ingest(days.batches);
  await once.ledger.settlement.settled();
  const late = await openHome(context, { nowMs: afterMs });
  await late.ingest(days.batches.filter((batch) => !isLate(batch)));
  await late.ledger.settlement.settled();
  expect(late.ledger.settlement.settledHours).toBe(72);
  expect(await rowsOf(late)).not.toEqual(await rowsOf(once));
  const missed = days.batches.filter(isLate);
  await late.ingest(missed);
  await late.ledger.settlement.settled();
  // The hour it belongs to, and those that remember it for the shape of a gap.
  expect(late.ledger.settlement.settledHours - 72).toBeLessThanOrEqual(26);
  expect(await rowsOf(late)).toEqual(await rowsOf(once));
  // Overlapping what is there.
  await late.ingest(days.batches.filter(({ atMs }) => atMs >= lateAt - hourMs && atMs < lateAt + hourMs));
  await late.ledger.settlement.settled();
  expect(await rowsOf(late)).toEqual(await rowsOf(once));
});

test('a past that is given after the present is settled from its beginning', async (context) => {
  const once = await openHome(context, { nowMs: afterMs });
  await once.ingest(days.batches);
  await once.ledger.settlement.settled();
  const home = await openHome(context, { nowMs: afterMs });
  const half = Math.floor(days.batches.length / 2);
  await home.ingest(days.batches.slice(half));
  await home.ledger.settlement.settled();
  await home.ingest(days.batches.slice(0, half));
  await home.ledger.settlement.settled();
  expect(await rowsOf(home)).toEqual(await rowsOf(once));
});

test('readings that history gave up leave what was settled as it is', async (context) => {
  const path = tempDir(context);
  const home = await openHome(context, { path, nowMs: afterMs });
  await home.ingest(days.batches);
  await home.ledger.settlement.settled();
  const before = await rowsOf(home);
  await home.history.forget('home', 'roof');
  await home.ledger.settlement.touch([startMs + 5 * hourMs, startMs + 36 * hourMs]);
  await home.ledger.settlement.settled();
  expect(await rowsOf(home)).toEqual(before);
});

test('the live day is made once a second however much comes, and at once after a change; asked for, the day is exact', async (context) => {
  const home = await openHome(context, { nowMs: startMs + 10 * hourMs });
  const until = (atMs: number) => days.batches.filter((batch) => batch.atMs < atMs);
  await home.ingest(until(startMs + 10 * hourMs));
  await home.ledger.settlement.settled();
  const first = home.ledger.days.live();
  expect(first).toEqual(home.ledger.days.today());
  for (const ms of [100, 500, 900]) {
    const atMs = startMs + 10 * hourMs + ms;
    home.clock.set(atMs);
    const sun = { metric: ['pv.power' as const], value: [5000 + ms], quality: ['good' as const] };
    await home.ingest([{ site: 'home', device: 'roof', atMs, ...sun }]);
    expect(home.ledger.days.live()).toBe(first);
  }
  expect(home.ledger.days.today().toMs).toBe(startMs + 10 * hourMs + 900);
  home.clock.set(startMs + 10 * hourMs + 30_000);
  expect(home.ledger.days.live()).toEqual(home.ledger.days.today());
  expect(home.ledger.days.live().loadWh).toBeGreaterThan(first.loadWh ?? Number.NaN);
  const second = home.ledger.days.live();
  await home.ledger.settlement.settled();
  expect(home.ledger.days.live(), 'settling makes it anew').not.toBe(second);
});

test('U10: why a figure is what it is adds up to the figure, in the running hour and in the first of a home', async (context) => {
  for (const part of [0.4 * hourMs, 10.4 * hourMs]) {
    const nowMs = startMs + Math.round(part);
    const home = await openHome(context, { nowMs });
    await home.ingest(days.batches.filter(({ atMs }) => atMs < nowMs));
    await home.ledger.settlement.settled();
    const [row] = (await home.energy.report({ fromMs: startMs, toMs: nowMs, by: 'day' })).rows;
    for (const channel of ['pv', 'import', 'export', 'load', 'charge', 'discharge'] as const) {
      const why = await home.energy.why(channel, { fromMs: row?.startMs ?? 0, toMs: row?.endMs ?? 0 });
      expect(why.energyWh).toBeCloseTo(row?.[`${channel}Wh`] ?? -1, 3);
      expect(why.from.reduce((sum, { energyWh }) => sum + energyWh, 0)).toBeCloseTo(why.energyWh, 3);
      expect(why.endMs - nowMs).toBeLessThan(5 * 60_000);
      expect(why.endMs).toBeGreaterThanOrEqual(nowMs);
    }
  }
});

test('a device that comes or goes changes nothing that was before', async (context) => {
  const path = tempDir(context);
  const home = await openHome(context, { path, nowMs: afterMs });
  await home.ingest(days.batches);
  await home.ledger.settlement.settled();
  const before = await rowsOf(home);
  home.ledger.place({ id: 'shed', kind: 'inverter', intervalMs: 5000 });
  home.ledger.remove('roof');
  const shed = { metric: ['pv.power' as const], value: [500], quality: ['good' as const] };
  await home.ingest([{ site: 'home', device: 'shed', atMs: afterMs, ...shed }]);
  home.clock.set(afterMs + 3 * hourMs);
  await home.ledger.settlement.touch([startMs + 10 * hourMs, startMs + 40 * hourMs]);
  await home.ledger.settlement.settled();
  expect(await rowsOf(home)).toEqual(before);
  const plans = [startMs, afterMs + 2 * hourMs].map((at) =>
    home.ledger.rules.planAt(at).sources.map(({ device }) => device),
  );
  expect(plans.map((own) => [own.includes('roof'), own.includes('shed')])).toEqual([
    [true, false],
    [false, true],
  ]);
});

test('a repair is previewed, applied and undone; undone, the rows are what they were', async (context) => {
  const home = await openHome(context, { nowMs: afterMs });
  await home.ingest(days.batches);
  await home.ledger.settlement.settled();
  const before = await rowsOf(home);
  const at = startMs + 34 * hourMs;
  for (const repair of [
    { kind: 'exclude', source: 'roof:pv.energy', fromMs: at, toMs: at + 2 * hourMs },
    { kind: 'energy', channel: 'import', fromMs: at, toMs: at + 3 * hourMs, energyWh: 4321 },
    { kind: 'replacement', source: 'meter:grid.energy.import', atMs: at + 100_000, newStartWh: 4_500_000 },
  ] as const) {
    const preview = await home.energy.previewCorrection(repair);
    expect(preview.saved).toBe(false);
    expect(preview.after).not.toEqual(preview.before);
    expect(await rowsOf(home), 'a preview keeps nothing').toEqual(before);
    const applied = await home.energy.applyCorrection(repair, { why: 'the meter was exchanged', by: anna });
    expect([applied.before, applied.after]).toEqual([preview.before, preview.after]);
    expect(home.energy.corrections()).toMatchObject([{ repair, by: 'Anna', why: 'the meter was exchanged' }]);
    expect(await rowsOf(home)).not.toEqual(before);
    const undone = await home.energy.undoCorrection(applied.repair?.id ?? '');
    expect([undone.before, undone.after]).toEqual([preview.after, preview.before]);
    expect(await rowsOf(home)).toEqual(before);
  }
  await expect(home.energy.undoCorrection('repair-1')).rejects.toMatchObject({ code: 'input.invalid', at: 'id' });
  const nowhere = { kind: 'exclude', source: 'cellar:pv.energy', fromMs: at, toMs: at + 1 } as const;
  await expect(home.energy.previewCorrection(nowhere)).rejects.toMatchObject({ at: 'repair.source' });
});

test('two people who correct at once lose neither, and neither of two who undo', async (context) => {
  const home = await openHome(context, { nowMs: afterMs });
  await home.ingest(days.batches);
  await home.ledger.settlement.settled();
  const before = await rowsOf(home);
  const at = startMs + 34 * hourMs;
  const all = [0, 1, 2].map((one) => {
    const repair = { kind: 'energy', channel: 'import', fromMs: at, toMs: at + hourMs, energyWh: 1000 + one } as const;
    return { ...repair, fromMs: at + one * hourMs, toMs: at + (one + 1) * hourMs };
  });
  await Promise.all(all.map((repair) => home.energy.applyCorrection(repair, { why: 'at once', by: anna })));
  const saved = home.energy.corrections();
  expect(saved.map(({ repair }) => repair)).toEqual(all.toReversed());
  expect(new Set(saved.map(({ id }) => id)).size).toBe(3);
  await Promise.all(saved.map(({ id }) => home.energy.undoCorrection(id)));
  expect(home.energy.corrections()).toEqual([]);
  expect(await rowsOf(home)).toEqual(before);
});

test('a home of minutes is started again while its devices speak: today is what it was, and what came since', async (context) => {
  const nowMs = Date.UTC(2026, 5, 1, 10, 20);
  const one = (atMs: number): Batch => ({
    site: 'home',
    device: 'roof',
    atMs,
    metric: ['pv.power'],
    value: [3000],
    quality: ['good'],
  });
  const path = tempDir(context);
  const before = await openHome(context, { path, nowMs });
  await before.ingest(Array.from({ length: 120 }, (_, index) => one(nowMs - 600_000 + index * 5000)));
  const wasWh = before.ledger.days.today().pvWh ?? 0;
  expect(wasWh).toBeGreaterThan(480);
  await before.close();
  let spoken = 0;
  const after = await openHome(context, {
    path,
    nowMs: nowMs + 5000,
    whileOpening: (ledger) => ledger.took(one(nowMs + (spoken += 1))),
  });
  expect(spoken).toBeGreaterThan(0);
  expect(after.ledger.days.today().pvWh).toBeGreaterThanOrEqual(wasWh);
  expect(after.troubles).toEqual([]);
});

test('months without a reading are kept in few transactions, and what comes after them is booked', async (context) => {
  const readings = (sinceMs: number): Batch[] =>
    Array.from({ length: 360 }, (_none, index) => ({
      site: 'home',
      device: 'meter',
      atMs: sinceMs + index * 10_000,
      metric: ['grid.power' as const],
      value: [600],
      quality: ['good' as const],
    }));
  const home = await openHome(context, { nowMs: startMs + 60 * dayMs });
  const save = vi.spyOn(home.store, 'saveHours');
  await home.ingest([...readings(startMs), ...readings(startMs + 50 * dayMs)]);
  await home.ledger.settlement.settled();
  expect(save.mock.calls.length).toBeLessThan((60 * dayMs) / hourMs / 24);
  const { total } = await home.energy.report({ fromMs: startMs, toMs: startMs + 60 * dayMs, by: 'month' });
  expect(total.importWh).toBeCloseTo(1200, -2);
});
