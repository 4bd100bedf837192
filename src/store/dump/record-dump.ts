// The tables of the records as pieces and back, the same for SQLite and PostgreSQL: rows as JSON, with the name of the last
// change their tables had, so that an older dump is loaded into the tables of its time and then brought up to date.
import { entriesOf, isRecord } from '#core/entries.ts';
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import { type Kysely, sql } from 'kysely';
import { isPostgres } from '../migrations/dialects.ts';
import { brokenPiece } from './piece.ts';

/** A row as the database has it, by the names of its columns. */
export type DumpedRow = Readonly<Record<string, unknown>>;

/** Where rows of a snapshot come from. */
export interface RowSource {
  readonly tables: readonly string[];
  rows(table: string): AsyncIterable<DumpedRow>;
}

/** How the pieces are written; goes up with every change of that. */
export const recordsForm = 'records-1';
/** Who is signed in is not part of a home: what was revoked since would come back. */
const passing: ReadonlySet<string> = new Set(['session', 'refresh']);

/** The tables that a snapshot takes. */
export const keptTables = (tables: Iterable<string>): readonly string[] =>
  [...tables].filter((table) => !passing.has(table));

const fullLetters = 2 ** 20;
const bytesKey = '$bytes';

function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { [bytesKey]: Buffer.from(value).toString('base64') };
  return typeof value === 'bigint' ? Number(value) : value;
}

/** Every row of every table. */
export async function* recordPieces({ tables, rows }: RowSource): AsyncGenerator<Uint8Array> {
  for (const table of tables) {
    let texts: string[] = [];
    let letters = 0;
    const piece = (): Uint8Array => Buffer.from(`{"table":${JSON.stringify(table)},"rows":[\n${texts.join(',\n')}\n]}`);
    for await (const row of rows(table)) {
      const text = JSON.stringify(Object.fromEntries(entriesOf(row).map(([name, value]) => [name, plain(value)])));
      texts.push(text);
      letters += text.length;
      if (letters < fullLetters) continue;
      yield piece();
      [texts, letters] = [[], 0];
    }
    if (texts.length > 0) yield piece();
  }
}

interface TablePiece {
  readonly table: string;
  readonly rows: readonly DumpedRow[];
}

/** Reads a piece of records. Errors: `backup.damaged`. */
export function readTablePiece(bytes: Uint8Array, at: string): TablePiece {
  try {
    const found: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (isRecord(found)) {
      const { table, rows } = found;
      if (typeof table === 'string' && Array.isArray(rows) && rows.every(isRecord)) return { table, rows };
    }
  } catch {
    // Told below.
  }
  throw brokenPiece(at);
}

function cell(value: unknown, at: string): string | number | null | Uint8Array {
  if (value === null || typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value)))
    return value;
  const bytes = isRecord(value) ? value[bytesKey] : undefined;
  if (typeof bytes === 'string') return Buffer.from(bytes, 'base64');
  throw brokenPiece(at);
}

/** A database of any tables. */
type AnyTables = Kysely<Record<string, DumpedRow>>;

/** Its tables by name, with their columns; those of Kysely left out. */
export async function tablesOf(db: AnyTables, schema?: string): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const tables = await db.introspection.getTables();
  return new Map(
    tables
      .filter(
        (table) =>
          !table.isView && !table.name.startsWith('sqlite_') && (schema === undefined || table.schema === schema),
      )
      .map(({ name, columns }) => [name, new Set(columns.map((column) => column.name))] as const)
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
}

/** Parameters of one statement: databases take only so many. */
const mostParameters = 20_000;

async function insert(db: AnyTables, { table, rows }: TablePiece, at: string): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  const atOnce = Math.max(1, Math.floor(mostParameters / Math.max(1, columns.length)));
  const names = sql.join(columns.map((column) => sql.ref(column)));
  // PostgreSQL counts such a column up by itself unless told otherwise.
  const given = isPostgres(db) ? sql`overriding system value` : sql``;
  for (let from = 0; from < rows.length; from += atOnce) {
    const values = rows.slice(from, from + atOnce).map((row) => {
      if (Object.keys(row).length !== columns.length) throw brokenPiece(at);
      return sql`(${sql.join(columns.map((column) => sql.val(cell(row[column], at))))})`;
    });
    await sql`insert into ${sql.table(table)} (${names}) ${given} values ${sql.join(values)}`.execute(db);
  }
}

/** PostgreSQL counts on from where it was itself, not from what was put in. */
async function countOn(db: AnyTables, tables: ReadonlyMap<string, ReadonlySet<string>>): Promise<void> {
  if (!isPostgres(db) || tables.get('audit_line')?.has('line') !== true) return;
  await sql`select setval(pg_get_serial_sequence('audit_line', 'line'), (select coalesce(max(line), 0) + 1 from audit_line), false)`.execute(
    db,
  );
}

/** Where rows are put. */
export interface RowTarget {
  readonly db: AnyTables;
  readonly schema?: string;
}

/** Puts rows into empty tables, all or none; says how many of each table. Errors: `backup.damaged`, `store.failed`. */
export async function loadRows(
  { db, schema }: RowTarget,
  pieces: AsyncIterable<Uint8Array>,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  await db.transaction().execute(async (tx) => {
    const tables = await tablesOf(tx, schema);
    // What the changes of the tables put there themselves is in the dump as well.
    for (const table of tables.keys()) await sql`delete from ${sql.table(table)}`.execute(tx);
    let count = 0;
    for await (const bytes of pieces) {
      count += 1;
      const at = `records, piece ${count}`;
      const piece = readTablePiece(bytes, at);
      const columns = tables.get(piece.table);
      if (columns === undefined || !piece.rows.every((row) => Object.keys(row).every((name) => columns.has(name)))) {
        const why = because('backup.form', { part: external(piece.table), form: recordsForm });
        throw new SolsteadError('backup.damaged', { at, why });
      }
      await insert(tx, piece, at);
      counts.set(piece.table, (counts.get(piece.table) ?? 0) + piece.rows.length);
    }
    await countOn(tx, tables);
  });
  return counts;
}
