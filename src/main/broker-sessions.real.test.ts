// What the built-in broker keeps survives a restart and kill −9: a message that was confirmed to whoever sent it arrives at the
// session that waits for it, once where that was asked for.
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import { expect, test, type TestContext } from 'vitest';
import { drawing } from '#tools/testkit/drawing.ts';
import { freePort } from '#tools/testkit/free-port.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';

const random = drawing();
const program = fileURLToPath(new URL('./testing/broker-child.ts', import.meta.url));

/** A broker in a process of its own, which can be killed and started again. */
async function killable(context: TestContext) {
  const path = join(tempDir(context), 'broker.journal');
  const port = await freePort();
  const start = async () => {
    const child = await spawned(context, [process.execPath, program, JSON.stringify({ journal: path, port })]);
    await child.waitForOutput('listening', 60_000);
    return child;
  };
  let child = await start();
  return {
    port,
    output: () => child.output(),
    async again(signal: NodeJS.Signals): Promise<void> {
      child.signal(signal);
      while (child.exit() === undefined) await sleep(5);
      child = await start();
    },
  };
}

/** A client that keeps its session, and comes back by itself. */
async function client(context: TestContext, port: number, options: IClientOptions): Promise<MqttClient> {
  const made = connect({
    host: '127.0.0.1',
    port,
    username: 'a',
    password: 'b',
    clean: false,
    reconnectPeriod: 50,
    resubscribe: false,
    ...options,
  });
  made.on('error', () => undefined);
  context.onTestFinished(() => void made.end(true));
  await new Promise<void>((resolve) => void made.once('connect', () => resolve()));
  return made;
}

/** What a client hears, by QoS. */
function hears(made: MqttClient): string[] {
  const heard: string[] = [];
  made.on('message', (topic, payload) => void heard.push(`${topic.slice(-1)} ${payload.toString()}`));
  return heard;
}

test('kill −9: what was confirmed arrives, at who was away and at who was there, QoS 2 once', async (context) => {
  const broker = await killable(context);
  const away = await client(context, broker.port, { clientId: 'away' });
  await away.subscribeAsync('home/#', { qos: 2 });
  await away.endAsync();
  const there = await client(context, broker.port, { clientId: 'there' });
  const heardThere = hears(there);
  await there.subscribeAsync('home/#', { qos: 2 });
  const sender = await client(context, broker.port, { clientId: 'sender' });
  const confirmed: string[] = [];
  let number = 0;
  let isSending = true;
  const send = async (qos: 1 | 2): Promise<void> => {
    while (isSending) {
      number += 1;
      const own = String(number);
      await sender.publishAsync(`home/${qos}`, own, { qos });
      confirmed.push(`${qos} ${own}`);
    }
  };
  const sending = [send(1), send(2), send(2)];
  for (let round = 0; round < 4; round += 1) {
    const before = confirmed.length;
    await expect.poll(() => confirmed.length, { timeout: 20_000 }).toBeGreaterThan(before + 20);
    await sleep(random() * 100);
    await broker.again('SIGKILL');
  }
  isSending = false;
  await Promise.all(sending);
  expect(confirmed.length).toBeGreaterThan(80);
  // The last time there is nobody: what was confirmed before is read again from the disk.
  await broker.again('SIGKILL');
  const heardAway: string[] = [];
  const back = connect({
    host: '127.0.0.1',
    port: broker.port,
    username: 'a',
    password: 'b',
    clean: false,
    clientId: 'away',
  });
  back.on('message', (topic, payload) => void heardAway.push(`${topic.slice(-1)} ${payload.toString()}`));
  context.onTestFinished(() => void back.end(true));
  for (const heard of [heardAway, heardThere]) {
    await expect.poll(() => confirmed.filter((one) => !heard.includes(one)), { timeout: 20_000 }).toEqual([]);
    const once = heard.filter((one) => one.startsWith('2'));
    expect(once.length).toBe(new Set(once).size);
  }
}, 120_000);

test('a stop and a start: what is retained, subscriptions, and what waits are there again, and go when they are taken', async (context) => {
  const broker = await killable(context);
  const reader = await client(context, broker.port, { clientId: 'reader' });
  await reader.subscribeAsync({ 'home/+/power': { qos: 1 }, 'home/switch': { qos: 0 } });
  await reader.endAsync();
  const sender = await client(context, broker.port, { clientId: 'sender' });
  await sender.publishAsync('home/meter/power', '1', { qos: 1 });
  await sender.publishAsync('home/state', 'kept', { qos: 1, retain: true });
  await sender.publishAsync('home/gone', 'x', { qos: 1, retain: true });
  await sender.publishAsync('home/gone', '', { qos: 1, retain: true });
  await broker.again('SIGKILL');
  await broker.again('SIGTERM');
  const listen = async () => {
    const heard: string[] = [];
    const made = connect({
      host: '127.0.0.1',
      port: broker.port,
      username: 'a',
      password: 'b',
      clean: false,
      clientId: 'reader',
    });
    context.onTestFinished(() => void made.end(true));
    made.on('message', (topic, payload) => void heard.push(`${topic} ${payload.toString()}`));
    await new Promise<void>(
      (resolve) =>
        void made.once('connect', ({ sessionPresent }) => {
          expect(sessionPresent).toBe(true);
          resolve();
        }),
    );
    return { heard, made };
  };
  const first = await listen();
  await expect.poll(() => first.heard, { timeout: 20_000 }).toEqual(['home/meter/power 1']);
  await sender.publishAsync('home/switch', 'on', { qos: 0 });
  await expect.poll(() => first.heard, { timeout: 20_000 }).toContain('home/switch on');
  await first.made.subscribeAsync('home/#', { qos: 1 });
  await expect.poll(() => first.heard, { timeout: 20_000 }).toContain('home/state kept');
  expect(first.heard).not.toContain('home/gone x');
  await first.made.endAsync();
  const second = await listen();
  await second.made.publishAsync('home/a/power', 'last', { qos: 1 });
  await expect.poll(() => second.heard, { timeout: 20_000 }).toEqual(['home/a/power last']);
}, 60_000);
