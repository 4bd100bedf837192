import { describe, expect, test } from 'vitest';
import { metricsOfMessages, said, shownAs } from '../testing/messages.ts';
import { zigbee2mqttMeter, zigbee2mqttPlug } from './zigbee2mqtt.ts';

// Examples of the documentation ([zigbee2mqtt]).
const plug =
  '{"state":"ON","power":12.3,"current":0.07,"voltage":231,"energy":45.12,"linkquality":120,"last_seen":"2026-01-01T12:00:00Z"}';
const clamps =
  '{"power_a":812.5,"energy_flow_a":"producing","power_b":40,"energy_flow_b":"consuming","energy_a":3.2,"linkquality":90}';

describe('zigbee2mqtt', () => {
  test('a plug whose name holds a slash', () => {
    const prefix = 'zigbee2mqtt/cellar/freezer';
    expect(metricsOfMessages(zigbee2mqttPlug, prefix, { [prefix]: plug })).toEqual({
      'relay.on.1': 1,
      'relay.power.1': 12.3,
      'load.energy': 45_120,
      'load.voltage': 231,
    });
    expect(zigbee2mqttPlug.dialect.filters(prefix, 'r')).toEqual([
      prefix,
      `${prefix}/availability`,
      'zigbee2mqtt/bridge/state',
    ]);
    expect(zigbee2mqttPlug.dialect.request({ prefix, replyTo: 'r', id: 1 }, 'set {"state":"ON"}')).toEqual({
      topic: `${prefix}/set`,
      payload: '{"state":"ON"}',
    });
  });

  test('a plug with two sockets', () => {
    const payload = '{"state_l1":"ON","state_l2":"OFF","linkquality":1}';
    expect(metricsOfMessages(zigbee2mqttPlug, 'zigbee2mqtt/p', { 'zigbee2mqtt/p': payload })).toEqual({
      'relay.on.1': 1,
      'relay.on.2': 0,
    });
  });

  test('a meter with clamps gives amount and direction apart', () => {
    expect(metricsOfMessages(zigbee2mqttMeter, 'zigbee2mqtt/m', { 'zigbee2mqtt/m': clamps })).toEqual({
      'grid.power': -812.5,
      'meter.power.2': 40,
    });
  });

  test.each([
    ['zigbee2mqtt/p/availability', '{"state":"offline"}', { kind: 'online', online: false }],
    ['zigbee2mqtt/p/availability', 'online', { kind: 'online', online: true }],
    ['zigbee2mqtt/bridge/state', '{"state":"offline"}', { kind: 'online', online: false }],
    ['zigbee2mqtt/p', 'hello', { kind: 'malformed' }],
    ['zigbee2mqtt/p/set', '{"state":"ON"}', { kind: 'other' }],
  ])('%s %s', (topic, payload, content) =>
    expect(said(zigbee2mqttPlug, 'zigbee2mqtt/p', [topic, payload])).toMatchObject(content),
  );

  test.each([
    ['zigbee2mqtt/cellar/freezer', plug, 'zigbee2mqtt/cellar/freezer → zigbee2mqtt-plug'],
    ['zigbee2mqtt/main', clamps, 'zigbee2mqtt/main → zigbee2mqtt-meter'],
    ['zigbee2mqtt/door', '{"contact":true,"linkquality":50}', undefined],
    ['zigbee2mqtt/bridge/info', '{"state":"ON","linkquality":50}', undefined],
  ])('%s shows %s', (topic, payload, shown) => expect(shownAs(zigbee2mqttPlug, topic, payload)).toBe(shown));
});
