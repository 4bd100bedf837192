// Contracts in the corners of the calendar and of the clock: few energies, and bills that were worked out by hand.
import { expect, test } from 'vitest';
import { at, bucket } from '../testing/buckets.ts';
import { costOf } from './cost.ts';
import { exactMoney } from './period-money.ts';
import type { PriceSeries } from './price-series.ts';
import { readTariff } from './tariff-file.ts';

const kWh = 1_000_000;

interface Case {
  readonly name: string;
  readonly zone: string;
  /** The body of one version, or whole versions. */
  readonly yaml: string;
  /** Local dates: from (included) and to (excluded). */
  readonly span: readonly [from: string, to: string];
  /** Moments with kWh taken and given. */
  readonly energy: readonly (readonly [at: string, taken: number, given?: number])[];
  /** Slots of the series `market`: begin, end, price. */
  readonly market?: readonly (readonly [from: string, to: string, price: number])[];
  readonly bill: string;
  readonly lines?: Readonly<Record<string, string>>;
}

const cases: readonly Case[] = [
  {
    name: 'hours are those of the home: in Chatham they begin at a quarter past of UTC',
    zone: 'Pacific/Chatham',
    yaml: 'net: hour\nimport: [{kind: flat, name: energy, price: 0.2}]\nexport: [{kind: flat, name: surplus, price: 0.1}]',
    span: ['2026-06-01', '2026-07-01'],
    // Within the hour from 10:00 nothing is left; 11:50 and 12:05 lie in two.
    energy: [
      ['2026-06-10T10:05+12:45', 1],
      ['2026-06-10T10:50+12:45', 0, 1],
      ['2026-06-10T11:50+12:45', 2],
      ['2026-06-10T12:05+12:45', 0, 3],
    ],
    bill: '0.1',
  },
  {
    name: 'the hour that an autumn night has twice is two hours',
    zone: 'Europe/Oslo',
    yaml: 'net: hour\nimport: [{kind: flat, name: energy, price: 1}]\nexport: [{kind: flat, name: surplus, price: 0.5}]',
    span: ['2026-10-01', '2026-11-01'],
    energy: [
      ['2026-10-25T02:30+02:00', 1],
      ['2026-10-25T02:30+01:00', 0, 1],
    ],
    bill: '0.5',
  },
  {
    name: 'two peaks on a night of 24.5 hours are not one',
    zone: 'Australia/Lord_Howe',
    yaml: 'import: [{kind: flat, name: energy, price: 0}]\ndemand: [{name: demand, price: 0.12, per: day, slot_minutes: 30}]',
    span: ['2026-04-01', '2026-05-01'],
    energy: [
      ['2026-04-05T01:35+11:00', 1],
      ['2026-04-05T01:35+10:30', 1],
    ],
    bill: '7.2',
  },
  {
    name: 'a spring night of 23.5 hours has a day of its own',
    zone: 'Australia/Lord_Howe',
    yaml: 'import: [{kind: flat, name: energy, price: 1}]\nstanding: [{name: fee, amount: 31, per: month}]',
    span: ['2026-10-04', '2026-10-05'],
    energy: [['2026-10-04T12:00+11:00', 2]],
    bill: '3',
  },
  {
    name: 'a share of the year is a share of 366 days in a leap year',
    zone: 'America/Sao_Paulo',
    yaml: 'import: [{kind: flat, name: energy, price: 0}]\nstanding: [{name: fee, amount: 366, per: year}]',
    span: ['2028-02-01', '2028-03-01'],
    energy: [],
    bill: '29',
  },
  {
    name: 'a contract that begins in the middle of a month pays its part of it',
    zone: 'Europe/London',
    yaml: 'from: 2026-03-16\nimport: [{kind: flat, name: energy, price: 0.5}]\nstanding: [{name: fee, amount: 31, per: month}]',
    span: ['2026-03-01', '2026-04-01'],
    energy: [['2026-03-29T12:00Z', 4]],
    bill: '18',
  },
  {
    name: 'a tier is crossed inside an hour, inside of five minutes',
    zone: 'Asia/Kathmandu',
    yaml: 'import: [{kind: tiered, name: energy, per: day, tiers: [{name: low, price: 0.1, up_to: 10}, {name: high, price: 0.3}]}]',
    span: ['2026-01-10', '2026-01-12'],
    energy: [
      ['2026-01-10T23:50+05:45', 8],
      ['2026-01-10T23:55+05:45', 5],
      ['2026-01-11T00:00+05:45', 5],
    ],
    bill: '2.4',
    lines: { low: '1.5', high: '0.9' },
  },
  {
    name: 'a negative price takes its tax with it',
    zone: 'Europe/Vienna',
    yaml: 'vat: 20\nvat_included: false\nimport: [{kind: dynamic, name: energy, series: market}, {kind: flat, name: grid, price: 0.1}]\nexport: [{kind: dynamic, name: feed-in, series: market}]',
    span: ['2026-05-01', '2026-06-01'],
    market: [
      ['2026-05-03T10:00Z', '2026-05-03T10:15Z', -0.05],
      ['2026-05-03T10:15Z', '2026-05-03T10:30Z', 0.2],
    ],
    // (−0.5 + 1) × 1.2, and 3 kWh given at −5 cent cost 15 cent; the next quarter-hour has its own price.
    energy: [
      ['2026-05-03T10:10Z', 10, 3],
      ['2026-05-03T10:15Z', 0, 1],
    ],
    bill: '0.55',
  },
  {
    name: 'a hole in the prices leaves one part without, and the others as they are',
    zone: 'Europe/Berlin',
    yaml: 'import: [{kind: dynamic, name: energy, series: market}, {kind: flat, name: grid, price: 0.1}]',
    span: ['2026-05-01', '2026-06-01'],
    market: [
      ['2026-05-03T10:00Z', '2026-05-03T11:00Z', 0.2],
      ['2026-05-03T12:00Z', '2026-05-03T13:00Z', 0.4],
    ],
    energy: [
      ['2026-05-03T10:55Z', 1],
      ['2026-05-03T11:00Z', 1],
      ['2026-05-03T12:00Z', 1],
    ],
    bill: '0.9',
  },
  {
    name: 'credits of the winter live over the end of the year, and no longer than they may',
    zone: 'America/Sao_Paulo',
    yaml: 'net: {per: billing, carry: 2}\nimport: [{kind: flat, name: energy, price: 1}]',
    span: ['2026-11-01', '2027-03-01'],
    energy: [
      ['2026-11-15T12:00-03:00', 0, 100],
      ['2026-12-15T12:00-03:00', 30],
      ['2027-01-15T12:00-03:00', 50],
      ['2027-02-15T12:00-03:00', 7],
    ],
    bill: '7',
  },
  {
    name: 'credits that live until the year ends, where the year begins in April',
    zone: 'America/Sao_Paulo',
    yaml: 'year_start: "04-01"\nnet: {per: billing, carry: year}\nimport: [{kind: flat, name: energy, price: 1}]',
    span: ['2026-11-01', '2027-05-01'],
    energy: [
      ['2026-11-15T12:00-03:00', 0, 100],
      ['2027-01-15T12:00-03:00', 30],
      ['2027-03-15T12:00-03:00', 30],
      ['2027-04-15T12:00-03:00', 30],
    ],
    bill: '30',
  },
  {
    name: 'a mean that is a step to the digit is of that step',
    zone: 'Europe/Oslo',
    yaml: 'import: [{kind: flat, name: energy, price: 0}]\ndemand: [{name: capacity, slot_minutes: 60, highest: 3, one_a_day: true, steps: [{up_to: 2, amount: 125}, {up_to: 5, amount: 206}, {amount: 350}]}]',
    span: ['2026-02-01', '2026-03-01'],
    // Two hours of 5 on one day are one peak; three days of 5 are 5.
    energy: [
      ['2026-02-03T17:00+01:00', 5],
      ['2026-02-03T18:00+01:00', 5],
      ['2026-02-04T18:00+01:00', 5],
      ['2026-02-05T18:00+01:00', 5],
    ],
    bill: '206',
  },
  {
    name: 'a red day goes on to six of the day that follows, be it the first of March',
    zone: 'Europe/Paris',
    yaml: 'holidays: [{name: red, begins: "06:00", dates: [2028-02-29]}]\nimport: [{kind: time-of-use, name: energy, windows: [{name: red, price: 0.7, when: [{days: [red]}]}], otherwise: {name: blue, price: 0.1}}]',
    span: ['2028-02-01', '2028-04-01'],
    energy: [
      ['2028-02-29T05:55+01:00', 1],
      ['2028-02-29T06:00+01:00', 1],
      ['2028-03-01T05:55+01:00', 1],
      ['2028-03-01T06:00+01:00', 1],
    ],
    bill: '1.6',
    lines: { red: '1.4', blue: '0.2' },
  },
  {
    name: 'a red day of 25 hours',
    zone: 'Europe/Paris',
    yaml: 'holidays: [{name: red, begins: "06:00", dates: [2026-10-24]}]\nimport: [{kind: time-of-use, name: energy, windows: [{name: red, price: 0.7, when: [{days: [red]}]}], otherwise: {name: blue, price: 0.1}}]',
    span: ['2026-10-01', '2026-11-01'],
    energy: [
      ['2026-10-25T02:30+02:00', 1],
      ['2026-10-25T02:30+01:00', 1],
      ['2026-10-25T06:00+01:00', 1],
    ],
    bill: '1.5',
  },
  {
    name: 'a midnight that is left out: the day has its charge, and its first hour its price',
    zone: 'America/Santiago',
    yaml: 'import: [{kind: time-of-use, name: energy, windows: [{name: night, price: 0.1, when: [{from: "00:00", to: "02:00"}]}], otherwise: {name: day, price: 0.2}}]\nstanding: [{name: fee, amount: 1, per: day}]',
    span: ['2026-09-06', '2026-09-07'],
    energy: [
      ['2026-09-06T04:00Z', 10],
      ['2026-09-06T05:00Z', 10],
    ],
    bill: '4',
  },
  {
    name: 'what is sold is capped by what was bought in each month, the tax is on what is left',
    zone: 'Atlantic/Canary',
    yaml: 'vat: 7\nvat_included: false\nimport: [{kind: flat, name: energy, price: 0.2}]\nexport: [{kind: flat, name: surplus, price: 0.1, vat: 7}]\nlimits: [{name: cap, of: [energy, surplus], per: month, at_least: 0}]\ntaxes: [{name: tax, percent: 5, of: [energy, surplus, cap]}]',
    span: ['2028-02-01', '2028-04-01'],
    // February: 10 kWh for 2, 50 for −5: nothing. March: 2 less 1 is 1; 1.05 × 1.07.
    energy: [
      ['2028-02-29T12:00Z', 10, 50],
      ['2028-03-01T12:00Z', 10, 10],
    ],
    bill: '1.1235',
  },
  {
    name: 'the mean of the last three months, as far as they are known, over a change of year',
    zone: 'Europe/Brussels',
    yaml: 'import: [{kind: flat, name: energy, price: 0}]\ndemand: [{name: capacity, price: 36, per: year, minimum: 2, last: 3}]',
    span: ['2026-01-01', '2026-02-01'],
    // Quarter-hours of 4, 8 and nothing: (4 + 8 + 2) ÷ 3 × 3.
    energy: [
      ['2025-11-10T18:00+01:00', 1],
      ['2025-12-10T18:00+01:00', 2],
      ['2026-01-10T18:00+01:00', 0],
    ],
    bill: '14',
  },
  {
    name: 'a baseline by the days of February, in a leap year',
    zone: 'America/Los_Angeles',
    yaml: 'import: [{kind: tiered, name: energy, per: billing, tiers: [{name: baseline, price: 0.1, up_to_per_day: 10}, {name: above, price: 0.5}]}]',
    span: ['2028-02-01', '2028-03-01'],
    energy: [['2028-02-20T12:00-08:00', 300]],
    bill: '34',
    lines: { baseline: '29', above: '5' },
  },
];

