// The calls a history answers, in whichever thread.
import type { HistoryStatus, LastValue, PageQuery, RangeQuery, RetentionRule, SeriesKey } from '#core/history.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { BackendSnapshot } from './chunks/backend.ts';
import type { LookedTime } from './chunks/known-time.ts';
import type { PagePart } from './chunks/paging.ts';
import type { ChunkStore, DueTime } from './chunks/store.ts';
import type { RemovedPoints } from './chunks/removal.ts';
import { chunkPieces } from './dump/chunk-dump.ts';
import type { PointColumns } from './point-columns.ts';
import type { Stretch } from './stretches.ts';

/** Columns of one series' answer, as they cross threads. */
export interface AnswerColumns {
  readonly atMs: Float64Array;
  readonly value: Float64Array;
  readonly cut: boolean;
}

/** A snapshot that was begun. */
export interface DumpBegun {
  readonly dump: number;
  readonly devices: number;
  readonly series: number;
}

/** What came of a write. */
export interface Written {
  /** Whether there is something to flush. */
  readonly isDue: boolean;
  /** {@link ChunkStore.seriesRevision} after it. */
  readonly revision: number;
}

/** Questions to a history and their answers. */
export type HistoryCalls = {
  /** Resolves when the history is open. */
  readonly open: (ask: undefined) => void;
  /** `keys` holds the series that were not sent before. */
  readonly append: (columns: PointColumns) => Promise<Written>;
  readonly fill: (stretches: readonly Stretch[]) => Promise<Written>;
  readonly flush: (ask: undefined) => Promise<boolean>;
  readonly maintain: (due: DueTime) => Promise<boolean>;
  readonly reach: (seen: LookedTime) => Promise<number>;
  readonly range: (query: RangeQuery) => Promise<readonly AnswerColumns[]>;
  readonly page: (query: PageQuery) => Promise<PagePart | undefined>;
  /** The series of a site, and the revision they are of. */
  readonly series: (site: string) => { readonly keys: readonly SeriesKey[]; readonly revision: number };
  readonly lastValues: (site: string | undefined) => readonly LastValue[];
  readonly forget: (which: { readonly site: string; readonly device: string }) => Promise<void>;
  readonly remove: (points: RemovedPoints) => Promise<void>;
  readonly setRetention: (rules: readonly RetentionRule[]) => Promise<void>;
  readonly status: (ask: undefined) => Promise<HistoryStatus>;
  /** Begins a snapshot: its number, and what it holds. One that was not ended ends with the next. */
  readonly beginDump: (ask: undefined) => Promise<DumpBegun>;
  /** The next piece of the snapshot with this number; undefined at its end. */
  readonly dumpPiece: (dump: number) => Promise<Uint8Array | undefined>;
  readonly endDump: (dump: number) => Promise<void>;
  readonly belongTo: (id: string) => Promise<string>;
  readonly close: (ask: undefined) => Promise<void>;
};

type DumpCalls = Pick<HistoryCalls, 'beginDump' | 'dumpPiece' | 'endDump'>;

/** Snapshots of a store, one at a time: its file grows while one is held. */
function dumpCalls(store: ChunkStore): DumpCalls & { end(): Promise<void> } {
  let held: { readonly snapshot: BackendSnapshot; readonly pieces: AsyncGenerator<Uint8Array> } | undefined;
  let number = 0;
  const end = async (): Promise<void> => {
    const last = held;
    held = undefined;
    await last?.snapshot.close();
  };
  return {
    end,
    async beginDump() {
      await end();
      const snapshot = await store.snapshot();
      held = { snapshot, pieces: chunkPieces(snapshot) };
      number += 1;
      const { devices, series } = await snapshot.registry();
      return { dump: number, devices: devices.length, series: series.length };
    },
    async dumpPiece(dump) {
      if (held === undefined || dump !== number)
        throw new SolsteadError('store.failed', { at: 'backup', why: because('store.closed') });
      const next = await held.pieces.next();
      return next.done === true ? undefined : next.value;
    },
    endDump: async (dump) => (dump === number ? end() : undefined),
  };
}

/** The calls answered by an open store. */
export function callsOf(store: ChunkStore): HistoryCalls {
  const { end, ...dumps } = dumpCalls(store);
  const known: SeriesKey[] = [];
  const written = async (isDue: Promise<boolean>): Promise<Written> => ({
    isDue: await isDue,
    revision: store.seriesRevision,
  });
  return {
    open: () => undefined,
    append(columns) {
      known.push(...columns.keys);
      return written(store.append({ ...columns, keys: known }));
    },
    fill: (stretches) => written(store.fill(stretches)),
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
    series: (site) => ({ keys: store.series(site), revision: store.seriesRevision }),
    lastValues: (site) => store.lastValues(site),
    forget: ({ site, device }) => store.forget(site, device),
    remove: (points) => store.remove(points),
    setRetention: (rules) => store.setRetention(rules),
    status: () => store.status(),
    belongTo: (id) => store.belongTo(id),
    ...dumps,
    async close() {
      await end();
      await store.close();
    },
  };
}
