// The sessions that the broker keeps while their clients are away: what they subscribed to and what waits for them, bounded for
// each of them, for each account and in all.
import type { BrokerBounds } from './broker-bounds.ts';
import type { BrokerEntry, KeptFilter } from './broker-entries.ts';
import { makeTopicTree, type TopicTree } from './topic-tree.ts';

/** A message that waits, the same for all it waits for. */
export interface WaitingMessage {
  readonly number: number;
  readonly topic: string;
  readonly payload: Buffer;
  /** How Aedes tells messages apart: its own id, new at each start, and a count. */
  readonly brokerId: string;
  readonly brokerCounter: number;
}

/** One that waits for one session. */
export interface Queued {
  readonly message: WaitingMessage;
  readonly qos: number;
  /** The id it went out under last. */
  id?: number;
  /** Whether the other side has it, so that only the end of QoS 2 is left. */
  isReleased: boolean;
  /** The connection over which it went out last. */
  sentOver?: object;
}

/** A subscription as Aedes asks for it. */
export interface SessionFilter extends KeptFilter {
  readonly rh?: number | undefined;
  readonly rap?: boolean | undefined;
  readonly nl?: boolean | undefined;
  readonly subscriptionIdentifier?: number | undefined;
}

/** A session. */
export interface KeptSession {
  readonly client: string;
  readonly filters: Map<string, SessionFilter>;
  /** By number of the message, in order. */
  readonly queue: Map<number, Queued>;
  readonly byId: Map<number, Queued>;
  /** By the count of Aedes, those of this process. */
  readonly byCounter: Map<number, Queued>;
  bytes: number;
  /** Since when its client is away, on the clock that is never set; undefined while it is there. */
  awaySinceMs: number | undefined;
}

/** A match of a topic. */
export type Match = SessionFilter & { readonly clientId: string };

/** In place of the id of Aedes, for what an earlier process took: its count is the number of the message. */
export const earlierProcess = 'kept';

/** The account of a client: inside the broker its name comes in front of the client id. */
export function accountOf(client: string): string {
  const end = client.indexOf('\0');
  return end < 0 ? '' : client.slice(0, end);
}

/** A client id as it is inside the broker: two accounts may choose the same. */
export const ownClientId = (account: string, clientId: string): string => `${account}\0${clientId}`;

const overhead = 100;
const bytesOf = ({ topic, payload }: WaitingMessage): number => topic.length + payload.length + overhead;

/** The sessions of a broker. */
export class KeptSessions {
  readonly #bounds: BrokerBounds['sessions'];
  readonly #sessions = new Map<string, KeptSession>();
  readonly #tree: TopicTree<Match> = makeTopicTree();
  #bytes = 0;
  #messages = 0;

