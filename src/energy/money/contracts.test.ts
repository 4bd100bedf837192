// Contracts of many countries, each with a synthetic home and a bill that was computed independently, by hand or by a plain loop.
import { describe, expect, test } from 'vitest';
import { at, bucket, buckets } from '../testing/buckets.ts';
import type { EnergyBucket } from '../types.ts';
import { bucketMs } from '../types.ts';
import { costOf, type Cost, type CostQuestion } from './cost.ts';
import { moneyNumber } from './decimal.ts';
import { loadHolidays } from './holidays.ts';
import { moneysOf } from './period-money.ts';
import { readTariff } from './tariff-file.ts';
import type { Tariff } from './tariff.ts';

/** A tariff of one version from 2025 on, from its body in YAML. */
const contract = (currency: string, inside: string): Tariff =>
  readTariff(`name: T\ncurrency: ${currency}\nversions:\n  - from: 2025-01-01\n${inside.replaceAll(/^/gm, '    ')}`, {
    file: 't',
  });

/** From the first moment of a local date to that of another. */
const localSpan = (zone: string, from: string, to: string): CostQuestion['span'] => {
  const startOf = (date: string): number => Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds;
  return { startMs: startOf(from), endMs: startOf(to) };
};

const kWh = 1_000_000;

interface Home {
  readonly tariff: Tariff;
  readonly zone: string;
  readonly energy: readonly EnergyBucket[];
  readonly series?: CostQuestion['series'];
  readonly holidays?: CostQuestion['holidays'];
}

const bill = ({ energy, ...home }: Home, span: CostQuestion['span']): Cost =>
  costOf({ ...home, buckets: energy, span });
const amount = (cost: Cost, name?: string): number =>
  cost.lines
    .filter((line) => name === undefined || line.name === name)
    .reduce((sum, line) => sum + moneyNumber(line.amount), 0);

const zoned = (atMs: number, zone: string) => Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);

test('a missing tariff word is not needed: one price is as before', () => {
  const zone = 'Europe/Madrid';
  const span = localSpan(zone, '2026-03-01', '2026-05-01');
  const energy = buckets(span, () => ({ import: 1000, export: 500 }));
  const tariff = contract('EUR', 'import: [{kind: flat, name: energy, price: 0.2}]');
  expect(amount(bill({ tariff, zone, energy }, span))).toBeCloseTo((energy.length / 1000) * 0.2, 9);
});

describe('L11: Spain: what is given is set off within the hour, and pays no more than the energy of the month', () => {
  const zone = 'Europe/Madrid';
  const tariff = contract(
    'EUR',
    `vat: 21
vat_included: false
net: hour
import: [{kind: flat, name: energy, price: 0.15}]
export: [{kind: flat, name: surplus, price: 0.06, vat: 21}]
standing: [{name: power, amount: 0.4, per: day}]
taxes: [{name: electricity tax, percent: 5.1127, of: [energy, surplus, power, compensation limit]}]
limits: [{name: compensation limit, of: [energy, surplus], per: billing, at_least: 0}]`,
  );
  const span = localSpan(zone, '2026-05-01', '2026-07-01');
  // In every hour: 0.2 kWh in its first half, at noon 3 kWh given in the second one.
  const energy = buckets(span, (startMs) => {
    const { hour, minute } = zoned(startMs, zone);
    return minute < 30
      ? { import: 40_000 + (hour % 3) * 7000, export: 0 }
      : { import: 0, export: hour >= 9 && hour < 18 ? 500_000 : 10_000 };
  });

  test('two months, by a plain loop over the hours', () => {
    const months = new Map<number, { taken: number; given: number; days: Set<string> }>();
    const hours = new Map<number, number>();
    for (const { startMs, channels } of energy) {
      const key = Math.floor(startMs / 3_600_000);
      hours.set(key, (hours.get(key) ?? 0) + (channels.import?.energy ?? 0) - (channels.export?.energy ?? 0));
    }
    for (const [key, net] of hours) {
      const when = zoned(key * 3_600_000, zone);
      const month = months.get(when.month) ?? { taken: 0, given: 0, days: new Set() };
      months.set(when.month, month);
      month.days.add(when.toPlainDate().toString());
      if (net > 0) month.taken += net;
      else month.given -= net;
    }
    let wanted = 0;
    for (const { taken, given, days } of months.values()) {
      const energyCost = Math.max(0, (taken / kWh) * 0.15 - (given / kWh) * 0.06);
      wanted += (energyCost + days.size * 0.4) * 1.051127 * 1.21;
    }
    const cost = bill({ tariff, zone, energy }, span);
    expect(amount(cost)).toBeCloseTo(wanted, 9);
    // What is cut is not earned: bought and sold on their own give the same bill.
    const [apart] = moneysOf({ tariff, zone }, energy, [span]);
    const earned = moneyNumber(BigInt(apart?.money?.earned ?? 0));
    expect(earned).toBeCloseTo(-amount(cost, 'surplus') - amount(cost, 'compensation limit'), 9);
    expect(moneyNumber(BigInt(apart?.money?.cost ?? 0)) - earned).toBeCloseTo(wanted, 9);
    // Without the limit the home would be paid for its surplus.
    expect(amount(cost, 'compensation limit')).toBeGreaterThan(30);
  });
});

