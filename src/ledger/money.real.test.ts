// Money of a home: by the tariff as it is now, exactly, whatever it was before; budgets, prices, presets.
import { inEnglish } from '#core/reason.ts';
import { dayMs, hourMs } from '#core/time.ts';
import { expect, test, vi } from 'vitest';
import type { EnergyRow } from '#energy/report.ts';
import { tariffPresets } from './tariff-store.ts';
import { anna, type LedgerHome, openHome, plantDays } from './testing/ledger-home.ts';

// Days of readings are written and settled: on a busy machine that takes a while.
vi.setConfig({ testTimeout: 180_000 });

const startMs = Date.UTC(2026, 2, 27, 23);
const endMs = startMs + 2 * dayMs - hourMs;
const { batches } = plantDays(startMs, endMs);
const span = { fromMs: startMs, toMs: endMs };

const flat = (price: number, from = '2026-01-01'): string => `name: mine
currency: EUR
versions:
  - from: ${from}
    vat: 19
    import: [{ kind: flat, name: energy, price: ${price} }]
    export: [{ kind: flat, name: feed-in, price: 0.0803 }]
    standing: [{ name: meter, amount: 12.17, per: billing }]
`;

/** Decimal text times 10^18, exactly. */
function whole(text: string | undefined): bigint {
  const [units = '0', part = ''] = (text ?? '0').replace('-', '').split('.');
  const size = BigInt(units + part.padEnd(18, '0'));
  return text?.startsWith('-') === true ? -size : size;
}

const sum = (rows: readonly EnergyRow[], of: (row: EnergyRow) => string | undefined): bigint =>
  rows.reduce((total, row) => total + whole(of(row)), 0n);

async function settledHome(context: Parameters<typeof openHome>[0]): Promise<LedgerHome> {
  const home = await openHome(context, { nowMs: endMs + 2 * hourMs });
  await home.ingest(batches);
  await home.ledger.settlement.settled();
  return home;
}

test('without a tariff there is no money; with one, rows are the total to the last digit, by hours and by days', async (context) => {
  const home = await settledHome(context);
  const before = await home.energy.report({ ...span, by: 'day' });
  expect([before.currency, before.total.cost, (await home.energy.tariff()).origin]).toEqual([
    undefined,
    undefined,
    'preset',
  ]);
  expect(before.total.co2Kg).toBeGreaterThan(0);
  const saved = await home.energy.changeTariff({ text: flat(0.3107), add: false }, anna);
  expect(saved).toMatchObject({ saved: true, problems: [], tariff: { revision: 1, origin: 'own', currency: 'EUR' } });
  const [days, hours] = await Promise.all((['day', 'hour'] as const).map((by) => home.energy.report({ ...span, by })));
  for (const of of [
    (row: EnergyRow) => row.cost,
    (row: EnergyRow) => row.earned,
    (row: EnergyRow) => row.savings?.pv,
    (row: EnergyRow) => row.savings?.battery,
  ]) {
    const total = days === undefined ? 0n : whole(of(days.total));
    expect(total).not.toBe(0n);
    for (const report of [days, hours]) expect(sum(report?.rows ?? [], of)).toBe(total);
  }
  const bill = days?.bill ?? [];
  expect(bill.map(({ kind }) => kind).toSorted()).toEqual(['export', 'import', 'standing']);
  expect(bill.reduce((total, { amount }) => total + whole(amount), 0n)).toBe(
    whole(days?.total.cost) - whole(days?.total.earned),
  );
});

test('where nothing is known there is no cost and no mass, beside rows that have them', async (context) => {
  const home = await settledHome(context);
  await home.energy.changeTariff({ text: flat(0.3), add: false }, anna);
  const { rows } = await home.energy.report({ fromMs: startMs - dayMs, toMs: startMs + dayMs, by: 'day' });
  expect(rows.map(({ cost, co2Kg }) => [cost !== undefined, co2Kg !== undefined])).toEqual([
    [false, false],
    [true, true],
  ]);
});

test('an edited tariff costs the past anew; what was written before is kept', async (context) => {
  const home = await settledHome(context);
  const costs = async () => (await home.energy.report({ ...span, by: 'day' })).rows.map(({ cost }) => whole(cost));
  await home.energy.changeTariff({ text: flat(0.3), add: false }, anna);
  const cheap = await costs();
  await home.energy.changeTariff({ text: flat(0.6), add: false }, anna);
  const dear = await costs();
  expect(dear.every((cost, index) => cost > (cheap[index] ?? cost))).toBe(true);
  const version = 'from: 2026-03-29\nimport: [{ kind: flat, name: energy, price: 0.3 }]\n';
  expect(await home.energy.changeTariff({ text: version, add: true, dryRun: true }, anna)).toMatchObject({
    saved: false,
  });
  expect(await costs()).toEqual(dear);
  const added = await home.energy.changeTariff({ text: version, add: true }, anna);
  expect(added.tariff?.versions).toMatchObject([{ edition: 1 }, { edition: 2, from: '2026-03-29' }]);
  const mixed = await costs();
  expect([mixed[0], mixed[1] === dear[1]]).toEqual([dear[0], false]);
  expect((await home.energy.tariff()).revisions.map(({ text }) => text).slice(1)).toEqual([flat(0.6), flat(0.3)]);
  await home.energy.changeTariff({ text: flat(0.3), add: false }, anna);
  expect(await costs()).toEqual(cheap);
});

