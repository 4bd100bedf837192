// Where the table of a CSV file begins and its layout, judged by its first lines: what is above it, its headings and
// units, separator and decimals, and what each column is for.
import { parse } from 'csv-parse/sync';
import { because, type Reason, said } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
import { scaledUnit } from '#core/unit.ts';
import { type ColumnRole, contentOf, namesTime, rolesOf } from './csv-roles.ts';
import { preambleOf } from './csv-preamble.ts';
import { type ExportFormat, formatOf } from './export-formats.ts';
import { type DecimalSign, decimalOfTable, isEmptyCell } from './read-number.ts';
import type { DateOrder } from './read-time.ts';

/** The layout of a CSV file. */
export interface CsvLayout {
  readonly delimiter: string;
  /** Absent: its numbers could be read either way, so the user is asked. */
  readonly decimal?: DecimalSign;
  /** The lines above the table say so: then `3,500` is read by it too. */
  readonly isDecimalTold?: boolean;
  readonly headings: readonly string[];
  /** Units from a row of their own below the headings, by column. */
  readonly units: readonly (string | undefined)[];
  /** Units that stand behind the number in each cell, by column. */
  readonly cellUnits: readonly (string | undefined)[];
  /** By column; `column` holds values of a series of its own. */
  readonly roles: readonly ColumnRole[];
  /** One row for each point. */
  readonly isLong: boolean;
  /** Records above the first row of data. */
  readonly above: number;
  /** The program that wrote it, if it is known. */
  readonly format?: ExportFormat;
  /** Times are in this zone, or at this offset from UTC, ms, whatever the home's zone is. */
  readonly zone?: string | number;
  readonly dateOrder?: DateOrder;
}

/** The beginning of a file. */
export interface CsvHead {
  readonly file: string;
  readonly text: string;
  /** Absent: guessed from the file. */
  readonly decimal: DecimalSign | undefined;
  readonly dateOrder: DateOrder | undefined;
}

type Rows = readonly (readonly string[])[];

/** Lines that may come before a table. */
const mostAbove = 60;
const sampleRows = 300;
const delimiters = [';', '\t', ',', '|'] as const;

function rowsOf(text: string, delimiter: string): Rows {
  return parse(text, {
    delimiter,
    bom: true,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    to: mostAbove + sampleRows,
  });
}

const filled = (row: readonly string[]): number => row.filter((cell) => cell.trim() !== '').length;

/** The width most rows have, and how many have it. */
function usualWidth(rows: Rows): { readonly width: number; readonly count: number } {
  const counts = new Map<number, number>();
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [width = 0, count = 0] = [...counts].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [];
  return { width, count };
}

/** The separator that makes most of the file a table. */
function delimiterOf(text: string): { readonly delimiter: string; readonly rows: Rows } {
  const stated = /^\uFEFF?sep=(.)\r?\n/i.exec(text);
  const body = stated === null ? text : text.slice(stated[0].length);
  const told = stated?.[1] ?? preambleOf(body.split('\n', 5).join('\n')).delimiter;
  const found = told === undefined ? undefined : rowsOf(body, told);
  if (told !== undefined && found !== undefined && (stated !== null || usualWidth(found).width > 1))
    return { delimiter: told, rows: found };
  const tried = delimiters.map((delimiter) => {
    const rows = rowsOf(body, delimiter);
    const { width, count } = usualWidth(rows);
    return { delimiter, rows, score: (width - 1) * count };
  });
  const [best] = tried.toSorted((a, b) => b.score - a.score);
  return best ?? { delimiter: ',', rows: [] };
}

const isTimeCell = (text: string): boolean =>
  ['time', 'date'].includes(contentOf(text)) || /^\d{10}(\d{3})?$/.test(text.trim());

/** The first row of data: below a heading that names a time, otherwise the first with a time if the next one has one too. */
function firstData(rows: Rows): number | undefined {
  const heading = rows
    .slice(0, mostAbove)
    .findIndex((row) => row.length > 1 && row.some(namesTime) && !row.some(isTimeCell));
  const told = heading === -1 ? undefined : heading + 1;
  const byCells = firstTimes(rows);
  if (told === undefined || (byCells !== undefined && byCells < told)) return byCells;
  // Units and further headings follow; a row with a figure is data, even if its time is broken.
  const below = rows
    .slice(told, told + 5)
    .findIndex((row) => row.some((cell) => /^(number|time|date)$/.test(contentOf(cell))));
  return told + Math.max(0, below);
}

