// Whether a home gets on: its sites are looked after a few times a second, and what was taken reaches the disk. A process whose event loop
// turns may still be stuck in either; its service manager then starts it anew.
import type { Clock } from '#core/clock.ts';
import { minuteMs } from '#core/time.ts';
import type { OpenHub } from '#hub/open-hub.ts';

/** A hub as far as its progress goes. */
export type Pulsing = Pick<OpenHub, 'pulse' | 'flush'>;

/** How long a flush may take: behind the work on a large history on a slow card it waits for minutes. */
const patienceMs = 5 * minuteMs;

/** Watches the hub that is served now. `isWell` is asked by a service manager, at its pace. */
export function watchProgress(hubNow: () => Pulsing, clock: Pick<Clock, 'monotonicMs'>): { isWell(): boolean } {
  let last: { readonly hub: Pulsing; readonly pulse: number } | undefined;
  let flush: { readonly sinceMs: number } | undefined;
  const beginFlush = (hub: Pulsing): void => {
    const begun = { sinceMs: clock.monotonicMs() };
    flush = begun;
    const ended = (): void => {
      if (flush === begun) flush = undefined;
    };
    // A store that says no is not stuck: it is told elsewhere, and a restart does not mend it.
    hub.flush().then(ended, ended);
  };
  return {
    isWell() {
      const hub = hubNow();
      const pulse = hub.pulse();
      const before = last;
      last = pulse === undefined ? undefined : { hub, pulse };
      // Without a site, or while another home takes the place of this one, nothing is expected to move.
      if (pulse === undefined || before?.hub !== hub) {
        flush = undefined;
        return true;
      }
      const isStuck = flush !== undefined && clock.monotonicMs() - flush.sinceMs > patienceMs;
      if (flush === undefined) beginFlush(hub);
      return pulse !== before.pulse && !isStuck;
    },
  };
}
