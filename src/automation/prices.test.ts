// Prices in rules: what is cheap, and when the cheapest time of a stretch is.
import { expect, test } from 'vitest';
import { fc } from '#tools/testkit/property.ts';
import { hourMs, minuteMs } from '#core/time.ts';
import { compiled } from './file/compile.ts';
import type { FileAutomation } from './file/words.ts';
import { type Cheapest, isCheapest, type PriceSlot } from './prices.ts';
import { dailyPrices } from './simulate/daily-prices.ts';
import { makeBench } from './testing/bench.ts';

const zone = 'Europe/Berlin';
const midnight = Date.parse('2026-06-10T00:00:00+02:00');
/** A price for each hour from midnight on. */
const hourly = (prices: readonly number[], fromMs = midnight): PriceSlot[] =>
  prices.map((price, hour) => ({ fromMs: fromMs + hour * hourMs, toMs: fromMs + (hour + 1) * hourMs, price }));

/** The hours of a day in which it is so. */
function hoursOf(cheapest: Cheapest, slots: readonly PriceSlot[], fromMs = midnight): number[] {
  const prices = { import: slots, export: [] };
  return Array.from({ length: 24 }, (_none, hour) => hour).filter(
    (hour) => isCheapest(cheapest, { nowMs: fromMs + hour * hourMs + minuteMs, zone, prices }) === true,
  );
}

const day = { fromMinute: 0, toMinute: 0 };
const prices = [30, 28, 20, 21, 22, 30, 35, 40, 38, 33, 25, 15, 10, 12, 18, 26, 33, 41, 45, 44, 39, 35, 32, 31];

test('the cheapest three hours of the day, in pieces or in one', () => {
  expect(hoursOf({ forMs: 3 * hourMs, within: day, isTogether: false }, hourly(prices))).toEqual([11, 12, 13]);
  expect(hoursOf({ forMs: 5 * hourMs, within: day, isTogether: false }, hourly(prices))).toEqual([2, 11, 12, 13, 14]);
  expect(hoursOf({ forMs: 5 * hourMs, within: day, isTogether: true }, hourly(prices))).toEqual([10, 11, 12, 13, 14]);
});

test('a stretch over midnight is one: what is cheap in the evening is held against the morning', () => {
  const night = { fromMinute: 22 * 60, toMinute: 6 * 60 };
  const two = hourly([...prices, ...prices.map((price) => price - 12)]);
  const at = (text: string): boolean | undefined =>
    isCheapest(
      { forMs: 2 * hourMs, within: night, isTogether: false },
      { nowMs: Date.parse(text), zone, prices: { import: two, export: [] } },
    );
  expect(at('2026-06-10T23:30:00+02:00')).toBe(false);
  expect(at('2026-06-11T02:30:00+02:00')).toBe(true);
  expect(at('2026-06-11T03:30:00+02:00')).toBe(true);
  expect(at('2026-06-11T04:30:00+02:00')).toBe(false);
  // At noon it is not the time at all.
  expect(at('2026-06-11T12:00:00+02:00')).toBeUndefined();
});

test('without prices of half the stretch nothing is the cheapest', () => {
  const of = (slots: readonly PriceSlot[]) =>
    isCheapest(
      { forMs: hourMs, within: day, isTogether: false },
      { nowMs: midnight + 2 * hourMs, zone, prices: { import: slots, export: [] } },
    );
  expect(of(hourly(prices.slice(0, 11)))).toBeUndefined();
  // From half of it on it is decided by what is known: the cheapest of that comes later.
  expect(of(hourly(prices.slice(0, 12)))).toBe(false);
  expect(
    isCheapest({ forMs: hourMs, within: day, isTogether: false }, { nowMs: midnight, zone, prices: undefined }),
  ).toBe(undefined);
});

