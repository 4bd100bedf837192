import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { test, type TestContext } from 'vitest';
import { toLatin1 } from '#core/bytes.ts';
import { systemClock as clock } from '#core/clock.ts';
import { seededRandom } from '#core/random.ts';
import { makeSecret } from '#core/secrets.ts';
import { madeCertificate } from '#tools/testkit/certificate.ts';
import { type Broker, mosquitto } from '#tools/testkit/mosquitto.ts';
import { needs } from '#tools/testkit/needs.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { messageLinkConformance } from './message-link-conformance.ts';
import { makeMqttLink, type MqttTls } from './mqtt-link.ts';
import { expectCode } from './testing/bench.ts';
import { account, builtIn, clientOf } from './testing/brokers.ts';

messageLinkConformance('a client of Mosquitto', async (context) => {
  const broker = await persistentMosquitto(context);
  const link = async (clientId: string) => {
    const client = clientOf(context, broker.port, { clientId });
    await client.connect();
    return client;
  };
  return { broker, link };
});

function persistentMosquitto(context: TestContext): Promise<Broker> {
  const folder = tempDir(context);
  return mosquitto(context, {
    users: { [account.username]: account.password },
    config: ['persistence true', `persistence_location ${folder}/`],
  });
}

test('Mosquitto refuses a wrong password, and the link says so', async (context) => {
  const broker = await persistentMosquitto(context);
  const failure = await expectCode(clientOf(context, broker.port, { password: 'guess' }).connect(), 'broker.refused');
  context.expect(JSON.stringify([failure.message, failure.at])).not.toContain('guess');
});

test('says when nothing listens, and connects once something does', async (context) => {
  const broker = await persistentMosquitto(context);
  await broker.stop();
  const client = clientOf(context, broker.port);
  await expectCode(client.connect(), 'link.unavailable');
  await broker.start();
  await context.expect.poll(() => client.isConnected, { timeout: 20_000 }).toBe(true);
});

test('Mosquitto keeps no command for a device that is away: hours later nobody expects it', async (context) => {
  const broker = await persistentMosquitto(context);
  const sender = clientOf(context, broker.port, { clientId: 'sender' });
  await sender.connect();
  const heard: string[] = [];
  const device = async () => {
    const client = clientOf(context, broker.port, { clientId: 'device' });
    client.subscribe('device/#', ({ payload }) => void heard.push(toLatin1(payload)));
    await client.connect();
    await client.publish('other/ready', '');
    return client;
  };
  const before = await device();
  await sender.publish('device/command', 'on', { onSend: () => undefined });
  await context.expect.poll(() => heard, { timeout: 20_000 }).toEqual(['on']);
  await before.close();
  await sender.publish('device/command', 'off', { onSend: () => undefined });
  await sender.publish('device/note', 'waited');
  await device();
  await context.expect.poll(() => heard, { timeout: 20_000 }).toEqual(['on', 'waited']);
});

test('Mosquitto hears that a message has arrived when it is kept, and sends it again if it is not', async (context) => {
  const broker = await persistentMosquitto(context);
  const sender = clientOf(context, broker.port, { clientId: 'sender' });
  const receiver = clientOf(context, broker.port, { clientId: 'receiver' });
  await Promise.all([sender.connect(), receiver.connect()]);
  const heard: string[] = [];
  const isKept = [
    Promise.reject(new Error('the disk is full')),
    ...Array.from({ length: 99 }, () => Promise.resolve()),
  ];
  for (const one of isKept) one.catch(() => undefined);
  receiver.subscribe('home/#', ({ payload }) => void heard.push(toLatin1(payload)), {
    kept: () => isKept.shift() ?? Promise.resolve(),
  });
  await receiver.publish('other/ready', '');
  await sender.publish('home/power', '1');
  await context.expect.poll(() => heard, { timeout: 20_000 }).toEqual(['1', '1']);
  // Many are under way at once, and none of them comes twice.
  const numbers = Array.from({ length: 50 }, (_, number) => String(number));
  await Promise.all(numbers.map((number) => sender.publish('home/power', number)));
  await context.expect.poll(() => heard.slice(2), { timeout: 20_000 }).toEqual(numbers);
  await broker.stop();
  await broker.start();
  await context.expect.poll(() => receiver.isConnected, { timeout: 20_000 }).toBe(true);
  await sender.publish('home/power', 'last');
  await context.expect.poll(() => heard.slice(52), { timeout: 20_000 }).toEqual(['last']);
});

test('Mosquitto keeps the session of a link that was away', async (context) => {
  const broker = await persistentMosquitto(context);
  const sender = clientOf(context, broker.port, { clientId: 'sender' });
  const heard: string[] = [];
  const receiver = (): ReturnType<typeof clientOf> => {
    const client = clientOf(context, broker.port, { clientId: 'receiver' });
    client.subscribe('home/#', ({ payload }) => void heard.push(toLatin1(payload)));
    return client;
  };
  const first = receiver();
  await Promise.all([sender.connect(), first.connect()]);
  await first.close();
  await sender.publish('home/power', 'while away');
  await broker.stop();
  await broker.start();
  await receiver().connect();
  await context.expect.poll(() => heard).toContain('while away');
});

