// What the history was given and what it said it has, to be compared with what it holds in the end.
import type { HistoryStore } from '#core/history.ts';
import type { Batch } from '#core/reading.ts';

/** Points by device, metric and time. */
export interface PointNotes {
  given(batches: readonly Batch[]): void;
  stored(batches: readonly Batch[]): void;
  /** How many points were acknowledged. */
  readonly count: number;
  /** What is wrong with a history that should hold all that was acknowledged, and nothing that was not given. */
  compare(history: Pick<HistoryStore, 'pages' | 'series'>, site: string): Promise<readonly string[]>;
}

function* pointsOf(batches: readonly Batch[]): Generator<readonly [key: string, value: number]> {
  for (const { device, atMs, metric, value } of batches)
    for (const [index, id] of metric.entries()) {
      const one = value[index];
      // Of texts only the last one is kept.
      if (typeof one === 'number') yield [`${device} ${id} ${atMs}`, one];
    }
}

/** Nothing was given yet. */
export function pointNotes(): PointNotes {
  const given = new Map<string, Set<number>>();
  const stored = new Map<string, number>();
  return {
    given(batches) {
      for (const [key, value] of pointsOf(batches)) given.getOrInsertComputed(key, () => new Set()).add(value);
    },
    stored(batches) {
      for (const [key, value] of pointsOf(batches)) stored.set(key, value);
    },
    get count() {
      return stored.size;
    },
    async compare(history, site) {
      const problems: string[] = [];
      const found = new Map<string, number>();
      const series = await history.series(site);
      for await (const { columns } of history.pages({ series, fromMs: 0, toMs: Number.MAX_SAFE_INTEGER })) {
        for (const { key, atMs, value } of columns)
          for (const [index, at] of atMs.entries()) {
            const name = `${key.device} ${key.metric} ${at}`;
            const one = value[index];
            if (found.has(name)) problems.push(`${name} is there twice`);
            if (one !== undefined) found.set(name, one);
            if (given.get(name) === undefined) problems.push(`${name} was never given`);
          }
      }
      for (const [name, value] of stored) {
        const one = found.get(name);
        if (one === undefined) problems.push(`${name} was acknowledged and is not there`);
        // A value that was given later for the same moment and not acknowledged before the end may stand in its place.
        else if (one !== value && given.get(name)?.has(one) !== true)
          problems.push(`${name} is ${one} in place of ${value}`);
      }
      return problems;
    },
  };
}
