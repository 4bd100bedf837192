// The only place of the web app that touches time: everything that waits, takes timestamps or ticks gets it from here.
import { systemClock, type Clock } from '#core/clock.ts';

/** The browser's clock. */
export const clock: Clock = systemClock;

const listeners = new Set<() => void>();
let tick = 0;
let stop: (() => void) | undefined;

/** Calls the listener once a second, one timer for all; the returned function stops it. */
export function onSecond(listener: () => void): () => void {
  listeners.add(listener);
  stop ??= clock.every(1000, () => {
    tick += 1;
    for (const listen of listeners) listen();
  });
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    stop?.();
    stop = undefined;
  };
}

/** Seconds counted so far: changes exactly when {@link onSecond} calls. */
export function secondsCounted(): number {
  return tick;
}
