// How far back a contract counts, and how far ahead money depends on a day: too little of either gives a wrong bill.
import { expect, test } from 'vitest';
import { isDayByDay, lookAhead, lookBack } from './look-back.ts';
import { readTariff } from './tariff-file.ts';

const zone = 'Europe/Berlin';
const noon = Temporal.PlainDate.from('2026-06-20').toZonedDateTime({
  timeZone: zone,
  plainTime: '12:00',
}).epochMilliseconds;
const dateOf = (atMs: number): string =>
  Number.isFinite(atMs)
    ? Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone).toPlainDate().toString()
    : String(atMs);
const energy = 'kind: flat, name: energy, price: 1';

test.each([
  ['one price', `import: [{${energy}}]`, '2026-06-20', '2026-06-20'],
  ['netting within the hour', `net: hour\nimport: [{${energy}}]`, '2026-06-20', '2026-06-20'],
  [
    'tiers of a day',
    'import: [{kind: tiered, name: e, per: day, tiers: [{name: a, price: 1}]}]',
    '2026-06-20',
    '2026-06-21',
  ],
  [
    'tiers of a billing period',
    'billing_day: 5\nimport: [{kind: tiered, name: e, per: billing, tiers: [{name: a, price: 1}]}]',
    '2026-06-05',
    '2026-07-05',
  ],
  ['netting over the year', `net: year\nimport: [{${energy}}]`, '2026-01-01', '2027-01-01'],
  ['a year of the contract', `year_start: "04-01"\nnet: year\nimport: [{${energy}}]`, '2026-04-01', '2027-04-01'],
  ['credits', `net: {per: billing, carry: 3}\nimport: [{${energy}}]`, '-Infinity', 'Infinity'],
  [
    'a mean of twelve peaks',
    `billing_day: 15\nimport: [{${energy}}]\ndemand: [{name: d, price: 1, last: 12}]`,
    '2025-07-15',
    '2027-06-15',
  ],
  [
    'a peak of the calendar month',
    `billing_day: 15\nimport: [{${energy}}]\ndemand: [{name: d, price: 1, per: month, last: 2}]`,
    '2026-05-01',
    '2026-08-01',
  ],
  [
    'steps',
    `import: [{${energy}}]\nsteps: [{name: s, of: import, per: year, steps: [{amount: 1}]}]`,
    '2026-01-01',
    '2027-01-01',
  ],
  [
    'a limit',
    `import: [{${energy}}]\nlimits: [{name: l, of: [energy], per: month, at_most: 1}]`,
    '2026-06-01',
    '2026-07-01',
  ],
  ['a minimum', `billing_day: 2\nimport: [{${energy}, minimum: 5}]`, '2026-06-02', '2026-07-02'],
] as const)('%s', (...[, inside, from, until]) => {
  const tariff = readTariff(
    `name: T\ncurrency: EUR\nversions:\n  - from: 2020-01-01\n${inside.replaceAll(/^/gm, '    ')}`,
    { file: 't' },
  );
  expect(dateOf(lookBack({ tariff, zone }, noon))).toBe(from);
  expect(isDayByDay(tariff)).toBe(until <= '2026-06-21');
  expect(dateOf(lookAhead({ tariff, zone }, noon))).toBe(until);
});
