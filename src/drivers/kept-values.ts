// What the broker kept of a device that cannot be asked: a value is as old as the device says on a topic of its own, which may come before
// or after it; without that nobody knows its age, and it is no reading.
import type { Clock } from '#core/clock.ts';
import { dayMs } from '#core/time.ts';
import type { MessageState } from '#devices/message-dialect.ts';
import { joined } from './message-memory.ts';

/** Most that waits for its time: more is made up. */
const mostWaiting = 256;

/** The values of one device that the broker kept. */
export interface KeptValues {
  state(state: MessageState): void;
  /** What holds until the device says otherwise: a relay, not a power. */
  holding(state: MessageState): void;
  /** What holds, now that the device is there; undefined: nothing. It is told once. */
  held(): MessageState | undefined;
  /** Of when it is what stands at a place of the state, epoch ms. */
  stamp(of: string, atMs: number): void;
  /** It has said this since: what was kept of it is old. */
  said(state: MessageState): void;
}

/** What is older says nothing of now, ms. */
const mostAgeMs = dayMs;

/** Calls `take` with each that has its time, which is not after ours. */
export function makeKeptValues(
  clock: Pick<Clock, 'nowMs'>,
  take: (state: MessageState, atMs: number) => void,
): KeptValues {
  const values = new Map<string, unknown>();
  const stamps = new Map<string, number>();
  let holds: MessageState | undefined;
  const meet = (key: string): void => {
    const atMs = stamps.get(key);
    if (atMs === undefined || !values.has(key)) return;
    const value = values.get(key);
    values.delete(key);
    stamps.delete(key);
    const nowMs = clock.nowMs();
    if (nowMs - atMs <= mostAgeMs) take({ [key]: value }, Math.min(atMs, nowMs));
  };
  const put = <T>(into: Map<string, T>, key: string, one: T): void => {
    if (into.size >= mostWaiting && !into.has(key)) return;
    into.set(key, one);
    meet(key);
  };
  return {
    state(state) {
      for (const [key, value] of Object.entries(state)) put(values, key, value);
    },
    holding(state) {
      holds = joined(holds ?? {}, state);
    },
    held() {
      const told = holds;
      holds = undefined;
      return told;
    },
    stamp: (of, atMs) => put(stamps, of, atMs),
    said(state) {
      if (values.size === 0) return;
      for (const key of Object.keys(state)) values.delete(key);
    },
  };
}
