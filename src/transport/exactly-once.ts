// Messages of QoS 2 of one MQTT session: each goes out under one packet id until the broker has let go of it, also over connections that
// break, so that it is passed on once. Source: MQTT 3.1.1, section 4.3.3 and 4.4.
import { because } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
import type { Packet } from 'mqtt-packet';

/** A message. */
export interface ExactMessage {
  readonly topic: string;
  readonly payload: Buffer;
  readonly retain: boolean;
}

/** Packet ids: others are given out by the client itself, then those of messages without a number, then the numbered. */
export const exactIds = { own: 16_384, numbered: 32_768, count: 16_384 } as const;

/** Messages under way, from their first packet to their last: brokers keep few of one session, and lose what is beyond. */
const mostAtOnce = 10;
/** Messages that the broker does not have. */
const mostWaiting = 1000;

interface Entry {
  readonly id: number;
  readonly number?: number | undefined;
  readonly message?: ExactMessage | undefined;
  /** `sent`: it may have been; `taken`: the broker has it; `released`: its id is given free. */
  state: 'waiting' | 'sent' | 'taken' | 'released';
  readonly taken: PromiseWithResolvers<void>;
}

/** The packet id of a number: the same after a restart. */
const idOf = (number: number): number => exactIds.numbered + (number % exactIds.count);

/** The outgoing messages of QoS 2 of a session. */
export class ExactSender {
  readonly #name: string;
  readonly #entries = new Map<number, Entry>();
  #write: ((packet: Packet) => void) | undefined;
  #nextOwn = 0;
  #atOnce = 0;

  /** `name`: of the link, for errors. */
  constructor(name: string) {
    this.#name = name;
  }

  /** How many the broker does not have yet. */
  get size(): number {
    return this.#entries
      .values()
      .reduce((sum, { state }) => sum + (state === 'waiting' || state === 'sent' ? 1 : 0), 0);
  }

  /**
   * Resolves when the broker has a message, and passes it on once. One with a number keeps its id until {@link release}; the same number
   * again is the same message. Errors: `link.timeout` when too many wait.
   */
  async send(message: ExactMessage, number?: number): Promise<void> {
    const id = number === undefined ? this.#freeId() : idOf(number);
    const known = this.#entries.get(id ?? 0);
    if (known !== undefined && known.number === number) return known.taken.promise;
    if (id === undefined || known !== undefined || this.size >= mostWaiting)
      throw new SolsteadError('link.timeout', { at: this.#name, why: because('mqtt.full', { count: mostWaiting }) });
    const entry: Entry = { id, number, message, state: 'waiting', taken: Promise.withResolvers() };
    this.#entries.set(id, entry);
    this.#advance(entry);
    return entry.taken.promise;
  }

  /** The numbers up to this one are done with, durably: they never go out again. */
  release(upTo: number): void {
    for (const entry of this.#entries.values())
      if (entry.number !== undefined && entry.number <= upTo && entry.state === 'taken') this.#free(entry);
  }

  /** Numbers of before the start that were done with: the broker may still hold their ids. */
  recover(from: number, to: number): void {
    for (let number = from; number <= to; number += 1) {
      const id = idOf(number);
      if (!this.#entries.has(id)) this.#free({ id, number, state: 'taken', taken: Promise.withResolvers() });
    }
  }

  /** A connection is there: what is under way goes out again, in its order. */
  opened(write: (packet: Packet) => void): void {
    this.#write = write;
    for (const entry of this.#entries.values()) this.#advance(entry);
  }

  lost(): void {
    this.#write = undefined;
  }

  /** Takes what the broker says; true if it is about one of these. */
  hear(packet: Packet): boolean {
    const entry = this.#entries.get(packet.messageId ?? 0);
    if (entry === undefined) {
      const { cmd, messageId = 0 } = packet;
      // It was done with before: the broker waits to hear so.
      if (cmd === 'pubrec' && messageId >= exactIds.own) this.#write?.({ cmd: 'pubrel', messageId });
      return false;
    }
    if (packet.cmd === 'pubrec' && (entry.state === 'sent' || entry.state === 'waiting')) {
      entry.state = 'taken';
      entry.taken.resolve();
      if (entry.number === undefined) this.#free(entry);
    } else if (packet.cmd === 'pubrec' && entry.state === 'released') this.#advance(entry);
    else if (packet.cmd === 'pubcomp' && entry.state === 'released') this.#end(entry);
    return true;
  }

  /** Whoever waits hears that nothing comes any more. */
  fail(reason: SolsteadError): void {
    for (const { taken } of this.#entries.values()) {
      taken.promise.catch(() => undefined);
      taken.reject(reason);
    }
    this.#entries.clear();
    this.#atOnce = 0;
  }

  #freeId(): number | undefined {
    for (let tried = 0; tried < exactIds.count; tried += 1) {
      const id = exactIds.own + this.#nextOwn;
      this.#nextOwn = (this.#nextOwn + 1) % exactIds.count;
      if (!this.#entries.has(id)) return id;
    }
    return undefined;
  }

  #free(entry: Entry): void {
    entry.state = 'released';
    this.#entries.set(entry.id, entry);
    this.#advance(entry);
  }

  #end(entry: Entry): void {
    this.#entries.delete(entry.id);
    if (entry.message !== undefined) this.#atOnce -= 1;
    for (const next of this.#entries.values()) {
      if (this.#atOnce >= mostAtOnce) return;
      if (next.state === 'waiting') this.#advance(next);
    }
  }

  #advance(entry: Entry): void {
    const { id, message } = entry;
    if (entry.state === 'released') this.#write?.({ cmd: 'pubrel', messageId: id });
    else if (entry.state !== 'taken' && message !== undefined && this.#write !== undefined) {
      if (entry.state === 'waiting' && this.#atOnce >= mostAtOnce) return;
      if (entry.state === 'waiting') this.#atOnce += 1;
      const dup = entry.state === 'sent' || entry.number !== undefined;
      entry.state = 'sent';
      this.#write({ cmd: 'publish', messageId: id, qos: 2, dup, ...message });
    }
  }
}
