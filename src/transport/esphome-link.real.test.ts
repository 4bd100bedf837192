// The link to a node over real sockets against hostile peers: what is too much, too long, never comes or makes no sense ends the connection or
// is left out, and never the process.
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { expect, test, type TestContext } from 'vitest';
import { concatBytes, toLatin1, toUtf8 } from '#core/bytes.ts';
import { systemClock as clock } from '#core/clock.ts';
import type { Framer } from '#core/framer.ts';
import { httpRequestBytes } from '#core/http-exchange.ts';
import { clearFrames } from './esphome/frames.ts';
import { fixedField, floatField, numberField, textField } from './esphome/protobuf.ts';
import { makeEsphomeLink } from './esphome-link.ts';

const frames = clearFrames();
const say = (type: number, ...fields: readonly Uint8Array[]): Uint8Array =>
  frames.pack({ type, body: concatBytes(...fields) });
const hello = say(2, numberField(1, 1));
const device = say(10, textField(2, 'node'), textField(3, 'AC:BC:32:89:0E:A9'));

/** A node that answers each number with what is given; a ping with a pong. */
async function served(context: TestContext, answers: Readonly<Record<number, Uint8Array>>) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const heard = clearFrames();
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => {
      for (const { type } of heard.take(bytes).messages) {
        const answer = type === 7 ? say(8) : answers[type];
        if (answer !== undefined && !socket.destroyed) socket.write(answer);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new TypeError('no port');
  const link = makeEsphomeLink({ scheme: 'esphome', host: '127.0.0.1', port: bound.port }, { clock });
  context.onTestFinished(async () => {
    await link.close();
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return { link, sockets };
}

const whole = (): Framer => ({ pending: 0, push: (bytes) => [{ bytes }], reset: () => undefined });

async function page(link: Awaited<ReturnType<typeof served>>['link'], path: string): Promise<unknown> {
  const bytes = await link.sendAndReceive(httpRequestBytes({ method: 'GET', path }), {
    framer: whole(),
    accepts: () => true,
    responseMs: 3000,
    maxBytes: 262_144,
  });
  const text = toLatin1(bytes);
  const end = text.indexOf('\n');
  return text.startsWith('HTTP 200')
    ? JSON.parse(new TextDecoder().decode(bytes.subarray(end + 1)))
    : text.slice(0, end);
}

const sensors = (count: number): Uint8Array =>
  concatBytes(
    ...Array.from({ length: count }, (_, index) =>
      say(16, textField(1, 'same'), fixedField(2, index + 1), textField(3, 'x'.repeat(index % 3 === 0 ? 5000 : 20))),
    ),
  );

test('of very many things the first are read, with names of their own; long texts are none', async (context) => {
  const states = concatBytes(
    say(25, fixedField(1, 1), floatField(2, 12.3)),
    say(25, fixedField(1, 2), floatField(2, Number.NaN)),
    say(25, fixedField(1, 99_999), floatField(2, 5)),
    say(25, Uint8Array.of(0xff)),
  );
  const { link } = await served(context, { 1: hello, 9: device, 11: concatBytes(sensors(600), say(19)), 20: states });
  await link.open();
  const { entities } = (await page(link, '/entities')) as { entities: { object: string; name: string }[] };
  expect(entities).toHaveLength(256);
  expect(new Set(entities.map(({ object }) => object)).size).toBe(256);
  expect(entities[0]?.name).toBe('node');
  const { sensor } = (await page(link, '/states')) as { sensor: Record<string, unknown> };
  expect(Object.keys(sensor)).toHaveLength(256);
  expect([sensor['same'], sensor['same_2'], sensor['same_3']]).toEqual([12.3, null, null]);
});

test('names that have a meaning to a program have none here', async (context) => {
  const list = concatBytes(
    say(17, textField(1, '__proto__'), fixedField(2, 1)),
    say(17, textField(1, 'constructor'), fixedField(2, 2)),
  );
  const told = concatBytes(say(26, fixedField(1, 1), numberField(2, 1)), say(26, fixedField(1, 2)));
  const { link } = await served(context, { 1: hello, 9: device, 11: concatBytes(list, say(19)), 20: told });
  await link.open();
  expect(JSON.stringify(await page(link, '/states'))).toBe('{"switch":{"__proto__":true,"constructor":false}}');
  expect(await page(link, '/nothing')).toBe('HTTP 404 2 application/json');
});

test.for([
  ['a list without end', { 1: hello, 9: device, 11: sensors(5000) }, 'link.flooded'],
  ['too long a message', { 1: Uint8Array.of(0, 0xff, 0xff, 0x7f, 2) }, 'esphome.too-long'],
  ['another version', { 1: say(2, numberField(1, 9)) }, 'esphome.version'],
  ['a greeting that is none', { 1: frames.pack({ type: 2, body: Uint8Array.of(0xff) }) }, 'esphome.version'],
  [
    'who it is, as nonsense',
    { 1: hello, 9: frames.pack({ type: 10, body: Uint8Array.of(0x12, 0x50) }) },
    'esphome.no-node',
  ],
  ['goodbye', { 1: hello, 9: say(5) }, 'esphome.goodbye'],
  ['a web page', { 1: toUtf8('HTTP/1.1 400 Bad Request\r\n') }, 'esphome.no-node'],
] as const)('%s ends the connection', async ([, answers, code], context) => {
  const { link, sockets } = await served(context, answers);
  await expect(link.open()).rejects.toMatchObject({ code: 'link.unavailable', reason: { code } });
  expect(link.isOpen).toBe(false);
  await expect.poll(() => [...sockets].every(({ destroyed }) => destroyed)).toBe(true);
});

test('a node that sends without end is cut off for a while', { timeout: 120_000 }, async (context) => {
  const { link, sockets } = await served(context, { 1: hello, 9: device, 11: say(19) });
  await link.open();
  const [socket] = sockets;
  const much = concatBytes(...Array.from({ length: 40 }, () => say(25, textField(9, 'x'.repeat(8000)))));
  socket?.write(much);
  await expect.poll(() => link.isOpen, { timeout: 20_000 }).toBe(false);
  await expect(link.open()).rejects.toMatchObject({ reason: { code: 'link.flooded' } });
});
