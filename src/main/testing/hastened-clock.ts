// For tests only: a clock that runs faster than the system's, so that hours of waiting are a minute. Devices have their time all the same: short
// waits are as long as ever.
import { type Clock, systemClock } from '#core/clock.ts';

/** Below this a wait is for something on a wire, ms. */
const onWireMs = 4000;

/** A clock so many times as fast as the system's; it begins now. */
export function hastenedClock(times: number): Clock {
  const startMs = systemClock.nowMs();
  const sinceMs = systemClock.monotonicMs();
  const passedMs = (): number => times * (systemClock.monotonicMs() - sinceMs);
  const hastened = (ms: number): number => (ms < onWireMs ? ms : ms / times);
  return {
    nowMs: () => Math.floor(startMs + passedMs()),
    monotonicMs: passedMs,
    sleep: (ms, options) => systemClock.sleep(hastened(ms), options),
    after: (ms, run) => systemClock.after(hastened(ms), run),
    every: (ms, run) => systemClock.every(Math.max(1, ms / times), run),
  };
}
