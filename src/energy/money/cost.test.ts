import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { at, bucket, buckets, oneKilowatt, spanOf } from '../testing/buckets.ts';
import type { EnergyBucket } from '../types.ts';
import { bucketMs } from '../types.ts';
import { costOf, type Cost, type CostQuestion } from './cost.ts';
import { moneyOf, moneyText, priceOf, type Money } from './decimal.ts';
import { withVersion, type Tariff } from './tariff.ts';
import { readTariff } from './tariff-file.ts';

const zone = 'Europe/Berlin';

const eur = (text: string | number): Money => {
  const money = moneyOf(text);
  if (money === undefined) throw new Error(`${text} is no amount`);
  return money;
};

/** A tariff from the inside of one version in YAML flow. */
const tariff = (...versions: readonly string[]): Tariff =>
  readTariff(`{name: T, currency: EUR, versions: [${versions.map((inside) => `{${inside}}`).join(', ')}]}`, {
    file: 't',
  });
const flat = (price: number, name = 'energy'): string => `{kind: flat, name: ${name}, price: ${price}}`;

type Metered = Pick<CostQuestion, 'buckets' | 'series'>;

function cost(contract: Tariff, span: CostQuestion['span'], energy: readonly EnergyBucket[] | Metered): Cost {
  const metered = 'buckets' in energy ? energy : { buckets: energy };
  return costOf({ ...metered, tariff: contract, zone, span });
}

const steady = (span: CostQuestion['span']): EnergyBucket[] =>
  buckets(span, (startMs) => ({ import: oneKilowatt(startMs) }));
const winterDay = spanOf('2026-01-05T23:00Z/2026-01-06T23:00Z');

test('case 17: the hour 00–01 is at its own price though the meter tells it after the price changed', () => {
  const contract = tariff(
    `from: 2026-01-01, import: [${flat(0.1)}]`,
    `from: 2026-01-06T01:00+01:00, import: [${flat(9)}]`,
  );
  const hour = spanOf('2026-01-05T23:00Z/2026-01-06T00:00Z');
  // However late it was pushed, metering books it where it flowed.
  expect(moneyText(cost(contract, hour, steady(hour)).total)).toBe('0.10');
  const next = spanOf('2026-01-06T00:00Z/2026-01-06T01:00Z');
  expect(moneyText(cost(contract, next, steady(next)).total)).toBe('9.00');
});

describe('case 18: a tariff edge inside a sample', () => {
  const windows = '{name: night, price: 0.1, when: [{from: "22:00", to: "06:35"}]}';
  const contract = tariff(
    `from: 2026-01-01, import: [{kind: time-of-use, name: energy, windows: [${windows}], otherwise: {name: day, price: 0.4}}]`,
  );

  test('is the edge of a bucket, so the energy on both sides is exact', () => {
    const span = spanOf('2026-01-06T05:00Z/2026-01-06T06:00Z');
    const { lines, total } = cost(contract, span, steady(span));
    // 35 minutes and 25 minutes of 1 kW
    expect(lines.map(({ window, quantity }) => [window, quantity])).toEqual([
      ['night', 583_334],
      ['day', 416_666],
    ]);
    expect(total).toBe(eur('0.0583334') + eur('0.1666664'));
  });

  test('must be a multiple of 5 minutes', () => {
    expect(() =>
      tariff(
        `from: 2026-01-01, import: [{kind: time-of-use, name: e, windows: [{name: n, price: 1, when: [{from: "06:32"}]}], otherwise: {name: d, price: 2}}]`,
      ),
    ).toThrow(/t:1:\d+: 06:32 is not a multiple of 5 minutes/);
    expect(() => tariff(`from: 2026-01-01T06:32+01:00, import: [${flat(1)}]`)).toThrow(/multiple of 5 minutes/);
  });
});