test('of any prices as much is chosen as was wanted, and nothing that was left is cheaper', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -50, max: 90 }), { minLength: 24, maxLength: 24 }),
      fc.integer({ min: 1, max: 24 }),
      (all, hours) => {
        const chosen = hoursOf({ forMs: hours * hourMs, within: day, isTogether: false }, hourly(all));
        expect(chosen).toHaveLength(hours);
        const dearest = Math.max(...chosen.map((hour) => all[hour] ?? 0));
        const left = all.filter((_price, hour) => !chosen.includes(hour));
        expect(left.every((price) => price >= dearest)).toBe(true);
        const together = hoursOf({ forMs: hours * hourMs, within: day, isTogether: true }, hourly(all));
        expect(together).toEqual(Array.from({ length: hours }, (_none, index) => (together[0] ?? 0) + index));
      },
    ),
  );
});

test('the day that is an hour longer has its stretch, too', () => {
  const begin = Date.parse('2026-10-25T00:00:00+02:00');
  const flat = hourly(
    Array.from({ length: 25 }, () => 20),
    begin,
  );
  const within = { forMs: 25 * hourMs, within: day, isTogether: true };
  expect(hoursOf(within, flat, begin)).toHaveLength(24);
});

function program(file: FileAutomation) {
  const outcome = compiled(file, { devices: ['boiler'] });
  if ('problems' in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome.program;
}

const on = { kind: 'set', device: 'boiler', point: 'relay.on.1', value: 'on' } as const;
const plan = dailyPrices(
  [
    { atMinute: 0, import: 0.3, export: 0.08 },
    { atMinute: 12 * 60 + 1, import: 0.12 },
    { atMinute: 12 * 60 + 31, import: 0.4 },
  ],
  'UTC',
);

test('rules hold while energy is cheap, and only in the cheapest time', () => {
  const boiler = { devices: { boiler: { points: { 'relay.on.1': 0 } } }, prices: plan } as const;
  const cheap = makeBench(program({ rules: [{ name: 'Cheap', while: 'price.import < 0.2', do: [on] }] }), boiler);
  expect(cheap.run(3600)).toEqual(['60 boiler relay.on.1=1 rule', '1860 boiler relay.on.1=0 nobody']);
  const best = program({
    rules: [{ name: 'Best', while: 'true', cheapest: { for: '30 min', from: '12:00', to: '13:00' }, do: [on] }],
  });
  expect(best.usesPrices).toBe(true);
  // Prices are compared by the quarter of an hour: 12:15 and 12:30 begin cheap, 12:00 does not.
  expect(makeBench(best, boiler).run(3600)).toEqual([
    '900 boiler relay.on.1=1 rule',
    '2700 boiler relay.on.1=0 nobody',
  ]);
  expect(makeBench(best, { devices: boiler.devices }).run(3600)).toEqual([]);
});

test('a rule begins with the cheapest time', () => {
  const bench = makeBench(
    program({
      rules: [
        {
          name: 'Wash',
          when: [{ kind: 'cheapest', for: '15 min', from: '12:00', to: '13:00' }],
          do: [{ ...on, for: '10 min' }],
        },
      ],
    }),
    { devices: { boiler: { points: { 'relay.on.1': 0 } } }, prices: plan },
  );
  expect(bench.run(3600)).toEqual(['900 boiler relay.on.1=1 rule', '1500 boiler relay.on.1=0 nobody']);
});

test('a variable is given a value from outside; one of another kind says nothing', () => {
  const bench = makeBench(
    program({
      variables: { presence: { start: 'home' } },
      rules: [{ name: 'Away', while: "var.presence == 'away'", do: [on] }],
    }),
    { devices: { boiler: { points: { 'relay.on.1': 0 } } } },
  );
  expect(bench.run(10)).toEqual([]);
  bench.happen({ kind: 'variable', name: 'presence', value: 'away' });
  expect(bench.run(10)).toEqual(['10 boiler relay.on.1=1 rule']);
  bench.restart();
  bench.happen({ kind: 'variable', name: 'presence', value: 1 });
  bench.happen({ kind: 'variable', name: '__proto__', value: 'x' });
  expect(bench.run(10)).toEqual([]);
});
