// Records in one SQLite file of the data folder. They are few and small, so they are served on the event loop.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CamelCasePlugin, Kysely } from 'kysely';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { RecordStore } from '#core/records.ts';
import type { Snapshot } from '#core/snapshot.ts';
import { type DumpedRow, keptTables, loadRows, recordPieces, recordsForm, tablesOf } from './dump/record-dump.ts';
import { openCheckedFile } from './checked-file.ts';
import { openToLook } from './file-look.ts';
import type { DataFolder } from './folder.ts';
import { nodeSqliteDialect } from './kysely-dialect.ts';
import { kyselyRecords, readThrough } from './kysely-records.ts';
import { changeOf, isKnownChange, migrateRecords, type MigrationPlace, newestChange } from './migrations/migrate.ts';
import type { RecordTables } from './records/tables.ts';
import { busyMs, copySqliteFile, openFailure, openSqliteFile, statementFailure } from './sqlite-file.ts';

/** Where the records live. */
export interface SqliteRecordsOptions {
  readonly folder: DataFolder;
}

async function migrate(file: DatabaseSync, path: string): Promise<void> {
  await migrateRecords({
    db: new Kysely({ dialect: nodeSqliteDialect(file, path) }),
    at: path,
    beforeChange: (migration) => copySqliteFile(file, `${path}.before-${migration}`),
  });
}

/** Whether records were written by an earlier version; they are only read. Errors: `store.newer`. */
export function isOlderRecords(db: DatabaseSync): boolean {
  const made = db
    .prepare('SELECT name FROM kysely_migration ORDER BY name')
    .all()
    .map(({ name }) => String(name));
  const unknown = made.find((name) => !isKnownChange(name));
  if (unknown === undefined) return made.at(-1) !== newestChange;
  throw new SolsteadError('store.newer', { at: 'records.db', why: because('store.change', { change: unknown }) });
}

/** Records of a file, to be read alone, also while another process writes them; tables of this version. Errors: `store.*`. */
export function recordsToLook(
  path: string,
  isInUse: boolean,
): Pick<RecordStore, 'sites' | 'devices' | 'outputs' | 'close'> {
  try {
    const file = openToLook(path, isInUse);
    const dialect = nodeSqliteDialect(file, path);
    const { sites, devices, outputs, close } = kyselyRecords({
      db: new Kysely<RecordTables>({ dialect, plugins: [new CamelCasePlugin()] }),
      at: path,
    });
    return { sites, devices, outputs, close };
  } catch (thrown) {
    throw openFailure(path, thrown);
  }
}

/**
 * The records of a file as they are now, with the tables it has, through a connection of its own: SQLite shows it what was there when
 * it first read. Errors: `store.*`.
 */
export async function recordsSnapshot(path: string): Promise<Snapshot> {
  const file = new DatabaseSync(path, { readOnly: true, timeout: busyMs });
  try {
    file.exec('BEGIN');
    const db = new Kysely<Record<string, DumpedRow>>({ dialect: nodeSqliteDialect(file, path) });
    const change = await changeOf({ db: new Kysely({ dialect: nodeSqliteDialect(file, path) }), at: path });
    const tables = keptTables((await tablesOf(db)).keys());
    const facts = tables.map((table) => [table, rowCount(file, table)] as const);
    return {
      form: recordsForm,
      facts: { change, ...Object.fromEntries(facts) },
      pieces: () => recordPieces({ tables, rows: (table) => rowsOf(file, { table, path }) }),
      close: async () => file.close(),
    };
  } catch (thrown) {
    file.close();
    throw openFailure(path, thrown);
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const rowCount = (file: DatabaseSync, table: string): number =>
  Number(file.prepare(`SELECT count(*) AS rows FROM ${quoted(table)}`).get()?.['rows']);

async function* rowsOf(
  file: DatabaseSync,
  { table, path }: { readonly table: string; readonly path: string },
): AsyncGenerator<DumpedRow> {
  try {
    for (const row of file.prepare(`SELECT * FROM ${quoted(table)}`).iterate()) yield row;
  } catch (thrown) {
    throw statementFailure(path, thrown);
  }
}

/**
 * Makes `records.db` in a folder that has none from the pieces of a snapshot; older ones are brought up to date. Says how many rows of
 * each table there were. Errors: `backup.damaged`, `store.newer`, `store.failed`.
 */
export async function loadSqliteRecords(
  { folder, change }: { readonly folder: string; readonly change: string },
  pieces: AsyncIterable<Uint8Array>,
): Promise<ReadonlyMap<string, number>> {
  const path = join(folder, 'records.db');
  const placeOf = (file: DatabaseSync): MigrationPlace => ({
    db: new Kysely({ dialect: nodeSqliteDialect(file, path) }),
    at: path,
  });
  const file = await openSqliteFile(path, (fresh) => migrateRecords({ ...placeOf(fresh), upTo: change }));
  try {
    const db = new Kysely<Record<string, DumpedRow>>({ dialect: nodeSqliteDialect(file, path) });
    const counts = await loadRows({ db }, pieces);
    await migrateRecords(placeOf(file));
    return counts;
  } catch (thrown) {
    throw openFailure(path, thrown);
  } finally {
    file.close();
  }
}

/**
 * Opens the records of a data folder, `records.db`; a missing file is made and an older one brought up to date, after a copy
 * of it was made beside it (`records.db.before-0004-people`). Errors: `store.corrupt`, `store.newer`, `store.failed`,
 * `folder.unwritable`, naming the file.
 */
export async function openSqliteRecords({ folder }: SqliteRecordsOptions): Promise<RecordStore> {
  const path = join(folder.path, 'records.db');
  const file = await openCheckedFile(path, (fresh) => migrate(fresh, path));
  try {
    await migrate(file.db, path);
    const dialect = nodeSqliteDialect(file.db, path, file);
    const db = new Kysely<RecordTables>({ dialect, plugins: [new CamelCasePlugin()] });
    const more = { snapshot: () => recordsSnapshot(path), damage: () => file.found() };
    const records = { ...kyselyRecords({ db, at: path }), ...more };
    await readThrough(records);
    return records;
  } catch (thrown) {
    file.close();
    throw openFailure(path, thrown);
  }
}
