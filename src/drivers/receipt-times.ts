// The time of a device's message: by its own clock if that is right, else by ours.
import type { Clock } from '#core/clock.ts';
import { dayMs, minuteMs } from '#core/time.ts';

/** How far a device's clock may be off before our own time of receipt is taken, ms. */
const clockSlackMs = 5000;
/** Stamps are often of whole seconds: one that is older by so much, ms, may have been made later. */
const stampStepMs = 1000;
/** Stamps that are remembered: as many as wait at a broker for one who reads again. */
const mostGiven = 256;

/**
 * So long the messages of a clock that was right may be behind, on the device, on the way or with us on a machine that has too much to do: they
 * are of their own time. Behind for longer, ms, it is the clock that was put back.
 */
const behindMs = 10 * minuteMs;

/** What comes so much later than usual has waited somewhere, ms: more than a busy network takes. */
const waitedMs = 500;
/** A device that says it waited for longer, ms, has lost its clock. */
const mostWaitedMs = 31 * dayMs;
/** Messages whose way tells how long it takes at the least. */
const mostLags = 16;

/** How far times that we give may run ahead of our clock, ms, so that messages of one millisecond have one each; who says more is flooding. */
const mostAheadMs = 50;

/** How a message came. */
export interface Came {
  /** It may have waited somewhere: soon after a time without connection. */
  readonly mayBeLate?: boolean;
  /** It came another way than the others, so that nothing is said about what came before or after. */
  readonly isBeside?: boolean;
}

/** How much later than the device's clock our own is, ms: its error and the shortest way here, of the last messages. */
class UsualLag {
  #lags: readonly number[] = [];
  #recalledMs: number | undefined;

  get ms(): number | undefined {
    return this.heardMs ?? this.#recalledMs;
  }

  /** By what was heard since the start alone. */
  get heardMs(): number | undefined {
    return this.#lags.length === 0 ? undefined : Math.min(...this.#lags);
  }

  /** As it was before a restart: it holds until a message tells it anew. */
  recall(lagMs: number): void {
    this.#recalledMs = lagMs;
  }

  note(lagMs: number): void {
    const ms = this.heardMs;
    // Its clock was set.
    const isSet = ms !== undefined && Math.abs(lagMs - ms) > clockSlackMs;
    this.#lags = [...(isSet ? [] : this.#lags.slice(1 - mostLags)), lagMs];
  }
}

/** Whether messages of a clock that was right come late, though the connection is there. */
class Behind {
  readonly #clock: Clock;
  readonly #usual: UsualLag;
  #sinceMs: number | undefined;

  constructor(clock: Clock, usual: UsualLag) {
    this.#clock = clock;
    this.#usual = usual;
  }

  /** `isNewer`: its clock has gone on since the last message, as one that was put back has not. */
  is(lagMs: number, isNewer: boolean): boolean {
    // What was before a restart says nothing of a clock that may have been set meanwhile.
    const { heardMs: ms = Number.POSITIVE_INFINITY } = this.#usual;
    const lateMs = lagMs - ms;
    const isBehind = isNewer && Math.abs(ms) < clockSlackMs && lateMs > waitedMs && lateMs <= behindMs;
    if (!isBehind) {
      if (isNewer) this.#sinceMs = undefined;
      return false;
    }
    const nowMs = this.#clock.monotonicMs();
    this.#sinceMs ??= nowMs;
    return nowMs - this.#sinceMs <= behindMs;
  }
}

/** Which times were given lately, by the stamps they were given for. */
class Given {
  readonly #times = new Map<number, number>();
  newestStampMs = Number.NEGATIVE_INFINITY;

  of(stampMs: number): number | undefined {
    return this.#times.get(stampMs);
  }

