// What an open chunk store holds in memory, and how points get there: appended, or read back from the log.
import { because } from '#core/reason.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import type { HistoryWork, RetentionRule } from '#core/history.ts';
import { hourMs } from '#core/time.ts';
import type { PointColumns } from '../point-columns.ts';
import type { ChunkBackend, Commit } from './backend.ts';
import { tiers } from './grid.ts';
import { type KnownTime, readSettings } from './known-time.ts';
import { WriteBuffer } from './write-buffer.ts';
import { decodeLog, encodeLog, type LoggedPoints } from './log-codec.ts';
import type { Registry } from './backend.ts';
import { type Additions, deviceRow, Devices, type DeviceState, lastOf, noteLast } from './registry.ts';
import { BlockReader } from './block-reader.ts';

/** When the store flushes its write buffer. */
export interface ChunkStoreOptions {
  /** An hour is flushed once the device's time is this far past its end, ms; default: a minute. */
  readonly graceMs?: number;
  /** After this many polls an hour is flushed before it ends; default: 1024. */
  readonly mostPolls?: number;
  /** With more points in memory the fullest device is flushed; default: a million. */
  readonly mostPoints?: number;
}

/** Everything an open store knows. */
export interface StoreState {
  readonly backend: ChunkBackend;
  readonly options: Required<ChunkStoreOptions>;
  readonly devices: Devices;
  readonly buffer: WriteBuffer;
  readonly reader: BlockReader;
  /** Number of the newest row of the log. */
  seq: number;
  rules: readonly RetentionRule[];
  /** What deletion goes by; absent until the clock has been read. */
  knownTime?: KnownTime | undefined;
  /** Time of the newest value when it was opened, epoch ms; absent: there was none. What came since may have a wrong date. */
  openedMs?: number;
  /** For how long the clock has been behind the newest point, before {@link knownTime} was known, ms. */
  behindMs?: number;
  /** How far the wall clock is ahead of it, ms. */
  aheadMs?: number | undefined;
  /** Id of the home whose history it is; absent until it has been given one. */
  home?: string | undefined;
  /** The newest row of the log that the settings know of. */
  notedSeq: number;
  /** Since the log was begun, a row was written alone (`alone`: a backend may keep it in files of its own), and the settings know of one. */
  begun: 'no' | 'alone' | 'noted';
  /** The wall clock has agreed with it since the start. */
  hasAgreed?: boolean;
  /** {@link knownTime} as it was saved last. */
  savedMs?: number;
  /** Numbers of the series in the list of keys appended last; dropped when a device is forgotten. */
  known?: { readonly keys: PointColumns['keys']; readonly numbers: number[] };
  work?: HistoryWork;
}

const logRows = 256;

/** Reads what a backend holds. Errors: `store.failed`, `store.corrupt`. */
export async function loadState(backend: ChunkBackend, options: ChunkStoreOptions): Promise<StoreState> {
  const registry = await backend.registry();
  const settings = readSettings<RetentionRule>(registry.settings);
  const devices = new Devices(registry);
  const store: StoreState = {
    backend,
    options: { graceMs: 60_000, mostPolls: 1024, mostPoints: 1_000_000, ...options },
    devices,
    buffer: new WriteBuffer(),
    reader: new BlockReader(backend, devices),
    seq: registry.given.seq,
    rules: settings.rules,
    knownTime: settings.known,
    home: settings.home,
    notedSeq: settings.seq ?? 0,
    begun: 'no',
  };
  for (const name of devices.damaged) {
    const why = because('store.checksum');
    store.reader.noteLog(new SolsteadError('store.corrupt', { at: `${backend.at}: notes of ${name}`, why }));
  }
  await noteMissing(store);
  await readLog(store, registry);
  const newestMs = devices.lastValues().reduce((most, { atMs }) => Math.max(most, atMs), Number.NEGATIVE_INFINITY);
  return Number.isFinite(newestMs) ? { ...store, openedMs: newestMs } : store;
}

/** Reads the log back. Its rows are numbered without a gap, and the settings know the last one: missing rows were lost. */
async function readLog(store: StoreState, { given }: Registry): Promise<void> {
  const { backend, reader } = store;
  let last = given.seq;
  const missing = (before: number): void => {
    if (before <= last + 1) return;
    const why = because('store.rows-lost', { from: last + 1, to: before - 1 });
    reader.noteLog(new SolsteadError('store.corrupt', { at: `${backend.at}: rows of the log from ${last + 1}`, why }));
  };
  for (let seq = 0; ; ) {
    const rows = await backend.log({ seq, limit: logRows });
    for (const row of rows) {
      missing(row.seq);
      last = Math.max(last, row.seq);
      readBack(store, row.seq, { body: row.body, newestSeries: given.series });
    }
    seq = rows.at(-1)?.seq ?? seq;
    if (rows.length < logRows) break;
  }
  const endSeq = Math.max(store.notedSeq, backend.endSeq ?? 0);
  missing(endSeq + 1);
  // Numbers of rows that were lost are not reused.
  store.seq = Math.max(store.seq, endSeq);
}

