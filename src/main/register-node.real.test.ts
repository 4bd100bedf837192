// A node of one's own make, registered by its name alone: it signs in with what was answered, and is seen by that name everywhere.
import { connectAsync } from 'mqtt';
import { expect, test } from 'vitest';
import type { ListedDevice, RegisteredDevice } from '#api/homes.ts';
import { ask } from '#server/testing/test-server.ts';
import { openOwnedHouse } from './testing/owned-house.ts';

test('a node is registered, speaks, and is listed with its power', { timeout: 240_000 }, async (context) => {
  const { port, token, close } = await openOwnedHouse();
  context.onTestFinished(close);
  const json = { node_id: 'node-001', name: 'Washer', location: 'Cellar' };
  const added = await ask(port, '/api/v1/devices', { method: 'POST', token, json });
  expect(added.status).toBe(201);
  const { device, mqttConfig } = added.body as RegisteredDevice;
  expect(device).toMatchObject({ id: 'node-001', node_id: 'node-001', name: 'Washer (Cellar)', home_id: 'demo' });
  const { topic = '', username, password, port: mqttPort } = mqttConfig ?? { port: 0 };
  expect([topic, username]).toEqual(['homesync/demo/nodes/node-001', 'node-001']);
  const node = await connectAsync(`mqtt://127.0.0.1:${mqttPort}`, {
    username: username ?? '',
    password: password ?? '',
    reconnectPeriod: 0,
  });
  context.onTestFinished(() => node.endAsync());
  await node.publishAsync(`${topic}/status`, 'online', { qos: 1 });
  const listed = async (): Promise<ListedDevice | undefined> => {
    await node.publishAsync(`${topic}/telemetry/power`, '125.5', { qos: 1 });
    const { body } = await ask(port, '/api/v1/devices', { token });
    return (body as readonly ListedDevice[]).find(({ node_id: id }) => id === 'node-001');
  };
  await expect.poll(listed, { timeout: 30_000, interval: 200 }).toMatchObject({ isOnline: true, currentPower: 125.5 });
  const again = await ask(port, '/api/v1/devices', { method: 'POST', token, json });
  expect(again).toMatchObject({ status: 409, body: { code: 'device.exists' } });
  const bare = await ask(port, '/api/v1/devices', { method: 'POST', token, json: { name: 'Washer' } });
  expect(bare).toMatchObject({ status: 400, body: { field: 'protocol' } });
  // Once it is removed its account is gone too, and its name is free.
  const removed = await ask(port, '/api/v1/sites/demo/devices/node-001', { method: 'DELETE', token });
  expect(removed.status).toBe(204);
  await expect.poll(() => node.connected, { timeout: 20_000 }).toBe(false);
  expect((await ask(port, '/api/v1/devices', { method: 'POST', token, json })).status).toBe(201);
});
