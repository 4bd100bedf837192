// Times and values as columns of numbers.

/** Times, epoch ms, and values; of one length and in order of time. */
export interface TimedColumns {
  readonly atMs: readonly number[];
  readonly value: readonly number[];
}

/** Points in order of time. */
export function sortedColumns(points: ReadonlyMap<number, number>): TimedColumns {
  const atMs = [...points.keys()].toSorted((a, b) => a - b);
  return { atMs, value: atMs.map((at) => points.get(at) ?? 0) };
}
