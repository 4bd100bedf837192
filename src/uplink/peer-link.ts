// The messages of a home that speaks the documented form, as those of a broker of its own: dialects of MQTT read them as they read any.
import { SolsteadError } from '#core/errors.ts';
import type { MessageLink, TopicMessage } from '#core/message-link.ts';
import { because } from '#core/reason.ts';
import { topicMatches } from '#core/topic-filter.ts';

/** Topics whose last message is kept for who listens later. */
const mostKept = 500;

interface Subscriber {
  readonly filter: string;
  onMessage(message: TopicMessage): void;
}

/** A link that is spoken to by whoever holds it. */
export class PeerLink implements MessageLink {
  readonly name: string;
  readonly #subscribers = new Set<Subscriber>();
  readonly #states = new Set<(isConnected: boolean) => void>();
  readonly #kept = new Map<string, Uint8Array>();
  readonly #holders = new Set<object>();
  #isConnected = false;

  constructor(name: string) {
    this.name = name;
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  /** The home has connected. Returns what is called when that connection has ended: another may have taken its place before. */
  hold(): () => void {
    const holder = {};
    this.#holders.add(holder);
    this.#set(true);
    return () => {
      if (this.#holders.delete(holder) && this.#holders.size === 0) this.#set(false);
    };
  }

  #set(isConnected: boolean): void {
    if (isConnected === this.#isConnected) return;
    this.#isConnected = isConnected;
    if (!isConnected) this.#kept.clear();
    for (const tell of this.#states) tell(isConnected);
  }

  /** The home says this. */
  hears(topic: string, text: string): void {
    const payload = Buffer.from(text);
    const oldest = this.#kept.keys().next().value;
    if (!this.#kept.has(topic) && this.#kept.size >= mostKept && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(topic, payload);
    for (const { filter, onMessage } of this.#subscribers)
      if (topicMatches(filter, topic)) onMessage({ topic, payload, retained: false });
  }

  subscribe(filter: string, onMessage: Subscriber['onMessage']): () => void {
    const subscriber: Subscriber = { filter, onMessage };
    this.#subscribers.add(subscriber);
    for (const [topic, payload] of this.#kept)
      if (topicMatches(filter, topic)) onMessage({ topic, payload, retained: true });
    return () => void this.#subscribers.delete(subscriber);
  }

  /** Commands do not go this way: the documented form has none. */
  publish(): Promise<void> {
    return Promise.reject(
      new SolsteadError('link.unavailable', { at: this.name, why: because('uplink.documented-no-commands') }),
    );
  }

  onState(listener: (isConnected: boolean) => void): () => void {
    this.#states.add(listener);
    return () => void this.#states.delete(listener);
  }

  close(): Promise<void> {
    this.#subscribers.clear();
    return Promise.resolve();
  }
}