test('versions that are added at once are all kept, one after another', async (context) => {
  const home = await openHome(context, { nowMs: endMs });
  await home.energy.changeTariff({ text: flat(0.3), add: false }, anna);
  const days = ['2026-03-01', '2026-03-08', '2026-03-15'];
  const add = (from: string) =>
    home.energy.changeTariff(
      { text: `from: ${from}\nimport: [{ kind: flat, name: energy, price: 0.4 }]\n`, add: true },
      anna,
    );
  await Promise.all(days.map(add));
  const { revisions, versions } = await home.energy.tariff();
  expect(versions.map(({ from }) => from)).toEqual(['2026-01-01', ...days]);
  expect(revisions.map(({ revision }) => revision).toSorted((one, other) => one - other)).toEqual([1, 2, 3, 4]);
});

test('what is wrong with a tariff is told by line and column, and nothing is saved', async (context) => {
  const home = await openHome(context, { nowMs: endMs });
  const text = flat(0.3).replace('kind: flat, name: energy', 'kind: falt, name: energy');
  const saved = await home.energy.changeTariff({ text, add: false }, anna);
  expect(saved).toMatchObject({ saved: false, problems: [{ line: 6 }] });
  expect((await home.energy.tariff()).origin).toBe('preset');
  expect(await home.energy.changeTariff({ text: 'from: [', add: true }, anna)).toMatchObject({ saved: false });
});

test('a dynamic tariff takes imported prices; what has none is told', async (context) => {
  const home = await settledHome(context);
  const text = flat(0.3).replace(
    '{ kind: flat, name: energy, price: 0.3 }',
    '{ kind: dynamic, name: market, series: spot }',
  );
  await home.energy.changeTariff({ text, add: false }, anna);
  const none = await home.energy.report({ ...span, by: 'day' });
  expect(none.unpriced).toMatchObject([
    { name: 'market', reason: { code: 'price.no-market', params: { series: { external: 'spot' } } } },
  ]);
  const table = ['start,price', '2026-03-27T23:00Z,0.25', '2026-03-28T23:00Z,0.35', '2026-03-29T23:00Z,0.45'].join(
    '\n',
  );
  const csv = { series: 'spot', kind: 'price', format: 'csv', text: table, currency: 'EUR' } as const;
  expect(await home.energy.importSeries({ ...csv, dryRun: true })).toMatchObject({
    saved: false,
    series: { slots: 3 },
  });
  expect(await home.energy.series()).toEqual([]);
  expect(await home.energy.importSeries(csv)).toMatchObject({ saved: true, series: { slots: 3, currency: 'EUR' } });
  const priced = await home.energy.report({ ...span, by: 'day' });
  expect(priced.unpriced).toBeUndefined();
  expect(whole(priced.total.cost)).toBeGreaterThan(whole(none.total.cost));
});

test('budgets are saved whole and tell how they stand', async (context) => {
  const home = await settledHome(context);
  const budget = { id: 'month', what: 'import', per: 'month', limit: '1000.5' } as const;
  const { budgets } = await home.energy.saveBudgets([budget]);
  const { total } = await home.energy.report({
    fromMs: Date.UTC(2026, 1, 28, 23),
    toMs: Date.UTC(2026, 2, 31, 22),
    by: 'month',
  });
  expect(budgets).toMatchObject([{ ...budget, used: String(total.importWh) }]);
  expect(whole(budgets[0]?.used) + whole(budgets[0]?.left)).toBe(whole('1000.5'));
  const twice = home.energy.saveBudgets([budget, budget]);
  await expect(twice).rejects.toMatchObject({ code: 'input.invalid', at: 'budgets.1.id' });
  await expect(home.energy.saveBudgets([{ ...budget, what: 'cost' }])).rejects.toMatchObject({
    at: 'budgets.0.what',
  });
});

