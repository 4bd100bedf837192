// A CSV file as a source: long or wide, row after row; what cannot be read is named with its line and column.
import { because, type Reason, said } from '#core/reason.ts';
import { Readable } from 'node:stream';
import { type Parser, parse } from 'csv-parse';
import { SolsteadError } from '#core/errors.ts';
import type { Quality } from '#core/reading.ts';
import { type CsvLayout, csvLayout, layoutTitle, withoutUnit } from './csv-layout.ts';
import type { ColumnRole } from './csv-roles.ts';
import { isEndStamped, type RowTime, type RowTimes, rowTimes } from './csv-times.ts';
import { meaningOf } from './export-formats.ts';
import { type ImportSource, type OpenBytes, seriesBook, type SourceItem, type SourceSeries } from './import-source.ts';
import { type DecimalSign, type NumberStyle, readNumber } from './read-number.ts';
import type { TimeRules } from './read-time.ts';
import { plainCell } from './text-cell.ts';
import { textOf } from './text-lines.ts';

/** How a CSV file is read. */
export interface CsvOptions extends TimeRules {
  readonly file: string;
  /** Absent: guessed from the first rows. */
  readonly decimal?: DecimalSign;
}

const headSize = 65_536;
const itemsAtOnce = 2000;
const longestRecord = 1_000_000;
const qualities: readonly string[] = ['good', 'stale', 'estimated', 'held'] satisfies readonly Quality[];
const isQuality = (text: string): text is Quality => qualities.includes(text);

async function headOf(open: OpenBytes): Promise<string> {
  let text = '';
  for await (const part of textOf(open())) {
    text += part;
    if (text.length >= headSize) return text.slice(0, text.lastIndexOf('\n', headSize) + 1);
  }
  return text;
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A reader of rows: everything about one file that does not change from row to row. */
class RowReader {
  readonly #options: CsvOptions;
  readonly #layout: CsvLayout;
  readonly #book = seriesBook();
  readonly #times: RowTimes;
  readonly #place: ReadonlyMap<ColumnRole, number>;
  readonly #columns: readonly number[];
  readonly #shortSize: number | undefined;
  readonly #wide = new Map<string, readonly (SourceSeries | undefined)[]>();

  constructor(options: CsvOptions, layout: CsvLayout, shortSize?: number) {
    this.#shortSize = shortSize;
    this.#options = options;
    this.#layout = layout;
    this.#times = rowTimes(layout, options);
    this.#place = new Map(layout.roles.map((role, index) => [role, index] as const).toReversed());
    this.#columns = layout.roles.flatMap((role, index) => (role === 'column' ? [index] : []));
  }

  *items(row: Row): Generator<SourceItem, void, void> {
    const { headings, isLong } = this.#layout;
    const size = headings.length;
    // A separator at the end of each row, or only of the heading.
    const cells = row.cells.length === size + 1 && row.cells[size] === '' ? row.cells.slice(0, size) : row.cells;
    const isShort =
      cells.length === this.#shortSize || (cells.length === size - 1 && headings[size - 1] === `column ${size}`);
    if (cells.length !== size && !isShort)
      yield this.#reject(row.line, because('import.cells', { count: cells.length, size }));
    else if (isLong) yield* this.#longItems({ line: row.line, cells });
    else yield* this.#wideItems({ line: row.line, cells });
  }

  *#longItems({ line, cells }: Row): Generator<SourceItem, void, void> {
    const name = plainCell(this.#cell(cells, 'series'));
    const part = plainCell(this.#cell(cells, 'part'));
    const unit = this.#cell(cells, 'unit');
    if (name === '') return yield this.#reject(line, because('import.no-name'), 'series');
    const found = { name, ...(part === '' ? {} : { part }), ...(unit === '' ? {} : { unit }), ...this.#known(name) };
    const series = this.#book.series(found);
    if (series === undefined) return yield this.#reject(line, because('import.too-many'), 'series');
    const time = this.#times.read(cells, series);
    if ('code' in time) return yield this.#reject(line, time, this.#timeRole());
    const quality = this.#cell(cells, 'quality');
    if (quality !== '' && !isQuality(quality)) return yield this.#reject(line, because('import.quality'), 'quality');
    const read = readNumber(this.#cell(cells, 'value'), this.#style());
    if (read.kind === 'unreadable') yield this.#reject(line, read.why, 'value');
    if (read.kind !== 'number') return;
    const { file } = this.#options;
    yield { kind: 'value', series, ...time, value: read.value, file, line, ...(isQuality(quality) ? { quality } : {}) };
  }

  #style(): NumberStyle {
    const { decimal, isDecimalTold } = this.#layout;
    return { decimal, isSaid: this.#options.decimal !== undefined || isDecimalTold === true };
  }

  *#wideItems({ line, cells }: Row): Generator<SourceItem, void, void> {
    const { headings, cellUnits } = this.#layout;
    const { file } = this.#options;
    const style = this.#style();
    const rowPart = this.#cell(cells, 'part');
    const time = this.#times.read(cells, rowPart);
    if ('code' in time) return yield this.#reject(line, time, this.#timeRole());
    const all = this.#wideSeries(rowPart);
    for (const index of this.#columns) {
      const read = readNumber(withoutUnit(cells[index] ?? '', cellUnits[index]), style);
      if (read.kind === 'empty') continue;
      if (read.kind === 'unreadable')
        yield { kind: 'reject', file, line, column: headings[index] ?? '', why: read.why };
      else {
        const series = all[index];
        if (series === undefined) return yield this.#reject(line, because('import.too-many'));
        yield valueOf({ series, time, value: read.value, file, line });
      }
    }
  }

  #wideSeries(part: string): readonly (SourceSeries | undefined)[] {
    const known = this.#wide.get(part);
    if (known !== undefined) return known;
    const { headings, units, roles } = this.#layout;
    const made = headings.map((heading, index) => {
      if (roles[index] !== 'column') return undefined;
      const unit = units[index];
      return this.#book.series({
        name: plainCell(heading),
        ...(part === '' ? {} : { part }),
        ...(unit === undefined ? {} : { unit }),
        ...this.#known(heading),
      });
    });
    this.#wide.set(part, made);
    return made;
  }

  #known(heading: string): Pick<SourceSeries, 'known'> {
    const { format } = this.#layout;
    const known = format === undefined ? undefined : meaningOf(format, heading);
    return known === undefined ? {} : { known };
  }

  #cell(cells: readonly string[], role: ColumnRole): string {
    const index = this.#place.get(role);
    return index === undefined ? '' : (cells[index] ?? '').trim();
  }

  #reject(line: number, why: Reason, role?: ColumnRole): SourceItem {
    const index = role === undefined ? -1 : (this.#place.get(role) ?? -1);
    const column = this.#layout.headings[index];
    return { kind: 'reject', file: this.#options.file, line, why, ...(column === undefined ? {} : { column }) };
  }

  #timeRole(): ColumnRole {
    return this.#place.has('clock') ? 'clock' : this.#place.has('hour') ? 'hour' : 'time';
  }
}

