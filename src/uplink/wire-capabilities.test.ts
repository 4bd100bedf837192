// What a home says can be set on its devices is shown to people elsewhere, judged by their automation and announced to their Home Assistant.
import { expect, test } from 'vitest';
import { sentDeviceIn } from './wire.ts';

const device = { id: 'a', name: 'A', definition: 'pi30', title: 'T', kind: 'inverter', identity: {}, intervalMs: 1000 };
const capability = {
  name: 'relay.on.1',
  setPoint: 'relay.on.1',
  title: 'Relay 1',
  value: { kind: 'binary' },
  dangerous: false,
  readable: true,
  stored: false,
  settings: ['output.1'],
};
const taken = (...capabilities: readonly unknown[]) => sentDeviceIn({ ...device, capabilities }).capabilities;
const asNumber = { kind: 'number', unit: 'A', min: 0, max: 60, step: 1 };

test('what is of the form is taken as it was told, and nothing besides', () => {
  const timed = { ...capability, timed: { mostSeconds: 60 }, wear: { used: 1, mostADay: 20 } };
  const number = { ...capability, value: { ...asNumber, ranges: [[0, 10]] } };
  const choice = { ...capability, value: { kind: 'choice', options: ['a', 'b'] } };
  expect(taken(timed, number, choice)).toEqual([timed, number, choice]);
  expect(taken({ ...capability, more: 'x' })).toEqual([capability]);
  expect(taken()).toEqual([]);
  expect(sentDeviceIn(device)).not.toHaveProperty('capabilities');
});

test.each([
  // Home Assistant would run it as a template.
  ['a name that is not its set-point', { name: "relay.on.1'] }}{{ states.x" }],
  ['a set-point that is none', { name: 'throne', setPoint: 'throne' }],
  ['a choice without its words', { value: { kind: 'choice' } }],
  ['a choice of something else', { value: { kind: 'choice', options: [{}] } }],
  ['a choice without end', { value: { kind: 'choice', options: Array.from({ length: 201 }, () => 'x') } }],
  ['a number without limits', { value: { kind: 'number', unit: 'A' } }],
  ['limits that are no numbers', { value: { ...asNumber, max: '60' } }],
  ['a step that goes nowhere', { value: { ...asNumber, step: -1 } }],
  ['ranges that are none', { value: { ...asNumber, ranges: [[0]] } }],
  // A pattern is run in the browser of whoever looks.
  ['a text with a pattern', { value: { kind: 'text', pattern: '(a+)+$', example: 'a' } }],
  ['a value that is none', { value: [] }],
  ['settings that are none', { settings: [{}] }],
  ['a title without end', { title: 'x'.repeat(201) }],
  ['half a character', { title: '\ud83d' }],
  ['no word on danger', { dangerous: 'no' }],
])('%s is left out', (_what, wrong) => expect(taken({ ...capability, ...wrong }, capability)).toEqual([capability]));

test('a list that is none, or without end, is no device', () => {
  expect(() => sentDeviceIn({ ...device, capabilities: 'all' })).toThrow('capabilities');
  expect(() => taken(...Array.from({ length: 201 }, () => capability))).toThrow('capabilities');
});

test('the name of a circuit is one line of whole characters', () => {
  const nameOf = (name: string) => sentDeviceIn({ ...device, measures: { kind: 'circuit', name } }).measures?.name;
  expect(nameOf(`${'x'.repeat(79)}😀`)).toBe('x'.repeat(79));
  expect(nameOf('Boiler\n\u202egrid')).toBe('Boiler \\u{202e}grid');
});
