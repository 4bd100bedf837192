// What is known of the wall clock, and what a person says about it.
import type { Clock } from '#core/clock.ts';
import type { HubInside } from './inside.ts';
import type { TimeWitness } from './time-witness.ts';

/** What is known about the clock; without a witness, nothing. */
export function clockWord({
  clock,
  witness,
}: {
  readonly clock: Clock;
  readonly witness?: TimeWitness | undefined;
}): Pick<HubInside, 'clockState' | 'sayClock'> {
  const state = (): ReturnType<HubInside['clockState']> => {
    const atMs = clock.nowMs();
    const offsetMs = witness?.offsetMs();
    const aheadMs = offsetMs === undefined ? undefined : Math.round(atMs - clock.monotonicMs() - offsetMs);
    const isConfirmed = witness?.isConfirmed() ?? false;
    return { atMs, isConfirmed, ...(aheadMs === undefined ? {} : { aheadMs }) };
  };
  return {
    clockState: state,
    async sayClock(isRight) {
      witness?.personSays(isRight);
      return state();
    },
  };
}
