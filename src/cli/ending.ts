// How a command ends: its exit code, and the signal that asks it to end.
import { systemClock } from '#core/clock.ts';

/**
 * 0 done; 1 it could not be done (no answer, port taken, an output that cannot be written), or a check found something wrong; 2 somebody has to
 * change something first: the arguments are wrong, or the data is of a later version, or of an earlier one and there is no room for a copy of
 * it. Services are not started again after that.
 */
export const exitCodes = { done: 0, failed: 1, usage: 2 } as const;

/**
 * Resolves with the first signal that asks the process to end; a second one ends it at once. A terminal that hangs up ends it too, unless
 * `onHangUp` has another meaning for that.
 */
export function untilSignal(onHangUp?: () => void): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let isEnding = false;
    const onSignal = (signal: NodeJS.Signals): void => {
      if (isEnding) process.exit(130);
      isEnding = true;
      resolve(signal);
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
    process.on('SIGHUP', onHangUp ?? onSignal);
  });
}

/** All that was open is closed this long, ms, before the process ends by itself. */
const leftoverMs = 200;

/** When all is closed: what a driver of a server still holds on to, such as a connection that it was making, does not hold up the end. */
export function endWithLeftovers(): void {
  systemClock.every(leftoverMs, () => process.exit());
}
