// MariaDB's protocol with servers that are none: they stop in the middle, answer out of turn, or with what cannot be read.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { makeMysqlLink } from './mysql-link.ts';

const packet = (sequence: number, body: Buffer): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUIntLE(body.length, 0, 3);
  head[3] = sequence;
  return Buffer.concat([head, body]);
};
/** Source: MySQL, "Protocol::HandshakeV10". */
const hello = Buffer.concat([
  Buffer.of(10),
  Buffer.from('8.0.0\0'),
  Buffer.of(1, 0, 0, 0),
  Buffer.from('12345678'),
  Buffer.of(0, 0xff, 0xf7, 45, 2, 0, 0xff, 0x81, 21),
  Buffer.alloc(10),
  Buffer.from('123456789012\0mysql_native_password\0'),
]);
const ok = Buffer.of(0, 0, 0, 2, 0, 0, 0);
/** To COM_STMT_PREPARE: a statement with one parameter, whose definition follows. */
const prepared = Buffer.of(0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0);

/** A link to a server that lets everybody in, and then does this with a statement. */
async function linkTo(asked: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.write(packet(0, hello));
    socket.once('data', () => {
      socket.write(packet(2, ok));
      socket.on('data', () => asked(socket));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const waits = { connectMs: 2000, answerMs: 400 };
  const options = { name: 'mysql://x', host: '127.0.0.1', port, user: 'u', database: 'd' };
  const link = makeMysqlLink(options, { clock: systemClock, waits });
  onTestFinished(async () => {
    await link.close();
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return link;
}

test('a server that never prepares a statement is left in time, and the next one has its turn', async () => {
  let count = 0;
  const link = await linkTo(() => void (count += 1));
  const both = Promise.allSettled([link.query('SELECT ?', ['a']), link.query('SELECT ?', ['b'])]);
  const ended = await Promise.race([both, systemClock.sleep(5000)]);
  expect(ended).toMatchObject([{ reason: { code: 'link.unavailable' } }, { reason: { code: 'link.unavailable' } }]);
  expect(count).toBe(2);
});

test.each([
  ['what cannot be read', Buffer.concat([packet(1, prepared), packet(2, Buffer.of(1, 0x61, 0xff, 0xff, 0xff, 0xff))])],
  ['packets out of turn', Buffer.concat(Array.from({ length: 200 }, () => packet(77, ok)))],
])('a server that answers with %s is told as a trouble, and prints nothing', async (_, answer) => {
  const printed = (['trace', 'error', 'warn', 'log'] as const).map((way) =>
    vi.spyOn(console, way).mockImplementation(() => undefined),
  );
  onTestFinished(() => void vi.restoreAllMocks());
  const link = await linkTo((socket) => socket.write(answer));
  await expect(link.query('SELECT ?', ['a'])).rejects.toMatchObject({ code: 'link.unavailable' });
  expect(printed.flatMap(({ mock }) => mock.calls)).toEqual([]);
  expect(printed.map((spy) => Object.values(console).includes(spy))).toEqual([true, true, true, true]);
});

test('a link that is closed while it connects to a server that says nothing lets go of it at once', async () => {
  const ended = Promise.withResolvers<void>();
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('close', () => ended.resolve());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const options = { name: 'mysql://x', host: '127.0.0.1', port, user: 'u', database: 'd' };
  const link = makeMysqlLink(options, { clock: systemClock });
  const asked = link.query('SELECT 1').catch((error: unknown) => error);
  await once(server, 'connection');
  await link.close();
  await ended.promise;
  expect(await asked).toMatchObject({ code: 'link.unavailable' });
}, 8000);
