// A draft from the schema of its kind, and what is sent of it.
import { expect, test } from 'vitest';
import { outputKinds } from '#api/outputs/kinds.ts';
import type { Output, OutputKinds } from '#api/outputs.ts';
import { bandsOf, changeOf, draftOf, fieldsOf, isSeconds, isWhole } from './output-draft.ts';

const kinds = JSON.parse(
  JSON.stringify({ kinds: Object.entries(outputKinds).map(([kind, settings]) => ({ kind, settings })) }),
) as OutputKinds;

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
    },
    isOn: false,
    hasSecret: true,
    state: { state: 'off', sinceMs: 0, sent: 0, waiting: 0, bytes: 0, dropped: 0 },
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
});
