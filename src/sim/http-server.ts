// Serves an emulated device over HTTP/1.1 on a socket of this computer. Faults can be switched at run time.
import { because } from '#core/reason.ts';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from '#core/clock.ts';
import { SolsteadError, systemCode } from '#core/errors.ts';
import { createFaults, type Faults } from './faults.ts';
import type { HttpEmulator } from './http-device.ts';

/** What an HTTP server needs. */
export interface HttpServerOptions {
  readonly emulator: HttpEmulator;
  readonly clock: Clock;
  readonly faults?: Faults;
  /** Port; 0, the default, takes a free one. */
  readonly port?: number;
  /** What it does with a client that wants a WebSocket; absent: it has none. */
  onUpgrade?(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** A device that can be reached. */
export interface HttpServer {
  /** `http://127.0.0.1:port`. */
  readonly address: string;
  readonly faults: Faults;
  /** Requests that came, as `GET /path`. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

const loopback = '127.0.0.1';
/** A request with more than this is no request of ours, bytes. */
const mostBody = 65_536;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    if (!(part instanceof Buffer)) throw new TypeError('assertion: a body without bytes');
    length += part.length;
    if (length > mostBody) throw new RangeError('too long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Serves an emulated device; resolves when it listens. Errors: `port.taken`. */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { emulator, clock, faults = createFaults(), port = 0 } = options;
  const requests: string[] = [];
  const ending = new AbortController();
  const { signal } = ending;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = 'GET', url = '/' } = request;
    requests.push(`${method} ${url}`);
    const { authorization = '' } = request.headers;
    const refusal = emulator.refuse?.({ method, target: url, authorization });
    const reply = refusal ?? emulator.respond(method, url, await bodyOf(request));
    const { state } = faults;
    if (state.vanished) return void request.socket.resetAndDestroy();
    if (state.silent) return;
    if (state.slowStartMs > 0) await clock.sleep(state.slowStartMs, { signal });
    if (state.garbage !== 'none') return void request.socket.end('\u0000\u00ff~~noise~~\r\n');
    const body = state.wrongChecksum ? reply.body.slice(0, Math.ceil(reply.body.length / 2)) : reply.body;
    response.writeHead(reply.status, {
      'content-type': reply.type,
      'content-length': Buffer.byteLength(body),
      connection: 'close',
      ...reply.headers,
    });
    const half = state.splitMs > 0 ? Math.ceil(body.length / 2) : body.length;
    response.write(body.slice(0, half));
    if (half < body.length) await clock.sleep(state.splitMs, { signal });
    response.end(body.slice(half));
  };

  const server = process.getBuiltinModule('node:http').createServer((request, response) => {
    answer(request, response).catch(() => request.socket.destroy());
  });
  if (options.onUpgrade !== undefined) server.on('upgrade', options.onUpgrade);
  server.listen(port, loopback);
  try {
    await once(server, 'listening');
  } catch (error) {
    if (systemCode(error) !== 'EADDRINUSE') throw error;
    throw new SolsteadError('port.taken', { at: `${loopback}:${port}`, why: because('emulate.tcp-port') });
  }
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new TypeError('assertion: the server has no port');
  return {
    address: `http://${loopback}:${bound.port}`,
    faults,
    requests,
    async close() {
      ending.abort();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
