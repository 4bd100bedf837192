// A CSV file as a source: long or wide, row after row; what cannot be read is named with its line and column.
import { said } from '#core/reason.ts';
import { Readable } from 'node:stream';
import { type Parser, parse } from 'csv-parse';
import { SolsteadError } from '#core/errors.ts';
import type { Quality } from '#core/reading.ts';
import { type ColumnRole, type CsvDialect, csvDialect } from './csv-dialect.ts';
import { type ImportSource, type OpenBytes, seriesBook, type SourceItem, type SourceSeries } from './import-source.ts';
import { type DecimalSign, readNumber } from './read-number.ts';
import { readTime, type TimeRules, wallClock, wallOffsets } from './read-time.ts';
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
  readonly #dialect: CsvDialect;
  readonly #book = seriesBook();
  readonly #offsets;
  readonly #clocks = new Map<SourceSeries | undefined, ReturnType<typeof wallClock>>();

  constructor(options: CsvOptions, dialect: CsvDialect) {
    this.#options = options;
    this.#dialect = dialect;
    this.#offsets = wallOffsets(options.timeZone);
  }

  *items(row: Row): Generator<SourceItem, void, void> {
    const { headings, isLong } = this.#dialect;
    if (row.cells.length !== headings.length) {
      const why = `${row.cells.length} cells where the heading has ${headings.length}`;
      yield this.#reject(row.line, why);
    } else if (isLong) yield* this.#longItems(row);
    else yield* this.#wideItems(row);
  }

  *#longItems({ line, cells }: Row): Generator<SourceItem, void, void> {
    const name = plainCell(this.#cell(cells, 'series'));
    const part = plainCell(this.#cell(cells, 'part'));
    const unit = this.#cell(cells, 'unit');
    if (name === '') return yield this.#reject(line, 'no name of a series', 'series');
    const found = { name, ...(part === '' ? {} : { part }), ...(unit === '' ? {} : { unit }) };
    const series = this.#book.series(found);
    if (series === undefined) return yield this.#reject(line, 'too many different series', 'series');
    const atMs = this.#time(cells, series);
    if (typeof atMs === 'string') return yield this.#reject(line, atMs, 'time');
    const quality = this.#cell(cells, 'quality');
    if (quality !== '' && !isQuality(quality)) return yield this.#reject(line, 'not a quality', 'quality');
    const read = readNumber(this.#cell(cells, 'value'), this.#dialect.decimal);
    if (read.kind === 'unreadable') yield this.#reject(line, read.why, 'value');
    if (read.kind !== 'number') return;
    const { file } = this.#options;
    yield { kind: 'value', series, atMs, value: read.value, file, line, ...(isQuality(quality) ? { quality } : {}) };
  }

  *#wideItems({ line, cells }: Row): Generator<SourceItem, void, void> {
    const { headings, roles, decimal } = this.#dialect;
    const { file } = this.#options;
    const atMs = this.#time(cells, undefined);
    if (typeof atMs === 'string') return yield this.#reject(line, atMs, 'time');
    const rowPart = this.#cell(cells, 'part');
    for (const [index, role] of roles.entries()) {
      if (role !== 'column') continue;
      const read = readNumber(cells[index] ?? '', decimal);
      const heading = headings[index] ?? '';
      if (read.kind === 'unreadable') yield { kind: 'reject', file, line, column: heading, why: read.why };
      if (read.kind !== 'number') continue;
      const series = this.#book.series({ name: plainCell(heading), ...(rowPart === '' ? {} : { part: rowPart }) });
      if (series === undefined) return yield this.#reject(line, 'too many different series');
      yield { kind: 'value', series, atMs, value: read.value, file, line };
    }
  }

  /** Epoch ms, or why there is none. */
  #time(cells: readonly string[], series: SourceSeries | undefined): number | string {
    const { timeZone } = this.#options;
    const text = this.#dialect.roles.includes('clock')
      ? `${this.#cell(cells, 'date')} ${this.#cell(cells, 'clock')}`
      : this.#cell(cells, 'time');
    const read = readTime(text, this.#options);
    if (read.kind === 'instant') return read.atMs;
    if (read.kind === 'unreadable') return read.why;
    const clock = this.#clocks.getOrInsertComputed(series, () => wallClock(this.#offsets));
    return clock(read.wallMs) ?? `${text.trim()} never was in ${timeZone}: the clocks went forward`;
  }

  #cell(cells: readonly string[], role: ColumnRole): string {
    const index = this.#dialect.roles.indexOf(role);
    return index === -1 ? '' : (cells[index] ?? '').trim();
  }

  #reject(line: number, why: string, role?: ColumnRole): SourceItem {
    const index = role === undefined ? -1 : this.#dialect.roles.indexOf(role === 'time' ? this.#timeRole() : role);
    const column = this.#dialect.headings[index];
    return { kind: 'reject', file: this.#options.file, line, why, ...(column === undefined ? {} : { column }) };
  }

  #timeRole(): ColumnRole {
    return this.#dialect.roles.includes('clock') ? 'clock' : 'time';
  }
}

function parserOf(open: OpenBytes, { delimiter }: CsvDialect): Parser {
  const parser = parse({
    delimiter,
    bom: true,
    info: true,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: longestRecord,
  });
  const text = Readable.from(textOf(open()), { objectMode: false });
  text.on('error', (error) => parser.destroy(error));
  parser.once('close', () => text.destroy());
  return text.pipe(parser);
}

interface Parsed {
  readonly info: { readonly lines: number };
  readonly record: readonly string[];
}

async function* itemsOf(open: OpenBytes, options: CsvOptions, dialect: CsvDialect) {
  const reader = new RowReader(options, dialect);
  let items: SourceItem[] = [];
  let isHeading = true;
  try {
    for await (const { info, record } of parserOf(open, dialect) as AsyncIterable<Parsed>) {
      if (!isHeading) items.push(...reader.items({ line: info.lines, cells: record }));
      isHeading = false;
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

/** Looks at a CSV file and makes it a source. Errors: `input.invalid` if it is not a table of times and values. */
export async function csvSource(open: OpenBytes, options: CsvOptions): Promise<ImportSource> {
  const dialect = csvDialect({ file: options.file, text: await headOf(open), decimal: options.decimal });
  const separator = dialect.delimiter === '\t' ? 'tabs' : `"${dialect.delimiter}"`;
  return {
    title: `CSV, a ${dialect.isLong ? 'row a point' : 'column a series'}, separated by ${separator}, decimals after "${dialect.decimal}"`,
    items: () => itemsOf(open, options, dialect),
  };
}
