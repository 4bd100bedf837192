import { describe, expect, test } from 'vitest';
import { metricsOfMessages, said, shownAs } from '../testing/messages.ts';
import { homesyncMeter, homesyncNode } from './node.ts';

const prefix = 'homesync/abc123/nodes/node-001';
const at = (topic: string): string => `${prefix}/${topic}`;
const read = (topic: string, payload: string) => said(homesyncNode, prefix, [at(topic), payload]);

describe('nodes under homesync', () => {
  test('plain numbers, each under its topic', () => {
    const messages = {
      [at('telemetry/power')]: '125.5',
      [at('telemetry/voltage')]: '229.8',
      [at('telemetry/energy')]: '38',
      [at('telemetry/relay')]: 'on',
      [at('telemetry/rssi')]: '-61',
    };
    expect(metricsOfMessages(homesyncNode, prefix, messages)).toEqual({
      'relay.power.1': 125.5,
      'load.voltage': 229.8,
      'load.energy': 38,
      'relay.on.1': 1,
      'device.signal': -61,
    });
    expect(metricsOfMessages(homesyncMeter, prefix, messages)).toMatchObject({
      'grid.power': 125.5,
      'grid.energy.import': 38,
    });
  });

  test.each([
    ['{"value":125.5,"quality":98,"timestamp":1785000000}', { power_1: 125.5 }, 1_785_000_000_000, undefined],
    [
      '{"value":1.2,"unit":"kW","quality":"good","time":"2026-07-25T17:20:00Z"}',
      { power_1: 1200 },
      1_785_000_000_000,
      undefined,
    ],
    ['{"value":7,"quality":20,"ts":1785000000123}', { power_1: 7 }, 1_785_000_000_123, 'estimated'],
    ['{"value":7,"quality":0}', { power_1: null }, undefined, undefined],
    ['{"value":7,"time":"yesterday"}', { power_1: 7 }, undefined, undefined],
  ] as const)('an object with quality and time: %s', (...[payload, telemetry, atMs, quality]) => {
    const content = read('telemetry/power', payload);
    expect(content).toMatchObject({ kind: 'state', state: { telemetry } });
    expect(content.kind === 'state' ? [content.atMs, content.quality] : []).toEqual([atMs, quality]);
  });

  test('what is no number is absent, never 0', () => {
    for (const payload of ['nan', '', 'n/a', '{"value":null}', '{"value":"much"}'])
      expect(metricsOfMessages(homesyncNode, prefix, { [at('telemetry/power')]: payload })).toEqual({});
    expect(read('telemetry/power', '{"value":').kind).toBe('malformed');
  });

  test('its presence tells firmware and strength of the radio; the will is a word', () => {
    expect(read('status', '{"status":"online","firmware":"1.4.2","rssi":-58}')).toEqual({
      kind: 'online',
      online: true,
      state: { status: { firmware: '1.4.2', rssi: -58 } },
    });
    expect(read('status', 'offline')).toMatchObject({ kind: 'online', online: false });
    expect(read('status', 'soon').kind).toBe('malformed');
  });

  test.each([
    ['{"success":true,"newState":"on","relay":2}', { kind: 'response', state: { telemetry: { relay_2: 'on' } } }],
    ['off', { kind: 'response', state: { telemetry: { relay_1: 'off' } } }],
    ['{"success":false,"error":"overload"}', { kind: 'response', refused: { code: 'outside.said' } }],
    ['{"status":"error"}', { kind: 'response', refused: { code: 'device.no-reason' } }],
  ])('answers a command: %s', (payload, content) => expect(read('response/command', payload)).toMatchObject(content));

  test('another home or node is none of its own', () => {
    for (const topic of ['homesync/other/nodes/node-001/status', 'homesync/abc123/nodes/node-002/status'])
      expect(said(homesyncNode, prefix, [topic, 'online']).kind).toBe('other');
  });

  test('shows itself', () => {
    expect(shownAs(homesyncNode, at('telemetry/power'), '5')).toBe(`${prefix} → homesync-node`);
    expect(shownAs(homesyncNode, 'homesync/abc123/telemetry/power', '5')).toBeUndefined();
  });
});
