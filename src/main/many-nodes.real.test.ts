// A house full of nodes: 200 of them, each with its own account, each speaking every second. What they say is in history once.
import { connectAsync, type MqttClient } from 'mqtt';
import { expect, test } from 'vitest';
import type { Principal } from '#core/access.ts';
import type { RegisteredDevice } from '#api/homes.ts';
import { ask } from '#server/testing/test-server.ts';
import type { Owner } from '#tools/testkit/owner.ts';
import { openOwnedHouse } from './testing/owned-house.ts';

const anna: Principal = { id: 'anna', name: 'Anna', kind: 'person', grants: [{ site: '*', may: 'owner' }] };
const count = 200;
const seconds = 8;

interface Node {
  readonly id: string;
  readonly topic: string;
  readonly client: MqttClient;
}

async function registered(
  context: Owner,
  { port, token }: { readonly port: number; readonly token: string },
  index: number,
): Promise<Node> {
  const id = `node-${index}`;
  const { status, body } = await ask(port, '/api/v1/devices', {
    method: 'POST',
    token,
    json: { node_id: id, name: `Node ${index}` },
  });
  expect(status).toBe(201);
  const { topic = '', username, password, port: mqttPort } = (body as RegisteredDevice).mqttConfig ?? { port: 0 };
  const client = await connectAsync(`mqtt://127.0.0.1:${mqttPort}`, {
    username: username ?? '',
    password: password ?? '',
    reconnectPeriod: 0,
  });
  context.onTestFinished(() => client.endAsync(true));
  await client.publishAsync(`${topic}/status`, 'online', { qos: 1 });
  // With this its clock is known to be right: what it says later is of its own time, however late a busy machine takes it.
  const now = { value: -50, timestamp: Date.now() / 1000 };
  await client.publishAsync(`${topic}/telemetry/rssi`, JSON.stringify(now), { qos: 1 });
  return { id, topic, client };
}

test('200 nodes that speak every second are all heard, and stored once', { timeout: 480_000 }, async (context) => {
  const owned = await openOwnedHouse();
  context.onTestFinished(owned.close);
  const nodes: Node[] = [];
  for (let index = 0; index < count; index += 1) nodes.push(await registered(context, owned, index));
  const fromMs = Math.ceil(Date.now() / 1000) * 1000;
  const reached = (atMs: number): Promise<void> =>
    new Promise((resolve) => {
      setTimeout(resolve, Math.max(0, atMs - Date.now()));
    });
  for (let second = 0; second < seconds; second += 1) {
    // Not before: nothing is measured at a time that is still to come.
    await reached(fromMs + second * 1000);
    const timestamp = fromMs / 1000 + second;
    await Promise.all(
      nodes.map(({ topic, client }, index) =>
        Promise.all([
          client.publishAsync(`${topic}/telemetry/power`, JSON.stringify({ value: index + second / 10, timestamp }), {
            qos: 1,
          }),
          client.publishAsync(`${topic}/telemetry/voltage`, JSON.stringify({ value: 230, timestamp }), { qos: 1 }),
        ]),
      ),
    );
  }
  await owned.house.hub.flush();
  const site = 'demo';
  const series = nodes.map(({ id }) => ({ site, device: id, metric: 'relay.power.1' }) as const);
  const history = await owned.house.hub.as(anna).site(site).history();
  const found = await history.range({ series, fromMs, toMs: fromMs + seconds * 1000 });
  const values = Array.from({ length: seconds }, (_none, second) => second / 10);
  expect(found.map(({ value }) => [...value])).toEqual(nodes.map((_node, index) => values.map((part) => index + part)));
  const { body } = await ask(owned.port, '/api/v1/devices', { token: owned.token });
  const online = (body as readonly { readonly id: string; readonly isOnline: boolean }[]).filter(
    ({ id, isOnline }) => id.startsWith('node-') && isOnline,
  );
  expect(online).toHaveLength(count);
});
