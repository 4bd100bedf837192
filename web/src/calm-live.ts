// The live state of a home for screens that take long to draw: what was heard is told only every so often, what becomes of the connection at once.
import type { Clock } from '#core/clock.ts';
import type { LinkPhase, Live } from './live.ts';
import type { LiveState } from './live-state.ts';

/** How often such a screen is drawn, ms. */
export const calmMs = 45_000;

/** What {@link calmLive} takes. */
export interface CalmOptions {
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly isCalm: () => boolean;
  /** Calls when that may have changed; the returned function ends it. */
  readonly onCalm: (listener: () => void) => () => void;
}

interface Held {
  readonly state: LiveState | undefined;
  readonly phase: LinkPhase;
  readonly nowMs: number;
  readonly takenMs: number;
}

/** The same connection, told calmly while it should be. */
export function calmLive(live: Live, { clock, isCalm, onCalm }: CalmOptions): Live {
  const listeners = new Set<() => void>();
  let held: Held | undefined;
  const take = (): void => {
    const takenMs = clock.monotonicMs();
    held = isCalm() ? { state: live.state(), phase: live.phase(), nowMs: live.serverNowMs(), takenMs } : undefined;
    for (const listen of listeners) listen();
  };
  const isDue = ({ state, phase, takenMs }: Held): boolean =>
    state === undefined || phase !== live.phase() || clock.monotonicMs() - takenMs >= calmMs;
  const heard = (): void => {
    if (held === undefined || isDue(held)) take();
  };
  let stop: readonly (() => void)[] = [];
  return {
    ...live,
    state: () => (held === undefined ? live.state() : held.state),
    phase: () => (held === undefined ? live.phase() : held.phase),
    // In steps while nothing is heard: how old it is, is told all the same.
    serverNowMs() {
      if (held === undefined) return live.serverNowMs();
      const steps = Math.floor((clock.monotonicMs() - held.takenMs) / calmMs);
      return held.nowMs + steps * calmMs;
    },
    subscribe(listener) {
      if (listeners.size === 0) {
        stop = [live.subscribe(heard), onCalm(take)];
        if (isCalm()) take();
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        for (const end of stop) end();
        held = undefined;
      };
    },
  };
}
