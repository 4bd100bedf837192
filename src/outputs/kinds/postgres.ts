// Readings in a table of a PostgreSQL database: a row for each value. What comes again after a lost connection is there once, by its
// key. `docs/outputs.md` shows the table and what to ask it.
import { because } from '#core/reason.ts';
import type { SqlLink, SqlQuery } from '#core/sql-link.ts';
import type { OutputTested } from '#core/output.ts';
import type { PostgresOutput } from '#api/outputs/postgres.ts';
import { untilAborted } from '../broker-session.ts';
import { checkDatabase, databaseAddress } from '../database-address.ts';
import type { OutputKind, Sink, SinkParts } from '../output-kind.ts';
import { ensureTable, tableIn } from '../postgres/tables.ts';
import { type ReadingRow, rowsOf, samplesOf } from '../reading-rows.ts';
import { knownBatches, testedWith } from '../tested.ts';

const form = { schemes: ['postgres', 'postgresql'], port: 5432, why: because('output.postgres') };

/** What is on its way at the end may still arrive for so long, ms. */
const graceMs = 2000;

/** Without naming the key: an account that may only insert needs no more then. */
const insertInto = (schema: string): string =>
  `INSERT INTO ${tableIn(schema)} (time, site, device, metric, value, text)
   SELECT * FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::double precision[], $6::text[])
   ON CONFLICT DO NOTHING`;

/** One statement takes columns of any length. */
async function insert(query: SqlQuery, schema: string, rows: readonly ReadingRow[]): Promise<void> {
  if (rows.length === 0) return;
  const column = (name: keyof ReadingRow) => rows.map((row) => row[name]);
  await query(insertInto(schema), [
    column('time'),
    column('site'),
    column('device'),
    column('metric'),
    column('value'),
    column('text'),
  ]);
}

function openLink(
  { server, tls, ca }: PostgresOutput,
  { openPostgres, secret }: SinkParts,
  prepare?: (query: SqlQuery) => Promise<void>,
): SqlLink {
  const address = databaseAddress(server, form);
  const own = { ...(tls ? { tls: { ca } } : {}), ...(prepare === undefined ? {} : { prepare }) };
  return openPostgres({ name: server, ...address, ...own }, secret);
}

function open(settings: PostgresOutput, parts: SinkParts): Sink {
  const { server, schema } = settings;
  const link = openLink(settings, parts, async (query) => {
    await query('BEGIN');
    await ensureTable(query, server, schema);
    await query('COMMIT');
  });
  return {
    deliver: (batches, signal) =>
      untilAborted(insert(link.query, schema, rowsOf(batches, parts.names)), signal, {
        clock: parts.clock,
        ms: graceMs,
      }),
    close: () => link.close(),
  };
}

/** Does all that a first delivery would, and takes it back. */
async function test(settings: PostgresOutput, parts: SinkParts): Promise<OutputTested> {
  const { server, schema } = settings;
  const { clock } = parts;
  const startMs = clock.monotonicMs();
  const rows = rowsOf(knownBatches(parts), parts.names);
  const link = openLink(settings, parts);
  try {
    await link.transaction(async (query) => {
      await ensureTable(query, server, schema);
      await insert(query, schema, rows);
      return { result: undefined, keeps: false };
    });
  } finally {
    await link.close();
  }
  return testedWith(samplesOf(rows, `${schema}.readings`), clock.monotonicMs() - startMs);
}

/** PostgreSQL, with TimescaleDB or without. */
export const postgres: OutputKind<PostgresOutput> = {
  isNameable: true,
  check: (settings) => checkDatabase(settings, form),
  keeps: () => 'all',
  // Its rows are there to stay.
  traces: () => '',
  open,
  test,
};
