// What the built-in broker keeps, in memory and in a journal: sessions with what waits for them, messages for later subscribers,
// last wills, and ids of QoS 2. It is the persistence that Aedes asks for (aedes-persistence 11); whatever is part of handing a
// message out answers without waiting for the disk, because Aedes takes a message that was overtaken for a duplicate.
import { Readable } from 'node:stream';
import type { Clock } from '#core/clock.ts';
import type { Journal } from '#core/journal.ts';
import { noJournal } from '#core/journal.ts';
import { foreign } from '#core/limited-log.ts';
import type { BrokerBounds, Retained } from './broker-bounds.ts';
import { type BrokerEntry, decodeEntry, encodeEntry } from './broker-entries.ts';
import { packetOf, type ReleasePacket, type StatePacket } from './broker-packets.ts';
import { accountOf, KeptSessions, type Match, type SessionFilter } from './broker-queues.ts';
import { type KeptMessage, KeptMessages } from './broker-retained.ts';
import { KeptWills, type WillPacket } from './broker-wills.ts';

interface StateClient {
  readonly id: string;
  will?: unknown;
}

/** What the state needs. */
export interface BrokerStateOptions {
  readonly bounds: BrokerBounds;
  readonly clock: Clock;
  readonly retained: Retained;
  /** Whether a subscription was granted; absent: all are. */
  isGranted?(filter: object): boolean;
  /** Whether a client may have a last will for a topic; absent: all may. */
  mayWill?(client: string, topic: string): boolean;
  /** Tells one line a minute for each key. */
  tell(key: string, line: string): void;
}

/** How much is kept. */
export interface BrokerStateFigures {
  readonly sessions: number;
  /** Clients with messages of QoS 2 that have not ended. */
  readonly begun: number;
  readonly waiting: number;
  readonly waitingBytes: number;
  readonly retained: number;
  /** Messages that found no room, since the start. */
  readonly dropped: number;
}

/** Messages of QoS 0 for later subscribers are written this much later, the newest of each topic, ms. */
const lazyMs = 5000;
/** How often sessions that nobody came back to are looked for, ms. */
const sweepMs = 600_000;

const missing = (): Error => new Error('no such packet');

/** The state of one broker. */
export class BrokerState {
  readonly #options: BrokerStateOptions;
  readonly #sessions: KeptSessions;
  readonly #kept: KeptMessages;
  readonly #wills = new KeptWills((entry) => this.#write(entry));
  readonly #begun = new Map<string, Map<number, object>>();
  /** Sessions that end with their connection; nothing of them is written. */
  readonly #clean = new Set<string>();
  /** Clients that are connected. */
  readonly #there = new Set<string>();
  /** What changed of the filters of sessions, by topic, and is to be written; undefined: it ended. */
  readonly #changed = new Map<string, Map<string, SessionFilter | undefined>>();
  /** Payloads that something durable depends on, those that wait for nobody away, and those that came as QoS 2. */
  readonly #written = new WeakSet<object>();
  readonly #fleeting = new WeakSet<object>();
  readonly #beginnings = new WeakMap<object, readonly [client: string, id: number]>();
  #journal: Journal = noJournal;
  #number = 0;
  #dropped = 0;
  #broker: { readonly id: string } = { id: '' };
  #endings: (() => void)[] = [];