describe('case 19: negative prices, zero export and standing charges', () => {
  test('a negative price earns, and costs where energy is given', () => {
    const contract = tariff(`from: 2026-01-01, import: [${flat(-0.05)}], export: [${flat(-0.02)}]`);
    const energy = [bucket(winterDay.startMs, { import: 2_000_000, export: 1_000_000 })];
    const { lines, total } = cost(contract, winterDay, energy);
    expect(lines.map(({ kind, amount }) => [kind, moneyText(amount)])).toEqual([
      ['import', '-0.10'],
      ['export', '0.02'],
    ]);
    expect(total).toBe(eur('-0.08'));
  });

  test('feed-in bears no value-added tax unless its part names a rate', () => {
    const energy = [bucket(winterDay.startMs, { import: 1_000_000, export: 1_000_000 })];
    const taxOf = (more: string, included: boolean): readonly unknown[] => {
      const sold = `{kind: flat, name: feed-in, price: 0.1${more}}`;
      const contract = tariff(
        `from: 2026-01-01, vat: 20, vat_included: ${included}, import: [${flat(0.3)}], export: [${sold}]`,
      );
      const { lines } = cost(contract, winterDay, energy);
      return lines.map(({ kind, vat, amount }) => [kind, moneyText(vat), moneyText(amount)]);
    };
    expect(taxOf('', false)).toEqual([
      ['import', '0.06', '0.36'],
      ['export', '0.00', '-0.10'],
    ]);
    expect(taxOf('', true)).toEqual([
      ['import', '0.05', '0.30'],
      ['export', '0.00', '-0.10'],
    ]);
    expect(taxOf(', vat: 20', false)).toEqual([
      ['import', '0.06', '0.36'],
      ['export', '-0.02', '-0.12'],
    ]);
  });

  test('no export gives no line', () => {
    const contract = tariff(`from: 2026-01-01, import: [${flat(0.3)}], export: [${flat(0.08)}]`);
    const energy = [bucket(winterDay.startMs, { import: 0, export: 0 })];
    expect(cost(contract, winterDay, energy)).toMatchObject({ lines: [], total: 0n });
  });

  test('a day of 23 or 25 hours bears one standing charge, however it is cut', () => {
    const contract = tariff(
      `from: 2026-01-01, import: [${flat(0.3)}], standing: [{name: meter, amount: 0.5, per: day}]`,
    );
    for (const day of ['2026-03-28T23:00Z/2026-03-29T22:00Z', '2026-10-24T22:00Z/2026-10-25T23:00Z'] as const) {
      const span = spanOf(day);
      const { lines, total } = cost(contract, span, steady(span));
      const hours = (span.endMs - span.startMs) / 3_600_000;
      expect(lines.map(({ kind, quantity }) => [kind, quantity])).toEqual([
        ['import', hours * 1_000_000],
        ['standing', 1],
      ]);
      expect(total).toBe(eur('0.3') * BigInt(hours) + eur('0.5'));
    }
  });
});

test('a year of a flat tariff is the sum of its parts: 16.56 × 0.1319 is 2.18, not more than 4', () => {
  const contract = tariff(`from: 2026-01-01, import: [${flat(0.1319)}]`);
  expect(moneyText(cost(contract, winterDay, [bucket(winterDay.startMs, { import: 16_560_000 })]).total)).toBe('2.18');
});

test('a price that was edited back-dated costs history again, and both versions stay', () => {
  const first = tariff(`from: 2026-01-01, import: [${flat(0.3)}]`);
  const other = tariff(`from: 2026-01-01, import: [${flat(0.4)}]`);
  const edited = other.versions.reduce(withVersion, first);
  expect(moneyText(cost(first, winterDay, steady(winterDay)).total)).toBe('7.20');
  const after = cost(edited, winterDay, steady(winterDay));
  expect(moneyText(after.total)).toBe('9.60');
  expect(after.lines[0]).toMatchObject({ edition: 2, from: '2026-01-01' });
  expect(edited.versions).toHaveLength(2);
});

test('the two hours 02–03 of autumn have two prices', () => {
  const slot = (start: string, value: string) => ({
    startMs: at(start),
    endMs: at(start) + 3_600_000,
    value: priceOf(value) ?? 0n,
  });
  const series = new Map([
    ['spot', { currency: 'EUR', slots: [slot('2026-10-25T00:00Z', '0.1'), slot('2026-10-25T01:00Z', '0.2')] }],
  ]);
  const contract = tariff(
    'from: 2026-01-01, vat: 19, vat_included: false, import: [{kind: dynamic, name: spot, series: spot, markup_percent: 3, adder: 0.015}]',
  );
  const of = (text: `${string}/${string}`): Cost =>
    cost(contract, spanOf(text), { buckets: steady(spanOf(text)), series });
  // (0.1 × 1.03 + 0.015) × 1.19 and (0.2 × 1.03 + 0.015) × 1.19
  expect(of('2026-10-25T00:00Z/2026-10-25T01:00Z').total).toBe(eur('0.14042'));
  expect(of('2026-10-25T01:00Z/2026-10-25T02:00Z').total).toBe(eur('0.26299'));
  const beyond = of('2026-10-25T01:00Z/2026-10-25T03:00Z');
  expect(beyond.total).toBe(eur('0.26299'));
  expect(beyond.unpriced).toEqual([
    { side: 'import', name: 'spot', series: 'spot', energy: 1_000_000, why: 'price.no-market' },
  ]);
  expect(() =>
    cost(contract, winterDay, { buckets: [], series: new Map([['spot', { currency: 'SEK', slots: [] }]]) }),
  ).toThrow(/SEK/);
});