  note(stampMs: number, atMs: number): void {
    this.newestStampMs = Math.max(this.newestStampMs, stampMs);
    this.#times.set(stampMs, atMs);
    const oldest = this.#times.keys().next().value;
    if (this.#times.size > mostGiven && oldest !== undefined) this.#times.delete(oldest);
  }
}

/** Times of one device's messages. */
export interface ReceiptTimes {
  /** Of when a message is, epoch ms; `stampMs` is what the device's clock says, if given. */
  of(stampMs: number | undefined, came?: Came): number;
  /** How far its clock was off before a restart, ms. */
  recall(lagMs: number): void;
}

/** What differs by less from what is noted is the way of a message and not the clock, ms. */
const notedMs = 500;

/** Messages that come in one millisecond are of one each, in their order: history has one value at a time. */
const apart = (atMs: number, lastMs: number, nowMs: number): number =>
  atMs > lastMs ? atMs : Math.max(atMs, Math.min(lastMs + 1, nowMs + mostAheadMs));

/**
 * Times of one device's messages. A message that waited is of its own time, told by how far the device's clock was off before, right or
 * wrong; `onLag` hears how far, when that has changed, so that it is known after a restart.
 */
export function makeReceiptTimes(clock: Clock, onLag: (lagMs: number) => void = () => undefined): ReceiptTimes {
  let toldMs: number | undefined;
  const given = new Given();
  const usual = new UsualLag();
  const behind = new Behind(clock, usual);
  /** The newest time that was given to what came the same way; of it what was stamped by us; and what came another way. */
  let [newestMs, newestAnswerMs, newestBesideMs] = [-Infinity, -Infinity, -Infinity];

  /** Of when a message is that waited; undefined: it did not, or it came after what we stamped. */
  const waited = (stampMs: number, nowMs: number): number | undefined => {
    if (usual.ms === undefined) return undefined;
    const lateMs = nowMs - stampMs - usual.ms;
    if (lateMs <= waitedMs || lateMs > mostWaitedMs) return undefined;
    const atMs = Math.abs(usual.ms) < clockSlackMs ? stampMs : Math.min(nowMs, stampMs + usual.ms);
    return lateMs > clockSlackMs || atMs > newestAnswerMs ? atMs : undefined;
  };

  const tellLag = (): void => {
    const lagMs = usual.heardMs;
    if (lagMs === undefined || (toldMs !== undefined && Math.abs(lagMs - toldMs) < notedMs)) return;
    toldMs = lagMs;
    onLag(lagMs);
  };

  const stamped = (stampMs: number, mayBeLate: boolean): number => {
    // Delivered again, as QoS 1 may, also after others: the same time again, so that it is recognised as a duplicate.
    const before = given.of(stampMs);
    if (before !== undefined) return before;
    const nowMs = clock.nowMs();
    const lagMs = nowMs - stampMs;
    const isBehind = !mayBeLate && behind.is(lagMs, stampMs > given.newestStampMs - stampStepMs);
    // One that has waited is late: a clock that seems to be right by it is right.
    const isFirst = usual.ms === undefined && Math.abs(lagMs) < clockSlackMs;
    if (mayBeLate ? isFirst : !isBehind) usual.note(lagMs);
    tellLag();
    const late = mayBeLate ? waited(stampMs, nowMs) : isBehind && lagMs >= clockSlackMs ? stampMs : undefined;
    const isTrusted = Math.abs(stampMs - nowMs) < clockSlackMs;
    let atMs = late ?? (isTrusted ? Math.min(stampMs, nowMs) : nowMs);
    // A slightly slow clock must not date new values before an answer that we stamped ourselves.
    if (late === undefined && stampMs > given.newestStampMs) {
      if (atMs <= newestMs) atMs = nowMs;
      else if (atMs <= newestBesideMs)
        atMs = usual.ms === undefined ? nowMs : Math.min(nowMs, stampMs + Math.max(0, usual.ms));
      // A time that the device gave is its own.
      if (atMs !== stampMs) atMs = apart(atMs, newestMs, nowMs);
    }
    if (late === undefined) newestMs = Math.max(newestMs, atMs);
    // What the device calls older may come again as well, much later.
    given.note(stampMs, atMs);
    return atMs;
  };

  return {
    of(stampMs, { mayBeLate = false, isBeside = false } = {}) {
      if (stampMs !== undefined) return stamped(stampMs, mayBeLate);
      const nowMs = clock.nowMs();
      if (isBeside) return (newestBesideMs = nowMs);
      newestAnswerMs = apart(nowMs, newestAnswerMs, nowMs);
      newestMs = Math.max(newestMs, newestAnswerMs);
      return newestAnswerMs;
    },
    recall(lagMs) {
      usual.recall(lagMs);
      toldMs = lagMs;
    },
  };
}
