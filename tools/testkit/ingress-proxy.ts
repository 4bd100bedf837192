// For tests only: what Home Assistant and its Supervisor do between a browser and an app, ingress. Written from their documents and from
// `supervisor/api/ingress.py`: which headers go, which come, what is gathered and what streams. Source: [home-assistant-ingress].
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { WebSocket, WebSocketServer } from 'ws';
import type { Owner } from './owner.ts';

/** Somebody who is signed in at Home Assistant. */
export interface IngressUser {
  readonly id: string;
  readonly login: string;
  readonly shown: string;
}

/** What it stands between. */
export interface IngressProxyOptions {
  readonly upstream: number;
  readonly token: string;
  /** Address that the Supervisor's connections come from. */
  readonly from: string;
  readonly user: () => IngressUser;
}

const host = '127.0.0.1';
/** An answer that says it is shorter is read whole before it is passed on. */
const gatheredBytes = 4_194_000;
const cookie = 'ingress_session=of-this-browser';
const dropped =
  /^(?:content-length|content-encoding|transfer-encoding|accept-encoding|sec-websocket-.*|x-supervisor-token|x-hassio-key|x-remote-user-.*|connection|keep-alive|upgrade)$/;

/** Headers as they reach the app. */
function passedOn({ headers, socket }: IncomingMessage, { token, user }: IngressProxyOptions): Record<string, string> {
  const { id, login, shown } = user();
  const kept = Object.entries(headers).flatMap(([name, value]) =>
    dropped.test(name) || value === undefined ? [] : [[name, [value].flat().join(', ')]],
  );
  return {
    ...(Object.fromEntries(kept) as Record<string, string>),
    'x-remote-user-id': id,
    'x-remote-user-name': login,
    'x-remote-user-display-name': Buffer.from(shown).toString('latin1'),
    'x-ingress-path': `/api/hassio_ingress/${token}`,
    'x-hassio-source': 'core.ingress',
    // Home Assistant writes the first, the Supervisor adds where Home Assistant is.
    'x-forwarded-for': `${socket.remoteAddress ?? ''}, 172.30.32.1`,
    'x-forwarded-host': headers.host ?? '',
    'x-forwarded-proto': 'http',
  };
}

/** The path as it reaches the app: read, and written anew; undefined if it is none of ingress. */
function innerPath(url: string, { token, upstream }: IngressProxyOptions): URL | undefined {
  const begin = `/api/hassio_ingress/${token}/`;
  const { pathname, searchParams } = new URL(url, `http://${host}`);
  if (!pathname.startsWith(begin)) return undefined;
  const inner = new URL(`http://${host}:${upstream}/`);
  inner.pathname = decodeURIComponent(pathname.slice(begin.length));
  inner.search = new URLSearchParams(searchParams).toString();
  return inner;
}

function answerHeaders(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const { 'content-length': _length, 'content-encoding': _encoding, 'transfer-encoding': _transfer, ...kept } = headers;
  const { connection: _connection, 'keep-alive': _keep, ...rest } = kept;
  return rest as Record<string, string | string[]>;
}

interface Asked {
  readonly asked: IncomingMessage;
  readonly reply: ServerResponse;
}

async function pass({ asked, reply }: Asked, inner: URL, options: IngressProxyOptions) {
  const headers = passedOn(asked, options);
  const body = asked.method === 'POST' ? undefined : await buffer(asked);
  if (body !== undefined && body.length > 0) headers['content-length'] = String(body.length);
  if (body === undefined) headers['transfer-encoding'] = 'chunked';
  const sent = request(inner, { method: asked.method, headers, localAddress: options.from, agent: false });
  sent.on('error', () => reply.destroy());
  reply.on('close', () => sent.destroy());
  sent.once('response', (answer) => {
    const length = Number(answer.headers['content-length'] ?? Infinity);
    answer.on('error', () => reply.destroy());
    if (length < gatheredBytes || asked.method === 'HEAD' || [204, 304].includes(answer.statusCode ?? 0)) {
      void buffer(answer).then((whole) =>
        reply.writeHead(answer.statusCode ?? 502, answerHeaders(answer.headers)).end(whole),
      );
      return;
    }
    reply.writeHead(answer.statusCode ?? 502, { ...answerHeaders(answer.headers), 'x-accel-buffering': 'no' });
    answer.pipe(reply);
  });
  if (body === undefined) asked.pipe(sent);
  else sent.end(body);
}

/** Two sockets, message by message; pings lose what they say. */
function join(one: WebSocket, other: WebSocket): void {
  one.on('message', (data: Buffer, isBinary: boolean) => other.send(data, { binary: isBinary }));
  one.on('ping', () => other.readyState === WebSocket.OPEN && other.ping());
  one.on('pong', () => other.readyState === WebSocket.OPEN && other.pong());
  one.on('error', () => other.terminate());
  // The Supervisor waits for no close of the other side, and passes no code on.
  one.on('close', () => other.close());
}

function upgrade(
  given: { readonly asked: IncomingMessage; readonly socket: Duplex; readonly head: Buffer },
  inner: URL,
  options: IngressProxyOptions,
) {
  const { asked, socket, head } = given;
  const protocols = (asked.headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
  const door = new WebSocketServer({ noServer: true, autoPong: false });
  door.handleUpgrade(asked, socket, head, (browser) => {
    browser.pause();
    const app = new WebSocket(inner, protocols, {
      headers: passedOn(asked, options),
      localAddress: options.from,
      autoPong: false,
      perMessageDeflate: false,
    });
    join(browser, app);
    join(app, browser);
    app.once('open', () => browser.resume());
  });
}

/** Starts it. Its first page shows the app in a frame, as Home Assistant does. Answers with the port. */
export async function ingressProxy(test: Owner, options: IngressProxyOptions): Promise<number> {
  const isSignedIn = ({ headers }: IncomingMessage): boolean => (headers.cookie ?? '').includes(cookie);
  const server = createServer((asked, reply) => {
    const inner = innerPath(asked.url ?? '/', options);
    if (inner !== undefined) {
      if (isSignedIn(asked)) void pass({ asked, reply }, inner, options);
      else reply.writeHead(401).end();
      return;
    }
    const isPage = asked.url === '/';
    const frame = `<!doctype html><title>Home Assistant</title><link rel="icon" href="data:,"><iframe title="Solstead" style="width:1200px;height:800px" src="/api/hassio_ingress/${options.token}/"></iframe>`;
    reply.writeHead(isPage ? 200 : 404, {
      'content-type': 'text/html',
      'set-cookie': `${cookie}; Path=/api/hassio_ingress/; HttpOnly; SameSite=Strict`,
    });
    reply.end(isPage ? frame : '');
  });
  server.on('upgrade', (asked: IncomingMessage, socket: Duplex, head: Buffer) => {
    const inner = innerPath(asked.url ?? '/', options);
    socket.on('error', () => undefined);
    if (inner === undefined || !isSignedIn(asked)) socket.destroy();
    else upgrade({ asked, socket, head }, inner, options);
  });
  server.listen(0, host);
  await once(server, 'listening');
  test.onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
