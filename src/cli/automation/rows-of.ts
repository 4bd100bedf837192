// The readings that an automation is tried on: a CSV file, row after row in order of time, with what happened besides. A cell that cannot be read
// is no value, and is told with its place; a row, a time or a heading that cannot be read is an error, for nothing behind it could be trusted.
import { parse } from 'csv-parse';
import { Readable } from 'node:stream';
import type { SimulatedRow } from '#automation/simulate/simulate.ts';
import { catalogue, isMetricId, type MetricId } from '#core/catalogue.ts';
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { withNearest } from '#core/near-word.ts';
import { because, type Reason, said } from '#core/reason.ts';
import { type DecimalSign, decimalOfTable, type NumberStyle } from '#exchange/read-number.ts';
import type { RejectedReading } from '#exchange/readings-file.ts';
import { readTime, wallClock, wallOffsets } from '#exchange/read-time.ts';
import { cellValue } from './cell-value.ts';
import { eventOf, noDevice } from './row-event.ts';

/** How a file is read. */
export interface RowsOptions {
  readonly file: string;
  /** IANA zone of times without an offset. */
  readonly zone: string;
  readonly devices: ReadonlySet<string>;
  /** Absent: as the first rows show. */
  readonly decimal?: DecimalSign | undefined;
  /** Told of each cell that says something which is no value. */
  onRejected(one: RejectedReading): void;
}

/** What a column holds. */
type Column =
  | { readonly kind: 'time' | 'device' | 'metric' | 'value' | 'event' }
  | { readonly kind: 'series'; readonly device: string; readonly metric: MetricId };

const longestRow = 100_000;
/** Rows that show how numbers are written. */
const sampleRows = 50;
/** What programs call the column of times. */
const timeWords: readonly string[] = ['timestamp', 'datetime', 'date'];
const plainKinds = ['time', 'device', 'metric', 'value', 'event'] as const;

class RowError extends SolsteadError {
  constructor({ file, line }: { readonly file: string; readonly line: number }, why: Reason) {
    super('input.invalid', { at: `${file}:${line}`, why });
  }
}

const metricNames = Object.keys(catalogue).map((key) => key.replace('#', '1'));

const noMetric = (name: string, metric: string): Reason =>
  withNearest(because('act.no-metric', { text: external(name.slice(0, 80)) }), metric, metricNames);

function columnOf(heading: string, { file, devices }: RowsOptions): Column {
  const name = heading.trim();
  const word = name.toLowerCase();
  const kind = timeWords.includes(word) ? 'time' : plainKinds.find((one) => one === word);
  if (kind !== undefined) return { kind };
  const cut = name.lastIndexOf('/');
  const [device, metric] = [name.slice(0, Math.max(cut, 0)), name.slice(cut + 1)];
  if (!isMetricId(metric)) throw new RowError({ file, line: 1 }, noMetric(name, metric));
  if (device !== '' && !devices.has(device)) throw new RowError({ file, line: 1 }, noDevice(device, devices));
  return { kind: 'series', device, metric };
}

interface Cells {
  readonly line: number;
  readonly cells: readonly string[];
  /** As it stands in the file. */
  readonly raw: string;
}

