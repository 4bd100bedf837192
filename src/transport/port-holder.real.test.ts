import { createServer } from 'node:net';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { freePort } from '#tools/testkit/free-port.ts';
import { startBroker } from './broker.ts';
import { listeningInodes, portHolder } from './port-holder.ts';

test('sockets that listen on a port are told from those that are connected to it', () => {
  const text = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:075B 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0000 100 0 0 10 0',
    '   1: 0100007F:075B 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0000 20 4 30 10 -1',
    '   2: 00000000:22B3 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1 0000 100 0 0 10 0',
  ].join('\n');
  expect(listeningInodes(text, 1883)).toEqual(['4711']);
  expect(listeningInodes(text, 8883)).toEqual(['4713']);
  expect(listeningInodes(text, 80)).toEqual([]);
});

test('who holds the port is named where the system tells it, and the broker says so', async (context) => {
  context.skip(process.platform !== 'linux', 'only Linux tells it');
  const port = await freePort();
  expect(await portHolder(port)).toBeUndefined();
  const server = createServer().listen(port, '127.0.0.1');
  context.onTestFinished(() => void server.close());
  await once(server, 'listening');
  expect(await portHolder(port)).toMatchObject({ pid: process.pid });
  const options = { host: '127.0.0.1', port, clock, log: { info: () => undefined, warn: () => undefined } };
  const started = startBroker({ ...options, authenticate: async () => undefined });
  await expect(started).rejects.toMatchObject({
    code: 'port.taken',
    reason: { code: 'port.taken-by', params: { port, pid: process.pid } },
  });
});

test('without such files nobody is named', async () => {
  expect(await portHolder(1883, '/nonexistent')).toBeUndefined();
});
