// How Shelly devices of the second generation and later speak over MQTT. Source: [shelly-rpc].
import { type External, external } from '#core/message-params.ts';
import { because, said, type Reason } from '#core/reason.ts';
import { readJsonObject, readRpc, isJsonObject, rpcRequest, withoutKey, type JsonObject } from '#codec/shelly-rpc.ts';
import { freezeDeep } from '../define.ts';
import { shellyFallback } from './fallback.ts';
import { shellyStored } from './stored-minutes.ts';
import type { MessageContent, MessageDialect, OutMessage, Sighting } from '../message-dialect.ts';

/** Definition by device id; the id is the app's name and the MAC, such as `shellypro3em-aabbccddeeff`. */
const models: readonly { readonly id: RegExp; readonly definition: string }[] = [
  { id: /^shelly(?:pro3em(?:63|400)?|3em63g3)-[\da-f]{12}$/i, definition: 'shelly-pro3em' },
  { id: /^shellypro3-[\da-f]{12}$/i, definition: 'shelly-pro3' },
  { id: /^shelly(?:emg3|proem50)-[\da-f]{12}$/i, definition: 'shelly-em' },
  { id: /^shelly(?:plus|pro)?(?:ht|i4|uni)(?:g[34])?-[\da-f]{12}$/i, definition: 'shelly-sensor' },
  {
    id: /^shelly(?:(?:plus|pro)(?:[124](?:pm|mini|pmmini|cover)?|plug[a-z]{0,3})|(?:[124]|pm|plug|outdoor|shutter|azplug)[a-z]*g[34]|pmmini)-[\da-f]{12}$/i,
    definition: 'shelly-switch',
  },
];

/** Any id of this generation: what it is, its components say. */
const anyId = /^shelly[a-z\d]+-[\da-f]{12}$/i;

/** Definition by the components a device tells of, where its id says nothing; the first that fits. */
const byParts: readonly { readonly part: RegExp; readonly definition: string }[] = [
  { part: /^em(?:data)?:0$/, definition: 'shelly-pro3em' },
  { part: /^em1(?:data)?:\d$/, definition: 'shelly-em' },
  { part: /^(?:switch|cover|pm1):\d+$/, definition: 'shelly-switch' },
  { part: /^(?:humidity|devicepower):\d+$/, definition: 'shelly-sensor' },
];

const definitionOf = (id: string): string | undefined => models.find((model) => model.id.test(id))?.definition;

const online = '/online';
const events = '/events/rpc';
const announce = '/announce';

function readOnline(payload: Uint8Array): MessageContent {
  const text = new TextDecoder().decode(payload.subarray(0, 8));
  return text === 'true' || text === 'false'
    ? { kind: 'online', online: text === 'true' }
    : { kind: 'malformed', why: because('frame.no-truth') };
}

/** The components of a result that is a status; undefined for the results of other requests. */
function stateOf(result: unknown): JsonObject | undefined {
  if (!isJsonObject(result)) return undefined;
  const components = Object.entries(withoutKey(result, 'ts')).filter(([, value]) => isJsonObject(value));
  return components.length === 0 ? undefined : Object.fromEntries(components);
}

/** What is meant by the codes of RPC errors; the device's own words are kept beside them. */
const meanings: Readonly<Record<number, (words: { readonly said: External }) => Reason>> = {
  [-103]: (words) => because('rpc.invalid', words),
  [-104]: (words) => because('rpc.deadline', words),
  [-105]: (words) => because('rpc.not-found', words),
  [-108]: (words) => because('rpc.exhausted', words),
  [-109]: (words) => because('rpc.precondition', words),
  [-114]: (words) => because('rpc.unavailable', words),
  401: (words) => because('rpc.unauthorized', words),
  404: (words) => because('rpc.no-handler', words),
  429: (words) => because('rpc.too-many', words),
};

/** Why it did not carry out a command. After a deadline it may have carried it out all the same. */
function refusal({ code, message }: { readonly code: number; readonly message: string }) {
  const meaning = meanings[code];
  const words = `${message} (${code})`;
  const refused: Reason = meaning === undefined ? said(words) : meaning({ said: external(words) });
  return { refused, ...(code === -104 ? { isUnclear: true as const } : {}) };
}

function readFrame(payload: Uint8Array): MessageContent {
  const message = readRpc(payload);
  switch (message.kind) {
    case 'status': {
      const { components, atMs } = message;
      return { kind: 'state', state: components, ...(atMs === undefined ? {} : { atMs }) };
    }
    case 'response': {
      const state = stateOf(message.result);
      return { kind: 'response', id: message.id, result: message.result, ...(state === undefined ? {} : { state }) };
    }
    case 'error':
      return { kind: 'response', id: message.id, ...refusal(message) };
    case 'malformed':
      return message;
    case 'event':
    case 'other':
      return { kind: 'other' };
  }
}