test('what comes once a subscription ends with its link waits in the session, however long the link stays open', async (context) => {
  const broker = await persistentMosquitto(context);
  const sender = clientOf(context, broker.port, { clientId: 'sender' });
  const heard: string[] = [];
  // Whatever is given up after a while is given up at once.
  const shortened = (ms: number): number => (ms < 30_000 ? 0 : ms);
  const open = async () => {
    const client = clientOf(context, broker.port, { clientId: 'receiver', shortened });
    const end = client.subscribe('home/#', ({ payload }) => void heard.push(toLatin1(payload)), { endsWithLink: true });
    await client.connect();
    return { client, end };
  };
  const { client, end } = await open();
  await sender.connect();
  end();
  await sender.publish('home/power', 'while it ends');
  // What the broker was told before this has reached it.
  await client.publish('other', 'x');
  await sender.publish('home/power', 'later');
  await client.close();
  context.expect(heard).toEqual([]);
  await open();
  await context.expect.poll(() => heard).toEqual(['while it ends', 'later']);
});

test('the clients of Mosquitto get on with the built-in broker', async (context) => {
  const publish = needs(context, 'mosquitto_pub');
  const broker = await builtIn(context);
  const heard: string[] = [];
  broker
    .broker()
    .link()
    .subscribe('home/#', ({ payload }) => void heard.push(toLatin1(payload)));
  const common = ['-p', String(broker.port), '-t', 'home/power', '-u', account.username, '-q', '1'];
  await promisify(execFile)(publish, [...common, '-P', account.password, '-m', '230']);
  await context.expect.poll(() => heard).toEqual(['230']);
  await context
    .expect(promisify(execFile)(publish, [...common, '-P', 'guess', '-m', '1']))
    .rejects.toThrow(/not authorised|refused/i);
});

test('Mosquitto over TLS with an authority of its own, which asks for a certificate', async (context) => {
  const folder = tempDir(context);
  const { cert, key } = madeCertificate('broker', Date.UTC(2100, 0));
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  writeFileSync(certFile, cert);
  writeFileSync(keyFile, key, { mode: 0o600 });
  const files = [`cafile ${certFile}`, `certfile ${certFile}`, `keyfile ${keyFile}`, 'require_certificate true'];
  const broker = await mosquitto(context, { config: files });
  const link = (tls: MqttTls) => {
    const address = { scheme: 'mqtt', host: '127.0.0.1', port: broker.port, tls: true } as const;
    const made = makeMqttLink(address, { clock, random: seededRandom(1), clientId: 'home', tls });
    context.onTestFinished(() => made.close());
    return made;
  };
  await expectCode(link({}).connect(), 'link.unavailable');
  await expectCode(link({ ca: cert }).connect(), 'link.unavailable');
  const known = link({ ca: cert, cert, key: makeSecret(key) });
  await known.connect();
  const heard: string[] = [];
  known.subscribe('home/#', ({ payload }) => void heard.push(toLatin1(payload)));
  await known.publish('home/power', '1');
  await context.expect.poll(() => heard).toEqual(['1']);
});

test('a broker that announces 200 MB and sends without an end is left, not gathered in memory', async (context) => {
  const sent = { bytes: 0, ended: 0 };
  const server = createServer((socket) => {
    socket.on('error', () => undefined).on('close', () => (sent.ended += 1));
    socket.once('data', () => {
      socket.write(Buffer.from([0x20, 2, 0, 0]));
      const more = (): void => {
        sent.bytes += 1_000_000;
        if (!socket.destroyed && sent.bytes < 40_000_000) socket.write(Buffer.alloc(1_000_000), more);
      };
      // PUBLISH with a length of 200 MB, after the client was let in. Source: MQTT 3.1.1, section 2.2.3.
      setTimeout(() => socket.write(Buffer.from([0x30, 0x80, 0xa8, 0xc3, 0x60, 0, 1, 0x61]), more), 100);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  context.onTestFinished(() => void server.close());
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const client = clientOf(context, port);
  const reasons: unknown[] = [];
  client.onState((_isConnected, failure) => void reasons.push(failure?.reason));
  await client.connect();
  await context.expect.poll(() => sent.ended, { timeout: 20_000 }).toBeGreaterThan(0);
  await context.expect.poll(() => JSON.stringify(reasons)).toContain('a packet of more than');
  context.expect(sent.bytes).toBeLessThan(40_000_000);
});

test('a message whose topic is no UTF-8 is confirmed to a broker that passes it on, and reaches nobody', async (context) => {
  const said: Buffer[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined).on('data', (bytes: Buffer) => void said.push(bytes));
    socket.once('data', () => {
      socket.write(Buffer.from([0x20, 2, 0, 0]));
      // PUBLISH of QoS 1: a broken topic with the id 7, then a good one with the id 8.
      const packets = '3208 0003 61ff62 0007 31 3208 0003 612f62 0008 32'.replaceAll(' ', '');
      setTimeout(() => socket.write(Buffer.from(packets, 'hex')), 100);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  context.onTestFinished(() => void server.close());
  const address = server.address();
  const client = clientOf(context, address !== null && typeof address === 'object' ? address.port : 0);
  const heard: string[] = [];
  client.subscribe('#', ({ topic, payload }) => void heard.push(`${topic} ${toLatin1(payload)}`));
  context.onTestFinished(() => void client.connect().catch(() => undefined));
  void client.connect().catch(() => undefined);
  await context.expect
    .poll(() => Buffer.concat(said).toString('hex'), { timeout: 20_000 })
    .toContain('4002000740020008');
  context.expect(heard).toEqual(['a/b 2']);
});
