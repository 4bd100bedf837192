// A dialect as a table: which topics say what, where that is in the state, how a device is asked and told, how it shows itself. With rows
// (`state-rows.ts`) it is everything that is known of a family that has a topic for each value or for each object.
import { because, type Reason } from '#core/reason.ts';
import { isJsonObject, readJsonObject } from '#codec/shelly-rpc.ts';
import { freezeDeep } from './define.ts';
import type {
  MessageContent,
  MessageDialect,
  MessageFallback,
  MessageState,
  OutMessage,
  Sighting,
} from './message-dialect.ts';
import { filledIn, type TopicPattern, topicPattern, withoutCovered, type Words } from './topic-pattern.ts';

/** A message, and what the words of its topic's pattern stand for. */
export interface HeardMessage {
  readonly words: Words;
  readonly payload: Uint8Array;
  /** The payload as text; undefined if it is none or too long for a value. */
  readonly text: string | undefined;
}

/** What the messages of one pattern of topics say. `{prefix}` stands for the device's place. */
export type Saying = {
  readonly topic: string;
  /** It holds until the device says otherwise, also where the broker kept it: a relay, not a power. */
  readonly holds?: true;
} & (
  | /** A value as text, at a path of the state such as `relay:{n}/power`. */ {
      readonly as: 'text';
      readonly at: string;
    }
  | /** An object of JSON, at a path of the state; at its top if absent. */ {
      readonly as: 'json';
      readonly at?: string;
    }
  /** Whether it is there, as a word or as `{"state": "online"}`. */
  | { readonly as: 'online'; readonly online: string; readonly offline: string }
  /** Of when it is what stands at a place of the state, as a time in words. */
  | { readonly as: 'stamp'; readonly of: string }
  /** What is said to it, under a pattern that its own topics have too: nothing of its own. */
  | { readonly as: 'command' }
  /** Anything else. */
  | { readonly read: (heard: HeardMessage) => MessageContent }
);

/** Topics under which devices of a family show themselves. */
export type ShownOn = { readonly topic: string } & (
  | {
      /** The device's place, made of the words of the topic. */
      readonly prefix: string;
      /** Its definition; undefined: it is not one of them. */
      readonly definition: string | ((heard: HeardMessage) => string | undefined);
    }
  /** Where its place is in the message. */
  | { readonly found: (heard: HeardMessage) => Sighting | undefined }
);

/** A dialect as a table. */
export interface TopicTable {
  readonly id: string;
  readonly title: string;
  /** Further places in patterns that follow from the device's prefix, where its topics do not all begin with it. */
  readonly places?: (prefix: string) => Words;
  readonly says: readonly Saying[];
  /** How the whole state is asked for; absent: it cannot be asked. */
  readonly asks?: readonly OutMessage[];
  readonly answers?: 'in-order' | 'none';
  readonly keepAlive?: OutMessage & { readonly everySeconds: number };
  readonly gatherMs?: number;
  readonly repeatsAfterSeconds?: number;
  /** Absent: MQTT is the only way. */
  readonly fallback?: MessageFallback;
  readonly shows: readonly ShownOn[];
}

/** Longest text that is a value, bytes: one of JSON is longer. */
const mostText = 512;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The text of a payload that is a value. */
function textOf(payload: Uint8Array): string | undefined {
  if (payload.length > mostText) return undefined;
  try {
    return utf8.decode(payload).trim();
  } catch {
    // Bytes that are no text are no value.
    return undefined;
  }
}

/** A value at a path of an otherwise empty state. */
function stateAt(path: string, value: unknown): MessageState {
  const inner = path.split('/').reduceRight((held: unknown, key) => Object.fromEntries([[key, held]]), value);
  return isJsonObject(inner) ? inner : {};
}

const malformed = (why: Reason): MessageContent => ({ kind: 'malformed', why });

/** The word that says whether a device is there: the text itself, or `state` of an object. */
function onlineWord({ text, payload }: HeardMessage): string | undefined {
  if (text?.startsWith('{') !== true) return text;
  const json = readJsonObject(payload);
  const word = 'object' in json ? json.object['state'] : undefined;
  return typeof word === 'string' ? word : undefined;
}

function contentOf(saying: Saying, heard: HeardMessage): MessageContent {
  if ('read' in saying) return saying.read(heard);
  if (saying.as === 'command') return { kind: 'other' };
  if (saying.as === 'online') {
    const word = onlineWord(heard);
    return word === saying.online || word === saying.offline
      ? { kind: 'online', online: word === saying.online }
      : malformed(because('frame.no-presence', { online: saying.online, offline: saying.offline }));
  }
  if (saying.as === 'stamp') {
    const atMs = Date.parse(heard.text ?? '');
    return Number.isFinite(atMs) ? { kind: 'stamp', of: saying.of, atMs } : { kind: 'other' };
  }
  const holds = saying.holds === true ? { holds: true as const } : {};
  if (saying.as === 'text') {
    if (heard.text === undefined) return malformed(because('decode.unprintable'));
    return { kind: 'state', state: stateAt(filledIn(saying.at, heard.words), heard.text), ...holds };
  }
  const json = readJsonObject(heard.payload);
  if ('why' in json) return malformed(json.why);
  const { object } = json;
  const state = saying.at === undefined ? object : stateAt(filledIn(saying.at, heard.words), object);
  return { kind: 'state', state, ...holds };
}

