// The way to a server, with what can go wrong on it under the test's hand: a socket on loopback that passes bytes on, or does not.
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Owner } from './owner.ts';

/** What is wrong on the way; `none`: nothing. */
export type WayFault =
  | 'none'
  /** Nobody listens. */
  | 'refused'
  /** Connections are taken, bytes too; nothing is ever said. */
  | 'silent'
  /** What is said is passed on; instead of an answer this half of the connection ends. */
  | 'half-closed'
  /** What is asked is done, and the connection is lost before the answer. */
  | 'answer lost'
  /** Bytes without a meaning. */
  | 'garbage'
  /** A server that says the same without end. */
  | 'endless'
  /** Connections are lost a moment after they are made. */
  | 'cut off'
  /** Ten bytes every few milliseconds. */
  | 'slow';

/** A way to a server. */
export interface HostileWay {
  readonly port: number;
  /** Changes what is wrong; connections that are open are lost, or become silent. */
  set(fault: WayFault): Promise<void>;
  /** Connections since it was made. */
  readonly connections: number;
}

const garbage = Buffer.from(
  Uint8Array.from({ length: 4096 }, (_none, index) => (index * 167 + (index >> 3) * 31 + 7) & 0xff),
);
const stream = Buffer.alloc(65_536, 'solstead ');
const cutMs = 30;
const slowBytes = 40;
const slowMs = 4;

async function trickle(from: Socket, to: Socket): Promise<void> {
  for await (const chunk of from as AsyncIterable<Buffer>)
    for (let at = 0; at < chunk.length && !to.destroyed; at += slowBytes) {
      to.write(chunk.subarray(at, at + slowBytes));
      await sleep(slowMs);
    }
}

function floods(client: Socket): void {
  const more = (): void => {
    while (!client.destroyed && client.write(stream)) continue;
  };
  client.on('drain', more);
  more();
}

/** What a fault makes of one connection; the server is reached where it has a part in it. */
function treat(fault: WayFault, client: Socket, reach: () => Socket): void {
  client.on('error', () => undefined);
  switch (fault) {
    case 'none': {
      const server = reach();
      client.pipe(server).pipe(client);
      break;
    }
    case 'slow': {
      const server = reach();
      client.pipe(server);
      void trickle(server, client).catch(() => client.destroy());
      break;
    }
    case 'answer lost': {
      const server = reach();
      client.pipe(server);
      server.once('data', () => client.destroy());
      break;
    }
    case 'half-closed':
      client.once('data', () => void client.end());
      client.resume();
      break;
    case 'garbage':
      client.once('data', () => void client.write(garbage));
      client.resume();
      break;
    case 'endless':
      client.resume();
      floods(client);
      break;
    case 'cut off':
      client.resume();
      setTimeout(() => void client.resetAndDestroy(), cutMs).unref();
      break;
    case 'silent':
    case 'refused':
      client.resume();
  }
}

/** Makes one to a port of loopback. */
export async function hostileWay(owner: Owner, toPort: number): Promise<HostileWay> {
  const open = new Set<Socket>();
  const known = (socket: Socket): Socket => {
    open.add(socket);
    return socket.once('close', () => open.delete(socket)).on('error', () => undefined);
  };
  let fault: WayFault = 'none';
  let connections = 0;
  let server: Server | undefined;
  let port = 0;
  const listen = async (): Promise<void> => {
    // A half that has ended must not end the other by itself.
    server = createServer({ allowHalfOpen: true }, (client) => {
      connections += 1;
      treat(fault, known(client), () => {
        const there = known(connect(toPort, '127.0.0.1'));
        client.once('close', () => there.destroy());
        there.once('close', () => client.destroy());
        return there;
      });
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    port = address !== null && typeof address === 'object' ? address.port : 0;
  };
  const loseAll = (): void => {
    for (const socket of open) socket.destroy();
  };
  const close = async (): Promise<void> => {
    loseAll();
    const closing = server;
    server = undefined;
    if (closing !== undefined) await new Promise<void>((resolve) => void closing.close(() => resolve()));
  };
  await listen();
  owner.onTestFinished(close);
  return {
    port,
    get connections() {
      return connections;
    },
    async set(next) {
      fault = next;
      if (next === 'silent') for (const socket of open) socket.unpipe().resume();
      else loseAll();
      if (next === 'refused') await close();
      else if (server === undefined) await listen();
    },
  };
}
