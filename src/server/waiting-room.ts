// Who answers at the port of the web app while the home is not open yet, or is being closed: that the process lives, and that it is not
// ready. Nothing of a home is known here.
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { problemMedia, problemType, statusOf } from '#api/problem.ts';
import { errorRegistry } from '#core/errors.ts';
import { listenOn, type OpenPort, type PortPlace } from '#core/listening.ts';
import { because, inEnglish } from '#core/reason.ts';
import { type TlsIdentity, tlsServerOptions } from '#core/tls.ts';
import { listenError } from '#core/listen-error.ts';
import { requestId } from './ways/request-ids.ts';

/** Where it is. */
export interface WaitingRoomPlace extends PortPlace {
  readonly tls?: TlsIdentity | undefined;
}

/** Nobody needs long for one question, and nobody needs many connections. */
const times = { requestTimeout: 5000, headersTimeout: 5000, keepAliveTimeout: 1 };
const mostConnections = 100;
/** When to ask again, s. */
const againSeconds = '2';

const answer: RequestListener = (request, reply) => {
  const [path] = (request.url ?? '').split('?');
  const send = (status: number, body: object, type = 'application/json'): void => {
    const text = JSON.stringify(body);
    reply.writeHead(status, {
      'content-type': `${type}; charset=utf-8`,
      'content-length': Buffer.byteLength(text),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      connection: 'close',
      // A browser that shows this asks again by itself.
      ...(status === 503 ? { 'retry-after': againSeconds, refresh: againSeconds } : {}),
    });
    reply.end(request.method === 'HEAD' ? undefined : text);
  };
  if (path === '/health/live') send(200, { status: 'live' });
  else if (path === '/health/ready') send(503, { status: 'not-ready', parts: [{ part: 'server', ok: false }] });
  else {
    const code = 'server.not-ready';
    const { title, repair } = errorRegistry[code];
    const reason = because('server.not-ready');
    const problem = { type: problemType(code), title, status: statusOf(code), detail: inEnglish(reason), code, repair };
    send(statusOf(code), { ...problem, reason, requestId: requestId(request) }, problemMedia);
  }
};

function serverOf(tls: TlsIdentity | undefined): Server {
  if (tls === undefined) return createServer(times, answer);
  return createTlsServer({ ...tlsServerOptions, ...tls.current(), ...times, handshakeTimeout: 5000 }, answer);
}

/** Opens it. Errors: `port.taken`, `input.usage`. */
export async function openWaitingRoom({ host, port, tls }: WaitingRoomPlace): Promise<OpenPort> {
  const server = serverOf(tls);
  server.maxConnections = mostConnections;
  try {
    return await listenOn(server, { host, port });
  } catch (error) {
    throw listenError(error, { host, port, help: because('help.port') });
  }
}
