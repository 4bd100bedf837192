// What nobody understands at a broker: what is listed, what is not, and what a flood of made-up topics does to it.
import { expect, test } from 'vitest';
import { toUtf8 } from '#core/bytes.ts';
import { definitionOf } from '#devices/registry.ts';
import { streamed } from '#sim/statestream.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { broker } from './testing/process-broker.ts';
import { notingOwn } from './own-topics.ts';
import { mostUnknown, type Speaker, watchUnknownTopics } from './unknown-topics.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

function watched() {
  const on = broker();
  const clock = fakeClock();
  const watch = watchUnknownTopics(on.link, clock);
  const names = (speakers: readonly Speaker[] = []) => watch.heard({}, speakers).topics.map(({ topic }) => topic);
  return { on, clock, watch, names };
}

test('nobody listens before a person looks, nor after nobody has looked for two minutes', async () => {
  const { on, clock, watch } = watched();
  expect(on.subscribers.size).toBe(0);
  watch.heard({}, []);
  watch.heard({ below: 'garage' }, []);
  expect([...on.subscribers].map(({ filter }) => filter)).toEqual(['#', 'garage/#']);
  await clock.advance(119_000);
  watch.heard({ below: 'garage' }, []);
  await clock.advance(2000);
  expect([...on.subscribers].map(({ filter }) => filter)).toEqual(['garage/#']);
  watch.close();
  expect(on.subscribers.size).toBe(0);
});

test('what this home says to its devices, and where they answer it, is nothing unknown', async () => {
  const on = broker();
  const { link, isOwn } = notingOwn(on.link);
  const watch = watchUnknownTopics(link, fakeClock(), isOwn);
  const definition = definitionOf('shelly-pro3');
  if (definition.mode !== 'mqtt') throw new TypeError('not an MQTT device');
  const speakers = [{ prefix: 'roof', dialect: definition.dialect }];
  watch.heard({}, speakers);
  await link.publish('roof/rpc', '{}');
  for (const topic of ['roof/rpc', 'roof/solstead/relays/rpc', 'roof/extra', 'garden/rpc']) on.say(topic, '{"a":1}');
  await turn();
  expect(watch.heard({}, speakers).topics.map(({ topic }) => topic)).toEqual(['garden/rpc', 'roof/extra']);
});

test('a topic is listed with its last values and its rate; a kept message is no rate', async () => {
  const { on, clock, watch } = watched();
  watch.heard({}, []);
  on.say('garage/pump', '{"kw":0.4,"state":"on"}', true);
  await turn();
  for (const kw of [0.5, 0.6, 0.7]) {
    await clock.advance(10_000);
    on.say('garage/pump', JSON.stringify({ kw }));
    await turn();
  }
  on.say('bytes', '\u0000\u0001');
  await turn();
  const { topics, left } = watch.heard({}, []);
  expect(left).toBe(0);
  expect(topics).toMatchObject([
    { topic: 'bytes', messages: 1, retained: false },
    { topic: 'garage/pump', messages: 4, perMinute: 6, retained: false, values: [{ path: 'kw', value: 0.7 }] },
  ]);
  expect(topics[0]).not.toHaveProperty('perMinute');
  expect(watch.payloadOf('garage/pump')).toEqual(toUtf8('{"kw":0.7}'));
  expect(watch.payloadOf('elsewhere')).toBeUndefined();
});

test('what a device of the home says is not listed, and what it says besides is', async () => {
  const { on, names } = watched();
  const definition = definitionOf('tasmota');
  if (definition.mode !== 'mqtt') throw new TypeError('not an MQTT device');
  const speaker = { prefix: 'tele/plug', dialect: definition.dialect };
  const prefix = definition.dialect.discover('tele/plug/SENSOR', toUtf8('{"ENERGY":{"Power":1}}'))?.prefix ?? '';
  names();
  on.say('tele/plug/SENSOR', '{"ENERGY":{"Power":1}}');
  on.say('tele/plug/INFO9', '{"a":1}');
  await turn();
  expect(names()).toEqual(['tele/plug/INFO9', 'tele/plug/SENSOR']);
  expect(names([{ ...speaker, prefix }])).toEqual(['tele/plug/INFO9']);
  on.say('tele/plug/SENSOR', '{"ENERGY":{"Power":2}}');
  await turn();
  expect(names([{ ...speaker, prefix }])).toEqual(['tele/plug/INFO9']);
});

test('what programs say about themselves is not offered, whatever is looked at', async () => {
  const { on, watch, names } = watched();
  names();
  watch.heard({ below: '$SYS' }, []);
  watch.heard({ below: 'zigbee2mqtt' }, []);
  on.say('zigbee2mqtt/bridge/state', '{"state":"online"}', true);
  on.say('zigbee2mqtt/bridge/devices', '[{"ieee_address":"0x1"}]', true);
  on.say('zigbee2mqtt/cellar', '{"temperature":21.5}');
  on.say('tasmota/discovery/DC4F220848A2/config', '{"t":"plug"}', true);
  on.say('homeassistant/sensor/roof/power/config', '{"stat_t":"roof/power"}', true);
  on.say('roof/debug', '\u001B[0;32m[I] started');
  on.say('$SYS/broker/uptime', '7 seconds');
  await turn();
  expect(names()).toEqual(['zigbee2mqtt/cellar']);
  expect(watch.heard({ below: '$SYS' }, []).topics).toEqual([]);
  expect(watch.heard({ below: 'zigbee2mqtt' }, []).topics.map(({ topic }) => topic)).toEqual(['zigbee2mqtt/cellar']);
});

