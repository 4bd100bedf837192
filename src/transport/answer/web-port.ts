// A small web server that answers from what is known: no files, no sessions, short requests. A page of the web in somebody's browser may
// not read it: the name that was asked for has to be an address or one of the local network.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { WebAnswered, WebAnswerer } from '#core/answering.ts';
import { listenOn, type OpenPort, type PortPlace } from '#core/listening.ts';
import { type AskerBounds, plainAddress } from './asker-bounds.ts';

const mostBody = 4096;
const mostConnections = 48;
/** From one address: the rest is left to others. */
const mostOfOne = 24;
const mostSockets = 8;
/** A socket that keeps so many bytes waiting is not read, bytes. */
const mostWaiting = 64 * 1024;
const times = {
  requestTimeout: 5000,
  headersTimeout: 5000,
  keepAliveTimeout: 30_000,
  connectionsCheckingInterval: 1000,
};
const upgradePath = '/rpc';
/** A socket on which nothing came for so long is ended, ms. */
const idleMs = 120_000;

/** Whether a browser that a page of the web has sent here would ask for this name: then it is not answered. */
function isForeignName(host: string | undefined): boolean {
  if (host === undefined) return false;
  const name = host.replace(/:\d{1,5}$/, '').replace(/^\[|\]$/g, '');
  return isIP(name) === 0 && name !== 'localhost' && !/^[a-z0-9-]+(\.local)?\.?$/i.test(name);
}

/** The body of a request; undefined if it is too long or does not come. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > mostBody) return undefined;
      chunks.push(chunk);
    }
  } catch {
    // It went away while it asked.
    return undefined;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(reply: ServerResponse, { status, body }: WebAnswered): void {
  reply.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(status === 413 || status === 429 ? { connection: 'close' } : {}),
  });
  reply.end(body);
}

/** Why a request is not looked at. */
function refusalOf(request: IncomingMessage, bounds: AskerBounds): number | undefined {
  if (isForeignName(request.headers.host)) return 403;
  return bounds.admits(plainAddress(request.socket.remoteAddress)) ? undefined : 429;
}

const refused = (status: number): WebAnswered => ({
  status,
  body: JSON.stringify({ code: status, message: 'refused' }),
});

/** Takes connections of local networks, so many of one address. */
function doorTo(bounds: AskerBounds): (socket: Socket) => void {
  const connections = new Map<string, number>();
  return (socket) => {
    const from = plainAddress(socket.remoteAddress);
    const count = connections.get(from) ?? 0;
    if (!bounds.isLocal(from) || count >= mostOfOne) {
      socket.destroy();
      return;
    }
    connections.set(from, count + 1);
    socket.once('close', () => {
      const left = (connections.get(from) ?? 1) - 1;
      if (left > 0) connections.set(from, left);
      else connections.delete(from);
    });
  };
}

/** Sockets at {@link upgradePath}: each text that comes is answered by one. */
function socketsOf(answerer: WebAnswerer, bounds: AskerBounds) {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: mostBody, perMessageDeflate: false });
  /** In the order in which they were last heard: one that was cut off without a word keeps nobody out. */
  const heard = new Set<WebSocket>();
  return {
    take(request: IncomingMessage, socket: Duplex, head: Uint8Array): void {
      const [path] = (request.url ?? '').split('?', 1);
      // A browser says from which page it comes; what follows a meter is none.
      const isOther = path !== upgradePath || request.headers.origin !== undefined;
      const status = isOther ? 403 : refusalOf(request, bounds);
      if (status !== undefined) {
        socket.end(`HTTP/1.1 ${status} refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
        return;
      }
      sockets.handleUpgrade(request, socket, Buffer.from(head), (opened) => {
        const from = plainAddress(request.socket.remoteAddress);
        request.socket.setTimeout(idleMs, () => opened.terminate());
        heard.add(opened);
        const [silent] = heard;
        if (heard.size > mostSockets) silent?.terminate();
        opened.on('close', () => heard.delete(opened));
        opened.on('error', () => opened.terminate());
        for (const beside of ['ping', 'pong'] as const)
          opened.on(beside, () => void (bounds.admits(from) || opened.terminate()));
        opened.on('message', (data, isBinary) => {
          heard.delete(opened);
          heard.add(opened);
          if (isBinary || !Buffer.isBuffer(data) || opened.bufferedAmount > mostWaiting || !bounds.admits(from)) {
            opened.terminate();
            return;
          }
          const answer = answerer.text(data.toString('utf8'), from);
          if (answer !== undefined) opened.send(answer);
        });
      });
    },
    close(): void {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
  };
}

/** Opens it. Errors: those of listening. */
export async function openWebPort(place: PortPlace, answerer: WebAnswerer, bounds: AskerBounds): Promise<OpenPort> {
  const answer = async (request: IncomingMessage, reply: ServerResponse): Promise<void> => {
    const status = refusalOf(request, bounds);
    const body = status === undefined ? await bodyOf(request) : '';
    if (status !== undefined || body === undefined) {
      send(reply, refused(status ?? 413));
      return;
    }
    const { method = 'GET', url = '/' } = request;
    send(reply, answerer.web({ method, target: url, body }, plainAddress(request.socket.remoteAddress)));
  };
  const server = createServer({ ...times, maxHeaderSize: 8192 }, (request, reply) => {
    answer(request, reply).catch(() => request.socket.destroy());
  });
  server.maxConnections = mostConnections;
  server.on('connection', doorTo(bounds));
  server.maxRequestsPerSocket = 100_000;
  const sockets = socketsOf(answerer, bounds);
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    sockets.take(request, socket, head);
  });
  const port = await listenOn(server, place);
  return {
    port: port.port,
    close() {
      sockets.close();
      return port.close();
    },
  };
}
