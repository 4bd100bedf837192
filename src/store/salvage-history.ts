// What SQLite can still read of a damaged history, copied row by row into a new file. The damaged file is only read.
import { DatabaseSync } from 'node:sqlite';
import { forgetSums } from './page-sums.ts';
import { openSqliteBackend } from './sqlite-backend.ts';
import { inTransaction, openFailure, sqliteCode } from './sqlite-file.ts';

/** What was copied out of a damaged file, and what was not. */
export interface SalvageCount {
  /** Rows that are in the new file. */
  readonly rows: number;
  /** Rows that are there and cannot be read. */
  readonly damagedRows: number;
  /** Ranges in which not even the number of rows can be read. */
  readonly stretches: number;
  /** Whether the log beside the file still belongs to the new one. */
  readonly hasLog: boolean;
}

interface Table {
  readonly name: string;
  readonly key: string;
  readonly columns: readonly string[];
}

interface Span {
  readonly from: number;
  readonly to: number;
}

type Row = Readonly<Record<string, unknown>>;

const registryTables: readonly Table[] = [
  { name: 'device', key: 'id', columns: ['id', 'site', 'device', 'notes'] },
  { name: 'series', key: 'id', columns: ['id', 'device', 'metric'] },
];
const bodyTables: readonly Table[] = [
  { name: 'hot', key: 'seq', columns: ['seq', 'body'] },
  ...['chunk', 'five_minutes', 'hours', 'days'].map((name) => ({ name, key: 'id', columns: ['id', 'body'] })),
  { name: 'sparse_day', key: 'id', columns: ['id', 'raw', 'five', 'hours', 'body'] },
];

/** Blocks of a device lie together, see `sqlite-backend.ts`. */
const blockSpace = 2 ** 33;
/** A table is searched for readable rows between damaged ones until this many tries failed. */
const mostFailures = 500;
const everything: Span = { from: -Number.MAX_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER };

/** Result codes of SQLite, https://sqlite.org/rescode.html, unrelated to the content: busy, locked, no memory, full and so on. */
const elsewhere: ReadonlySet<number> = new Set([5, 6, 7, 8, 13, 14]);

/** Runs a reading; false if the file is damaged there. */
function canRead(run: () => void): boolean {
  try {
    run();
    return true;
  } catch (thrown) {
    const code = sqliteCode(thrown);
    if (code === undefined || elsewhere.has(code)) throw thrown;
    return false;
  }
}

/** Takes the rows of a span from one end up to the first that cannot be read; returns the rest of the span. */
function readFrom(
  db: DatabaseSync,
  { table: { name, key, columns }, isUp, take }: ReadingOf,
  { from, to }: Span,
): Span | undefined {
  const [left, step] = [{ from, to }, isUp ? 1 : -1];
  const isWhole = canRead(() => {
    const rows = db.prepare(
      `SELECT ${columns.join(', ')} FROM ${name} WHERE ${key} >= ? AND ${key} <= ? ORDER BY ${key} ${isUp ? '' : 'DESC'}`,
    );
    for (const row of rows.iterate(from, to)) {
      const id = Number(row[key]);
      // A page that leads back to itself would be read forever.
      if (id < left.from || id > left.to) return;
      take(row);
      left[isUp ? 'from' : 'to'] = id + step;
    }
    left.to = left.from - 1;
  });
  return isWhole || left.from > left.to ? undefined : left;
}

interface ReadingOf {
  readonly table: Table;
  readonly isUp: boolean;
  take(row: Row): void;
}

/** Takes every row that can be read; returns the spans that cannot, adjacent ones as one. */
function readTable(db: DatabaseSync, table: Table, take: (row: Row) => void): readonly Span[] {
  const lost: Span[] = [];
  let failures = 0;
  // Wide spans first: what is tried is spread over all of them.
  const pending: Span[] = [everything];
  for (let span = pending.shift(); span !== undefined; span = pending.shift()) {
    const above = readFrom(db, { table, isUp: true, take }, span);
    if (above === undefined) continue;
    const left = readFrom(db, { table, isUp: false, take }, above);
    if (left === undefined) continue;
    failures += 1;
    const middle = Math.floor(left.from / 2 + left.to / 2);
    if (failures > mostFailures || left.from === left.to || middle < left.from || middle >= left.to) lost.push(left);
    else pending.push({ from: left.from, to: middle }, { from: middle + 1, to: left.to });
  }
  const spans: Span[] = [];
  for (const next of lost.toSorted((one, other) => one.from - other.from)) {
    const last = spans.at(-1);
    if (last !== undefined && last.to + 1 >= next.from) spans.splice(-1, 1, { from: last.from, to: next.to });
    else spans.push(next);
  }
  return spans;
}

