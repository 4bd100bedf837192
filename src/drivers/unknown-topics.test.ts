// What nobody understands at a broker: what is listed, what is not, and what a flood of made-up topics does to it.
import { expect, test } from 'vitest';
import { toUtf8 } from '#core/bytes.ts';
import { definitionOf } from '#devices/registry.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { broker } from './testing/process-broker.ts';
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