/** Where a cell begins in its row, from 1. */
function placeOf(before: string, index: number, delimiter: string): number {
  // Comments and empty lines before a row come with it.
  const raw = before.replace(/^(?:\s*#[^\n]*\n|\s*\n)+/, '');
  let isQuoted = false;
  let left = index;
  let at = 0;
  for (; at < raw.length && left > 0; at += 1) {
    if (raw[at] === '"') isQuoted = !isQuoted;
    else if (raw[at] === delimiter && !isQuoted) left -= 1;
  }
  return at + 1;
}

class Reader {
  readonly #options: RowsOptions;
  readonly #delimiter: string;
  readonly #columns: readonly Column[];
  readonly #clock;
  #style: NumberStyle = {};
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(options: RowsOptions, heading: readonly string[], delimiter: string) {
    this.#options = options;
    this.#delimiter = delimiter;
    this.#columns = heading.map((one) => columnOf(one, options));
    const kinds = this.#columns.map(({ kind }) => kind);
    if (!kinds.includes('time')) throw new RowError({ file: options.file, line: 1 }, because('act.no-time'));
    if (kinds.includes('value') !== kinds.includes('metric'))
      throw new RowError({ file: options.file, line: 1 }, because('act.long-form'));
    this.#clock = wallClock(wallOffsets(options.zone));
  }

  /** Looks how the numbers of the first rows are written. */
  look(rows: readonly Cells[]): void {
    const { decimal } = this.#options;
    const places = [...this.#columns.entries()].filter(([, { kind }]) => kind === 'series' || kind === 'value');
    const samples = rows.flatMap(({ cells }) =>
      places.map(([index]) => (cells[index] ?? '').replace(/\s*[^\d\s]*$/, '')),
    );
    this.#style =
      decimal === undefined ? { decimal: decimalOfTable(samples, this.#delimiter) } : { decimal, isSaid: true };
  }

  row(row: Cells): SimulatedRow {
    const { line, cells } = row;
    const place = { file: this.#options.file, line };
    if (cells.slice(this.#columns.length).some((cell) => cell !== ''))
      throw new RowError(place, because('import.cells', { count: cells.length, size: this.#columns.length }));
    const atMs = this.#time(this.#cell('time', row), place);
    const values = this.#columns.flatMap((column, index) => {
      if (column.kind !== 'series') return [];
      const { device, metric } = column;
      return this.#value(row, { device, metric, index });
    });
    const events = this.#cell('event', row)
      .split(';')
      .filter((text) => text.trim() !== '')
      .map((text) => {
        const event = eventOf(text, { atMs, devices: this.#options.devices });
        if (event.kind === 'wrong') throw new RowError(place, event.why);
        return event;
      });
    return { atMs, values: [...values, ...this.#long(row, place)], events };
  }

  #cell(kind: Column['kind'], { cells }: Cells): string {
    return cells[this.#columns.findIndex((one) => one.kind === kind)] ?? '';
  }

  #value(
    { line, cells, raw }: Cells,
    { device, metric, index }: { readonly device: string; readonly metric: MetricId; readonly index: number },
  ): SimulatedRow['values'] {
    const read = cellValue(metric, cells[index] ?? '', this.#style);
    if (read.kind === 'unreadable')
      this.#options.onRejected({ line, column: placeOf(raw, index, this.#delimiter), why: read.why });
    return read.kind === 'value' ? [{ device, metric, value: read.value }] : [];
  }

  #long(row: Cells, place: { readonly file: string; readonly line: number }): SimulatedRow['values'] {
    const metric = this.#cell('metric', row).trim();
    if (metric === '') return [];
    if (!isMetricId(metric)) throw new RowError(place, noMetric(metric, metric));
    const device = this.#cell('device', row).trim();
    if (device !== '' && !this.#options.devices.has(device))
      throw new RowError(place, noDevice(device, this.#options.devices));
    return this.#value(row, { device, metric, index: this.#columns.findIndex(({ kind }) => kind === 'value') });
  }

  #time(text: string, place: { readonly file: string; readonly line: number }): number {
    const read = readTime(text.trim(), {});
    if (read.kind === 'unreadable') throw new RowError(place, read.why);
    const atMs = read.kind === 'instant' ? read.atMs : this.#clock(read.wallMs);
    if (atMs === undefined) throw new RowError(place, because('act.no-hour'));
    if (atMs < this.#lastMs) throw new RowError(place, because('act.order'));
    this.#lastMs = atMs;
    return atMs;
  }
}

/** What stands between the cells, by the heading. */
async function separated(
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ readonly delimiter: string; readonly source: Readable }> {
  const chunks = bytes[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  const isCut = (): boolean => /^(?!#|\s*$).*\n/m.test(headOf());
  const headOf = (): string => Buffer.concat(first).toString('utf8');
  for (let size = 0; size < longestRow && !isCut(); ) {
    const next = await chunks.next();
    if (next.done === true) break;
    first.push(next.value);
    size += next.value.length;
  }
  const heading = /^(?!#|\s*$).*$/m.exec(headOf())?.[0] ?? '';
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* first;
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
  }
  return { delimiter: [';', '\t'].find((sign) => heading.includes(sign)) ?? ',', source: Readable.from(all()) };
}

interface Parsed {
  readonly record: string[];
  readonly raw: string;
  readonly info: { readonly lines: number };
}

/** The rows of a table; the first ones wait until they show how numbers are written. */
async function* read(
  parser: AsyncIterable<Parsed>,
  options: RowsOptions,
  delimiter: string,
): AsyncGenerator<SimulatedRow> {
  let reader: Reader | undefined;
  let waiting: Cells[] | undefined = [];
  for await (const { record, raw, info } of parser) {
    const row = { line: info.lines, cells: record, raw };
    if (reader === undefined) reader = new Reader(options, record, delimiter);
    else if (waiting === undefined) yield reader.row(row);
    else {
      waiting.push(row);
      if (waiting.length < sampleRows) continue;
      reader.look(waiting);
      for (const one of waiting) yield reader.row(one);
      waiting = undefined;
    }
  }
  if (reader === undefined || waiting === undefined) return;
  reader.look(waiting);
  for (const one of waiting) yield reader.row(one);
}

/** Rows of a file. Errors: `input.invalid` with the line. */
export async function* rowsOf(bytes: AsyncIterable<Uint8Array>, options: RowsOptions): AsyncGenerator<SimulatedRow> {
  const { delimiter, source } = await separated(bytes);
  const parser = parse({
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    info: true,
    raw: true,
    max_record_size: longestRow,
    comment: '#',
    // A topic or a name may hold one.
    comment_no_infix: true,
    trim: true,
    delimiter,
  });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    yield* read(parser, options, delimiter);
  } catch (thrown) {
    if (thrown instanceof SolsteadError) throw thrown;
    throw new SolsteadError('input.invalid', { at: options.file, why: said(thrown), cause: thrown });
  }
}
