// The shared half of every link that carries bytes. A transport gives a way to open a port; opening again after a loss,
// one exchange at a time, counters and listeners are here, waiting for the answer is in exchange.ts.
import { because, type Reason } from '#core/reason.ts';
import { type Clock, nextTurn } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import type { Expectation, Link, LinkCounters } from '#core/link.ts';
import { Exchange, type Line } from './exchange.ts';

/** What a port reports to its link. */
export interface PortEvents {
  /** `cost`: what it is counted as, where it takes more time than its bytes; what are no bytes for anybody is empty. */
  onBytes(bytes: Uint8Array, cost?: number): void;
  /** What the device would answer has changed: it is worth asking. */
  onNews(): void;
  /** The device vanished or the other side hung up. Not called after `close`. */
  onClosed(why: Reason): void;
}

/** One open port. */
export interface Port {
  /** Resolves when the system has taken the bytes. */
  write(bytes: Uint8Array): Promise<void>;
  /** Throws away what the system holds and has not handed over. */
  drain?(): Promise<void>;
  /** Never hangs, also when the device is gone. */
  close(): Promise<void>;
}

/** What makes a transport: its line, and how to open it. */
export interface Transport extends Line {
  /** Bytes a second above which the device talks without end; by the speed of the line if absent. */
  readonly floodBytes?: number;
  /** Errors: `link.unavailable`, `link.forbidden`. */
  open(events: PortEvents): Promise<Port>;
}

/** Bytes a second that no device sends for long, unless its line is faster: then so many times the line's speed. */
const floodBytes = 64 * 1024;
const floodTimes = 4;
/** Over how long they are counted, ms, and how long a link that was flooded stays closed. */
const floodMs = 2000;
const heldMs = 30_000;

/** A link over a transport. */
export function makeByteLink(transport: Transport, clock: Clock): Link {
  return new ByteLink(transport, clock);
}

const noBytes = new Uint8Array(0);

class ByteLink implements Link {
  readonly name: string;
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #listeners = new Set<(bytes: Uint8Array) => void>();
  readonly #counters = { opened: 0, lost: 0, bytesSent: 0, bytesReceived: 0 };
  #port: Port | undefined;
  #opening: Promise<void> | undefined;
  #exchange: Exchange | undefined;
  #isBusy = false;
  /** What came since when, to tell a flood. */
  #counted = { sinceMs: 0, bytes: 0 };
  #heldUntilMs = Number.NEGATIVE_INFINITY;

  constructor(transport: Transport, clock: Clock) {
    this.name = transport.name;
    this.#transport = transport;
    this.#clock = clock;
  }

  get isOpen(): boolean {
    return this.#port !== undefined;
  }

  get counters(): LinkCounters {
    return { ...this.#counters };
  }

  async open(): Promise<void> {
    if (this.#port !== undefined) return;
    this.#opening ??= this.#openPort().finally(() => {
      this.#opening = undefined;
    });
    await this.#opening;
  }

  async close(): Promise<void> {
    await this.#opening?.catch(() => undefined);
    const port = this.#port;
    this.#port = undefined;
    this.#exchange?.fail(this.#closed(because('link.was-closed')));
    await port?.close();
  }

  async sendAndReceive(request: Uint8Array, expectation: Expectation): Promise<Uint8Array> {
    if (this.#isBusy) throw new TypeError(`assertion: a second request on ${this.name} inside an exchange`);
    const port = this.#port;
    if (port === undefined) throw this.#closed(because('link.not-open'));
    expectation.signal?.throwIfAborted();
    this.#isBusy = true;
    try {
      await port.drain?.().catch(() => undefined);
      // What the system has handed over already reaches #receive in this turn, before there is an exchange to receive it.
      await nextTurn();
      if (this.#port !== port) throw this.#closed(because('link.vanished'));
      expectation.signal?.throwIfAborted();
      expectation.onSend?.();
      const exchange = new Exchange(this.#transport, this.#clock, { request, expectation });
      this.#exchange = exchange;
      this.#counters.bytesSent += request.length;
      port.write(request).catch((thrown: unknown) => exchange.fail(this.#closed(because('link.not-sent'), thrown)));
      return await exchange.answer;
    } finally {
      this.#exchange = undefined;
      this.#isBusy = false;
    }
  }

  listen(onBytes: (bytes: Uint8Array) => void): () => void {
    // A listener of its own, so that a function given twice is called twice and removed once.
    const listener = (bytes: Uint8Array): void => onBytes(bytes);
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #openPort(): Promise<void> {
    if (this.#clock.monotonicMs() < this.#heldUntilMs)
      throw new SolsteadError('link.unavailable', { at: this.name, why: because('link.flooded') });
    const now: { port?: Port; lostWhy?: Reason } = {};
    const isCurrent = (): boolean => now.port !== undefined && now.port === this.#port;
    const port = await this.#transport.open({
      onBytes: (bytes, cost = bytes.length) => {
        if (!isCurrent()) return;
        if (bytes.length > 0) this.#receive(bytes);
        if (this.#isFlood(cost)) this.#cutOff();
      },
      onNews: () => {
        if (isCurrent()) for (const listener of this.#listeners) listener(noBytes);
      },
      onClosed: (why) => {
        now.lostWhy = why;
        if (isCurrent()) this.#lose(why);
      },
    });
    if (now.lostWhy !== undefined) throw new SolsteadError('link.unavailable', { at: this.name, why: now.lostWhy });
    now.port = port;
    this.#port = port;
    this.#counters.opened += 1;
  }

  #receive(bytes: Uint8Array): void {
    this.#counters.bytesReceived += bytes.length;
    for (const listener of this.#listeners) listener(bytes);
    this.#exchange?.receive(bytes);
  }

  #isFlood(cost: number): boolean {
    const { byteMs, floodBytes: most = Math.max(floodBytes, (floodTimes * 1000) / byteMs) } = this.#transport;
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#counted.sinceMs >= floodMs) this.#counted = { sinceMs: nowMs, bytes: 0 };
    this.#counted.bytes += cost;
    return this.#counted.bytes > (most * floodMs) / 1000;
  }

  /** A device that talks without end is not listened to for a while: reading it would take the time of all others. */
  #cutOff(): void {
    const port = this.#port;
    if (port === undefined) return;
    this.#counted = { sinceMs: 0, bytes: 0 };
    this.#heldUntilMs = this.#clock.monotonicMs() + heldMs;
    this.#lose(because('link.flooded'));
    void port.close().catch(() => undefined);
  }

  #lose(why: Reason): void {
    this.#port = undefined;
    this.#counters.lost += 1;
    this.#exchange?.fail(this.#closed(why));
  }

  #closed(why: Reason, cause?: unknown): SolsteadError {
    return new SolsteadError('link.closed', { at: this.name, why, cause });
  }
}
