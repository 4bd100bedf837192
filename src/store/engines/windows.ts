// Time cut into windows that hold about as many points as one answer should have.
import type { TimeRange } from '#core/time.ts';

/** What {@link windowsOf} cuts. */
export interface WindowPlan extends TimeRange {
  /** About how many points a window may hold; twice as many are let pass. */
  readonly points: number;
  /** Windows begin and end at multiples of this, ms, except at the ends of the range. */
  readonly alignMs: number;
  /** Width of the first window, ms. */
  readonly widthMs: number;
  count(range: TimeRange): Promise<number>;
}

const aligned = (atMs: number, alignMs: number): number => Math.max(1, Math.ceil(atMs / alignMs)) * alignMs;

/** Windows in order of time, without overlap; those without a point are left out. */
export async function* windowsOf(plan: WindowPlan): AsyncGenerator<TimeRange> {
  const { toMs, points, alignMs, count } = plan;
  let width = aligned(plan.widthMs, alignMs);
  let { fromMs } = plan;
  while (fromMs < toMs) {
    const endMs = Math.min(toMs, Math.floor(fromMs / alignMs) * alignMs + width);
    const held = await count({ fromMs, toMs: endMs });
    if (held > 2 * points && width > alignMs) {
      // Points are rarely spread evenly: at least half.
      width = aligned(Math.min(width / 2 - alignMs / 2, (width * points) / held), alignMs);
      continue;
    }
    if (held > 0) yield { fromMs, toMs: endMs };
    fromMs = endMs;
    // An empty range may be years long.
    if (held < points / 2) width = aligned(width * (held === 0 ? 8 : 2), alignMs);
  }
}
