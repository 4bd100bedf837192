// Records in one SQLite file of the data folder. They are few and small, so they are served on the event loop.
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { CamelCasePlugin, Kysely } from 'kysely';
import type { RecordStore } from '#core/records.ts';
import type { DataFolder } from './folder.ts';
import { nodeSqliteDialect } from './kysely-dialect.ts';
import { kyselyRecords, type RecordTables } from './kysely-records.ts';
import { migrateRecords } from './migrations/migrate.ts';
import { openFailure, openSqliteFile } from './sqlite-file.ts';

/** Where the records live. */
export interface SqliteRecordsOptions {
  readonly folder: DataFolder;
}

async function migrate(file: DatabaseSync, path: string): Promise<void> {
  await migrateRecords(new Kysely({ dialect: nodeSqliteDialect(file, path) }), path);
}

/** Reads every kind of record once, so that damage shows at the start and not at the first use. */
async function readThrough(records: RecordStore): Promise<void> {
  await Promise.all([records.sites(), records.devices(), records.accounts(), records.brokerAccounts()]);
  await Promise.all([records.session(''), records.auditLines(1), records.dismissals('')]);
}

/**
 * Opens the records of a data folder, `records.db`; a missing file is made and an older one brought up to date.
 * Errors: `store.corrupt`, `store.newer`, `store.failed`, `folder.unwritable`, naming the file.
 */
export async function openSqliteRecords({ folder }: SqliteRecordsOptions): Promise<RecordStore> {
  const path = join(folder.path, 'records.db');
  const file = await openSqliteFile(path, (fresh) => migrate(fresh, path));
  try {
    await migrate(file, path);
    const db = new Kysely<RecordTables>({ dialect: nodeSqliteDialect(file, path), plugins: [new CamelCasePlugin()] });
    const records = kyselyRecords({ db, at: path });
    await readThrough(records);
    return records;
  } catch (thrown) {
    file.close();
    throw openFailure(path, thrown);
  }
}