function firstTimes(rows: Rows): number | undefined {
  for (const [index, row] of rows.slice(0, mostAbove).entries()) {
    if (row.length < 2) continue;
    const at = row.findIndex((cell, place) => isTimeCell(cell) || (place === 0 && contentOf(cell) === 'clock'));
    if (at === -1) continue;
    const next = rows[index + 1];
    if (
      next === undefined ||
      (next.length === row.length && isTimeCell(next[at] ?? '')) ||
      (next.length === row.length && contentOf(next[at] ?? '') === 'clock')
    )
      return index;
  }
  return undefined;
}

const unitText = (cell: string): string =>
  cell
    .trim()
    .replace(/^[[(](.*)[\])]$/, '$1')
    .trim();
const isUnitCell = (cell: string): boolean => {
  const text = unitText(cell);
  return (
    text === '' ||
    scaledUnit(text) !== undefined ||
    /^(€|eur|m³|ohm|°|k?m\/h|var|dd|mm|yy)/i.test(text) ||
    /^[dmyhs:./\- ]{6,}$/i.test(text)
  );
};
const isUnitRow = (row: readonly string[]): boolean =>
  row.some((cell) => scaledUnit(unitText(cell)) !== undefined && unitText(cell) !== '') && row.every(isUnitCell);
const isTypeRow = (row: readonly string[]): boolean =>
  filled(row) > 0 && row.every((cell) => /^(analog|status|counter|number|string|double|)$/i.test(cell.trim()));

