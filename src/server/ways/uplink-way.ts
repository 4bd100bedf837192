// Where homes that send their readings here come in: at a path of the main port, and on a port of its own on wish. They show who they are
// to the far side itself: no session and no token of a program opens it, and browsers have no business there.
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Clock } from '#core/clock.ts';
import { frameSocket } from '#core/frame-socket.ts';
import { listenOn, type OpenPort, type PortPlace } from '#core/listening.ts';
import { type FarDesk, ownForm } from '#core/uplink.ts';
import type { App } from '../route-context.ts';
import type { ServerMaker } from './monitoring-port.ts';

/** Path of the main port. */
const uplinkPath = '/api/v1/uplink';
/** No message is longer, unpacked. */
const mostBytes = 1024 * 1024;
/** How long a home may take to answer a close when the server ends, ms. */
const farewellMs = 1000;
const goingAway = 1001;

/** What the way in needs. */
export interface UplinkWayOptions {
  readonly clock: Clock;
  /** Takes a connection; absent: nobody sends here. */
  readonly accept: FarDesk['accept'] | undefined;
  /** Whether an address is that of a proxy that says for whom it asks. */
  readonly isProxy: (address: string) => boolean;
  /** It is somebody's from now on. */
  entered(socket: Socket): void;
}

/** The way in. */
export interface UplinkWay {
  /** Takes a request to become a socket, or refuses it. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Uint8Array): void;
  close(): Promise<void>;
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

/** Where a request comes from: a trusted proxy says it in the last part of its header. */
function originOf({ socket, headers }: IncomingMessage, isProxy: UplinkWayOptions['isProxy']): string {
  const peer = socket.remoteAddress ?? 'unknown';
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',').at(-1)?.trim();
  return isProxy(peer) && forwarded !== undefined && forwarded !== '' ? forwarded : peer;
}

/** Opens it. */
export function uplinkWay({ clock, accept, isProxy, entered }: UplinkWayOptions): UplinkWay {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: mostBytes,
    // A home's back-log is packed to an eighth; a few at a time, so that nobody keeps all threads busy.
    perMessageDeflate: { threshold: 1024, concurrencyLimit: 4, serverNoContextTakeover: true },
    handleProtocols: (offered) => (offered.has(ownForm) ? ownForm : false),
  });
  return {
    upgrade(request, socket, head) {
      if (accept === undefined) return refuse(socket, '404 Not Found');
      if (request.headers.origin !== undefined) return refuse(socket, '403 Forbidden');
      const { authorization } = request.headers;
      server.handleUpgrade(request, socket, Buffer.from(head), (opened) => {
        const from = originOf(request, isProxy);
        const isOwnForm = opened.protocol === ownForm;
        accept(frameSocket(opened), { from, authorization, isOwnForm, entered: () => entered(request.socket) });
      });
    },
    async close() {
      const all = [...server.clients].map(async (client) => {
        const ended = once(client, 'close');
        client.close(goingAway, 'the server ends');
        const cancel = clock.after(farewellMs, () => client.terminate());
        await ended;
        cancel();
      });
      await Promise.all(all);
      server.close();
    },
  };
}

/** Lets the requests of homes pass before those of the app's own sockets. */
export function uplinkBeside(app: App, way: UplinkWay): void {
  const others = app.server.listeners('upgrade');
  app.server.removeAllListeners('upgrade');
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: NonSharedBuffer) => {
    // Whatever was asked for is compared as it is: a stranger's `//` is no address that could be taken apart.
    if (request.url?.split('?', 1)[0] === uplinkPath) way.upgrade(request, socket, head);
    else for (const other of others) other.call(app.server, request, socket, head);
  });
}

/** A port of its own, at any path. Errors: those of listening. */
export async function openUplinkPort(way: UplinkWay, make: ServerMaker, place: PortPlace): Promise<OpenPort> {
  const server = make((_request, reply) => {
    reply
      .writeHead(426, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
      .end('Homes send their readings here, over a WebSocket.\n');
  });
  server.on('upgrade', (request, socket, head) => way.upgrade(request, socket, head));
  return listenOn(server, place);
}
