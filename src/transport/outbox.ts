// Messages that a broker has not acknowledged yet; they outlive the connection they went out over.
import { because, type Reason } from '#core/reason.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';

/** A message on its way. */
export interface OutgoingMessage {
  readonly topic: string;
  readonly payload: Buffer;
  readonly retain: boolean;
  readonly qos: 0 | 1 | 2;
  /** It goes out over one connection only, and this is called right before; what it throws keeps it here. */
  readonly onSend?: (() => void) | undefined;
}

interface Waiting {
  readonly message: OutgoingMessage;
  /** Whether it went out over the present connection. */
  isSent: boolean;
  readonly settle: { resolve(): void; reject(reason: unknown): void };
  readonly cancel: () => void;
}

/** Longest wait for the broker to take a message, ms. */
const publishMs = 30_000;
const mostWaiting = 1000;

/** The messages of one link, in the order they were given. */
export class Outbox {
  readonly #name: string;
  readonly #clock: Clock;
  readonly #lost: () => SolsteadError | undefined;
  readonly #waiting = new Set<Waiting>();

  /** `lost`: why there is no connection now. */
  constructor(name: string, clock: Clock, lost: () => SolsteadError | undefined = () => undefined) {
    this.#name = name;
    this.#clock = clock;
    this.#lost = lost;
  }

  /** How many are not acknowledged. */
  get size(): number {
    return this.#waiting.size;
  }

  /** Adds a message; resolves when it is acknowledged. Errors: `link.timeout`, why the connection was lost, and what {@link fail} gives. */
  async add(message: OutgoingMessage): Promise<void> {
    if (this.#waiting.size >= mostWaiting) throw this.#timeout(because('mqtt.full', { count: mostWaiting }));
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const cancel = this.#clock.after(publishMs, () => {
      this.#waiting.delete(waiting);
      const silence = because('mqtt.not-taken', { topic: message.topic, seconds: publishMs / 1000 });
      reject(this.#lost() ?? this.#timeout(silence));
    });
    const waiting: Waiting = { message, isSent: false, settle: { resolve, reject }, cancel };
    this.#waiting.add(waiting);
    await promise;
  }

  /** A new connection: all of them go out again. */
  restart(): void {
    for (const waiting of this.#waiting) waiting.isSent = false;
  }

  /** The connection is gone: what goes out once does not wait for the next one. */
  lost(): void {
    for (const waiting of this.#waiting) {
      if (waiting.message.onSend === undefined) continue;
      const why = because('mqtt.lost');
      this.#end(waiting, () =>
        waiting.settle.reject(
          waiting.isSent ? this.#timeout(why) : new SolsteadError('link.closed', { at: this.#name, why }),
        ),
      );
    }
  }

  /** Gives every message that has not gone out to `send`, which calls back once the broker has it. */
  flush(send: (message: OutgoingMessage, onTaken: () => void) => void): void {
    for (const waiting of this.#waiting) {
      if (waiting.isSent) continue;
      try {
        waiting.message.onSend?.();
      } catch (error) {
        this.#end(waiting, () => waiting.settle.reject(error));
        continue;
      }
      waiting.isSent = true;
      send(waiting.message, () => this.#end(waiting, () => waiting.settle.resolve()));
    }
  }

  /** Fails what waits. */
  fail(reason: SolsteadError): void {
    for (const { settle, cancel } of this.#waiting) {
      cancel();
      settle.reject(reason);
    }
    this.#waiting.clear();
  }

  #end(waiting: Waiting, settle: () => void): void {
    if (!this.#waiting.delete(waiting)) return;
    waiting.cancel();
    settle();
  }

  #timeout(why: Reason): SolsteadError {
    return new SolsteadError('link.timeout', { at: this.#name, why });
  }
}
