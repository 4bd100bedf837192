// NATS with servers that are none, or mean no good: they say nothing, too much, something else, or confirm nothing. Each is left in time and
// told in words, nothing is printed, and no connection stays behind.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import type { NatsOptions } from '#core/nats-link.ts';
import { makeNatsLink } from './nats-link.ts';

const stepMs = 1000;
const info = 'INFO {"version":"2.9.10","max_payload":1048576,"headers":true} \r\n';
const message = { subject: 'solstead.home.roof', payload: 'x', id: '1' };

/** What a server does with a connection, and with what is said to it after it has let us in. */
interface Server {
  begin(socket: Socket): void;
  said?(text: string, socket: Socket): void;
}

/** Greets and lets everybody in. */
const kind = (said: NonNullable<Server['said']>, greeting = info): Server => ({
  begin: (socket) => {
    socket.write(greeting);
    socket.once('data', () => socket.write('PONG\r\n'));
  },
  said,
});

async function linkTo({ begin, said }: Server, options: Partial<NatsOptions> = {}, answerMs = 1000) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined).once('close', () => void sockets.delete(socket)));
    begin(socket);
    let isIn = false;
    socket.on('data', (bytes: Buffer) => {
      if (isIn) said?.(bytes.toString(), socket);
      isIn = true;
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const link = makeNatsLink(
    { servers: [{ host: '127.0.0.1', port }], account: { by: 'none' }, delivery: 'core', subjects: '>', ...options },
    { clock, waits: { stepMs, answerMs } },
  );
  const printed = (['log', 'info', 'warn', 'error', 'trace'] as const).map((way) =>
    vi.spyOn(console, way).mockImplementation(() => undefined),
  );
  onTestFinished(async () => {
    expect(printed.flatMap(({ mock }) => mock.calls)).toEqual([]);
    vi.restoreAllMocks();
    await link.close();
    await expect.poll(() => sockets.size).toBe(0);
    server.close();
  });
  return { link, sockets, server };
}

const code = (wanted: string) => ({ reason: { code: wanted } });

test.each<readonly [string, Server, string]>([
  ['says nothing', { begin: () => undefined }, 'host.silent'],
  ['hangs up', { begin: (socket) => void socket.end() }, 'host.other-server'],
  ['speaks something else', { begin: (socket) => void socket.write('SSH-2.0-OpenSSH_9.2\r\n') }, 'host.other-server'],
  ['greets without end', { begin: (socket) => void socket.write('INFO {'.padEnd(300_000, 'x')) }, 'host.other-server'],
  ['greets with what is no JSON', { begin: (socket) => void socket.write('INFO {oops}\r\n') }, 'host.other-server'],
  ['greets and says nothing more', { begin: (socket) => void socket.write(info) }, 'host.silent'],
  [
    'greets and says what is no NATS',
    { begin: (socket) => void socket.write(`${info}220 hello\r\n`) },
    'nats.protocol',
  ],
  ['greets and hangs up', { begin: (socket) => void socket.end(info) }, 'host.other-server'],
  ['wants TLS', { begin: (socket) => void socket.write(info.replace('{', '{"tls_required":true,')) }, 'nats.wants-tls'],
  ['takes nothing', kind(() => undefined, info.replace('1048576', '-1')), 'nats.small'],
  ['confirms nothing', kind(() => undefined), 'host.silent'],
  ['answers with garbage', kind((_text, socket) => socket.write('oops\r\n')), 'nats.protocol'],
  ['answers without end', kind((_text, socket) => socket.write('PING\r\n'.repeat(500_000))), 'nats.protocol'],
  ['sends a message of 60 MB', kind((_text, socket) => socket.write('MSG a 1 60000000\r\n')), 'nats.protocol'],
  ['says what is wrong and goes', kind((_text, socket) => socket.end("-ERR 'Slow Consumer'\r\n")), 'outside.said'],
  ['goes without a word', kind((_text, socket) => socket.resetAndDestroy()), 'host.hung-up'],
])('a server that %s', async (_what, server, wanted) => {
  const { link, sockets } = await linkTo(server);
  const both = await Promise.allSettled([link.publish(() => [message]), link.publish(() => [message])]);
  expect(both).toMatchObject([{ reason: code(wanted) }, { reason: code(wanted) }]);
  // One that let us in may stay, for the next attempt.
  const most = wanted === 'nats.small' ? 1 : 0;
  await expect.poll(() => sockets.size).toBeLessThanOrEqual(most);
});

test('a stream is asked for, and what says it is one has to be it', async () => {
  const asked: string[] = [];
  const server = kind((text, socket) => {
    asked.push(text);
    const [, reply] = /^H?PUB \S+ (\S+\.\d+) /m.exec(text) ?? [];
    if (text.includes('PING')) socket.write('PONG\r\n');
    if (reply === undefined) return;
    const say = (body: string): boolean => socket.write(`MSG ${reply} 1 ${body.length}\r\n${body}\r\n`);
    if (text.includes('STREAM.NAMES')) say('{"streams":["HOME"]}');
    else if (text.includes('STREAM.INFO.HOME')) say('{"config":{"name":"HOME","subjects":["solstead.>"]}}');
    else for (const body of ['thanks', '{"stream":"OTHER","seq":1}']) say(body);
  });
  const { link } = await linkTo(server, { delivery: 'auto', subjects: 'solstead.home.*' });
  await expect(link.publish(() => [message])).rejects.toMatchObject(code('nats.not-confirmed'));
  expect(asked.join('')).toContain('{"subject":"solstead.home.*"}');
  expect(asked.join('')).toContain('Nats-Msg-Id: 1\r\n');
});

test('a server that has streams and does not say which is not taken for one that has none', async () => {
  const server = kind(
    (text, socket) => text.includes('PING') && socket.write('PONG\r\n'),
    info.replace('{', '{"jetstream":true,'),
  );
  const { link } = await linkTo(server, { delivery: 'auto' }, 10_000);
  await expect(link.publish(() => [message])).rejects.toMatchObject({
    code: 'output.failed',
    ...code('nats.no-answer'),
  });
});

test('a link that is closed while it connects to a server that says nothing lets go of it at once', async () => {
  const { link, server, sockets } = await linkTo({ begin: () => undefined });
  const sent = link.publish(() => [message]).catch((error: unknown) => error);
  await once(server, 'connection');
  await link.close();
  await expect.poll(() => sockets.size, { timeout: 500 }).toBe(0);
  expect(await sent).toMatchObject({ code: 'link.unavailable' });
});
