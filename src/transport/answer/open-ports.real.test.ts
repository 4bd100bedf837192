// Ports that answer, over real sockets: what they take, what they refuse, and that one who floods, or sends anything, harms nobody else.
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, type TestContext } from 'vitest';
import { WebSocket } from 'ws';
import type { OpenPort } from '#core/listening.ts';
import { systemClock } from '#core/clock.ts';
import { freePort } from '#tools/testkit/free-port.ts';
import { isLocalAddress, plainAddress } from './asker-bounds.ts';
import { openPorts } from './open-ports.ts';

const host = '127.0.0.1';
const place = (port = 0, owner = 'home/a') => ({ host, port, owner });
const closed = (context: TestContext, port: OpenPort): OpenPort => {
  context.onTestFinished(() => port.close());
  return port;
};

const web = async (context: TestContext) =>
  closed(
    context,
    await openPorts(systemClock).web(place(), {
      web: ({ method, target, body }) => ({
        status: 200,
        body: JSON.stringify({ method, target, length: body.length }),
      }),
      text: (text, from) => (text === 'silence' ? undefined : `${from} ${text}`),
    }),
  );

/** Asks with headers that fetch would not send. */
function ask(port: number, headers: Record<string, string>, body = ''): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request({ host, port, path: '/rpc', method: 'POST', headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

test('local networks alone', () => {
  for (const address of [
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.178.20',
    '169.254.1.1',
    '100.64.0.1',
    '::1',
    'fe80::1',
    'fd00::1',
  ])
    expect([address, isLocalAddress(address)]).toEqual([address, true]);
  for (const address of ['8.8.8.8', '172.32.0.1', '192.169.0.1', '2001:db8::1', '', 'x'])
    expect([address, isLocalAddress(address)]).toEqual([address, false]);
  expect(plainAddress('::ffff:192.168.1.2')).toBe('192.168.1.2');
  expect(plainAddress('fe80::1%eth0')).toBe('fe80::1');
});

describe('HTTP', () => {
  test('answers, and closes', async (context) => {
    const { port, close } = await web(context);
    const answer = await fetch(`http://${host}:${port}/rpc/EM.GetStatus?id=0`);
    expect(await answer.json()).toEqual({ method: 'GET', target: '/rpc/EM.GetStatus?id=0', length: 0 });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    await close();
    await expect(fetch(`http://${host}:${port}/`)).rejects.toThrow('fetch failed');
  });

  test('a name that a page of the web could have is refused; a long body, too', async (context) => {
    const { port } = await web(context);
    expect(await ask(port, { host: 'evil.example' })).toBe(403);
    expect(await ask(port, { host: `meter.local:${port}` })).toBe(200);
    expect(await ask(port, { host: `[::1]:${port}` })).toBe(200);
    expect(await ask(port, {}, 'x'.repeat(5000))).toBe(413);
    expect(await ask(port, { 'x-long': 'x'.repeat(9000) })).toBe(431);
  });

  test('too many requests are refused for a moment', async (context) => {
    const { port } = await web(context);
    const statuses = await Promise.all(Array.from({ length: 80 }, () => ask(port, {}).catch(() => 0)));
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(20);
    expect(statuses.filter((status) => status === 200).length).toBeLessThan(60);
    await sleep(200);
    expect(await ask(port, {})).toBe(200);
  });

  test('bytes that are no request, and connections that say nothing, leave it answering', async (context) => {
    const { port } = await web(context);
    for (const text of ['\0\xff\xfe', 'GET / HTTP/9.9\r\n\r\n', 'A'.repeat(20_000), 'GET /\r\n'.repeat(100)]) {
      const socket = connect(port, host);
      socket.on('error', () => undefined);
      socket.write(text, 'latin1');
      context.onTestFinished(() => void socket.destroy());
    }
    await sleep(100);
    expect(await ask(port, {})).toBe(200);
  });

  test('WebSocket at /rpc: text for text; no page, no other place, nothing long', async (context) => {
    const { port } = await web(context);
    const open = (path: string, options = {}) => {
      const socket = new WebSocket(`ws://${host}:${port}${path}`, options);
      socket.on('error', () => undefined);
      context.onTestFinished(() => socket.terminate());
      return socket;
    };
    const socket = open('/rpc');
    await once(socket, 'open');
    socket.send('silence');
    socket.send('hello');
    const [data] = (await once(socket, 'message')) as [Buffer];
    expect(String(data)).toBe(`${host} hello`);
    socket.send('x'.repeat(5000));
    await once(socket, 'close');
    for (const other of [open('/other'), open('/rpc', { origin: 'http://evil.example' })]) {
      const [, answer] = (await once(other, 'unexpected-response')) as [unknown, { statusCode: number }];
      expect(answer.statusCode).toBe(403);
    }
  });

  test('pings without end end a follower', async (context) => {
    const { port } = await web(context);
    const socket = new WebSocket(`ws://${host}:${port}/rpc`);
    context.onTestFinished(() => socket.terminate());
    socket.on('error', () => undefined);
    await once(socket, 'open');
    let sent = 0;
    for (; sent < 20_000 && socket.readyState === WebSocket.OPEN; sent += 1) {
      socket.ping();
      if (sent % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await expect.poll(() => socket.readyState).toBe(WebSocket.CLOSED);
    expect(sent).toBeLessThan(20_000);
  });

  test('a follower that was cut off without a word, and one that holds connections, keep nobody out', async (context) => {
    const { port } = await web(context);
    const silent = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const socket = new WebSocket(`ws://${host}:${port}/rpc`);
        socket.on('error', () => undefined);
        context.onTestFinished(() => socket.terminate());
        await once(socket, 'open');
        return socket;
      }),
    );
    await expect
      .poll(() => silent.map(({ readyState }) => readyState === WebSocket.OPEN))
      .toEqual([...Array<boolean>(4).fill(false), ...Array<boolean>(8).fill(true)]);
    const idle = Array.from({ length: 40 }, () => connect({ port, host, localAddress: '127.0.0.2' }));
    for (const socket of idle) {
      socket.on('error', () => undefined);
      socket.write('GET /rpc HTTP/1.1\r\n');
      context.onTestFinished(() => void socket.destroy());
    }
    await sleep(100);
    expect(await ask(port, {})).toBe(200);
  });
});

/** A socket of UDP, and what it was told. */
async function asker(context: TestContext): Promise<{ socket: Socket; heard: string[] }> {
  const socket = createSocket('udp4');
  const heard: string[] = [];
  socket.on('message', (bytes) => heard.push(bytes.toString()));
  socket.bind(0, host);
  await once(socket, 'listening');
  context.onTestFinished(() => void socket.close());
  return { socket, heard };
}

describe('UDP', () => {
  test('answers, is silent, and takes no long datagram and no flood', async (context) => {
    const port = closed(
      context,
      await openPorts(systemClock).datagrams(place(), (bytes, from) => {
        const text = Buffer.from(bytes).toString();
        return text === 'silence' ? undefined : Buffer.from(`${from} ${text.length}`);
      }),
    );
    const { socket, heard } = await asker(context);
    socket.send('silence', port.port, host);
    socket.send('x'.repeat(1025), port.port, host);
    socket.send('hello', port.port, host);
    await expect.poll(() => heard).toEqual([`${host} 5`]);
    for (let sent = 0; sent < 200; sent += 1) socket.send('again', port.port, host);
    await sleep(300);
    expect(heard.length).toBeGreaterThan(20);
    expect(heard.length).toBeLessThan(80);
  });
});

describe('a stream', () => {
  test('is answered piece by piece, ended where it is asked to be, and the fifth of an address ends the first', async (context) => {
    const port = closed(
      context,
      await openPorts(systemClock).streams(place(), () => {
        let heard = 0;
        return (bytes) => {
          heard += bytes.length;
          return { bytes: Buffer.from(String(heard)), isEnd: heard > 9 };
        };
      }),
    );
    const open = async () => {
      const socket = connect(port.port, host);
      socket.on('error', () => undefined);
      context.onTestFinished(() => void socket.destroy());
      await once(socket, 'connect');
      return socket;
    };
    const first = await open();
    first.write('abc');
    expect(String((await once(first, 'data'))[0])).toBe('3');
    first.write('abcdefgh');
    expect(String((await once(first, 'data'))[0])).toBe('11');
    await once(first, 'close');
    const [oldest] = [await open(), await open(), await open(), await open()];
    const ended = once(oldest, 'close');
    const last = await open();
    await ended;
    last.write('x');
    expect(String((await once(last, 'data'))[0])).toBe('1');
  });
});

describe('a port that cannot be had', () => {
  test('is taken, or no address of this computer: told with what helps', async (context) => {
    const ports = openPorts(systemClock);
    const port = await freePort();
    const other = createServer().listen(port, host);
    await once(other, 'listening');
    context.onTestFinished(() => void other.close());
    const answerer = { web: () => ({ status: 200, body: '' }), text: () => undefined };
    await expect(ports.web(place(port), answerer)).rejects.toMatchObject({ code: 'port.taken' });
    const udp = await ports.datagrams(place(port), () => undefined);
    context.onTestFinished(() => udp.close());
    await expect(ports.datagrams(place(port, 'home/b'), () => undefined)).rejects.toMatchObject({ code: 'port.taken' });
    // Whose it is gets it once more, and what that one closes stays open.
    await (await ports.datagrams(place(port), () => undefined)).close();
    await expect(ports.datagrams(place(port, 'home/b'), () => undefined)).rejects.toMatchObject({ code: 'port.taken' });
    await expect(ports.web({ host: '192.0.2.1', port, owner: 'a' }, answerer)).rejects.toMatchObject({
      code: 'input.usage',
    });
    await expect(ports.group({ group: '239.12.255.254', port: 9522, from: '192.0.2.1', ttl: 1 })).rejects.toMatchObject(
      {
        code: 'input.usage',
      },
    );
  });

  test('below 1024 without the right: what to do is said', async (context) => {
    const answerer = { web: () => ({ status: 200, body: '' }), text: () => undefined };
    const opened = await openPorts(systemClock)
      .web(place(81), answerer)
      .then(
        (port) => port,
        (error: unknown) => error,
      );
    if (!(opened instanceof Error)) {
      await (opened as OpenPort).close();
      return context.skip('this user may listen on every port');
    }
    expect(opened).toMatchObject({ code: 'input.usage', help: { code: 'help.low-port' } });
  });
});

test('a port of this program itself, and that of names in the network, is nobody else’s', async (context) => {
  const own = await freePort();
  const ports = openPorts(systemClock, [own]);
  const taken = { code: 'port.taken', at: `${host}:${own}`, reason: { code: 'listen.own' } };
  const answerer = { web: () => ({ status: 200, body: '{}' }), text: () => undefined };
  await expect(ports.web(place(own), answerer)).rejects.toMatchObject(taken);
  await expect(ports.streams(place(own), () => () => ({ bytes: new Uint8Array(), isEnd: true }))).rejects.toMatchObject(
    taken,
  );
  await expect(ports.datagrams(place(5353), () => undefined)).rejects.toMatchObject({ reason: { code: 'listen.own' } });
  // Of UDP it is another one.
  closed(context, await ports.datagrams(place(own), () => undefined));
});
