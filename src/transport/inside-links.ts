// Links of this process to its own broker: no socket and no packets, a call for each message.
import type { Aedes, AedesPublishPacket, PublishPacket } from 'aedes';
import { nextTurn } from '#core/clock.ts';
import { messageOf, SolsteadError } from '#core/errors.ts';
import type { MessageLink, PublishOptions, SubscribeOptions, TopicMessage } from '#core/message-link.ts';
import { because } from '#core/reason.ts';
import type { Retained } from './broker-bounds.ts';
import type { BrokerState } from './broker-state.ts';
import { isTopic } from '#core/topic-filter.ts';

/** What the links stand on. */
export interface InsideLinksParts {
  readonly aedes: Pick<Aedes, 'publish' | 'subscribe' | 'unsubscribe'>;
  readonly state: BrokerState;
  readonly retained: Retained;
  warn(message: string): void;
}

/** The links of one broker. */
export interface InsideLinks {
  make(): MessageLink;
  /** Messages of this process that are not kept yet. */
  waiting(): number;
  /** Resolves when those who heard a message keep what it says. Errors: theirs. */
  heard(payload: object): Promise<void>;
  close(): void;
}

const name = 'mqtt://built-in:1883';
const closedError = (): SolsteadError =>
  new SolsteadError('link.closed', { at: name, why: because('link.was-closed') });

/** Links to a broker. */
export function makeInsideLinks(parts: InsideLinksParts): InsideLinks {
  const links = new Set<InsideLink>();
  const promises = new WeakMap<object, Promise<void>[]>();
  const promised = (payload: object, kept: Promise<void>): void => {
    const all = promises.get(payload) ?? [];
    all.push(kept);
    // Who sent it may be gone before it is acknowledged: nobody asks then.
    kept.catch(() => undefined);
    promises.set(payload, all);
  };
  return {
    make() {
      const link = new InsideLink(parts, promised);
      links.add(link);
      return link;
    },
    waiting: () => [...links].reduce((sum, { waiting }) => sum + waiting, 0),
    async heard(payload) {
      const all = promises.get(payload);
      if (all !== undefined) await Promise.all(all);
    },
    close() {
      for (const link of links) void link.close();
    },
  };
}

class InsideLink implements MessageLink {
  readonly name = name;
  readonly #parts: InsideLinksParts;
  readonly #promised: (payload: object, kept: Promise<void>) => void;
  readonly #endings = new Set<() => void>();
  #isClosed = false;
  #waiting = 0;

  constructor(parts: InsideLinksParts, promised: (payload: object, kept: Promise<void>) => void) {
    this.#parts = parts;
    this.#promised = promised;
  }

  get waiting(): number {
    return this.#waiting;
  }

  get isConnected(): boolean {
    return !this.#isClosed;
  }

  subscribe(filter: string, onMessage: (message: TopicMessage) => void, { kept }: SubscribeOptions = {}): () => void {
    const { aedes, state, warn } = this.#parts;
    let isEnded = this.#isClosed;
    const hand = (message: TopicMessage): void => {
      if (isEnded) return;
      try {
        onMessage(message);
      } catch (error) {
        // Inside the broker it would end the process.
        warn(`broker: a mistake of this program with a message of ${message.topic}: ${messageOf(error)}`);
      }
    };
    const deliver = ({ topic, payload, qos }: AedesPublishPacket, done: () => void): void => {
      // Wildcards do not match what the broker says of itself. Source: MQTT 3.1.1, 4.7.2.
      if (!topic.startsWith('$')) {
        hand({ topic, payload: Buffer.from(payload), retained: false });
        if (qos > 0 && kept !== undefined && !isEnded && typeof payload !== 'string') this.#promised(payload, kept());
      }
      done();
    };
    const end = (): void => {
      if (isEnded) return;
      isEnded = true;
      this.#endings.delete(end);
      aedes.unsubscribe(filter, deliver, () => undefined);
    };
    if (isEnded) return end;
    this.#endings.add(end);
    aedes.subscribe(filter, deliver, () => undefined);
    const earlier = [...state.retainedOf(filter)];
    void nextTurn().then(() => {
      for (const { topic, payload } of earlier) hand({ topic, payload, retained: true });
    });
    return end;
  }

  async publish(
    topic: string,
    payload: Uint8Array | string,
    { retain = false, onSend }: Pick<PublishOptions, 'retain' | 'onSend'> = {},
  ): Promise<void> {
    if (!isTopic(topic)) throw new TypeError(`assertion: ${topic} is not a topic`);
    if (this.#isClosed) throw closedError();
    onSend?.();
    const { state, retained } = this.#parts;
    const bytes = Buffer.from(payload);
    // A command that comes hours later would be carried out when nobody expects it.
    state.fleeting(bytes);
    this.#waiting += 1;
    try {
      await this.#handOut({ topic, bytes, retain: retain && retained.hasRoom('', topic, bytes.length) });
      await state.durable(bytes);
    } finally {
      this.#waiting -= 1;
    }
  }

  async #handOut({
    topic,
    bytes,
    retain,
  }: {
    readonly topic: string;
    readonly bytes: Buffer;
    readonly retain: boolean;
  }) {
    // In a turn of its own, for the same reason as what comes from outside.
    await nextTurn();
    const packet: PublishPacket = {
      cmd: 'publish',
      topic,
      payload: bytes,
      qos: 1,
      dup: false,
      retain,
    };
    this.#parts.aedes.publish(packet, () => undefined);
    await nextTurn();
  }

  onState(): () => void {
    return () => undefined;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const end of this.#endings) end();
  }
}
