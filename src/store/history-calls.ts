// The calls a history answers, in whichever thread.
import type { HistoryStatus, LastValue, PageQuery, RangeQuery, RetentionRule, SeriesKey } from '#core/history.ts';
import type { LookedTime } from './chunks/known-time.ts';
import type { PagePart } from './chunks/paging.ts';
import type { ChunkStore, DueTime } from './chunks/store.ts';
import type { RemovedPoints } from './chunks/removal.ts';
import type { PointColumns } from './point-columns.ts';
import type { Stretch } from './stretches.ts';

/** Columns of one series' answer, as they cross threads. */
export interface AnswerColumns {
  readonly atMs: Float64Array;
  readonly value: Float64Array;
  readonly cut: boolean;
}

/** Questions to a history and their answers. */
export type HistoryCalls = {
  /** Resolves when the history is open. */
  readonly open: (ask: undefined) => void;
  /** `keys` holds the series that were not sent before. */
  readonly append: (columns: PointColumns) => Promise<boolean>;
  readonly fill: (stretches: readonly Stretch[]) => Promise<boolean>;
  readonly flush: (ask: undefined) => Promise<boolean>;
  readonly maintain: (due: DueTime) => Promise<boolean>;
  readonly reach: (seen: LookedTime) => Promise<number>;
  readonly range: (query: RangeQuery) => Promise<readonly AnswerColumns[]>;
  readonly page: (query: PageQuery) => Promise<PagePart | undefined>;
  readonly series: (site: string) => readonly SeriesKey[];
  readonly lastValues: (site: string | undefined) => readonly LastValue[];
  readonly forget: (which: { readonly site: string; readonly device: string }) => Promise<void>;
  readonly remove: (points: RemovedPoints) => Promise<void>;
  readonly setRetention: (rules: readonly RetentionRule[]) => Promise<void>;
  readonly status: (ask: undefined) => Promise<HistoryStatus>;
  readonly belongTo: (id: string) => Promise<string>;
  readonly close: (ask: undefined) => Promise<void>;
};

/** The calls answered by an open store. */
export function callsOf(store: ChunkStore): HistoryCalls {
  const known: SeriesKey[] = [];
  return {
    open: () => undefined,
    append(columns) {
      known.push(...columns.keys);
      return store.append({ ...columns, keys: known });
    },
    fill: (stretches) => store.fill(stretches),
    flush: () => store.flush(),
    maintain: (due) => store.maintain(due),
    reach: (seen) => store.reach(seen),
    async range(query) {
      const answers = await store.range(query);
      return answers.map(({ atMs, value, cut }) => ({
        atMs: Float64Array.from(atMs),
        value: Float64Array.from(value),
        cut,
      }));
    },
    page: (query) => store.page(query),
    series: (site) => store.series(site),
    lastValues: (site) => store.lastValues(site),
    forget: ({ site, device }) => store.forget(site, device),
    remove: (points) => store.remove(points),
    setRetention: (rules) => store.setRetention(rules),
    status: () => store.status(),
    belongTo: (id) => store.belongTo(id),
    close: () => store.close(),
  };
}
