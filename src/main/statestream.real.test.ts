// Home Assistant streams its states to the built-in broker: its entities are listed with what they are, one that is picked becomes a device
// that goes live with what changes, and what the broker kept is no reading.
import { expect, test } from 'vitest';
import { connectAsync } from 'mqtt';
import { systemClock as clock } from '#core/clock.ts';
import { deviceRecord } from '#drivers/testing/emulated.ts';
import { eventually, openedField } from '#drivers/testing/served.ts';
import { ownDefinition } from '#devices/user/own-file.ts';
import { streamed } from '#sim/statestream.ts';
import { builtIn, account } from '#transport/testing/brokers.ts';

const entity = {
  id: 'sensor.grid_power',
  attributes: {
    state_class: 'measurement',
    unit_of_measurement: 'kW',
    device_class: 'power',
    friendly_name: 'Power at the grid',
    icon: null,
  },
};

test('an entity is listed with its unit, and read in it', async (ctx) => {
  const broker = await builtIn(ctx);
  const link = broker.broker().link();
  const stream = await connectAsync(`mqtt://127.0.0.1:${broker.port}`, account);
  ctx.onTestFinished(() => stream.endAsync(true));
  const say = (state: string) =>
    Promise.all(
      streamed('home', { ...entity, state }).map(({ topic, payload }) =>
        stream.publishAsync(topic, payload, { qos: 1, retain: true }),
      ),
    );
  await say('1.5');
  const topic = 'home/sensor/grid_power/state';
  const row = { label: 'Power', topic, type: 'number', metric: 'grid.power', unit: 'W', scale: 1000 } as const;
  const made = ownDefinition(
    { title: 'Home Assistant', kind: 'meter', rows: [row] },
    { id: 'own-ha', prefix: 'home/sensor' },
  );
  if ('problems' in made) throw new TypeError('assertion: the draft is right');
  const { field, heard } = openedField(ctx, { broker: link, definitions: [made.definition] });
  await field.unknownTopics({});
  await expect
    .poll(async () => (await field.unknownTopics({})).topics)
    .toMatchObject([{ topic, entity: { name: 'Power at the grid', unit: 'kW', deviceClass: 'power' } }]);
  await field.start({ ...deviceRecord('ha', 'own-ha'), address: link.name, topic: 'home/sensor' });
  await clock.sleep(100);
  // Kept since January: no reading of now.
  expect(heard.batches).toEqual([]);
  const told = field.status('ha');
  expect([told.state, told.failure?.error.message]).toEqual(['starting', expect.stringContaining('kept values of it')]);
  await say('unavailable');
  await say('-0.25');
  await eventually(() =>
    expect(heard.batches.flatMap(({ metric, value }) => [...metric, ...value])).toEqual(['grid.power', -250]),
  );
  expect((await field.unknownTopics({})).topics).toEqual([]);
});

test('what the broker kept is shown at once, of when it is', async (ctx) => {
  const broker = await builtIn(ctx);
  const stream = await connectAsync(`mqtt://127.0.0.1:${broker.port}`, account);
  ctx.onTestFinished(() => stream.endAsync(true));
  const sinceMs = clock.nowMs() - 3_600_000;
  const keep = (topic: string, payload: string) => stream.publishAsync(topic, payload, { qos: 1, retain: true });
  for (const { topic, payload } of streamed('home', { ...entity, state: '1.5' }, sinceMs)) await keep(topic, payload);
  const row = {
    label: 'Power',
    topic: 'home/sensor/grid_power/state',
    type: 'number',
    metric: 'grid.power',
    unit: 'W',
  } as const;
  const made = ownDefinition({ title: 'HA', kind: 'meter', rows: [row] }, { id: 'own-ha', prefix: 'home/sensor' });
  if ('problems' in made) throw new TypeError('assertion: the draft is right');
  const link = broker.broker().link();
  const { field, heard } = openedField(ctx, { broker: link, definitions: [made.definition] });
  await field.start({ ...deviceRecord('ha', 'own-ha'), address: link.name, topic: 'home/sensor' });
  await eventually(() =>
    expect(heard.batches).toMatchObject([{ atMs: sinceMs, metric: ['grid.power'], value: [1.5] }]),
  );
  const { state, failure } = field.status('ha');
  expect([state, failure]).toEqual(['online', undefined]);
});
