// What the built-in broker keeps for later subscribers: the newest message of a topic, in memory and in the journal.
import type { Retained } from './broker-bounds.ts';
import type { BrokerEntry } from './broker-entries.ts';
import { topicMatches } from '#core/topic-filter.ts';

/** A message that is kept. */
export interface KeptMessage {
  readonly cmd?: string;
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: number;
  readonly retain: boolean;
}

/** What keeping needs. */
export interface KeptMessagesOptions {
  /** Whose a message is, and whether there is room. */
  readonly owners: Retained;
  /** Told of a message that is not kept, because others came before it. */
  full(account: string, topic: string): void;
  write(entry: BrokerEntry, payload?: object): void;
}

/** Messages for later subscribers. */
export class KeptMessages {
  readonly #options: KeptMessagesOptions;
  readonly #messages = new Map<string, KeptMessage>();
  /** Topics whose newest message came as QoS 0: nobody was promised anything, so it is written later. */
  readonly #lazy = new Set<string>();
  /** Whose a message is that is on its way, by its payload. */
  readonly #accounts = new WeakMap<object, string>();

  constructor(options: KeptMessagesOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#messages.size;
  }

  *matching(filters: readonly string[]): Generator<KeptMessage> {
    for (const [topic, message] of this.#messages)
      if (filters.some((filter) => topicMatches(filter, topic))) yield message;
  }

  /** What is kept with this payload is of an account. */
  of(payload: object, account: string): void {
    this.#accounts.set(payload, account);
  }

  /**
   * Keeps a message in place of the one before; an empty one takes that away. Counted here and not when it came: messages
   * overtake each other, and some never get this far.
   */
  put(message: KeptMessage): void {
    const { topic, payload, qos } = message;
    const account = this.#accounts.get(payload) ?? '';
    if (payload.length > 0 && !this.#options.owners.keep(account, topic, payload.length)) {
      this.#options.full(account, topic);
      return;
    }
    const before = this.#messages.get(topic);
    this.#set(message);
    if (before === undefined ? payload.length === 0 : before.payload.equals(payload)) return;
    if (qos === 0) this.#lazy.add(topic);
    else this.#options.write(this.#entryOf(message), payload);
  }

  /** Forgets what an account left. */
  forget(account: string): void {
    for (const topic of this.#messages.keys())
      if (this.#options.owners.accountOf(topic) === account)
        this.put({ topic, payload: Buffer.alloc(0), qos: 1, retain: true });
  }

  /** Writes the newest of what came as QoS 0. */
  writeLazy(): void {
    for (const topic of this.#lazy)
      this.#options.write(
        this.#entryOf(this.#messages.get(topic) ?? { topic, qos: 0, payload: Buffer.alloc(0), retain: true }),
      );
    this.#lazy.clear();
  }

  entries(): readonly (() => BrokerEntry)[] {
    return [...this.#messages.values()].map((message) => () => this.#entryOf(message));
  }

  replay({ account, topic, qos, payload }: Extract<BrokerEntry, { kind: 'retained' }>): void {
    const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.length);
    if (bytes.length > 0 && !this.#options.owners.keep(account, topic, bytes.length)) return;
    this.#set({ cmd: 'publish', topic, qos, payload: bytes, retain: true });
  }

  #set(message: KeptMessage): void {
    if (message.payload.length > 0) {
      this.#messages.set(message.topic, { ...message, retain: true });
      return;
    }
    this.#messages.delete(message.topic);
    this.#options.owners.free(message.topic);
  }

  #entryOf({ topic, qos, payload }: KeptMessage): BrokerEntry {
    return { kind: 'retained', account: this.#options.owners.accountOf(topic) ?? '', topic, qos, payload };
  }
}
