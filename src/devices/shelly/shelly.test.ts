import { external } from '#core/message-params.ts';
import { because, inEnglish } from '#core/reason.ts';
import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { readings } from '../readings.ts';
import { shellyDialect } from './dialect.ts';
import type { MqttDefinition } from '../definition.ts';
import { shellySensor, shellySwitch } from './by-parts.ts';
import { shellyEm } from './em.ts';
import { shellyPro3 } from './pro3.ts';
import { shellyPro3em } from './pro3em.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const json = (value: unknown): Uint8Array => utf8(JSON.stringify(value));

// Recorded: [shelly-rpc], transcripts (a Pro 3EM of firmware 0.14, whose power factor has the wrong sign; its phases b and c
// are shortened there and left out here), and §6, fixture of firmware 1.1.0.
const recordedStatus =
  '{"id":1,"src":"shellypro3em-ec6260890b50","dst":"shellypro3em-ec6260890b50-GetStatus","result":{"ble":{},"cloud":{"connected":true},"em:0":{"id":0,"a_current":3.761,"a_voltage":121.7,"a_act_power":342.8,"a_aprt_power":457.5,"a_pf":-0.80,"b_current":8.109,"n_current":null,"total_current":11.896,"total_act_power":1300.252,"total_aprt_power":1441.226,"user_calibrated_phase":[]},"emdata:0":{"id":0,"a_total_act_energy":1075513.08,"a_total_act_ret_energy":0.00,"total_act":2852055.81,"total_act_ret":0.00},"eth":{"ip":null},"modbus":{},"mqtt":{"connected":true},"sys":{"mac":"EC6260890B50","restart_required":false,"time":"10:54","unixtime":1682952865,"uptime":260530},"temperature:0":{"id":0,"tC":47.0,"tF":116.5},"wifi":{"sta_ip":"192.168.15.68","status":"got ip","ssid":"Example","rssi":-52},"ws":{"connected":false}}}';
const recordedEm =
  '{"id":0,"a_act_power":375.5,"a_aprt_power":547.4,"a_current":2.392,"a_freq":50.0,"a_pf":0.76,"a_voltage":229.0,"n_current":null,"total_act_power":558.965,"total_aprt_power":882.413,"total_current":3.856,"user_calibrated_phase":[]}';
const recordedSwitch =
  '{"src":"shellyplus1pm-4417939341dc","dst":"shellies/plus1pm/events","method":"NotifyStatus","params":{"ts":1661517432.85,"switch:0":{"id":0,"output":true,"source":"WS_in"}}}';

const id = 'shellypro3em-ec6260890b50';
const read = (topic: string, payload: Uint8Array | string, prefix = id) =>
  shellyDialect.read(prefix, topic, typeof payload === 'string' ? utf8(payload) : payload);

function metrics(
  state: Readonly<Record<string, unknown>>,
  definition: MqttDefinition = shellyPro3em,
): Record<string, unknown> {
  const { metric, value } = readings(definition, definition.decode(state));
  return Object.fromEntries(metric.map((name, index) => [name, value[index]]));
}

function stateOf(topic: string, payload: Uint8Array | string, prefix = id): Readonly<Record<string, unknown>> {
  const content = read(topic, payload, prefix);
  if ('state' in content && content.state !== undefined) return content.state;
  throw new Error(`no state: ${JSON.stringify(content)}`);
}

