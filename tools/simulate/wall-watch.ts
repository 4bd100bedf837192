// Whether the product had a reason to believe a wall clock that was wrong. Where no other clock tells the time, only then may it
// be in doubt at the end, until a person says how it was.
import { sameMs } from '#hub/time-witness.ts';

/** Follows the wall clock of a run. */
export interface WallWatch {
  /** The wall clock is ahead by so much from now on, ms. */
  set(aheadMs: number): void;
  /** The product starts now: it believes the clock it finds. */
  starts(): void;
  /** Whether a wrong clock was believed up to now. */
  believed(): boolean;
}

/** A clock that was set is believed after it has held for a minute; a little less, for what is read in between, ms. */
const heldMs = 55_000;

/** The clock is right so far. */
export function watchWall(nowMs: () => number): WallWatch {
  let now = { aheadMs: 0, sinceMs: nowMs() };
  let hasBelieved = false;
  const isWrong = (): boolean => Math.abs(now.aheadMs) > sameMs;
  const look = (): void => {
    hasBelieved ||= isWrong() && nowMs() - now.sinceMs >= heldMs;
  };
  return {
    set(aheadMs) {
      look();
      now = { aheadMs, sinceMs: nowMs() };
    },
    starts() {
      hasBelieved ||= isWrong();
    },
    believed() {
      look();
      return hasBelieved;
    },
  };
}
