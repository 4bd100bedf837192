// Devices put together from topics: the file they become, what it gives, and what is left to its writer.
import { describe, expect, test } from 'vitest';
import { toUtf8 } from '#core/bytes.ts';
import type { OwnDraft } from '#core/own-device.ts';
import { inEnglish } from '#core/reason.ts';
import { fc } from '#tools/testkit/property.ts';
import { commonPrefix, ownDefinition, ownDeviceIn, ownFile, ownPreview, prefixOf } from './own-file.ts';
import { readDevice } from './read-device.ts';

const pump: OwnDraft = {
  title: 'Pool pump',
  kind: 'relay',
  rows: [
    {
      label: 'Power',
      topic: 'garage/pump/state',
      path: 'el/kw',
      type: 'number',
      metric: 'relay.power.1',
      unit: 'W',
      scale: 1000,
    },
    { label: 'Running', topic: 'garage/pump/on', type: 'switch', metric: 'relay.on.1', holds: true },
    { label: 'Outside', topic: 'weather/temp', type: 'number', unit: '°C' },
  ],
  everySeconds: 90,
};

test.each([
  [['garage/pump/state', 'garage/pump/on'], 'garage/pump'],
  [['garage/temp'], 'garage'],
  [['temp'], ''],
  [['a/b', 'c/d'], ''],
  [['a/b', 'a/b/c'], 'a'],
  [['a/b', 'a/b'], 'a'],
])('what %j have in common', (topics, prefix) => expect(commonPrefix(topics)).toBe(prefix));

test('a device has a prefix also where its topics have none in common', () => {
  expect(prefixOf(pump)).toBe('garage');
  expect(prefixOf({ ...pump, prefix: 'garage/pump' })).toBe('garage/pump');
});

describe('a file', () => {
  const place = { id: 'own-pool-pump', prefix: 'garage/pump' };

  test('is read like any other, and back', () => {
    const text = ownFile(pump, place);
    expect(text).toContain('{prefix}/state');
    expect(text).toContain('topic: weather/temp');
    const read = readDevice({ name: 'own-pool-pump.yaml', text });
    expect('problems' in read ? read.problems.map(inEnglish) : read.definition.id).toBe('own-pool-pump');
    const back = ownDeviceIn(text, 'own-pool-pump.yaml');
    expect(back).toMatchObject({ id: 'own-pool-pump', title: 'Pool pump', kind: 'relay', everySeconds: 90 });
    expect(back?.rows[0]).toEqual({ ...pump.rows[0], topic: '{prefix}/state' });
    expect(back?.rows[2]).toEqual(pump.rows[2]);
  });

  test('with more than the page knows is left to its writer', () => {
    const text = ownFile(pump, place);
    expect(ownDeviceIn(`${text}settings: []\n`, 'x.yaml')).toBeUndefined();
    expect(ownDeviceIn(text.replace('holds: true', 'on: [run]'), 'x.yaml')).toBeUndefined();
    expect(ownDeviceIn(text.replace('Own make', 'ACME'), 'x.yaml')).toBeUndefined();
    expect(ownDeviceIn('[]', 'x.yaml')).toBeUndefined();
  });

  test('whatever a person calls a value, comes back as it was', () => {
    const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((text) => /[a-z]/i.test(text));
    fc.assert(
      fc.property(words, words, (title, label) => {
        const draft: OwnDraft = { title, kind: 'sensor', rows: [{ label, topic: 'a/b', type: 'number' }] };
        const back = ownDeviceIn(ownFile(draft, place), 'x.yaml');
        expect(back).toMatchObject({ title, rows: [{ label }] });
      }),
    );
  });
});

describe('a preview', () => {
  const said: Readonly<Record<string, string>> = {
    'garage/pump/state': '{"el":{"kw":0.4215}}',
    'garage/pump/on': 'on',
    'grid/meter': '-250',
  };
  const payloadOf = (topic: string) => (said[topic] === undefined ? undefined : toUtf8(said[topic]));
  const shown = (draft: OwnDraft) =>
    ownPreview(draft, payloadOf).rows.map(({ value, reason }) => (reason === undefined ? value : inEnglish(reason)));

  test('gives values in the unit of the metric, and says where there are none', () => {
    expect(shown(pump)).toEqual([421.5, 1, 'nothing was heard on this topic yet']);
    expect(ownPreview(pump, payloadOf)).toMatchObject({ prefix: 'garage' });
  });

  test('reverses the sign of a maker who counts the other way', () => {
    const row = { label: 'Grid', topic: 'grid/meter', type: 'number', metric: 'grid.power', unit: 'W' } as const;
    const draft = (flip: boolean): OwnDraft => ({ title: 'Grid', kind: 'meter', rows: [{ ...row, flip }] });
    expect(shown(draft(false))).toEqual([-250]);
    expect(shown(draft(true))).toEqual([250]);
  });

  test('says what is wrong with a row and shows the others', () => {
    const [power, ...others] = pump.rows;
    const rows = [{ ...(power as OwnDraft['rows'][number]), unit: 'Wh' }, ...others];
    expect(shown({ ...pump, rows })).toEqual([
      expect.stringContaining('relay.power.1'),
      1,
      'nothing was heard on this topic yet',
    ]);
    const twice = {
      ...pump,
      rows: [...pump.rows.slice(0, 2), { ...others[0], label: 'Again' } as OwnDraft['rows'][number]],
    };
    expect(shown(twice)[2]).toContain('relay.on.1');
  });

  test('of a path that is not there, and of what is no object', () => {
    const at = (path: string, topic: string): OwnDraft => ({
      title: 'x',
      kind: 'sensor',
      rows: [{ label: 'Value', topic, path, type: 'number' }],
    });
    expect(shown(at('el/none', 'garage/pump/state'))).toEqual(['the last message has no such value']);
    expect(shown(at('el', 'garage/pump/on'))[0]).not.toBe(1);
  });
});

test('a draft with wildcards, placeholders or unknown metrics is no device', () => {
  const draft = (row: object): OwnDraft => ({
    title: 'x',
    kind: 'meter',
    rows: [{ label: 'P', topic: 'a/b', type: 'number', ...row }],
  });
  for (const row of [
    { topic: 'a/+' },
    { topic: 'a/{x}' },
    { topic: '$SYS/x' },
    { metric: 'grid.powr' },
    { unit: 'kW' },
    { label: '' },
  ])
    expect(ownDefinition(draft(row), { id: 'own-x', prefix: 'a' })).toHaveProperty('problems');
  expect(ownDefinition(draft({}), { id: 'own-x', prefix: 'a' })).toHaveProperty('definition');
});
