// Outputs over a real Mosquitto in the forms of other programs: topics of Solar-Assistant, read back by its dialect, and Domoticz.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'mqtt';
import { expect, test, type TestContext, vi } from 'vitest';
import { solarAssistant } from '#devices/solar-assistant/solar-assistant.ts';
import { metricsOfMessages } from '#devices/testing/messages.ts';
import { builtIn } from '#transport/testing/brokers.ts';
import { mosquitto } from '#tools/testkit/mosquitto.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { batchOf, deviceFacts, mqttOutput, openOutputHouse } from './testing/output-house.ts';

vi.setConfig({ testTimeout: 180_000 });

const soon = { timeout: 20_000 };

/** What a broker keeps, and all that was said. */
async function listener(context: TestContext, port: number, options: object = {}) {
  const client = connect({ host: '127.0.0.1', port, reconnectPeriod: 50, ...options });
  client.on('error', () => undefined);
  context.onTestFinished(() => void client.end(true));
  const now = new Map<string, string>();
  const heard: (readonly [string, string])[] = [];
  client.on('message', (topic, payload) => {
    heard.push([topic, payload.toString()]);
    if (payload.length === 0) now.delete(topic);
    else now.set(topic, payload.toString());
  });
  await client.subscribeAsync('#', { qos: 1 });
  const below = (prefix: string) =>
    Object.fromEntries([...now].filter(([topic]) => topic.startsWith(prefix) && topic !== `${prefix}/status`));
  return { client, now, heard, below };
}

const roof = deviceFacts('roof');
const garage = deviceFacts('garage');
const pack = deviceFacts('pack', { kind: 'battery' });
const meter = deviceFacts('meter', { kind: 'meter' });

test('topics of Solar-Assistant say the same when they are read back', async (context) => {
  const broker = await mosquitto(context);
  const home = await openOutputHouse(context);
  for (const one of [roof, meter, pack, garage]) home.devices.set(one.record.id, one);
  home.flow = { pvW: 3000, gridW: -200, batteryW: -2000, loadW: 800, soc: 71 };
  const { id } = await home.desk.add('home', mqttOutput(broker.url, { kind: 'solar-assistant' }));
  const person = await listener(context, broker.port);
  home.give(
    batchOf('roof', 1000, { 'pv.power': 1800, 'pv.power.s1': 1000, 'pv.voltage.s2': 301.25, 'inverter.mode': 'Line' }),
    batchOf('garage', 1000, { 'pv.power.s2': 700, 'inverter.temperature': 40, 'grid.voltage': 231 }),
    batchOf('pack', 1000, {
      'battery.power': -2000,
      'battery.current': -40,
      'battery.voltage': 51.2,
      'battery.soh': 98,
    }),
    batchOf('meter', 1000, { 'grid.voltage': 230, 'grid.power': -200 }),
  );
  await expect.poll(() => person.now.get('solar_assistant/battery_1/power/state'), soon).toBe('2000');
  await expect.poll(() => person.now.get('solar_assistant/total/pv_energy/state'), soon).toBe('1.2');
  const said = person.below('solar_assistant');
  expect(said).toMatchObject({
    'solar_assistant/total/battery_power/state': '2000',
    'solar_assistant/total/battery_current/state': '40',
    'solar_assistant/total/grid_voltage/state': '231',
    'solar_assistant/inverter_1/device_mode/state': 'Line',
    'solar_assistant/inverter_2/pv_power_2/state': '700',
    'solar_assistant/battery_1/state_of_health/state': '98',
  });
  expect(metricsOfMessages(solarAssistant, 'solar_assistant', said)).toMatchObject({
    'pv.power': 3000,
    'load.power': 800,
    'grid.power': -200,
    'battery.power': -2000,
    'battery.power.1': -2000,
    'battery.current': -40,
    'battery.soc': 71,
    'battery.voltage': 51.2,
    'grid.voltage': 231,
    'inverter.mode': 'Line',
    'pv.power.s1': 1000,
    'pv.voltage.s2': 301.25,
    'pv.power.s4': 700,
    'pv.energy': 1200,
    'grid.energy.import': 300,
  });
  // A device that is gone takes its number with it.
  home.devices.delete('roof');
  home.consumer.event?.({ kind: 'device-removed', device: 'roof' });
  await expect.poll(() => person.now.get('solar_assistant/inverter_1/pv_power_2/state'), soon).toBe('700');
  expect(Object.keys(person.below('solar_assistant/inverter_2'))).toEqual([]);
  await person.client.publishAsync('solar_assistant/total/note/state', 'of somebody', { retain: true });
  expect(await home.desk.remove('home', id)).toEqual({});
  await expect.poll(() => [...person.now], soon).toEqual([['solar_assistant/total/note/state', 'of somebody']]);
});