describe('L11: Netherlands: set off over the year, whichever is more, and steps for what is given', () => {
  const zone = 'Europe/Amsterdam';
  const tariff = contract(
    'EUR',
    `vat: 21
net: year
import:
  - {kind: flat, name: energy, price: 0.27}
  - {kind: flat, name: energy tax, price: 0.11}
export: [{kind: flat, name: surplus, price: 0.05}]
steps:
  - {name: feed-in costs, of: export, per: year, steps: [{up_to: 500, amount: 0}, {up_to: 1500, amount: 120}, {up_to: 3000, amount: 260}, {amount: 410}]}`,
  );
  const year = localSpan(zone, '2026-01-01', '2027-01-01');
  const home = (taken: number, given: number): EnergyBucket[] => [
    bucket(at('2026-01-20T12:00Z'), { import: taken * 0.4 * kWh, export: 0 }),
    bucket(at('2026-06-20T12:00Z'), { import: 0, export: given * kWh }),
    bucket(at('2026-12-20T12:00Z'), { import: taken * 0.6 * kWh, export: 0 }),
  ];

  test.each([
    [3000, 2000, 1000 * 0.38 + 260],
    [2000, 3500, -1500 * 0.05 + 410],
    [1000, 1000, 120],
    [800, 500, 300 * 0.38],
    [0, 500.001, -500.001 * 0.05 + 120],
  ])('%d kWh taken and %d given', (taken, given, wanted) => {
    const energy = home(taken, given);
    expect(amount(bill({ tariff, zone, energy }, year))).toBeCloseTo(wanted, 9);
    const middle = localSpan(zone, '2026-06-01', '2026-07-15');
    const parts = [
      { startMs: year.startMs, endMs: middle.startMs },
      middle,
      { startMs: middle.endMs, endMs: year.endMs },
    ].map((span) => bill({ tariff, zone, energy }, span).total);
    expect(parts.reduce((sum, one) => sum + one, 0n)).toBe(bill({ tariff, zone, energy }, year).total);
  });

  test('two registers: each is set off for itself, then the other', () => {
    const two = contract(
      'EUR',
      `net: year
import:
  - kind: time-of-use
    name: energy
    windows: [{name: normal, price: 0.3, when: [{days: [mon, tue, wed, thu, fri], from: "07:00", to: "23:00"}]}]
    otherwise: {name: low, price: 0.2}
export: [{kind: flat, name: surplus, price: 0.05}]`,
    );
    // Normal: 500 taken and 900 given; low: 700 taken. 400 of the normal register are netted against low.
    const energy = [
      bucket(at('2026-01-20T12:00Z'), { import: 500 * kWh, export: 0 }),
      bucket(at('2026-02-21T12:00Z'), { import: 700 * kWh, export: 0 }),
      bucket(at('2026-06-22T12:00Z'), { import: 0, export: 900 * kWh }),
    ];
    expect(amount(bill({ tariff: two, zone, energy }, year))).toBeCloseTo(300 * 0.2, 9);
    expect(
      amount(bill({ tariff: two, zone, energy: energy.toReversed().toSorted((a, b) => a.startMs - b.startMs) }, year)),
    ).toBeCloseTo(60, 9);
  });
});

