// The chunk store's blobs in PostgreSQL: the same tables, as bytea that the server does not compress again.
import { because, said } from '#core/reason.ts';
import pg from 'pg';
import { SolsteadError } from '#core/errors.ts';
import type { HistoryTier } from '#core/history.ts';
import type { BackendSnapshot, Block, ChunkBackend, Commit } from './chunks/backend.ts';

const { Client, escapeIdentifier } = pg;
type Database = InstanceType<typeof Client>;

/** Goes up with every change of the tables. */
const schemaVersion = 1;
/** First half of the advisory lock's key (`Sols`); the second is derived from the schema's name. */
const lockSpace = 0x536f6c73;

const tableOf: Readonly<Record<HistoryTier, string>> = {
  raw: 'chunk',
  fiveMinutes: 'five_minutes',
  hours: 'hours',
  days: 'days',
};

const bodyTable = (table: string, key: string): string => `
  CREATE TABLE ${table} (${key}, body bytea NOT NULL);
  ALTER TABLE ${table} ALTER COLUMN body SET STORAGE EXTERNAL;`;

const tables = `
  CREATE TABLE device (id bigint PRIMARY KEY, site text NOT NULL, device text NOT NULL, notes text NOT NULL, UNIQUE (site, device));
  CREATE TABLE series (id bigint PRIMARY KEY, device bigint NOT NULL, metric text NOT NULL, UNIQUE (device, metric));
  ${bodyTable('hot', 'seq bigint PRIMARY KEY')}
  ${Object.values(tableOf)
    .map((table) => bodyTable(table, 'device bigint, at bigint, PRIMARY KEY (device, at)'))
    .join('\n')}
  CREATE TABLE given (version bigint NOT NULL, device bigint NOT NULL, series bigint NOT NULL, seq bigint NOT NULL, settings text);
  INSERT INTO given VALUES (${schemaVersion}, 0, 0, 0, NULL);
`;

/** The schema of a history, and that of one that is being restored. */
export const historySchema = 'solstead';
export const freshHistorySchema = 'solstead_restored';

/** Options of {@link openPostgresBackend}. */
export interface PostgresBackendOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string;
  /** Schema that holds the tables; created if missing. */
  readonly schema: string;
}

/** An address without its password, for errors. */
export function publicAddress(url: string, schema: string): string {
  const address = URL.parse(url);
  return address === null
    ? `postgres, schema ${schema}`
    : `postgres://${address.host}${address.pathname}, schema ${schema}`;
}

type Row = Readonly<Record<string, unknown>>;

async function rowsOf(db: Database, text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
  // Named by their text, statements are planned once.
  const { rows } = await db.query<Row>({ name: nameOf(text), text, values: [...values] });
  return rows;
}