  constructor(options: BrokerStateOptions) {
    this.#options = options;
    this.#sessions = new KeptSessions(options.bounds.sessions);
    this.#kept = new KeptMessages({
      owners: options.retained,
      full: (account, topic) =>
        options.tell(`retain ${account}`, `broker: ${account} keeps too many messages; ${foreign(topic)} is not kept`),
      write: (entry, payload) => this.#write(entry, payload),
    });
  }

  /** Aedes looks at the name of this function's kind. */
  async setup(broker: { readonly id: string }): Promise<void> {
    this.#broker = broker;
    const { clock } = this.#options;
    this.#endings = [clock.every(lazyMs, () => this.#kept.writeLazy()), clock.every(sweepMs, () => this.#sweep())];
  }

  get broker(): { readonly id: string } {
    return this.#broker;
  }

  /** From now on what happens is written; what the journal held was restored before. */
  begin(journal: Journal): void {
    this.#journal = journal;
  }

  /** Takes one entry of the journal of an earlier process. */
  restore(bytes: Uint8Array): void {
    const entry = decodeEntry(bytes);
    if (entry !== undefined) this.#replay(entry);
  }

  /** Entries that lead to this state. */
  snapshot(): readonly (() => Uint8Array)[] {
    const entries = [...this.#sessions.entries()];
    for (const [client, ids] of this.#begun)
      if (!this.#clean.has(client)) for (const id of ids.keys()) entries.push(() => ({ kind: 'begun', client, id }));
    entries.push(...this.#kept.entries(), ...this.#wills.entries());
    return entries.map((entry) => () => encodeEntry(entry()));
  }

  figures(): BrokerStateFigures {
    const { messages, bytes } = this.#sessions.waiting;
    return {
      sessions: this.#sessions.size,
      begun: this.#begun.size,
      waiting: messages,
      waitingBytes: bytes,
      retained: this.#kept.size,
      dropped: this.#dropped,
    };
  }

  /** Resolves when what was published with this payload is as durable as it gets. Errors: `store.failed`. */
  async durable(payload: object): Promise<void> {
    if (this.#written.has(payload)) await this.#journal.flush();
  }

  /** Resolves when all that was written so far is durable. Errors: `store.failed`. */
  async settled(): Promise<void> {
    await this.#journal.flush();
  }

  /** What is published with this payload is kept, if it is, as a message of an account. */
  keptFor(payload: object, account: string): void {
    this.#kept.of(payload, account);
  }

  /** What is published with this payload waits for nobody who is away. */
  fleeting(payload: object): void {
    this.#fleeting.add(payload);
  }

  /** Forgets what an account left. */
  forget(account: string): void {
    for (const { client } of this.#sessions.all()) if (accountOf(client) === account) this.#drop(client);
    this.#wills.forget(account);
    this.#kept.forget(account);
  }

  /** Whether a client has begun a message of QoS 2 under an id, and how many it has begun. */
  begunBy(client: string): ReadonlyMap<number, object> {
    return this.#begun.get(client) ?? new Map<number, object>();
  }

  /** What is published with this payload came as QoS 2: it is begun with it, both or neither. */
  beginsWith(payload: object, client: string, id: number): void {
    this.#begin(client, id, { messageId: id });
    if (!this.#clean.has(client)) this.#beginnings.set(payload, [client, id]);
  }

  /** Makes room for the session of a client that wants one; false: there is none, and its session ends with its connection. */
  admit(client: string): boolean {
    const surplus = this.#sessions.surplus(client);
    if (surplus === 'none') return false;
    if (surplus !== undefined) {
      const account = accountOf(surplus.client);
      this.#options.tell(`sessions ${account}`, `broker: ${account} keeps too many sessions; its oldest is forgotten`);
      this.#drop(surplus.client);
    }
    return true;
  }

  /** Notes that a client has come, and whether its session ends with the connection. */
  came(client: string, isClean: boolean): void {
    this.#there.add(client);
    if (isClean) this.#clean.add(client);
    else this.#clean.delete(client);
    const session = this.#sessions.of(client);
    if (session !== undefined) session.awaySinceMs = undefined;
  }

  /** Notes that a client has gone. */
  left(client: string): void {
    this.#there.delete(client);
    this.#clean.delete(client);
    const session = this.#sessions.of(client);
    if (session !== undefined) session.awaySinceMs = this.#options.clock.monotonicMs();
  }

  /** What is kept for new subscribers of a filter. */
  retainedOf(filter: string): Iterable<KeptMessage> {
    return this.#kept.matching([filter]);
  }

  // What follows is what Aedes calls.

  async storeRetained(packet: StatePacket): Promise<void> {
    this.#kept.put(packet);
  }

  createRetainedStream(pattern: string): Readable {
    return Readable.from([...this.#kept.matching([pattern])]);
  }

  createRetainedStreamCombi(patterns: readonly string[]): Readable {
    return Readable.from([...this.#kept.matching(patterns)]);
  }

  async addSubscriptions(client: StateClient, filters: readonly SessionFilter[]): Promise<void> {
    const granted = filters.filter((filter) => this.#options.isGranted?.(filter) ?? true);
    if (granted.length === 0) return;
    for (const { topic, qos, rh, rap, nl, subscriptionIdentifier } of granted) {
      // Many clients ask for all of theirs again with every connection.
      const isNew = this.#sessions.of(client.id)?.filters.get(topic)?.qos !== qos;
      this.#sessions.subscribe(client.id, {
        topic,
        qos,
        rh,
        rap,
        nl,
        ...(subscriptionIdentifier === undefined ? {} : { subscriptionIdentifier }),
      });
      if (isNew) this.#change(client.id, topic, { topic, qos });
    }
    await this.#writeFilters(client.id);
  }

  async removeSubscriptions(client: StateClient, topics: readonly string[]): Promise<void> {
    const session = this.#sessions.of(client.id);
    if (session === undefined) return;
    for (const topic of topics) {
      if (session.filters.has(topic)) this.#change(client.id, topic, undefined);
      this.#sessions.unsubscribe(client.id, topic);
    }
    await this.#writeFilters(client.id);
  }

  async subscriptionsByClient(client: StateClient): Promise<readonly SessionFilter[]> {
    return [...(this.#sessions.of(client.id)?.filters.values() ?? [])];
  }

  async subscriptionsByTopic(topic: string): Promise<readonly Match[]> {
    return this.#sessions.match(topic);
  }

  async cleanSubscriptions(client: StateClient): Promise<void> {
    this.#drop(client.id);
  }

  async countOffline(): Promise<{ readonly subsCount: number; readonly clientsCount: number }> {
    const clients = [...this.#sessions.all()].filter(({ filters }) => filters.size > 0);
    return { subsCount: this.#sessions.filterCount, clientsCount: clients.length };
  }

  getClientList(topic: string): Readable {
    return Readable.from(
      [...this.#sessions.all()].filter(({ filters }) => filters.has(topic)).map(({ client }) => client),
    );
  }

  async outgoingEnqueue(to: { readonly clientId: string; readonly qos?: number }, packet: StatePacket): Promise<void> {
    await this.outgoingEnqueueCombi([to], packet);
  }

  async outgoingEnqueueCombi(
    all: readonly { readonly clientId: string; readonly qos?: number | undefined }[],
    packet: StatePacket,
  ): Promise<void> {
    const { topic, payload, brokerId = '', brokerCounter = 0 } = packet;
    const begun = this.#beginnings.get(payload);
    const wanted = new Map<string, number>();
    if (typeof payload === 'string' || !this.#fleeting.has(payload))
      for (const { clientId, qos = packet.qos } of all)
        wanted.set(clientId, Math.max(wanted.get(clientId) ?? 0, Math.min(qos, packet.qos)));
    if (wanted.size === 0 && begun === undefined) return;
    this.#number += 1;
    const message = { number: this.#number, topic, payload, brokerId, brokerCounter };
    const to = [...wanted].filter(([client, qos]) => {
      if (this.#sessions.enqueue(client, message, qos)) return true;
      this.#dropped += 1;
      this.#options.tell(
        `queue ${accountOf(client)}`,
        `broker: too much waits for ${accountOf(client)}; the rest is dropped`,
      );
      return false;
    });
    if (to.length > 0) this.#write({ kind: 'message', number: this.#number, to, topic, begun, payload }, payload);
    else if (begun !== undefined) this.#write({ kind: 'begun', client: begun[0], id: begun[1] }, payload);
  }

  async outgoingUpdate(client: StateClient, packet: StatePacket | ReleasePacket): Promise<void> {
    const session = this.#sessions.of(client.id);
    if (packet.cmd === 'pubrel') {
      const queued = session?.byId.get(packet.messageId ?? 0);
      if (queued === undefined || queued.isReleased) return;
      queued.isReleased = true;
      this.#write({ kind: 'released', client: client.id, number: queued.message.number });
      // Sent out before that is on disk, it would come as new after a kill.
      await this.#journal.flush();
      return;
    }
    const given = packet as StatePacket;
    const queued = session && this.#sessions.find(session, given.brokerId, given.brokerCounter);
    if (session === undefined || queued === undefined) {
      // Nothing of it is kept, so nothing can be confirmed.
      given.qos = 0;
      return;
    }
    const isNew = queued.id === undefined;
    given.messageId = this.#sessions.giveId(session, queued, given.messageId);
    if (queued.sentOver !== undefined && queued.sentOver !== client) given.dup = true;
    queued.sentOver = client;
    given.qos = queued.qos;
    if (!isNew || queued.qos < 2) return;
    this.#write({ kind: 'sent', client: client.id, number: queued.message.number, id: given.messageId });
    await this.#journal.flush();
  }

  async outgoingClearMessageId(client: StateClient, packet: { readonly messageId?: number | undefined }) {
    const session = this.#sessions.of(client.id);
    const queued = session?.byId.get(packet.messageId ?? 0);
    if (session === undefined || queued === undefined) return undefined;
    this.#sessions.remove(session, queued);
    this.#write({ kind: 'done', client: client.id, number: queued.message.number });
    return packetOf(queued);
  }

  outgoingStream(client: StateClient): Readable {
    return Readable.from([...(this.#sessions.of(client.id)?.queue.values() ?? [])].map(packetOf));
  }

  async incomingStorePacket(client: StateClient, packet: StatePacket): Promise<void> {
    const { cmd, topic, payload, qos, retain, dup, messageId } = packet;
    this.#begin(client.id, messageId ?? 0, { cmd, topic, payload, qos, retain, dup, messageId });
    if (this.#clean.has(client.id)) return;
    this.#write({ kind: 'begun', client: client.id, id: messageId ?? 0 });
    await this.#journal.flush();
  }

  async incomingGetPacket(client: StateClient, { messageId = 0 }: { readonly messageId?: number }): Promise<object> {
    const held = this.#begun.get(client.id)?.get(messageId);
    if (held === undefined) throw missing();
    return held;
  }

  async incomingDelPacket(client: StateClient, { messageId = 0 }: { readonly messageId?: number }): Promise<void> {
    const held = this.#begun.get(client.id);
    if (held?.delete(messageId) !== true) throw missing();
    if (held.size === 0) {
      this.#begun.delete(client.id);
      this.#sessions.dropEmpty(client.id);
    }
    if (this.#clean.has(client.id)) return;
    this.#write({ kind: 'ended', client: client.id, id: messageId });
    // Not known after a kill, the next message under this id would be taken for this one.
    await this.#journal.flush();
  }

  async cleanIncoming(client: StateClient): Promise<void> {
    if (this.#begun.delete(client.id) && !this.#clean.has(client.id)) this.#write({ kind: 'ended', client: client.id });
  }

  async putWill(client: StateClient, will: WillPacket): Promise<void> {
    if (this.#options.mayWill?.(client.id, will.topic) === false) {
      client.will = null;
      return;
    }
    will.brokerId = this.#broker.id;
    will.clientId = client.id;
    this.#wills.put(client.id, will);
  }

  async getWill(client: StateClient): Promise<WillPacket | undefined> {
    return this.#wills.of(client.id);
  }

  async delWill(client: StateClient): Promise<WillPacket | undefined> {
    return this.#wills.delete(client.id);
  }

  streamWill(brokers: Readonly<Record<string, unknown>> = {}): Readable {
    return Readable.from(this.#wills.without(brokers));
  }

  async destroy(): Promise<void> {
    for (const end of this.#endings) end();
    this.#kept.writeLazy();
    await this.#journal.close();
  }

  #write(entry: BrokerEntry, payload?: object): void {
    this.#journal.add(encodeEntry(entry));
    if (payload !== undefined && typeof payload === 'object') this.#written.add(payload);
  }

  #change(client: string, topic: string, filter: SessionFilter | undefined): void {
    this.#changed.set(
      client,
      (this.#changed.get(client) ?? new Map<string, SessionFilter | undefined>()).set(topic, filter),
    );
  }

  async #writeFilters(client: string): Promise<void> {
    // Aedes adds the filters of one packet one by one.
    await Promise.resolve();
    const changed = this.#changed.get(client);
    this.#changed.delete(client);
    if (changed !== undefined) {
      const end = [...changed].flatMap(([topic, filter]) => (filter === undefined ? [topic] : []));
      this.#write({ kind: 'filters', client, add: [...changed.values()].flatMap((filter) => filter ?? []), end });
    }
    await this.#journal.flush();
  }

  #sweep(): void {
    const { clock, bounds } = this.#options;
    const beforeMs = clock.monotonicMs() - bounds.sessions.awayMs;
    for (const { client, awaySinceMs } of this.#sessions.all())
      if (awaySinceMs !== undefined && awaySinceMs < beforeMs) this.#drop(client);
  }

  #drop(client: string): void {
    const hadSession = this.#sessions.of(client) !== undefined;
    this.#sessions.drop(client);
    const hadBegun = this.#begun.delete(client);
    this.#changed.delete(client);
    if (hadSession) this.#write({ kind: 'session', client, filters: [] });
    if (hadBegun) this.#write({ kind: 'ended', client });
  }

  /** What has begun outlasts the connection as part of its session, which is bounded with the others. */
  #begin(client: string, id: number, packet: object): void {
    const held = this.#begun.get(client) ?? new Map<number, object>();
    if (!this.#clean.has(client)) {
      const isThere = this.#there.has(client);
      if (!isThere && !this.admit(client)) return;
      const session = this.#sessions.open(client);
      if (!isThere) session.awaySinceMs = this.#options.clock.monotonicMs();
    }
    this.#begun.set(client, held.set(id, packet));
  }

  #replay(entry: BrokerEntry): void {
    switch (entry.kind) {
      case 'message':
        if (entry.begun !== undefined) this.#begin(entry.begun[0], entry.begun[1], { messageId: entry.begun[1] });
        this.#number = Math.max(this.#number, entry.number);
        this.#dropped += this.#sessions.replayMessage(entry);
        break;
      case 'begun':
        this.#begin(entry.client, entry.id, { messageId: entry.id });
        break;
      case 'ended':
        if (entry.id === undefined) this.#begun.delete(entry.client);
        else this.#begun.get(entry.client)?.delete(entry.id);
        if ((this.#begun.get(entry.client)?.size ?? 0) > 0) break;
        this.#begun.delete(entry.client);
        this.#sessions.dropEmpty(entry.client);
        break;
      case 'session':
        this.#sessions.replaySession(entry, {
          nowMs: this.#options.clock.monotonicMs(),
          hasBegun: this.#begun.has(entry.client),
        });
        break;
      case 'filters':
        this.#sessions.replayFilters(entry, {
          nowMs: this.#options.clock.monotonicMs(),
          hasBegun: this.#begun.has(entry.client),
        });
        break;
      case 'sent':
      case 'released':
      case 'done':
        this.#sessions.replayOutgoing(entry);
        break;
      case 'retained':
        this.#kept.replay(entry);
        break;
      default:
        this.#wills.replay(entry);
    }
  }
}