describe('L11: Belgium: the mean of the last twelve monthly peaks, each at least 2.5 kW', () => {
  const zone = 'Europe/Brussels';
  const tariff = contract(
    'EUR',
    'import: [{kind: flat, name: energy, price: 0}]\ndemand: [{name: capacity, price: 50.4, per: year, minimum: 2.5, last: 12}]',
  );
  const peaks = [2, 3.1, 4.4, 2.4, 7.3, 2.6, 2.5, 5, 1, 3, 6.6, 2.9, 8.1, 3.3];
  const energy = peaks.flatMap((peak, index) => {
    const start = Temporal.PlainDate.from('2025-01-15').add({ months: index }).toZonedDateTime(zone).add({ hours: 18 });
    return [0, 1, 2].map((step) =>
      bucket(start.epochMilliseconds + step * bucketMs, { import: Math.round((peak * kWh) / 12) }),
    );
  });
  const charged = peaks.map((peak) => Math.max(2.5, peak));

  test.each([0, 5, 11, 12, 13])('month %d', (index) => {
    const from = Temporal.PlainDate.from('2025-01-01').add({ months: index });
    const span = localSpan(zone, from.toString(), from.add({ months: 1 }).toString());
    const last = charged.slice(Math.max(0, index - 11), index + 1);
    const mean = last.reduce((sum, one) => sum + one, 0) / last.length;
    expect(amount(bill({ tariff, zone, energy }, span))).toBeCloseTo((mean * 50.4) / 12, 4);
  });
});

describe('L11: Sweden: the mean of the three highest hours of different days, half at night', () => {
  const zone = 'Europe/Stockholm';
  const tariff = contract(
    'SEK',
    `import: [{kind: flat, name: energy, price: 0}]
demand:
  - name: power
    price: 81.25
    slot_minutes: 60
    highest: 3
    one_a_day: true
    factors: [{percent: 50, when: [{from: "22:00", to: "06:00"}]}]`,
  );
  const span = localSpan(zone, '2026-01-01', '2026-03-01');
  const hour = (moment: string, power: number) =>
    Array.from({ length: 12 }, (_, step) =>
      bucket(at(moment) + step * bucketMs, { import: Math.round((power * kWh) / 12) }),
    );
  const energy = [
    ...hour('2026-01-05T17:00+01:00', 9),
    ...hour('2026-01-05T18:00+01:00', 8.4),
    ...hour('2026-01-09T23:00+01:00', 15),
    ...hour('2026-01-12T07:00+01:00', 6),
    ...hour('2026-01-20T05:00+01:00', 11),
    ...hour('2026-02-02T17:00+01:00', 3),
    ...hour('2026-02-03T17:00+01:00', 3.6),
    ...hour('2026-02-04T21:00+01:00', 4.2),
    ...hour('2026-02-04T22:00+01:00', 9.6),
  ];

  test('two months', () => {
    // January: 9, 15 / 2, 6; February: 9.6 / 2, 3.6, 3.
    const wanted = ((9 + 7.5 + 6) / 3 + (4.8 + 3.6 + 3) / 3) * 81.25;
    // Twelfths of a kilowatt-hour are rounded down to the milliwatt-hour.
    expect(amount(bill({ tariff, zone, energy }, span))).toBeCloseTo(wanted, 3);
  });
});

describe('L11: Norway: an amount by the mean of the three highest hours', () => {
  const zone = 'Europe/Oslo';
  const tariff = contract(
    'NOK',
    `net: hour
import: [{kind: flat, name: energy, price: 1}]
export: [{kind: flat, name: surplus, price: 0.5}]
demand:
  - {name: capacity, slot_minutes: 60, highest: 3, one_a_day: true, steps: [{up_to: 2, amount: 125}, {up_to: 5, amount: 206}, {up_to: 10, amount: 350}, {amount: 650}]}`,
  );

  test('two months and netting within the hour', () => {
    const span = localSpan(zone, '2026-01-01', '2026-03-01');
    const energy = [
      ...['2026-01-03', '2026-01-04', '2026-01-05'].flatMap((date, index) => [
        bucket(at(`${date}T18:00+01:00`), { import: (4 + index) * kWh, export: 0 }),
        bucket(at(`${date}T18:30+01:00`), { import: 0, export: kWh }),
      ]),
      bucket(at('2026-02-03T12:00+01:00'), { import: kWh / 2, export: 2 * kWh }),
    ];
    // January: 12 kWh after netting, mean of 4, 5 and 6 kW; February: 1.5 kWh given, mean of 0.5, 0 and 0.
    expect(amount(bill({ tariff, zone, energy }, span))).toBeCloseTo(12 + 206 - 0.75 + 125, 9);
  });
});