/** A value of a row; one object shape for all of them, because there are millions. */
function valueOf(found: {
  series: SourceSeries;
  time: RowTime;
  value: number;
  file: string;
  line: number;
}): SourceItem {
  const { series, time, value, file, line } = found;
  if (time.untilMs === undefined) return { kind: 'value', series, atMs: time.atMs, value, file, line };
  return { kind: 'value', series, atMs: time.atMs, untilMs: time.untilMs, value, file, line };
}

/** The file without a first line that only names its separator. */
async function* bodyOf(open: OpenBytes): AsyncGenerator<string> {
  let isFirst = true;
  for await (const part of textOf(open())) {
    yield isFirst ? part.replace(/^sep=.\r?\n/i, '') : part;
    isFirst = false;
  }
}

function parserOf(open: OpenBytes, { delimiter }: CsvLayout): Parser {
  const parser = parse({
    delimiter,
    bom: true,
    info: true,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: longestRecord,
  });
  const text = Readable.from(bodyOf(open), { objectMode: false });
  text.on('error', (error) => parser.destroy(error));
  parser.once('close', () => text.destroy());
  return text.pipe(parser);
}

interface Parsed {
  readonly info: { readonly lines: number };
  readonly record: readonly string[];
}

/**
 * How many cells the rows have in a file that leaves out the last columns, such as notes, in all rows; a single row that is
 * cut short does not make one. Undefined: it is not such a file.
 */
function shortSizeOf({ headings }: CsvLayout, rows: readonly (readonly string[])[]): number | undefined {
  const [size = headings.length] = rows.map(({ length }) => length);
  const isUsual = rows.length > 1 && size < headings.length && rows.every(({ length }) => length === size);
  return isUsual ? size : undefined;
}

interface Reading {
  readonly options: CsvOptions;
  readonly layout: CsvLayout;
  readonly shortSize: number | undefined;
}

async function* itemsOf(open: OpenBytes, { options, layout, shortSize }: Reading) {
  const reader = new RowReader(options, layout, shortSize);
  let items: SourceItem[] = [];
  let above = layout.above;
  try {
    for await (const { info, record } of parserOf(open, layout) as AsyncIterable<Parsed>) {
      if (above > 0) {
        above -= 1;
        continue;
      }
      items.push(...reader.items({ line: info.lines, cells: record }));
      if (items.length < itemsAtOnce) continue;
      yield items;
      items = [];
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!code.startsWith('CSV_')) throw error;
    throw new SolsteadError('input.invalid', { at: options.file, why: said(error), cause: error });
  }
  if (items.length > 0) yield items;
}

/** Looks at a CSV file and turns it into a source. Errors: `input.invalid` if it is not a table of times and values. */
export async function csvSource(open: OpenBytes, options: CsvOptions): Promise<ImportSource> {
  const { file, decimal, dateOrder } = options;
  const { layout, rows } = csvLayout({ file, text: await headOf(open), decimal, dateOrder });
  const isEnd = layout.format?.isEndStamped === true || isEndStamped(layout, rows);
  return {
    title: layoutTitle(layout),
    ...(isEnd ? { isEndStamped: true } : {}),
    ...(layout.isLong ? {} : { isRows: true }),
    items: () => itemsOf(open, { options, layout, shortSize: shortSizeOf(layout, rows) }),
  };
}
