// A far side that asks and does not read: what is answered is held within a bound, and then the connection ends.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { makeSecret } from '#core/secrets.ts';
import { openUplinkSocket } from './uplink-socket.ts';

/** More than any answer of ours: a list of many devices. */
const answer = 'x'.repeat(64 * 1024);

/** Frames of RFC 6455 §5.2 from a server: a text of four letters, and a ping with as much in it as it may have. */
const frames = {
  text: Buffer.from([0x81, 4, ...Buffer.from('who?')]),
  ping: Buffer.concat([Buffer.from([0x89, 125]), Buffer.alloc(125)]),
} as const;

/** Writes it on and on, as fast as it is taken. */
function flood(socket: Duplex, frame: Buffer): void {
  const many = Buffer.concat(Array.from({ length: 500 }, () => frame));
  const more = (): void => {
    if (!socket.destroyed) socket.write(many, () => setImmediate(more));
  };
  more();
}

/** Which frames, and how much of an answer is held before the hub is left, bytes; of answers to pings `ws` itself holds little. */
test.for([
  ['text', 4 * 2 ** 20],
  ['ping', 0],
] as const)(
  'a hub that sends one %s after another and takes no answer is left, not gathered for in memory',
  { timeout: 60_000 },
  async ([kind, least], context) => {
    const server = createServer();
    const sockets: Duplex[] = [];
    context.onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    server.on('upgrade', ({ headers }, socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.pause();
      const guid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
      const accept = createHash('sha1').update(`${headers['sec-websocket-key']}${guid}`).digest('base64');
      const head = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade'];
      const chosen = `Sec-WebSocket-Protocol: ${headers['sec-websocket-protocol']}`;
      socket.write([...head, `Sec-WebSocket-Accept: ${accept}`, chosen, '', ''].join('\r\n'));
      flood(socket, frames[kind]);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const address = `ws://127.0.0.1:${port}/`;
    const target = { address, clientId: 'home', secret: makeSecret('word'), form: 'solstead' } as const;
    const open = await openUplinkSocket(target, new AbortController().signal);
    let most = 0;
    const closed = Promise.withResolvers<number>();
    const look = (): void => void (most = Math.max(most, open.buffered()));
    open.listen({
      onText: () => {
        open.send(answer);
        look();
      },
      onPong: () => undefined,
      onAlive: look,
      onClosed: (code) => closed.resolve(code),
    });
    expect(await closed.promise).toBe(1006);
    expect(most).toBeGreaterThanOrEqual(least);
    expect(most).toBeLessThan(12 * 2 ** 20);
  },
);
