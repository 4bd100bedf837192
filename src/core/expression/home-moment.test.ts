// Which device speaks for the home, and what of it is fresh.
import { expect, test } from 'vitest';
import { type HomeNow, homeMoment } from './home-moment.ts';

const atMs = 1_000_000;
const devices = [
  { id: 'a-inverter', kind: 'inverter' },
  { id: 'b-meter', kind: 'meter' },
  { id: 'c-pack', kind: 'battery' },
] as const;
const good = (device: string, metric: string, value: number | string) =>
  ({ device, metric, value, atMs, quality: 'good' }) as const;
const flow: HomeNow['flow'] = {
  pv: { powerW: 3000, atMs, quality: 'good' },
  grid: { powerW: -500, atMs, quality: 'estimated' },
  battery: { quality: 'good' },
  load: { powerW: 2500, atMs, quality: 'stale' },
  soc: 61,
};

function look(values: HomeNow['values'], name: string, device?: string) {
  const moment = homeMoment(atMs, () => ({ devices, values, flow }));
  const seen = moment.look(device === undefined ? { name } : { name, device });
  return seen && [seen.value, seen.isFresh];
}

test('powers are those of the flow', () => {
  const values = [good('a-inverter', 'pv.power', 1), good('c-pack', 'battery.power', 7)];
  expect(look(values, 'pv.power')).toEqual([3000, true]);
  expect(look(values, 'grid.power')).toEqual([-500, true]);
  expect(look(values, 'load.power')).toEqual([2500, false]);
  expect(look(values, 'pv.power', 'a-inverter')).toEqual([1, true]);
  expect(look(values, 'pv.power', 'b-meter')).toBeUndefined();
  // What the flow does not have, a device may.
  expect(look(values, 'battery.power')).toEqual([7, true]);
});

test('the state of charge is that of all batteries, as fresh as the freshest', () => {
  const stale = { ...good('a-inverter', 'battery.soc', 60), quality: 'stale' } as const;
  expect(look([stale], 'battery.soc')).toEqual([61, false]);
  expect(look([stale, good('c-pack', 'battery.soc', 62)], 'battery.soc')).toEqual([61, true]);
  expect(look([stale], 'battery.soc', 'a-inverter')).toEqual([60, false]);
});

test('else the kind speaks that the value belongs to, unless it is silent', () => {
  const volts = [good('a-inverter', 'battery.voltage', 51), good('c-pack', 'battery.voltage', 52)];
  expect(look(volts, 'battery.voltage')).toEqual([52, true]);
  expect(look([volts[0]!, { ...volts[1]!, quality: 'stale' }], 'battery.voltage')).toEqual([51, true]);
  expect(look([good('a-inverter', 'grid.voltage', 230), good('b-meter', 'grid.voltage', 231)], 'grid.voltage')).toEqual(
    [231, true],
  );
  expect(look([{ ...volts[0]!, quality: 'held' }], 'battery.voltage')).toEqual([51, false]);
});

test('binary values are yes or no; other names are nothing', () => {
  expect(look([good('a-inverter', 'grid.connected', 1)], 'grid.connected')).toEqual([true, true]);
  expect(look([good('a-inverter', 'grid.connected', 0)], 'grid.connected')).toEqual([false, true]);
  expect(look([good('a-inverter', 'inverter.mode', 'Line')], 'inverter.mode')).toEqual(['Line', true]);
  expect(look([], '__proto__')).toBeUndefined();
});

test('the home is asked once, and only where a value is looked at', () => {
  let asked = 0;
  const moment = homeMoment(atMs, () => {
    asked += 1;
    return { devices, values: [], flow };
  });
  expect(asked).toBe(0);
  moment.look({ name: 'pv.power' });
  moment.look({ name: 'grid.power' });
  expect(asked).toBe(1);
});