describe('L11: France: Tempo, days of a colour from six to six, a line for each price', () => {
  const zone = 'Europe/Paris';
  const colours = ['blue', 'white', 'red'] as const;
  const prices = { blue: [0.13, 0.16], white: [0.15, 0.19], red: [0.16, 0.76] } as const;
  const offPeak = '{days: [D], from: "22:00", to: "06:00"}';
  const windows = (['red', 'white'] as const).flatMap((day) => [
    `{name: ${day} off-peak, price: ${prices[day][0]}, when: [${offPeak.replace('D', day)}]}`,
    `{name: ${day} peak, price: ${prices[day][1]}, when: [{days: [${day}]}]}`,
  ]);
  const tariff = contract(
    'EUR',
    `holidays:
  - {name: red, begins: "06:00", dates: [2026-01-06, 2026-01-07, 2026-02-02]}
  - {name: white, begins: "06:00", dates: [2026-01-08, 2026-02-28]}
import:
  - kind: time-of-use
    name: energy
    windows: [${[...windows, '{name: blue off-peak, price: 0.13, when: [{from: "22:00", to: "06:00"}]}'].join(', ')}]
    otherwise: {name: blue peak, price: 0.16}`,
  );

  test('two months, by a plain loop', () => {
    const span = localSpan(zone, '2026-01-01', '2026-03-01');
    const energy = buckets(span, (startMs) => ({ import: 1000 + ((startMs / bucketMs) % 17) }));
    const wanted = new Map<string, number>();
    for (const { startMs, channels } of energy) {
      const when = zoned(startMs, zone);
      const date = when.subtract({ hours: 6 }).toPlainDate().toString();
      const colour = ['2026-01-06', '2026-01-07', '2026-02-02'].includes(date)
        ? 'red'
        : ['2026-01-08', '2026-02-28'].includes(date)
          ? 'white'
          : 'blue';
      const isPeak = when.hour >= 6 && when.hour < 22;
      const name = `${colour} ${isPeak ? 'peak' : 'off-peak'}`;
      const price = prices[colour][isPeak ? 1 : 0];
      wanted.set(name, (wanted.get(name) ?? 0) + ((channels.import?.energy ?? 0) / kWh) * price);
    }
    const { lines } = bill({ tariff, zone, energy }, span);
    expect(lines.map(({ window }) => window).toSorted()).toEqual(
      colours.flatMap((colour) => [`${colour} off-peak`, `${colour} peak`]).toSorted(),
    );
    for (const { window, amount: own } of lines)
      expect(moneyNumber(own)).toBeCloseTo(wanted.get(window) ?? Number.NaN, 9);
  });
});

describe('L11: Brazil: credits that live on and expire, what is set off pays for the wire, and an availability minimum', () => {
  const zone = 'America/Sao_Paulo';
  const tariff = contract(
    'BRL',
    `net: {per: billing, carry: 2, down_to: 50}
import:
  - {kind: flat, name: energy, price: 0.9, minimum: 50}
  - {kind: flat, name: Fio B, price: 0.15, counts: netted}`,
  );
  const month = (number: number, taken: number, given: number) =>
    bucket(at(`2026-0${number}-15T12:00-03:00`), { import: taken * kWh, export: given * kWh });
  const billOf = (energy: readonly EnergyBucket[], number: number): number =>
    amount(bill({ tariff, zone, energy }, localSpan(zone, `2026-0${number}-01`, `2026-0${number + 1}-01`)));

  test('month by month', () => {
    const energy = [month(1, 200, 400), month(2, 300, 100), month(3, 100, 0), month(4, 500, 0), month(5, 20, 0)];
    // January: 150 of 200 are netted, 250 left. February: 250 are, of 100 and 150 of January; 100 left until March.
    // March: 50 are netted, 50 expire. April: nothing left. May: less than the minimum.
    const rows = [
      [50, 150],
      [50, 250],
      [50, 50],
      [500, 0],
      [50, 0],
    ] as const;
    for (const [index, [charged, netted]] of rows.entries())
      expect(billOf(energy, index + 1), `month ${index + 1}`).toBeCloseTo(charged * 0.9 + netted * 0.15, 9);
  });
});