const startOf = (date: string, zone: string): number =>
  Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds;

function seriesOf(market: Case['market'] = []): ReadonlyMap<string, PriceSeries> {
  const slots = market.map(([from, to, price]) => ({
    startMs: at(from),
    endMs: at(to),
    value: BigInt(Math.round(price * 1e12)),
  }));
  return new Map([['market', { currency: 'EUR', slots }]]);
}

test.each(cases)('$name', ({ zone, yaml, span, energy, market, bill, lines = {} }) => {
  const from = yaml.startsWith('from:') ? '' : '    from: 2025-01-01\n';
  const text = `name: T\ncurrency: EUR\nversions:\n  -\n${from}${yaml.replaceAll(/^/gm, '    ')}`;
  const cost = costOf({
    tariff: readTariff(text, { file: 't' }),
    zone,
    series: seriesOf(market),
    span: { startMs: startOf(span[0], zone), endMs: startOf(span[1], zone) },
    buckets: energy.map(([moment, taken, given = 0]) =>
      bucket(at(moment), { import: taken * kWh, export: given * kWh }),
    ),
  });
  expect(exactMoney(cost.total)).toBe(bill);
  for (const [window, wanted] of Object.entries(lines))
    expect(cost.lines.filter((line) => line.window === window).map(({ amount }) => exactMoney(amount))).toEqual([
      wanted,
    ]);
});
