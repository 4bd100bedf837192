// A device of one's own that speaks over MQTT: its topics, its settings, and what is wrong with a document.
import { describe, expect, test } from 'vitest';
import { inEnglish } from '#core/reason.ts';
import type { MqttDefinition } from '../definition.ts';
import { metricsOfMessages, said } from '../testing/messages.ts';
import { userDefinition } from './user-device.ts';

const base = {
  id: 'mine',
  kind: 'meter',
  maker: 'Me',
  title: 'Mine',
  topics: [
    { topic: '{prefix}/power', label: 'Power', unit: 'W', metric: 'grid.power', flip: true },
    {
      topic: 'homeassistant/sensor/energy/state',
      label: 'Energy',
      unit: 'Wh',
      scale: 1000,
      metric: 'grid.energy.import',
    },
    { topic: '{prefix}/all', path: 'phases/0/volt', label: 'Voltage', unit: 'V', metric: 'grid.voltage.l1' },
    { topic: '{prefix}/pump', type: 'switch', label: 'Pump', metric: 'relay.on.1', holds: true },
    { topic: '{prefix}/limit', label: 'Limit', unit: 'W' },
  ],
  online: { topic: '{prefix}/lwt', online: 'here', offline: 'gone' },
  settings: [
    {
      name: 'set_pump',
      title: 'Pump',
      topic: '{prefix}/pump/set',
      options: { '1': 'on', '0': 'off' },
      shown_by: 'pump',
      serves: { set_point: 'relay.on.1', words: { on: 'on', off: 'off' } },
    },
    {
      name: 'set_limit',
      title: 'Limit',
      topic: 'ctrl/limit',
      send: '{"w":{value}}',
      unit: 'W',
      min: 0,
      max: 3000,
      step: 10,
      shown_by: 'limit',
    },
  ],
};

function definitionOf(document: object): MqttDefinition {
  const outcome = userDefinition(document);
  if (!('definition' in outcome)) throw new Error(JSON.stringify(outcome.problems));
  if (outcome.definition.mode !== 'mqtt') throw new Error('an MQTT device');
  return outcome.definition;
}

const problems = (changes: object): readonly string[] => {
  const outcome = userDefinition({ ...base, ...changes });
  return 'problems' in outcome ? outcome.problems.map(({ path, why }) => `${path.join('.')}: ${inEnglish(why)}`) : [];
};

describe('a device of one’s own at the broker', () => {
  test('values of topics, of objects, and of topics elsewhere', () => {
    const definition = definitionOf(base);
    const messages = {
      'cellar/power': '-1200.5',
      'homeassistant/sensor/energy/state': '12.5',
      'cellar/all': '{"phases":[{"volt":231.2}]}',
      'cellar/pump': 'ON',
    };
    expect(metricsOfMessages(definition, 'cellar', messages)).toEqual({
      'grid.power': 1200.5,
      'grid.energy.import': 12_500,
      'grid.voltage.l1': 231.2,
      'relay.on.1': 1,
    });
    expect(said(definition, 'cellar', ['cellar/lwt', 'gone'])).toEqual({ kind: 'online', online: false });
    expect(said(definition, 'cellar', ['cellar/pump', 'ON'])).toMatchObject({ holds: true });
    expect(metricsOfMessages(definition, 'cellar', { 'homeassistant/sensor/energy/state': 'unavailable' })).toEqual({});
  });

  test('its settings are messages, inside their limits', () => {
    const { dialect, writes } = definitionOf(base);
    const message = (index: number, value: number | string) => {
      const request = writes[index]?.request(value);
      return request === undefined ? undefined : dialect.request({ prefix: 'my cellar', replyTo: 'r', id: 1 }, request);
    };
    expect(message(0, 'on')).toEqual({ topic: 'my cellar/pump/set', payload: '1' });
    expect(message(1, 800)).toEqual({ topic: 'ctrl/limit', payload: '{"w":800}' });
    expect([message(0, 'toString'), message(1, 805), message(1, 3010), message(1, '800')]).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
  });

  test('a value with an offset: degrees Fahrenheit are degrees Celsius', () => {
    const warm = {
      topic: '{prefix}/warm',
      label: 'Warm',
      unit: '°C',
      scale: 5 / 9,
      offset: -160 / 9,
      metric: 'device.temperature',
    };
    const definition = definitionOf({ ...base, topics: [...base.topics, warm] });
    const read = (text: string) => metricsOfMessages(definition, 'p', { 'p/warm': text })['device.temperature'];
    expect([read('212'), read('32'), read('-40')]).toEqual([100, 0, -40]);
    expect(problems({ topics: [...base.topics, { topic: 'a', label: 'Word', type: 'text', offset: 1 }] })).toHaveLength(
      1,
    );
  });

  test.each([
    [{ topics: [{ topic: '#', label: 'All' }] }, /topics\.0\.topic: .*a topic such as/],
    [{ topics: [{ topic: 'a/{x}', label: 'All' }] }, /a topic such as/],
    [{ topics: [{ ...base.topics[0], unit: 'V' }] }, /W/],
    [{ topics: [base.topics[2], { topic: '{prefix}/all', label: 'Bare' }] }, /needs a path/],
    [{ examples: [{ topic: 'elsewhere', payload: '1' }] }, /no value comes on this topic/],
    [{ examples: [{ topic: '{prefix}/power', payload: '5', expect: { 'grid.power': 5 } }] }, /-5/],
    [{ settings: [{ ...base.settings[0], shown_by: 'pmup' }] }, /did you mean pump/],
  ])('%o is wrong', (changes, found) => expect(problems(changes).join('\n')).toMatch(found));
});