test('a broker that was away, or forgot everything, has what counts again; that of the home has a place of its own', async (context) => {
  const broker = await mosquitto(context);
  const home = await openOutputHouse(context);
  home.devices.set('roof', roof);
  await home.desk.add('home', mqttOutput(broker.url, { kind: 'solar-assistant', prefix: 'sa/deye' }));
  home.give(batchOf('roof', 1000, { 'pv.power': 5, 'grid.voltage': 230 }));
  const person = await listener(context, broker.port);
  await expect.poll(() => person.now.get('sa/deye/inverter_1/pv_power/state'), soon).toBe('5');
  await broker.stop();
  home.give(batchOf('roof', 2000, { 'pv.power': 6 }), batchOf('roof', 3000, { 'pv.power': 7 }));
  person.now.clear();
  await broker.start();
  await expect.poll(() => person.now.get('sa/deye/inverter_1/pv_power/state'), soon).toBe('7');
  await expect.poll(() => person.now.get('sa/deye/inverter_1/grid_voltage/state'), soon).toBe('230');
  const near = await builtIn(context, { authenticate: async () => ({ topics: ['#'] }) });
  const other = await openOutputHouse(context, { broker: near.broker().link() });
  other.devices.set('roof', roof);
  const somebody = await listener(context, near.port, { username: 'p', password: 'p' });
  await other.desk.add('home', mqttOutput(undefined, { kind: 'solar-assistant' }));
  other.give(batchOf('roof', 1000, { 'pv.power': 5 }));
  await expect.poll(() => somebody.now.get('solstead/home/solar_assistant/inverter_1/pv_power/state'), soon).toBe('5');
});

test('a topic for each value with its metric in one word, and nothing of it stays', async (context) => {
  const broker = await mosquitto(context);
  const home = await openOutputHouse(context);
  const { id } = await home.desk.add('home', mqttOutput(broker.url, { form: 'tagged' }));
  const person = await listener(context, broker.port);
  home.give(batchOf('roof', 1000, { 'pv.power.s2': 5, 'grid.power_apparent.l1': 7, 'inverter.mode': 'Line' }));
  await expect
    .poll(() => person.below('solstead/home'), soon)
    .toEqual({
      'solstead/home/roof/pv_power_s2': '5',
      'solstead/home/roof/grid_power_apparent_l1': '7',
      'solstead/home/roof/inverter_mode': 'Line',
    });
  expect(await home.desk.remove('home', id)).toEqual({});
  await expect.poll(() => [...person.now.keys()], soon).toEqual([]);
});

test('line protocol for each device', async (context) => {
  const broker = await mosquitto(context);
  const home = await openOutputHouse(context);
  home.known.push({ device: 'roof', metric: 'pv.power', value: 4, atMs: 1 });
  const change = mqttOutput(broker.url, { form: 'influx', retain: true });
  const { id } = await home.desk.add('home', change);
  const person = await listener(context, broker.port);
  home.give(
    batchOf('roof', 1_717_236_000_123, { 'pv.power': 5.5, 'inverter.mode': 'On "grid"', 'grid.power': Number.NaN }),
  );
  await expect
    .poll(() => person.now.get('solstead/home/roof/influx'), soon)
    .toBe(
      [
        'pv.power,site=home,device=roof,quality=good value=5.5 1717236000123000000',
        String.raw`inverter.mode,site=home,device=roof,quality=good text="On \"grid\"" 1717236000123000000`,
      ].join('\n'),
    );
  expect(await home.desk.test('home', change)).toMatchObject({
    samples: [
      { to: 'solstead/home/roof/influx', content: 'pv.power,site=home,device=roof,quality=good value=4 1000000' },
    ],
  });
  expect(await home.desk.remove('home', id)).toEqual({});
  expect([...(await listener(context, broker.port)).now.keys()]).toEqual([]);
});

