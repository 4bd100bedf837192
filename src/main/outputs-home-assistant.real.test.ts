// Home Assistant over a real Mosquitto, as Home Assistant would see it: what is announced, what comes back, and what is left of nothing.
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type MqttClient } from 'mqtt';
import { expect, test, type TestContext, vi } from 'vitest';
import type { SettingView } from '#core/command.ts';
import type { OutputRecord } from '#core/output.ts';
import { deviceKeys, payloadKeys } from '#outputs/home-assistant/testing/schema.ts';
import type { OutputSetting } from '#outputs/output-kind.ts';
import { mosquitto } from '#tools/testkit/mosquitto.ts';
import { batchOf, deviceFacts, mqttOutput, openOutputHouse } from './testing/output-house.ts';

vi.setConfig({ testTimeout: 180_000 });

interface Payload {
  readonly device: { readonly name: string };
  readonly availability: readonly { readonly topic: string }[];
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Home Assistant at the broker: it keeps what it was told, as it does. */
async function homeAssistant(context: TestContext, port: number) {
  const client: MqttClient = connect({ host: '127.0.0.1', port, reconnectPeriod: 50 });
  client.on('error', () => undefined);
  context.onTestFinished(() => void client.end(true));
  const heard: [string, string][] = [];
  const kept = new Map<string, string>();
  client.on('message', (topic, payload) => {
    heard.push([topic, payload.toString()]);
    if (payload.length === 0) kept.delete(topic);
    else kept.set(topic, payload.toString());
  });
  await new Promise<void>((resolve) => void client.once('connect', () => resolve()));
  await client.subscribeAsync('#', { qos: 1 });
  const config = (id: string): Payload | undefined => {
    const text = kept.get(`homeassistant/device/${id}/config`);
    return text === undefined ? undefined : (JSON.parse(text) as Payload);
  };
  return {
    client,
    heard,
    kept,
    config,
    components: (id: string) => Object.keys(config(id)?.components ?? {}).toSorted(),
    state: (topic: string) => JSON.parse(kept.get(topic) ?? '{}') as Record<string, unknown>,
    say: (topic: string, text: string, retain = false) => client.publishAsync(topic, text, { qos: 1, retain }),
  };
}

const output = (server: string, settings: object = {}, rest: object = {}) =>
  mqttOutput(undefined, { kind: 'home-assistant', server, ...settings }, rest);

const setting = (name: string, value: SettingView['value'], current?: number | string): OutputSetting => ({
  view: {
    name,
    title: name,
    value,
    dangerous: false,
    readable: current !== undefined,
    stored: false,
    ...(current === undefined ? {} : { current }),
  },
  target: { setting: name },
});

const roof = 'solstead_home_roof';

test('devices announce themselves with what they have; their values and the energy of the home follow', async (context) => {
  const broker = await mosquitto(context);
  const home = await openOutputHouse(context);
  home.devices.set('roof', deviceFacts('roof', { identity: { model: 'X1', serial: '42', firmware: '7' } }));
  home.known.push({ device: 'roof', metric: 'pv.power', value: 5, atMs: 1 });
  await home.desk.add('home', output(broker.url));
  const ha = await homeAssistant(context, broker.port);
  await expect.poll(() => ha.components(roof)).toEqual(['pv_power']);
  home.give(batchOf('roof', 1000, { 'pv.power': 1234, 'battery.soc': 50, 'inverter.mode': 'On grid' }));
  await expect.poll(() => ha.components(roof)).toEqual(['battery_soc', 'inverter_mode', 'pv_power']);
  await expect
    .poll(() => ha.state('solstead/home/roof/state'))
    .toEqual({
      pv_power: 1234,
      battery_soc: 50,
      inverter_mode: 'On grid',
    });
  const whole = ha.config(roof);
  expect(Object.keys(whole ?? {}).filter((key) => !payloadKeys.includes(key))).toEqual([]);
  expect(Object.keys(whole?.device ?? {}).filter((key) => !deviceKeys.includes(key))).toEqual([]);
  expect(whole).toMatchObject({
    device: { identifiers: [roof], name: 'roof', model: 'X1', serial_number: '42', sw_version: '7' },
    origin: { name: 'Solstead' },
    availability: [{ topic: 'solstead/home/status' }, { topic: 'solstead/home/roof/status' }],
    availability_mode: 'all',
    state_topic: 'solstead/home/roof/state',
  });
  await expect.poll(() => ha.kept.get('solstead/home/roof/status')).toBe('online');
  expect(ha.kept.get('solstead/home/status')).toBe('online');
  await expect
    .poll(() => ha.state('solstead/home/_home/state'))
    .toEqual({
      since: '2026-06-01T00:00:00.000Z',
      today_pvWh: 1200,
      today_importWh: 300,
      today_cost: 0.09,
      total_pvWh: 9_000_000,
      total_importWh: 4_000_000,
      total_cost: 1200.5,
    });
  expect(ha.config('solstead_home__home')?.components['today_cost']).toMatchObject({
    device_class: 'monetary',
    unit_of_measurement: 'EUR',
    state_class: 'total',
  });
  expect(ha.config('solstead_home__home')?.components['today_generatorWh']).toBeUndefined();
});

test('a birth is answered by all of it; a new name is the same device; what is gone is taken back', async (context) => {
  const broker = await mosquitto(context);
  const home = await openOutputHouse(context);
  home.devices.set('roof', deviceFacts('roof')).set('pack', deviceFacts('pack'));
  home.known.push(
    { device: 'roof', metric: 'pv.power', value: 5, atMs: 1 },
    { device: 'roof', metric: 'pv.energy', value: 7, atMs: 1 },
    { device: 'pack', metric: 'battery.soc', value: 50, atMs: 1 },
  );
  const { id } = await home.desk.add('home', output(broker.url));
  const ha = await homeAssistant(context, broker.port);
  await expect
    .poll(() => [ha.components(roof), ha.components('solstead_home_pack')])
    .toEqual([['pv_energy', 'pv_power'], ['battery_soc']]);
  const configs = () => ha.heard.filter(([topic]) => topic === `homeassistant/device/${roof}/config`).length;
  const before = configs();
  await ha.say('homeassistant/status', 'online');
  await expect.poll(configs, { timeout: 20_000 }).toBeGreaterThan(before);
  home.devices.set('roof', deviceFacts('roof', { record: { ...deviceFacts('roof').record, name: 'Roof' } }));
  home.consumer.event?.({ kind: 'device-changed', device: 'roof' });
  await expect.poll(() => ha.config(roof)?.device.name).toBe('Roof');
  expect(ha.config(roof)?.components['pv_power']?.['unique_id']).toBe(`${roof}.pv.power`);
  home.devices.delete('pack');
  home.consumer.event?.({ kind: 'device-removed', device: 'pack' });
  await expect.poll(() => [...ha.kept.keys()].filter((topic) => topic.includes('pack'))).toEqual([]);
  // Narrowed: the component is first named alone, as Home Assistant wants it, then left out.
  ha.heard.length = 0;
  await home.desk.change('home', id, output(broker.url, {}, { filter: { metrics: ['pv.power'] } }));
  await expect.poll(() => ha.components(roof)).toEqual(['pv_power']);
  const said = ha.heard
    .filter(([topic]) => topic.endsWith(`${roof}/config`))
    .map(([, text]) => JSON.parse(text) as Payload);
  expect(said.map(({ components }) => components['pv_energy'])).toContainEqual({ platform: 'sensor' });
  await ha.say('homeassistant/device/somebody/config', '{"origin":{"name":"other"}}', true);
  expect(await home.desk.remove('home', id)).toEqual({});
  await expect
    .poll(() => [...ha.kept.keys()].filter((topic) => topic !== 'homeassistant/status'))
    .toEqual(['homeassistant/device/somebody/config']);
});

test('after a restart what comes seldom stays announced, and what is gone meanwhile does not', async (context) => {
  const broker = await mosquitto(context);
  const first = await openOutputHouse(context);
  first.devices.set('roof', deviceFacts('roof')).set('pack', deviceFacts('pack'));
  await first.desk.add('home', output(broker.url));
  first.give(batchOf('roof', 1, { 'pv.power': 1, 'pv.energy': 2 }), batchOf('pack', 1, { 'battery.soc': 3 }));
  const ha = await homeAssistant(context, broker.port);
  await expect.poll(() => [ha.components(roof).length, ha.components('solstead_home_pack').length]).toEqual([2, 1]);
  await first.close();
  await expect.poll(() => ha.kept.get('solstead/home/status')).toBe('offline');
  const again = await openOutputHouse(context, { records: first.records });
  again.devices.set('roof', deviceFacts('roof'));
  again.give(batchOf('roof', 2, { 'pv.power': 4 }));
  await expect.poll(() => ha.kept.get('solstead/home/status')).toBe('online');
  await expect.poll(() => ha.components('solstead_home_pack')).toEqual([]);
  await sleep(500);
  expect(ha.components(roof)).toEqual(['pv_energy', 'pv_power']);
  const configs = () => ha.heard.filter(([topic]) => topic.endsWith('_home/config')).length;
  await expect.poll(configs).toBe(2);
  // A broker that has forgotten everything is told everything again.
  await broker.stop();
  await broker.start();
  const late = await homeAssistant(context, broker.port);
  await expect.poll(() => late.components(roof), { timeout: 20_000 }).toEqual(['pv_energy', 'pv_power']);
  await expect.poll(() => late.state('solstead/home/roof/state')).toEqual({ pv_power: 4 });
});

test('commands come back whole, through the one path; kept ones, foreign topics and nonsense do nothing', async (context) => {
  const broker = await mosquitto(context);
  const home = await openOutputHouse(context);
  home.devices.set('roof', deviceFacts('roof'));
  home.known.push({ device: 'roof', metric: 'pv.power', value: 5, atMs: 1 });
  home.offered.set('roof', [
    setting('relay.on.1', { kind: 'binary' }, 0),
    setting('mode', { kind: 'choice', options: ['a', 'b'] }, 'a'),
    setting('amps', { kind: 'number', unit: 'A', min: 0, max: 30, step: 1 }, 10),
    setting('restart', { kind: 'none' }),
  ]);
  const ha = await homeAssistant(context, broker.port);
  await ha.say('solstead/home/roof/set/relay.on.1', '1', true);
  const { id } = await home.desk.add('home', output(broker.url, { commands: 'admin' }));
  await expect
    .poll(() => ha.components(roof))
    .toEqual(['pv_power', 'set_amps', 'set_mode', 'set_relay_on_1', 'set_restart']);
  await expect.poll(() => ha.state('solstead/home/roof/settings')).toEqual({ 'relay.on.1': 0, mode: 'a', amps: 10 });
  await ha.say('solstead/home/roof/set/amps', '12');
  await ha.say('solstead/home/roof/set/restart', 'PRESS');
  await ha.say('solstead/home/roof/set/relay.on.1', 'ON');
  await ha.say('solstead/home/roof/set/amp', '13');
  await ha.say('solstead/home/roof/set/amps2', '14');
  await ha.say('solstead/home/pack/set/amps', '15');
  await ha.say('solstead/home/roof/set/mode', 'x'.repeat(300));
  await ha.say('solstead/home/roof/set/mode', 'b');
  const results = () =>
    ha.heard.filter(([topic]) => topic === 'solstead/home/roof/result').map(([, text]) => JSON.parse(text) as object);
  await expect.poll(results).toHaveLength(4);
  expect(home.commands.map(({ device, target, value, role, by }) => [device, target, value, role, by])).toEqual([
    ['roof', { setting: 'amps' }, 12, 'admin', { id, name: 'Broker' }],
    ['roof', { setting: 'restart' }, '', 'admin', { id, name: 'Broker' }],
    ['roof', { setting: 'mode' }, 'b', 'admin', { id, name: 'Broker' }],
  ]);
  expect(results()).toContainEqual({ name: 'amps', value: '12', outcome: 'confirmed', after: 12 });
  expect(results()).toContainEqual({
    name: 'relay.on.1',
    value: 'ON',
    outcome: 'command.limits',
    why: expect.stringContaining('does not take') as string,
  });
  // Connected anew it hears again what the broker has kept: that was asked for at another time.
  const status = () => ha.heard.filter(([topic]) => topic === 'solstead/home/status').map(([, text]) => text);
  const other = connect({ port: broker.port, host: '127.0.0.1', clientId: `solstead-${id}`, reconnectPeriod: 0 });
  context.onTestFinished(() => void other.end(true));
  await expect.poll(status).toContain('offline');
  await expect.poll(() => status().at(-1)).toBe('online');
  await sleep(500);
  expect(home.commands).toHaveLength(3);
  // Nothing may be set any more: the entities are gone, and the topics dead.
  await home.desk.change('home', id, output(broker.url));
  await expect.poll(() => ha.components(roof)).toEqual(['pv_power']);
  expect(ha.kept.has('solstead/home/roof/settings')).toBe(false);
  await ha.say('solstead/home/roof/set/amps', '20');
  await sleep(300);
  expect(home.commands).toHaveLength(3);
});

test('entities of mpp-solar go on: handed over once, with the ids that they had, also over a restart', async (context) => {
  const broker = await mosquitto(context);
  const ha = await homeAssistant(context, broker.port);
  const old = 'homeassistant/sensor/mpp_mpp_ac_output_active_power/config';
  await ha.say(old, '{"unique_id":"mpp_mpp_ac_output_active_power"}', true);
  const records = new Map<string, OutputRecord>();
  const begin = async () => {
    const home = await openOutputHouse(context, { records });
    home.devices.set('roof', deviceFacts('roof')).set('shed', deviceFacts('shed'));
    return home;
  };
  const first = await begin();
  await first.desk.add('home', output(broker.url, { former: 'roof = mpp\nshed' }));
  first.give(batchOf('roof', 1000, { 'load.power': 500, 'battery.soc': 50, 'pv.energy': 7 }));
  await expect.poll(() => ha.components(roof)).toEqual(['battery_soc', 'load_power', 'pv_energy']);
  expect(ha.config(roof)?.components).toMatchObject({
    load_power: {
      unique_id: 'mpp_mpp_ac_output_active_power',
      default_entity_id: 'sensor.mpp_ac_output_active_power',
      unit_of_measurement: 'W',
    },
    battery_soc: { unique_id: 'mpp_mpp_battery_capacity' },
    // mpp-solar made nothing of it.
    pv_energy: { unique_id: `${roof}.pv.energy` },
  });
  await expect.poll(() => ha.kept.has(old)).toBe(false);
  const order = ha.heard.filter(([topic]) => topic === old || topic.endsWith(`/${roof}/config`));
  expect(order.map(([topic, text]) => [topic === old, text.slice(0, 21)])).toEqual([
    [true, '{"unique_id":"mpp_mpp'],
    [true, '{"migrate_discovery":'],
    [false, expect.stringContaining('{')],
    [true, ''],
  ]);
  await first.close();
  const before = ha.heard.length;
  const second = await begin();
  await expect.poll(() => ha.heard.slice(before).some(([topic]) => topic === 'solstead/home/status')).toBe(true);
  second.give(batchOf('roof', 2000, { 'pv.energy': 8 }));
  await expect.poll(() => ha.state('solstead/home/roof/state')['pv_energy']).toBe(8);
  expect(ha.components(roof)).toEqual(['battery_soc', 'load_power', 'pv_energy']);
  expect(ha.heard.slice(before).filter(([topic]) => topic === old)).toEqual([]);
  await second.close();
});

test('a line that names no device with its tag is told', async (context) => {
  const home = await openOutputHouse(context);
  const adding = home.desk.add('home', output('mqtt://127.0.0.1:1', { former: 'roof = mpp\nshed = ' }));
  await expect(adding).rejects.toThrow(/such as roof = mpp.*shed =/);
  home.devices.set('a1', deviceFacts('a1', { record: { ...deviceFacts('a1').record, name: 'roof' } }));
  const unknown = home.desk.add('home', output('mqtt://127.0.0.1:1', { former: 'roof = mpp\nrof = mpp' }));
  await expect(unknown).rejects.toThrow('settings.former: the home has no device rof; did you mean roof?');
});
