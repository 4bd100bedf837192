// A client of one HTTP server of somebody's own, for outputs: `core/http-client.ts` says what it does. One connection is kept, so that a
// batch costs no handshake; what the server answers is bounded in bytes and time.
import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { concatBytes, toUtf8 } from '#core/bytes.ts';
import type { Clock } from '#core/clock.ts';
import { isSolsteadError, SolsteadError, systemCode } from '#core/errors.ts';
import type { HttpAnswer, HttpCall, HttpClient, HttpServer, HttpServerAccount } from '#core/http-client.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason, said } from '#core/reason.ts';
import { assertDeviceHost, deviceLookup } from './metadata-hosts.ts';
import { isNearAddress } from './near-addresses.ts';
import { openReason } from './port-failure.ts';

// An `import` of node:http reads all it exports, and some of that loads the client behind `fetch`: 15 MB that nobody asked for.
const { Agent: PlainAgent, request: plainRequest } = process.getBuiltinModule('node:http');

const compress = promisify(gzip);
const usualTimeoutMs = 30_000;
const usualAnswerBytes = 65_536;
/** Longest time that a server may ask for until it is asked again, s. */
const longestRetryS = 3600;

/** Errors: `input.invalid`, without the address: it may hold a password. */
function addressOf(server: string): URL {
  const url = /^https?:\/\//i.test(server) && URL.canParse(server) ? new URL(server) : undefined;
  if (url === undefined || url.hostname === '')
    throw new SolsteadError('input.invalid', { at: 'settings.server', why: because('http.address') });
  return url;
}

/** Errors: `input.invalid` if the secret cannot stand in a header. */
function accountHeaders(account: HttpServerAccount | undefined): Readonly<Record<string, string>> {
  if (account === undefined) return {};
  const text = account.secret.reveal();
  // Name and password are sent as base64 and may hold anything.
  if (account.by === 'basic')
    return { authorization: `Basic ${Buffer.from(`${account.user}:${text}`, 'utf8').toString('base64')}` };
  if (!/^[\x20-\x7e]*$/.test(text))
    throw new SolsteadError('input.invalid', { at: 'secret', why: because('http.secret') });
  if (account.by === 'header') return { [account.name.toLowerCase()]: text };
  return { authorization: `${account.by === 'token' ? 'Token' : 'Bearer'} ${text}` };
}

/** Source: RFC 9110 §10.2.3: seconds, or a date. */
function retryOf(header: string | undefined, clock: Clock): number | undefined {
  if (header === undefined) return undefined;
  const seconds = /^\d{1,9}$/.test(header) ? Number(header) : (Date.parse(header) - clock.nowMs()) / 1000;
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), longestRetryS) : undefined;
}

/** Why there was no answer. */
function awayReason(thrown: unknown): Reason {
  const code = systemCode(thrown);
  if (code?.startsWith('HPE_') === true) return because('http.no-http');
  // What speaks plainly where TLS is expected.
  if (code === 'EPROTO' || code === 'ERR_SSL_WRONG_VERSION_NUMBER') return because('http.no-tls');
  if (code === 'EPIPE') return because('host.hung-up');
  if (code !== undefined && /CERT|SIGNATURE|ISSUER/.test(code))
    return because('http.certificate', { said: external(thrown instanceof Error ? thrown.message : code) });
  return (code === undefined ? undefined : openReason(code)) ?? said(thrown);
}

/** What is known of a request while it runs. */
interface Running {
  readonly request: ClientRequest;
  readonly answer: Promise<HttpAnswer>;
}

class Client implements HttpClient {
  readonly place: string;
  readonly #clock: Clock;
  readonly #agent: Agent;
  readonly #timeoutMs: number;
  readonly #mostBytes: number;
  readonly #keptHeaders: readonly string[];
  readonly #options: RequestOptions;
  readonly #prefix: string;
  readonly #isTls: boolean;
  readonly #headers: Readonly<Record<string, string>>;
  #isClosed = false;

