// A car at a switched socket with a goal in kWh, as a scenario of the command line, worked out by hand.
import { expect, test } from 'vitest';
import { lines } from './testing/lived-scenario.ts';

const socket = (rest: string): string =>
  `chargers:\n  - {name: Socket, device: plug, point: relay.on.1, power: 2300, mode: plan, ${rest}}\n`;
const columns = ['grid.power', 'plug/relay.power.1'];

test('2.3 kWh by seven at 2.3 kW: an hour, a twentieth more and ten minutes before, and off after the hour, not begun again behind seven', async () => {
  const steps = [
    ['05:30:00', 300, 0],
    ['06:00:00', 310, 0],
  ] as const;
  const text = socket('goal: {energy: 2.3, by: 7:00}');
  // Switched at 05:47:00, it is on at 05:47:02; nothing measures what it takes, so 2.3 kW are counted for an hour.
  expect(
    await lines({ text, columns: ['grid.power'], steps: steps.map(([at, grid]) => [at, grid]), until: '07:30:00' }),
  ).toEqual(['05:47:00 plug on (plan)', '06:47:02 plug off (surplus)']);
});

test('a car that takes half of it is not done by seven: it ends there, and does not go on for the goal of the next day', async () => {
  const steps = [
    ['05:30:00', 300, 0],
    ['05:47:10', 1450, 1150],
    ['06:30:00', 1440, 1150],
  ] as const;
  const text = socket('measured: relay.power.1 of plug, goal: {energy: 2.3, by: 7:00}');
  expect(await lines({ text, columns, steps, until: '07:30:00' })).toEqual([
    '05:47:00 plug on (plan)',
    '07:00:00 plug off (surplus)',
  ]);
});
