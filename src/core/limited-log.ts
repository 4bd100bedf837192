// A log that strangers cannot fill: what they sent is cut, and each of them gets one line a minute.
import type { Clock } from './clock.ts';
import { minuteMs } from './time.ts';

const mostKeys = 1000;
const mostText = 80;

/** A text that came from outside, as a log shows it: short, on one line, without control characters. */
export function foreign(text: string): string {
  const shown = JSON.stringify(text.slice(0, mostText + 1)).slice(1, -1);
  return shown.length <= mostText ? shown : `${shown.slice(0, mostText)}…`;
}

/** Tells one line a minute for each key, and then how many were left out; `tell` is the log. */
export function limitedLog(clock: Clock, tell: (line: string) => void): (key: string, line: string) => void {
  const known = new Map<string, { untilMs: number; left: number }>();
  const overflow = { untilMs: Number.NEGATIVE_INFINITY, left: 0 };
  const take = (state: { untilMs: number; left: number }, line: string): void => {
    const nowMs = clock.monotonicMs();
    if (nowMs < state.untilMs) {
      state.left += 1;
      return;
    }
    tell(state.left === 0 ? line : `${line} (and ${state.left} like it)`);
    state.untilMs = nowMs + minuteMs;
    state.left = 0;
  };
  return (key, line) => {
    const nowMs = clock.monotonicMs();
    let state = known.get(key);
    if (state === undefined) {
      for (const [old, { untilMs }] of known) {
        if (untilMs > nowMs || known.size < mostKeys) break;
        known.delete(old);
      }
      // More keys than are remembered share one line.
      if (known.size >= mostKeys) {
        take(overflow, line);
        return;
      }
      state = { untilMs: Number.NEGATIVE_INFINITY, left: 0 };
    }
    known.delete(key);
    known.set(key, state);
    take(state, line);
  };
}
