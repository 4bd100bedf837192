// A bridge between the broker of a home and a second one: messages of chosen topics are copied, with other prefixes where that is wished.
// What goes out waits on the disk while the other broker is away; what comes in waits there, in the session that it keeps.
import { createHash } from 'node:crypto';
import { type Clock, isWithin } from '#core/clock.ts';
import { reasonOf, type SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import type { MessageLink, TopicMessage } from '#core/message-link.ts';
import { because, type Reason } from '#core/reason.ts';
import type { Spool } from '#core/spool.ts';
import { topicMatches } from '#core/topic-filter.ts';
import { makeEchoes, makeLoops } from './bridge-loops.ts';
import { Delivery } from './spooled.ts';

/** What is copied. */
export interface BridgeRule {
  /** Of the topic behind the prefixes. */
  readonly filter: string;
  readonly direction: 'out' | 'in';
  /** In front of the topic at the broker of the home, and at the other one. */
  readonly here: string;
  readonly there: string;
  /** 0: what finds no connection is lost; 1: it waits, and may come twice; 2: it waits, and comes once. */
  readonly qos: 0 | 1 | 2;
  /** Whether the other side keeps the newest for later subscribers, and hears at the start what is kept on this one. */
  readonly retain: boolean;
}

/** A message that waits. */
export interface BridgeMessage {
  readonly topic: string;
  /** As base64. */
  readonly payload: string;
  readonly retain: boolean;
  /** Absent: 1. */
  readonly qos?: 2;
}

/** One with its place in the spool, by which the other broker knows it. */
interface Placed extends BridgeMessage {
  readonly position: number;
}

/** What a bridge stands on. */
export interface BridgeOptions {
  readonly here: MessageLink;
  /** Closed with the bridge. */
  readonly there: MessageLink;
  readonly rules: readonly BridgeRule[];
  /** What goes out and has not arrived; closed with the bridge. */
  readonly spool: Spool<BridgeMessage>;
  readonly clock: Clock;
}

/** How a bridge is doing. */
export interface BridgeFigures {
  readonly isConnected: boolean;
  readonly waiting: number;
  readonly waitingBytes: number;
  /** Messages since the start: copied, and lost to a bound, a loop or a connection that was away. */
  readonly out: number;
  readonly in: number;
  readonly dropped: number;
}

/** A running bridge. */
export interface Bridge {
  figures(): BridgeFigures;
  /** What is wrong with it. */
  issue(): Reason | undefined;
  close(): Promise<void>;
}

/** Messages that are sent before the first of them is acknowledged. */
const mostAtOnce = 100;
/** What goes out is delivered within so long, or is written to the disk before whoever sent it is told that it is safe, ms. */
const graceMs = 100;
/** Those that follow the first that arrived wait so long for theirs, ms. */
const togetherMs = 5;

/** Opens a bridge; it copies from now on. */
export function openBridge(options: BridgeOptions): Bridge {
  return new RunningBridge(options);
}

class RunningBridge implements Bridge {
  readonly #options: BridgeOptions;
  readonly #delivery: Delivery<Placed>;
  /** Messages that were handed to the connection, by their place. */
  readonly #underWay = new Map<number, Promise<void>>();
  /** Whether messages of QoS 2 go out. */
  #hasExact: boolean;
  #freeing: Promise<void> = Promise.resolve();
  #toFree = 0;
  #freed = 0;
  readonly #echoes: Readonly<Record<'here' | 'there', ReturnType<typeof makeEchoes>>>;
  readonly #loops: ReturnType<typeof makeLoops>;
  readonly #endings: (() => void)[] = [];
  readonly #counted = { out: 0, in: 0, dropped: 0 };
  #added = 0;
  #progress = Promise.withResolvers<void>();
  #connected = Promise.withResolvers<void>();
  #failure: SolsteadError | undefined;
  /** The newest message that came in is with the broker of the home. */
  #taken: Promise<void> = Promise.resolve();

  constructor(options: BridgeOptions) {
    this.#options = options;
    const { here, there, rules, spool, clock } = options;
    this.#echoes = { here: makeEchoes(clock), there: makeEchoes(clock) };
    this.#loops = makeLoops(clock);
    this.#endings.push(
      there.onState((isConnected, failure) => {
        this.#failure = isConnected ? undefined : failure;
        if (isConnected) this.#connected.resolve();
      }),
    );
    this.#added = spool.state().batches;
    this.#hasExact = rules.some(({ qos, direction }) => qos === 2 && direction === 'out');
    const doneBefore = spool.next - 1 - this.#added;
    if (this.#hasExact) there.recover?.(Math.max(1, doneBefore - 2 * mostAtOnce), doneBefore);
    this.#delivery = new Delivery({
      spool: this.#watched(),
      clock,
      mostAtOnce,
      deliver: (messages, signal) => this.#deliver(messages, signal),
      // Told by the state of the connection.
      onTrouble: () => undefined,
    });
    for (const rule of rules) {
      const isKept = { kept: () => (rule.direction === 'out' ? this.#safe() : this.#taken) };
      const kept = rule.qos === 0 ? {} : { ...isKept, qos: rule.qos };
      this.#endings.push(
        rule.direction === 'out'
          ? here.subscribe(`${rule.here}${rule.filter}`, (message) => this.#goOut(rule, message), kept)
          : there.subscribe(`${rule.there}${rule.filter}`, (message) => this.#comeIn(rule, message), {
              ...kept,
              endsWithLink: true,
            }),
      );
    }
  }

  figures(): BridgeFigures {
    const { batches, bytes, dropped } = this.#options.spool.state();
    const { isConnected } = this.#options.there;
    const counted = { ...this.#counted, dropped: this.#counted.dropped + dropped };
    return { isConnected, waiting: batches, waitingBytes: bytes, ...counted };
  }

  issue(): Reason | undefined {
    const { there, spool } = this.#options;
    const { trouble, batches } = spool.state();
    if (trouble !== undefined) return because('bridge.disk', { said: external(trouble) });
    const looping = this.#loops.newest();
    if (looping !== undefined) return because('bridge.loop', { topic: external(looping) });
    if (there.isConnected) return undefined;
    const why = this.#failure === undefined ? because('broker.no-connection') : reasonOf(this.#failure);
    return because('bridge.away', { host: external(there.name), count: batches, why });
  }

  async close(): Promise<void> {
    for (const end of this.#endings) end();
    await this.#delivery.end();
    await this.#freeing;
    await this.#options.there.close();
    await this.#options.spool.close();
  }

  /** The spool, and who waits hears that something of it was delivered. */
  #watched(): Spool<Placed> {
    const { spool } = this.#options;
    return {
      add: (message) => spool.add(message),
      get next() {
        return spool.next;
      },
      flush: () => spool.flush(),
      async read(limit, after) {
        const found = await spool.read(limit, after);
        return found.map(({ position, batch }) => ({ position, batch: { ...batch, position } }));
      },
      done: (position) => {
        spool.done(position);
        for (const place of this.#underWay.keys()) if (place <= position) this.#underWay.delete(place);
        this.#free(position);
        this.#progress.resolve();
        this.#progress = Promise.withResolvers();
      },
      state: () => spool.state(),
      close: () => spool.close(),
    };
  }

  #goOut(rule: BridgeRule, message: TopicMessage): void {
    const { spool, there } = this.#options;
    if (!this.#isCopied(rule, message, 'here')) return;
    const topic = `${rule.there}${message.topic.slice(rule.here.length)}`;
    if (rule.qos === 0) {
      if (there.isConnected) void this.#send({ topic, retain: rule.retain }, message.payload).catch(() => this.#drop());
      else this.#drop();
      return;
    }
    const payload = Buffer.from(message.payload).toString('base64');
    spool.add({ topic, payload, retain: rule.retain, ...(rule.qos === 2 ? { qos: 2 } : {}) });
    this.#added += 1;
    this.#delivery.wake();
  }

  #comeIn(rule: BridgeRule, message: TopicMessage): void {
    if (!this.#isCopied(rule, message, 'there')) return;
    const { here, rules } = this.#options;
    const topic = `${rule.here}${message.topic.slice(rule.there.length)}`;
    if (rules.some((one) => one.direction === 'out' && topicMatches(`${one.here}${one.filter}`, topic)))
      this.#echoes.here.expect(topic, message.payload);
    this.#taken = here
      .publish(topic, message.payload, { retain: rule.retain, ...(rule.qos === 2 ? { qos: 2 } : {}) })
      .then(() => void (this.#counted.in += 1));
    // Whoever is asked whether it is kept hears of it; a message of QoS 0 is lost.
    this.#taken.catch(() => this.#drop());
  }

  /** Whether a message is one of somebody else, and not one that goes round. */
  #isCopied(rule: BridgeRule, { topic, payload, retained }: TopicMessage, side: 'here' | 'there'): boolean {
    if (topic.startsWith('$') || (retained && !rule.retain)) return false;
    if (this.#echoes[side].take(topic, payload)) return false;
    if (!this.#loops.isRound(`${side} ${topic}`, digestOf(payload))) return true;
    this.#drop();
    return false;
  }

  /** Hands messages to the other broker; resolves with how many of the first it has: it may take the next only when these are done with. */
  async #deliver(messages: readonly Placed[], signal: AbortSignal): Promise<number> {
    await this.#connection(signal);
    const aborted = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => aborted.resolve(), { once: true });
    const each = messages.map((message) => this.#begun(message));
    let count = 0;
    const arriving = (async () => {
      for (const one of each) {
        await one;
        count += 1;
      }
    })().catch(() => undefined);
    await Promise.race([each[0], aborted.promise]);
    signal.throwIfAborted();
    let before = 0;
    do {
      before = count;
      await isWithin(this.#options.clock, togetherMs, arriving);
    } while (before < count && count < each.length);
    return Math.max(1, count);
  }

  /** Sends a message, once while it is under way. */
  #begun(message: Placed): Promise<void> {
    const { position, payload, qos } = message;
    if (qos === 2) this.#hasExact = true;
    return this.#underWay.getOrInsertComputed(position, () => {
      const sent = this.#send(message, Buffer.from(payload, 'base64'));
      sent.catch(() => this.#underWay.delete(position));
      return sent;
    });
  }

  /** The other broker may forget what is done with once that is on the disk: before, it would take it anew after a kill. */
  #free(upTo: number): void {
    if (!this.#hasExact) return;
    const { spool, there } = this.#options;
    this.#toFree = upTo;
    const freed = async (): Promise<void> => {
      const reached = this.#toFree;
      if (reached <= this.#freed) return;
      await (spool.settled?.() ?? spool.flush());
      this.#freed = reached;
      there.release?.(reached);
    };
    // A disk that takes nothing is told by its state; they are given free with the next.
    this.#freeing = this.#freeing.then(freed).catch(() => undefined);
  }

  async #connection(signal: AbortSignal): Promise<void> {
    const { there } = this.#options;
    const aborted = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => aborted.resolve(), { once: true });
    while (!there.isConnected && !signal.aborted) {
      this.#connected = Promise.withResolvers();
      await Promise.race([this.#connected.promise, aborted.promise]);
    }
    signal.throwIfAborted();
  }

  async #send(
    { topic, retain, qos, position }: Pick<BridgeMessage, 'topic' | 'retain' | 'qos'> & { readonly position?: number },
    payload: Uint8Array,
  ): Promise<void> {
    const { there, rules } = this.#options;
    if (rules.some((one) => one.direction === 'in' && topicMatches(`${one.there}${one.filter}`, topic)))
      this.#echoes.there.expect(topic, payload);
    const exactly = qos === 2 && position !== undefined ? { qos, number: position } : {};
    await there.publish(topic, payload, { retain, ...exactly });
    this.#counted.out += 1;
  }

  /** Resolves when all that came so far was delivered or is on the disk; a disk that takes nothing keeps no device waiting. */
  async #safe(): Promise<void> {
    const { spool, clock } = this.#options;
    const mine = this.#added;
    const isDelivered = (): boolean => spool.state().batches <= this.#added - mine;
    const untilMs = clock.monotonicMs() + graceMs;
    while (!isDelivered() && this.#options.there.isConnected && clock.monotonicMs() < untilMs)
      await isWithin(clock, untilMs - clock.monotonicMs(), this.#progress.promise);
    if (!isDelivered()) await spool.flush().catch(() => undefined);
  }

  #drop(): void {
    this.#counted.dropped += 1;
  }
}

const digestOf = (payload: Uint8Array): string => createHash('sha1').update(payload).digest('base64');
