// Which tier answers which part of a query: the widest whose rows fit, and finer ones at both ends, where the query begins
// or ends within a row, and for hours with points in the log, which the roll-ups lack.
import type { HistoryTier } from '#core/history.ts';
import { hourMs, type TimeRange } from '#core/time.ts';
import { blockMs, finer, rolledTiers, type RolledTier, rowMs, wider } from './grid.ts';
import type { KeptFrom } from './registry.ts';

/** A range of time and the tier that answers it. */
export interface Piece extends TimeRange {
  readonly tier: HistoryTier;
}

/** The widest tier whose rows make up steps of a width. */
export function tierOf(stepMs: number | undefined): HistoryTier {
  return rolledTiers.findLast((tier) => stepMs !== undefined && stepMs % rowMs[tier] === 0) ?? 'raw';
}

/** Pieces of a range in order of time; `openHours` are hours with points in the log, rising. */
export function planned(
  tier: HistoryTier,
  { fromMs, toMs }: TimeRange,
  openHours: readonly number[],
): readonly Piece[] {
  if (fromMs >= toMs) return [];
  if (tier === 'raw') return [{ tier, fromMs, toMs }];
  const width = rowMs[tier];
  const [firstMs, endMs] = [Math.ceil(fromMs / width) * width, Math.floor(toMs / width) * width];
  if (firstMs >= endMs) return planned(finer(tier), { fromMs, toMs }, openHours);
  const pieces: Piece[] = [...planned(finer(tier), { fromMs, toMs: firstMs }, openHours)];
  let atMs = firstMs;
  for (const hour of openHours) {
    if (hour * hourMs >= endMs || (hour + 1) * hourMs <= atMs) continue;
    const openMs = Math.max(atMs, Math.floor((hour * hourMs) / width) * width);
    const closedMs = Math.min(endMs, Math.ceil(((hour + 1) * hourMs) / width) * width);
    if (atMs < openMs) pieces.push({ tier, fromMs: atMs, toMs: openMs });
    pieces.push(...planned(finer(tier), { fromMs: openMs, toMs: closedMs }, openHours));
    atMs = closedMs;
  }
  if (atMs < endMs) pieces.push({ tier, fromMs: atMs, toMs: endMs });
  return [...pieces, ...planned(finer(tier), { fromMs: endMs, toMs }, openHours)];
}

/** Pieces that are still kept: what was deleted in one tier is answered by the next wider one, in whole rows. */
export function available(piece: Piece, kept: KeptFrom): readonly (Piece & { readonly standsIn: boolean })[] {
  const { tier, fromMs, toMs } = piece;
  const boundMs = (kept[tier] ?? Number.NEGATIVE_INFINITY) * blockMs[tier];
  const stand: RolledTier | undefined = wider(tier);
  if (fromMs >= boundMs || stand === undefined) return [{ ...piece, standsIn: false }];
  const older = {
    tier: stand,
    fromMs: Math.floor(fromMs / rowMs[stand]) * rowMs[stand],
    toMs: Math.min(toMs, boundMs),
  };
  const found = available(older, kept).map((one) => ({ ...one, standsIn: true }));
  return toMs > boundMs ? [...found, { tier, fromMs: boundMs, toMs, standsIn: false }] : found;
}
