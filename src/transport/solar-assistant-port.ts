// Ports to the WebSocket of Solar-Assistant units. The conversation goes on as long as the link is open, and the unit says each value when
// it changes; the link is asked for them like the unit's web server, by the exchange of `core/http-exchange.ts`, so that one table reads both:
//   GET /api/v1/metrics, GET /api/v1/system   lists of rows
//   POST /api/v1/metrics                      {"topic", "value"}: a setting
// A push has what changed alone: the list itself is asked for once it has joined, from time to time, and after a setting. Before what it shows
// is told, the unit has to be there: what one that is gone once said is no value.
import { isIP } from 'node:net';
import type { WebSocket } from 'ws';
import { formatAddress, type LinkAddress } from '#core/address.ts';
import { toUtf8 } from '#core/bytes.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { type FrameSocket, frameSocket } from '#core/frame-socket.ts';
import {
  type HttpRequest,
  httpRequestBytes,
  httpResponseBytes,
  readHttpHead,
  readHttpRequest,
} from '#core/http-exchange.ts';
import { because } from '#core/reason.ts';
import type { Secret } from '#core/secrets.ts';
import type { Port, PortEvents } from './byte-link.ts';
import { type HttpAccount, makeHttpAccounts } from './http-accounts.ts';
import type { HttpLinkParts } from './http-port.ts';
import { assertDeviceHost, deviceLookup } from './metadata-hosts.ts';
import { openFailure } from './port-failure.ts';
import { UnitConversation, UnitFault } from './solar-assistant/conversation.ts';

/** The part of the address such a link needs. */
export type SolarAssistantAddress = Extract<LinkAddress, { scheme: 'solar-assistant' }>;

/** What such a link is made of. */
export interface SolarAssistantParts {
  readonly clock: Clock;
  readonly lookup?: NonNullable<HttpLinkParts['lookup']>;
  /** Password of its web page; undefined if none was given. */
  password?(): Promise<Secret | undefined>;
}

/** Longest wait for the handshake, ms, and for a list. */
const [handshakeMs, listMs] = [5000, 8000];
/** A large unit says what it has in one message of some 400 KB. */
const mostMessage = 1024 * 1024;
/** A list is asked for again after so long, ms: what the unit has may change while it runs. */
const listAgainMs = 60_000;
/** So long a wrong password is not tried again, ms; another one at once. */
const wrongMs = 600_000;
const metricsPath = '/api/v1/metrics';
const systemPath = '/api/v1/system';

type Known = SolarAssistantParts & { readonly name: string; readonly address: SolarAssistantAddress };

/** Opens ports of a unit; what it remembers of a wrong password is of all of them. */
export function unitPorts(
  address: SolarAssistantAddress,
  parts: SolarAssistantParts,
): (events: PortEvents) => Promise<Port> {
  const known: Known = { ...parts, address, name: formatAddress(address) };
  let wrong: { readonly password: string; readonly untilMs: number } | undefined;
  const { clock } = parts;
  return async (events) => {
    const secret = await parts.password?.();
    const password = secret?.reveal() ?? '';
    if (password === '') throw refusal(known, 'unit.no-password');
    if (wrong?.password === password && clock.monotonicMs() < wrong.untilMs) throw refusal(known, 'unit.refused');
    try {
      const socket = await connected(known, password);
      const account = makeHttpAccounts({ read: async () => secret }, clock).of('unit', 'basic');
      return await conversed(socket, { ...known, events, account });
    } catch (thrown) {
      if (thrown instanceof WrongPassword) {
        wrong = { password, untilMs: clock.monotonicMs() + wrongMs };
        throw refusal(known, 'unit.refused');
      }
      throw thrown;
    }
  };
}

class WrongPassword extends Error {}

function refusal({ name: at }: Known, code: 'unit.no-password' | 'unit.refused'): SolsteadError {
  const why = code === 'unit.refused' ? because(code, { minutes: wrongMs / 60_000 }) : because(code);
  return new SolsteadError('link.forbidden', { at, why, help: because('help.unit-password') });
}

/** Errors: `link.unavailable`, `link.forbidden`; a {@link WrongPassword}. */
async function connected({ name, address, lookup = deviceLookup() }: Known, password: string): Promise<WebSocket> {
  const { host, port } = address;
  assertDeviceHost(name, host);
  const { WebSocket: Socket } = await import('ws');
  const query = new URLSearchParams({ vsn: '2.0.0', password }).toString();
  const place = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  const socket = new Socket(`ws://${place}/api/websocket?${query}`, {
    handshakeTimeout: handshakeMs,
    maxPayload: mostMessage,
    perMessageDeflate: false,
    followRedirects: false,
    lookup,
  });
  const { promise, resolve, reject } = Promise.withResolvers<WebSocket>();
  socket.once('open', () => resolve(socket));
  socket.once('error', (error) => reject(failureOf(name, error)));
  return promise;
}

function failureOf(at: string, error: Error): Error {
  const status = Number(/Unexpected server response: (\d{3})/.exec(error.message)?.[1]);
  if (status === 401 || status === 403) return new WrongPassword();
  if (status > 0) {
    const why = because('unit.no-socket', { status });
    return new SolsteadError('link.unavailable', { at, why, help: because('help.unit-old') });
  }
  // Words of the library hold no address; those of the system are put into ours.
  if (error.message.includes('handshake has timed out'))
    return new SolsteadError('link.unavailable', { at, why: because('tcp.silent', { seconds: handshakeMs / 1000 }) });
  return openFailure(at, error);
}

