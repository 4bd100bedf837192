// Connections to PostgreSQL for Kysely: failures from outside are classified, whole numbers and bytes come as in SQLite.
import { because, said } from '#core/reason.ts';
import pg from 'pg';
import {
  type Dialect,
  type PostgresCursor,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  type PostgresQueryResult,
} from 'kysely';
import { messageOf, SolsteadError, systemCode } from '#core/errors.ts';

/** Options of {@link postgresDialect}. */
export interface PostgresPoolOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string;
  /** Schema of the tables. */
  readonly schema: string;
  /** The database in errors, without a password. */
  readonly at: string;
  /** The most connections; a single one executes the calls in the order they were made. */
  readonly connections: number;
  /** Whether another program that holds the schema too is refused. */
  readonly isExclusive: boolean;
}

/** Longest wait for a server that does not answer, ms; a statement may take longer than finding it. */
const connectMs = 10_000;
const statementMs = 120_000;
/** First key of our advisory locks on records; the second is the schema's. */
const lockSpace = 0x536f6c72;

/** Classes of SQLSTATE that mean mistakes in our statements, https://www.postgresql.org/docs/current/errcodes-appendix.html. */
const ourMistakes: readonly string[] = ['0A', '23', '25', '2D', '34', '42'];

/** SQLSTATE of an error from the server. */
export function sqlState(thrown: unknown): string | undefined {
  return thrown instanceof pg.DatabaseError ? thrown.code : undefined;
}

/** What a failed statement means: `store.failed` if the cause is outside, the thrown thing itself if it is ours. */
function failureOf(thrown: unknown, at: string): unknown {
  if (thrown instanceof SolsteadError) return thrown;
  const state = sqlState(thrown);
  const isDamage = state?.startsWith('XX') === true;
  // A standby takes no writes: that is an outside cause.
  if (state !== undefined && state !== '25006' && ourMistakes.includes(state.slice(0, 2))) return thrown;
  if (state === undefined && thrown instanceof TypeError) return thrown;
  // A value that no column takes, such as a text with a NUL character.
  if (state?.startsWith('22') === true)
    return new SolsteadError('input.invalid', { at, why: said(thrown), cause: thrown });
  const words = messageOf(thrown) || systemCode(thrown);
  const why = words === undefined ? because('server.unreachable') : said(words);
  if (isDamage) return new SolsteadError('store.corrupt', { at, why, cause: thrown });
  // Class 28: the account was refused; no state at all: nothing answered.
  const help = state?.startsWith('28') === true ? 'help.database-account' : 'help.database';
  const isAway = state === undefined || state.startsWith('28') || state.startsWith('3D') || state.startsWith('08');
  return new SolsteadError('store.failed', { at, why, ...(isAway ? { help: because(help) } : {}), cause: thrown });
}

/** Types that `pg` would give as text or as a subclass: eight-byte integers and bytes. */
const parsers: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [20, Number],
  [17, (text) => Uint8Array.fromHex(text.replace(/^\\x/, ''))],
]);

const standardParser: (oid: number, format?: 'text' | 'binary') => unknown = pg.types.getTypeParser;

/** The parser of a column's type, as `pg` asks for it. */
const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => parsers.get(oid) ?? standardParser(oid, format),
};

async function prepare(client: pg.ClientBase, { schema, at, isExclusive }: PostgresPoolOptions): Promise<void> {
  await client.query(`SET search_path TO ${pg.escapeIdentifier(schema)}; SET synchronous_commit = on`);
  if (!isExclusive) return;
  const { rows } = await client.query<{ readonly held: boolean }>(
    'SELECT pg_try_advisory_lock($1, hashtext($2)) AS held',
    [lockSpace, schema],
  );
  if (rows[0]?.held !== true) throw new SolsteadError('store.failed', { at, why: because('store.other-user') });
}

/** Prepares a connection and reports the result, in the style of `pg`. */
async function verify(
  client: pg.ClientBase,
  options: PostgresPoolOptions,
  done: (error?: Error) => void,
): Promise<void> {
  let failure: Error | undefined;
  try {
    await prepare(client, options);
  } catch (thrown) {
    failure = thrown instanceof Error ? thrown : new TypeError(messageOf(thrown));
  }
  done(failure);
}

function classedClient(client: pg.PoolClient, classed: <T>(run: () => Promise<T>) => Promise<T>): PostgresPoolClient {
  function query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  function query<R>(sql: string | PostgresCursor<R>, parameters: readonly unknown[] = []): unknown {
    if (typeof sql !== 'string') throw new TypeError('assertion: nobody asks for cursors here');
    return classed(() => client.query(sql, [...parameters]));
  }
  return { query, release: (isBroken) => client.release(isBroken) };
}

/** The dialect over a pool of its own, which ends with the first database that is destroyed, or by `end`. */
export function postgresDialect(options: PostgresPoolOptions): { readonly dialect: Dialect; end(): Promise<void> } {
  const { url, at, connections } = options;
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    // A connection that holds the lock must not be closed for being idle.
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: connectMs,
    query_timeout: statementMs,
    keepAlive: true,
    types: typeParsers,
    verify: (client, done) => void verify(client, options, done),
  });
  // Later calls report them; without a listener they would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', () => undefined);
  const classed = async <T>(run: () => Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (thrown) {
      throw failureOf(thrown, at);
    }
  };
  const classedPool: PostgresPool = {
    options: {},
    connect: async () => classedClient(await classed(() => pool.connect()), classed),
    // Several databases of Kysely may share the dialect.
    end: async () => void (pool.ending || (await pool.end())),
  };
  return { dialect: new PostgresDialect({ pool: classedPool }), end: () => classedPool.end() };
}
