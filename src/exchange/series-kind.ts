// Whether an energy is a meter that counts up, one that begins again each day, or the energy of each interval: judged by the program
// that wrote it, otherwise by how its values go up and down.
import { because, type Reason } from '#core/reason.ts';
import { dayMs, hourMs } from '#core/time.ts';
import type { ColumnKind } from './known-column.ts';
import { type SeenSeries, usualPause } from './seen-series.ts';

/** The kind of an energy, or the reason it is not known. */
export type FoundKind = { readonly kind: ColumnKind } | { readonly why: Reason };

/** This many values that only rise are not interval energies: those go up and down with the day. */
const enoughRises = 12;
const longestMs = 400 * dayMs;

/** The kind of an energy, judged by its values. */
function kindByValues(seen: SeenSeries): ColumnKind | undefined {
  const { falls, rises, resets, count, first, last } = seen;
  if (falls === 0) {
    const growth = last - first;
    // A value that never changes is an idle meter, or the same energy each time: the other series decide.
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

/** What is known about an energy apart from its values. */
export interface KindHints {
  /** What its format or a person says. */
  readonly stated: ColumnKind | undefined;
  /** Whether other energies of the same file are those of intervals. */
  readonly isAmongIntervals: boolean;
  /** Whether its values are about as large as theirs. */
  readonly isOfTheirSize: boolean;
}

/** Whether values alone show that an energy is one of intervals. */
export const isIntervalByValues = (seen: SeenSeries): boolean => kindByValues(seen) === 'interval';

/** The kind of an energy. */
export function kindOfEnergy(seen: SeenSeries, { stated, isAmongIntervals, isOfTheirSize }: KindHints): FoundKind {
  const byValues = kindByValues(seen);
  // A few days on which it happened to rise do not make it a meter beside columns that are not.
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
