// HTTP as a link, over real sockets: what good servers answer and what bad ones do.
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { expect, test, type TestContext, vi } from 'vitest';
import { toLatin1 } from '#core/bytes.ts';
import { systemClock as clock } from '#core/clock.ts';
import type { SolsteadError } from '#core/errors.ts';
import type { Framer } from '#core/framer.ts';
import { httpRequestBytes } from '#core/http-exchange.ts';
import type { Expectation } from '#core/link.ts';
import { makeHttpLink } from './http-link.ts';
import { mostBodyBytes } from './http-port.ts';

type Serve = (socket: Socket, request: string) => void;

/** A server that answers each connection as configured. */
async function served(context: TestContext, serve: Serve) {
  const sockets = new Set<Socket>();
  const requests: string[] = [];
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    socket.once('data', (bytes: Buffer) => {
      requests.push(bytes.toString('latin1'));
      serve(socket, bytes.toString('latin1'));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new TypeError('no port');
  const link = makeHttpLink({ scheme: 'http', host: '127.0.0.1', port: bound.port, tls: false }, clock);
  context.onTestFinished(async () => {
    await link.close();
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return { link, requests, server, sockets };
}

/** Everything that comes in one piece is one frame. */
function whole(): Framer {
  return {
    pending: 0,
    push: (bytes) => [toLatin1(bytes).startsWith('HTTP 0 ') ? { bytes, fault: 'malformed' } : { bytes }],
    reset: () => undefined,
  };
}

const expectation = (more: Partial<Expectation> = {}): Expectation => ({
  framer: whole(),
  accepts: () => true,
  responseMs: 600,
  maxBytes: 400_000,
  ...more,
});
const get = httpRequestBytes({ method: 'GET', path: '/page?a=1' });
const ok = (body: string, headers = ''): string =>
  `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`;

async function failure(outcome: Promise<unknown>): Promise<SolsteadError> {
  try {
    await outcome;
  } catch (error) {
    return error as SolsteadError;
  }
  throw new Error('it was answered');
}

test('a page is fetched with one plain request, each over a connection of its own', async (context) => {
  const { link, requests } = await served(context, (socket) => socket.end(ok('{"a":1}')));
  await link.open();
  for (const _ of [1, 2]) {
    expect(toLatin1(await link.sendAndReceive(get, expectation()))).toBe('HTTP 200 7 application/json\n{"a":1}');
  }
  const [first = ''] = requests;
  expect(requests).toHaveLength(2);
  expect(first.startsWith('GET /page?a=1 HTTP/1.1\r\n')).toBe(true);
  expect(first.toLowerCase()).toContain('accept-encoding: identity');
  expect(first.toLowerCase()).not.toMatch(/cookie|authorization|user-agent/);
  expect(link.counters).toMatchObject({ opened: 1, lost: 0 });
});

test('a body in pieces and in chunks is put together; a POST carries its own', async (context) => {
  const { link, requests } = await served(context, (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{"a\r\n');
    clock.after(30, () => socket.end('4\r\n":1}\r\n0\r\n\r\n'));
  });
  await link.open();
  const post = httpRequestBytes({ method: 'POST', path: '/rpc', body: '{"id":1}' });
  expect(toLatin1(await link.sendAndReceive(post, expectation()))).toBe('HTTP 200 7 application/json\n{"a":1}');
  expect(requests[0]).toContain('\r\n\r\n{"id":1}');
});

test('a redirect is told, not followed', async (context) => {
  const { link, requests } = await served(context, (socket) =>
    socket.end('HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/other\r\nContent-Length: 0\r\n\r\n'),
  );
  await link.open();
  expect(toLatin1(await link.sendAndReceive(get, expectation()))).toMatch(/^HTTP 302 0 /);
  expect(requests).toHaveLength(1);
});

test.for<[string, Serve, string]>([
  ['says nothing', () => undefined, 'link.timeout'],
  ['never ends its body', (socket) => drip(socket, ok('x'.repeat(500)).slice(0, 100)), 'link.timeout'],
  ['never ends its heads', (socket) => drip(socket, 'HTTP/1.1 200 OK\r\n'), 'link.timeout'],
  ['sends without end', (socket) => flood(socket), 'frame.malformed'],
  ['announces too much', (socket) => socket.end(ok('x'.repeat(mostBodyBytes + 1))), 'frame.malformed'],
  [
    'sends heads without end',
    (socket) => socket.write(`HTTP/1.1 200 OK\r\n${'X: y\r\n'.repeat(20_000)}`),
    'frame.malformed',
  ],
  ['does not speak HTTP', (socket) => socket.end('SSH-2.0-OpenSSH\r\n'), 'frame.malformed'],
  ['packs its answer', (socket) => socket.end(ok('x', 'Content-Encoding: gzip\r\n')), 'frame.malformed'],
  ['hangs up in the middle', (socket) => socket.end(ok('{"a":1}').slice(0, -3)), 'link.closed'],
  ['hangs up at once', (socket) => socket.resetAndDestroy(), 'link.closed'],
] as const)('a server that %s: an error in time, and the next answer is taken', async ([, bad, code], context) => {
  let isBad = true;
  const { link } = await served(context, (socket) => {
    if (isBad) bad(socket, '');
    else socket.end(ok('{"b":2}'));
  });
  await link.open();
  const startMs = clock.monotonicMs();
  expect((await failure(link.sendAndReceive(get, expectation()))).code).toBe(code);
  expect(clock.monotonicMs() - startMs).toBeLessThan(3000);
  isBad = false;
  await link.open();
  expect(toLatin1(await link.sendAndReceive(get, expectation()))).toContain('{"b":2}');
});

function drip(socket: Socket, text: string): void {
  socket.write(text);
  const stop = clock.every(50, () => socket.write('x'));
  socket.on('close', stop);
}

function flood(socket: Socket): void {
  socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n');
  const more = (): void => {
    while (!socket.destroyed && socket.write('x'.repeat(65_536)));
  };
  socket.on('drain', more);
  more();
}

test('nobody there is said when it is opened; one that went and came back is opened again', async (context) => {
  const { link, server, sockets } = await served(context, (socket) => socket.end(ok('{}')));
  await link.open();
  const bound = server.address();
  server.close();
  for (const socket of sockets) socket.destroy();
  expect((await failure(link.sendAndReceive(get, expectation()))).code).toBe('link.closed');
  expect(link.isOpen).toBe(false);
  expect((await failure(link.open())).code).toBe('link.unavailable');
  if (bound === null || typeof bound === 'string') throw new TypeError('no port');
  server.listen(bound.port, '127.0.0.1');
  await once(server, 'listening');
  await link.open();
  expect(toLatin1(await link.sendAndReceive(get, expectation()))).toContain('{}');
  expect(link.counters).toMatchObject({ opened: 2, lost: 1 });
});

test('an aborted question ends at once, and its late answer is no other’s', async (context) => {
  const answers = ['{"late":1}', '{"next":2}'];
  const { link, sockets } = await served(context, (socket) => {
    const body = answers.shift() ?? '';
    clock.after(body.includes('late') ? 2000 : 0, () => socket.end(ok(body)));
  });
  await link.open();
  const aborting = new AbortController();
  clock.after(30, () => aborting.abort(new DOMException('no longer', 'AbortError')));
  await failure(link.sendAndReceive(get, expectation({ signal: aborting.signal })));
  expect(toLatin1(await link.sendAndReceive(get, expectation()))).toContain('next');
  // Its connection is not kept for an answer that nobody waits for.
  await vi.waitFor(() => expect(sockets.size).toBe(0), { timeout: 20_000 });
});
