// A clock that runs on while the machine sleeps: the monotonic time of a process stops then, and waking after a night
// of sleep would look as if somebody had set the wall clock.
import type { Clock } from './clock.ts';

/** When the two times differ by this much, check whether the machine slept, ms. */
const partedMs = 2000;

/** A clock whose monotonic time counts sleep, too; `uptimeMs` is the time since the machine was started, sleep included. */
export function countingSleep(clock: Clock, uptimeMs: () => number): Clock {
  let sleptMs = 0;
  let [wallMs, ownMs] = [clock.nowMs(), clock.monotonicMs()];
  let asked = { upMs: uptimeMs(), ownMs };
  return {
    ...clock,
    monotonicMs() {
      const now = { wallMs: clock.nowMs(), ownMs: clock.monotonicMs() };
      const hasParted = now.wallMs - wallMs - (now.ownMs - ownMs) > partedMs;
      [wallMs, ownMs] = [now.wallMs, now.ownMs];
      if (hasParted) {
        const upMs = uptimeMs();
        const missedMs = upMs - asked.upMs - (now.ownMs - asked.ownMs);
        if (missedMs > partedMs / 2) sleptMs += missedMs;
        asked = { upMs, ownMs: now.ownMs };
      }
      return now.ownMs + sleptMs;
    },
  };
}
