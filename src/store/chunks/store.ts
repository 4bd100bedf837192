// The chunk store over any backend: the log first, then the write buffer in memory, then chunks and roll-ups. Its
// calls are made one after the other.
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
import { dayMs, hourMs, minuteMs } from '#core/time.ts';
import type { PointColumns } from '../point-columns.ts';
import type { StepColumns } from '../steps.ts';
import type { Stretch } from '../stretches.ts';
import type { BackendSnapshot, ChunkBackend } from './backend.ts';
import { addedPoints } from './counting.ts';
import { blockMs, tiers } from './grid.ts';
import { append, type ChunkStoreOptions, commitNotes, type StoreState, loadState, notesKept } from './store-state.ts';
import { nextPage, type PagePart } from './paging.ts';
import { fill } from './fill.ts';
import { isDue, migrateOlder, flush } from './flush.ts';
import { firstKnown, type KeptSettings, reach, type LookedTime } from './known-time.ts';
import { answered } from './query.ts';
import { type RemovedPoints, removePoints } from './removal.ts';
import { assertRules, type Leaving, leavingOf, leavingSlice, lengthOf } from './retention.ts';

/** The calls on an open store. Errors: `store.failed`, `store.corrupt`. */
export interface ChunkStore {
  /** Durable when it resolves; returns whether there is something to flush. */
  append(columns: PointColumns): Promise<boolean>;
  /** The same for many points at once, which go into chunks without waiting in the log. */
  fill(stretches: readonly Stretch[]): Promise<boolean>;
  /** Moves a slice of the hours that are due into chunks; returns whether more are due. */
  flush(): Promise<boolean>;
  /** Does a slice of what is due at a time; returns whether more is due. */
  maintain(due: DueTime): Promise<boolean>;
  /** Notes what the clocks say; returns until when points may be deleted, epoch ms. */
  reach(seen: LookedTime): Promise<number>;
  range(query: RangeQuery): Promise<readonly StepColumns[]>;
  /** The first page of a query; undefined if there is none. */
  page(query: PageQuery): Promise<PagePart | undefined>;
  series(site: string): readonly SeriesKey[];
  /** Another number whenever {@link series} may say something else. */
  readonly seriesRevision: number;
  lastValues(site?: string): readonly LastValue[];
  forget(site: string, device: string): Promise<void>;
  remove(points: RemovedPoints): Promise<void>;
  setRetention(rules: readonly RetentionRule[]): Promise<void>;
  status(): Promise<HistoryStatus>;
  /** What it holds now. */
  snapshot(): Promise<BackendSnapshot>;
  /** Returns the home the history belongs to; if none yet, that is `id` from now on. */
  belongTo(id: string): Promise<string>;
  close(): Promise<void>;
}

/** The present time. */
export interface DueTime {
  /** Epoch ms. */
  readonly nowMs: number;
  /** Deletion never assumes a later time, epoch ms; absent: `nowMs`. */
  readonly untilMs?: number;
  /** Nothing is coming in at present: what waits is flushed although its hour is not over. */
  readonly isQuiet?: boolean;
}

/** What is known about a backend; read again after its connection was lost. */
async function holder(backend: ChunkBackend, options: ChunkStoreOptions) {
  let store = await loadState(backend, options);
  await migrateOlder(store);
  let isStale = false;
  let earlier = 0;
  return {
    get revision(): number {
      return earlier + store.devices.revision;
    },
    get last(): StoreState {
      return store;
    },
    async current(): Promise<StoreState> {
      if ((await backend.renew?.()) === true) isStale = true;
      if (isStale) {
        const before = store.devices.revision;
        store = await loadState(backend, options);
        earlier += before + 1;
      }
      isStale = false;
      return store;
    },
  };
}

/** If flushing cannot keep up, or fails, memory must not grow forever. */
async function bounded(store: StoreState): Promise<StoreState> {
  while (store.buffer.points > 2 * store.options.mostPoints) await flush(store);
  return store;
}

/** Opens the store that a backend holds. */
export async function openChunkStore(backend: ChunkBackend, options: ChunkStoreOptions = {}): Promise<ChunkStore> {
  const held = await holder(backend, options);
  const { current } = held;
  return {
    async append(columns) {
      const store = await bounded(await current());
      const numbers = await append(store, columns);
      await noteBegun(store);
      return isDue(store, numbers);
    },
    async fill(stretches) {
      const store = await bounded(await current());
      return isDue(store, await fill(store, stretches));
    },
    flush: async () => flush(await current()),
    maintain: async (due) => maintain(await current(), due),
    reach: async (seen) => reachTime(await current(), seen),
    range: async (query) => answered(await current(), query),
    page: async (query) => nextPage(await current(), query),
    series: (site) => held.last.devices.ofSite(site),
    get seriesRevision() {
      return held.revision;
    },
    lastValues: (site) => held.last.devices.lastValues(site),
    forget: async (site, device) => forget(await current(), site, device),
    remove: async (points) => removePoints(await current(), points),
    async setRetention(rules) {
      assertRules(rules);
      const store = await current();
      await saveSettings(store, { rules });
      store.rules = rules;
    },
    async belongTo(id) {
      const store = await current();
      if (store.home !== undefined) return store.home;
      await saveSettings(store, { home: id });
      store.home = id;
      return id;
    },
    status: async () => statusOf(await current()),
    snapshot: async () => (await current()).backend.snapshot(),
    async close() {
      // What is acknowledged is safe without it; it only lets the next start know how much there was.
      if (held.last.seq !== held.last.notedSeq) await saveSettings(held.last, {}).catch(() => undefined);
      await backend.close();
    },
  };
}

