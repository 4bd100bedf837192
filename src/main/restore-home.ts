// A home from a backup: looked through to its end before anything is touched, then made beside what is there, and put in its
// place in one step that a kill cannot halve. What was there is kept.
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, open, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Part, readBackup } from '#backup/archive.ts';
import type { Manifest } from '#backup/manifest.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because, said } from '#core/reason.ts';
import { decodePiece } from '#store/dump/piece.ts';
import { readTablePiece, recordsForm } from '#store/dump/record-dump.ts';
import { beginSwap, finishSwap, freshFolder, hasHome, type SwapServer } from '#store/folder-swap.ts';
import { type HomeFileName, writeHomeFile } from '#store/home-file.ts';
import { isKnownChange } from '#store/migrations/migrate.ts';
import { openSqliteHistory } from '#store/sqlite-history.ts';
import { openSqliteRecords } from '#store/sqlite-records.ts';
import { withPassword } from './history-place.ts';
import { formatRecordsPlace } from './records-place.ts';
import { loadHistory, loadRecords, type RestoreTarget } from './restore-stores.ts';

/** A backup on the disk. */
export interface BackupFile {
  readonly path: string;
  readonly passphrase?: string | undefined;
}

/** What a backup holds, as its hashes say. */
export interface VerifiedBackup {
  readonly manifest: Manifest;
  /** Files and pieces in it. */
  readonly parts: number;
  /** Bytes of them. */
  readonly bytes: number;
}

/** How far reading is, in bytes of the file. */
export type OnRead = (done: number, total: number) => void;

const historyForms: ReadonlySet<string> = new Set(['none', 'chunks-1', 'points-1']);

/** Refuses a backup whose stores this version cannot load. Errors: `backup.newer`. */
function assertKnown({ records, history }: Manifest, at: string): void {
  const newer = (part: string, form: string): SolsteadError =>
    new SolsteadError('backup.newer', { at, why: because('backup.form', { part, form: external(form) }) });
  if (records.form !== recordsForm) throw newer('records', records.form);
  if (!historyForms.has(history.form)) throw newer('history', history.form);
  const change = String(records.facts['change']);
  if (!isKnownChange(change))
    throw new SolsteadError('backup.newer', { at, why: because('store.change', { change: external(change) }) });
}

/** Reads a backup; the file is closed with it. */
async function reading({ path, passphrase }: BackupFile, onRead: OnRead | undefined) {
  const file = await open(path).catch((error: unknown) => {
    throw new SolsteadError('input.usage', { at: path, why: said(error), cause: error });
  });
  const { size } = await file.stat();
  await file.close();
  let done = 0;
  const bytes = (async function* () {
    const chunks: AsyncIterable<Uint8Array> = createReadStream(path, { highWaterMark: 2 ** 18 });
    for await (const read of chunks) {
      done += read.length;
      onRead?.(done, size);
      yield read;
    }
  })();
  const backup = await readBackup(bytes, { at: path, passphrase });
  try {
    assertKnown(backup.manifest, path);
    return backup;
  } catch (error) {
    await backup.end();
    throw error;
  }
}

function look({ group, name, bytes }: Part): void {
  if (group === 'records') readTablePiece(bytes, `records/${name}`);
  if (group === 'history') decodePiece(bytes, `history/${name}`);
}

/** Reads a backup to its end and touches nothing. Errors: `backup.*`, `input.usage`. */
export async function verifyBackup(file: BackupFile, onRead?: OnRead): Promise<VerifiedBackup> {
  const { manifest, parts } = await reading(file, onRead);
  let [count, total] = [0, 0];
  for await (const part of parts) {
    look(part);
    count += 1;
    total += part.bytes.length;
  }
  return { manifest, parts: count, bytes: total };
}

/** A home that is made and waits to be put in place. */
export interface StagedHome {
  readonly manifest: Manifest;
  /** Puts it in place; returns where the home is that was there before. Servers follow when the home is opened. */
  swap(): string | undefined;
}

/** Twice what is in it, for indexes and the growing of files. */
const roomFactor = 2;

async function assertRoom(folder: string, { bytes }: VerifiedBackup): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const [needed, free] = [bytes * roomFactor, bavail * bsize];
  if (needed <= free) return;
  throw new SolsteadError('backup.refused', { at: folder, why: because('backup.room', { needed, free }) });
}

/** Refuses a server whose records are somebody's. Errors: `backup.refused`, `store.*`. */
async function assertNoRecords({ records: place }: RestoreTarget): Promise<void> {
  if (place === undefined) return;
  const { openPostgresRecords } = await import('#store/postgres-records.ts');
  const records = await openPostgresRecords({ url: withPassword(place.url, place) });
  try {
    const isTaken = (await records.accounts.any()) || (await records.sites.list()).length > 0;
    if (!isTaken) return;
    throw new SolsteadError('backup.refused', { at: formatRecordsPlace(place), why: because('backup.has-data') });
  } finally {
    await records.close();
  }
}

