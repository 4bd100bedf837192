// History in PostgreSQL: the same chunk store, in a worker thread with a connection of its own.
import type { Clock } from '#core/clock.ts';
import type { HistoryStore } from '#core/history.ts';
import { openChunkHistory } from './chunk-history.ts';
import type { ChunkStoreOptions } from './chunks/store-state.ts';
import { historySchema, publicAddress } from './postgres-backend.ts';

/** Where the history lives. */
export interface PostgresHistoryOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string;
  /** Schema of the tables; default: `solstead`. One Solstead writes it at a time. */
  readonly schema?: string;
  /** With it the store flushes hours that ended and deletes what is too old; absent: only when asked. */
  readonly clock?: Clock;
  readonly chunks?: ChunkStoreOptions;
  /** An append of so many points goes straight into chunks; see {@link openChunkHistory}. */
  readonly fillFrom?: number;
  /** Whether something other than the wall clock says that it is right. */
  readonly isTimeConfirmed?: (() => boolean) | undefined;
}

/**
 * Opens a history on a PostgreSQL server, creating missing tables. Errors: `store.failed` when the
 * server cannot be reached or another Solstead writes there, `store.newer`, `store.corrupt`; none holds the password.
 */
export async function openPostgresHistory({
  url,
  schema = historySchema,
  clock,
  chunks,
  fillFrom,
  isTimeConfirmed,
}: PostgresHistoryOptions): Promise<HistoryStore> {
  const plan = { place: { postgres: url, schema }, ...(chunks === undefined ? {} : { options: chunks }) };
  return openChunkHistory({ plan, at: publicAddress(url, schema), clock, isTimeConfirmed, fillFrom });
}
