// Devices that the settings of an output name: each kind says which, and one that is none is told.
import { expect, test } from 'vitest';
import type { OutputSettings } from '#core/output.ts';
import { assertWaits, setKind } from './kinds.ts';
import { assertDevices } from './named-devices.ts';

const known = { ids: ['roof', 'a1'], names: ['Roof of the shed', 'Pack'] };
const wrong = (settings: OutputSettings): string | undefined => {
  try {
    assertDevices(setKind(settings), known);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const meter = { address: '127.0.0.1' };
const cases: readonly (readonly [string, (device: string) => OutputSettings])[] = [
  ['settings.former', (device) => ({ kind: 'home-assistant', former: `roof = mpp\n${device} = x` }) as OutputSettings],
  ['settings.devices', (device) => ({ kind: 'domoticz', devices: `12 roof pv.power\n13 ${device} pv.power` }) as never],
  ['settings.voltage', (device) => ({ kind: 'pvoutput', system: '1', voltage: `${device} grid.voltage` }) as never],
  [
    'settings.temperature',
    (device) => ({ kind: 'pvoutput', system: '1', temperature: `${device} grid.voltage` }) as never,
  ],
  ['settings.device', (device) => ({ kind: 'shelly-meter', ...meter, device }) as OutputSettings],
  ['settings.device', (device) => ({ kind: 'sma-meter', ...meter, device }) as OutputSettings],
  ['settings.device', (device) => ({ kind: 'sunspec-meter', ...meter, device }) as OutputSettings],
];

test.each(cases)('%s names devices of the home', (field, settings) => {
  expect(wrong(settings('roof'))).toBeUndefined();
  expect(wrong(settings('rof'))).toContain(`${field}: the home has no device rof; did you mean roof?`);
});

test('a line of Home Assistant may give the name of a device, too; a meter none at all', () => {
  expect(wrong({ kind: 'home-assistant', former: 'Pack = mpp' } as OutputSettings)).toBeUndefined();
  expect(wrong({ kind: 'sma-meter', ...meter })).toBeUndefined();
});

test('a bound of what waits is for kinds that keep it on the disk', () => {
  const of = (settings: object) => setKind(settings as OutputSettings);
  expect(() => assertWaits({ waitingMb: 8 }, of({ kind: 'home-assistant' }))).toThrow('filter.waitingMb');
  expect(() => assertWaits({ waitingMb: 8 }, of({ kind: 'mqtt', backlog: 'newest' }))).toThrow('filter.waitingMb');
  expect(() => assertWaits({ waitingMb: 8 }, of({ kind: 'mqtt' }))).not.toThrow();
});
