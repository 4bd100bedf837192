import { describe, expect, test } from 'vitest';
import { toUtf8 } from '#core/bytes.ts';
import type { MqttDefinition } from '../definition.ts';
import { readings } from '../readings.ts';
import { shellyGen1, shellyGen1Em, shellyGen1Em3 } from './gen1.ts';

// Recorded topics of a 3EM and a plug ([shelly-gen1]).
const prefix = 'shellies/shellyem3-244CAB4354E2';

function metrics(definition: MqttDefinition, said: Readonly<Record<string, string>>): Record<string, unknown> {
  const all: Record<string, unknown> = {};
  for (const [topic, payload] of Object.entries(said)) {
    const content = definition.dialect.read(prefix, `${prefix}/${topic}`, toUtf8(payload));
    if (content.kind !== 'state') throw new Error(`${topic}: ${content.kind}`);
    const { metric, value } = readings(definition, definition.decode(content.state));
    for (const [index, id] of metric.entries()) all[id] = value[index];
  }
  return all;
}

describe('Shelly of the first generation', () => {
  test('a relay: watt-minutes are watt-hours, an overload is off', () => {
    expect(
      metrics(shellyGen1, {
        'relay/0': 'on',
        'relay/0/power': '41.53',
        'relay/0/energy': '81180',
        'relay/1': 'overpower',
        temperature: '44.28',
        'input/0': '0',
      }),
    ).toEqual({
      'relay.on.1': 1,
      'relay.power.1': 41.53,
      'load.energy': 1353,
      'relay.on.2': 0,
      'device.temperature': 44.28,
    });
  });

  test('three phases, export negative; totals are watt-hours', () => {
    expect(
      metrics(shellyGen1Em3, {
        'emeter/0/power': '-325.64',
        'emeter/0/pf': '-0.98',
        'emeter/0/voltage': '233.42',
        'emeter/0/total': '1193021.4',
        'emeter/0/total_returned': '97640.1',
      }),
    ).toEqual({
      'grid.power.l1': -325.64,
      'grid.power_factor.l1': -0.98,
      'grid.voltage.l1': 233.42,
      'grid.energy.import.l1': 1_193_021.4,
      'grid.energy.export.l1': 97_640.1,
    });
  });

  test('the second channel of an EM is a meter of its own', () => {
    const state = {
      'emeter:0': { power: '-20.5' },
      'emeter:1': { power: '812.3', total: '5001.5', total_returned: '0' },
    };
    const { metric, value } = readings(shellyGen1Em, shellyGen1Em.decode(state));
    expect(metric.map((id, index) => [id, value[index]])).toEqual([
      ['grid.power', -20.5],
      ['meter.power.2', 812.3],
      ['meter.energy.forward.2', 5001.5],
      ['meter.energy.backward.2', 0],
    ]);
  });

  test('the sum needs all three phases', () => {
    const phase = (power: string) => ({ power });
    const sumOf = (state: object): unknown => {
      const { metric, value } = readings(shellyGen1Em3, shellyGen1Em3.decode({ ...state }));
      return value[metric.indexOf('grid.power')];
    };
    expect(sumOf({ 'emeter:0': phase('100'), 'emeter:1': phase('-30.5'), 'emeter:2': phase('0') })).toBe(69.5);
    expect(sumOf({ 'emeter:0': phase('100'), 'emeter:1': phase('nan'), 'emeter:2': phase('0') })).toBeUndefined();
  });

  test('what is no number is absent, never 0', () => {
    const { values, problems } = shellyGen1Em.decode({
      'emeter:0': { power: '12 W', voltage: 'unavailable', total: '' },
    });
    expect(values.filter((value) => value !== undefined)).toEqual([]);
    expect(problems).toHaveLength(1);
  });

  test.each([
    ['shellies/shellyem3-244CAB4354E2/online', 'true', 'shelly-gen1-3em'],
    ['shellies/shellyplug-s-6A6375/online', 'true', 'shelly-gen1'],
    [
      'shellies/cellar/announce',
      '{"id":"cellar","model":"SHEM","mac":"244CAB4354E2","fw_ver":"1.11.8"}',
      'shelly-gen1-em',
    ],
    ['shellies/boiler/relay/0', 'off', 'shelly-gen1'],
    // A later generation under the same first level, and nonsense.
    ['shellies/plus1pm/online', 'true', undefined],
    ['shellies/x/announce', '{"id":"shellyplus1-a","model":"SNSW-001X16EU","gen":2}', undefined],
    ['shellies/boiler/relay/0', 'maybe', undefined],
    ['shellies//online', 'true', undefined],
  ])('%s %s shows %s', (topic, payload, definition) => {
    const found = shellyGen1.dialect.discover(topic, toUtf8(payload));
    expect(found?.definition).toBe(definition);
    expect(found === undefined || topic.startsWith(`${found.prefix}/`)).toBe(true);
  });

  test('it is asked to send everything, and a command is a word', () => {
    const to = { prefix: 'shellies/a', replyTo: 'r', id: 1 };
    expect(shellyGen1.dialect.askState?.(to)).toContainEqual({ topic: 'shellies/a/command', payload: 'update' });
    expect(shellyGen1.dialect.request(to, 'relay/1/command on')).toEqual({
      topic: 'shellies/a/relay/1/command',
      payload: 'on',
    });
  });
});