/** Notes missing blocks, which no checksum can detect. */
async function noteMissing({ backend, devices, reader }: StoreState): Promise<void> {
  for (const tier of tiers) {
    const counts = await backend.counts?.(tier);
    if (counts === undefined) return;
    for (const { id, site, device, tiers: own } of devices.byId.values()) {
      const [found, known] = [counts.get(id) ?? 0, own[tier].blocks];
      const why = because('store.blocks', { found, known });
      if (found < known)
        reader.noteLog(new SolsteadError('store.corrupt', { at: `${backend.at}: ${tier} of ${site}/${device}`, why }));
    }
  }
}

/** Values of series that have no number in the database: something it had committed was lost. */
function strangers({ backend }: StoreState, seq: number): SolsteadError {
  return new SolsteadError('store.corrupt', {
    at: `${backend.at}: row ${seq} of the log`,
    why: because('store.unknown-series'),
  });
}

function readBack(
  store: StoreState,
  seq: number,
  { body, newestSeries }: { readonly body: Uint8Array; readonly newestSeries: number },
): void {
  store.seq = Math.max(store.seq, seq);
  try {
    const points = decodeLog(body, `${store.backend.at}: row ${seq} of the log`);
    if (points.series.some((id) => id > newestSeries)) throw strangers(store, seq);
    absorb(store, points, seq);
  } catch (thrown) {
    if (!isSolsteadError(thrown, 'store.corrupt')) throw thrown;
    store.reader.noteLog(thrown);
  }
}

/** Takes the points of a row of the log into memory, except those already in chunks. */
export function absorb({ devices, buffer }: StoreState, points: LoggedPoints, seq: number): void {
  const { series, atMs, value, quality, texts } = points;
  for (let index = 0; index < series.length; index += 1) {
    const id = series[index] ?? 0;
    const state = devices.owner(id);
    // A forgotten device's points stay in the log until its rows are removed.
    if (state === undefined) continue;
    const text = texts.size === 0 ? undefined : texts.get(index);
    const at = atMs[index] ?? 0;
    noteLast(lastOf(state, id), text ?? value[index] ?? 0, { atMs: at, quality: quality[index] ?? 0 });
    state.unsavedSeq ??= seq;
    const { flushed } = state;
    if (text === undefined && (seq > flushed.seq || at >= flushed.hour * hourMs))
      buffer.add(state.id, points, { index, seq });
  }
}

/** Makes points durable, then takes them into memory. Returns the number of each point's series. Errors: `store.failed`. */
export async function append(store: StoreState, { keys, series, ...columns }: PointColumns): Promise<Uint32Array> {
  const additions: Additions = { devices: [], series: [] };
  if (store.known?.keys !== keys) store.known = { keys, numbers: [] };
  const { numbers } = store.known;
  const numberOf = (index: number): number => {
    const key = keys[index];
    if (key === undefined) throw new TypeError('assertion: a point without a series');
    return (numbers[index] = store.devices.number(key, additions));
  };
  const numbered = new Uint32Array(series.length);
  for (let index = 0; index < numbered.length; index += 1) {
    const place = series[index] ?? 0;
    numbered[index] = numbers[place] ?? numberOf(place);
  }
  const points = { ...columns, series: numbered };
  const seq = store.seq + 1;
  try {
    await store.backend.commit({
      kind: 'append',
      log: { seq, body: encodeLog(points) },
      devices: additions.devices.map(deviceRow),
      series: additions.series,
    });
  } catch (thrown) {
    store.devices.takeBack(additions);
    if (additions.series.length > 0) delete store.known;
    throw thrown;
  }
  store.seq = seq;
  if (store.begun === 'no' && additions.devices.length + additions.series.length === 0) store.begun = 'alone';
  absorb(store, points, seq);
  return points.series;
}

/** Remembers the notes of a device; the function returned restores them. */
export function notesKept(state: DeviceState): () => void {
  const { flushed } = state;
  const { raw, fiveMinutes, hours, days } = state.tiers;
  const own = { raw: { ...raw }, fiveMinutes: { ...fiveMinutes }, hours: { ...hours }, days: { ...days } };
  const kept = new Map(state.keptFrom);
  return () => {
    state.flushed = flushed;
    for (const tier of tiers) {
      delete state.tiers[tier].firstIndex;
      Object.assign(state.tiers[tier], own[tier]);
    }
    state.keptFrom.clear();
    for (const [id, from] of kept) state.keptFrom.set(id, from);
  };
}

/** Remembers the last values of a device; the function returned restores them. */
export function lastsKept({ last }: DeviceState): () => void {
  const before = [...last].map(([id, one]) => [id, { ...one }] as const);
  return () => {
    last.clear();
    for (const [id, one] of before) last.set(id, one);
  };
}

/** A commit that saves the notes of devices; all of it or nothing. `undo` restores the notes as they were. */
export async function commitNotes(
  { backend }: StoreState,
  commit: Omit<Commit, 'devices'> & { readonly states: readonly DeviceState[] },
  undo: readonly (() => void)[],
): Promise<void> {
  const { states, ...rest } = commit;
  try {
    await backend.commit({ ...rest, devices: states.map(deviceRow) });
  } catch (thrown) {
    for (const back of undo) back();
    throw thrown;
  }
  for (const state of states) delete state.unsavedSeq;
}
