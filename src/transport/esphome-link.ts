// Links to ESPHome nodes over their native API. The conversation goes on as long as the link is open, and the node says each value when it
// changes; the link is asked for them like a web server, by the exchange of `core/http-exchange.ts`:
//   GET /device, GET /entities, GET /states   objects of JSON
//   POST /switch/relay/command                the body is what goes out: ON, 12.5, an option
// Before what it shows is told, the node has to answer: what a node that is gone once said is no value.
import { connect, type LookupFunction, type Socket } from 'node:net';
import { formatAddress, type LinkAddress } from '#core/address.ts';
import { toUtf8 } from '#core/bytes.ts';
import type { Clock } from '#core/clock.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import { httpResponseBytes, readHttpRequest } from '#core/http-exchange.ts';
import type { Link } from '#core/link.ts';
import { because } from '#core/reason.ts';
import type { Secret } from '#core/secrets.ts';
import { makeByteLink, type Port, type PortEvents } from './byte-link.ts';
import type { Conversation, ConversationParts } from './esphome/conversation.ts';
import type { NodeFault } from './esphome/frames.ts';
import { assertDeviceHost, deviceLookup } from './metadata-hosts.ts';
import { openFailure } from './port-failure.ts';

/** The part of the address such a link needs. */
export type EsphomeAddress = Extract<LinkAddress, { scheme: 'esphome' }>;

/** What such a link is made of. */
export interface EsphomeParts {
  readonly clock: Clock;
  readonly lookup?: LookupFunction;
  /** Key or password of the node; undefined if none was given. */
  key?(): Promise<Secret | undefined>;
}

/** Longest wait for a connection, ms. */
const connectMs = 5000;
/** Idle time after which the system checks whether the other side is still there, ms. */
const keepAliveMs = 10_000;
/** An answer comes in one piece: no waiting for more after it, ms. */
const silenceMs = 50;
/** A full node says some KiB a second; more than this for long is no node's. */
const floodBytes = 64 * 1024;
/** What it says it is; nodes write it to their log. */
const clientName = 'Solstead';

/** A link to a node. */
export function makeEsphomeLink(address: EsphomeAddress, parts: EsphomeParts): Link {
  const name = formatAddress(address);
  return makeByteLink(
    {
      name,
      byteMs: 0,
      floodBytes,
      silenceMs,
      padded: false,
      open: async (events) => {
        const secret = (await parts.key?.())?.reveal();
        // Loaded before there is a socket, so that nothing is missed of what it says.
        const speech = await loadSpeech();
        const socket = await connected(name, address, parts);
        const { clock } = parts;
        return conversed(socket, { ...speech, name, events, clock, secret: secret === '' ? undefined : secret });
      },
    },
    parts.clock,
  );
}

/** Errors: `link.unavailable`, with what helps where nothing listens. */
async function connected(
  name: string,
  { host, port }: EsphomeAddress,
  { clock, lookup = deviceLookup() }: EsphomeParts,
): Promise<Socket> {
  assertDeviceHost(name, host);
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const socket = connect({ host, port, lookup, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveMs });
  const cancel = clock.after(connectMs, () => {
    socket.destroy();
    const why = because('tcp.silent', { seconds: connectMs / 1000 });
    reject(new SolsteadError('link.unavailable', { at: name, why, help: because('help.esphome-away') }));
  });
  socket.once('error', (thrown) => reject(helped(openFailure(name, thrown))));
  socket.once('connect', () => resolve(socket));
  try {
    return await promise;
  } finally {
    cancel();
  }
}

/** A node that is there without its API. */
function helped(failure: SolsteadError): SolsteadError {
  const { at, reason: why } = failure;
  if (!isSolsteadError(failure, 'link.unavailable') || why === undefined) return failure;
  return new SolsteadError('link.unavailable', { at, why, help: because('help.esphome-away'), cause: failure });
}

/** What speaks with nodes; loaded with the first of them. */
async function loadSpeech() {
  const [{ Conversation }, { NodeFault }] = await Promise.all([
    import('./esphome/conversation.ts'),
    import('./esphome/frames.ts'),
  ]);
  return { Conversation, NodeFault };
}

interface Conversing extends Awaited<ReturnType<typeof loadSpeech>> {
  readonly name: string;
  readonly events: PortEvents;
  readonly clock: Clock;
  readonly secret: string | undefined;
}

/** Errors: `link.forbidden` where key or password are the matter, `link.unavailable`. */
async function conversed(
  socket: Socket,
  { Conversation, NodeFault, name, events, clock, secret }: Conversing,
): Promise<Port> {
  const parts: ConversationParts = {
    clock,
    secret,
    onHeard: (bytes) => events.onBytes(new Uint8Array(0), bytes),
    onNews: () => events.onNews(),
    onClosed: (why) => events.onClosed(why),
  };
  const conversation = new Conversation(socket, parts);
  try {
    await conversation.begin(clientName);
  } catch (thrown) {
    socket.destroy();
    throw thrown instanceof NodeFault ? failureOf(name, thrown) : thrown;
  }
  return portOf(conversation, events);
}

function failureOf(name: string, { why, help }: NodeFault): SolsteadError {
  if (help === undefined) return new SolsteadError('link.unavailable', { at: name, why });
  const code = help.code === 'help.esphome-away' ? 'link.unavailable' : 'link.forbidden';
  return new SolsteadError(code, { at: name, why, help });
}

function portOf(conversation: Conversation, events: PortEvents): Port {
  let latest = 0;
  const tell = (status: number, body: unknown): void =>
    events.onBytes(httpResponseBytes({ status, type: 'application/json' }, toUtf8(JSON.stringify(body))), 0);
  return {
    async write(bytes) {
      const asked = readHttpRequest(bytes);
      if (asked === undefined) throw new TypeError('assertion: these bytes are no request');
      latest += 1;
      const turn = latest;
      const { method, path, body = '' } = asked;
      const isDone = method === 'GET' || isCommanded(conversation, path, body);
      const isThere = await conversation.ask();
      // Nobody waits for it any more, or the link is lost already.
      if (!isThere || turn !== latest) return;
      const page = method === 'GET' ? pageOf(conversation, path) : {};
      if (!isDone || page === undefined) tell(404, {});
      else tell(200, page);
    },
    async close() {
      conversation.close();
    },
  };
}

/** `/switch/relay/command`: whether it was sent. */
function isCommanded(conversation: Conversation, path: string, body: string): boolean {
  const [, component, object] = /^\/([a-z_]+)\/([a-z\d_-]{1,130})\/command$/.exec(path) ?? [];
  return component !== undefined && object !== undefined && conversation.command({ component, object }, body);
}

/** What is on a page; undefined: there is none. */
function pageOf(conversation: Conversation, path: string): object | undefined {
  const { info, entities } = conversation;
  if (path === '/device') return info;
  if (path === '/entities') return { entities: entities.map(({ key: _key, part: _part, ...told }) => told) };
  if (path !== '/states') return undefined;
  const groups = Map.groupBy(entities, ({ component }) => component);
  return Object.fromEntries(
    [...groups].map(([component, all]) => [
      component,
      Object.fromEntries(all.map((one) => [one.object, conversation.valueOf(one) ?? null])),
    ]),
  );
}
