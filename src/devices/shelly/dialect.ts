// How Shelly devices of the second generation and later speak over MQTT. Source: [shelly-rpc].
import { because } from '#core/reason.ts';
import { readJsonObject, readRpc, isJsonObject, rpcRequest, withoutKey, type JsonObject } from '#codec/shelly-rpc.ts';
import { freezeDeep } from '../define.ts';
import type { MessageContent, MessageDialect } from '../definition.ts';

/** Definition by device id; the id is the app's name and the MAC, such as `shellypro3em-aabbccddeeff`. */
const models: readonly { readonly id: RegExp; readonly definition: string }[] = [
  { id: /^shellypro3em(?:63|400)?-[\da-f]{12}$/i, definition: 'shelly-pro3em' },
  { id: /^shellypro3-[\da-f]{12}$/i, definition: 'shelly-pro3' },
  { id: /^shelly(?:emg3|proem50)-[\da-f]{12}$/i, definition: 'shelly-em' },
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

function readFrame(payload: Uint8Array): MessageContent {
  const message = readRpc(payload);
  switch (message.kind) {
    case 'status': {
      const { components, atMs } = message;
      return { kind: 'state', state: components, ...(atMs === undefined ? {} : { atMs }) };
    }
    case 'response': {
      const state = stateOf(message.result);
      return { kind: 'response', id: message.id, ...(state === undefined ? {} : { state }) };
    }
    case 'error':
      return { kind: 'response', id: message.id, refused: `${message.message} (${message.code})` };
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

/** Whether a notification is about meters of one channel. */
function tellsChannels(payload: Uint8Array): boolean {
  const json = readJsonObject(payload);
  const params = 'object' in json ? json.object['params'] : undefined;
  return isJsonObject(params) && Object.keys(params).some((component) => /^em1(?:data)?:\d$/.test(component));
}

function discover(topic: string, payload: Uint8Array): ReturnType<MessageDialect['discover']> {
  const found = (prefix: string, id: string | undefined): ReturnType<MessageDialect['discover']> => {
    const definition = id === undefined ? undefined : definitionOf(id);
    return definition === undefined || prefix === '' ? undefined : { prefix, definition };
  };
  // A custom prefix may be anything with slashes: only what the device says of itself tells its model.
  if (topic.endsWith(events)) {
    const shown = found(topic.slice(0, -events.length), idIn(payload, 'src'));
    // A Pro 3EM in its monophase profile tells of `em1`.
    return shown?.definition === 'shelly-pro3em' && tellsChannels(payload)
      ? { ...shown, definition: 'shelly-em' }
      : shown;
  }
  if (topic === `shellies${announce}`) {
    const id = idIn(payload, 'id');
    return found(id ?? '', id);
  }
  if (topic.endsWith(announce)) return found(topic.slice(0, -announce.length), idIn(payload, 'id'));
  if (!topic.endsWith(online)) return undefined;
  const prefix = topic.slice(0, -online.length);
  return readOnline(payload).kind === 'online' ? found(prefix, prefix.slice(prefix.lastIndexOf('/') + 1)) : undefined;
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
  askState: (prefix: string, replyTo: string, id: number) => ({
    topic: `${prefix}/rpc`,
    payload: rpcRequest({ id, src: replyTo, method: 'Shelly.GetStatus' }),
  }),
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
