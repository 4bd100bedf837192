// What SQLite and PostgreSQL call by different names.
import { type Kysely, type RawBuilder, sql } from 'kysely';

/** Whether it is PostgreSQL: several may write to it at once. */
export const isPostgres = <T>(db: Kysely<T>): boolean =>
  db.getExecutor().adapter.constructor.name.startsWith('Postgres');

/** The type of bytes. */
export const bytes = <T>(db: Kysely<T>): RawBuilder<unknown> => (isPostgres(db) ? sql`bytea` : sql`blob`);

/** The type of a primary key that the database counts up automatically and never gives twice. */
export const counted = <T>(db: Kysely<T>): RawBuilder<unknown> =>
  isPostgres(db) ? sql`bigint generated always as identity primary key` : sql`integer primary key autoincrement`;