test('energy before the first version is told, not guessed', () => {
  const contract = tariff(`from: 2026-02-01, import: [${flat(0.3)}]`);
  expect(cost(contract, winterDay, steady(winterDay))).toMatchObject({
    total: 0n,
    unpriced: [{ side: 'import', energy: 24_000_000, why: 'price.no-version' }],
  });
});

test('tiers count from the billing day and are cut inside a bucket', () => {
  const tiers = '{name: low, price: 0.1, up_to: 100}, {name: high, price: 0.3}';
  const contract = tariff(
    `from: 2026-01-01, billing_day: 5, import: [{kind: tiered, name: e, per: billing, tiers: [${tiers}]}]`,
  );
  const energy = [
    bucket(at('2026-01-05T12:00Z'), { import: 99_999_999 }),
    bucket(at('2026-01-06T12:00Z'), { import: 3 }),
    bucket(at('2026-02-05T12:00Z'), { import: 5 }),
  ];
  const parts = (from: string, to: string) =>
    cost(contract, { startMs: at(from), endMs: at(to) }, energy).lines.map(({ window, quantity }) => [
      window,
      quantity,
    ]);
  expect(parts('2026-01-05T23:00Z', '2026-01-06T23:00Z')).toEqual([
    ['low', 1],
    ['high', 2],
  ]);
  expect(parts('2026-02-04T23:00Z', '2026-02-05T23:00Z')).toEqual([['low', 5]]);
});

test('demand is what the highest quarter-hour costs, booked where the peak rises, never below its minimum', () => {
  const contract = tariff(`from: 2026-01-01, import: [${flat(0)}], demand: [{name: capacity, price: 4, minimum: 2.5}]`);
  const month = spanOf('2025-12-31T23:00Z/2026-01-31T23:00Z');
  const quarter = (start: string, kilowatts: number) =>
    [0, 1, 2].map((step) => bucket(at(start) + step * bucketMs, { import: (kilowatts * 1_000_000) / 12 }));
  const energy = [
    ...quarter('2026-01-03T10:00Z', 2.4),
    ...quarter('2026-01-05T10:00Z', 6),
    ...quarter('2026-01-09T10:00Z', 3),
  ];
  expect(moneyText(cost(contract, month, energy).total)).toBe('24.00');
  expect(moneyText(cost(contract, month, energy.slice(0, 3)).total)).toBe('10.00');
  const days = ['2026-01-05T10:05Z', '2026-01-05T10:15Z', '2026-01-20T00:00Z'].map(at);
  const cuts = [month.startMs, ...days, month.endMs];
  const sum = cuts
    .slice(1)
    .reduce((total, endMs, index) => total + cost(contract, { startMs: cuts[index] ?? 0, endMs }, energy).total, 0n);
  expect(sum).toBe(eur(24));
});

test('a demand charge that begins in mid-month has its minimum in that month, once', () => {
  const demand = (price: number) => `demand: [{name: capacity, price: ${price}, minimum: 2}]`;
  const contract = tariff(
    `from: 2026-01-01, import: [${flat(0)}]`,
    `from: 2026-01-10T12:00+01:00, import: [${flat(0)}], ${demand(3)}`,
    `from: 2026-01-20, import: [${flat(0)}], ${demand(4)}`,
  );
  const [first, second] = ['2025-12-31T23:00Z/2026-01-31T23:00Z', '2026-01-31T23:00Z/2026-02-28T23:00Z'] as const;
  expect(moneyText(cost(contract, spanOf(first), []).total)).toBe('6.00');
  expect(moneyText(cost(contract, spanOf(second), []).total)).toBe('8.00');
});

