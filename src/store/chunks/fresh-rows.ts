// Rows of a roll-up that were just made, merged into those that were there.
import { type Row, unitedSummaries } from './summary.ts';

/** Rows of an hour that were just made; `isWhole`: they are complete and replace the old ones. */
export interface Fresh {
  readonly rows: readonly Row[];
  readonly isWhole: boolean;
}

/** Rows of a block with fresh ones for the slots from `fromSlot` to before `toSlot`. */
export function placedRows(
  old: readonly Row[],
  { rows, isWhole }: Fresh,
  [fromSlot, toSlot]: readonly [number, number],
): readonly Row[] {
  if (old.length === 0) return rows;
  if ((old.at(-1)?.slot ?? 0) < fromSlot) return [...old, ...rows];
  const outside = old.filter(({ slot }) => slot < fromSlot || slot >= toSlot);
  if (isWhole) return [...outside, ...rows].toSorted((one, other) => one.slot - other.slot);
  const inside = new Map(old.filter(({ slot }) => slot >= fromSlot && slot < toSlot).map((row) => [row.slot, row]));
  for (const row of rows) {
    const known = inside.get(row.slot);
    if (known === undefined) inside.set(row.slot, row);
    else {
      // The points under the known row may be gone: overlapping rows cannot be added.
      const summary = unitedSummaries(known.summary, row.summary);
      if (summary !== undefined) inside.set(row.slot, { slot: row.slot, summary });
    }
  }
  return [...outside, ...inside.values()].toSorted((one, other) => one.slot - other.slot);
}
