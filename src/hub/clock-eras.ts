// Which values were timed by which setting of the wall clock: when the clock is corrected, it is known which values were
// written before, and by how much they are wrong.
import type { MisdatedTime } from '#ledger/misdated.ts';
import { sameMs } from './time-witness.ts';

/** Options of {@link makeClockEras}. */
export interface ClockErasOptions {
  /** Whether another clock says at this moment that the time is right. */
  isKnown(): boolean;
  /** The clock was set: earlier values may have a wrong time. */
  tell(misdated: MisdatedTime): void;
}

/** What is remembered of the settings of a clock. */
export interface ClockEras {
  /** A value of a device was written with a time; `offsetMs` is wall less monotonic time as it was trusted then, ms. */
  wrote(device: string, atMs: number, offsetMs: number): void;
}

interface Era {
  /** The latest offset: clocks drift. */
  offsetMs: number;
  readonly moments: Map<string, number[]>;
}

/** Moments remembered; of more the oldest go first. */
const mostMoments = 100_000;

const spanOf = ({ moments }: Era): { readonly fromMs: number; readonly toMs: number } => {
  let [fromMs, toMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const list of moments.values())
    for (const at of list) [fromMs, toMs] = [Math.min(fromMs, at), Math.max(toMs, at)];
  return { fromMs, toMs };
};

/** Nothing was written yet. */
export function makeClockEras({ isKnown, tell }: ClockErasOptions): ClockEras {
  let present: Era | undefined;
  let before: Era | undefined;
  let count = 0;
  const ended = (offsetMs: number, era: Era): void => {
    const { fromMs, toMs } = spanOf(era);
    const isBack = before !== undefined && Math.abs(before.offsetMs - offsetMs) <= sameMs;
    if (fromMs <= toMs)
      tell({
        fromMs,
        toMs,
        byMs: Math.round(offsetMs - era.offsetMs),
        isSure: isBack || isKnown(),
        // What was taken for wrong in between was right.
        clears: before === undefined || !isBack ? [] : [spanOf(before).fromMs],
        moments: era.moments,
      });
    before = era;
    count = 0;
  };
  return {
    wrote(device, atMs, offsetMs) {
      if (present !== undefined && Math.abs(present.offsetMs - offsetMs) > sameMs) {
        ended(offsetMs, present);
        present = undefined;
      }
      present ??= { offsetMs, moments: new Map() };
      present.offsetMs = offsetMs;
      const list = present.moments.getOrInsertComputed(device, () => []);
      if (list.at(-1) === atMs) return;
      list.push(atMs);
      count += 1;
      if (count <= mostMoments) return;
      for (const [id, own] of present.moments) present.moments.set(id, own.slice(own.length >> 1));
      count = [...present.moments.values()].reduce((sum, { length }) => sum + length, 0);
    },
  };
}