/** A writer's command as a message: `relay/0/command on` below the prefix, `{cmnd}/POWER ON` at another place. */
function commandMessage(places: Words, command: string): OutMessage {
  const end = command.indexOf(' ');
  const topic = end === -1 ? command : command.slice(0, end);
  const below = topic.startsWith('{') ? topic : `{prefix}/${topic}`;
  return { topic: filledIn(below, places), payload: end === -1 ? '' : command.slice(end + 1) };
}

const inPlace = (places: Words, { topic, payload }: OutMessage): OutMessage => ({
  topic: filledIn(topic, places),
  payload,
});

function sightingOn(on: ShownOn, heard: HeardMessage): Sighting | undefined {
  if ('found' in on) return on.found(heard);
  const definition = typeof on.definition === 'string' ? on.definition : on.definition(heard);
  return definition === undefined ? undefined : { prefix: filledIn(on.prefix, heard.words), definition };
}

/** The device that shows itself by a message. */
function sighted(
  shows: readonly { readonly on: ShownOn; readonly pattern: TopicPattern }[],
  topic: string,
  payload: Uint8Array,
): Sighting | undefined {
  for (const { on, pattern } of shows) {
    const words = pattern.match({}, topic);
    const seen = words === undefined ? undefined : sightingOn(on, { words, payload, text: textOf(payload) });
    if (seen !== undefined && seen.prefix !== '') return seen;
  }
  return undefined;
}

/** What the messages of a topic say, and what its words stand for. */
interface Meant {
  readonly saying: Saying;
  readonly words: Words;
}

/** Topics whose meaning is remembered: more are made up. */
const mostMeant = 4096;

/** What topics mean, by the device's place: a device says the same ones again and again. */
function meaningOf(
  says: readonly { readonly saying: Saying; readonly pattern: TopicPattern }[],
  placesOf: (prefix: string) => Words,
): (prefix: string, topic: string) => Meant | undefined {
  const known = new Map<string, Map<string, Meant | undefined>>();
  let count = 0;
  const find = (prefix: string, topic: string): Meant | undefined => {
    const places = placesOf(prefix);
    for (const { saying, pattern } of says) {
      const words = pattern.match(places, topic);
      if (words !== undefined) return { saying, words };
    }
    return undefined;
  };
  return (prefix, topic) => {
    const before = known.get(prefix);
    if (before?.has(topic) === true) return before.get(topic);
    if (count >= mostMeant) {
      known.clear();
      count = 0;
    }
    const meant = find(prefix, topic);
    const ofPlace = known.get(prefix) ?? new Map<string, Meant | undefined>();
    known.set(prefix, ofPlace.set(topic, meant));
    count += 1;
    return meant;
  };
}

/** The dialect of a table. */
export function topicDialect(table: TopicTable): MessageDialect {
  const { id, title, asks, keepAlive, repeatsAfterSeconds, fallback } = table;
  const placesOf = (prefix: string): Words => ({ prefix, ...table.places?.(prefix) });
  const says = table.says.map((saying) => ({ saying, pattern: topicPattern(saying.topic) }));
  const meaning = meaningOf(says, placesOf);
  const shows = table.shows.map((on) => ({ on, pattern: topicPattern(on.topic) }));
  return freezeDeep({
    id,
    title,
    filters: (prefix) => withoutCovered(says.map(({ pattern }) => pattern.filter(placesOf(prefix)))),
    read(prefix, topic, payload) {
      const meant = meaning(prefix, topic);
      if (meant === undefined) return { kind: 'other' };
      return contentOf(meant.saying, { words: meant.words, payload, text: textOf(payload) });
    },
    ...(asks === undefined ? {} : { askState: ({ prefix }) => asks.map((ask) => inPlace(placesOf(prefix), ask)) }),
    request: ({ prefix }, command) => commandMessage(placesOf(prefix), command),
    answers: table.answers ?? 'none',
    ...(keepAlive === undefined
      ? {}
      : {
          keepAlive: {
            everySeconds: keepAlive.everySeconds,
            message: (prefix: string) => inPlace(placesOf(prefix), keepAlive),
          },
        }),
    gatherMs: table.gatherMs ?? 50,
    ...(repeatsAfterSeconds === undefined ? {} : { repeatsAfterSeconds }),
    ...(fallback === undefined ? {} : { fallback }),
    discovery: withoutCovered(shows.map(({ pattern }) => pattern.filter({}))),
    discover: (topic, payload) => sighted(shows, topic, payload),
  } satisfies MessageDialect);
}