function nameOf(text: string): string {
  let hash = 0;
  for (let index = 0; index < text.length; index += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return `s${text.length}-${hash >>> 0}`;
}

async function inTransaction(db: Database, run: () => Promise<void>): Promise<void> {
  await db.query('BEGIN');
  try {
    await run();
    await db.query('COMMIT');
  } catch (thrown) {
    await db.query('ROLLBACK').catch(() => undefined); // the connection is gone, and with it the transaction
    throw thrown;
  }
}

async function lockSchema(db: Database, schema: string, at: string): Promise<void> {
  const [row] = await rowsOf(db, 'SELECT pg_try_advisory_lock($1, hashtext($2)) AS held', [lockSpace, schema]);
  if (row?.['held'] !== true) throw new SolsteadError('store.failed', { at, why: because('store.other-writer') });
}

async function makeTables(db: Database, schema: string, at: string): Promise<void> {
  await db.query(`CREATE SCHEMA IF NOT EXISTS ${escapeIdentifier(schema)}`);
  await db.query(`SET search_path TO ${escapeIdentifier(schema)}`);
  const [there] = await rowsOf(db, "SELECT to_regclass('given') IS NOT NULL AS there");
  if (there?.['there'] !== true) await inTransaction(db, async () => void (await db.query(tables)));
  const [row] = await rowsOf(db, 'SELECT version FROM given');
  const version = Number(row?.['version']);
  const why = because('store.version', { version, known: schemaVersion });
  if (version > schemaVersion) throw new SolsteadError('store.newer', { at, why });
  if (version !== schemaVersion) throw new SolsteadError('store.corrupt', { at, why });
}

async function writeRows(
  db: Database,
  { devices = [], series = [], log, logRows = [], logBefore, given, settings }: Commit,
): Promise<void> {
  for (const { id, site, device, notes } of devices) {
    const sql = 'INSERT INTO device VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO UPDATE SET notes = excluded.notes';
    await rowsOf(db, sql, [id, site, device, notes]);
  }
  for (const { id, device, metric } of series)
    await rowsOf(db, 'INSERT INTO series VALUES ($1, $2, $3)', [id, device, metric]);
  if (devices.length + series.length > 0)
    await rowsOf(db, 'UPDATE given SET device = greatest(device, $1), series = greatest(series, $2)', [
      Math.max(0, ...devices.map(({ id }) => id)),
      Math.max(0, ...series.map(({ id }) => id)),
    ]);
  for (const { seq, body } of [...(log === undefined ? [] : [log]), ...logRows])
    await rowsOf(db, 'INSERT INTO hot VALUES ($1, $2)', [seq, body]);
  if (given !== undefined)
    await rowsOf(
      db,
      'UPDATE given SET device = greatest(device, $1), series = greatest(series, $2), seq = greatest(seq, $3)',
      [given.device, given.series, given.seq],
    );
  if (logBefore !== undefined) {
    await rowsOf(db, 'UPDATE given SET seq = greatest(seq, $1)', [logBefore - 1]);
    await rowsOf(db, 'DELETE FROM hot WHERE seq < $1', [logBefore]);
  }
  if (settings !== undefined) await rowsOf(db, 'UPDATE given SET settings = $1', [settings]);
}

async function write(db: Database, commit: Commit): Promise<void> {
  await writeRows(db, commit);
  const { put = [], drop = [], forget } = commit;
  for (const [tier, blocks] of Map.groupBy(put, (block) => block.tier)) {
    const sql = `INSERT INTO ${tableOf[tier]} SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bytea[])
      ON CONFLICT (device, at) DO UPDATE SET body = excluded.body`;
    const column = (of: (block: Block) => unknown): readonly unknown[] => blocks.map(of);
    await rowsOf(db, sql, [
      column(({ device }) => device),
      column(({ index }) => index),
      column(({ body }) => Buffer.from(body)),
    ]);
  }
  for (const { tier, device, fromIndex, toIndex } of drop)
    await rowsOf(db, `DELETE FROM ${tableOf[tier]} WHERE device = $1 AND at >= $2 AND at < $3`, [
      device,
      fromIndex,
      toIndex,
    ]);
  if (forget === undefined) return;
  for (const table of [...Object.values(tableOf), 'series'])
    await rowsOf(db, `DELETE FROM ${table} WHERE device = $1`, [forget]);
  await rowsOf(db, 'DELETE FROM device WHERE id = $1', [forget]);
}

const bytesOf = (value: unknown): Uint8Array => (value instanceof Uint8Array ? value : new Uint8Array());

/** A write of one row needs no transaction around it: one round trip less. */
function isSingle(commit: Commit): boolean {
  const { devices = [], series = [], put = [], drop = [], logRows = [], log, logBefore, forget } = commit;
  return (
    devices.length + series.length + put.length + drop.length + logRows.length === 0 &&
    log !== undefined &&
    logBefore === undefined &&
    forget === undefined
  );
}

async function registryOf(db: Database) {
  const [given = {}] = await rowsOf(db, 'SELECT * FROM given');
  const devices = await rowsOf(db, 'SELECT * FROM device ORDER BY id');
  const series = await rowsOf(db, 'SELECT * FROM series ORDER BY id');
  const { settings } = given;
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

/** Longest wait for a server that does not answer, ms. */
const connectMs = 10_000;

async function connect({ url, schema }: PostgresBackendOptions, at: string): Promise<Database> {
  const db = new Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: connectMs });
  // Later calls report it; without a listener it would end the process.
  db.on('error', () => undefined);
  try {
    await db.connect();
    await lockSchema(db, schema, at);
    await db.query('SET synchronous_commit = on');
    await makeTables(db, schema, at);
    return db;
  } catch (thrown) {
    await db.end().catch(() => undefined); // it was never open
    throw thrown;
  }
}

type Guarded = <T>(run: (db: Database) => Promise<T>) => Promise<T>;

/** The connection of a backend: the same until it is lost, then another when asked for. */
function makeLine(options: PostgresBackendOptions, at: string) {
  let line: { readonly db: Database; isLost: boolean } | undefined;
  const classed = async <T>(run: () => Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (thrown) {
      if (thrown instanceof SolsteadError) throw thrown;
      throw new SolsteadError('store.failed', { at, why: said(thrown), cause: thrown });
    }
  };
  const guarded: Guarded = (run) =>
    classed(async () => {
      if (line === undefined || line.isLost) throw new TypeError('the connection was lost');
      return run(line.db);
    });
  return {
    guarded,
    /** Connects if there is no connection; answers whether there was none. */
    renew: () =>
      classed(async () => {
        if (line?.isLost === false) return false;
        void line?.db.end().catch(() => undefined); // it is gone already
        line = undefined;
        const made = { db: await connect(options, at), isLost: false };
        const lost = (): void => void (made.isLost = true);
        made.db.on('error', lost);
        made.db.on('end', lost);
        line = made;
        return true;
      }),
    async end(): Promise<void> {
      await line?.db.end();
    },
  };
}

