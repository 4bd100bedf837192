// Two months of contracts whose parts other tests look at one by one: the whole bill, by a plain loop over the five minutes.
import { expect, test } from 'vitest';
import { at, buckets } from '../testing/buckets.ts';
import type { EnergyBucket } from '../types.ts';
import { costOf, type CostQuestion } from './cost.ts';
import { moneyNumber, priceOf } from './decimal.ts';
import { loadHolidays } from './holidays.ts';
import { presetTariff } from './presets/preset.ts';
import { presets } from './presets/presets.ts';
import { readTariff } from './tariff-file.ts';

const spanOf = (zone: string, from: string, to: string): CostQuestion['span'] => {
  const startOf = (date: string): number => Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds;
  return { startMs: startOf(from), endMs: startOf(to) };
};

const zoned = (atMs: number, zone: string) => Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);

/** Uneven energy of two months. */
const uneven = (span: CostQuestion['span']): EnergyBucket[] =>
  buckets(span, (startMs) => {
    const step = startMs / 300_000;
    return { import: 10_000 + (step % 13) * 1000, export: step % 7 < 3 ? 4000 + (step % 5) * 500 : 0 };
  });

const bought = ({ channels }: EnergyBucket): number => (channels.import?.energy ?? 0) / 1e6;
const sold = ({ channels }: EnergyBucket): number => (channels.export?.energy ?? 0) / 1e6;

test('L11: classes of holidays, with days of a country taken out and others put in', async () => {
  const zone = 'Europe/Berlin';
  const tariff = readTariff(
    `name: T
currency: EUR
versions:
  - from: 2025-01-01
    vat: 19
    vat_included: false
    holidays:
      - {name: event, dates: [2026-05-08, 2026-05-20]}
      - {country: DE, except: [easter-2, easter+39], dates: [05-04]}
    import:
      - kind: time-of-use
        name: energy
        windows:
          - {name: event, price: 0.9, when: [{days: [event], from: "16:00", to: "21:00"}]}
          - {name: low, price: 0.1, when: [{days: [holiday, sat, sun]}]}
        otherwise: {name: rest, price: 0.3}
`,
    { file: 't' },
  );
  const span = spanOf(zone, '2026-04-01', '2026-06-01');
  const energy = uneven(span);
  const holidays = await loadHolidays(tariff, { first: 2026, last: 2026 });
  // Good Friday, the 3rd of April, and Ascension Day, the 14th of May, are taken out.
  const low = ['2026-04-06', '2026-05-01', '2026-05-25', '2026-05-04'];
  let wanted = 0;
  for (const one of energy) {
    const when = zoned(one.startMs, zone);
    const date = when.toPlainDate().toString();
    const isEvent = date === '2026-05-08' || date === '2026-05-20';
    // A day of a class is no weekday any more: on a day of events the rest is as on others.
    const isLow = !isEvent && (low.includes(date) || when.dayOfWeek > 5);
    const price = isEvent && when.hour >= 16 && when.hour < 21 ? 0.9 : isLow ? 0.1 : 0.3;
    wanted += bought(one) * price * 1.19;
  }
  const cost = costOf({ tariff, zone, buckets: energy, span, holidays });
  expect(moneyNumber(cost.total)).toBeCloseTo(wanted, 9);
});

test('L10: bought by one series of prices and sold by another, each half-hour its own', () => {
  const zone = 'Europe/London';
  const tariff = readTariff(
    `name: T
currency: GBP
versions:
  - from: 2025-01-01
    vat: 5
    vat_included: false
    import: [{kind: dynamic, name: energy, series: agile, markup_percent: 20, adder: 0.03}]
    export: [{kind: dynamic, name: outgoing, series: outgoing}]
    standing: [{name: standing charge, amount: 0.5, per: day}]
`,
    { file: 't' },
  );
  const span = spanOf(zone, '2026-03-01', '2026-05-01');
  const energy = uneven(span);
  const halfHours = Array.from({ length: (span.endMs - span.startMs) / 1_800_000 }, (_none, index) => index);
  const agile = (index: number): number => ((index % 48) - 5) / 100;
  const outgoing = (index: number): number => 0.04 + (index % 11) / 200;
  const series = new Map(
    (
      [
        ['agile', agile],
        ['outgoing', outgoing],
      ] as const
    ).map(([name, priceAt]) => [
      name,
      {
        currency: 'GBP',
        slots: halfHours.map((index) => ({
          startMs: span.startMs + index * 1_800_000,
          endMs: span.startMs + (index + 1) * 1_800_000,
          value: priceOf(Number(priceAt(index).toFixed(6))) ?? 0n,
        })),
      },
    ]),
  );
  // March and April have 61 days, one of them of 23 hours.
  let wanted = 61 * 0.5 * 1.05;
  for (const one of energy) {
    const index = Math.floor((one.startMs - span.startMs) / 1_800_000);
    wanted += bought(one) * (agile(index) * 1.2 + 0.03) * 1.05 - sold(one) * outgoing(index);
  }
  const cost = costOf({ tariff, zone, buckets: energy, span, series });
  expect(moneyNumber(cost.total)).toBeCloseTo(wanted, 9);
  expect(cost.unpriced).toEqual([]);
});

test('L12: Spain, 2.0TD: Good Friday is a weekday, the first of May is not, and the surplus of an hour is set off', () => {
  const zone = 'Europe/Madrid';
  const preset = presets.find(({ id }) => id === 'es-2-0td');
  if (preset === undefined) throw new TypeError('assertion: there is this preset');
  const span = spanOf(zone, '2026-04-01', '2026-06-01');
  const energy = uneven(span);
  const hours = new Map<number, number>();
  for (const one of energy) {
    const hour = Math.floor(one.startMs / 3_600_000);
    hours.set(hour, (hours.get(hour) ?? 0) + bought(one) - sold(one));
  }
  const months = new Map<number, number>();
  for (const [hour, net] of hours) {
    const when = zoned(hour * 3_600_000, zone);
    const isValle = when.dayOfWeek > 5 || (when.month === 5 && when.day === 1) || when.hour < 8;
    const isPunta = (when.hour >= 10 && when.hour < 14) || (when.hour >= 18 && when.hour < 22);
    const price = net < 0 ? 0.06 : isValle ? 0.12 : isPunta ? 0.24 : 0.17;
    months.set(when.month, (months.get(when.month) ?? 0) + net * price);
  }
  let wanted = 61 * 0.45;
  for (const net of months.values()) wanted += Math.max(0, net);
  expect(zoned(at('2026-04-03T10:00Z'), zone).dayOfWeek, 'Good Friday').toBe(5);
  const cost = costOf({ tariff: presetTariff(preset), zone, buckets: energy, span });
  expect(moneyNumber(cost.total)).toBeCloseTo(wanted, 9);
});
