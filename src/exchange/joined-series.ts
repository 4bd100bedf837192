// Several series that together are one value: what is bought and what is sold, what goes into a battery and what comes out of it.
import { type TimedColumns, sortedColumns } from './timed-columns.ts';

/** A part of a sum, in order of time; `factor` corrects its sign. */
export interface SumPart extends TimedColumns {
  readonly factor: number;
  /** How long a value holds if the others are reported at other moments, ms. */
  readonly holdMs: number;
}

const exact = (value: number): number => Number(value.toPrecision(15));
const ordered = ({ atMs, value }: TimedColumns): ReadonlyMap<number, number> =>
  new Map(atMs.map((at, row) => [at, value[row] ?? 0] as const));

/** Whether the parts are in the same rows. */
function isInStep(parts: readonly ReadonlyMap<number, number>[]): boolean {
  const [first, ...others] = parts.toSorted((a, b) => a.size - b.size);
  if (first === undefined) return true;
  const shared = [...first.keys()].filter((at) => others.every((other) => other.has(at))).length;
  return shared * 2 >= first.size;
}

/** The last value at or before a moment, while it holds. */
function holder(part: SumPart) {
  const rows = sortedColumns(ordered(part));
  let row = -1;
  return (moment: number): number | undefined => {
    while ((rows.atMs[row + 1] ?? Infinity) <= moment) row += 1;
    const at = rows.atMs[row];
    return at === undefined || moment - at > part.holdMs ? undefined : rows.value[row];
  };
}

/**
 * The sum of parts; `isRows`: they were written in rows. In rows, a row counts if all are present, or if one that is present is not 0:
 * then the direction is known. At different moments, each value holds for a while.
 */
export function joined(parts: readonly SumPart[], isRows: boolean): TimedColumns {
  const maps = parts.map(ordered);
  const moments = [...new Set(maps.flatMap((map) => [...map.keys()]))].toSorted((a, b) => a - b);
  const inStep = isRows || isInStep(maps);
  const holders = inStep ? [] : parts.map(holder);
  const points = new Map<number, number>();
  for (const moment of moments) {
    const values = inStep ? maps.map((map) => map.get(moment)) : holders.map((held) => held(moment));
    const sum = values.reduce<number>((so, value, index) => so + (value ?? 0) * (parts[index]?.factor ?? 1), 0);
    const isWhole = values.every((value) => value !== undefined);
    const isOneWay = inStep && values.some((value) => value !== undefined && Math.abs(value) > 0);
    if (isWhole || isOneWay) points.set(moment, exact(sum) + 0);
  }
  return sortedColumns(points);
}

/** The product of two series in the same rows, such as the power of a voltage and a current. */
export function multiplied(one: TimedColumns, other: TimedColumns): TimedColumns {
  const values = ordered(other);
  const points = new Map<number, number>();
  for (const [row, at] of one.atMs.entries()) {
    const value = values.get(at);
    if (value !== undefined) points.set(at, exact((one.value[row] ?? 0) * value) + 0);
  }
  return sortedColumns(points);
}
