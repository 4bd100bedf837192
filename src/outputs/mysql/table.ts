// The table of readings in somebody's own MariaDB or MySQL: made once, changed by version. Version and owner are told by its comment, which
// whoever may write to it may read.
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { SqlQuery } from '#core/sql-link.ts';
import type { ReadingRow } from '../reading-rows.ts';

/** Version of the table that this program writes to. */
const version = 1;
/** What begins the comment on the table. */
const mark = 'Readings of Solstead, version ';
/** Longest id or name in its key, characters: four of their bytes each have to fit into an index. */
const mostName = 190;

/** A name as SQL takes it. */
export const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

/** The statement that makes it; `docs/outputs.md` shows it for those who make it themselves. */
export const creation = (table: string): string => `CREATE TABLE IF NOT EXISTS ${quoted(table)} (
  time datetime(3) NOT NULL,
  site varchar(${mostName}) NOT NULL,
  device varchar(${mostName}) NOT NULL,
  metric varchar(${mostName}) NOT NULL,
  value double,
  text text,
  PRIMARY KEY (site, device, metric, time),
  KEY (time)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin COMMENT '${mark}${version}'`;

/** What each connection begins with: a value that does not fit is refused, not cut. */
export const sessionModes = `SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,NO_ZERO_DATE', time_zone = '+00:00'`;

async function commentOn(query: SqlQuery, table: string): Promise<string | undefined> {
  const [row] = await query(
    'SELECT table_comment AS comment FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?',
    [table],
  );
  return row === undefined ? undefined : String(row['comment']);
}

/** Errors: `output.failed` if it is somebody else's, or of a newer version. */
function assertOwn(at: string, comment: string): void {
  const own = comment.startsWith(mark) ? Number(comment.slice(mark.length)) : Number.NaN;
  if (own === version) return;
  const why = own > version ? because('output.table-newer', { version: own }) : because('output.table-foreign');
  throw new SolsteadError('output.failed', { at, why });
}

/** Makes it if it is not there; whether it was made now. Errors: `output.failed`, `link.unavailable`. */
export async function ensureTable(query: SqlQuery, at: string, table: string): Promise<boolean> {
  const before = await commentOn(query, table);
  if (before !== undefined) {
    assertOwn(at, before);
    return false;
  }
  await query(creation(table));
  // Somebody else may have made one in between.
  assertOwn(at, (await commentOn(query, table)) ?? '');
  return true;
}

/** A name that is too long is refused by its column, not cut here. */
const name = `varchar(${mostName + 1}) CHARACTER SET utf8mb4`;

/** One statement for any number of rows, as JSON in one value; what is there already stays as it is. */
const insertInto = (table: string): string => `INSERT INTO ${quoted(table)} (time, site, device, metric, value, text)
SELECT r.time, r.site, r.device, r.metric, r.value, r.text
FROM JSON_TABLE(?, '$[*]' COLUMNS (
  time varchar(23) PATH '$[0]' ERROR ON ERROR,
  site ${name} PATH '$[1]' ERROR ON ERROR,
  device ${name} PATH '$[2]' ERROR ON ERROR,
  metric ${name} PATH '$[3]' ERROR ON ERROR,
  value double PATH '$[4]' ERROR ON ERROR,
  text text CHARACTER SET utf8mb4 PATH '$[5]' ERROR ON ERROR
)) AS r
ON DUPLICATE KEY UPDATE site = ${quoted(table)}.site`;

/** Adds rows. Errors: `output.unfit`, `output.failed`, `link.unavailable`. */
export async function insert(query: SqlQuery, table: string, rows: readonly ReadingRow[]): Promise<void> {
  if (rows.length === 0) return;
  const moment = (time: string): string => time.replace('T', ' ').replace('Z', '');
  const all = rows.map((row) => [moment(row.time), row.site, row.device, row.metric, row.value, row.text]);
  await query(insertInto(table), [JSON.stringify(all)]);
}
