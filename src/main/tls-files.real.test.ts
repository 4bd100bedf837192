// TLS as devices and browsers meet it: HTTPS and MQTT over TLS from files that are renewed, cookies that never leave it.
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request as httpsRequest } from 'node:https';
import { connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { text as textOf } from 'node:stream/consumers';
import { connect as connectMqtt } from 'mqtt';
import { pino } from 'pino';
import { expect, test, type TestContext, vi } from 'vitest';
import { WebSocket } from 'ws';
import { systemClock } from '#core/clock.ts';
import { dayMs } from '#core/time.ts';
import { startServer } from '#server/server.ts';
import { responseOf } from '#server/testing/test-server.ts';
import { startBroker } from '#transport/broker.ts';
import { madeCertificate } from '#tools/testkit/certificate.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openHouse } from './house.ts';
import { openTlsFiles } from './tls-files.ts';

const lateMs = Date.UTC(2090, 0);
const word = 'the roof is warm today';

function files(context: TestContext, untilMs = lateMs) {
  const folder = tempDir(context);
  const place = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  const renew = (name: string, until = lateMs) => {
    const pem = madeCertificate(name, until);
    writeFileSync(place.cert, pem.cert);
    writeFileSync(place.key, pem.key, { mode: 0o600 });
    return pem;
  };
  renew('one', untilMs);
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
  const clock = fakeClock();
  const opened = () => {
    const tls = openTlsFiles(place, { clock, log });
    context.onTestFinished(() => tls.close());
    return tls;
  };
  return { place, renew, lines, clock, opened, log };
}

/** The name of the certificate that is shown at a port. */
function shownAt(port: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().subject.CN);
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

async function served(context: TestContext) {
  const parts = files(context);
  const identity = parts.opened();
  const { log } = parts;
  const broker = { host: '127.0.0.1', port: 0, tls: { port: 0, identity } };
  const house = await openHouse({ folder: tempDir(context), clock: systemClock, log, broker });
  context.onTestFinished(() => house.close());
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    clock: systemClock,
    log,
    version: '1',
    webRoot: '/nowhere',
    current: () => ({ hub: house.hub, demo: false }),
    tls: identity,
  });
  context.onTestFinished(() => server.close());
  return { ...parts, house, port: server.port, mqttsPort: house.broker.tlsPort ?? 0 };
}

