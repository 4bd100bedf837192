// Money and time at their edges: taxes on what is sold, days of a zone, peaks of nothing, hours that occur twice, prices that are missing.
import { expect, test } from 'vitest';
import { budgetState } from '../budget.ts';
import { periodAt } from '../periods.ts';
import { at, bucket, buckets, spanOf } from '../testing/buckets.ts';
import { costOf } from './cost.ts';
import { moneyText } from './decimal.ts';
import { assumedOf, billOf, moneysOf, unpricedOf } from './period-money.ts';
import { csvPrices } from './series/csv-series.ts';
import { readTariff } from './tariff-file.ts';
import type { Tariff } from './tariff.ts';

const contract = (inside: string): Tariff =>
  readTariff(`name: T\ncurrency: EUR\nversions:\n  - from: 2025-01-01\n${inside.replaceAll(/^/gm, '    ')}`, {
    file: 't',
  });
const kWh = 1_000_000;
const day = spanOf('2026-01-06T00:00Z/2026-01-07T00:00Z');

test('what is sold bears no value-added tax unless its part names one, whether prices include it or not', () => {
  const sold = (words: string): string => {
    const tariff = contract(`vat: 20\n${words}\nimport: [{kind: flat, name: energy, price: 0.3}]`);
    const energy = [bucket(day.startMs, { import: 0, export: kWh })];
    const { net, vat } = costOf({ buckets: energy, tariff, zone: 'UTC', span: day });
    return `${moneyText(-net, 4)} + ${moneyText(-vat, 4)}`;
  };
  expect(sold('vat_included: false\nexport: [{kind: flat, name: feed-in, price: 0.1}]')).toBe('0.1000 + 0.0000');
  expect(sold('export: [{kind: flat, name: feed-in, price: 0.1}]')).toBe('0.1000 + 0.0000');
  expect(sold('vat_included: false\nexport: [{kind: flat, name: feed-in, price: 0.1, vat: 20}]')).toBe(
    '0.1000 + 0.0200',
  );
  expect(sold('export: [{kind: flat, name: feed-in, price: 0.12, vat: 20}]')).toBe('0.1000 + 0.0200');
});

// The clocks of these zones move local midnight across a day of UTC.
test.each([
  ['Europe/London', '2026-03', 31],
  ['Europe/London', '2026-10', 31],
  ['Atlantic/Azores', '2026-03', 31],
  ['Africa/Cairo', '2026-04', 30],
  ['America/Santiago', '2026-09', 30],
  ['Pacific/Auckland', '2026-04', 30],
])('a charge of 1 a day in %s comes to the days of %s: %d', (zone, month, days) => {
  const span = periodAt(at(`${month}-15T12:00Z`), { kind: 'month', zone });
  const tariff = contract(
    'import: [{kind: flat, name: energy, price: 0}]\nstanding: [{name: meter, amount: 1, per: day}]',
  );
  expect(moneyText(costOf({ buckets: [], tariff, zone, span }).total)).toBe(`${days}.00`);
  const hours = Array.from({ length: (span.endMs - span.startMs) / 3_600_000 }, (_, index) => ({
    startMs: span.startMs + index * 3_600_000,
    endMs: span.startMs + (index + 1) * 3_600_000,
  }));
  const all = moneysOf(
    { zone, tariff },
    buckets(span, () => ({ import: 0 })),
    hours,
  );
  expect(moneyText(all.reduce((sum, { money }) => sum + BigInt(money?.cost ?? 0), 0n))).toBe(`${days}.00`);
});

test('a budget is projected from the first twentieth on', () => {
  const span = { startMs: 0, endMs: 1000 };
  const state = (nowMs: number, used: bigint) => budgetState({ limit: 100n, used, span, nowMs });
  expect(state(49, 90n)).not.toHaveProperty('projected');
  expect(state(50, 6n)).toMatchObject({ projected: 120n, state: 'heading-over' });
  expect(state(250, 20n)).toMatchObject({ projected: 80n, state: 'within' });
  expect(state(450, 46n)).toMatchObject({ projected: 102n, state: 'heading-over' });
});

