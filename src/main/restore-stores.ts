// The stores of a home filled from a backup: in the folder, or on a server beside what is there.
import { join } from 'node:path';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { HistoryStore } from '#core/history.ts';
import { loadChunks } from '#store/dump/chunk-dump.ts';
import { loadPoints } from '#store/dump/point-dump.ts';
import { moveHistory } from '#store/move-history.ts';
import { openSqliteBackend } from '#store/sqlite-backend.ts';
import { openSqliteHistory } from '#store/sqlite-history.ts';
import { loadSqliteRecords } from '#store/sqlite-records.ts';
import type { HistorySecrets } from './environment.ts';
import { type HistoryPlace, openHistoryPlace, withPassword } from './history-place.ts';
import type { RecordsPlace } from './records-place.ts';

/** Where a home is restored to. */
export interface RestoreTarget {
  /** The data folder, held by the caller; no store in it is open when the home is swapped in is called. */
  readonly folder: string;
  readonly clock: Clock;
  readonly records?: RecordsPlace | undefined;
  readonly history?: { readonly place: HistoryPlace; readonly secrets: HistorySecrets } | undefined;
}

type Pieces = AsyncIterable<Uint8Array>;

/** Fills the records; says how many rows of each table there were. Errors: `backup.damaged`, `store.*`. */
export async function loadRecords(
  { records }: RestoreTarget,
  { fresh, change }: { readonly fresh: string; readonly change: string },
  pieces: Pieces,
): Promise<ReadonlyMap<string, number>> {
  if (records === undefined) return loadSqliteRecords({ folder: fresh, change }, pieces);
  const { freshRecordsSchema, loadPostgresRecords } = await import('#store/postgres-records.ts');
  const url = withPassword(records.url, records);
  return loadPostgresRecords({ url, schema: freshRecordsSchema, change }, pieces);
}

async function drained(pieces: Pieces): Promise<void> {
  for await (const _ of pieces) throw new TypeError('assertion: a history that is none has pieces');
}

interface FreshHistory {
  readonly fresh: string;
  readonly form: string;
}

/** The history in the new folder. */
async function loadOwn({ fresh, form }: FreshHistory, pieces: Pieces): Promise<void> {
  if (form === 'chunks-1') {
    const backend = await openSqliteBackend({ path: join(fresh, 'history.db') });
    try {
      await loadChunks(backend, pieces);
    } finally {
      await backend.close();
    }
    return;
  }
  const store = await openSqliteHistory({ folder: { path: fresh, close: () => undefined } });
  try {
    await loadPoints(store, pieces);
  } finally {
    await store.close();
  }
}

async function loadPostgres(url: string, { form }: FreshHistory, pieces: Pieces): Promise<void> {
  const { dropSchema, freshHistorySchema: schema, openPostgresBackend } = await import('#store/postgres-backend.ts');
  // Left over from a restore that was interrupted.
  await dropSchema({ url, schema });
  if (form === 'chunks-1') {
    const backend = await openPostgresBackend({ url, schema });
    try {
      await loadChunks(backend, pieces);
    } finally {
      await backend.close();
    }
    return;
  }
  const { openPostgresHistory } = await import('#store/postgres-history.ts');
  const store = await openPostgresHistory({ url, schema });
  try {
    await loadPoints(store, pieces);
  } finally {
    await store.close();
  }
}

/** An engine of points keeps what it has: it must have nothing. Errors: `backup.refused`. */
async function assertEmpty(store: HistoryStore, at: string): Promise<void> {
  const { points, series } = await store.status();
  if (points + series > 0) throw new SolsteadError('backup.refused', { at, why: because('backup.has-data') });
}

/** A history of chunks goes into an engine of points by way of the folder. */
async function loadEngine(store: HistoryStore, made: FreshHistory, pieces: Pieces): Promise<void> {
  if (made.form === 'points-1') return loadPoints(store, pieces);
  const { mkdir, rm } = await import('node:fs/promises');
  const path = join(made.fresh, 'history-on-its-way');
  await mkdir(path, { mode: 0o700 });
  await loadOwn({ ...made, fresh: path }, pieces);
  const from = await openSqliteHistory({ folder: { path, close: () => undefined } });
  try {
    const mark = { load: async () => undefined, save: async () => undefined };
    await moveHistory({ from, to: store, move: 'restore', mark });
  } finally {
    await from.close();
  }
  await rm(path, { recursive: true, force: true });
}

/** Fills the history. Errors: `backup.damaged`, `backup.refused`, `store.*`. */
export async function loadHistory(
  { history, clock }: RestoreTarget,
  made: FreshHistory,
  pieces: Pieces,
): Promise<void> {
  if (made.form === 'none') return drained(pieces);
  if (history === undefined) return loadOwn(made, pieces);
  const { place, secrets } = history;
  if (place.kind === 'folder')
    throw new SolsteadError('input.usage', { at: '--history', why: because('backup.history-folder') });
  if (place.kind === 'postgres') return loadPostgres(withPassword(place.url, secrets), made, pieces);
  const opened = await openHistoryPlace(place, { clock, secrets });
  try {
    await assertEmpty(opened.store, place.kind);
    await loadEngine(opened.store, made, pieces);
  } finally {
    await opened.close();
  }
}
