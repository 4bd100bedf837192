// A connection to something that is no database, or means no good: it costs neither time without end nor memory.
import { createServer, type Socket } from 'node:net';
import { expect, test, type TestContext } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { makePostgresLink } from './postgres-link.ts';

async function listening(context: TestContext, onSocket: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    onSocket(socket);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const link = makePostgresLink(
    { name: 'postgres://a@127.0.0.1/db', host: '127.0.0.1', port, user: 'a', database: 'db' },
    { clock: systemClock, waits: { connectMs: 300, answerMs: 600 } },
  );
  context.onTestFinished(async () => {
    await link.close();
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { link, sockets };
}

/** A message of the protocol: its letter, its length and what it says. */
function message(letter: string, content: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(letter, 'latin1');
  head.writeInt32BE(content.length + 4, 1);
  return Buffer.concat([head, content]);
}
const letIn = message('R', Buffer.alloc(4));
const ready = message('Z', Buffer.from('I'));

const unavailable = { code: 'link.unavailable' };

test('a server that says nothing, nonsense, or hangs up', async (context) => {
  const silent = await listening(context, () => undefined);
  await expect(silent.link.query('SELECT 1')).rejects.toMatchObject(unavailable);
  const mad = await listening(context, (socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
  await expect(mad.link.query('SELECT 1')).rejects.toMatchObject(unavailable);
  const gone = await listening(context, (socket) => socket.destroy());
  await expect(gone.link.query('SELECT 1')).rejects.toMatchObject(unavailable);
});

test('one that lets us in and then does not answer is left, and asked anew over another connection', async (context) => {
  const { link, sockets } = await listening(context, (socket) => socket.write(Buffer.concat([letIn, ready])));
  await expect(link.query('SELECT 1')).rejects.toMatchObject(unavailable);
  await expect(link.query('SELECT 1')).rejects.toMatchObject(unavailable);
  expect(sockets.size).toBe(2);
});

test('one that talks without end is cut off', async (context) => {
  let sent = 0;
  const notice = message('N', Buffer.concat([Buffer.from(`M${'x'.repeat(60_000)}\0\0`)]));
  const { link } = await listening(context, (socket) => {
    socket.write(Buffer.concat([letIn, ready]));
    const talk = setInterval(() => {
      if (socket.destroyed) clearInterval(talk);
      else if (socket.write(notice)) sent += notice.length;
    }, 1);
  });
  await expect(link.query('SELECT 1')).rejects.toMatchObject(unavailable);
  expect(sent).toBeLessThan(200 * 1024 * 1024);
});