interface Salvage {
  readonly from: DatabaseSync;
  readonly to: DatabaseSync;
  readonly count: { rows: number; damagedRows: number; stretches: number };
}

function copyTable({ from, to, count }: Salvage, table: Table, isWanted: (row: Row) => boolean): void {
  const { name, key, columns } = table;
  const marks = columns.map(() => '?').join(', ');
  const insert = to.prepare(`INSERT OR IGNORE INTO ${name} (${columns.join(', ')}) VALUES (${marks})`);
  const lost = readTable(from, table, (row) => {
    const cells = columns.map((column) => row[column]);
    const texts = cells.map((cell) => (cell instanceof Uint8Array || typeof cell === 'number' ? cell : String(cell)));
    const isTaken = isWanted(row) && canRead(() => void (count.rows += Number(insert.run(...texts).changes)));
    if (!isTaken) count.damagedRows += 1;
  });
  for (const span of lost) {
    let rows = 0;
    const counted = `SELECT count(*) AS rows FROM ${name} WHERE ${key} >= ? AND ${key} <= ?`;
    if (canRead(() => void (rows = Number(from.prepare(counted).get(span.from, span.to)?.['rows']))))
      count.damagedRows += rows;
    else count.stretches += 1;
  }
}

/** Rows of the log up to this number are in chunks already: new ones must have higher numbers. */
function sealedSeq(to: DatabaseSync): number {
  const notes = to.prepare('SELECT notes FROM device').all();
  const seqs = notes.map((row) => Number(/"sealed":\[-?\d+,(\d+)\]/.exec(String(row['notes']))?.[1] ?? 0));
  return Math.max(0, ...seqs);
}

/** Takes over the numbers given so far, and whose log is beside the file; returns whether it could. */
function copyGiven({ from, to }: Salvage): boolean {
  let given: Row | undefined;
  canRead(() => void (given = from.prepare('SELECT device, series, seq, settings, mark FROM given').get()));
  const number = (name: string): number => (typeof given?.[name] === 'number' ? given[name] : 0);
  const settings = given?.['settings'];
  to.prepare(
    `UPDATE given SET device = max(?, (SELECT coalesce(max(id), 0) FROM device)),
      series = max(?, (SELECT coalesce(max(id), 0) FROM series)),
      seq = max(?, CASE WHEN ? THEN 0 ELSE (SELECT coalesce(max(seq), 0) FROM hot) END), settings = ?,
      kept = (SELECT count(*) FROM device) + (SELECT count(*) FROM series)`,
  ).run(
    number('device'),
    number('series'),
    given === undefined ? sealedSeq(to) : number('seq'),
    given === undefined ? 0 : 1,
    typeof settings === 'string' ? settings : null,
  );
  if (given === undefined) return false;
  to.prepare('UPDATE given SET mark = ?').run(number('mark'));
  return true;
}

function copyAll(salvage: Salvage): boolean {
  const known = { devices: new Set<number>() };
  for (const table of registryTables) {
    copyTable(salvage, table, ({ device }) => table.name === 'device' || known.devices.has(Number(device)));
    if (table.name === 'device')
      known.devices = new Set(
        salvage.to
          .prepare('SELECT id FROM device')
          .all()
          .map(({ id }) => Number(id)),
      );
  }
  // A block whose device is lost cannot be read any more, and its number may be reused.
  for (const table of bodyTables) {
    // Earlier files have no such table; one whose schema cannot be read has no readable one.
    if (
      table.name === 'sparse_day' &&
      canRead(() => void salvage.from.prepare('SELECT id FROM chunk LIMIT 1')) &&
      !canRead(() => void salvage.from.prepare('SELECT id FROM sparse_day LIMIT 1'))
    )
      continue;
    copyTable(
      salvage,
      table,
      ({ id }) => table.name === 'hot' || known.devices.has(Math.floor(Number(id) / blockSpace)),
    );
  }
  return copyGiven(salvage);
}

/**
 * Makes a history at `to` from what can be read of the file at `from`; SQLite may write that one's journal back: pass a copy.
 * Blocks that are damaged inside are copied; the store reports them. Errors: `store.failed`, `folder.unwritable`.
 */
export async function salvageHistory(from: string, to: string): Promise<SalvageCount> {
  const made = await openSqliteBackend({ path: to });
  await made.close();
  const count = { rows: 0, damagedRows: 0, stretches: 0 };
  let hasLog = false;
  try {
    using target = new DatabaseSync(to);
    canRead(() => {
      using source = new DatabaseSync(from, { defensive: false });
      // Otherwise a truncated file is refused as a whole.
      source.exec('PRAGMA writable_schema=ON');
      hasLog = inTransaction(target, () => copyAll({ from: source, to: target, count }));
    });
    target.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch (thrown) {
    throw openFailure(to, thrown);
  }
  forgetSums(to);
  return { ...count, hasLog };
}