describe('what a Shelly says', () => {
  test('a recorded answer to Shelly.GetStatus', () => {
    expect(read('solstead/a/rpc', recordedStatus)).toMatchObject({ kind: 'response', id: 1 });
    expect(metrics(stateOf('solstead/a/rpc', recordedStatus))).toEqual({
      'grid.power.l1': 342.8,
      'grid.voltage.l1': 121.7,
      'grid.current.l1': 3.761,
      'grid.power_factor.l1': -0.8,
      'grid.current.l2': 8.109,
      'grid.current': 11.896,
      'grid.power': 1300.252,
      'grid.power_apparent': 1441.226,
      'grid.energy.import.l1': 1_075_513.08,
      'grid.energy.export.l1': 0,
      'grid.energy.import': 2_852_055.81,
      'grid.energy.export': 0,
      'device.temperature': 47,
      'device.signal': -52,
      'device.uptime': 260_530,
    });
  });

  test('a recorded status of one component', () => {
    expect(metrics(stateOf(`${id}/status/em:0`, recordedEm))).toMatchObject({
      'grid.power': 558.965,
      'grid.frequency': 50,
      'grid.voltage.l1': 229,
    });
  });

  test('a recorded notification under a custom prefix with slashes', () => {
    expect(read('shellies/plus1pm/events/rpc', recordedSwitch, 'shellies/plus1pm')).toEqual({
      kind: 'state',
      atMs: 1_661_517_432_850,
      state: { 'switch:0': { id: 0, output: true, source: 'WS_in' } },
    });
    expect(metrics(stateOf('shellies/plus1pm/events/rpc', recordedSwitch, 'shellies/plus1pm'), shellyPro3)).toEqual({
      'relay.on.1': 1,
    });
  });

  test('export is negative, null is absent, another type is a problem', () => {
    expect(metrics({ 'em:0': { total_act_power: -1200.5, a_act_power: null } })).toEqual({ 'grid.power': -1200.5 });
    const { problems } = shellyPro3em.decode({ 'em:0': { total_act_power: '12' }, wifi: 5 });
    expect(problems.map(({ why }) => inEnglish(why))).toEqual(['em:0/total_act_power is not a number']);
  });

  test('fields of the meter bear the keys of its JSON', () => {
    const meter = shellyPro3em.rows.filter(({ path }) => /^em(data)?:0/.test(path));
    expect(meter.filter(({ name, path }) => path.split('/')[1] !== name)).toEqual([]);
    expect(meter).toHaveLength(30);
  });

  test('online and offline', () => {
    expect(read(`${id}/online`, 'true')).toEqual({ kind: 'online', online: true });
    expect(read(`${id}/online`, 'false')).toEqual({ kind: 'online', online: false });
    expect(read(`${id}/online`, 'yes')).toMatchObject({ kind: 'malformed' });
  });

  test('answers: done, refused', () => {
    expect(read('solstead/a/rpc', json({ id: 7, src: id, result: { was_on: false } }))).toEqual({
      kind: 'response',
      id: 7,
      result: { was_on: false },
    });
    expect(read('solstead/a/rpc', json({ id: 7, src: id, result: null }))).toEqual({
      kind: 'response',
      id: 7,
      result: null,
    });
    expect(read('solstead/a/rpc', json({ id: 7, src: id, error: { code: -105, message: 'not found' } }))).toEqual({
      kind: 'response',
      id: 7,
      refused: because('rpc.not-found', { said: external('not found (-105)') }),
    });
  });

  test('a time stamp before the clock was set is left out', () => {
    expect(read(`${id}/events/rpc`, json({ src: id, method: 'NotifyStatus', params: { ts: 1.61, sys: {} } }))).toEqual({
      kind: 'state',
      state: { sys: {} },
    });
  });

  test.each([
    [`${id}/rpc`, json({ id: 1, src: 'app', method: 'Shelly.GetStatus' })],
    [`${id}/rpc`, json({ id: 1, src: 'app', result: {} })],
    [`${id}/debug/log`, 'shos_init'],
    [`${id}/events/rpc`, json({ src: id, method: 'NotifyEvent', params: { events: [] } })],
    ['another-device/events/rpcs', 'x'],
    [`${id}/status/em:0/more`, '{}'],
  ])('%s is none of ours', (topic, payload) => expect(read(topic, payload)).toEqual({ kind: 'other' }));

  const wrong = ['', '[', '[]', 'null', '5', '{"a":1', '\u0000'];

  test.each([`${id}/events/rpc`, 'solstead/a/rpc', `${id}/status/em:0`])(
    'hostile payloads on %s are malformed',
    (topic) => {
      expect(wrong.map((payload) => read(topic, payload).kind)).toEqual(wrong.map(() => 'malformed'));
    },
  );

  test('malformed says why', () => {
    expect(read(`${id}/events/rpc`, '{"id":1}')).toEqual({ kind: 'malformed', why: because('rpc.no-result') });
  });

  test('any JSON on any topic gives content, and any state decodes', () => {
    const topics = fc.constantFrom(
      `${id}/online`,
      `${id}/events/rpc`,
      `${id}/status/em:0`,
      'reply/rpc',
      `${id}/status/__proto__`,
    );
    const keyed = fc.dictionary(
      fc.constantFrom('em:0', 'switch:0', '__proto__', 'params', 'method', 'src', 'id', 'result'),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(topics, fc.oneof(keyed, fc.jsonValue()), (topic, value) => {
        const content = read(topic, json(value));
        const state = 'state' in content ? (content.state ?? {}) : {};
        const values = [shellyPro3em, shellyPro3].flatMap((definition) => Object.values(metrics(state, definition)));
        expect(values.filter((one) => typeof one !== 'number')).toEqual([]);
        expect(shellyDialect.discover(topic, json(value))?.prefix).not.toBe('');
      }),
    );
  });
});