/** What is only read. */
function questions(guarded: Guarded): Pick<ChunkBackend, 'registry' | 'log' | 'blocks'> {
  return {
    registry: () => guarded(registryOf),
    log: ({ seq, limit }) =>
      guarded(async (db) => {
        const rows = await rowsOf(db, 'SELECT seq, body FROM hot WHERE seq > $1 ORDER BY seq LIMIT $2', [seq, limit]);
        return rows.map((row) => ({ seq: Number(row['seq']), body: bytesOf(row['body']) }));
      }),
    blocks: ({ tier, device, fromIndex, toIndex, limit }) =>
      guarded(async (db) => {
        const sql = `SELECT at, body FROM ${tableOf[tier]} WHERE device = $1 AND at >= $2 AND at < $3 ORDER BY at LIMIT $4`;
        const rows = await rowsOf(db, sql, [device, fromIndex, toIndex, limit]);
        return rows.map((row): Block => ({ tier, device, index: Number(row['at']), body: bytesOf(row['body']) }));
      }),
  };
}

/** What the tables hold now, through a connection of its own that does not see what comes later. */
async function snapshotOf({ url, schema }: PostgresBackendOptions, at: string): Promise<BackendSnapshot> {
  const db = new Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: connectMs });
  db.on('error', () => undefined);
  const guarded: Guarded = async (run) => {
    try {
      return await run(db);
    } catch (thrown) {
      throw new SolsteadError('store.failed', { at, why: said(thrown), cause: thrown });
    }
  };
  const close = (): Promise<void> => db.end().catch(() => undefined);
  try {
    await guarded(async () => {
      await db.connect();
      await db.query(`SET search_path TO ${escapeIdentifier(schema)}`);
      await db.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      // The moment is that of the first question.
      await db.query('SELECT version FROM given');
    });
  } catch (thrown) {
    await close();
    throw thrown;
  }
  return { ...questions(guarded), close };
}

/** Runs statements on a connection of their own. Errors: `store.failed`. */
async function onServer<T>({ url, schema }: PostgresBackendOptions, run: (db: Database) => Promise<T>): Promise<T> {
  const db = new Client({ connectionString: url, connectionTimeoutMillis: connectMs });
  db.on('error', () => undefined);
  try {
    await db.connect();
    return await run(db);
  } catch (thrown) {
    throw new SolsteadError('store.failed', { at: publicAddress(url, schema), why: said(thrown), cause: thrown });
  } finally {
    await db.end().catch(() => undefined); // it may never have been open
  }
}

/** Removes a schema with all that is in it. Errors: `store.failed`. */
export function dropSchema(options: PostgresBackendOptions): Promise<void> {
  return onServer(options, async (db) => {
    await db.query(`DROP SCHEMA IF EXISTS ${escapeIdentifier(options.schema)} CASCADE`);
  });
}

/** A schema that takes the place of another. */
export interface SchemaSwap extends PostgresBackendOptions {
  /** The schema that is to have the name `schema`. */
  readonly fresh: string;
  /** The name that the other one gets. */
  readonly aside: string;
}

/** Puts a schema in the place of another, in one transaction; does nothing if that was done before. Errors: `store.failed`. */
export function swapSchema({ fresh, aside, ...options }: SchemaSwap): Promise<void> {
  return onServer(options, async (db) => {
    await inTransaction(db, async () => {
      const has = async (name: string): Promise<boolean> =>
        (await rowsOf(db, 'SELECT 1 FROM pg_namespace WHERE nspname = $1', [name])).length > 0;
      if (!(await has(fresh))) return;
      const [own, made, old] = [options.schema, fresh, aside].map(escapeIdentifier);
      if (await has(options.schema)) await db.query(`ALTER SCHEMA ${own} RENAME TO ${old}`);
      await db.query(`ALTER SCHEMA ${made} RENAME TO ${own}`);
    });
  });
}

/**
 * Opens the tables of a schema, held by one writer. Errors: `store.failed`, also if another one holds them,
 * `store.newer`, `store.corrupt`.
 */
export async function openPostgresBackend(options: PostgresBackendOptions): Promise<ChunkBackend> {
  const at = publicAddress(options.url, options.schema);
  const { guarded, renew, end } = makeLine(options, at);
  await renew();
  const sizeSql = `SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) AS bytes FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind = 'r'`;
  return {
    at,
    renew,
    ...questions(guarded),
    commit: (commit) =>
      guarded((db) => (isSingle(commit) ? write(db, commit) : inTransaction(db, () => write(db, commit)))),
    snapshot: () => snapshotOf(options, at),
    bytes: () => guarded(async (db) => Number((await rowsOf(db, sizeSql, [options.schema]))[0]?.['bytes'])),
    close: end,
  };
}
