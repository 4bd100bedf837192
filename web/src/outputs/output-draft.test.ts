// A draft from the schema of its kind, and what is sent of it.
import { expect, test } from 'vitest';
import { outputKinds } from '#api/outputs/kinds.ts';
import type { Output, OutputKinds } from '#api/outputs.ts';
import {
  isDeviceIn,
  withDevice,
  bandsOf,
  changeOf,
  isCondition,
  isFilterWhole,
  namesOf,
  draftOf,
  fieldsOf,
  isSeconds,
  isWaiting,
  isWhole,
  tooMuchFor,
} from './output-draft.ts';

const kinds = JSON.parse(
  JSON.stringify({ kinds: Object.entries(outputKinds).map(([kind, settings]) => ({ kind, settings })) }),
) as OutputKinds;

test('a bound that is less than what waits is told before it is saved', () => {
  const mebibyte = 1024 * 1024;
  expect(tooMuchFor('2', 3 * mebibyte)).toBe(3);
  expect(tooMuchFor('3', 3 * mebibyte)).toBeUndefined();
  expect(tooMuchFor('', 600 * mebibyte)).toBe(600);
  expect(tooMuchFor('many', 600 * mebibyte)).toBeUndefined();
});

test('the fields of a kind follow from its schema, with what they begin with', () => {
  const fields = fieldsOf(kinds, 'mqtt');
  expect(fields.map(({ name, control }) => `${name} ${control}`)).toEqual([
    'server text',
    'ca long',
    'prefix text',
    'form choice',
    'qos choice',
    'retain check',
    'backlog choice',
  ]);
  expect(fieldsOf(kinds, 'pigeon')).toEqual([]);
  const draft = draftOf(kinds, undefined, 'mqtt');
  expect(draft.settings).toMatchObject({ server: '', form: 'plain', qos: '1', retain: true, backlog: 'all' });
  expect(isWhole(draft)).toBe(false);
  expect(changeOf({ ...draft, name: ' Cellar ' }, fields)).toEqual({
    name: 'Cellar',
    settings: { kind: 'mqtt', form: 'plain', qos: 1, retain: true, backlog: 'all' },
    filter: {},
    isOn: true,
  });
});

test('an output that is shown and sent again is the same', () => {
  const output: Output = {
    id: 'a',
    name: 'Cellar',
    settings: { kind: 'mqtt', server: 'mqtt://h:1883', form: 'json', qos: 0, retain: false, backlog: 'newest' },
    filter: {
      devices: ['roof'],
      exceptDevices: ['pack'],
      metrics: ['pv.*', 'grid.power'],
      exceptMetrics: ['pv.energy'],
      everySeconds: 5,
      changesOnly: true,
      deadBands: [{ metrics: 'grid.power', by: 20.5 }],
      againSeconds: 600,
      onlyWhen: 'battery.soc > 30 %',
      names: { devices: [{ from: 'roof', to: 'Dach' }], metrics: [{ from: 'battery.*', to: 'akku.*' }] },
      waitingMb: 64,
    },
    isOn: false,
    hasSecret: true,
    hasClientKey: false,
    state: { state: 'off', sinceMs: 0, sent: 0, waiting: 0, bytes: 0, dropped: 0, refused: 0 },
  };
  const { name, settings, filter, isOn } = output;
  const draft = draftOf(kinds, output, 'mqtt');
  expect(changeOf(draft, fieldsOf(kinds, 'mqtt'))).toEqual({ name, settings, filter, isOn });
  expect(changeOf({ ...draft, secret: 'pw' }, [])).toMatchObject({ secret: 'pw' });
});

test('what is no number is told', () => {
  expect(bandsOf('grid.power 20, battery.soc: 1')).toEqual([
    { metrics: 'grid.power', by: 20 },
    { metrics: 'battery.soc', by: 1 },
  ]);
  for (const text of ['grid.power', 'grid.power x', 'grid.power -1', 'a 1 2']) expect(bandsOf(text)).toBeUndefined();
  expect(['', '1', '86400', '0', '1.5', '86401', 'x'].filter(isSeconds)).toEqual(['', '1', '86400']);
  expect(['', '1', '4096', '0', '1.5', '4097', 'x'].filter(isWaiting)).toEqual(['', '1', '4096']);
});

test('conditions and names are told when they are none', () => {
  expect(namesOf('roof = Dach, pack=akku')).toEqual([
    { from: 'roof', to: 'Dach' },
    { from: 'pack', to: 'akku' },
  ]);
  for (const text of ['roof', 'roof =', '= x', 'a = b = c']) expect(namesOf(text)).toBeUndefined();
  expect(['', ' ', 'battery.soc > 30 %', 'battery.soc > 30 W', 'battery.soc'].map(isCondition)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
  const { filter } = draftOf(kinds, undefined, 'mqtt');
  expect(isFilterWhole({ ...filter, onlyWhen: 'nonsense' })).toBe(false);
  expect(isFilterWhole({ ...filter, deviceNames: 'roof' })).toBe(false);
});

test('devices of a list are shown as they are let through, and one that is ticked comes into it', () => {
  const filter = { ...draftOf(kinds, undefined, 'mqtt').filter, rest: { devices: ['roof'] } };
  expect(['roof', 'pack'].map((id) => isDeviceIn(filter, id))).toEqual([true, false]);
  const both = withDevice(filter, 'pack', true);
  expect(both).toMatchObject({ exceptDevices: [], rest: { devices: ['roof', 'pack'] } });
  const without = withDevice(both, 'roof', false);
  expect(['roof', 'pack'].map((id) => isDeviceIn(without, id))).toEqual([false, true]);
  expect(withDevice(without, 'roof', true)).toMatchObject({ exceptDevices: [], rest: { devices: ['roof', 'pack'] } });
});