describe('what is said to a Shelly', () => {
  test('the state is asked for by RPC', () => {
    const [asked] = shellyDialect.askState?.({ prefix: 'shellies/roof', replyTo: 'solstead/a', id: 3 }) ?? [];
    expect(asked?.topic).toBe('shellies/roof/rpc');
    expect(JSON.parse(asked?.payload ?? '')).toEqual({ id: 3, src: 'solstead/a', method: 'Shelly.GetStatus' });
  });

  test('its topics', () => {
    expect(shellyDialect.filters('a/b', 'solstead/x')).toEqual([
      'a/b/online',
      'a/b/events/rpc',
      'a/b/status/+',
      'solstead/x/rpc',
    ]);
  });

  test.each([
    { metric: 'relay.on.1', channel: 0, value: 'on', on: true },
    { metric: 'relay.on.3', channel: 2, value: 'off', on: false },
  ])('$metric is Switch.Set of output $channel', ({ metric, channel, value, on }) => {
    const write = shellyPro3.writes.find(({ serves }) => serves?.setPoint === metric);
    const message = shellyDialect.request({ prefix: 'p', replyTo: 'r', id: 9 }, write?.request(value) ?? '');
    expect(message.topic).toBe('p/rpc');
    expect(JSON.parse(message.payload)).toEqual({
      id: 9,
      src: 'r',
      method: 'Switch.Set',
      params: { id: channel, on },
    });
    for (const wrong of [1, 0, Number.NaN, 'toggle', '']) expect(write?.request(wrong)).toBeUndefined();
  });
});

