// Readings in a table of a MariaDB or MySQL database: a row for each value. What comes again after a lost connection is there once, by its
// key. `docs/outputs.md` shows the table and what to ask it.
import { because } from '#core/reason.ts';
import type { SqlLink, SqlQuery } from '#core/sql-link.ts';
import type { OutputTested } from '#core/output.ts';
import type { MysqlOutput } from '#api/outputs/mysql.ts';
import { untilAborted } from '../broker-session.ts';
import { checkDatabase, databaseAddress } from '../database-address.ts';
import { ensureTable, insert, quoted, sessionModes } from '../mysql/table.ts';
import type { OutputKind, Sink, SinkParts } from '../output-kind.ts';
import { rowsOf, samplesOf } from '../reading-rows.ts';
import { knownBatches, testedWith } from '../tested.ts';

const form = { schemes: ['mysql', 'mariadb'], port: 3306, why: because('output.mysql') };
/** What is on its way at the end may still arrive for so long, ms. */
const graceMs = 2000;

function openLink(
  { server, tls, ca }: MysqlOutput,
  { openMysql, secret }: SinkParts,
  begin: (query: SqlQuery) => Promise<unknown> = async () => undefined,
): SqlLink {
  const address = databaseAddress(server, form);
  const prepare = async (query: SqlQuery): Promise<void> => {
    await query(sessionModes);
    await begin(query);
  };
  return openMysql({ name: server, ...address, ...(tls ? { tls: { ca } } : {}), prepare }, secret);
}

function open(settings: MysqlOutput, parts: SinkParts): Sink {
  const { server, table } = settings;
  const link = openLink(settings, parts, (query) => ensureTable(query, server, table));
  return {
    deliver: (batches, signal) =>
      untilAborted(insert(link.query, table, rowsOf(batches, parts.names)), signal, {
        clock: parts.clock,
        ms: graceMs,
      }),
    close: () => link.close(),
  };
}

/** Does all that a first delivery would, and takes it back: a table that was not there before goes again. */
async function test(settings: MysqlOutput, parts: SinkParts): Promise<OutputTested> {
  const { server, table } = settings;
  const { clock } = parts;
  const startMs = clock.monotonicMs();
  const rows = rowsOf(knownBatches(parts), parts.names);
  const link = openLink(settings, parts);
  try {
    // A statement that makes a table ends a transaction here.
    const isNew = await ensureTable(link.query, server, table);
    try {
      await link.transaction(async (query) => {
        await insert(query, table, rows);
        return { result: undefined, keeps: false };
      });
    } finally {
      // An account that may not do that leaves an empty table, which the output would make anyhow.
      if (isNew) await link.query(`DROP TABLE ${quoted(table)}`).catch(() => undefined);
    }
  } finally {
    await link.close();
  }
  return testedWith(samplesOf(rows, table), clock.monotonicMs() - startMs);
}

/** MariaDB and MySQL. */
export const mysql: OutputKind<MysqlOutput> = {
  isNameable: true,
  check: (settings) => checkDatabase(settings, form),
  keeps: () => 'all',
  // Its rows are there to stay.
  traces: () => '',
  open,
  test,
};