test('every preset is a text that can be saved as it is', async (context) => {
  const home = await openHome(context, { nowMs: endMs });
  const presets = tariffPresets();
  for (const { text, carbon } of presets)
    expect(await home.energy.changeTariff({ text, carbon, add: false, dryRun: true }, anna)).toMatchObject({
      problems: [],
    });
  expect(presets.length).toBeGreaterThan(15);
});

test('why a figure is what it is: sources with their devices, rules, shares that are one, counter against power', async (context) => {
  const home = await settledHome(context);
  const [why, report] = await Promise.all([home.energy.why('pv', span), home.energy.report({ ...span, by: 'day' })]);
  expect(why.energyWh).toBe(report.total.pvWh);
  expect(why.from[0]).toMatchObject({ deviceName: 'The roof', metric: 'pv.energy', rule: 'counter' });
  expect(why.from.reduce((total, { share }) => total + share, 0)).toBeCloseTo(1, 9);
  expect(why.measured + why.estimated + why.missing).toBeCloseTo(1, 9);
  expect(Math.abs(why.integrated?.differenceWh ?? Infinity)).toBeLessThan(0.02 * why.energyWh);
});

const counting = `name: counting
currency: EUR
versions:
  - from: 2026-01-01
    vat: 19
    net: { per: month, carry: 6 }
    import:
      - { kind: flat, name: energy, price: 0.31 }
      - { kind: tiered, name: grid, net: none, per: year, tiers: [{ name: low, price: 0.1, up_to: 4 }, { name: high, price: 0.2 }] }
    export: [{ kind: flat, name: feed-in, price: 0.08, net: year }]
    standing: [{ name: meter, amount: 12.17, per: year }]
    demand: [{ name: capacity, price: 3, highest: 2, one_a_day: true, last: 2 }]
    taxes: [{ name: tax, percent: 5.11, of: [energy, grid, capacity] }]
    limits: [{ name: least, of: [energy, grid, feed-in, tax], per: year, at_least: 1, carry: year }]
`;

test('a contract that counts over the year: hours are the days, and what comes late prices all that hangs on it', async (context) => {
  const once = await settledHome(context);
  await once.energy.changeTariff({ text: counting, add: false }, anna);
  const days = await once.energy.report({ ...span, by: 'day' });
  const hours = await once.energy.report({ ...span, by: 'hour' });
  for (const of of [
    (row: EnergyRow) => row.cost,
    (row: EnergyRow) => row.earned,
    (row: EnergyRow) => row.savings?.pv,
  ]) {
    expect(sum(days.rows, of)).toBe(whole(of(days.total)));
    expect(sum(hours.rows, of)).toBe(whole(of(days.total)));
  }
  expect(days.bill?.reduce((total, { amount }) => total + whole(amount), 0n)).toBe(
    whole(days.total.cost) - whole(days.total.earned),
  );
  const late = await openHome(context, { nowMs: endMs + 2 * hourMs });
  const isLate = ({ atMs }: (typeof batches)[number]): boolean =>
    atMs >= startMs + 15 * hourMs && atMs < startMs + 20 * hourMs;
  await late.ingest(batches.filter((batch) => !isLate(batch)));
  await late.ledger.settlement.settled();
  await late.energy.changeTariff({ text: counting, add: false }, anna);
  const before = await late.energy.report({ ...span, by: 'day' });
  expect(before.rows.map(({ cost }) => cost)).not.toEqual(days.rows.map(({ cost }) => cost));
  await late.ingest(batches.filter(isLate));
  await late.ledger.settlement.settled();
  // The second day's peaks and tiers depend on the first one's, even if only the second is queried.
  const second = { fromMs: startMs + dayMs, toMs: endMs, by: 'day' } as const;
  expect((await late.energy.report(second)).rows.map(({ cost, savings }) => [cost, savings])).toEqual(
    days.rows.slice(1).map(({ cost, savings }) => [cost, savings]),
  );
  expect(
    (await late.energy.report({ ...span, by: 'day' })).rows.map(({ cost, earned, savings }) => [cost, earned, savings]),
  ).toEqual(days.rows.map(({ cost, earned, savings }) => [cost, earned, savings]));
});

test('why a line of the bill is there, and by which rule energy was booked, is code and parameters beside the English', async (context) => {
  const home = await settledHome(context);
  await home.energy.changeTariff({ text: counting, add: false }, anna);
  const { bill = [] } = await home.energy.report({ ...span, by: 'day' });
  for (const line of bill) expect(line.why).toBe(inEnglish(line.reason));
  expect(bill.map(({ kind, reason }) => [kind, reason.code])).toContainEqual(['tax', 'bill.line']);
  const { from } = await home.energy.why('pv', span);
  expect(from[0]).toMatchObject({
    ruleReason: { code: 'rule.counter', params: {} },
    ruleText: 'The difference of the counter between readings.',
  });
});
