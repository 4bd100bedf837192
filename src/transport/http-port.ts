// The port of a link over HTTP: a request of `core/http-exchange.ts` goes out as one HTTP request, its response comes back as bytes. Each
// request has a connection of its own, as the small servers of devices want it. Redirects are not followed, no proxy is used,
// no cookie kept; a body is bounded in size here and in time by the exchange.
import type { Agent, ClientRequest, IncomingMessage } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import { connect, type LookupFunction } from 'node:net';
import type { LinkAddress } from '#core/address.ts';
import { concatBytes, toUtf8 } from '#core/bytes.ts';
import type { Clock } from '#core/clock.ts';
import { messageOf, SolsteadError, systemCode } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { httpResponseBytes, type HttpRequest, readHttpRequest, refusedPassword } from '#core/http-exchange.ts';
import type { HttpAccount } from './http-accounts.ts';
import { assertDeviceHost } from './metadata-hosts.ts';
import type { Port, PortEvents } from './byte-link.ts';
import { lossReason, openFailure } from './port-failure.ts';

// An `import` of node:http reads all it exports, and some of that loads the client behind `fetch`: 15 MB that nobody asked for.
const { Agent: PlainAgent, request: plainRequest } = process.getBuiltinModule('node:http');

/** The part of the address an HTTP link needs. */
export type HttpAddress = Extract<LinkAddress, { scheme: 'http' }>;

/** Longest wait for a connection, ms. */
const connectMs = 5000;
/** Largest body that is taken, bytes; the largest answers of known devices are below 20 KiB. */
export const mostBodyBytes = 262_144;
/** Failures that no HTTP server causes. */
const isNoHttp = (thrown: unknown): boolean => systemCode(thrown)?.startsWith('HPE_') === true;

/** Hears what a peer says of the time. */
type HeardTime = (source: string, atMs: number) => void;

/** What else an HTTP link is given. */
export interface HttpLinkParts {
  /** Told the `Date` of answers. */
  readonly heardTime?: HeardTime | undefined;
  readonly lookup?: LookupFunction;
  /** The password of the device; absent: there is none. */
  readonly account?: HttpAccount | undefined;
}

type Reached = HttpAddress & { readonly lookup: LookupFunction };

/** A request, and which words of the password it is sent with. */
interface Sent {
  readonly asked: HttpRequest;
  readonly as: Parameters<HttpAccount['answer']>[2];
  readonly authorization?: string | undefined;
}

/** Errors: `link.unavailable` if nothing listens there. */
async function reach(name: string, { host, port, lookup }: Reached, clock: Clock): Promise<void> {
  assertDeviceHost(name, host);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket = connect({ host, port, lookup });
  const cancel = clock.after(connectMs, () => {
    const why = because('tcp.silent', { seconds: connectMs / 1000 });
    reject(new SolsteadError('link.unavailable', { at: name, why }));
  });
  socket.once('error', (thrown) => reject(openFailure(name, thrown)));
  socket.once('connect', () => resolve());
  try {
    await promise;
  } finally {
    cancel();
    socket.destroy();
  }
}

interface HttpEvents extends PortEvents {
  /** The peer says that it is `atMs` now, epoch ms. */
  heard(atMs: number): void;
}

/** Opens it: somebody has to listen there. Errors: `link.unavailable`, `link.forbidden`. */
export async function openHttpPort(
  { name, ...address }: Reached & Pick<HttpLinkParts, 'account'> & { readonly name: string },
  events: HttpEvents,
  clock: Clock,
): Promise<Port> {
  await reach(name, address, clock);
  return new HttpPort(address, events);
}

class HttpPort implements Port {
  readonly #address: Reached & Pick<HttpLinkParts, 'account'>;
  readonly #events: HttpEvents;
  /** Of its own, so that no proxy of the environment is used. */
  readonly #agent: Agent;
  #running: ClientRequest | undefined;

  constructor(address: Reached & Pick<HttpLinkParts, 'account'>, events: HttpEvents) {
    this.#address = address;
    this.#events = events;
    this.#agent = address.tls ? new TlsAgent({ keepAlive: false }) : new PlainAgent({ keepAlive: false });
  }

