// The chunk store's blobs in one SQLite file, for the worker that owns it. Rowid tables of 4 KiB pages keep blobs tight.
import { external } from '#core/message-params.ts';
import { because, said } from '#core/reason.ts';
import { existsSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { isSolsteadError, SolsteadError, systemCode } from '#core/errors.ts';
import type { HistoryTier } from '#core/history.ts';
import type { BackendSnapshot, Block, BlockSpan, ChunkBackend, Commit, LogRow, Registry } from './chunks/backend.ts';
import { type CheckedFile, openCheckedFile } from './checked-file.ts';
import { openToLook } from './file-look.ts';
import { assertCopyFits, copyHistory, type HistoryCopyOptions } from './history-copy.ts';
import type { LogDisk } from './log-disk.ts';
import { type LogFile, openLogFile, readLog, slotPaths } from './log-file.ts';
import { olderRows, rowVersion, turnRows } from './row-points.ts';
import { type SparseDays, sparseDays, sparseSchema } from './sparse-days.ts';
import {
  busyMs,
  fileBytes,
  inTransaction,
  openFailure,
  pragmaNumber,
  statementFailure,
  walBytes,
} from './sqlite-file.ts';

/**
 * Goes up with every change of the tables; SQLite's `user_version`. Version 1 held one row per point, version 2 had no log
 * beside the file, version 3 no sparse days.
 */
const schemaVersion = 4;
const markless = 2;

/** Whether a history was written by an earlier version; it is only read. Errors: `store.newer`. */
export function isOlderHistory(db: DatabaseSync): boolean {
  const version = pragmaNumber(db, 'user_version');
  if (version <= schemaVersion) return version < schemaVersion;
  const why = because('store.version', { version, known: schemaVersion });
  throw new SolsteadError('store.newer', { at: 'history.db', why });
}

const tableOf: Readonly<Record<HistoryTier, string>> = {
  raw: 'chunk',
  fiveMinutes: 'five_minutes',
  hours: 'hours',
  days: 'days',
};

/** Identifies the log beside this file: 32 bits. */
const newMark = 'abs(random() % 4294967296)';

/**
 * The tables; `given` has the numbers given so far, how many devices and series there are, and the mark of the log.
 * `hot` has the rows of the log that are written together with other things; the others are in the log's own files.
 */
const schema = `
  CREATE TABLE device (
    id INTEGER PRIMARY KEY, site TEXT NOT NULL, device TEXT NOT NULL, notes TEXT NOT NULL, UNIQUE (site, device)
  ) STRICT;
  CREATE TABLE series (id INTEGER PRIMARY KEY, device INTEGER NOT NULL, metric TEXT NOT NULL, UNIQUE (device, metric)) STRICT;
  CREATE TABLE hot (seq INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
  ${Object.values(tableOf)
    .map((table) => `CREATE TABLE ${table} (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;`)
    .join('\n  ')}
  CREATE TABLE given (
    device INTEGER NOT NULL, series INTEGER NOT NULL, seq INTEGER NOT NULL, settings TEXT, kept INTEGER NOT NULL,
    mark INTEGER NOT NULL
  ) STRICT;
  ${sparseSchema}
  INSERT INTO given VALUES (0, 0, 0, NULL, 0, ${newMark});
  PRAGMA user_version = ${schemaVersion};
`;

/** Blocks of a device lie together: its number, then the time. 2²⁰ devices and 2³³ blocks make 53 bits. */
const blockSpace = 2 ** 33;
const rowid = (device: number, index: number): number => device * blockSpace + index + blockSpace / 2;

/** Counting blocks reads the file; a larger one is not counted. */
const countedBytes = 64 * 2 ** 20;

function countBlocks(db: DatabaseSync, sparse: SparseDays, tier: HistoryTier): ReadonlyMap<number, number> {
  const counts = new Map(sparse.counts(tier));
  const rows = db
    .prepare(`SELECT id / ${blockSpace} AS device, count(*) AS blocks FROM ${tableOf[tier]} GROUP BY 1`)
    .all();
  for (const { device, blocks } of rows) counts.set(Number(device), (counts.get(Number(device)) ?? 0) + Number(blocks));
  return counts;
}

/** A step of the store's life, reported before, inside and after its transaction, so that a test can interrupt it there. */
export type OnStep = (step: `${'before' | 'inside' | 'after'} ${Commit['kind'] | 'copy'}`) => void;

/** Options of {@link sqliteBackend}. */
export interface SqliteBackendOptions extends Pick<HistoryCopyOptions, 'onCopy' | 'freeBytes'> {
  readonly path: string;
  readonly onStep?: OnStep;
  /** Where the log is written; absent: to the system's own disk. */
  readonly disk?: LogDisk;
  /** A history of an earlier version is brought up to date without a copy of it: somebody decided so. */
  readonly isWithoutCopy?: boolean | undefined;
}

function prepared(db: DatabaseSync) {
  const everyTier = <T>(make: (table: string) => T): Readonly<Record<HistoryTier, T>> => ({
    raw: make(tableOf.raw),
    fiveMinutes: make(tableOf.fiveMinutes),
    hours: make(tableOf.hours),
    days: make(tableOf.days),
  });
  return {
    // Columns are named twice: a file with other tables fails here, and a different letter case does not change results.
    given: db.prepare(
      'SELECT device AS device, series AS series, seq AS seq, settings AS settings, kept AS kept, mark AS mark FROM given',
    ),
    devices: db.prepare('SELECT id AS id, site AS site, device AS device, notes AS notes FROM device ORDER BY id'),
    series: db.prepare('SELECT id AS id, device AS device, metric AS metric FROM series ORDER BY id'),
    log: db.prepare('SELECT seq AS seq, body AS body FROM hot WHERE seq > ? ORDER BY seq LIMIT ?'),
    addLog: db.prepare('INSERT INTO hot VALUES (?, ?)'),
    dropLog: db.prepare('DELETE FROM hot WHERE seq < ?'),
    noteSeq: db.prepare('UPDATE given SET seq = max(seq, ?)'),
    noteDevice: db.prepare('UPDATE given SET device = max(device, ?)'),
    noteSeries: db.prepare('UPDATE given SET series = max(series, ?)'),
    noteKept: db.prepare('UPDATE given SET kept = (SELECT count(*) FROM device) + (SELECT count(*) FROM series)'),
    noteSettings: db.prepare('UPDATE given SET settings = ?'),
    saveDevice: db.prepare(
      'INSERT INTO device VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET notes = excluded.notes',
    ),
    addSeries: db.prepare('INSERT INTO series VALUES (?, ?, ?)'),
    dropDevice: db.prepare('DELETE FROM device WHERE id = ?'),
    dropSeries: db.prepare('DELETE FROM series WHERE device = ?'),
    blocks: everyTier((table) =>
      db.prepare(`SELECT id AS id, body AS body FROM ${table} WHERE id >= ? AND id < ? ORDER BY id LIMIT ?`),
    ),
    put: everyTier((table) => db.prepare(`INSERT OR REPLACE INTO ${table} VALUES (?, ?)`)),
    drop: everyTier((table) => db.prepare(`DELETE FROM ${table} WHERE id >= ? AND id < ?`)),
  };
}

function write({ sql, sparse }: Tables, commit: Commit): void {
  const {
    log,
    logRows = [],
    logBefore,
    given,
    devices = [],
    series = [],
    put = [],
    drop = [],
    forget,
    settings,
  } = commit;
  const span = ({ device, fromIndex, toIndex }: Omit<BlockSpan, 'tier'>): readonly SQLInputValue[] => [
    rowid(device, fromIndex),
    rowid(device, toIndex),
  ];
  for (const { id, site, device, notes } of devices) sql.saveDevice.run(id, site, device, notes);
  for (const { id, device, metric } of series) sql.addSeries.run(id, device, metric);
  if (devices.length > 0) sql.noteDevice.run(Math.max(...devices.map(({ id }) => id)));
  if (series.length > 0) {
    sql.noteSeries.run(Math.max(...series.map(({ id }) => id)));
    sql.noteKept.run();
  }
  for (const { tier, device, index, body } of put) {
    sql.put[tier].run(rowid(device, index), body);
    sparse.clear({ tier, device, fromIndex: index, toIndex: index + 1 });
  }
  for (const { tier, ...rest } of drop) {
    sql.drop[tier].run(...span(rest));
    sparse.clear({ tier, ...rest });
  }
  if (put.length > 0) sparse.pack(put);
  for (const { seq, body } of [...(log === undefined ? [] : [log]), ...logRows]) sql.addLog.run(seq, body);
  if (given !== undefined) {
    sql.noteDevice.run(given.device);
    sql.noteSeries.run(given.series);
    sql.noteSeq.run(given.seq);
    sql.noteKept.run();
  }
  if (logBefore !== undefined) {
    // The numbers of removed rows are not reused.
    sql.noteSeq.run(logBefore - 1);
    sql.dropLog.run(logBefore);
  }
  if (settings !== undefined) sql.noteSettings.run(settings);
  if (forget === undefined) return;
  for (const tier of Object.values(sql.drop))
    tier.run(...span({ device: forget, fromIndex: -blockSpace / 2, toIndex: blockSpace / 2 }));
  sparse.forget(forget);
  sql.dropSeries.run(forget);
  sql.dropDevice.run(forget);
  sql.noteKept.run();
}

/** Statements over the tables, and the days that are kept as one. */
interface Tables {
  readonly sql: ReturnType<typeof prepared>;
  readonly sparse: SparseDays;
}

const bytesOf = (value: unknown): Uint8Array => (value instanceof Uint8Array ? value : new Uint8Array());

/** Whether a write is only a row of the log. */
function isLogOnly({ kind, log, ...rest }: Commit): boolean {
  return (
    kind === 'append' && log !== undefined && Object.values(rest).every((one) => Array.isArray(one) && one.length === 0)
  );
}

/** What a failure of the log means, like {@link statementFailure}. */
function failure(path: string, thrown: unknown): unknown {
  if (isSolsteadError(thrown)) return thrown;
  const code = systemCode(thrown);
  if (code === undefined || code === 'ERR_SQLITE_ERROR') return statementFailure(path, thrown);
  const why = code === 'ENOSPC' || code === 'EDQUOT' ? because('store.full') : said(thrown);
  return new SolsteadError('store.failed', { at: path, why, cause: thrown });
}

function registryOf(sql: ReturnType<typeof prepared>, at: string): Registry {
  const given = sql.given.get() ?? {};
  const { settings } = given;
  const devices = sql.devices.all();
  const series = sql.series.all();
  const kept = Number(given['kept']);
  const why = because('store.series', { found: devices.length + series.length, known: kept });
  if (devices.length + series.length !== kept) throw new SolsteadError('store.corrupt', { at, why });
  return {
    devices: devices.map(({ id, site, device, notes }) => ({
      id: Number(id),
      site: String(site),
      device: String(device),
      notes: String(notes),
    })),
    series: series.map(({ id, device, metric }) => ({
      id: Number(id),
      device: Number(device),
      metric: String(metric),
    })),
    given: { device: Number(given['device']), series: Number(given['series']), seq: Number(given['seq']) },
    ...(typeof settings === 'string' ? { settings } : {}),
  };
}

/** Rows of the log after `seq` wherever they are. */
function logRows(
  sql: ReturnType<typeof prepared>,
  log: Pick<LogFile, 'rows'>,
  after: { readonly seq: number; readonly limit: number },
): readonly LogRow[] {
  const hot = sql.log
    .all(after.seq, after.limit)
    .map((row): LogRow => ({ seq: Number(row['seq']), body: bytesOf(row['body']) }));
  // A number that failed in the log, and was then given in the file, was acknowledged there.
  const known = new Set(hot.map(({ seq }) => seq));
  const beside = log.rows(after).filter(({ seq }) => !known.has(seq));
  return [...hot, ...beside].toSorted((one, other) => one.seq - other.seq).slice(0, after.limit);
}

/** Free pages released in one slice, and the share of the file from which on they are released. */
const slicePages = 256;
const freeShare = 0.05;
/** A write-ahead log of this size is emptied when there is time. */
const longWal = 2 ** 20;

function giveBack(file: CheckedFile, { path, isQuiet }: { readonly path: string; readonly isQuiet: boolean }): boolean {
  const { db } = file;
  const free = pragmaNumber(db, 'freelist_count');
  if (free >= (isQuiet ? 1 : slicePages) && free > freeShare * pragmaNumber(db, 'page_count')) {
    db.exec(`PRAGMA incremental_vacuum(${slicePages})`);
    // A file made before this was set keeps its free pages for later use.
    file.committed();
    if (pragmaNumber(db, 'freelist_count') < free) return true;
  }
  if (walBytes(path) > (isQuiet ? 0 : longWal) && file.settle()) pragmaNumber(db, 'wal_checkpoint(TRUNCATE)');
  if (isQuiet) file.patrol();
  return false;
}

/** Blocks of a span wherever they are. */
function blocksOf({ sql, sparse }: Tables, span: BlockSpan & { readonly limit: number }): readonly Block[] {
  const { tier, device, fromIndex, toIndex, limit } = span;
  const plain = sql.blocks[tier].all(rowid(device, fromIndex), rowid(device, toIndex), limit).map((row): Block => {
    const index = Number(row['id']) - rowid(device, 0);
    return { tier, device, index, body: bytesOf(row['body']) };
  });
  const kept = sparse.blocks(span);
  if (kept.length === 0) return plain;
  return [...plain, ...kept].toSorted((one, other) => one.index - other.index).slice(0, limit);
}

/** Writes a row to the log beside the file, everything else in one transaction. */
function committer(
  { file, log, ...tables }: Tables & { readonly file: CheckedFile; readonly log: LogFile },
  onStep: OnStep,
): (commit: Commit) => void {
  return (commit) => {
    const inside = (): void => onStep(`inside ${commit.kind}`);
    onStep(`before ${commit.kind}`);
    if (commit.log !== undefined && isLogOnly(commit)) log.append(commit.log, inside);
    else {
      inTransaction(file.db, () => {
        write(tables, commit);
        inside();
      });
      const newest = Math.max(commit.log?.seq ?? 0, commit.logRows?.at(-1)?.seq ?? 0);
      if (newest > 0) log.noteEnd(newest);
      if (commit.logBefore !== undefined) log.dropBefore(commit.logBefore);
      // Without the numbers of new series nothing in the log could be read: a lost journal must not take them with it.
      if ((commit.series ?? []).length > 0) file.settle();
      else file.committed();
    }
    onStep(`after ${commit.kind}`);
  };
}

/**
 * What a file holds now, through a connection of its own: SQLite shows that one what was there when it first read. The rows
 * of the log beside the file are read at once, as its slots are used again.
 */
function snapshotOf(path: string): BackendSnapshot {
  const db = new DatabaseSync(path, { readOnly: true, timeout: busyMs });
  try {
    db.exec('BEGIN');
    const sql = prepared(db);
    const registry = registryOf(sql, path);
    const mark = Number(sql.given.get()?.['mark']);
    const rows = readLog({ path, mark, doneSeq: registry.given.seq });
    const log: Pick<LogFile, 'rows'> = {
      rows: ({ seq, limit }) => rows.filter((row) => row.seq > seq).slice(0, limit),
    };
    const sparse = sparseDays({ db, rowid, tableOf, at: path });
    return {
      registry: () => registry,
      log: (after) => logRows(sql, log, after),
      blocks: (span) => blocksOf({ sql, sparse }, span),
      close: () => db.close(),
    };
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

/** The backend over an open file. */
function sqliteBackend(
  file: CheckedFile,
  { path, onStep = () => undefined, disk }: SqliteBackendOptions,
): ChunkBackend {
  const { db } = file;
  db.exec('PRAGMA cache_size = -8000; PRAGMA journal_size_limit = 4000000');
  const sql = prepared(db);
  const older = olderRows(db);
  const given = sql.given.get();
  if (given === undefined) throw new SolsteadError('store.corrupt', { at: path, why: because('store.damaged') });
  const log = openLogFile({
    path,
    mark: Number(given['mark']),
    doneSeq: Number(given['seq']),
    ...(disk === undefined ? {} : { disk }),
  });
  const guarded = <T>(run: () => T): T => {
    try {
      return run();
    } catch (thrown) {
      throw failure(path, thrown);
    }
  };
  const sparse = sparseDays({ db, rowid, tableOf, at: path });
  const commit = committer({ file, sql, log, sparse }, onStep);
  return {
    at: path,
    ...(older === undefined ? {} : { older }),
    registry: () => guarded(() => registryOf(sql, path)),
    log: (after) => guarded(() => logRows(sql, log, after)),
    endSeq: log.endSeq,
    found: () => [
      ...file.found(),
      ...(log.mended > 0 ? [because('bits.mended', { file: external(`${path}-log`), count: log.mended })] : []),
    ],
    blocks: (span) => guarded(() => blocksOf({ sql, sparse }, span)),
    commit: (one) => guarded(() => commit(one)),
    ...(fileBytes(path) > countedBytes ? {} : { counts: (tier) => guarded(() => countBlocks(db, sparse, tier)) }),
    giveBack: (isQuiet) =>
      guarded(() => {
        const isMore = giveBack(file, { path, isQuiet });
        if (!isMore && isQuiet) log.rest();
        return isMore;
      }),
    snapshot: () =>
      guarded((): BackendSnapshot => {
        const { registry, log: rowsOf, blocks, close } = snapshotOf(path);
        return {
          registry: () => guarded(registry),
          log: (after) => guarded(() => rowsOf(after)),
          blocks: (span) => guarded(() => blocks(span)),
          close,
        };
      }),
    bytes: () => guarded(() => fileBytes(path) + log.bytes()),
    close() {
      log.close();
      guarded(() => file.close());
    },
  };
}

/** Brings a file of an earlier version up to date, all or nothing; a small one of version 2 is also rewritten so that it can release space. */
function bringUpToDate(db: DatabaseSync, path: string, version: number): void {
  if (version === rowVersion) {
    turnRows(db, schema);
    return;
  }
  inTransaction(db, () => {
    if (version === markless)
      db.exec(`ALTER TABLE given ADD COLUMN mark INTEGER NOT NULL DEFAULT 0; UPDATE given SET mark = ${newMark}`);
    db.exec(`${sparseSchema} PRAGMA user_version = ${schemaVersion};`);
  });
  if (version === markless && fileBytes(path) <= countedBytes) db.exec('PRAGMA auto_vacuum = INCREMENTAL; VACUUM');
}

/** The version of a file that can be read. Errors: `store.newer`, `store.corrupt`. */
function versionOf(db: DatabaseSync, path: string): number {
  const version = pragmaNumber(db, 'user_version');
  if (version === schemaVersion) return version;
  const why = because('store.version', { version, known: schemaVersion });
  if (version > schemaVersion) throw new SolsteadError('store.newer', { at: path, why });
  if (version < rowVersion) throw new SolsteadError('store.corrupt', { at: path, why });
  return version;
}

/** Copies what an earlier version wrote. Errors: `store.uncopied`. */
function copyEarlier({ path, onStep, onCopy, freeBytes }: SqliteBackendOptions): void {
  onStep?.('before copy');
  copyHistory({ path, version: schemaVersion, onCopy, freeBytes, onWritten: () => onStep?.('inside copy') });
  onStep?.('after copy');
}

/** Opens the file as it is; one of an earlier version is copied before. */
async function openCopied(options: SqliteBackendOptions): Promise<CheckedFile> {
  const { path, isWithoutCopy } = options;
  const open = (): Promise<CheckedFile> => openCheckedFile(path, (fresh) => fresh.exec(schema));
  const file = await open();
  try {
    if (versionOf(file.db, path) === schemaVersion || isWithoutCopy === true) return file;
    copyEarlier(options);
  } catch (thrown) {
    file.close();
    throw openFailure(path, thrown);
  }
  // Whoever closes a file gives up all locks that its process has on it: what copied it was somebody else's descriptor, and SQLite's locks
  // have to be taken anew.
  file.close();
  return open();
}

/**
 * Looks whether a history will be refused, before anything of its home is changed: with records that are brought up to date already the version
 * before would not go on either. Errors: `store.newer`, `store.uncopied`; what is damaged is told by who opens it.
 */
export function assertHistoryOpens(path: string, isWithoutCopy: boolean): void {
  if (!existsSync(path)) return;
  let isOlder = false;
  try {
    const db = openToLook(path, false);
    try {
      isOlder = isOlderHistory(db);
    } finally {
      db.close();
    }
  } catch (thrown) {
    if (isSolsteadError(thrown, 'store.newer')) throw thrown;
  }
  if (isOlder && !isWithoutCopy) assertCopyFits({ path, version: schemaVersion });
}

/**
 * Opens a history file; a missing one is made, and one of an earlier version is brought up to date, after a copy of it was made beside it
 * (`history.before-4`). Errors: `store.newer`, `store.corrupt`, `store.failed`, `store.uncopied`, `folder.unwritable`, naming the file.
 */
export async function openSqliteBackend(options: SqliteBackendOptions): Promise<ChunkBackend> {
  const { path } = options;
  if (!existsSync(path) && slotPaths(path).length > 0)
    throw new SolsteadError('store.corrupt', { at: path, why: because('store.no-file-log') });
  const file = await openCopied(options);
  try {
    const version = versionOf(file.db, path);
    if (version !== schemaVersion) bringUpToDate(file.db, path, version);
    return sqliteBackend(file, options);
  } catch (thrown) {
    file.close();
    throw openFailure(path, thrown);
  }
}