/** A part of a group is written to its place below the new folder. */
async function writePart(fresh: string, { group, name, bytes }: Part): Promise<void> {
  const path = group === 'settings' ? join(fresh, name) : join(fresh, group, name);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, bytes, { mode: 0o600, flag: 'wx' });
}

/** Parts taken by group, in the order they come. */
function byGroup(parts: AsyncIterable<Part>) {
  const each = parts[Symbol.asyncIterator]();
  let next = each.next();
  return {
    async *of(isWanted: (group: Part['group']) => boolean): AsyncGenerator<Part> {
      for (let one = await next; one.done !== true && isWanted(one.value.group); one = await next) {
        yield one.value;
        next = each.next();
      }
    },
    /** Reads to the end, where everything is checked. */
    async end(): Promise<void> {
      if ((await next).done !== true) throw new TypeError('assertion: parts were left over');
    },
  };
}

async function* bytesOf(parts: AsyncIterable<Part>): AsyncGenerator<Uint8Array> {
  for await (const { bytes } of parts) yield bytes;
}

/** Compares what was loaded with what the manifest says. Errors: `backup.damaged`. */
function assertCounts({ records }: Manifest, counts: ReadonlyMap<string, number>, at: string): void {
  for (const [table, known] of Object.entries(records.facts)) {
    const found = counts.get(table) ?? 0;
    if (table === 'change' || known === found) continue;
    const why = because('backup.counts', { part: external(table), known: Number(known), found });
    throw new SolsteadError('backup.damaged', { at, why });
  }
}

async function load(
  file: BackupFile,
  target: RestoreTarget,
  { fresh, onRead }: { readonly fresh: string; readonly onRead?: OnRead },
): Promise<Manifest> {
  const { manifest, parts } = await reading(file, onRead);
  const groups = byGroup(parts);
  for await (const part of groups.of((group) => group !== 'records' && group !== 'history'))
    await writePart(fresh, part);
  const records = bytesOf(groups.of((group) => group === 'records'));
  const counts = await loadRecords(target, { fresh, change: String(manifest.records.facts['change']) }, records);
  assertCounts(manifest, counts, file.path);
  await loadHistory(target, { fresh, form: manifest.history.form }, bytesOf(groups.of((group) => group === 'history')));
  await groups.end();
  const isOwned = (counts.get('account') ?? 0) > 0;
  const files: HomeFileName[] = [];
  if (target.records === undefined) files.push('records.db');
  if (target.history === undefined && manifest.history.form !== 'none') files.push('history.db');
  await writeHomeFile(fresh, { version: 1, home: manifest.home, files, isOwned });
  return manifest;
}

/** Opens the new stores once: they are a home's, and its own. Errors: `store.*`. */
async function assertOpens(fresh: string, { home }: Manifest): Promise<void> {
  const folder = { path: fresh, close: () => undefined };
  const owned = async (store: { belongTo?(home: string): Promise<string>; close(): Promise<void> }): Promise<void> => {
    const found = await store.belongTo?.(home);
    await store.close();
    if (found !== home) throw new SolsteadError('backup.damaged', { at: fresh, why: because('store.other-home') });
  };
  if (existsSync(join(fresh, 'records.db'))) await owned(await openSqliteRecords({ folder }));
  if (existsSync(join(fresh, 'history.db'))) await owned(await openSqliteHistory({ folder, isWithoutCopy: true }));
}

/** Options of {@link stageHome}. */
export interface StageOptions {
  /** Whether a home that is there is replaced. */
  readonly isReplacing: boolean;
  readonly onRead?: (step: 'verify' | 'load', done: number, total: number) => void;
}

/**
 * Makes a home from a backup beside what is in a folder, after the whole backup was looked through. Errors: `backup.*`,
 * `folder.unwritable`, `store.*`; then nothing was changed.
 */
export async function stageHome(
  file: BackupFile,
  target: RestoreTarget,
  { isReplacing, onRead }: StageOptions,
): Promise<StagedHome> {
  const { folder, clock } = target;
  const verified = await verifyBackup(file, (done, total) => onRead?.('verify', done, total));
  if (!isReplacing && hasHome(folder))
    throw new SolsteadError('backup.refused', { at: folder, why: because('backup.has-data') });
  if (!isReplacing) await assertNoRecords(target);
  await assertRoom(folder, verified);
  try {
    const fresh = freshFolder(folder);
    const manifest = await load(file, target, {
      fresh,
      onRead: (done, total) => onRead?.('load', done, total),
    });
    await assertOpens(fresh, manifest);
    const servers: SwapServer[] = [];
    if (target.records !== undefined) servers.push('records');
    if (target.history?.place.kind === 'postgres') servers.push('history');
    return {
      manifest,
      swap() {
        const stamp = new Date(clock.nowMs()).toISOString().replaceAll(/[:.]/g, '-');
        const aside = beginSwap(folder, { stamp, servers });
        finishSwap(folder);
        return aside;
      },
    };
  } catch (error) {
    if (isSolsteadError(error)) throw error;
    throw new SolsteadError('folder.unwritable', { at: folder, why: said(error), cause: error });
  }
}