test('a holiday is no other day, and seasons go over the turn of the year', () => {
  const windows = [
    '{name: weekend, price: 1, when: [{days: [sat, sun, holiday]}]}',
    '{name: winter, price: 2, when: [{season: {from: 11-01, to: 03-31}, days: [mon, tue, wed, thu, fri], from: "18:00", to: "20:00"}]}',
  ];
  const contract = tariff(
    `from: 2026-01-01, holidays: {dates: [2026-01-06]}, import: [{kind: time-of-use, name: e, windows: [${windows.join(',')}], otherwise: {name: rest, price: 3}}]`,
  );
  const windowAt = (moment: string) => {
    const span = { startMs: at(moment), endMs: at(moment) + bucketMs };
    return cost(contract, span, steady(span)).lines[0]?.window;
  };
  expect(windowAt('2026-01-06T18:00Z')).toBe('weekend');
  expect(windowAt('2026-01-07T18:00Z')).toBe('winter');
  expect(windowAt('2026-01-07T19:00Z')).toBe('rest');
  expect(windowAt('2026-07-07T17:00Z')).toBe('rest');
  expect(windowAt('2026-03-31T18:00Z')).toBe('rest');
  expect(windowAt('2026-03-31T17:55Z')).toBe('winter');
  expect(windowAt('2026-01-10T12:00Z')).toBe('weekend');
});

describe('whatever the contract, exactly', () => {
  const contract = tariff(
    `from: 2026-01-01, billing_day: 3, vat: 19, import: [{kind: tiered, name: e, per: billing, tiers: [{name: a, price: 0.1234567, up_to: 40}, {name: b, price: 0.3}]}, ${flat(0.0771, 'grid')}], export: [${flat(0.0811)}], standing: [{name: meter, amount: 11.11, per: billing}, {name: base, amount: 100, per: year}], demand: [{name: d, price: 3.33, minimum: 1}]`,
    `from: 2026-01-20, vat: 7, vat_included: false, import: [{kind: time-of-use, name: tou, windows: [{name: n, price: -0.031, when: [{from: "22:15", to: "05:55"}]}], otherwise: {name: d, price: 0.333333}}], standing: [{name: day, amount: 0.1, per: day}], demand: [{name: d, price: 5, slot_minutes: 60}]`,
  );
  const whole = spanOf('2026-01-01T23:00Z/2026-02-10T23:00Z');
  const energy = buckets(whole, (startMs) => ({
    import: ((startMs / bucketMs) * 7919) % 200_003,
    export: ((startMs / bucketMs) * 104_729) % 90_001,
  }));
  const all = cost(contract, whole, energy);

  test('the lines are the total', () => {
    expect(all.lines.length).toBeGreaterThan(8);
    expect(all.lines.reduce((sum, { net, vat }) => sum + net + vat, 0n)).toBe(all.total);
    expect(all.net + all.vat).toBe(all.total);
    for (const { why } of all.lines) expect(why).toMatch(/version [12], from 2026-01-/);
  });

  test('a period that is cut anywhere costs the same', () => {
    const places = fc.integer({ min: 1, max: (whole.endMs - whole.startMs) / bucketMs - 1 });
    fc.assert(
      fc.property(fc.uniqueArray(places, { minLength: 1, maxLength: 4 }), (cuts) => {
        const edges = [0, ...cuts.toSorted((a, b) => a - b), (whole.endMs - whole.startMs) / bucketMs];
        const parts = edges
          .slice(1)
          .map((end, index) =>
            cost(
              contract,
              { startMs: whole.startMs + (edges[index] ?? 0) * bucketMs, endMs: whole.startMs + end * bucketMs },
              energy,
            ),
          );
        expect(parts.reduce((sum, { total }) => sum + total, 0n)).toBe(all.total);
      }),
      { numRuns: 12 },
    );
  });

  test('a flat tariff is linear in energy', () => {
    const simple = tariff(`from: 2026-01-01, vat: 19, import: [${flat(0.2891)}], export: [${flat(0.0811)}]`);
    const amounts = fc.array(fc.nat(10 ** 9), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 9 }), (list, factor) => {
        const of = (times: number): bigint =>
          cost(
            simple,
            winterDay,
            list.map((amount, index) =>
              bucket(winterDay.startMs + index * bucketMs, { import: amount * times, export: amount * times }),
            ),
          ).total;
        expect(of(factor)).toBe(of(1) * BigInt(factor));
      }),
    );
  });
});