test('made-up topics of one place crowd out nobody else’s, also when they are repeated', async () => {
  const { on, clock, watch, names } = watched();
  names();
  const real = ['garage/a', 'garage/b', 'pool/temp'];
  const sayReal = () => real.forEach((topic) => on.say(topic, '1'));
  const flood = () => {
    for (let index = 0; index < 2 * mostUnknown; index += 1) on.say(`evil/${index}`, '1');
  };
  flood();
  sayReal();
  await turn();
  await clock.advance(6000);
  flood();
  sayReal();
  flood();
  await turn();
  expect(names()).toEqual(expect.arrayContaining(real));
  expect(names()).toHaveLength(mostUnknown);
  // A device that comes later than the flood finds room as well.
  on.say('late/meter', '5');
  await turn();
  expect(names()).toEqual(expect.arrayContaining([...real, 'late/meter']));
  expect(watch.heard({}, []).left).toBeGreaterThan(mostUnknown);
});

test('made-up places of one topic each do not displace what is said again; a part can be asked for by name', async () => {
  const { on, clock, watch, names } = watched();
  names();
  on.say('garage/a', '1');
  await turn();
  await clock.advance(6000);
  on.say('garage/a', '2');
  for (let index = 0; index < 3 * mostUnknown; index += 1) on.say(`place${index}/x`, '1');
  await turn();
  expect(names()).toContain('garage/a');
  watch.heard({ below: 'late' }, []);
  on.say('late/meter', '5');
  await turn();
  expect(watch.heard({ below: 'late' }, []).topics.map(({ topic }) => topic)).toEqual(['late/meter']);
});

test('messages beyond the bytes that are kept are listed without values', async () => {
  const { on, watch, names } = watched();
  names();
  const large = JSON.stringify({ text: 'x'.repeat(16_000) });
  for (let index = 0; index < 200; index += 1) on.say(`big/${index}`, large);
  on.say('huge', 'x'.repeat(17_000));
  await turn();
  const { topics } = watch.heard({}, []);
  const held = topics.filter(({ topic }) => watch.payloadOf(topic) !== undefined);
  expect(topics).toHaveLength(201);
  expect(held.length).toBeGreaterThan(100);
  expect(held.length).toBeLessThan(130);
  expect(topics.find(({ topic }) => topic === 'huge')?.values).toEqual([]);
});

test('an entity of Home Assistant is one topic with its name, unit and class, whatever else is said of it', async () => {
  const { on, watch } = watched();
  watch.heard({}, []);
  const attributes = {
    state_class: 'measurement',
    unit_of_measurement: 'kW',
    device_class: 'power',
    friendly_name: 'Grid',
    ...Object.fromEntries(Array.from({ length: 100 }, (_none, index) => [`detail_${index}`, index])),
  };
  const entities = Array.from({ length: 100 }, (_none, index) => ({
    id: `sensor.grid_${index}`,
    state: '1.5',
    attributes,
  }));
  for (const entity of entities)
    for (const { topic, payload } of streamed('statestream', entity)) on.say(topic, payload, true);
  const sun = {
    id: 'sun.sun',
    state: 'above_horizon',
    attributes: { friendly_name: 'Sun', elevation: 12.5, rising: true },
  };
  for (const { topic, payload } of streamed('statestream', sun)) on.say(topic, payload, true);
  on.say('statestream/sensor/bare/state', '7', true);
  on.say('statestream/sensor/bare/last_updated', 'now', true);
  await turn();
  const { topics, left } = watch.heard({}, []);
  expect(left).toBe(0);
  expect(topics).toHaveLength(103);
  expect(topics.map(({ topic }) => topic).filter((topic) => topic.includes('/sun/'))).toEqual([
    'statestream/sun/sun/state',
  ]);
  expect(topics.find(({ topic }) => topic === 'statestream/sensor/grid_7/state')).toMatchObject({
    entity: { name: 'Grid', unit: 'kW', deviceClass: 'power' },
    values: [{ value: 1.5 }],
  });
  expect(topics.find(({ topic }) => topic === 'statestream/sensor/bare/state')).not.toHaveProperty('entity');
});

test('what says what an entity is may be of any form', async () => {
  const { on, watch } = watched();
  watch.heard({}, []);
  const place = 'ha/sensor/x';
  on.say(`${place}/state`, '1', true);
  on.say(`${place}/unit_of_measurement`, '{"a":1}', true);
  on.say(`${place}/device_class`, 'x'.repeat(500), true);
  on.say(`${place}/friendly_name`, JSON.stringify('n'.repeat(100)), true);
  await turn();
  expect(watch.heard({}, []).topics).toMatchObject([{ topic: `${place}/state`, entity: { name: 'n'.repeat(60) } }]);
});
