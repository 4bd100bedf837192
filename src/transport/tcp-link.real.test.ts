import { once } from 'node:events';
import { createServer, type LookupFunction, type Server, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { parseAddress } from '#core/address.ts';
import { type Clock, systemClock } from '#core/clock.ts';
import { linkConformance } from './link-conformance.ts';
import { makeLink } from './open-link.ts';
import { makeTcpLink } from './tcp-link.ts';
import { type Bench, expectCode, lineSplitter, type MakeBench } from './testing/bench.ts';

linkConformance('tcp', tcpBench);

async function tcpBench(context: Parameters<MakeBench>[0]): Promise<Bench> {
  const sockets = new Set<Socket>();
  const peer: Bench['peer'] = {
    onRequest: () => undefined,
    send: async (bytes) => {
      while (sockets.size === 0) await systemClock.sleep(1);
      for (const socket of sockets) socket.write(bytes);
    },
    vanish: async () => {
      server.close();
      for (const socket of sockets) socket.resetAndDestroy();
    },
    comeBack: async () => {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
  };
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    socket.on(
      'data',
      lineSplitter((line) => peer.onRequest(line)),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);
  context.onTestFinished(async () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const link = makeTcpLink({ scheme: 'tcp', host: '127.0.0.1', port, mode: { baud: 115_200 } }, systemClock);
  return { link, peer };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);
  server.close();
  await once(server, 'close');
  return port;
}

test('says in plain words why there is no connection', async () => {
  const refused = makeLink(parseAddress(`tcp://127.0.0.1:${await closedPort()}`), { clock: systemClock });
  expect((await expectCode(refused.open(), 'link.unavailable')).why).toContain('nothing listens');
  expect(refused.isOpen).toBe(false);
});

test('a name that is not known any more is told, and is asked for anew with each opening', async (context) => {
  const server = createServer((socket) => void socket.on('error', () => undefined));
  context.onTestFinished(() => void server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  let isKnown = true;
  const lookup: LookupFunction = (_host, _options, callback) => {
    const unknown = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    if (isKnown) callback(null, [{ address: '127.0.0.1', family: 4 }]);
    else callback(unknown, []);
  };
  const address = { scheme: 'tcp', host: 'meter.example', port: portOf(server), mode: {} } as const;
  const link = makeTcpLink(address, systemClock, lookup);
  context.onTestFinished(() => link.close());
  await link.open();
  await link.close();
  isKnown = false;
  expect(await expectCode(link.open(), 'link.unavailable')).toMatchObject({ reason: { code: 'host.unknown' } });
  isKnown = true;
  await link.open();
  expect(link.counters.opened).toBe(2);
});

test('gives up on a host that swallows the connection', async () => {
  const waits: number[] = [];
  const hasty: Clock = {
    ...systemClock,
    after: (ms, run) => {
      waits.push(ms);
      run();
      return () => undefined;
    },
  };
  const link = makeTcpLink({ scheme: 'tcp', host: '127.0.0.1', port: 9, mode: {} }, hasty);
  expect((await expectCode(link.open(), 'link.unavailable')).why).toContain('did not answer within 5 s');
  expect(waits).toEqual([5000]);
});

test('notices that the other side hung up between exchanges', async (context) => {
  const server = createServer((socket) => socket.end());
  context.onTestFinished(() => void server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const link = makeTcpLink({ scheme: 'tcp', host: '127.0.0.1', port: portOf(server), mode: {} }, systemClock);
  await link.open();
  await expect.poll(() => link.isOpen).toBe(false);
  expect(link.counters.lost).toBe(1);
});

test('refuses the address of a broker', () => {
  expect(() => makeLink(parseAddress('mqtt://broker'), { clock: systemClock })).toThrow('a broker carries messages');
});

test('is called by its place and device, without the speed of the line behind it', () => {
  const link = makeTcpLink(
    { scheme: 'tcp', host: 'bridge', port: 8899, mode: { baud: 2400 }, target: { unit: 2 } },
    systemClock,
  );
  expect(link.name).toBe('tcp://bridge:8899?unit=2');
});