async function forget(store: StoreState, site: string, device: string): Promise<void> {
  const { backend, devices, buffer } = store;
  const state = devices.find({ site, device });
  if (state === undefined) return;
  await backend.commit({ kind: 'forget', forget: state.id });
  devices.remove(state);
  delete store.known;
  buffer.drop(state.id, [...(buffer.devices.get(state.id)?.hours.keys() ?? [])]);
}

function leavingAt({ devices, rules }: StoreState, nowMs: number): readonly Leaving[] {
  return [...devices.byId.values()].flatMap((state) => leavingOf(state, rules, nowMs));
}

async function saveSettings(store: StoreState, change: Partial<KeptSettings<RetentionRule>>): Promise<void> {
  const { rules, knownTime, home, seq, backend } = store;
  const kept: KeptSettings<RetentionRule> = {
    rules,
    seq,
    ...(knownTime === undefined ? {} : { known: knownTime }),
    ...(home === undefined ? {} : { home }),
    ...change,
  };
  await backend.commit({ kind: 'settings', settings: JSON.stringify(kept) });
  store.notedSeq = seq;
  if (kept.known !== undefined) store.savedMs = kept.known.reachedMs;
}

/** A log that was just begun is noted at once: until the next look at the clock nobody would miss it if its file were lost. */
async function noteBegun(store: StoreState): Promise<void> {
  if (store.begun !== 'alone') return;
  store.begun = 'noted';
  // What was acknowledged is safe without it; it is noted with the next one.
  await saveSettings(store, {}).catch(() => (store.begun = 'alone'));
}

/** Saved this often, so that less is lost with the process than a machine may be off. */
const savedEveryMs = hourMs;

/** So far behind the newest point a clock is not believed at once, ms. */
const behindMs = 5 * minuteMs;

async function reachTime(store: StoreState, seen: LookedTime): Promise<number> {
  // Without points there is nothing else to begin with than a clock that was not just set.
  if (store.knownTime === undefined && store.openedMs === undefined && !seen.isSteady) return Number.NEGATIVE_INFINITY;
  // Behind its own points the clock is wrong, most likely: known time would begin too early, and the right time look far ahead.
  const isBehind = store.knownTime === undefined && (store.openedMs ?? seen.wallMs) - seen.wallMs > behindMs;
  store.behindMs = isBehind ? (store.behindMs ?? 0) + seen.passedMs : 0;
  if (isBehind && !seen.isConfirmed && store.behindMs < dayMs) return Number.NEGATIVE_INFINITY;
  const begin = store.knownTime ?? firstKnown(store.openedMs, seen.wallMs);
  const { known, untilMs, aheadMs, agrees } = reach(begin, seen, store.hasAgreed !== true);
  store.knownTime = known;
  store.aheadMs = aheadMs;
  if (agrees) store.hasAgreed = true;
  const isNews = store.savedMs === undefined || Math.abs(known.reachedMs - store.savedMs) >= savedEveryMs;
  if (isNews || store.seq > store.notedSeq) await saveSettings(store, {});
  return untilMs;
}

async function maintain(store: StoreState, due: DueTime): Promise<boolean> {
  const { nowMs, untilMs = nowMs, isQuiet = false } = due;
  if (await flush(store, due)) return true;
  const leaving = leavingAt(store, untilMs);
  const left = leaving.reduce((sum, one) => sum + lengthOf(one), 0);
  const [next] = leaving;
  if (next === undefined) {
    delete store.work;
    if (isQuiet) store.begun = 'no';
    return (await store.backend.giveBack?.(isQuiet)) ?? false;
  }
  const { total = left, sinceMs = nowMs } = store.work ?? {};
  store.work = { kind: 'retention', done: Math.max(0, total - left), total: Math.max(total, left), sinceMs };
  const undo = notesKept(next.state);
  const slice = await leavingSlice(store.reader, next);
  await commitNotes(store, { kind: 'retention', states: [next.state], ...slice }, [undo]);
  return true;
}

function tierStatus({ devices }: StoreState, tier: HistoryTier): TierStatus {
  let [rows, bytes, first] = [0, 0, Number.POSITIVE_INFINITY];
  for (const state of devices.byId.values()) {
    const note = state.tiers[tier];
    rows += note.rows;
    bytes += note.bytes;
    if (note.rows > 0) first = Math.min(first, note.firstIndex ?? first);
  }
  return { rows, bytes, ...(Number.isFinite(first) ? { fromMs: first * blockMs[tier] } : {}) };
}

async function statusOf(store: StoreState): Promise<HistoryStatus> {
  const [raw, fiveMinutes, hours, days] = tiers.map((tier) => tierStatus(store, tier));
  const nothing: TierStatus = { rows: 0, bytes: 0 };
  const { damage } = store.reader;
  const file = store.backend.found?.() ?? [];
  return {
    points: (raw?.rows ?? 0) + (await addedPoints(store)),
    bytes: await store.backend.bytes(),
    series: store.devices.seriesCount,
    tiers: { raw: raw ?? nothing, fiveMinutes: fiveMinutes ?? nothing, hours: hours ?? nothing, days: days ?? nothing },
    retention: store.rules,
    ...(store.work === undefined ? {} : { work: store.work }),
    ...(store.knownTime === undefined ? {} : { reachedMs: store.knownTime.reachedMs }),
    ...(store.aheadMs === undefined ? {} : { aheadMs: store.aheadMs }),
    ...(damage.length === 0 ? {} : { damage }),
    ...(file.length === 0 ? {} : { file }),
  };
}
