// What a load that has to run in a day learns of the days before, and when it begins.
import { expect, test } from 'vitest';
import { dayMs, hourMs, minuteMs } from '#core/time.ts';
import type { FileLoad } from '../file/words.ts';
import { compiled } from '../file/compile.ts';
import { simulate } from '../simulate/simulate.ts';
import { noUsualDay, seenUsual, type UsualDay, worthRunningW } from './usual-day.ts';

/** Days that are all alike: W that are left in each hour. */
function learned(days: number, leftOf: (hour: number) => number): UsualDay {
  let usual = noUsualDay;
  for (let day = 1; day <= days; day += 1)
    for (let minute = 0; minute < 1440; minute += 1)
      usual = seenUsual(usual, {
        day: `2026-01-0${day}`,
        minute,
        passedMs: minuteMs,
        leftW: leftOf(Math.floor(minute / 60)),
        powerW: 2000,
      });
  // The last hour of a day is noted when the next one begins.
  return seenUsual(usual, { day: '2026-01-09', minute: 0, passedMs: minuteMs, leftW: 0, powerW: 2000 });
}

const needs = { ms: 2 * hourMs, byMinute: 20 * 60, powerW: 2000, nowMs: Date.parse('2026-01-09T08:00:00Z') };
const at = (hour: number) => ({ ...needs, minute: hour * 60, nowMs: needs.nowMs + (hour - 8) * hourMs });
const winter = (hour: number): number => ({ 10: 500, 11: 900, 12: 1300, 13: 1300, 14: 900, 15: 500 })[hour] ?? -400;

test('in winter it takes what is better than the three best hours for the two that it needs, as clouds may come', () => {
  const usual = learned(3, winter);
  // Two hours of 1,300 W (6 tenths of its power) and one of 900 W (4 tenths) are to come: more than that is taken at once.
  expect([9, 10, 11, 12].map((hour) => worthRunningW(usual, at(hour)))).toEqual([1000, 1000, 1000, 1000]);
  // Later less is left to come: one hour each of 1,300, 900 and 500 W.
  expect(worthRunningW(usual, at(13))).toBe(600);
  expect(worthRunningW(usual, at(14))).toBe(200);
});

test('two days are too few, a missing hour is not guessed, and what needs nothing waits for nothing', () => {
  expect(worthRunningW(learned(2, winter), at(12))).toBeUndefined();
  expect(worthRunningW(learned(3, winter), { ...at(12), ms: 0 })).toBeUndefined();
  const { hours, ...rest } = learned(3, winter);
  expect(worthRunningW({ ...rest, hours: hours.with(15, null) }, at(12))).toBeUndefined();
});

test('in summer all of it will come: nothing less is taken', () => {
  const usual = learned(3, (hour) => (hour >= 9 && hour < 17 ? 3000 : -400));
  expect(worthRunningW(usual, at(12))).toBeUndefined();
});

test('where it is clearly cheaper it runs without sun', () => {
  const usual = learned(3, () => -400);
  const priced = (cheap: number) => ({
    ...at(12),
    prices: {
      import: [
        { fromMs: needs.nowMs, toMs: needs.nowMs + 4 * hourMs, price: 0.3 },
        { fromMs: needs.nowMs + 4 * hourMs, toMs: needs.nowMs + 7 * hourMs, price: cheap },
        { fromMs: needs.nowMs + 7 * hourMs, toMs: needs.nowMs + 24 * hourMs, price: 0.3 },
      ],
      export: [],
    },
  });
  expect(worthRunningW(usual, priced(0.1))).toBe(Number.NEGATIVE_INFINITY);
  // Hardly cheaper: it waits for its last moment, or for the little sun that there is.
  expect(worthRunningW(usual, priced(0.29))).toBe(200);
});

const boiler: FileLoad = {
  name: 'Boiler',
  device: 'boiler',
  point: 'relay.on.1',
  power: 2000,
  least: { for: '2 h', by: '20:00' },
};

test('in the house: on the fourth day it runs at noon with what there is, not in the evening from the grid', async () => {
  const outcome = compiled({ loads: [boiler] }, { devices: ['boiler'] });
  if ('problems' in outcome) throw new Error(JSON.stringify(outcome.problems));
  const startMs = Date.parse('2026-01-01T00:00:00Z');
  const boughtWh = [0, 0, 0, 0];
  const steps = simulate(outcome.program, [{ atMs: startMs, values: [], events: [] }], {
    zone: 'UTC',
    freshMs: dayMs,
    everyMs: minuteMs,
    behindMs: 4 * dayMs - 1,
    devices: new Map([
      ['boiler', { kind: 'relay', delayMs: 0, freshMs: dayMs, points: new Map([['relay.on.1', { starts: 0 }]]) }],
    ]),
    couple(plant, nowMs) {
      const sinceMs = nowMs - startMs;
      const gridW = Number(plant.shows('boiler', 'relay.on.1')) * 2000 - winter(Math.floor((sinceMs % dayMs) / hourMs));
      const day = Math.floor(sinceMs / dayMs);
      boughtWh[day] = (boughtWh[day] ?? 0) + Math.max(0, gridW - 400) / 60;
      plant.take('', 'grid.power', { value: gridW, atMs: nowMs });
    },
  });
  for await (const _step of steps);
  // 2 kW for two hours in the evening (400 W of the house are there in any case); at noon 1.3 kW of them are sun.
  expect(boughtWh.slice(0, 3).map((wh) => Math.round(wh / 500) / 2)).toEqual([4, 4, 4]);
  expect(boughtWh[3]).toBeLessThan(1400);
});

test('who has loads with a least, or chargers, looks at prices', () => {
  const usesPrices = (file: Parameters<typeof compiled>[0]): boolean => {
    const outcome = compiled(file);
    return 'program' in outcome && outcome.program.usesPrices;
  };
  expect(usesPrices({ loads: [boiler] })).toBe(true);
  expect(usesPrices({ chargers: [{ name: 'Garage', device: 'garage' }] })).toBe(true);
  const { least: _least, ...plain } = boiler;
  expect(usesPrices({ loads: [plain] })).toBe(false);
});