test('a month without any power has no line of demand, and one with a minimum says what it is', () => {
  const january = spanOf('2026-01-01T00:00Z/2026-02-01T00:00Z');
  const lines = (words: string, span: typeof january, energy = buckets(span, () => ({ import: 0 }))) =>
    costOf({
      buckets: energy,
      tariff: contract(
        `import: [{kind: flat, name: energy, price: 0}]\ndemand: [{name: capacity, price: 4, ${words}}]`,
      ),
      zone: 'UTC',
      span,
    }).lines.flatMap(({ kind, why }) => (kind === 'demand' ? [why] : []));
  expect(lines('slot_minutes: 15', january)).toEqual([]);
  expect(lines('minimum: 2.5', january)).toEqual([
    'capacity: a peak of 2.500 kilowatts at 4.0000 EUR (version 1, from 2025-01-01) = 10.00 EUR',
  ]);
  const year = spanOf('2026-01-01T00:00Z/2027-01-01T00:00Z');
  // Twelve times 2.5 kW are not a peak of 30 kW.
  expect(lines('minimum: 2.5', year)).toEqual([
    'capacity: peaks of 2.500 kilowatts on average in 12 billing periods, 30.000 in all at 4.0000 EUR (version 1, from 2025-01-01) = 120.00 EUR',
  ]);
  const peak = [0, 1, 2].map((step) => bucket(at('2026-01-20T12:00Z') + step * 300_000, { import: kWh / 2 }));
  const energy = [bucket(january.startMs, { import: 0 }), ...peak];
  const twentieth = spanOf('2026-01-20T00:00Z/2026-01-21T00:00Z');
  expect(lines('minimum: 2.5', twentieth, energy)).toEqual([
    'capacity: 3.500 kilowatts above the peak the billing period had before at 4.0000 EUR (version 1, from 2025-01-01) = 14.00 EUR',
  ]);
});

test('hourly prices have both hours from 02:00 on of an autumn night', () => {
  const rows = ['01:00+02:00,1', '02:00+02:00,2', '02:00+01:00,3', '03:00+01:00,4'];
  const text = ['start,price', ...rows.map((row) => `2026-10-25T${row}`)].join('\n');
  const { slots, notes } = csvPrices(text, { currency: 'EUR', per: 'kilowatt-hour' });
  expect(notes).toEqual([]);
  expect(slots.map(({ startMs, endMs }) => (endMs - startMs) / 3_600_000)).toEqual([1, 1, 1, 1]);
  const span = spanOf('2026-10-24T23:00Z/2026-10-25T03:00Z');
  const tariff = contract('import: [{kind: dynamic, name: energy, series: spot}]');
  const series = new Map([['spot', { currency: 'EUR', slots }]]);
  const energy = buckets(span, () => ({ import: kWh / 4 }));
  expect(moneyText(costOf({ buckets: energy, tariff, zone: 'Europe/Berlin', span, series }).total)).toBe('30.00');
});

test('U9: what a period saved by the sun and by the battery are the differences of three bills, under the whole contract', () => {
  const home = [
    bucket(
      day.startMs,
      { pv: 8 * kWh, import: 0, export: 3 * kWh, charge: 4 * kWh, discharge: 0, load: kWh },
      { pvToLoad: kWh, pvToBattery: 4 * kWh, pvToGrid: 3 * kWh },
    ),
    bucket(
      day.startMs + 7_200_000,
      { pv: 0, import: kWh, export: 0, charge: 0, discharge: 3 * kWh, load: 4 * kWh },
      { batteryToLoad: 3 * kWh, gridToLoad: kWh },
    ),
  ];
  const tariff = contract(
    'import: [{kind: flat, name: energy, price: 0.3}]\nexport: [{kind: flat, name: sold, price: 0.1}]\nlimits: [{name: cap, of: [energy, sold], per: day, at_least: 0.5}]',
  );
  const [money] = moneysOf({ zone: 'UTC', tariff }, home, [day]);
  // Without both 5 × 0.30; with the sun alone 4 × 0.30 less 7 × 0.10, which is the minimum; with both the minimum again.
  expect([money?.money?.pv, money?.money?.battery].map((own) => moneyText(BigInt(own ?? 0)))).toEqual(['1.00', '0.00']);
  const free = contract(
    'import: [{kind: flat, name: energy, price: 0.3}]\nexport: [{kind: flat, name: sold, price: 0.1}]',
  );
  const [plain] = moneysOf({ zone: 'UTC', tariff: free }, home, [day]);
  expect([plain?.money?.pv, plain?.money?.battery].map((own) => moneyText(BigInt(own ?? 0)))).toEqual(['1.00', '0.50']);
  const noSun = moneysOf({ zone: 'UTC', tariff: free }, home.slice(1), [day])[0]?.money;
  expect([noSun?.pv, moneyText(BigInt(noSun?.battery ?? 0))]).toEqual(['0', '0.90']);
});