const withUnit = /^[+-]?[\d.,'\u00a0\u202f ]*\d\s?([\p{L}°%]{1,4})$/u;

/** The unit in all cells of a column that hold something, such as `1.2kWh`; an inner unit of another scale makes it none. */
function cellUnitOf(cells: readonly string[]): string | undefined {
  const units = new Set(cells.filter((cell) => !isEmptyCell(cell)).map((cell) => withUnit.exec(cell.trim())?.[1]));
  const [unit] = units;
  return units.size === 1 && unit !== undefined && scaledUnit(unit) !== undefined ? unit : undefined;
}

/** The number of a cell without the unit of its column. */
export function withoutUnit(cell: string, unit: string | undefined): string {
  const text = cell.trim();
  return unit !== undefined && text.endsWith(unit) ? text.slice(0, -unit.length).trimEnd() : cell;
}

interface Head {
  readonly headings: readonly string[];
  readonly units: readonly string[];
  /** Rows above the headings. */
  readonly before: Rows;
}

/** The headings above the first row of data, with the rows of units and types between. */
function headOf(rows: Rows, data: number): Head {
  const width = rows[data]?.length ?? 0;
  let at = data - 1;
  let units: readonly string[] = [];
  while (at >= 0) {
    const row = rows[at] ?? [];
    if (isUnitRow(row)) units = row.map(unitText);
    else if (!isTypeRow(row)) break;
    at -= 1;
  }
  const heading = rows[at];
  if (heading === undefined || filled(heading) < Math.min(2, width))
    return { headings: Array.from({ length: width }, () => ''), units, before: rows.slice(0, Math.max(0, at)) };
  return { headings: heading, units, before: rows.slice(0, at) };
}

/** Names that say which of several devices a column belongs to: the row above says so if the headings are the same. */
function unnamed({ headings, before }: Head): readonly string[] {
  const above = before.at(-1) ?? [];
  const names = headings.map((heading) => heading.trim());
  const isTwice = (name: string): boolean => name !== '' && names.indexOf(name) !== names.lastIndexOf(name);
  const told = names.map((name, index) => {
    const over = (above[index] ?? '').trim();
    return isTwice(name) && over !== '' && above.length === headings.length ? `${over} ${name}` : name;
  });
  return told.map((name, index) => {
    const own = name === '' ? `column ${index + 1}` : name;
    return told.slice(0, index).includes(name) && name !== '' ? `${own} (column ${index + 1})` : own;
  });
}

/** The zone a heading of times names: `Date/time UTC`, `Europe/Amsterdam (+01:00)`, `(GMT+2)`. */
function zoneOf(texts: readonly string[]): string | number | undefined {
  for (const text of texts) {
    const named = /\b((?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)\/[A-Za-z_+/-]+)/.exec(
      text,
    )?.[1];
    if (named !== undefined) return named;
    const [found, sign, hours, minutes = '0'] =
      /\b(?:UTC|GMT)(?:\s*([+-−])(\d{1,2}):?(\d{2})?)?(?![A-Za-z])/.exec(text) ?? [];
    if (found === undefined) continue;
    if (sign === undefined || hours === undefined) return 'UTC';
    return (sign === '+' ? 1 : -1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  }
  return undefined;
}

/** Day or month first, if some date can be read in one way only. */
function dateOrderOf(cells: readonly string[]): DateOrder | undefined {
  const pairs = cells
    .map((cell) => /^(\d{1,2})\/(\d{1,2})\/(?:\d{4}|\d{2})\b/.exec(cell.trim()))
    .filter((match) => match !== null);
  const hasDayFirst = pairs.some(([, first]) => Number(first) > 12);
  const hasDaySecond = pairs.some(([, , second]) => Number(second) > 12);
  return hasDayFirst === hasDaySecond ? undefined : hasDayFirst ? 'dmy' : 'mdy';
}

function rowsOrFail<T>(read: () => T, fail: (why: Reason) => never): T {
  try {
    return read();
  } catch (error) {
    return fail(said(error));
  }
}

const timeRoles: ReadonlySet<ColumnRole> = new Set(['time', 'date', 'until', 'untilDate']);

function refuseBinary(text: string, fail: (why: Reason) => never): void {
  if (text.startsWith('PK\u0003\u0004') || text.startsWith('ÐÏ\u0011à')) fail(because('csv.spreadsheet'));
  if (text.startsWith('%PDF')) fail(because('csv.pdf'));
  if (/^\s*(<\?xml|<!doctype|<html|<feed)/i.test(text)) fail(because('csv.markup'));
}

/** Looks at the beginning of a CSV file, up to its last whole line; returns its first rows too. Errors: `input.invalid`. */
export function csvLayout({ file, text, decimal, dateOrder }: CsvHead): {
  readonly layout: CsvLayout;
  readonly rows: Rows;
} {
  const fail = (why: Reason): never => {
    throw new SolsteadError('input.invalid', { at: file, why });
  };
  refuseBinary(text, fail);
  const { delimiter, rows } = rowsOrFail(() => delimiterOf(text), fail);
  const data = firstData(rows) ?? Math.min(1, rows.length);
  const head = headOf(rows, data);
  if (head.headings.length < 2) fail(because('csv.no-table'));
  const headings = unnamed(head);
  const found = rows.slice(data);
  const cellUnits = headings.map((_, index) => cellUnitOf(found.slice(0, 50).map((row) => row[index] ?? '')));
  const sample = found.map((row) => row.map((cell, index) => withoutUnit(cell, cellUnits[index])));
  const roles = rolesOf(headings, sample.slice(0, 50));
  if (!roles.some((role) => role === 'time' || role === 'date')) fail(because('csv.no-time'));
  const isLong = roles.includes('series') && roles.includes('value');
  if (!isLong && !roles.includes('column')) fail(because('csv.no-value'));
  const cellsOf = (wanted: (role: ColumnRole) => boolean): readonly string[] =>
    sample.flatMap((row) => row.filter((_, index) => wanted(roles[index] ?? 'note')));
  const values = cellsOf((role) => role === 'value' || (!isLong && role === 'column'));
  const told = preambleOf(
    rows
      .slice(0, data)
      .map((row) => row.join(delimiter))
      .join('\n'),
  );
  const sign = decimal ?? told.decimal ?? decimalOfTable(values, delimiter);
  const above = head.before.flat();
  const format = formatOf(headings, above);
  const named = headings.filter((_, index) => timeRoles.has(roles[index] ?? 'note'));
  const zone = zoneOf([...named, ...head.units.slice(0, 1)]);
  const order = dateOrder ?? dateOrderOf(cellsOf((role) => timeRoles.has(role))) ?? told.dateOrder;
  const layout: CsvLayout = {
    delimiter,
    ...(sign === undefined ? {} : { decimal: sign }),
    ...(decimal === undefined && told.decimal !== undefined ? { isDecimalTold: true } : {}),
    headings,
    units: headings.map((_, index) => (head.units[index] === '' ? undefined : head.units[index]) ?? cellUnits[index]),
    cellUnits,
    roles,
    isLong,
    above: data,
    ...(format === undefined ? {} : { format }),
    ...(zone === undefined ? {} : { zone }),
    ...(order === undefined ? {} : { dateOrder: order }),
  };
  return { layout, rows: sample };
}

/** How a layout is described: the program, the shape, the separator, the decimals. */
export function layoutTitle({ format, isLong, delimiter, decimal }: CsvLayout): string {
  const separator = delimiter === '\t' ? 'tabs' : `"${delimiter}"`;
  const name = format === undefined ? 'CSV' : `${format.title}, CSV`;
  const decimals = decimal === undefined ? 'decimals not told' : `decimals after "${decimal}"`;
  return `${name}, a ${isLong ? 'row a point' : 'column a series'}, separated by ${separator}, ${decimals}`;
}