  constructor(bounds: BrokerBounds['sessions']) {
    this.#bounds = bounds;
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** What waits in all. */
  get waiting(): { readonly messages: number; readonly bytes: number } {
    return { messages: this.#messages, bytes: this.#bytes };
  }

  get filterCount(): number {
    return this.#tree.size;
  }

  all(): IterableIterator<KeptSession> {
    return this.#sessions.values();
  }

  of(client: string): KeptSession | undefined {
    return this.#sessions.get(client);
  }

  /** Which session goes so that one more fits for a client: of its account, or of whoever has the most, the one away longest. */
  surplus(client: string): KeptSession | 'none' | undefined {
    if (this.#sessions.has(client)) return undefined;
    const account = accountOf(client);
    const own = [...this.#sessions.values()].filter((one) => accountOf(one.client) === account);
    const longest = (of: readonly KeptSession[]): KeptSession | 'none' =>
      of
        .filter(({ awaySinceMs }) => awaySinceMs !== undefined)
        .toSorted((a, b) => (a.awaySinceMs ?? 0) - (b.awaySinceMs ?? 0))[0] ?? 'none';
    if (own.length >= this.#bounds.account) return longest(own);
    if (this.#sessions.size < this.#bounds.all) return undefined;
    const byAccount = [...Map.groupBy(this.#sessions.values(), (one) => accountOf(one.client)).values()];
    return longest(byAccount.toSorted((a, b) => b.length - a.length)[0] ?? []);
  }

  /** The session of a client, made if there is none. */
  open(client: string): KeptSession {
    const session = this.#sessions.get(client) ?? {
      client,
      filters: new Map(),
      queue: new Map(),
      byId: new Map(),
      byCounter: new Map(),
      bytes: 0,
      awaySinceMs: undefined,
    };
    this.#sessions.set(client, session);
    return session;
  }

  subscribe(client: string, filter: SessionFilter): void {
    const session = this.open(client);
    session.filters.set(filter.topic, filter);
    if (filter.qos === 0) this.#tree.delete(filter.topic, client);
    else {
      const { topic, qos, rh, rap, nl } = filter;
      this.#tree.set(topic, client, { clientId: client, topic, qos, rh, rap, nl });
    }
  }

  unsubscribe(client: string, topic: string): void {
    this.#tree.delete(topic, client);
    this.#sessions.get(client)?.filters.delete(topic);
  }

  /** Forgets a session and what waits for it. */
  drop(client: string): void {
    const session = this.#sessions.get(client);
    if (session === undefined) return;
    for (const topic of session.filters.keys()) this.#tree.delete(topic, client);
    this.#bytes -= session.bytes;
    this.#messages -= session.queue.size;
    this.#sessions.delete(client);
  }

  /** Forgets a session of which nothing is left. */
  dropEmpty(client: string): void {
    const session = this.#sessions.get(client);
    if (session !== undefined && session.filters.size === 0 && session.queue.size === 0) this.drop(client);
  }

  match(topic: string): readonly Match[] {
    return this.#tree.match(topic);
  }

  /** Puts a message behind the others; false if there is no room for it. */
  enqueue(client: string, message: WaitingMessage, qos: number): boolean {
    const session = this.open(client);
    const bytes = bytesOf(message);
    const { messages: mostMessages, bytes: mostBytes, allBytes } = this.#bounds;
    if (session.queue.size >= mostMessages || session.bytes + bytes > mostBytes || this.#bytes + bytes > allBytes)
      return false;
    const queued: Queued = { message, qos, isReleased: false };
    session.queue.set(message.number, queued);
    if (message.brokerId !== earlierProcess) session.byCounter.set(message.brokerCounter, queued);
    session.bytes += bytes;
    this.#bytes += bytes;
    this.#messages += 1;
    return true;
  }

  /** The message of a session that Aedes means. */
  find(session: KeptSession, brokerId: string | undefined, brokerCounter: number | undefined): Queued | undefined {
    if (brokerCounter === undefined) return undefined;
    return brokerId === earlierProcess ? session.queue.get(brokerCounter) : session.byCounter.get(brokerCounter);
  }

  /** The id a message goes out under: the one it had, the one it asks for, or one that is free. */
  giveId(session: KeptSession, queued: Queued, wanted: number | undefined): number {
    if (queued.id !== undefined) return queued.id;
    let id = wanted === undefined || wanted < 1 || wanted > 65_535 ? 1 : wanted;
    while (session.byId.has(id)) id = id === 65_535 ? 1 : id + 1;
    queued.id = id;
    session.byId.set(id, queued);
    return id;
  }

  /** A message has arrived. */
  remove(session: KeptSession, queued: Queued): void {
    const { message, id } = queued;
    if (!session.queue.delete(message.number)) return;
    if (id !== undefined) session.byId.delete(id);
    if (session.byCounter.get(message.brokerCounter) === queued) session.byCounter.delete(message.brokerCounter);
    const bytes = bytesOf(message);
    session.bytes -= bytes;
    this.#bytes -= bytes;
    this.#messages -= 1;
  }

  /** Entries that lead to these sessions. */
  entries(): readonly (() => BrokerEntry)[] {
    const entries: (() => BrokerEntry)[] = [];
    const later: (() => BrokerEntry)[] = [];
    const messages = new Map<
      number,
      { readonly message: WaitingMessage; readonly to: (readonly [string, number])[] }
    >();
    for (const { client, filters, queue } of this.#sessions.values()) {
      const kept = [...filters.values()];
      entries.push(() => ({ kind: 'session', client, filters: kept }));
      for (const [number, { message, qos, id, isReleased }] of queue) {
        const one = messages.get(number) ?? { message, to: [] };
        one.to.push([client, qos]);
        messages.set(number, one);
        if (id !== undefined && qos === 2) later.push(() => ({ kind: 'sent', client, number, id }));
        if (isReleased) later.push(() => ({ kind: 'released', client, number }));
      }
    }
    const inOrder = [...messages].toSorted(([a], [b]) => a - b);
    for (const [number, { message, to }] of inOrder) {
      const { topic, payload } = message;
      entries.push(() => ({ kind: 'message', number, to, topic, payload }));
    }
    return [...entries, ...later];
  }

  replaySession(
    { client, filters }: Extract<BrokerEntry, { kind: 'session' }>,
    { nowMs, hasBegun }: { readonly nowMs: number; readonly hasBegun: boolean },
  ): void {
    if (filters.length === 0) {
      this.drop(client);
      if (hasBegun) this.open(client).awaySinceMs = nowMs;
      return;
    }
    for (const topic of this.of(client)?.filters.keys() ?? [])
      if (!filters.some((filter) => filter.topic === topic)) this.unsubscribe(client, topic);
    for (const filter of filters) this.subscribe(client, filter);
    this.open(client).awaySinceMs = nowMs;
  }

  replayFilters(
    { client, add, end }: Extract<BrokerEntry, { kind: 'filters' }>,
    now: { readonly nowMs: number; readonly hasBegun: boolean },
  ): void {
    for (const topic of end) this.unsubscribe(client, topic);
    for (const filter of add) this.subscribe(client, filter);
    const left = [...(this.of(client)?.filters.values() ?? [])];
    // A session without filters is gone, as if all of them had been written.
    if (left.length === 0) this.replaySession({ kind: 'session', client, filters: left }, now);
    else this.open(client).awaySinceMs = now.nowMs;
  }

  /** Returns how often there was no room for it. */
  replayMessage({ number, to, topic, payload }: Extract<BrokerEntry, { kind: 'message' }>): number {
    const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.length);
    const message = { number, topic, payload: bytes, brokerId: earlierProcess, brokerCounter: number };
    return to.filter(([client, qos]) => !this.enqueue(client, message, qos)).length;
  }

  replayOutgoing(entry: Extract<BrokerEntry, { kind: 'sent' | 'released' | 'done' }>): void {
    const session = this.of(entry.client);
    const queued = session?.queue.get(entry.number);
    if (session === undefined || queued === undefined) return;
    if (entry.kind === 'done') this.remove(session, queued);
    else if (entry.kind === 'released') queued.isReleased = true;
    else {
      this.giveId(session, queued, entry.id);
      queued.sentOver = this;
    }
  }
}
