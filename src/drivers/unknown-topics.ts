// What is said at the home's broker that nobody understands: neither a device of the home nor one that showed itself, nor a program
// about itself. Listened to only while a person looks. Bounded, and in such a way that made-up topics do not crowd out real ones: a place
// (the first level, which on the built-in broker belongs to one account) gives way before the others when it has more than they, and what
// was said once before what is said again.
import type { Clock } from '#core/clock.ts';
import type { MessageLink, TopicMessage } from '#core/message-link.ts';
import type { TopicsAsked, UnknownTopic } from '#core/own-device.ts';
import type { MessageDialect } from '#devices/message-dialect.ts';
import { topicMatches } from '#core/topic-filter.ts';
import { heardValues, mostPayload } from './heard-topics.ts';
import { isOfProgram } from './program-topics.ts';
import { makeToldEntities } from './told-entities.ts';

/** Most topics that are listed. */
export const mostUnknown = 500;
/** Bytes of their last messages together; without them a topic is still listed. */
const mostBytes = 2_000_000;
/** Topics that are known to be understood, so that each is examined once. */
const mostUnderstood = 5000;
/** What comes again after this is no single made-up message, ms. */
const steadyMs = 5000;
/** Nobody asked for so long: nobody looks any more, ms. */
const lookMs = 120_000;
/** Parts of all topics that are looked at at once. */
const mostEars = 4;

/** A device whose topics are understood. */
export interface Speaker {
  readonly prefix: string;
  readonly dialect: Pick<MessageDialect, 'id' | 'filters' | 'read'>;
}

interface Heard {
  payload: Uint8Array | undefined;
  retained: boolean;
  heardMs: number;
  messages: number;
  /** Those that were not kept by the broker: they have a rate. */
  live: number;
  firstLiveMs: number;
  lastLiveMs: number;
  isSteady: boolean;
}

const placeOf = (topic: string): string => topic.split('/', 1)[0] ?? '';

/** Topics by name, bounded as a whole and fair among places. */
class TopicList {
  readonly topics = new Map<string, Heard>();
  readonly entities = makeToldEntities();
  readonly #counts = new Map<string, number>();
  #bytes = 0;
  left = 0;

  /** Room for a topic; false if it has to stay outside. */
  #makeRoom(topic: string): boolean {
    if (this.topics.size < mostUnknown) return true;
    this.left += 1;
    const own = placeOf(topic);
    const ownCount = this.#counts.get(own) ?? 0;
    let crowded = own;
    let most = ownCount;
    for (const [place, count] of this.#counts) if (count > most) [crowded, most] = [place, count];
    // Equal shares: a newcomer may only take what was said once.
    const mayTakeSteady = crowded !== own && most > ownCount + 1;
    const victim = this.#victim(most > 1 ? crowded : undefined, mayTakeSteady);
    if (victim === undefined) return false;
    this.drop(victim);
    return true;
  }

