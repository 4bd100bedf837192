// Sends what waits: each channel at its own pace, one message after the other, again and again until it is taken or a day old. What became of
// each is kept; what was being sent at a kill is sent once more, under the same id.
import type { DeliveryRecord } from '#core/alert.ts';
import type { Clock } from '#core/clock.ts';
import { isSolsteadError, reasonOf } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { dayMs } from '#core/time.ts';

/** What a sender is made of. */
export interface SenderParts {
  readonly clock: Clock;
  readonly waiting: readonly DeliveryRecord[];
  /** Sends one. Errors: any; `alert.no-channel` and `access.denied` are the last word. */
  send(delivery: DeliveryRecord, signal: AbortSignal): Promise<void>;
  /** Durable when it resolves. */
  keep(delivery: DeliveryRecord): Promise<void>;
  onTrouble(delivery: DeliveryRecord, error: unknown): void;
}

/** Pauses between tries, ms: 15 s, twice as long each time, at most half an hour. */
const firstMs = 15_000;
const longestMs = 1_800_000;
/** Longest time for one message, ms. */
const patienceMs = 60_000;

/** When a message is tried again after so many tries, ms from now. */
const pauseAfter = (tries: number): number => Math.min(firstMs * 2 ** Math.min(tries - 1, 20), longestMs);

/** Sends the messages of a home. */
export class Sender {
  readonly #parts: SenderParts;
  readonly #waiting = new Map<string, DeliveryRecord>();
  readonly #busy = new Map<string, Promise<void>>();
  readonly #ending = new AbortController();

  constructor(parts: SenderParts) {
    this.#parts = parts;
    this.take(parts.waiting);
  }

  get waiting(): readonly DeliveryRecord[] {
    return [...this.#waiting.values()];
  }

  /** New messages, and those that are not sent any more; they are kept already. */
  take(deliveries: readonly DeliveryRecord[]): void {
    for (const delivery of deliveries)
      if (delivery.state === 'waiting') this.#waiting.set(delivery.id, delivery);
      else this.#waiting.delete(delivery.id);
  }

  /** Nothing waits for a channel any more. */
  drop(channel: string): void {
    for (const [id, delivery] of this.#waiting) if (delivery.channel === channel) this.#waiting.delete(id);
  }

  /** Sends what is due; called again and again. */
  wake(): void {
    if (this.#ending.signal.aborted) return;
    for (const channel of new Set(this.waiting.map((one) => one.channel))) {
      if (this.#busy.has(channel)) continue;
      const work = this.#work(channel).finally(() => this.#busy.delete(channel));
      this.#busy.set(channel, work);
    }
  }

  async close(): Promise<void> {
    this.#ending.abort(new DOMException('closed', 'AbortError'));
    await Promise.all(this.#busy.values());
  }

  /** The next message of a channel: none while an earlier one waits for its next try. */
  #next(channel: string): DeliveryRecord | undefined {
    const nowMs = this.#parts.clock.nowMs();
    const own = this.waiting.filter((one) => one.channel === channel);
    if (own.some(({ tries, dueMs }) => tries > 0 && dueMs > nowMs)) return undefined;
    return own
      .filter(({ dueMs }) => dueMs <= nowMs)
      .toSorted((left, right) => left.createdMs - right.createdMs)
      .at(0);
  }

  async #work(channel: string): Promise<void> {
    const { signal } = this.#ending;
    for (let next = this.#next(channel); next !== undefined && !signal.aborted; next = this.#next(channel)) {
      const done = await this.#tried(next, signal);
      if (done === undefined) return;
      // Somebody took it away meanwhile.
      if (this.#waiting.get(next.id) !== next) continue;
      try {
        await this.#parts.keep(done);
      } catch (error) {
        // It is sent once more: better twice than never.
        this.#parts.onTrouble(next, error);
        this.take([{ ...next, tries: next.tries + 1, dueMs: this.#parts.clock.nowMs() + pauseAfter(next.tries + 1) }]);
        return;
      }
      this.take([done]);
    }
  }

  /** What became of a message; undefined when the home is closed meanwhile. */
  async #tried(delivery: DeliveryRecord, signal: AbortSignal): Promise<DeliveryRecord | undefined> {
    const { clock, send, onTrouble } = this.#parts;
    const late = new AbortController();
    const cancel = clock.after(patienceMs, () => late.abort(new DOMException('too slow', 'TimeoutError')));
    const tries = delivery.tries + 1;
    try {
      await send(delivery, AbortSignal.any([signal, late.signal]));
      const { reason: _reason, ...rest } = delivery;
      return { ...rest, tries, state: 'sent', endedMs: clock.nowMs() };
    } catch (error) {
      if (signal.aborted) return undefined;
      onTrouble(delivery, error);
      const nowMs = clock.nowMs();
      const reason = reasonOf(error);
      const isLast = isSolsteadError(error, 'alert.no-channel', 'access.denied');
      if (isLast) return { ...delivery, tries, state: 'failed', endedMs: nowMs, reason };
      if (nowMs - delivery.createdMs > dayMs && tries > 3)
        return { ...delivery, tries, state: 'failed', endedMs: nowMs, reason: because('alert.old') };
      const askedMs = isSolsteadError(error) ? (error.retrySeconds ?? 0) * 1000 : 0;
      const dueMs = nowMs + Math.min(Math.max(pauseAfter(tries), askedMs), longestMs);
      return { ...delivery, tries, dueMs, reason };
    } finally {
      cancel();
    }
  }
}
