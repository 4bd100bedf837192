// Records in one SQLite file of the data folder. They are few and small, so they are served on the event loop.
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { CamelCasePlugin, Kysely } from 'kysely';
import type { RecordStore } from '#core/records.ts';
import type { DataFolder } from './folder.ts';
import { nodeSqliteDialect } from './kysely-dialect.ts';
import { kyselyRecords, readThrough } from './kysely-records.ts';
import { migrateRecords } from './migrations/migrate.ts';
import type { RecordTables } from './records/tables.ts';
import { copySqliteFile, openFailure, openSqliteFile } from './sqlite-file.ts';

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

/**
 * Opens the records of a data folder, `records.db`; a missing file is made and an older one brought up to date, after a copy
 * of it was made beside it (`records.db.before-0004-people`). Errors: `store.corrupt`, `store.newer`, `store.failed`,
 * `folder.unwritable`, naming the file.
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
