// Bills and the plant of a home over its real ledger: held against the figures that the energy page shows, kept over a restart.
import { dayMs, hourMs } from '#core/time.ts';
import { expect, test, vi } from 'vitest';
import { exactMoney } from '#energy/money/period-money.ts';
import { moneyOf } from '#energy/money/decimal.ts';
import { anna, openHome, plantDays } from './testing/ledger-home.ts';

// Days of readings are written and settled: on a busy machine that takes a while.
vi.setConfig({ testTimeout: 180_000 });

// The 28th and the 29th of March 2026 in Berlin, less the last hour.
const startMs = Date.UTC(2026, 2, 27, 23);
const endMs = startMs + 2 * dayMs - hourMs;
const nowMs = endMs + 2 * hourMs;
const flat = `name: mine
currency: EUR
versions:
  - from: 2026-01-01
    import: [{ kind: flat, name: energy, price: 0.3 }]
    export: [{ kind: flat, name: feed-in, price: 0.08 }]
`;
const day = { id: 'one', firstDay: '2026-03-28', lastDay: '2026-03-28', importWh: 0, amount: '0' };
const codes = (all: readonly { readonly reason: { readonly code: string } }[]) => all.map(({ reason }) => reason.code);

async function settledHome(context: Parameters<typeof openHome>[0]) {
  const home = await openHome(context, { nowMs });
  await home.ingest(plantDays(startMs, endMs).batches);
  await home.ledger.settlement.settled();
  return home;
}

test('a bill is held against what the home counted on its days, and the reasons are told', async (context) => {
  const home = await settledHome(context);
  const { rows } = await home.energy.report({ fromMs: startMs, toMs: startMs + dayMs, by: 'day' });
  const { importWh = 0, exportWh = 0 } = rows[0] ?? {};
  expect(importWh).toBeGreaterThan(100);
  const bill = { ...day, importWh: importWh + 5000, exportWh, amount: '12.5' };
  const without = (await home.energy.saveBills([bill])).bills[0];
  expect(without).toMatchObject({ counted: { importWh, exportWh }, difference: { importWh: 5000, exportWh: 0 } });
  expect(without?.counted.amount).toBeUndefined();
  expect(codes(without?.reasons ?? [])).toEqual(['billed.meter', 'billed.no-tariff']);

  await home.energy.changeTariff({ text: flat, add: false }, anna);
  const priced = await home.energy.report({ fromMs: startMs, toMs: startMs + dayMs, by: 'day' });
  const due = (moneyOf(priced.total.cost ?? '') ?? 0n) - (moneyOf(priced.total.earned ?? '') ?? 0n);
  const { currency, bills } = await home.energy.bills();
  expect([currency, bills[0]?.counted.amount]).toEqual(['EUR', exactMoney(due)]);
  expect(bills[0]?.difference.amount).toBe(exactMoney(125n * 10n ** 17n - due));
  expect(codes(bills[0]?.reasons ?? [])).toEqual(['billed.meter', 'billed.standing']);

  const agreed = { ...day, importWh, exportWh, amount: exactMoney(due) };
  const before = { ...day, id: 'before', firstDay: '2026-03-20', lastDay: '2026-03-28', importWh, amount: '1' };
  const earlier = { ...day, id: 'earlier', firstDay: '2025-12-01', lastDay: '2025-12-31' };
  const running = { ...day, id: 'running', firstDay: '2026-03-29', lastDay: '2026-04-30' };
  const all = await home.energy.saveBills([earlier, agreed, before, running]);
  expect(all.bills.map(({ id, reasons }) => [id, codes(reasons)[0]])).toEqual([
    ['running', 'billed.not-over'],
    ['one', 'billed.agrees'],
    ['before', 'billed.gaps'],
    ['earlier', 'billed.not-counted'],
  ]);
  expect(all.bills.find(({ id }) => id === 'before')?.missing).toBeCloseTo(8 / 9, 2);
  await home.close();
  const again = await openHome(context, { path: home.path, nowMs });
  expect(await again.energy.bills()).toEqual(all);
});

test('a bill that cannot be is refused, and nothing is saved', async (context) => {
  const home = await openHome(context, { nowMs });
  for (const [bills, at, code] of [
    [[{ ...day, firstDay: '2026-02-30' }], 'bills.0.firstDay', 'bill.day'],
    [[{ ...day, lastDay: '2026-03-27' }], 'bills.0.lastDay', 'span.ends-first'],
    [[{ ...day, firstDay: '2020-01-01' }], 'bills.0.lastDay', 'bill.too-long'],
    [[day, day], 'bills.1.id', 'budget.twice'],
    [[{ ...day, amount: '1'.repeat(40) }], 'bills.0.amount', 'money.number'],
  ] as const)
    await expect(home.energy.saveBills(bills)).rejects.toMatchObject({ code: 'input.invalid', at, reason: { code } });
  expect((await home.energy.bills()).bills).toEqual([]);
});

test('the plant has saved what the reports say, and too little history is told', async (context) => {
  const home = await settledHome(context);
  expect(await home.energy.plant()).toEqual({});
  const plant = { price: '10000', subsidies: '1000', since: '2026-03-01' };
  expect((await home.energy.savePlant(plant)).payback?.reasons.map(({ reason }) => reason.code)).toEqual([
    'payback.no-tariff',
  ]);
  await home.energy.changeTariff({ text: flat, add: false }, anna);
  const { total } = await home.energy.report({ fromMs: startMs, toMs: nowMs, by: 'day' });
  const saved = (moneyOf(total.savings?.pv ?? '') ?? 0n) + (moneyOf(total.savings?.battery ?? '') ?? 0n);
  const state = await home.energy.plant();
  expect(saved).toBeGreaterThan(0n);
  expect(state).toMatchObject({
    currency: 'EUR',
    plant,
    payback: {
      net: '9000',
      saved: exactMoney(saved),
      left: exactMoney(9000n * 10n ** 18n - saved),
      state: 'unknown',
      years: [{ year: '2026', saved: exactMoney(saved) }],
    },
  });
  expect(state.payback).not.toHaveProperty('paidBackMs');
  expect(codes(state.payback?.reasons ?? [])).toEqual(['payback.too-little', 'payback.before', 'payback.gaps']);
  expect((await home.energy.savePlant({ price: '0.01', since: '2026-03-28' })).payback).toMatchObject({
    state: 'paid-back',
    paidBackMs: startMs + dayMs,
  });
  for (const [wrong, at] of [
    [{ ...plant, since: '2026-03-32' }, 'plant.since'],
    [{ ...plant, since: '2026-04-02' }, 'plant.since'],
    [{ ...plant, price: '1'.repeat(40) }, 'plant.price'],
  ] as const)
    await expect(home.energy.savePlant(wrong)).rejects.toMatchObject({ code: 'input.invalid', at });
  expect(await home.energy.savePlant(undefined)).toEqual({ currency: 'EUR' });
});