test('the home speaks HTTPS, and its cookies never leave it', async (context) => {
  const { port, lines } = await served(context);
  expect(lines.join('\n')).toContain(`Server listening at https://127.0.0.1:${port}`);
  const claim = { name: 'Anna', password: word, site: { name: 'Casa', timeZone: 'UTC' } };
  const ask = async (method: string, path: string, { cookie, json }: { cookie?: string; json?: unknown } = {}) => {
    const headers = {
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...(cookie === undefined ? {} : { cookie }),
    };
    const sent = httpsRequest({
      host: '127.0.0.1',
      port,
      path,
      method,
      headers,
      rejectUnauthorized: false,
      agent: false,
    });
    sent.end(json === undefined ? undefined : JSON.stringify(json));
    const response = await responseOf(sent);
    return { headers: response.headers, body: JSON.parse(await textOf(response)) as unknown };
  };
  const { headers, body } = await ask('POST', '/api/v1/owner', { json: claim });
  expect(body).toMatchObject({ state: 'signed-in' });
  const cookies = headers['set-cookie'] ?? [];
  expect(cookies).toHaveLength(2);
  for (const cookie of cookies)
    expect(cookie).toMatch(/^__Host-solstead.*; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
  let cookie = cookies[0]?.split(';')[0] ?? '';
  expect((await ask('GET', '/api/v1/session', { cookie })).body).toMatchObject({ state: 'signed-in' });
  // Who signs in again in the same browser leaves no session behind.
  const again = await ask('POST', '/api/v1/session', { cookie, json: { name: 'Anna', password: word } });
  expect(again.body).toMatchObject({ state: 'signed-in' });
  expect((await ask('GET', '/api/v1/session', { cookie })).body).toMatchObject({ state: 'signed-out' });
  cookie = again.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  // One that a page without TLS of the same name may have planted is none.
  const planted = cookie.replace('__Host-', '');
  expect((await ask('GET', '/api/v1/session', { cookie: planted })).body).toMatchObject({ state: 'signed-out' });
});

test('handshakes that fail leave a line, and of very many few', async (context) => {
  const { port, lines } = await served(context);
  for (let count = 0; count < 30; count += 1)
    await new Promise((resolve) => {
      const socket = connectTcp(port, '127.0.0.1', () => socket.end('GET / HTTP/1.1\r\n\r\n'));
      socket
        .on('close', resolve)
        .on('error', () => undefined)
        .resume();
    });
  const told = lines.filter((line) => line.includes('a TLS handshake with'));
  expect(told[0]).toContain('127.0.0.1');
  expect(told[0]).toContain('ERR_SSL_HTTP_REQUEST');
  expect(told.length).toBeLessThan(4);
  expect(await shownAt(port)).toBe('one');
});

test('connections that never end their handshake are ended, and keep nobody waiting', {
  timeout: 60_000,
}, async (context) => {
  const { port } = await served(context);
  const hello = Buffer.from('160301020001', 'hex');
  const slow = Array.from({ length: 80 }, (_, index) => {
    const socket = connectTcp(port, '127.0.0.1').on('error', () => undefined);
    context.onTestFinished(() => void socket.destroy());
    // Half of them begin, and go on with a byte at a time; the server looks at no certificate for them.
    if (index % 2 === 0) socket.write(hello);
    return socket.resume();
  });
  const drip = setInterval(() => slow.forEach((socket, index) => index % 2 === 0 && socket.write('\0')), 500);
  context.onTestFinished(() => clearInterval(drip));
  for (let count = 0; count < 10; count += 1) expect(await shownAt(port)).toBe('one');
  await vi.waitFor(() => expect(slow.filter(({ destroyed }) => !destroyed)).toEqual([]), { timeout: 30_000 });
});

test('a device comes in over TLS with its account, and no other way on that port', async (context) => {
  const { house, mqttsPort } = await served(context);
  const { password } = await house.hub
    .as({ id: 'x', name: 'x', kind: 'person', grants: [{ site: '*', may: 'owner' }] })
    .setup.addBrokerAccount('meter');
  const options = { username: 'meter', password, rejectUnauthorized: false, reconnectPeriod: 0 };
  const client = connectMqtt(`mqtts://127.0.0.1:${mqttsPort}`, options);
  context.onTestFinished(() => void client.end(true));
  await new Promise((resolve, reject) => {
    client.once('connect', resolve);
    client.once('error', reject);
  });
  await client.publishAsync('meter/online', 'true', { qos: 1 });
  expect(await house.records.brokerAccounts.byUsername('meter')).toMatchObject({ topics: ['meter/#'] });
  const plain = connectTcp(mqttsPort, '127.0.0.1');
  plain.on('error', () => undefined);
  plain.write(Buffer.from('101000044d5154540402003c000461626364', 'hex'));
  await new Promise((resolve) => plain.once('close', resolve));
});

test('ciphers that keep nothing secret later are spoken by neither port, also after a renewal', async (context) => {
  const { port, mqttsPort, renew, clock } = await served(context);
  const agreed = (at: number, options: object): Promise<string> =>
    new Promise((resolve) => {
      const socket = connectTls({ host: '127.0.0.1', port: at, rejectUnauthorized: false, ...options });
      socket.once('secureConnect', () => {
        resolve(`${socket.getProtocol()} ${socket.getCipher().name}`);
        socket.destroy();
      });
      socket.once('error', () => resolve('refused'));
    });
  const old = 'ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA:AES128-SHA:AES256-GCM-SHA384';
  const all = async () => {
    for (const at of [port, mqttsPort]) {
      expect(await agreed(at, { maxVersion: 'TLSv1.2', ciphers: old })).toBe('refused');
      expect(await agreed(at, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' })).toBe(
        'refused',
      );
      expect(await agreed(at, { maxVersion: 'TLSv1.2' })).toMatch(/^TLSv1\.2 ECDHE-\w+-(AES\d+-GCM|CHACHA20)/);
      expect(await agreed(at, {})).toMatch(/^TLSv1\.3 /);
    }
  };
  await all();
  renew('two');
  await clock.advance(60_000);
  await all();
});

test('what was renewed is shown to the next who connects; a half of it is not', async (context) => {
  const { port, mqttsPort, renew, clock, lines, place } = await served(context);
  expect([await shownAt(port), await shownAt(mqttsPort)]).toEqual(['one', 'one']);
  writeFileSync(place.cert, madeCertificate('half', lateMs).cert);
  await clock.advance(60_000);
  expect([await shownAt(port), await shownAt(mqttsPort)]).toEqual(['one', 'one']);
  expect(lines.join('\n')).toContain('the one before stays');
  rmSync(place.cert);
  await clock.advance(60_000);
  expect(await shownAt(port)).toBe('one');
  renew('two');
  await clock.advance(60_000);
  expect([await shownAt(port), await shownAt(mqttsPort)]).toEqual(['two', 'two']);
});

test('what is connected stays so while the certificate is renewed: requests, sockets, devices', async (context) => {
  const { port, mqttsPort, renew, clock, house } = await served(context);
  const agent = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
  context.onTestFinished(() => agent.destroy());
  const ask = async () => {
    const sent = httpsRequest({ host: '127.0.0.1', port, path: '/health/live', agent }).end();
    const response = await responseOf(sent);
    await textOf(response);
    return [response.statusCode, sent.reusedSocket, (sent.socket as TLSSocket).getPeerCertificate().subject.CN];
  };
  const site = { name: 'Casa', timeZone: 'UTC' };
  const { token } = await house.hub.access.claim({ name: 'Anna', password: word, site }, { from: '127.0.0.1' });
  const headers = { authorization: `Bearer ${token}` };
  const socket = new WebSocket(`wss://127.0.0.1:${port}/api/v1/realtime`, { headers, rejectUnauthorized: false });
  context.onTestFinished(() => socket.terminate());
  await once(socket, 'open');
  const { password } = await house.hub
    .as({ id: 'x', name: 'x', kind: 'person', grants: [{ site: '*', may: 'owner' }] })
    .setup.addBrokerAccount('meter');
  const options = { username: 'meter', password, rejectUnauthorized: false, reconnectPeriod: 0 };
  const device = connectMqtt(`mqtts://127.0.0.1:${mqttsPort}`, options);
  context.onTestFinished(() => void device.end(true));
  await new Promise((resolve) => void device.on('connect', resolve));
  expect(await ask()).toEqual([200, false, 'one']);
  renew('two');
  await clock.advance(60_000);
  expect(await shownAt(port)).toBe('two');
  expect(await ask()).toEqual([200, true, 'one']);
  await device.publishAsync('meter/power', '12', { qos: 1 });
  expect(device.connected).toBe(true);
  socket.send('{}');
  const [answer] = (await once(socket, 'message')) as [Buffer];
  expect(answer.toString()).toContain('"type":"error"');
});

test('who never ends the handshake makes room for a device', async (context) => {
  const { opened } = files(context);
  const broker = await startBroker({
    host: '127.0.0.1',
    port: 0,
    clock: systemClock,
    log: { info: () => undefined, warn: () => undefined },
    authenticate: async () => ({ topics: ['meter/#'] }),
    tls: { port: 0, identity: opened() },
  });
  context.onTestFinished(() => broker.close());
  const port = broker.tlsPort ?? 0;
  const idle = Array.from({ length: 150 }, () => connectTcp(port, '127.0.0.1').on('error', () => undefined));
  context.onTestFinished(() => idle.forEach((socket) => socket.destroy()));
  await Promise.all(idle.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
  expect(await shownAt(port)).toBe('one');
  const left = idle.filter((socket) => !socket.destroyed).length;
  expect(left).toBeLessThanOrEqual(24);
});

test('a certificate that ends soon, or has ended, is told once a day', async (context) => {
  const now = fakeClock().nowMs();
  for (const [days, words] of [
    [15, []],
    [13, ['the certificate ends soon']],
    [-1, ['the certificate has ended']],
  ] as const) {
    const { opened, lines, clock } = files(context, now + days * dayMs);
    opened();
    await clock.advance(3 * 3_600_000);
    expect(lines.map((line) => /the certificate [a-z]+ [a-z]+/.exec(line)?.[0])).toEqual(words);
  }
});

test.for([
  ['cert', (place: { cert: string }) => rmSync(place.cert), /^--tls-cert \S+cert\.pem: there is no such file/],
  ['key', (place: { key: string }) => rmSync(place.key), /^--tls-key \S+key\.pem: there is no such file/],
  ['path', (place: { cert: string }) => (rmSync(place.cert), mkdirSync(place.cert)), /cert\.pem: .*not a file/],
  [
    'pair',
    (place: { key: string }) => writeFileSync(place.key, madeCertificate('x', lateMs).key),
    /^--tls-cert \S+cert\.pem: .*used together/,
  ],
  ['text', (place: { cert: string }) => writeFileSync(place.cert, 'hello'), /cert\.pem: it is no certificate in PEM/],
  ['no key', (place: { key: string }) => writeFileSync(place.key, 'hello'), /key\.pem: it is no private key in PEM/],
  ['size', (place: { cert: string }) => writeFileSync(place.cert, 'x'.repeat(2_000_000)), 'larger than'],
] as const)('files that cannot be used are named: %s', ([, spoil, words], context) => {
  const { place, opened } = files(context);
  spoil(place);
  expect(opened).toThrow(words);
});
