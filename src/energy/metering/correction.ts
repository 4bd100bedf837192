// What a person puts right, as part of the input of settling: a preview settles with and without it, undo takes it out.
import type { Channel, MilliWh } from '../types.ts';
import type { Series } from './columns.ts';

/** Leaves out the readings of a source in [fromMs, toMs). */
export interface Exclusion {
  readonly kind: 'exclude';
  readonly source: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** A meter was replaced: where the old one ended, if known, and where the new one began. */
export interface Replacement {
  readonly kind: 'replacement';
  readonly source: string;
  readonly atMs: number;
  readonly oldEndWh?: number;
  readonly newStartWh: number;
}

/** The energy of a channel in [fromMs, toMs) is exactly this; it lies evenly, whatever was metered. */
export interface SetEnergy {
  readonly kind: 'energy';
  readonly channel: Channel;
  readonly fromMs: number;
  readonly toMs: number;
  readonly energy: MilliWh;
}

/** A decision of the counter pipeline is reversed: its energy is booked, or is not. */
export interface Overrule {
  readonly kind: 'overrule';
  readonly event: string;
  readonly isBooked: boolean;
}

/** Something a person put right. */
export type Correction = Exclusion | Replacement | SetEnergy | Overrule;

/** A series without what a person excluded from its source. */
export function withoutExcluded(series: Series, source: string, corrections: readonly Correction[]): Series {
  const exclusions = corrections.filter(
    (repair): repair is Exclusion => repair.kind === 'exclude' && repair.source === source,
  );
  if (exclusions.length === 0) return series;
  const isIn = (atMs: number): boolean => exclusions.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs);
  const kept = Array.from(series.atMs.keys()).filter((index) => !isIn(series.atMs[index] ?? 0));
  return {
    atMs: Float64Array.from(kept, (index) => series.atMs[index] ?? 0),
    value: Float64Array.from(kept, (index) => series.value[index] ?? Number.NaN),
  };
}