test('the topics that the recipes for ioBroker and openHAB name are there', async (context) => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/outputs.md'), 'utf8');
  const recipes = /## ioBroker and openHAB\n([\s\S]*?)\n## /.exec(page)?.[1] ?? '';
  const named = [...recipes.matchAll(/["`](solstead\/home\/[^"`#]+)["`]/g)].map(([, topic = '']) => topic);
  const objects = [...recipes.matchAll(/`mqtt\.0\.([^`]+)`/g)].map(([, object = '']) => object.replaceAll('.', '/'));
  expect(new Set(named).size).toBeGreaterThanOrEqual(4);
  expect(objects).toHaveLength(1);
  const home = await openOutputHouse(context);
  home.devices.set('roof', roof);
  const said = new Map<string, string>();
  for (const form of ['plain', 'tagged', 'json']) {
    const broker = await mosquitto(context);
    await home.desk.add('home', mqttOutput(broker.url, { form }));
    const { now } = await listener(context, broker.port);
    home.give(batchOf('roof', 1000, { 'pv.power': 5 }));
    await expect.poll(() => [...now.keys()].some((topic) => /pv|state/.test(topic)), soon).toBe(true);
    for (const [topic, payload] of now) said.set(topic, payload);
  }
  expect([...said.keys()]).toEqual(expect.arrayContaining([...named, ...objects]));
  expect(JSON.parse(said.get('solstead/home/roof/state') ?? '')).toHaveProperty(['pv.power'], 5);
  expect(recipes).toContain("JSONPATH:$['pv.power']");
});

test('Domoticz gets a message for each of its devices, and the newest after it was away', async (context) => {
  // It keeps the session of who is away, over a restart too: nothing is missed here.
  const config = ['persistence true', `persistence_location ${tempDir(context)}/`];
  const broker = await mosquitto(context, { config });
  const home = await openOutputHouse(context);
  home.devices.set('roof', deviceFacts('roof')).set('relays', deviceFacts('relays'));
  home.known.push({ device: 'roof', metric: 'pv.energy', value: 1000, atMs: 1 });
  const devices = '12 roof pv.power pv.energy\n13 relays relay.on.1';
  const change = mqttOutput(broker.url, { kind: 'domoticz', devices });
  const { id } = await home.desk.add('home', change);
  const person = await listener(context, broker.port, { clean: false, clientId: 'person' });
  const said = () =>
    person.heard.filter(([topic]) => topic === 'domoticz/in').map(([, text]) => JSON.parse(text) as unknown);
  home.give(
    batchOf('roof', 1000, { 'pv.power': 5 }),
    batchOf('relays', 1000, { 'relay.on.1': 1, 'relay.power.1': 3 }),
    batchOf('other', 1000, { 'pv.power': 9 }),
  );
  await expect.poll(said, soon).toHaveLength(2);
  expect(said()).toEqual(
    expect.arrayContaining([
      { command: 'udevice', idx: 12, nvalue: 0, svalue: '5;1000' },
      { command: 'udevice', idx: 13, nvalue: 1, svalue: '1' },
    ]),
  );
  // A switch that is told again after a restart of Domoticz would be switched.
  expect([...(await listener(context, broker.port)).now.keys()]).not.toContain('domoticz/in');
  await broker.stop();
  home.give(batchOf('roof', 2000, { 'pv.power': 6 }), batchOf('roof', 3000, { 'pv.power': 7, 'pv.energy': 1001 }));
  await sleep(100);
  await broker.start();
  const ofRoof = () => said().filter((one) => JSON.stringify(one).includes('"idx":12'));
  await expect.poll(() => ofRoof().at(-1), soon).toMatchObject({ svalue: '7;1001' });
  expect(JSON.stringify(ofRoof())).not.toContain('6;1000');
  home.known.push({ device: 'roof', metric: 'pv.power', value: 5, atMs: 1 });
  expect(await home.desk.test('home', change)).toMatchObject({ count: 1, samples: [{ to: 'domoticz/in' }] });
  expect(await home.desk.remove('home', id)).toEqual({});
  expect([...(await listener(context, broker.port)).now.keys()]).toEqual([]);
  const wrong: readonly (readonly [object, string])[] = [
    [{ devices: 'x' }, 'settings.devices'],
    [{ devices, topic: 'a/#' }, 'settings.topic'],
  ];
  for (const [settings, at] of wrong)
    await expect(
      home.desk.add('home', mqttOutput(broker.url, { kind: 'domoticz', ...settings })),
    ).rejects.toMatchObject({ code: 'input.invalid', at });
  await expect(home.desk.add('home', mqttOutput(undefined, { kind: 'domoticz', devices }))).rejects.toMatchObject({
    reason: { code: 'output.own-prefix' },
  });
  // Nor may one home speak as another of the same installation, and so give it commands.
  for (const topic of ['solstead/cabin/roof/set/relay.on.1', 'solstead/home2', 'solstead'])
    for (const form of [
      { kind: 'domoticz', devices, topic },
      { kind: 'mqtt', prefix: topic },
    ]) {
      const refused = { code: 'input.invalid', reason: { code: 'output.own-prefix' } };
      await expect(home.desk.add('home', mqttOutput(undefined, form))).rejects.toMatchObject(refused);
      await expect(home.desk.test('home', mqttOutput(undefined, form))).rejects.toMatchObject(refused);
    }
});

test('one that has just begun is removed without leftovers', async (context) => {
  const broker = await mosquitto(context);
  const home = await openOutputHouse(context);
  home.devices.set('roof', roof);
  const as = (settings: object) => ({
    name: 'Begun',
    settings: { ...settings, server: broker.url } as never,
    isOn: true,
  });
  const ha = { kind: 'home-assistant', discovery: 'homeassistant', commands: 'none', energy: false };
  for (const [first, then] of [
    [ha, { ...ha, former: 'roof = mpp' }],
    [mqttOutput(broker.url).settings, { ...mqttOutput(broker.url).settings, form: 'tagged' }],
  ] as const) {
    const { id } = await home.desk.add('home', as(first));
    const person = await listener(context, broker.port);
    await expect.poll(() => person.now.get('solstead/home/status'), soon).toBe('online');
    await home.desk.change('home', id, as(then));
    await home.desk.change('home', id, as(first));
    expect(await home.desk.remove('home', id)).toEqual({});
    expect([...(await listener(context, broker.port)).now.keys()]).toEqual([]);
  }
});
