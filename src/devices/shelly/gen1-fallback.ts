// The second way to a Shelly of the first generation: its own web server, at the address its announcement names. What it answers is brought
// into the state its topics make; the counters are the same, in the same units. Source: [shelly-gen1] (HTTP; `/status`, `/relay/0`).
import type { HttpRequest } from '#core/http-exchange.ts';
import { httpJsonWire, readBody } from '#codec/http-json.ts';
import { isJsonObject, type JsonObject } from '#codec/shelly-rpc.ts';
import { freezeDeep } from '../define.ts';
import type { MessageFallback, MessageState } from '../message-dialect.ts';

const question = 'status';
/** `relay/0/command on` as over MQTT; `relay/0/timer on 60` over HTTP alone: no topic takes a time. */
const command = /^relay\/(\d)\/(?:command (on|off|toggle)|timer (on|off) (\d{1,5}))$/;

/** A command as a request. */
function requestOf(text: string): HttpRequest {
  if (text === question) return { method: 'GET', path: '/status' };
  const [, relay, turn, timed, seconds] = command.exec(text) ?? [];
  if (relay === undefined) throw new TypeError(`assertion: ${text} is no command of a relay`);
  const timer = seconds === undefined ? '' : `&timer=${seconds}`;
  return { method: 'GET', path: `/relay/${relay}?turn=${turn ?? timed}${timer}` };
}

/** The web server obeys without a word of refusal: what it shows then tells. */
function refusalOf(body: JsonObject, text: string): string | undefined {
  const [, relay, , , seconds] = command.exec(text) ?? [];
  if (relay === undefined) return undefined;
  if (typeof body['ison'] !== 'boolean') return 'it does not say how its relay is';
  return seconds === undefined || body['has_timer'] === true ? undefined : 'it has set no timer';
}

/** Most parts of one kind: a 4Pro has four relays. */
const mostParts = 4;

const listed = (value: unknown): readonly JsonObject[] =>
  Array.isArray(value) ? value.slice(0, mostParts).map((one: unknown) => (isJsonObject(one) ? one : {})) : [];

/** What is there of an object, by other names. */
function named(object: JsonObject, names: Readonly<Record<string, string>>): JsonObject {
  const found = Object.entries(names).filter(([key]) => typeof object[key] === 'number');
  return Object.fromEntries(found.map(([key, name]) => [name, object[key]]));
}

/** Output of a relay in the words of its topic. */
function outputOf({ ison, overpower, has_timer: isTimed, timer_duration: seconds }: JsonObject): JsonObject {
  if (typeof ison !== 'boolean') return {};
  // A timer that has run out is told with its last length.
  const timer = isTimed === true && typeof seconds === 'number' ? seconds : null;
  return { output: ison ? 'on' : overpower === true ? 'overpower' : 'off', timer };
}

/** A meter that says that it could not measure has no values. */
const valid = (meter: JsonObject): JsonObject => (meter['is_valid'] === false ? {} : meter);

const measured = Object.fromEntries(
  ['power', 'pf', 'current', 'voltage', 'total', 'total_returned'].map((key) => [key, key]),
);

/** The state that `/status` holds, as the topics would make it. */
function stateOf(status: JsonObject): MessageState {
  const relays = listed(status['relays']);
  const meters = listed(status['meters']);
  const parts = relays.map((relay, n): [string, JsonObject] => {
    const meter = named(valid(meters[n] ?? {}), { power: 'power', total: 'energy' });
    return [`relay:${n}`, { ...outputOf(relay), ...meter }];
  });
  const channels = listed(status['emeters']).map((channel, n): [string, JsonObject] => [
    `emeter:${n}`,
    named(valid(channel), measured),
  ]);
  const inputs = listed(status['inputs']).map((input, n): [string, JsonObject] => [
    `input:${n}`,
    named(input, { input: 'state' }),
  ]);
  const { mac, temperature } = status;
  return {
    ...Object.fromEntries([...parts, ...channels, ...inputs]),
    ...(typeof temperature === 'number' ? { temperature } : {}),
    ...(typeof mac === 'string' ? { announce: { mac } } : {}),
  };
}

/** Whether a command has no topic. */
const isTimed = (text: string): boolean => /^relay\/\d\/timer /.test(text);

/** A timer of a relay, as a command. */
export const relayTimer = (relay: number, turn: 'on' | 'off', seconds: number): string =>
  `relay/${relay}/timer ${turn} ${seconds}`;

/** The web server. */
export const gen1Fallback: MessageFallback = freezeDeep({
  hosts: ['announce/ip'],
  identity: 'announce/mac',
  question,
  passwordBy: 'basic',
  isOnlyWay: isTimed,
  wire: httpJsonWire({
    id: 'shelly-gen1-http',
    title: 'Shelly of the first generation over HTTP',
    maxBody: 16_384,
    request: requestOf,
    isWrite: (text) => text !== question,
    refusal: refusalOf,
  }),
  read(payload) {
    const status = readBody(payload);
    return status === undefined ? {} : stateOf(status);
  },
  responseMs: 4000,
  everySeconds: 10,
} satisfies MessageFallback);
