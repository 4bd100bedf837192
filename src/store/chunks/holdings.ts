// What an open chunk store holds in memory, and how points get there: appended, or read back from the log.
import { because } from '#core/reason.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import type { HistoryWork, RetentionRule } from '#core/history.ts';
import { hourMs } from '#core/time.ts';
import type { PointColumns } from '../point-columns.ts';
import type { ChunkBackend, Commit } from './backend.ts';
import { tiers } from './grid.ts';
import { Heads } from './heads.ts';
import { decodeLog, encodeLog, type LoggedPoints } from './log-codec.ts';
import { type Additions, deviceRow, Devices, type DeviceState, lastOf, noteLast } from './registry.ts';
import { Shelf } from './shelf.ts';

/** How the store puts away. */
export interface ChunkStoreOptions {
  /** An hour is put away when the device's time is so far past its end, ms; a minute unless told. */
  readonly graceMs?: number;
  /** Polls of an hour that are put away before it ends; 1024 unless told. */
  readonly mostPolls?: number;
  /** Points in memory from which on the fullest device is put away; a million unless told. */
  readonly mostPoints?: number;
}

/** Everything an open store knows. */
export interface Holdings {
  readonly backend: ChunkBackend;
  readonly options: Required<ChunkStoreOptions>;
  readonly devices: Devices;
  readonly heads: Heads;
  readonly shelf: Shelf;
  /** Number of the newest row of the log. */
  seq: number;
  rules: readonly RetentionRule[];
  /** Numbers of the series of the list that was appended by last; gone when a device is. */
  known?: { readonly keys: PointColumns['keys']; readonly numbers: number[] };
  work?: HistoryWork;
}

const logRows = 256;

/** Reads what a backend holds. Errors: `store.failed`, `store.corrupt`. */
export async function loadHoldings(backend: ChunkBackend, options: ChunkStoreOptions): Promise<Holdings> {
  const registry = await backend.registry();
  const devices = new Devices(registry);
  const holdings: Holdings = {
    backend,
    options: { graceMs: 60_000, mostPolls: 1024, mostPoints: 1_000_000, ...options },
    devices,
    heads: new Heads(),
    shelf: new Shelf(backend, devices),
    seq: registry.given.seq,
    rules: JSON.parse(registry.settings ?? '[]') as readonly RetentionRule[],
  };
  for (const name of devices.damaged) {
    const why = because('store.checksum');
    holdings.shelf.noteLog(new SolsteadError('store.corrupt', { at: `${backend.at}: notes of ${name}`, why }));
  }
  await noteMissing(holdings);
  for (let seq = 0; ; ) {
    const rows = await backend.log({ seq, limit: logRows });
    for (const row of rows) readBack(holdings, row.seq, row.body);
    seq = rows.at(-1)?.seq ?? seq;
    if (rows.length < logRows) return holdings;
  }
}

/** Blocks that are not where they should be, which no checksum can tell. */
async function noteMissing({ backend, devices, shelf }: Holdings): Promise<void> {
  for (const tier of tiers) {
    const counts = await backend.counts?.(tier);
    if (counts === undefined) return;
    for (const { id, site, device, tiers: own } of devices.byId.values()) {
      const [found, known] = [counts.get(id) ?? 0, own[tier].blocks];
      const why = because('store.blocks', { found, known });
      if (found < known)
        shelf.noteLog(new SolsteadError('store.corrupt', { at: `${backend.at}: ${tier} of ${site}/${device}`, why }));
    }
  }
}

function readBack(holdings: Holdings, seq: number, body: Uint8Array): void {
  holdings.seq = Math.max(holdings.seq, seq);
  try {
    const points = decodeLog(body, `${holdings.backend.at}: row ${seq} of the log`);
    absorb(holdings, points, seq);
  } catch (thrown) {
    if (!isSolsteadError(thrown, 'store.corrupt')) throw thrown;
    holdings.shelf.noteLog(thrown);
  }
}

/** Takes points of a row of the log into memory, but for those already in chunks. */
function absorb({ devices, heads }: Holdings, points: LoggedPoints, seq: number): void {
  const { series, atMs, value, quality, texts } = points;
  for (let index = 0; index < series.length; index += 1) {
    const id = series[index] ?? 0;
    const state = devices.owner(id);
    // A forgotten device's points stay in the log until its rows go.
    if (state === undefined) continue;
    const text = texts.size === 0 ? undefined : texts.get(index);
    const at = atMs[index] ?? 0;
    noteLast(lastOf(state, id), text ?? value[index] ?? 0, { atMs: at, quality: quality[index] ?? 0 });
    state.unsavedSeq ??= seq;
    const { sealed } = state;
    if (text === undefined && (seq > sealed.seq || at >= sealed.hour * hourMs))
      heads.add(state.id, points, { index, seq });
  }
}

/** Makes points durable, then takes them into memory. Answers the numbers of their series, by point. Errors: `store.failed`. */
export async function append(holdings: Holdings, { keys, series, ...columns }: PointColumns): Promise<Uint32Array> {
  const additions: Additions = { devices: [], series: [] };
  if (holdings.known?.keys !== keys) holdings.known = { keys, numbers: [] };
  const { numbers } = holdings.known;
  const numberOf = (index: number): number => {
    const key = keys[index];
    if (key === undefined) throw new TypeError('assertion: a point without a series');
    return (numbers[index] = holdings.devices.number(key, additions));
  };
  const told = new Uint32Array(series.length);
  for (let index = 0; index < told.length; index += 1) {
    const place = series[index] ?? 0;
    told[index] = numbers[place] ?? numberOf(place);
  }
  const points = { ...columns, series: told };
  const seq = holdings.seq + 1;
  try {
    await holdings.backend.commit({
      kind: 'append',
      log: { seq, body: encodeLog(points) },
      devices: additions.devices.map(deviceRow),
      series: additions.series,
    });
  } catch (thrown) {
    holdings.devices.takeBack(additions);
    if (additions.series.length > 0) delete holdings.known;
    throw thrown;
  }
  holdings.seq = seq;
  absorb(holdings, points, seq);
  return points.series;
}

/** Remembers the notes of a device; the answer puts them back. */
export function notesKept(state: DeviceState): () => void {
  const { sealed } = state;
  const own = structuredClone(state.tiers);
  const kept = new Map(state.keptFrom);
  return () => {
    state.sealed = sealed;
    for (const tier of tiers) {
      delete state.tiers[tier].firstIndex;
      Object.assign(state.tiers[tier], own[tier]);
    }
    state.keptFrom.clear();
    for (const [id, from] of kept) state.keptFrom.set(id, from);
  };
}

/** A commit that saves the notes of devices; all of it or nothing. `undo` puts back what the notes told before. */
export async function commitNotes(
  { backend }: Holdings,
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