test('U18: energy at a fallback price is told with its series, on the bill and beside it; without a fallback it has no price', () => {
  const prices = (words: string): Tariff =>
    contract(
      `import: [{kind: dynamic, name: energy, series: market${words}}]\nexport: [{kind: dynamic, name: feed-in, series: outgoing}]`,
    );
  const slots = csvPrices('start,end,price\n2026-01-06T00:00Z,2026-01-06T01:00Z,0.2\n', {
    currency: 'EUR',
    per: 'kilowatt-hour',
  }).slots;
  const series = new Map([['market', { currency: 'EUR', slots }]]);
  const energy = [
    bucket(day.startMs, { import: kWh, export: 0 }),
    bucket(day.startMs + 7_200_000, { import: 2 * kWh, export: kWh / 2 }),
  ];
  const pricing = { zone: 'UTC', tariff: prices(', fallback: 0.1'), series };
  const all = moneysOf(pricing, energy, [day]);
  expect(assumedOf(all)).toMatchObject([
    {
      side: 'import',
      name: 'energy',
      energyWh: 2000,
      reason: { code: 'price.fallback', params: { series: { external: 'market' } } },
    },
  ]);
  expect(unpricedOf(all)).toMatchObject([
    { side: 'export', name: 'feed-in', energyWh: 500, reason: { code: 'price.no-market' } },
  ]);
  expect(billOf(all, 'EUR').map(({ window, reason }) => [window, reason.code])).toEqual([
    ['market', 'bill.priced-line'],
    ['fallback', 'bill.fallback-line'],
  ]);
  const without = moneysOf({ ...pricing, tariff: prices('') }, energy, [day]);
  expect(assumedOf(without)).toEqual([]);
  expect(unpricedOf(without).map(({ name, energyWh }) => [name, energyWh])).toEqual([
    ['energy', 2000],
    ['feed-in', 500],
  ]);
});

test('L13: every bucket is read once, however many rows are priced, and what the rows come to is the month', {
  timeout: 60_000,
}, () => {
  const month = spanOf('2026-03-01T00:00Z/2026-04-01T00:00Z');
  const energy = buckets(month, (startMs) => ({ import: 20_000 + ((startMs / 300_000) % 613) * 100 }));
  const tariff = contract(
    'import: [{kind: tiered, name: energy, per: billing, tiers: [{name: a, price: 0.3, up_to: 100}, {name: b, price: 0.4}]}]\ndemand: [{name: capacity, price: 4, minimum: 2.5}]',
  );
  let read = 0;
  function* counted() {
    for (const one of energy) {
      read += 1;
      yield one;
    }
  }
  const rows = energy.map(({ startMs }) => ({ startMs, endMs: startMs + 300_000 }));
  const all = moneysOf({ zone: 'UTC', tariff }, counted(), rows);
  expect(read).toBe(energy.length);
  const sum = all.reduce((total, { money }) => total + BigInt(money?.cost ?? 0), 0n);
  expect(sum).toBe(costOf({ buckets: energy, tariff, zone: 'UTC', span: month }).total);
});