interface Conversing extends Known {
  readonly events: PortEvents;
  readonly account: HttpAccount;
}

/** Errors: `link.unavailable`. */
async function conversed(raw: WebSocket, { events, ...known }: Conversing): Promise<Port> {
  const { name, clock } = known;
  const socket: FrameSocket = frameSocket(raw);
  const conversation = new UnitConversation(socket, {
    clock,
    onHeard: (bytes) => events.onBytes(new Uint8Array(0), bytes),
    onNews: () => events.onNews(),
    onClosed: (why) => events.onClosed(why),
  });
  try {
    await conversation.join();
  } catch (thrown) {
    socket.terminate();
    throw thrown instanceof UnitFault ? new SolsteadError('link.unavailable', { at: name, why: thrown.why }) : thrown;
  }
  return new UnitPort(conversation, { ...known, events });
}

interface Reply {
  readonly status: number;
  readonly body: Uint8Array;
}

const answer = (status: number, body: unknown): Reply => ({ status, body: toUtf8(JSON.stringify(body)) });
const rows = (values: Iterable<readonly [string, unknown]>): unknown =>
  [...values].map(([topic, value]) => ({ topic, value }));

class UnitPort implements Port {
  readonly #conversation: UnitConversation;
  readonly #known: Conversing;
  #listedMs = Number.NEGATIVE_INFINITY;
  #turn = 0;

  constructor(conversation: UnitConversation, known: Conversing) {
    this.#conversation = conversation;
    this.#known = known;
  }

  async write(bytes: Uint8Array): Promise<void> {
    const asked = readHttpRequest(bytes);
    if (asked === undefined) throw new TypeError('assertion: these bytes are no request');
    this.#turn += 1;
    const turn = this.#turn;
    const reply = await this.#reply(asked);
    // Nobody waits for it any more, or the link is lost already.
    if (reply === undefined || turn !== this.#turn) return;
    const { status, body } = reply;
    this.#known.events.onBytes(httpResponseBytes({ status, type: 'application/json' }, body), 0);
  }

  async close(): Promise<void> {
    this.#conversation.close();
    return Promise.resolve();
  }

  async #reply({ method, path, body = '' }: HttpRequest): Promise<Reply | undefined> {
    if (!(await this.#conversation.isThere())) return undefined;
    if (method === 'POST') return path === metricsPath ? this.#set(body) : answer(404, {});
    if (path === systemPath) {
      const { system } = this.#conversation;
      return system.size > 0 ? answer(200, rows(system)) : this.#listed(path);
    }
    return path === metricsPath ? this.#metrics() : answer(404, {});
  }

  async #metrics(): Promise<Reply | undefined> {
    const { clock } = this.#known;
    const nowMs = clock.monotonicMs();
    if (nowMs - this.#listedMs >= listAgainMs) {
      const reply = await this.#listed(metricsPath);
      const list = reply?.status === 200 ? parsed(reply.body) : undefined;
      // A unit that tells no list: what it pushes is what there is.
      if (list === undefined && this.#conversation.values.size === 0) return reply;
      this.#listedMs = nowMs;
      if (list !== undefined) this.#conversation.replace(list, nowMs);
    }
    const said = [...this.#conversation.values].map(([topic, { value }]) => [topic, value ?? null] as const);
    return answer(200, rows(said));
  }

  async #set(body: string): Promise<Reply | undefined> {
    const { topic, value } = (parsed(toUtf8(body)) ?? {}) as { readonly topic?: string; readonly value?: string };
    if (topic === undefined || value === undefined) throw new TypeError('assertion: a setting without topic or value');
    const outcome = await this.#conversation.set(topic, value);
    if (outcome === undefined) return undefined;
    this.#listedMs = Number.NEGATIVE_INFINITY;
    return outcome.isTaken ? answer(200, {}) : answer(200, { error: outcome.said });
  }

  /** What its web server says; undefined: nothing in time. */
  async #listed(path: string): Promise<Reply | undefined> {
    const { name, address, clock, account, lookup = deviceLookup() } = this.#known;
    const { promise, resolve } = Promise.withResolvers<Uint8Array | undefined>();
    const { openHttpPort } = await import('./http-port.ts');
    const heard = {
      onBytes: (bytes: Uint8Array) => resolve(bytes),
      onNews: () => undefined,
      onClosed: () => resolve(undefined),
      heard: () => undefined,
    };
    const { host, port } = address;
    const at = { scheme: 'http', host, port, tls: false, name, lookup, account } as const;
    const web = await openHttpPort(at, heard, clock).catch(() => undefined);
    if (web === undefined) return undefined;
    const cancel = clock.after(listMs, () => resolve(undefined));
    try {
      await web.write(httpRequestBytes({ method: 'GET', path }));
      const bytes = await promise;
      const head = bytes === undefined ? undefined : readHttpHead(bytes);
      if (bytes === undefined || head === undefined) return undefined;
      return { status: head.status, body: bytes.subarray(head.bodyAt) };
    } finally {
      cancel();
      await web.close();
    }
  }
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
