// The chunk store over any backend: the log first, then heads in memory, then chunks and roll-ups. Its calls are made
// one after the other.
import type {
  HistoryStatus,
  HistoryTier,
  LastValue,
  PageQuery,
  RangeQuery,
  RetentionRule,
  SeriesKey,
  TierStatus,
} from '#core/history.ts';
import type { PointColumns } from '../point-columns.ts';
import type { StepColumns } from '../steps.ts';
import type { ChunkBackend } from './backend.ts';
import { addedPoints } from './counting.ts';
import { blockMs, tiers } from './grid.ts';
import { append, type ChunkStoreOptions, commitNotes, type Holdings, loadHoldings, notesKept } from './holdings.ts';
import { nextPage, type PagePart } from './paging.ts';
import { isDue, moveOlder, putAway } from './put-away.ts';
import { answered } from './question.ts';
import { assertRules, type Leaving, leavingOf, leavingSlice, lengthOf } from './retention.ts';

/** The calls on an open store. Errors: `store.failed`, `store.corrupt`. */
export interface ChunkStore {
  /** Durable when it resolves; answers whether there is something to put away. */
  append(columns: PointColumns): Promise<boolean>;
  /** Puts a slice of what is due away; answers whether more is due. */
  putAway(): Promise<boolean>;
  /** Does a slice of what is due at a time, epoch ms; answers whether more is due. */
  maintain(nowMs: number): Promise<boolean>;
  range(query: RangeQuery): Promise<readonly StepColumns[]>;
  /** The first page of a question; undefined where there is none. */
  page(query: PageQuery): Promise<PagePart | undefined>;
  series(site: string): readonly SeriesKey[];
  lastValues(site?: string): readonly LastValue[];
  forget(site: string, device: string): Promise<void>;
  setRetention(rules: readonly RetentionRule[]): Promise<void>;
  status(): Promise<HistoryStatus>;
  close(): Promise<void>;
}

/** What is known of a backend; read again after its connection was lost. */
async function holder(backend: ChunkBackend, options: ChunkStoreOptions) {
  let holdings = await loadHoldings(backend, options);
  await moveOlder(holdings);
  let isStale = false;
  return {
    get last(): Holdings {
      return holdings;
    },
    async current(): Promise<Holdings> {
      if ((await backend.renew?.()) === true) isStale = true;
      if (isStale) holdings = await loadHoldings(backend, options);
      isStale = false;
      return holdings;
    },
  };
}

/** Opens the store that a backend holds. */
export async function openChunkStore(backend: ChunkBackend, options: ChunkStoreOptions = {}): Promise<ChunkStore> {
  const held = await holder(backend, options);
  const { current } = held;
  return {
    async append(columns) {
      const holdings = await current();
      // Where putting away cannot keep up, or fails, memory must not grow for ever.
      while (holdings.heads.points > 2 * holdings.options.mostPoints) await putAway(holdings);
      return isDue(holdings, await append(holdings, columns));
    },
    putAway: async () => putAway(await current()),
    maintain: async (nowMs) => maintain(await current(), nowMs),
    range: async (query) => answered(await current(), query),
    page: async (query) => nextPage(await current(), query),
    series: (site) => held.last.devices.ofSite(site),
    lastValues: (site) => held.last.devices.lastValues(site),
    forget: async (site, device) => forget(await current(), site, device),
    async setRetention(rules) {
      assertRules(rules);
      const holdings = await current();
      await backend.commit({ kind: 'settings', settings: JSON.stringify(rules) });
      holdings.rules = rules;
    },
    status: async () => statusOf(await current()),
    close: async () => backend.close(),
  };
}

async function forget(holdings: Holdings, site: string, device: string): Promise<void> {
  const { backend, devices, heads } = holdings;
  const state = devices.find({ site, device });
  if (state === undefined) return;
  await backend.commit({ kind: 'forget', forget: state.id });
  devices.remove(state);
  delete holdings.known;
  heads.drop(state.id, [...(heads.devices.get(state.id)?.hours.keys() ?? [])]);
}

function leavingAt({ devices, rules }: Holdings, nowMs: number): readonly Leaving[] {
  return [...devices.byId.values()].flatMap((state) => leavingOf(state, rules, nowMs));
}

async function maintain(holdings: Holdings, nowMs: number): Promise<boolean> {
  if (await putAway(holdings, nowMs)) return true;
  const leaving = leavingAt(holdings, nowMs);
  const left = leaving.reduce((sum, one) => sum + lengthOf(one), 0);
  const [next] = leaving;
  if (next === undefined) {
    delete holdings.work;
    return (await holdings.backend.giveBack?.()) ?? false;
  }
  const { total = left, sinceMs = nowMs } = holdings.work ?? {};
  holdings.work = { kind: 'retention', done: Math.max(0, total - left), total: Math.max(total, left), sinceMs };
  const undo = notesKept(next.state);
  const slice = await leavingSlice(holdings.shelf, next);
  await commitNotes(holdings, { kind: 'retention', states: [next.state], ...slice }, [undo]);
  return true;
}

function tierStatus({ devices }: Holdings, tier: HistoryTier): TierStatus {
  let [rows, bytes, first] = [0, 0, Number.POSITIVE_INFINITY];
  for (const state of devices.byId.values()) {
    const note = state.tiers[tier];
    rows += note.rows;
    bytes += note.bytes;
    if (note.rows > 0) first = Math.min(first, note.firstIndex ?? first);
  }
  return { rows, bytes, ...(Number.isFinite(first) ? { fromMs: first * blockMs[tier] } : {}) };
}

async function statusOf(holdings: Holdings): Promise<HistoryStatus> {
  const [raw, fiveMinutes, hours, days] = tiers.map((tier) => tierStatus(holdings, tier));
  const nothing: TierStatus = { rows: 0, bytes: 0 };
  const { damage } = holdings.shelf;
  return {
    points: (raw?.rows ?? 0) + (await addedPoints(holdings)),
    bytes: await holdings.backend.bytes(),
    series: holdings.devices.seriesCount,
    tiers: { raw: raw ?? nothing, fiveMinutes: fiveMinutes ?? nothing, hours: hours ?? nothing, days: days ?? nothing },
    retention: holdings.rules,
    ...(holdings.work === undefined ? {} : { work: holdings.work }),
    ...(damage.length === 0 ? {} : { damage }),
  };
}
