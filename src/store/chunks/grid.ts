// How time is cut in each tier: rows of a width, blocks of rows.
import type { HistoryTier } from '#core/history.ts';
import { hourMs } from '#core/time.ts';

/** Roll-ups from fine to wide. */
export const rolledTiers = ['fiveMinutes', 'hours', 'days'] as const;
export type RolledTier = (typeof rolledTiers)[number];
/** All tiers from fine to wide. */
export const tiers: readonly HistoryTier[] = ['raw', ...rolledTiers];

/** Width of a row, ms. */
export const rowMs: Readonly<Record<RolledTier, number>> = { fiveMinutes: 300_000, hours: hourMs, days: 24 * hourMs };

/** Width of a block, ms. */
export const blockMs: Readonly<Record<HistoryTier, number>> = {
  raw: hourMs,
  fiveMinutes: hourMs,
  hours: 24 * hourMs,
  days: 32 * 24 * hourMs,
};

/** The block of a tier that holds a moment. */
export function blockOf(tier: HistoryTier, atMs: number): number {
  return Math.floor(atMs / blockMs[tier]);
}

/** The grid of a block for its codec. */
export function gridOf(tier: RolledTier, index: number) {
  return { widthMs: rowMs[tier], firstSlot: (index * blockMs[tier]) / rowMs[tier] };
}

/** The next finer tier. */
export function finer(tier: RolledTier): HistoryTier {
  return tiers[tiers.indexOf(tier) - 1] ?? 'raw';
}

/** The next wider tier; undefined for days. */
export function wider(tier: HistoryTier): RolledTier | undefined {
  return rolledTiers[tiers.indexOf(tier)];
}
