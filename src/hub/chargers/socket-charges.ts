// Charges at sockets that are switched: no plug tells of a car, so what is taken makes a charge, and a long while of nothing ends it.
import type { ChargeSession } from '#core/charging.ts';
import { hourMs } from '#core/time.ts';
import type { BoardCharger } from '../automation/board-chargers.ts';
import { type SessionStep, sessionAfter } from './sessions.ts';

/** A socket at which cars are charged, as the automation sees it. */
export interface SocketSight {
  readonly device: string;
  /** What it takes, W; absent: not known. */
  readonly takesW?: number | undefined;
}

/** Those among the chargers of a home. */
export const socketsAmong = (chargers: readonly BoardCharger[]): readonly SocketSight[] =>
  chargers.flatMap(({ charger: { device, socket }, look }) =>
    socket === undefined ? [] : [{ device, takesW: look?.state === 'away' ? undefined : look?.takesW }],
  );

/** Below this it is the standby of what is plugged in, W. */
const leastW = 50;
/** Nothing for so long, and the charge is over, ms: clouds pass sooner. */
export const quietMs = hourMs;

/** What becomes of the charge at a socket. A pause belongs to it, with no energy. */
export function socketStep(
  open: ChargeSession | undefined,
  { atMs, takesW }: { readonly atMs: number; readonly takesW?: number | undefined },
  place: { readonly site: string; readonly device: string },
): SessionStep {
  const takes = takesW !== undefined && takesW >= leastW;
  // It ended when something was taken last. What is not known ends it as well: a device that is gone charges nobody that is seen.
  if (open !== undefined && atMs - open.seenMs >= quietMs)
    return { ended: { ...open, endMs: open.seenMs }, ...(takes ? sessionAfter(undefined, begin(atMs), place) : {}) };
  if (!takes) return { open };
  return sessionAfter(open, { ...begin(atMs), powerW: takesW }, place);
}

const begin = (atMs: number) => ({ atMs, isPlugged: true });
