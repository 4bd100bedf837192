// Lines of what goes to Domoticz: read, refused, and what becomes of values.
import { expect, test } from 'vitest';
import type { MetricId } from '#core/catalogue.ts';
import { domoticzDevices, domoticzMessage, shows } from './lines.ts';

const sent = (line: string, values: Partial<Record<MetricId, number | string>>) => {
  const [device] = domoticzDevices(line);
  return device && domoticzMessage(device, (metric) => values[metric]);
};

// Values as Domoticz has them for these types ([domoticz-mqtt]).
const cases: Readonly<Record<string, readonly [string, Partial<Record<MetricId, number | string>>, string]>> = {
  usage: ['7 roof pv.power', { 'pv.power': 90.1234 }, '0 90.123'],
  'instant and counter': ['7 roof pv.power pv.energy', { 'pv.power': 90, 'pv.energy': 2975 }, '0 90;2975'],
  text: ['8 roof inverter.mode', { 'inverter.mode': 'a;b' }, '0 a,b'],
  'a switch': ['9 relays relay.on.1', { 'relay.on.1': 1 }, '1 1'],
  'P1 smart meter': [
    '10 meter grid.energy.import 0 grid.energy.export 0 +grid.power -grid.power',
    { 'grid.energy.import': 1000, 'grid.energy.export': 50, 'grid.power': -230 },
    '0 1000;0;50;0;0;230',
  ],
};

test.each(Object.entries(cases))('%s', (_name, [line, values, expected]) => {
  const idx = Number(line.split(' ')[0]);
  const [nvalue, svalue] = expected.split(' ');
  expect(JSON.parse(sent(line, values) ?? '')).toEqual({ command: 'udevice', idx, nvalue: Number(nvalue), svalue });
});

test('what is not known yet waits; only what it shows touches it', () => {
  const [device] = domoticzDevices('# the roof\n\n  7 roof pv.power; pv.energy \r\n');
  expect(device).toBeDefined();
  expect(sent('7 roof pv.power pv.energy', { 'pv.power': 1 })).toBeUndefined();
  expect(device && [shows(device, ['pv.energy']), shows(device, ['grid.power'])]).toEqual([true, false]);
});

test('a line that is none is named', () => {
  for (const line of ['', '#', 'x roof pv.power', '0 roof pv.power', '7 roof', '7 roof pv.powr', '7 roof pv.power x'])
    expect(() => domoticzDevices(line), `line ${line}`).toThrow(/it takes one line|this is none/);
  expect(() => domoticzDevices('1 roof pv.power\n'.repeat(501))).toThrow('at most 500');
});
