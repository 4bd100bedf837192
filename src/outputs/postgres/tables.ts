// The table of readings in somebody's own PostgreSQL: made once, changed by version. Version and owner are told by its comment, which
// any account may read, also one that may only insert.
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { SqlQuery } from '#core/sql-link.ts';

/** Version of the table that this program writes to. */
const version = 1;
/** What begins the comment on the table. */
const mark = 'Readings of Solstead, version ';
/** Key of the lock under which it is made: two outputs may begin at once. */
const lock = 0x536f6c73;

/** A name as SQL takes it. */
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Name of the table in a schema. */
export const tableIn = (schema: string): string => `${quoted(schema)}.readings`;

/** The statements that make it, in order; `docs/outputs.md` shows them for those who make it themselves. */
export const creation = (schema: string): readonly string[] => [
  `CREATE TABLE ${tableIn(schema)} (
  time timestamptz NOT NULL,
  site text NOT NULL,
  device text NOT NULL,
  metric text NOT NULL,
  value double precision,
  text text,
  PRIMARY KEY (site, device, metric, time)
)`,
  `COMMENT ON TABLE ${tableIn(schema)} IS '${mark}${version}'`,
];

interface Found {
  /** Whether the schema is there, and the table. */
  readonly hasSchema: boolean;
  readonly hasTable: boolean;
  readonly comment: string;
}

async function found(query: SqlQuery, schema: string): Promise<Found> {
  const [row] = await query(
    `SELECT to_regnamespace($1) IS NOT NULL AS schema, c.oid IS NOT NULL AS there, obj_description(c.oid, 'pg_class') AS comment
     FROM (SELECT 1) AS one LEFT JOIN pg_class c ON c.relname = 'readings' AND c.relnamespace = to_regnamespace($1)`,
    [quoted(schema)],
  );
  const comment = row?.['comment'];
  return {
    hasSchema: row?.['schema'] === true,
    hasTable: row?.['there'] === true,
    comment: typeof comment === 'string' ? comment : '',
  };
}

/** Errors: `output.failed` if it is somebody else's, or of a newer version. */
function assertOwn(at: string, comment: string): void {
  const own = comment.startsWith(mark) ? Number(comment.slice(mark.length)) : Number.NaN;
  if (own === version) return;
  const why = own > version ? because('output.table-newer', { version: own }) : because('output.table-foreign');
  throw new SolsteadError('output.failed', { at, why });
}

/** TimescaleDB, where it is installed in this database, keeps the table in pieces of a week. */
async function divide(query: SqlQuery, schema: string): Promise<void> {
  const [extension] = await query(
    `SELECT n.nspname AS place FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'timescaledb'`,
  );
  const place = extension?.['place'];
  if (typeof place !== 'string') {
    // The key finds a series; this finds a stretch of time at the cost of some pages.
    await query(`CREATE INDEX readings_time ON ${tableIn(schema)} USING brin (time)`);
    return;
  }
  await query(
    `SELECT ${quoted(place)}.create_hypertable($1::regclass, 'time', chunk_time_interval => interval '7 days')`,
    [tableIn(schema)],
  );
}

/** Makes what is not there. Runs in a transaction. Errors: `output.failed`, `link.unavailable`. */
export async function ensureTable(query: SqlQuery, at: string, schema: string): Promise<void> {
  const before = await found(query, schema);
  if (before.hasTable) {
    assertOwn(at, before.comment);
    return;
  }
  await query('SELECT pg_advisory_xact_lock($1)', [lock]);
  const { hasSchema, hasTable, comment } = await found(query, schema);
  if (hasTable) {
    assertOwn(at, comment);
    return;
  }
  if (!hasSchema) await query(`CREATE SCHEMA ${quoted(schema)}`);
  for (const statement of creation(schema)) await query(statement);
  await divide(query, schema);
}