describe('L11: California: baseline by the day of the month, and a true-up of the year', () => {
  const zone = 'America/Los_Angeles';
  const tariff = contract(
    'USD',
    `year_start: "04-01"
import:
  - kind: time-of-use
    name: energy
    windows: [{name: peak, price: 0.5, when: [{from: "16:00", to: "21:00"}]}]
    otherwise: {name: off-peak, price: 0.3}
  - kind: tiered
    name: baseline credit
    per: billing
    net: billing
    tiers: [{name: baseline, price: -0.1, up_to_per_day: 10}, {name: above, price: 0}]
export:
  - kind: time-of-use
    name: credit
    windows: [{name: peak, price: 0.5, when: [{from: "16:00", to: "21:00"}]}]
    otherwise: {name: off-peak, price: 0.3}
  - {kind: flat, name: surplus of the year, price: 0.04, net: year}
limits: [{name: true-up, of: [energy, credit, baseline credit], per: year, at_least: 0}]`,
  );
  const noon = (date: string, taken: number, given: number) => [
    bucket(at(`${date}T19:00Z`), { import: taken * kWh, export: given * kWh }),
  ];

  test('a year with a surplus, and one without', () => {
    // April 2026 to March 2027: 750 taken and 1200 given, all off-peak; baseline credit of 300 in April and in January.
    const energy = [
      ...noon('2026-04-10', 450, 100),
      ...noon('2026-07-10', 0, 1100),
      ...noon('2027-01-10', 300, 0),
      ...noon('2027-05-10', 310, 100),
    ];
    const year = localSpan(zone, '2026-04-01', '2027-04-01');
    // What was not netted of energy and baseline is cut; 450 kWh of the year are paid.
    expect(amount(bill({ tariff, zone, energy }, year))).toBeCloseTo(-450 * 0.04, 9);
    const may = localSpan(zone, '2027-04-01', '2027-06-01');
    expect(amount(bill({ tariff, zone, energy }, may))).toBeCloseTo(210 * 0.3 - 210 * 0.1, 9);
    const april = localSpan(zone, '2026-04-01', '2026-05-01');
    expect(amount(bill({ tariff, zone, energy }, april))).toBeCloseTo(350 * 0.3 - 300 * 0.1, 9);
  });
});

