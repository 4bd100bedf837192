// A port of TCP whose connections are answered byte for byte: so many of them, none idle for ever, none that is not read.
import { createServer, type Socket } from 'node:net';
import type { StreamAnswerer } from '#core/answering.ts';
import { listenOn, type OpenPort, type PortPlace } from '#core/listening.ts';
import { type AskerBounds, plainAddress } from './asker-bounds.ts';

const mostConnections = 16;
/** From one address: a follower needs one, and one that it lost without a word. */
const mostOfOne = 4;
/** A connection on which nothing came for so long is ended, ms. */
const idleMs = 120_000;
/** Bytes that wait for somebody who does not read them. */
const mostWaiting = 16 * 1024;

/** Opens it. Errors: those of listening. */
export async function openStreamPort(
  place: PortPlace,
  open: (from: string) => StreamAnswerer,
  bounds: AskerBounds,
): Promise<OpenPort> {
  /** In the order in which they were last heard. */
  const connections = new Map<Socket, string>();
  /** The one of an address, or of all, that was silent for longest gives way. */
  const makeRoom = (from: string): void => {
    const own = [...connections].filter(([, address]) => address === from);
    const [oldest] = own.length > mostOfOne ? own : connections.size > mostConnections ? connections : [];
    oldest?.[0].destroy();
  };
  const server = createServer({ noDelay: true }, (socket) => {
    const from = plainAddress(socket.remoteAddress);
    socket.on('error', () => socket.destroy());
    if (!bounds.isLocal(from)) {
      socket.destroy();
      return;
    }
    const answerer = open(from);
    connections.set(socket, from);
    makeRoom(from);
    socket.on('close', () => connections.delete(socket));
    socket.setTimeout(idleMs, () => socket.destroy());
    socket.on('data', (bytes) => {
      connections.delete(socket);
      connections.set(socket, from);
      if (!bounds.admits(from) || socket.writableLength > mostWaiting) {
        socket.destroy();
        return;
      }
      const { bytes: reply, isEnd } = answerer(Buffer.from(bytes));
      if (isEnd) socket.end(reply);
      else if (reply.length > 0) socket.write(reply);
    });
  });
  const port = await listenOn(server, place);
  return {
    port: port.port,
    close() {
      for (const socket of connections.keys()) socket.destroy();
      return port.close();
    },
  };
}
