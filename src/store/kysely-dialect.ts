// Kysely over node:sqlite: its own SQLite dialect on a thin adapter that classifies the file's failures.
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import {
  type Dialect,
  type Driver,
  type SqliteDatabase,
  SqliteAdapter,
  SqliteDialect,
  type SqliteStatement,
} from 'kysely';
import { statementFailure } from './sqlite-file.ts';

/** SQLite rolls table definitions back like rows; so a migration is applied completely or not at all. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function bound(parameters: readonly unknown[]): readonly SQLInputValue[] {
  return parameters.map((value) => {
    if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
      return value;
    if (value instanceof Uint8Array) return value;
    throw new TypeError(`assertion: a ${typeof value} cannot be bound`);
  });
}

/** Who keeps the file of a database. */
export interface FileKeeper {
  /** Called behind each statement that changes something, unless in a transaction. */
  committed(): void;
  close(): void;
}

function adaptStatement(
  statement: StatementSync,
  classed: <T>(run: () => T) => T,
  changed: () => void,
): SqliteStatement {
  return {
    // A statement without columns returns nothing; with RETURNING it has some.
    reader: statement.columns().length > 0,
    all: (parameters) => classed(() => statement.all(...bound(parameters))),
    run: (parameters) => {
      const done = classed(() => statement.run(...bound(parameters)));
      changed();
      return done;
    },
    iterate: (parameters) => classed(() => statement.iterate(...bound(parameters))),
  };
}

function adaptDatabase(db: DatabaseSync, path: string, keeper?: FileKeeper): SqliteDatabase {
  const classed = <T>(run: () => T): T => {
    try {
      return run();
    } catch (thrown) {
      throw statementFailure(path, thrown);
    }
  };
  return {
    prepare: (sql) =>
      adaptStatement(
        classed(() => db.prepare(sql)),
        classed,
        () => (db.isTransaction ? undefined : keeper?.committed()),
      ),
    close: () => (keeper ?? db).close(),
  };
}

/** SQLite has rolled back on its own after some failures, such as a full disk; a further rollback would hide why. */
function rollingBackOnce(driver: Driver, db: DatabaseSync): Driver {
  const rollBack = driver.rollbackTransaction.bind(driver);
  driver.rollbackTransaction = async (connection) => {
    if (db.isTransaction) await rollBack(connection);
  };
  return driver;
}

/** The dialect of an open SQLite file; `path` names it in errors. Errors of statements: `store.failed`, `store.corrupt`. */
export function nodeSqliteDialect(db: DatabaseSync, path: string, keeper?: FileKeeper): Dialect {
  const dialect = new SqliteDialect({ database: adaptDatabase(db, path, keeper) });
  return {
    createAdapter: () => new TransactionalAdapter(),
    createDriver: () => rollingBackOnce(dialect.createDriver(), db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: (kysely) => dialect.createIntrospector(kysely),
  };
}