  async write(bytes: Uint8Array): Promise<void> {
    const asked = readHttpRequest(bytes);
    if (asked === undefined) throw new TypeError('assertion: these bytes are no HTTP request');
    const authorization = this.#address.account?.ready(asked);
    this.#send({ asked, as: authorization === undefined ? 'nothing' : 'ready', authorization });
    return Promise.resolve();
  }

  #send(sent: Sent): void {
    const { asked, authorization } = sent;
    const { method, path, body } = asked;
    const { host, port, tls, lookup } = this.#address;
    // The answer to the last request may still be under way: it is no longer waited for.
    this.#stop();
    const running = (tls ? tlsRequest : plainRequest)({
      agent: this.#agent,
      lookup,
      host,
      port,
      method,
      path,
      headers: {
        accept: 'application/json',
        'accept-encoding': 'identity',
        connection: 'close',
        ...(authorization === undefined ? {} : { authorization }),
        ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': toUtf8(body).length }),
      },
    });
    this.#running = running;
    running.once('response', (response) => void this.#take(running, response, sent));
    running.on('error', (thrown) => this.#failed(running, thrown));
    running.end(body);
  }

  async close(): Promise<void> {
    this.#stop();
    this.#agent.destroy();
    return Promise.resolve();
  }

  #stop(): void {
    const running = this.#running;
    this.#running = undefined;
    running?.destroy();
  }

  async #take(running: ClientRequest, response: IncomingMessage, sent: Sent): Promise<void> {
    const { 'content-type': type = '', 'content-encoding': packed = 'identity' } = response.headers;
    const parts: Uint8Array[] = [];
    let length = 0;
    const dateMs = Date.parse(response.headers.date ?? '');
    if (running === this.#running && !Number.isNaN(dateMs)) this.#events.heard(dateMs);
    try {
      const isAskedAgain = response.statusCode === 401 && (await this.#answered(running, response, sent));
      if (isAskedAgain) return;
      if (packed !== 'identity') return this.#refuse(running, `the answer is packed (${packed})`);
      for await (const part of response) {
        if (!(part instanceof Uint8Array)) throw new TypeError('assertion: a body without bytes');
        length += part.length;
        if (length > mostBodyBytes) return this.#refuse(running, `the answer has more than ${mostBodyBytes} bytes`);
        parts.push(part);
      }
      const status = response.statusCode ?? 0;
      const isWrong = status === 401 && this.#address.account?.isRefused === true;
      this.#tell(running, { status, type: isWrong ? refusedPassword : type }, concatBytes(...parts));
    } catch (thrown) {
      this.#failed(running, thrown);
    }
  }

  /** A device that wants its password has done nothing yet: the same request is sent with it. Whether it was. */
  async #answered(running: ClientRequest, response: IncomingMessage, { asked, as }: Sent): Promise<boolean> {
    const challenge = response.headers['www-authenticate'];
    const authorization =
      challenge === undefined ? undefined : await this.#address.account?.answer(challenge, asked, as);
    // Nobody waits for it any more.
    if (running !== this.#running) return true;
    if (authorization === undefined) return false;
    this.#send({ asked, as: 'answer', authorization });
    return true;
  }

  /** What came is not an answer: it is passed on like one, so that the exchange reports it. */
  #refuse(running: ClientRequest, why: string): void {
    this.#tell(running, { status: 0, type: 'text/plain' }, toUtf8(why.slice(0, 200)));
    running.destroy();
  }

  #tell(running: ClientRequest, head: { readonly status: number; readonly type: string }, body: Uint8Array): void {
    if (running !== this.#running) return;
    this.#running = undefined;
    this.#events.onBytes(httpResponseBytes(head, body));
  }

  #failed(running: ClientRequest, thrown: unknown): void {
    if (running !== this.#running) return;
    if (isNoHttp(thrown)) return this.#refuse(running, `it does not speak HTTP: ${messageOf(thrown)}`);
    this.#running = undefined;
    this.#events.onClosed(lossReason(thrown));
  }
}
