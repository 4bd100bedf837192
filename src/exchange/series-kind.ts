// Whether an energy is a meter that counts up, one that begins again each day, or the energy of each interval: told by the program
// that wrote it, else by how its values go up and down.
import { because, type Reason } from '#core/reason.ts';
import { dayMs, hourMs } from '#core/time.ts';
import type { ColumnKind } from './known-column.ts';
import { type SeenSeries, usualPause } from './seen-series.ts';

/** The kind of an energy, or why it cannot be told. */
export type FoundKind = { readonly kind: ColumnKind } | { readonly why: Reason };

/** So many values that only rise are no energy of intervals: that goes up and down with the day. */
const enoughRises = 12;
const longestMs = 400 * dayMs;

/** The kind of an energy by its values. */
function kindByValues(seen: SeenSeries): ColumnKind | undefined {
  const { falls, rises, resets, count, first, last } = seen;
  if (falls === 0) {
    const growth = last - first;
    // What never changes is a meter that stands, or the same energy each time: its neighbours tell.
    if (rises === 0 && first !== 0 && count > 2) return undefined;
    const isMeter = rises === 0 || first > 3 * growth || count >= enoughRises || seen.toMs - seen.fromMs >= 2 * dayMs;
    return isMeter ? 'total' : undefined;
  }
  const days = (seen.toMs - seen.fromMs) / dayMs;
  const isDaily = resets === falls && rises >= 3 * falls && Math.abs(days - falls) <= Math.max(1.5, days / 2);
  const usual = usualPause(seen) ?? 0;
  if (isDaily && usual < 12 * hourMs) return 'daily';
  return falls / (falls + rises) >= 0.05 ? 'interval' : 'total';
}

/** What is known of an energy beside its values. */
export interface KindHints {
  /** What its format or a person says. */
  readonly stated: ColumnKind | undefined;
  /** Whether other energies of the same file are those of intervals. */
  readonly isAmongIntervals: boolean;
  /** Whether its values are about as great as theirs. */
  readonly isOfTheirSize: boolean;
}

/** Whether values alone tell that an energy is one of intervals. */
export const isIntervalByValues = (seen: SeenSeries): boolean => kindByValues(seen) === 'interval';

/** The kind of an energy. */
export function kindOfEnergy(seen: SeenSeries, { stated, isAmongIntervals, isOfTheirSize }: KindHints): FoundKind {
  const byValues = kindByValues(seen);
  // A few days on which it happened to rise are no meter beside columns that are none.
  const isLikeThem = byValues === 'total' && seen.falls === 0 && seen.rises < enoughRises && isOfTheirSize;
  const found = stated ?? (seen.hasEnds || isLikeThem ? 'interval' : byValues);
  const isStill = seen.rises === 0 && seen.falls === 0;
  const kind = found ?? (isAmongIntervals ? 'interval' : isStill ? 'total' : undefined);
  if (kind === undefined) return { why: because('import.kind-unclear') };
  if (kind !== 'interval' && kind !== 'mean') return { kind };
  const usual = usualPause(seen);
  if (seen.hasEnds || (usual !== undefined && usual <= longestMs)) return { kind };
  return { why: because('import.no-interval') };
}