describe('L11: small words', () => {
  const zone = 'Australia/Sydney';

  test('cents for a kilowatt and day, times the days of the billing period', () => {
    const tariff = contract(
      'AUD',
      'import: [{kind: flat, name: energy, price: 0}]\ndemand: [{name: demand, price: 0.12, per: day, slot_minutes: 30, when: [{from: "15:00", to: "21:00"}]}]',
    );
    const span = localSpan(zone, '2026-01-01', '2026-03-01');
    const half = (moment: string, power: number) =>
      Array.from({ length: 6 }, (_, step) =>
        bucket(at(moment) + step * bucketMs, { import: Math.round((power * kWh) / 12) }),
      );
    const energy = [
      ...half('2026-01-08T17:00+11:00', 4.2),
      ...half('2026-01-09T22:00+11:00', 9),
      ...half('2026-02-09T16:30+11:00', 3),
    ];
    expect(amount(bill({ tariff, zone, energy }, span))).toBeCloseTo(4.2 * 0.12 * 31 + 3 * 0.12 * 28, 9);
  });

  test('a tier and a charge of a year that begins in July', () => {
    const tariff = contract(
      'AUD',
      'year_start: "07-01"\nimport: [{kind: tiered, name: energy, per: year, tiers: [{name: low, price: 0.2, up_to: 1000}, {name: high, price: 0.4}]}]\nstanding: [{name: fee, amount: 365, per: year}]',
    );
    const energy = [
      bucket(at('2026-03-01T12:00+11:00'), { import: 900 * kWh }),
      bucket(at('2026-06-01T12:00+10:00'), { import: 300 * kWh }),
      bucket(at('2026-07-02T12:00+10:00'), { import: 300 * kWh }),
    ];
    const span = localSpan(zone, '2026-06-01', '2026-08-01');
    // 100 left of the old year's low tier, 200 above it, and a new year.
    expect(amount(bill({ tariff, zone, energy }, span), 'energy')).toBeCloseTo(100 * 0.2 + 200 * 0.4 + 300 * 0.2, 9);
    expect(amount(bill({ tariff, zone, energy }, span), 'fee')).toBeCloseTo(61, 9);
  });

  test('classes of holidays, and one of a country taken out', async () => {
    const tariff = contract(
      'EUR',
      `holidays:
  - {name: event, dates: [2026-05-01]}
  - {country: DE, except: [easter-2, 10-03], dates: [2026-05-04]}
import:
  - kind: time-of-use
    name: e
    windows: [{name: event, price: 5, when: [{days: [event]}]}, {name: free, price: 0, when: [{days: [holiday]}]}]
    otherwise: {name: rest, price: 1}`,
    );
    const holidays = await loadHolidays(tariff, { first: 2026, last: 2026 });
    const windowOn = (date: string): string => {
      const span = localSpan('Europe/Berlin', date, Temporal.PlainDate.from(date).add({ days: 1 }).toString());
      const cost = bill(
        { tariff, zone: 'Europe/Berlin', energy: buckets(span, () => ({ import: 1 })), holidays },
        span,
      );
      return cost.lines.map(({ window }) => window).join();
    };
    expect(['2026-05-01', '2026-04-03', '2026-04-06', '2026-10-03', '2026-05-04', '2026-12-25'].map(windowOn)).toEqual([
      'event',
      'rest',
      'free',
      'rest',
      'free',
      'free',
    ]);
  });

  test('caps of an hour, of a month and of a year, and netting by the quarter-hour', () => {
    const tariff = contract(
      'EUR',
      `net: quarter-hour
import: [{kind: flat, name: energy, price: 1}]
export: [{kind: flat, name: credit, price: 1}]
limits:
  - {name: hour, of: [energy], per: hour, at_most: 0.5}
  - {name: month, of: [credit], per: month, at_least: -2, carry: 1}
  - {name: year, of: [energy, hour], per: year, at_most: 1.1}`,
    );
    const span = localSpan('UTC', '2026-01-01', '2026-04-01');
    const energy = [
      // A quarter-hour of 0.8 after netting, one of 0.2 in the next hour, 0.4 and 0.4 in the one after.
      bucket(at('2026-01-05T10:00Z'), { import: 1 * kWh, export: 0 }),
      bucket(at('2026-01-05T10:10Z'), { import: 0, export: 0.2 * kWh }),
      bucket(at('2026-01-05T11:00Z'), { import: 0.3 * kWh, export: 0 }),
      bucket(at('2026-01-05T11:10Z'), { import: 0, export: 0.1 * kWh }),
      bucket(at('2026-01-05T12:00Z'), { import: 0.4 * kWh, export: 0 }),
      bucket(at('2026-01-05T12:15Z'), { import: 0.4 * kWh, export: 0 }),
      bucket(at('2026-01-20T12:00Z'), { import: 0, export: 5 * kWh }),
      bucket(at('2026-02-20T12:00Z'), { import: 0, export: 0.5 * kWh }),
      bucket(at('2026-03-20T12:00Z'), { import: 0, export: 0.5 * kWh }),
    ];
    const cost = bill({ tariff, zone: 'UTC', energy }, span);
    // 0.5 + 0.2 + 0.5 of the hours, of which the year takes 1.1.
    expect(amount(cost, 'energy') + amount(cost, 'hour')).toBeCloseTo(1.2, 9);
    expect(amount(cost, 'year')).toBeCloseTo(-0.1, 9);
    // January pays 2 of 5 and keeps 3; February pays its 0.5 and 1.5 of these; the rest is void.
    expect(amount(cost, 'credit') + amount(cost, 'month')).toBeCloseTo(-(2 + 2 + 0.5), 9);
    expect(amount(cost)).toBeCloseTo(1.1 - 4.5, 9);
  });

  test('credits of money live on, and a bill comes to at least so much', () => {
    const tariff = contract(
      'EUR',
      `import: [{kind: flat, name: energy, price: 1}]
export: [{kind: flat, name: credit, price: 1}]
limits:
  - {name: credits, of: [energy, credit], per: billing, at_least: 0, carry: 1}
  - {name: least, of: [energy, credit, credits], per: billing, at_least: 10}`,
    );
    const energy = [
      bucket(at('2026-01-15T12:00Z'), { import: 5 * kWh, export: 45 * kWh }),
      bucket(at('2026-02-15T12:00Z'), { import: 30 * kWh, export: 0 }),
      bucket(at('2026-03-15T12:00Z'), { import: 30 * kWh, export: 0 }),
    ];
    const months = ['2026-01-01', '2026-02-01', '2026-03-01', '2026-04-01'];
    const bills = months
      .slice(1)
      .map((to, index) => amount(bill({ tariff, zone: 'UTC', energy }, localSpan('UTC', months[index] ?? '', to))));
    // 40 are left of January; February uses 30 of them, and the last 10 are void in March.
    expect(bills.map((own) => Number(own.toFixed(9)))).toEqual([10, 10, 30]);
  });
});
