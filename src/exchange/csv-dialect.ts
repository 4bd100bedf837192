// What a CSV file is like, judged by its beginning: separator, decimals, the time column, one row for each point or time.
import { because, type Reason, said } from '#core/reason.ts';
import { parse } from 'csv-parse/sync';
import { SolsteadError } from '#core/errors.ts';
import { type DecimalSign, decimalOf } from './read-number.ts';
import { readTime } from './read-time.ts';

/** What a column is for. */
export type ColumnRole =
  | 'time'
  | 'date'
  | 'clock'
  | 'series'
  | 'value'
  | 'part'
  | 'unit'
  | 'quality'
  | 'site'
  | 'column';

/** A CSV file as it presents itself. */
export interface CsvDialect {
  readonly delimiter: string;
  readonly decimal: DecimalSign;
  readonly headings: readonly string[];
  /** By column; `column` holds values of a series of its own. */
  readonly roles: readonly ColumnRole[];
  /** One row for each point. */
  readonly isLong: boolean;
}

const words: Readonly<Record<Exclude<ColumnRole, 'column'>, readonly string[]>> = {
  time: (
    'time|timestamp|datetime|date time|date/time|zeitpunkt|zeitstempel|datum/zeit|datum und uhrzeit|datum uhrzeit|' +
    'last_changed|last_updated|start|start_time|start_ts|created|_time|ts|epoch'
  ).split('|'),
  date: ['date', 'datum', 'tag', 'day'],
  clock: ['uhrzeit', 'zeit', 'time of day'],
  series: 'metric|series|entity_id|statistic_id|sensor|field|_field|topic|name|messgröße|kanal'.split('|'),
  value: ['value', 'state', 'wert', '_value', 'messwert'],
  part: ['device', 'gerät', 'geraet'],
  unit: ['unit', 'einheit', 'unit_of_measurement'],
  quality: ['quality'],
  site: ['site'],
};

const roleByWord: ReadonlyMap<string, ColumnRole> = new Map(
  Object.entries(words).flatMap(([role, some]) => some.map((word) => [word, role as ColumnRole] as const)),
);

const bare = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[([].*$/, '')
    .trim();

function firstRows(text: string, delimiter: string): readonly (readonly string[])[] {
  return parse(text, {
    delimiter,
    bom: true,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    to: 50,
  });
}

/** The separator that gives the most columns in the heading. */
function delimiterOf(text: string): string {
  const heading = text.split(/\r?\n/).find((line) => line.trim() !== '') ?? '';
  const sized = [';', '\t', ',', '|'].map((sign) => ({ sign, size: heading.split(sign).length }));
  return sized.toSorted((a, b) => b.size - a.size)[0]?.sign ?? ',';
}

/** Gives each column its role. A file with the words of both shapes counts as long if it has a column for the value. */
function rolesOf(headings: readonly string[], sample: readonly string[]): readonly ColumnRole[] {
  const found = headings.map((heading): ColumnRole => roleByWord.get(bare(heading)) ?? 'column');
  const has = (role: ColumnRole): boolean => found.includes(role);
  const isLong = has('series') && has('value');
  const hasTime = has('time') || has('date') || has('clock');
  const wide: ReadonlySet<ColumnRole> = new Set(['series', 'value', 'unit', 'quality']);
  let hasDate = has('date');
  return found.map((role, index) => {
    if (!hasTime && index === 0 && readTime(sample[0] ?? '', { dateOrder: 'dmy' }).kind !== 'unreadable') return 'time';
    if (role === 'time') {
      // `Date` beside `Time` is one time in two columns.
      const isClock = hasDate && /^\d{1,2}:\d{2}/.test((sample[index] ?? '').trim());
      return isClock ? 'clock' : 'time';
    }
    if (role === 'date' && !has('time') && !has('clock')) {
      hasDate = false;
      return 'time';
    }
    if (role === 'clock' && !has('date')) return 'time';
    return !isLong && wide.has(role) ? 'column' : role;
  });
}

const unnamed = (headings: readonly string[]): readonly string[] =>
  headings.map((heading, index) => {
    const name = heading.trim() === '' ? `column ${index + 1}` : heading.trim();
    return headings.slice(0, index).some((before) => before.trim() === name) ? `${name} (column ${index + 1})` : name;
  });

/** The beginning of a file. */
export interface CsvHead {
  readonly file: string;
  readonly text: string;
  /** Absent: guessed from the file. */
  readonly decimal: DecimalSign | undefined;
}

function rowsOrFail<T>(read: () => T, fail: (why: Reason) => never): T {
  try {
    return read();
  } catch (error) {
    return fail(said(error));
  }
}

/** Looks at the beginning of a CSV file, up to its last whole line. Errors: `input.invalid`. */
export function csvDialect({ file, text, decimal }: CsvHead): CsvDialect {
  const fail = (why: Reason): never => {
    throw new SolsteadError('input.invalid', { at: file, why });
  };
  const delimiter = delimiterOf(text);
  const [first = [], ...rows] = rowsOrFail(() => firstRows(text, delimiter), fail);
  if (first.length < 2) fail(because('csv.no-table'));
  const headings = unnamed(first);
  const roles = rolesOf(headings, rows[0] ?? []);
  if (!roles.some((role) => role === 'time' || role === 'date')) fail(because('csv.no-time'));
  if (!roles.some((role) => role === 'value' || role === 'column')) fail(because('csv.no-value'));
  const isLong = roles.includes('series') && roles.includes('value');
  const values = rows.flatMap((row) => row.filter((_, index) => roles[index] === 'value' || roles[index] === 'column'));
  const usual = delimiter === ';' ? ',' : '.';
  const sign = decimal ?? decimalOf(values) ?? (values.some((value) => value.includes('.')) ? '.' : usual);
  return { delimiter, decimal: sign, headings, roles, isLong };
}