  constructor({ server, tls = {}, account, timeoutMs, mostAnswerBytes, keptHeaders = [] }: HttpServer, clock: Clock) {
    const url = addressOf(server);
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
    this.#clock = clock;
    this.#isTls = url.protocol === 'https:';
    this.#prefix = url.pathname.replace(/\/+$/, '');
    this.place = `${url.origin}${this.#prefix}`;
    assertDeviceHost(this.place, host);
    this.#keptHeaders = keptHeaders;
    this.#timeoutMs = timeoutMs ?? usualTimeoutMs;
    this.#mostBytes = mostAnswerBytes ?? usualAnswerBytes;
    this.#headers = { ...accountHeaders(account), 'accept-encoding': 'identity', 'user-agent': 'Solstead' };
    const { ca, cert, key } = tls;
    // Of its own, so that no proxy of the environment is used.
    const kept = { keepAlive: true, maxSockets: 1 };
    this.#agent = this.#isTls ? new TlsAgent(kept) : new PlainAgent(kept);
    this.#options = {
      host,
      port: url.port === '' ? (this.#isTls ? 443 : 80) : Number(url.port),
      agent: this.#agent,
      lookup: deviceLookup(),
      ...(this.#isTls ? { minVersion: 'TLSv1.2', ca, cert, key: key?.reveal() } : {}),
    };
  }

  async call(call: HttpCall, signal: AbortSignal): Promise<HttpAnswer> {
    const plain = typeof call.body === 'string' ? toUtf8(call.body) : call.body;
    const isPacked = call.isPacked === true && plain !== undefined;
    const body = isPacked ? await compress(plain, { level: constants.Z_BEST_SPEED }) : plain;
    const headers = {
      ...call.headers,
      ...(isPacked ? { 'content-encoding': 'gzip' } : {}),
      ...(call.method === 'GET' ? {} : { 'content-length': String(body?.length ?? 0) }),
      ...this.#headers,
    };
    const options = { ...this.#options, method: call.method, path: `${this.#prefix}${call.path}`, headers };
    const late = new AbortController();
    const cancel = this.#clock.after(this.#timeoutMs, () => late.abort());
    const ended = AbortSignal.any([signal, late.signal]);
    try {
      return await this.#answered(() => this.#run(options, body, ended), ended);
    } catch (thrown) {
      if (signal.aborted) throw signal.reason;
      throw this.#failure(late.signal.aborted ? this.#silence() : awayReason(thrown), thrown);
    } finally {
      cancel();
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#agent.destroy();
    return Promise.resolve();
  }

  /** A kept connection may have been closed by the server just when the request went out: once more over a new one. */
  async #answered(run: () => Running, ended: AbortSignal): Promise<HttpAnswer> {
    const { request, answer } = run();
    try {
      return await answer;
    } catch (thrown) {
      const code = systemCode(thrown);
      const isStale =
        request.reusedSocket && (code === 'ECONNRESET' || code === 'EPIPE') && !ended.aborted && !this.#isClosed;
      if (!isStale) throw thrown;
      return run().answer;
    }
  }

  #run(options: RequestOptions, body: Uint8Array | undefined, signal: AbortSignal): Running {
    const request = (this.#isTls ? tlsRequest : plainRequest)({ ...options, signal });
    const { promise: answer, resolve, reject } = Promise.withResolvers<HttpAnswer>();
    request.once('response', (response) => void this.#read(response).then(resolve, reject));
    // Without a listener that stays, a late failure of the socket would be thrown at the process.
    request.on('error', reject);
    // A server that wants to speak something else is none of HTTP.
    request.once('upgrade', (_response, socket) => {
      socket.destroy();
      reject(new SolsteadError('link.unavailable', { at: this.place, why: because('http.no-http') }));
    });
    request.end(body);
    return { request, answer };
  }

  /** The body as far as it is bounded; a server that goes on and on loses its connection, and has answered. */
  async #read(response: IncomingMessage): Promise<HttpAnswer> {
    const from = response.socket.remoteAddress;
    const parts: Uint8Array[] = [];
    let left = this.#mostBytes;
    for await (const part of response) {
      if (!(part instanceof Uint8Array)) throw new TypeError('assertion: a body without bytes');
      parts.push(part.subarray(0, left));
      left -= Math.min(left, part.length);
      // Leaving the loop destroys the answer, and with it the connection.
      if (left === 0) break;
    }
    // A socket that is gone has no address any more.
    const isNear = isNearAddress(from);
    const retrySeconds = retryOf(response.headers['retry-after'], this.#clock);
    return {
      status: response.statusCode ?? 0,
      text: new TextDecoder().decode(concatBytes(...parts)),
      isNear,
      ...(retrySeconds === undefined ? {} : { retrySeconds }),
      ...(this.#keptHeaders.length === 0 ? {} : { headers: this.#kept(response) }),
    };
  }

  #kept({ headers }: IncomingMessage): Readonly<Record<string, string>> {
    const found = this.#keptHeaders.flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value] as const] : [];
    });
    return Object.fromEntries(found);
  }

  #silence(): Reason {
    return because('output.silent', { seconds: this.#timeoutMs / 1000 });
  }

  #failure(why: Reason, thrown: unknown): Error {
    // A name that leads to where a rented computer asks for its own keys; our own assertions stay what they are.
    if (isSolsteadError(thrown) || (thrown instanceof TypeError && thrown.message.startsWith('assertion')))
      return thrown;
    return new SolsteadError('link.unavailable', {
      at: this.place,
      why,
      help: because('help.http-away'),
      cause: thrown,
    });
  }
}

/** A client of a server; nothing is sent yet. Errors: `input.invalid`, `link.forbidden`. */
export function openHttpClient(server: HttpServer, clock: Clock): HttpClient {
  return new Client(server, clock);
}
