// Bills against what was counted: the differences, and the likely reasons.
import { describe, expect, test } from 'vitest';
import { billDifference, type BilledAmounts, billReasons, type CountedTime } from './bill-check.ts';

const unit = 10n ** 18n;
const whole: CountedTime = {
  estimated: 0,
  missing: 0,
  isComplete: true,
  hasTariff: true,
  unpricedWh: 0,
  hasStanding: true,
};
const bill: BilledAmounts = { importWh: 200_000, exportWh: 50_000, amount: 60n * unit };

describe('the difference', () => {
  test('is the bill less what was counted, and absent where one of them is not known', () => {
    const counted = { importWh: 190_000.001, exportWh: 51_000, amount: 58n * unit };
    expect(billDifference(bill, counted)).toEqual({ importWh: 9999.999, exportWh: -1000, amount: 2n * unit });
    expect(billDifference({ importWh: 5, amount: 1n }, { importWh: 5 })).toEqual({ importWh: 0 });
    expect(billDifference(bill, {})).toEqual({});
  });
});

describe('the likely reason', () => {
  const codes = (counted: BilledAmounts, time: Partial<CountedTime> = {}, of: BilledAmounts = bill): string[] =>
    billReasons(of, counted, { ...whole, ...time }).map(({ code }) => code);
  test.for<[string, BilledAmounts, Partial<CountedTime>, string[]]>([
    ['all agrees', bill, {}, ['billed.agrees']],
    ['within two percent', { ...bill, importWh: 196_000 }, {}, ['billed.agrees']],
    ['nothing was counted', { exportWh: 1 }, {}, ['billed.not-counted']],
    ['gaps', { ...bill, importWh: 150_000 }, { missing: 0.25 }, ['billed.gaps']],
    ['a moment of silence is none', bill, { missing: 0.004 }, ['billed.agrees']],
    ['estimates', { ...bill, importWh: 150_000 }, { estimated: 0.2 }, ['billed.estimated', 'billed.meter']],
    ['estimates that come out right', bill, { estimated: 0.2 }, ['billed.agrees']],
    ['meters that differ', { ...bill, importWh: 195_999 }, {}, ['billed.meter']],
    ['what was sold differs', { ...bill, exportWh: 48_000 }, {}, ['billed.meter']],
    ['no tariff', { importWh: 200_000, exportWh: 50_000 }, { hasTariff: false }, ['billed.no-tariff']],
    ['no price', { ...bill, amount: 30n * unit }, { unpricedWh: 100_000 }, ['billed.unpriced']],
    ['no standing charge', { ...bill, amount: 50n * unit }, { hasStanding: false }, ['billed.standing']],
    ['less is no standing charge', { ...bill, amount: 70n * unit }, { hasStanding: false }, ['billed.price']],
    ['other prices', { ...bill, amount: 50n * unit }, {}, ['billed.price']],
    ['energy explains money', { ...bill, importWh: 180_000, amount: 54n * unit }, {}, ['billed.meter']],
    ['not a word of cents', { ...bill, amount: 60n * unit + unit / 25n }, {}, ['billed.agrees']],
    ['a few watt-hours without a price', bill, { unpricedWh: 1 }, ['billed.agrees']],
    ['what was sold is not counted', { importWh: 200_000, amount: 90n * unit }, {}, ['billed.not-sold']],
    ['not over', { ...bill, importWh: 90_000 }, { isComplete: false }, ['billed.not-over']],
  ])('%s', ([, counted, time, expected]) => {
    expect(codes(counted, time)).toEqual(expected);
  });
  test('a credit agrees with a credit; a bill without what was sold is not held against it', () => {
    const credit = { importWh: 10_000, amount: -20n * unit };
    expect(codes({ importWh: 10_000, exportWh: 400_000, amount: -20n * unit }, {}, credit)).toEqual(['billed.agrees']);
    expect(codes({ importWh: 10_000, amount: 20n * unit }, {}, credit)).toEqual(['billed.price']);
  });
  test('shares are said with the reason', () => {
    const counted = { ...bill, importWh: 100_000, amount: 1n * unit };
    expect(billReasons(bill, counted, { ...whole, missing: 0.5, unpricedWh: 25_000 })).toEqual([
      { code: 'billed.gaps', params: { share: 0.5 } },
      { code: 'billed.unpriced', params: { share: 0.25 } },
    ]);
  });
});