describe('discovery', () => {
  const announced = json({ id: 'shellypro3-aabbccddeeff', model: 'SPSW-003XE16EU', gen: 2 });

  const online = utf8('true');
  const notified = utf8(`{"src":"${id}","method":"NotifyStatus","params":{}}`);
  const em = 'shelly-pro3em';

  test.each<[string, Uint8Array, { prefix: string; definition: string }]>([
    ['shellypro3em-aabbccddeeff/online', online, { prefix: 'shellypro3em-aabbccddeeff', definition: em }],
    ['shellypro3em63-aabbccddeeff/online', utf8('false'), { prefix: 'shellypro3em63-aabbccddeeff', definition: em }],
    [
      'home/shellypro3-AABBCCDDEEFF/online',
      online,
      { prefix: 'home/shellypro3-AABBCCDDEEFF', definition: 'shelly-pro3' },
    ],
    ['factory/energy/CNC-005/events/rpc', notified, { prefix: 'factory/energy/CNC-005', definition: em }],
    ['shellyemg3-aabbccddeeff/online', online, { prefix: 'shellyemg3-aabbccddeeff', definition: 'shelly-em' }],
    ['shellyproem50-aabbccddeeff/online', online, { prefix: 'shellyproem50-aabbccddeeff', definition: 'shelly-em' }],
    [
      'shellypro3em-aabbccddeeff/events/rpc',
      json({ src: 'shellypro3em-aabbccddeeff', method: 'NotifyStatus', params: { 'em1:0': { id: 0, act_power: 12 } } }),
      { prefix: 'shellypro3em-aabbccddeeff', definition: 'shelly-em' },
    ],
    ['shellies/plus1pm/events/rpc', utf8(recordedSwitch), { prefix: 'shellies/plus1pm', definition: 'shelly-switch' }],
    [
      'shellyplusplugs-aabbccddeeff/online',
      online,
      { prefix: 'shellyplusplugs-aabbccddeeff', definition: 'shelly-switch' },
    ],
    [
      'shelly1pmminig3-aabbccddeeff/online',
      online,
      { prefix: 'shelly1pmminig3-aabbccddeeff', definition: 'shelly-switch' },
    ],
    ['shellyhtg3-aabbccddeeff/online', online, { prefix: 'shellyhtg3-aabbccddeeff', definition: 'shelly-sensor' }],
    ['shellies/announce', announced, { prefix: 'shellypro3-aabbccddeeff', definition: 'shelly-pro3' }],
    ['cellar/relays/announce', announced, { prefix: 'cellar/relays', definition: 'shelly-pro3' }],
  ])('%s', (topic, payload, found) => expect(shellyDialect.discover(topic, payload)).toEqual(found));

  test.each([
    ['cellar/online', utf8('true')],
    ['shellypro3em-aabbccddeeff/online', utf8('maybe')],
    ['shellypro3emx-aabbccddeeff/online', utf8('true')],
    ['shellies/announce', utf8('{"id":5}')],
    ['/online', utf8('true')],
    ['online', utf8('true')],
    ['roof/events/rpc', utf8('{')],
  ])('%s shows nothing', (topic, payload) => expect(shellyDialect.discover(topic, payload)).toBeUndefined());

  test('filters cover prefixes of up to three levels', () => {
    expect(shellyDialect.discovery).toContain('+/online');
    expect(shellyDialect.discovery).toContain('+/announce');
    expect(shellyDialect.discovery).toContain('+/+/+/events/rpc');
    expect(shellyDialect.discovery).toHaveLength(9);
  });
});

test('channels of their own: a recorded status of a Pro 3EM in its monophase profile (evcc)', () => {
  const state = {
    'em1:0': { id: 0, current: 3.705, voltage: 242.8, act_power: 598.9, aprt_power: 900.6, pf: 0.66, freq: 50 },
    'em1:1': { id: 1, current: 1.2, voltage: 242.6, act_power: -280.5, aprt_power: 291, pf: 0.96, freq: 50 },
    'em1data:0': { id: 0, total_act_energy: 3458.24, total_act_ret_energy: 1605.24 },
    'em1data:2': { id: 2, total_act_energy: 12.5, total_act_ret_energy: 0 },
  };
  expect(metrics(state, shellyEm)).toEqual({
    'grid.power': 598.9,
    'grid.power_apparent': 900.6,
    'grid.voltage': 242.8,
    'grid.current': 3.705,
    'grid.frequency': 50,
    'grid.energy.import': 3458.24,
    'grid.energy.export': 1605.24,
    'meter.power.2': -280.5,
    'meter.energy.forward.3': 12.5,
    'meter.energy.backward.3': 0,
  });
});