  /** The topic that gives way: the one that was heard longest ago among those that were said once. */
  #victim(place: string | undefined, mayTakeSteady: boolean): string | undefined {
    let steady: string | undefined;
    for (const [topic, { isSteady }] of this.topics) {
      if (place !== undefined && placeOf(topic) !== place) continue;
      if (!isSteady) return topic;
      steady ??= topic;
    }
    return mayTakeSteady ? steady : undefined;
  }

  drop(topic: string): void {
    const heard = this.topics.get(topic);
    if (heard === undefined) return;
    this.topics.delete(topic);
    this.#bytes -= heard.payload?.length ?? 0;
    const place = placeOf(topic);
    const count = (this.#counts.get(place) ?? 1) - 1;
    if (count === 0) this.#counts.delete(place);
    else this.#counts.set(place, count);
  }

  take({ topic, payload, retained }: TopicMessage, { nowMs, atMs }: { nowMs: number; atMs: number }): void {
    // Of the many things a program says of an entity only its state is a topic.
    if (this.entities.take(topic, payload)) {
      for (const one of this.topics.keys()) if (this.entities.isDetail(one)) this.drop(one);
      return;
    }
    if (this.entities.isDetail(topic)) return;
    let heard = this.topics.get(topic);
    if (heard === undefined) {
      if (!this.#makeRoom(topic)) return;
      this.#counts.set(placeOf(topic), (this.#counts.get(placeOf(topic)) ?? 0) + 1);
      const times = { heardMs: atMs, firstLiveMs: nowMs, lastLiveMs: nowMs };
      heard = { payload: undefined, retained, messages: 0, live: 0, isSteady: false, ...times };
      this.topics.set(topic, heard);
    }
    this.#bytes -= heard.payload?.length ?? 0;
    const fits = payload.length <= mostPayload && this.#bytes + payload.length <= mostBytes;
    // A copy: the message may be a piece of a larger buffer.
    heard.payload = fits ? Uint8Array.from(payload) : undefined;
    this.#bytes += heard.payload?.length ?? 0;
    heard.messages += 1;
    heard.retained = retained;
    heard.heardMs = atMs;
    if (retained) return;
    if (heard.live === 0) heard.firstLiveMs = nowMs;
    heard.live += 1;
    heard.lastLiveMs = nowMs;
    heard.isSteady ||= nowMs - heard.firstLiveMs >= steadyMs;
  }
}

function viewOf(topic: string, heard: Heard): UnknownTopic {
  const { payload, retained, heardMs, messages, live, firstLiveMs, lastLiveMs } = heard;
  const spanMs = lastLiveMs - firstLiveMs;
  return {
    topic,
    values: payload === undefined ? [] : heardValues(payload),
    messages,
    ...(live > 1 && spanMs > 0 ? { perMinute: Math.round(((live - 1) / spanMs) * 600_000) / 10 } : {}),
    retained,
    heardMs,
  };
}

/** Speakers with their filters: topics are held against these first. */
function understandingOf(speakers: readonly Speaker[]) {
  const all = speakers.map(({ prefix, dialect }) => ({ prefix, dialect, filters: dialect.filters(prefix, '') }));
  return {
    key: JSON.stringify(speakers.map(({ prefix, dialect }) => [dialect.id, prefix])),
    understands: ({ topic, payload }: TopicMessage): boolean =>
      all.some(
        ({ prefix, dialect, filters }) =>
          // Where a device answers this home.
          topic.startsWith(`${prefix}/solstead/`) ||
          (filters.some((filter) => topicMatches(filter, topic)) &&
            dialect.read(prefix, topic, payload).kind !== 'other'),
      ),
  };
}

interface Listening {
  readonly link: MessageLink;
  readonly clock: Clock;
  /** Whether this home speaks on a topic itself. */
  isOwn(topic: string): boolean;
}

/** Listens to a part of all topics. */
function listen({ link, isOwn, clock }: Listening, filter: string) {
  const list = new TopicList();
  const understood = new Set<string>();
  let understanding = understandingOf([]);
  const isUnderstood = (message: TopicMessage): boolean => {
    if (understood.has(message.topic) || isOwn(message.topic)) return true;
    if (list.topics.has(message.topic)) return false;
    if (!isOfProgram(message) && !understanding.understands(message)) return false;
    if (understood.size >= mostUnderstood) understood.clear();
    understood.add(message.topic);
    return true;
  };
  let end = (): void => undefined;
  return {
    list,
    close: () => end(),
    /** Forgets topics that are understood now: a device was set up, or showed itself. */
    known(speakers: readonly Speaker[]): void {
      const next = understandingOf(speakers);
      if (next.key === understanding.key) return;
      understanding = next;
      understood.clear();
      for (const [topic, { payload = new Uint8Array(), retained }] of list.topics)
        if (isOwn(topic) || next.understands({ topic, payload, retained })) list.drop(topic);
    },
    begin(): void {
      end = link.subscribe(filter, (message) => {
        if (!isUnderstood(message)) list.take(message, { nowMs: clock.monotonicMs(), atMs: clock.nowMs() });
      });
    },
  };
}

/** Watches the topics nobody understands, while somebody looks. */
export function watchUnknownTopics(link: MessageLink, clock: Clock, isOwn: (topic: string) => boolean = () => false) {
  const ears = new Map<string, ReturnType<typeof listen> & { cancel: () => void }>();
  const forget = (name: string): void => {
    const ear = ears.get(name);
    ears.delete(name);
    ear?.cancel();
    ear?.close();
  };
  return {
    /** What was heard and the speakers do not understand, sorted; listening begins with the first question. */
    heard(
      { below, except = '' }: TopicsAsked,
      speakers: readonly Speaker[],
    ): { topics: readonly UnknownTopic[]; left: number } {
      const filter = below === undefined ? '#' : `${below}/#`;
      const name = `${filter} ${except}`;
      let ear = ears.get(name);
      if (ear === undefined) {
        const oldest = ears.keys().next().value;
        if (ears.size >= mostEars && oldest !== undefined) forget(oldest);
        ear = { ...listen({ link, clock, isOwn }, filter), cancel: () => undefined };
        ear.known(speakers);
        ear.begin();
      } else ear.known(speakers);
      ear.cancel();
      ear.cancel = clock.after(lookMs, () => forget(name));
      // The one that was asked for last is forgotten last.
      ears.delete(name);
      ears.set(name, ear);
      const { list } = ear;
      const topics = [...list.topics].map(([topic, heard]) => {
        const entity = list.entities.of(topic);
        return { ...viewOf(topic, heard), ...(entity === undefined ? {} : { entity }) };
      });
      return { topics: topics.toSorted((one, other) => (one.topic < other.topic ? -1 : 1)), left: ear.list.left };
    },
    /** The last message of a topic, if it was kept here. */
    payloadOf(topic: string): Uint8Array | undefined {
      for (const { list } of ears.values()) {
        const payload = list.topics.get(topic)?.payload;
        if (payload !== undefined) return payload;
      }
      return undefined;
    },
    close(): void {
      for (const name of ears.keys()) forget(name);
    },
  };
}