function read(prefix: string, topic: string, payload: Uint8Array): MessageContent {
  const own = topic.startsWith(`${prefix}/`) ? topic.slice(prefix.length) : '';
  if (own === online) return readOnline(payload);
  if (own === events) return readFrame(payload);
  const component = /^\/status\/([^/]+)$/.exec(own)?.[1];
  if (component !== undefined) {
    const json = readJsonObject(payload);
    return 'why' in json
      ? { kind: 'malformed', why: json.why }
      : { kind: 'state', state: { [component]: json.object } };
  }
  // `<prefix>/rpc` carries the requests to the device, every other `…/rpc` the answers to whoever asked.
  return topic.endsWith('/rpc') && own !== '/rpc' ? readFrame(payload) : { kind: 'other' };
}

/** The id a payload names: `src` of a frame, `id` of an announcement. */
function idIn(payload: Uint8Array, key: 'src' | 'id'): string | undefined {
  const json = readJsonObject(payload);
  const id = 'object' in json ? json.object[key] : undefined;
  return typeof id === 'string' ? id : undefined;
}

/** The definition of a device with this id that tells of these components. */
function shownBy(id: string, payload: Uint8Array): string | undefined {
  const json = readJsonObject(payload);
  const params = 'object' in json ? json.object['params'] : undefined;
  const parts = isJsonObject(params) ? Object.keys(params).slice(0, 100) : [];
  const told = byParts.find(({ part }) => parts.some((name) => part.test(name)))?.definition;
  const known = definitionOf(id);
  // A Pro 3EM in its monophase profile tells of `em1`.
  if (known === 'shelly-pro3em') return told === 'shelly-em' ? told : known;
  return known ?? (anyId.test(id) ? told : undefined);
}

function discover(topic: string, payload: Uint8Array): Sighting | undefined {
  const found = (prefix: string, definition: string | undefined): Sighting | undefined =>
    definition === undefined || prefix === '' ? undefined : { prefix, definition };
  const named = (id: string | undefined): string | undefined => (id === undefined ? undefined : definitionOf(id));
  // A custom prefix may be anything with slashes: only what the device says of itself tells its model.
  if (topic.endsWith(events)) {
    const id = idIn(payload, 'src');
    return found(topic.slice(0, -events.length), id === undefined ? undefined : shownBy(id, payload));
  }
  if (topic === `shellies${announce}`) {
    const id = idIn(payload, 'id');
    return found(id ?? '', named(id));
  }
  if (topic.endsWith(announce)) return found(topic.slice(0, -announce.length), named(idIn(payload, 'id')));
  if (!topic.endsWith(online)) return undefined;
  const prefix = topic.slice(0, -online.length);
  return readOnline(payload).kind === 'online'
    ? found(prefix, definitionOf(prefix.slice(prefix.lastIndexOf('/') + 1)))
    : undefined;
}

/** Prefixes of one to three levels; a filter cannot stand for any number of them. */
const levels = ['+', '+/+', '+/+/+'];

/** Shelly RPC over MQTT. */
export const shellyDialect: MessageDialect = freezeDeep({
  id: 'shelly-rpc',
  title: 'Shelly RPC over MQTT',
  filters: (prefix: string, replyTo: string) => [
    `${prefix}${online}`,
    `${prefix}${events}`,
    `${prefix}/status/+`,
    `${replyTo}/rpc`,
  ],
  read,
  askState: ({ prefix, replyTo, id }): readonly OutMessage[] => [
    { topic: `${prefix}/rpc`, payload: rpcRequest({ id, src: replyTo, method: 'Shelly.GetStatus' }) },
  ],
  answers: 'by-id',
  gatherMs: 0,
  fallback: shellyFallback,
  stored: shellyStored,
  request({ prefix, replyTo, id }, command) {
    const end = command.indexOf(' ');
    const params = readJsonObject(new TextEncoder().encode(command.slice(end + 1)));
    if ('why' in params) throw new TypeError(`assertion: ${command} is no method with parameters`);
    const payload = rpcRequest({ id, src: replyTo, method: command.slice(0, end), params: params.object });
    return { topic: `${prefix}/rpc`, payload };
  },
  discovery: levels.flatMap((level) => [`${level}${online}`, `${level}${events}`, `${level}${announce}`]),
  discover,
} satisfies MessageDialect);
