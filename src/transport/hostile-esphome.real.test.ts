// ESPHome nodes that mean harm, over real sockets: floods of small messages that nobody has to read, answers that are never taken, bytes that
// come one by one, and handshakes that go wrong at each step. Each costs its own connection, and the process stays free for the others.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Duplex } from 'node:stream';
import { expect, test, type TestContext } from 'vitest';
import { concatBytes } from '#core/bytes.ts';
import { systemClock as clock } from '#core/clock.ts';
import { makeSecret } from '#core/secrets.ts';
import { Conversation } from './esphome/conversation.ts';
import { clearFrames } from './esphome/frames.ts';
import { fixedField, floatField, numberField, textField } from './esphome/protobuf.ts';
import { makeEsphomeLink } from './esphome-link.ts';

const frames = clearFrames();
const say = (type: number, ...fields: readonly Uint8Array[]): Uint8Array =>
  frames.pack({ type, body: concatBytes(...fields) });
const things = concatBytes(
  ...Array.from({ length: 256 }, (_, index) =>
    say(16, textField(1, `thing_${index}`), fixedField(2, index + 1), textField(3, `Thing ${index}`)),
  ),
);
const answers: Readonly<Record<number, Uint8Array>> = {
  1: say(2, numberField(1, 1)),
  9: say(10, textField(2, 'node'), textField(3, 'AC:BC:32:89:0E:A9')),
  11: concatBytes(things, say(19)),
  7: say(8),
};
const key = Buffer.from('0123456789abcdef0123456789abcdef').toString('base64');

/** A server on this computer, and a link to it. */
async function served(context: TestContext, onConnect: (socket: Socket) => void, secret?: string) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    onConnect(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const link = makeEsphomeLink(
    { scheme: 'esphome', host: '127.0.0.1', port },
    { clock, ...(secret === undefined ? {} : { key: async () => makeSecret(secret) }) },
  );
  context.onTestFinished(async () => {
    await link.close();
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return { link, sockets };
}

/** Goes through the steps of an honest node. */
function honest(socket: Socket): void {
  const heard = clearFrames();
  socket.on('data', (bytes: Buffer) => {
    for (const { type } of heard.take(bytes).messages) {
      const answer = answers[type];
      if (answer !== undefined && !socket.destroyed) socket.write(answer);
    }
  });
}

test.for([
  ['pings, whose answers it never takes', () => say(7)],
  ['questions for the time, whose answers it never takes', () => say(36)],
  ['values of its last thing', (n: number) => say(25, fixedField(1, 256), floatField(2, n))],
  ['messages of no kind', () => say(99_999)],
] as const)('a flood of %s ends its connection', { timeout: 120_000 }, async ([, make], context) => {
  const { link, sockets } = await served(context, honest);
  await link.open();
  const [socket] = sockets;
  const block = Buffer.concat(Array.from({ length: 20_000 }, (_, index) => make(index)));
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  socket?.pause();
  const more = (): void => {
    while (socket?.destroyed === false && socket.write(block));
  };
  socket?.on('drain', more);
  more();
  await expect.poll(() => link.isOpen, { timeout: 20_000 }).toBe(false);
  delay.disable();
  // Generous for a busy machine.
  expect(delay.max / 1e6).toBeLessThan(400);
  await expect(link.open()).rejects.toMatchObject({ reason: { code: 'link.flooded' } });
});

/** A socket into which a node speaks, and out of which it takes nothing. */
function untaken() {
  const socket = Object.assign(new Duplex({ read: () => undefined, write: () => undefined }), {
    destroySoon: () => void socket.once('finish', () => socket.destroy()),
  });
  const ended: unknown[] = [];
  const parts = {
    clock,
    secret: undefined,
    onHeard: () => undefined,
    onNews: () => undefined,
    onClosed: (why: unknown) => ended.push(why),
  };
  return { socket, ended, conversation: new Conversation(socket, parts) };
}

test('of what a node asks for and never takes little waits, and nothing at the end', async () => {
  const { socket, ended, conversation } = untaken();
  const begun = conversation.begin('test');
  for (const step of [1, 9, 11, 20]) {
    socket.push(answers[step] ?? say(25, fixedField(1, 1), floatField(2, 1)));
    await clock.sleep(20);
  }
  await begun;
  // Each by itself: what comes in one piece is answered once.
  for (let turn = 0; turn < 20_000 && !socket.destroyed; turn += 1) {
    socket.push(say(36));
    if (turn % 200 === 0) await clock.sleep(1);
  }
  expect(ended).toMatchObject([{ code: 'link.flooded' }]);
  expect(socket.destroyed).toBe(true);
  expect(socket.writableLength).toBeLessThan(70_000);
});

test('a node that takes nothing does not keep its connection open at the end', async () => {
  const { socket, conversation } = untaken();
  void conversation.begin('test').catch(() => undefined);
  await clock.sleep(5);
  conversation.close();
  expect(socket.destroyed).toBe(true);
});

test('one byte a second is no greeting', { timeout: 120_000 }, async (context) => {
  const { link } = await served(context, (socket) => {
    const hello = answers[1] ?? new Uint8Array(0);
    let at = 0;
    const end = clock.every(1000, () => socket.write(hello.subarray(at, ++at)));
    socket.on('close', end);
  });
  await expect(link.open()).rejects.toMatchObject({ code: 'link.unavailable' });
});

const sealed = (body: Uint8Array): Uint8Array =>
  concatBytes(Uint8Array.of(1, body.length >> 8, body.length & 0xff), body);
const greeting = sealed(Uint8Array.of(1, ...Buffer.from('node\0acbc32890ea9\0')));

test.for([
  ['a frame of 64 KB instead of a greeting', [sealed(randomBytes(65_535))], 'esphome.too-long'],
  ['another kind of sealing', [sealed(Uint8Array.of(2, 65, 0))], 'esphome.no-node'],
  ['an empty handshake', [greeting, sealed(new Uint8Array(0))], 'esphome.refused'],
  ['half a handshake', [greeting, sealed(Uint8Array.of(0, ...randomBytes(20)))], 'esphome.wrong-key'],
  ['a handshake of noise', [greeting, sealed(Uint8Array.of(0, ...randomBytes(48)))], 'esphome.wrong-key'],
  ['a point of low order', [greeting, sealed(Uint8Array.of(0, ...new Uint8Array(48)))], 'esphome.wrong-key'],
  [
    'words of its own, with control bytes',
    [greeting, sealed(Uint8Array.of(1, ...Buffer.from('\u001b[2Jno\n')))],
    'esphome.refused',
  ],
  ['the clear', [Uint8Array.of(0, 0, 8)], 'esphome.not-sealed'],
] as const)('%s is no handshake, and is told', async ([, parts, code], context) => {
  const { link } = await served(
    context,
    (socket) => {
      socket.once('data', () => void socket.write(Buffer.concat(parts)));
    },
    key,
  );
  const error: unknown = await link.open().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ reason: { code } });
  expect(JSON.stringify(error)).not.toMatch(/\\u001b|\\n/);
});
