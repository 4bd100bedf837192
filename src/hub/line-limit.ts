// Which of many lines of the audit log are written: whoever is refused, or signs in, a thousand times leaves some lines, and the
// count of the rest in the next.
import type { Clock } from '#core/clock.ts';
import { hourMs } from '#core/time.ts';

/** Lines of one principal, and of all, in an hour. */
const mostLines = { own: 60, all: 600 };
const mostKeys = 1000;

/** Says of each line how many were left out before it; undefined: this one is left out too. */
export function makeLineLimit(clock: Pick<Clock, 'monotonicMs'>): (key: string) => number | undefined {
  const known = new Map<string, { readonly sinceMs: number; lines: number; left: number }>();
  let all = { sinceMs: Number.NEGATIVE_INFINITY, lines: 0 };
  return (key) => {
    const nowMs = clock.monotonicMs();
    if (nowMs - all.sinceMs >= hourMs) all = { sinceMs: nowMs, lines: 0 };
    let own = known.get(key);
    if (own === undefined || nowMs - own.sinceMs >= hourMs) own = { sinceMs: nowMs, lines: 0, left: own?.left ?? 0 };
    known.delete(key);
    known.set(key, own);
    const oldest = known.keys().next().value;
    if (known.size > mostKeys && oldest !== undefined) known.delete(oldest);
    if (own.lines >= mostLines.own || all.lines >= mostLines.all) {
      own.left += 1;
      return undefined;
    }
    own.lines += 1;
    all.lines += 1;
    const { left } = own;
    own.left = 0;
    return left;
  };
}
