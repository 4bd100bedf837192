// What a car has had and its charge, whatever its charger counts and the car says.
import { expect, test } from 'vitest';
import { carCount, socOf, whOf } from './car-count.ts';
import type { CarCount } from './charger.ts';

const charger = { mostA: 16, carWh: 60_000 };
const startMs = Date.parse('2026-06-10T04:00:00Z');

/** Looks each 10 s; a car that takes 11 kW has 30.6 Wh more each time. */
function lived(
  minutes: number,
  seen: (second: number) => Partial<Parameters<typeof carCount>[2]>,
  from?: CarCount,
): CarCount {
  const begunMs = from?.atMs ?? startMs;
  let count = from;
  for (let second = from === undefined ? 0 : 10; second <= minutes * 60; second += 10) {
    const seenNow = { energyWh: undefined, takesW: 11_000, soc: undefined, ...seen(second) };
    count = carCount(charger, count, { nowMs: begunMs + second * 1000, ...seenNow });
  }
  if (count === undefined) throw new Error('nothing was looked at');
  return count;
}

const counter = (second: number, from = 0): number => from + (second * 11_000) / 3600;
const kilo = (count: CarCount): number => Math.round(whOf(count) / 100) / 10;

test.each<[string, number, CarCount]>([
  [
    'as the charger counts, from when the car came',
    5.5,
    lived(30, (second) => ({ energyWh: counter(second, 700_000) })),
  ],
  ['as it is measured where nothing is counted', 5.5, lived(30, () => ({}))],
  [
    'a counter that comes later is none of before',
    5.5,
    lived(30, (second) => (second < 600 ? {} : { energyWh: counter(second, 9e6) })),
  ],
  [
    'a counter that is away for ten minutes',
    5.5,
    lived(30, (second) => (second > 600 && second < 1200 ? { takesW: 0 } : { energyWh: counter(second) })),
  ],
  [
    'a counter that begins anew a minute behind the car',
    5.5,
    lived(30, (second) => ({ energyWh: second < 60 ? 30_000 + counter(second) : counter(second - 60) })),
  ],
  [
    'a counter that says nothing once',
    5.5,
    lived(30, (second) => ({ energyWh: second === 600 ? 0 : counter(second, 30_000) })),
  ],
])('%s', (_name, kwh, count) => {
  expect(kilo(count)).toBeCloseTo(kwh, 0);
});

test('what was taken while Solstead was stopped is known by the counter, and not without one', () => {
  const before = lived(10, (second) => ({ energyWh: counter(second) }));
  const after = carCount(charger, before, {
    nowMs: startMs + 70 * 60_000,
    energyWh: counter(70 * 60),
    takesW: 11_000,
    soc: undefined,
  });
  expect(kilo(after)).toBe(12.8);
  const measured = lived(10, () => ({}));
  const later = carCount(charger, measured, {
    nowMs: startMs + 70 * 60_000,
    energyWh: undefined,
    takesW: 11_000,
    soc: undefined,
  });
  expect(kilo(later)).toBe(2);
});

test('a charge that was said once goes on with what the car has had; none is empty when it came', () => {
  const told = lived(60, (second) => ({ energyWh: counter(second), ...(second < 60 ? { soc: 50 } : {}) }));
  // 11 kWh, a tenth of them lost, into 60 kWh.
  expect(socOf(told, charger)).toBeCloseTo(50 + (100 * 10.8) / 1.1 / 60, 0);
  expect(
    socOf(
      lived(60, (second) => ({ energyWh: counter(second) })),
      charger,
    ),
  ).toBeCloseTo(16.7, 0);
  expect(socOf(undefined, charger)).toBe(0);
});
