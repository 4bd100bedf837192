// Nodes that were registered are apart at the broker: none reads, writes or learns anything of another, whatever it asks for.
import { connectAsync, type IClientOptions } from 'mqtt';
import { expect, test, type TestContext } from 'vitest';
import type { RegisteredDevice } from '#api/homes.ts';
import { ask } from '#server/testing/test-server.ts';
import { openOwnedHouse } from './testing/owned-house.ts';

async function registered(context: TestContext, { port, token }: { port: number; token: string }, node: string) {
  const json = { node_id: node, name: node };
  const { body } = await ask(port, '/api/v1/devices', { method: 'POST', token, json });
  const { topic = '', ...about } = (body as RegisteredDevice).mqttConfig ?? { port: 0, username: '', password: '' };
  const [username, password] = [about.username, about.password];
  const heard: string[] = [];
  const connect = async (more: IClientOptions = {}) => {
    const options = { username, password, reconnectPeriod: 0, ...more };
    const client = await connectAsync(`mqtt://127.0.0.1:${about.port}`, options);
    context.onTestFinished(() => client.endAsync(true));
    client.on('message', (at, payload) => void heard.push(`${at} ${payload.toString()}`));
    return client;
  };
  return { topic, heard, connect, client: await connect() };
}

test('a node neither reads nor writes what is another’s, nor learns it by a wildcard', {
  timeout: 120_000,
}, async (context) => {
  const house = await openOwnedHouse();
  context.onTestFinished(house.close);
  const [one, other] = [await registered(context, house, 'node-a'), await registered(context, house, 'node-b')];
  const theirs = other.topic;
  await other.client.publishAsync(`${theirs}/status`, 'online', { qos: 1, retain: true });
  for (const filter of [
    '#',
    '+/#',
    'homesync/#',
    'homesync/+/nodes/+/#',
    'homesync/demo/nodes/+/command/#',
    'homesync/demo/nodes/+/status',
    `${theirs}/#`,
    `${theirs}/status`,
    `${theirs}/command/#`,
    `${one.topic}/#`,
    `${one.topic}/+/relay`,
    `${one.topic}/telemetry/#`,
    '$SYS/#',
  ]) {
    const granted = await one.client.subscribeAsync(filter, { qos: 1 }).catch(() => 'refused');
    expect([filter, granted]).toEqual([filter, 'refused']);
  }
  await one.client.subscribeAsync(`${one.topic}/command/#`, { qos: 1 });
  await other.client.subscribeAsync(`${theirs}/command/#`, { qos: 1 });
  // What it may not say is taken and dropped: to others, to itself as if it were the home, and as a last will.
  for (const topic of [
    `${theirs}/command/relay`,
    `${theirs}/telemetry/power`,
    `${one.topic}/command/relay`,
    `${theirs}/status`,
  ])
    await one.client.publishAsync(topic, 'forged', { qos: 1, retain: true });
  const will = { topic: `${theirs}/command/relay`, payload: Buffer.from('forged'), qos: 1, retain: false } as const;
  const dying = await one.connect({ will, clientId: 'dying' });
  dying.stream.destroy();
  const said: string[] = [];
  house.house.broker.link.subscribe(
    'homesync/#',
    ({ topic, payload }) => void said.push(`${topic} ${Buffer.from(payload).toString()}`),
  );
  await one.client.publishAsync(`${one.topic}/telemetry/power`, '12', { qos: 1 });
  await one.client.publishAsync(`${one.topic}/response/command`, 'on', { qos: 1 });
  await other.client.publishAsync(`${theirs}/telemetry/power`, '34', { qos: 1 });
  await house.house.broker.link.publish(`${theirs}/command/relay`, 'on');
  await house.house.broker.link.publish(`${one.topic}/command/relay`, 'off');
  await expect
    .poll(() => [one.heard, other.heard])
    .toEqual([[`${one.topic}/command/relay off`], [`${theirs}/command/relay on`]]);
  expect(said).toEqual(
    expect.arrayContaining([
      `${one.topic}/telemetry/power 12`,
      `${one.topic}/response/command on`,
      `${theirs}/telemetry/power 34`,
    ]),
  );
  expect(said.join()).not.toContain('forged');
});

test('neither a last will nor the name of another’s client gets a node anything of it', {
  timeout: 120_000,
}, async (context) => {
  const house = await openOwnedHouse();
  context.onTestFinished(house.close);
  const [one, other] = [await registered(context, house, 'node-a'), await registered(context, house, 'node-b')];
  const theirs = other.topic;
  const said: string[] = [];
  house.house.broker.link.subscribe(
    'homesync/#',
    ({ topic, payload }) => void said.push(`${topic} ${Buffer.from(payload).toString()}`),
  );
  // A session that waits for its client, with what came meanwhile.
  const asleep = { clientId: 'sleeper', clean: false } as const;
  const sleeper = await other.connect(asleep);
  await sleeper.subscribeAsync(`${theirs}/command/#`, { qos: 1 });
  await sleeper.endAsync();
  const thief = await one.connect(asleep);
  await thief.subscribeAsync(`${one.topic}/command/#`, { qos: 1 });
  // The same name is of another client: whose it is stays connected.
  const named = await other.connect({ clientId: 'named' });
  await other.client.publishAsync(`${theirs}/status`, 'online', { qos: 1, retain: true });
  const namesake = await one.connect({ clientId: 'named' });
  await namesake.endAsync();
  expect(named.connected).toBe(true);
  const forged = Buffer.from('forged');
  for (const [index, topic] of [
    `${theirs}/status`,
    `${theirs}/telemetry/power`,
    `${theirs}/response/command`,
    `${one.topic}/command/relay`,
    'homeassistant/device/x/config',
    'solstead/demo/roof/set/amps',
    '$SYS/x',
    'homesync/demo/nodes',
  ].entries())
    for (const retain of [false, true]) {
      const will = { topic, payload: forged, qos: 1, retain } as const;
      const dying = await one.connect({ will, clientId: `dying-${index}-${retain}` });
      dying.stream.destroy();
    }
  const honest = await one.connect({
    will: { topic: `${one.topic}/status`, payload: Buffer.from('offline'), qos: 1, retain: true },
  });
  honest.stream.destroy();
  await expect.poll(() => said).toContain(`${one.topic}/status offline`);
  await house.house.broker.link.publish(`${theirs}/command/relay`, 'on');
  await expect.poll(() => said).toContain(`${theirs}/command/relay on`);
  const woken = await other.connect(asleep);
  await woken.publishAsync(`${theirs}/telemetry/power`, '1', { qos: 1 });
  const kept: string[] = [];
  house.house.broker.link.subscribe(
    '#',
    ({ topic, payload }) => void kept.push(`${topic} ${Buffer.from(payload).toString()}`),
  );
  await expect.poll(() => kept).toContain(`${theirs}/status online`);
  expect([...said, ...kept, ...one.heard, ...other.heard].join('\n')).not.toContain('forged');
  expect(one.heard).toEqual([]);
});