describe('composed of what its status shows', () => {
  // Recorded: [shelly-rpc], `status/switch:0` of a Plus 1PM.
  const plug =
    '{"id":0,"source":"WS_in","output":true,"apower":0.0,"voltage":232.6,"current":0.000,"aenergy":{"total":0.000,"by_minute":[0.000,0.000,0.000],"minute_ts":1661517429},"temperature":{"tC":46.0,"tF":114.7}}';

  const of = (definition: MqttDefinition, ...parts: string[]): MqttDefinition =>
    definition.composedOf?.(new Set(parts)) ?? definition;

  test('a relay that measures: power, energy and its own temperature', () => {
    const state = stateOf('shellies/plus1pm/status/switch:0', plug, 'shellies/plus1pm');
    expect(metrics(state, of(shellySwitch, 'switch:0', 'wifi'))).toEqual({
      'relay.on.1': 1,
      'relay.power.1': 0,
      'load.energy': 0,
      'device.temperature': 46,
    });
  });

  test('what comes back is in its energy as well, and is taken off', () => {
    const line = (total: number, back: number) => ({ aenergy: { total }, ret_aenergy: { total: back } });
    const two = of(shellySwitch, 'switch:0', 'switch:1');
    const state = { 'switch:0': line(1000, 400), 'switch:1': line(50, 0) };
    expect(metrics(state, two)['load.energy']).toBe(650);
    expect(
      metrics({ 'switch:0': { aenergy: { total: 10 } }, 'switch:1': { aenergy: { total: 5 } } }, two),
    ).toMatchObject({
      'load.energy': 15,
    });
  });

  test('the four relays of a Pro 4PM, a cover, a circuit meter, and sensors', () => {
    const pro4 = of(shellySwitch, 'switch:0', 'switch:1', 'switch:2', 'switch:3', 'input:0');
    expect(pro4.writes.flatMap(({ serves }) => serves?.setPoint ?? [])).toEqual([
      'relay.on.1',
      'relay.on.2',
      'relay.on.3',
      'relay.on.4',
    ]);
    const cover = of(shellySwitch, 'cover:0');
    expect(cover.writes.map(({ name }) => name)).toEqual([
      'cover_0_open',
      'cover_0_close',
      'cover_0_stop',
      'cover_0_go_to',
    ]);
    expect(cover.writes.at(-1)?.request(40)).toBe('Cover.GoToPosition {"id":0,"pos":40}');
    expect(cover.writes.at(-1)?.request(101)).toBeUndefined();
    expect(metrics({ 'pm1:0': { apower: 812.5 } }, of(shellySwitch, 'pm1:0'))).toEqual({ 'relay.power.1': 812.5 });
    expect(metrics({ 'temperature:0': { tC: 21.4 } }, shellySensor)).toEqual({ 'device.temperature': 21.4 });
  });

  test('a switch add-on of a Pro 3EM is its first relay; its channels in the monophase profile are meters', () => {
    const added = of(shellyPro3em, 'em:0', 'emdata:0', 'switch:100');
    expect(metrics({ 'switch:100': { output: true }, 'em:0': { total_act_power: 5 } }, added)).toEqual({
      'relay.on.1': 1,
      'grid.power': 5,
    });
    expect(metrics({ 'em1:0': { act_power: 7 } }, of(shellyPro3em, 'em1:0', 'em1data:0'))).toEqual({ 'grid.power': 7 });
  });

  test('the same parts are the same definition; parts it knows nothing of change nothing', () => {
    expect(of(shellySwitch, 'switch:0', 'sys')).toBe(of(shellySwitch, 'switch:0', 'ble'));
    expect(of(shellySwitch, 'sys', '__proto__', 'toString:0')).toBe(shellySwitch);
  });
});

test('after a deadline it may have done it all the same; a code nobody knows keeps its words', () => {
  const answered = (code: number) => read('solstead/a/rpc', json({ id: 7, src: id, error: { code, message: 'late' } }));
  expect(answered(-104)).toMatchObject({ isUnclear: true, refused: { code: 'rpc.deadline' } });
  expect(answered(-999)).toMatchObject({ refused: { code: 'outside.said' } });
});
