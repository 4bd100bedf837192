// How many requests one person or program may send: many at once, and then so many each second, so that one script leaves the others
// their turn.
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';

/** Bounds of the requests of one principal. */
export interface RequestBounds {
  readonly burst: number;
  readonly perSecond: number;
}

/** The usual bounds: far above what pages and dashboards need. */
export const usualRequests: RequestBounds = { burst: 1000, perSecond: 100 };
/** Principals that are remembered; of more the one that was quiet for longest is forgotten. */
const mostKnown = 1000;

/** Counts a request of somebody. Errors: `request.too-many`. */
export function requestRate(
  clock: Pick<Clock, 'monotonicMs'>,
  { burst, perSecond }: RequestBounds,
): (principal: string) => void {
  const known = new Map<string, { left: number; atMs: number }>();
  return (principal) => {
    const nowMs = clock.monotonicMs();
    const one = known.get(principal) ?? { left: burst, atMs: nowMs };
    one.left = Math.min(burst, one.left + ((nowMs - one.atMs) / 1000) * perSecond) - 1;
    one.atMs = nowMs;
    known.delete(principal);
    known.set(principal, one);
    const quietest = known.keys().next().value;
    if (known.size > mostKnown && quietest !== undefined) known.delete(quietest);
    if (one.left >= 0) return;
    // What is refused costs nothing more.
    one.left = 0;
    const why = because('request.too-many', { count: perSecond });
    throw new SolsteadError('request.too-many', { at: 'request', why, retrySeconds: 1 });
  };
}
