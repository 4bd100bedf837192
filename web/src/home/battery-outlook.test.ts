import { expect, test } from 'vitest';
import { hourMs, minuteMs } from '#core/time.ts';
import type { ChartPoint } from '../chart/lines.ts';
import { batteryOutlook } from './battery-outlook.ts';

const stepMs = 5 * minuteMs;

/** A battery of 10 kWh, in steps of 5 minutes: hours at a power (positive: discharge). */
function battery(from: number, ...parts: readonly (readonly [hours: number, powerW: number])[]) {
  let [atMs, soc] = [0, from];
  const power: ChartPoint[] = [[0, parts[0]?.[1] ?? 0]];
  const level: ChartPoint[] = [[0, from]];
  for (const [hours, powerW] of parts) {
    for (let step = 0; step < (hours * hourMs) / stepMs; step += 1) {
      atMs += stepMs;
      soc -= (powerW * stepMs) / hourMs / 100;
      power.push([atMs, powerW]);
      level.push([atMs, soc]);
    }
  }
  return { nowMs: atMs, outlook: batteryOutlook(power, level), power, level };
}

test.each([
  // 10 kWh: a percent is 100 Wh. 90 % less 4 h × 1 kW are 50 %, which last 5 h more.
  ['empty', 90, [[4, 1000]], 5],
  // 20 % and 3 h × 2 kW are 80 %, 1 h from full.
  ['full', 20, [[3, -2000]], 1],
  // It has stood at 20 % over an hour this night, was filled to 60 %, and is at 50 %: 30 % at 500 W.
  [
    'low',
    20,
    [
      [1.5, 0],
      [2, -2000],
      [2, 500],
    ],
    6,
  ],
] as const)('%s: it is told when, at the power of the last minutes', (...[kind, from, parts, hours]) => {
  const { outlook, nowMs } = battery(from, ...parts);
  expect(outlook).toMatchObject({ kind });
  expect(((outlook?.atMs ?? 0) - nowMs) / hourMs).toBeCloseTo(hours, 0);
});

test.each([
  [
    'it rests',
    90,
    [
      [4, 1000],
      [1, 10],
    ],
  ],
  ['its level has hardly changed', 50, [[0.5, 1000]]],
  [
    'it lasts for days',
    90,
    [
      [0.5, 4000],
      [0.5, 60],
    ],
  ],
  [
    'it is full',
    20,
    [
      [8, -1000],
      [0.2, -60],
    ],
  ],
] as const)('nothing is told while %s', (_, from, parts) => {
  expect(battery(from, ...parts).outlook).toBeUndefined();
});

test('gaps, levels without a power and a level that rises while it discharges tell nothing wrong', () => {
  const { power, level } = battery(90, [4, 1000]);
  expect(batteryOutlook([], level)).toBeUndefined();
  expect(batteryOutlook(power, [])).toBeUndefined();
  expect(
    batteryOutlook(
      power.map(([atMs]) => [atMs, null]),
      level,
    ),
  ).toBeUndefined();
  expect(
    batteryOutlook(
      power,
      level.map(([atMs], index) => [atMs, 30 + index]),
    ),
  ).toBeUndefined();
});
