// A CSV file of readings as columns, for the ledger: values that cannot be read are kept as such and reported with their place, so
// that nothing is lost silently; a time or a heading that cannot be read is an error, for then nothing after it could be trusted.
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import { metricOf } from '#core/catalogue.ts';
import { gridOfMode } from '#core/grid-mode.ts';
import { growingSeries, type GrowingSeries, type GrowingTimes, growingTimes } from './readings-columns.ts';
import {
  cellsOf,
  columnOf,
  type NamedSeries,
  namedSeries,
  readHeading,
  type ReadingsHeading,
  unnamedDevice,
  wrongAt,
} from './readings-heading.ts';
import { type DecimalSign, decimalOfTable, readNumber } from './read-number.ts';
import { readTime, wallClock, wallOffsets } from './read-time.ts';
import { linesOf, type TextLine } from './text-lines.ts';

/** How a file of readings is read. */
export interface ReadingsOptions {
  readonly file: string;
  /** IANA zone of times without an offset; absent: such times are an error. */
  readonly timeZone: string | undefined;
  /** Absent: derived from the first rows. */
  readonly decimal?: DecimalSign;
  readonly onProgress?: (rows: number) => void;
}

/** A place whose value was not taken. */
export interface RejectedReading {
  readonly line: number;
  readonly column: number;
  readonly why: Reason;
}

/** What a file contained. */
export interface ReadingsFile {
  readonly series: readonly Pick<GrowingSeries, 'device' | 'metric' | 'columns'>[];
  readonly rows: number;
  readonly rejected: { readonly count: number; readonly first: readonly RejectedReading[] };
}

const shownRejects = 10;
/** Rows from which the decimal character is determined. */
const sampleRows = 50;
/** Slightly below 0 is the noise of a power that has no sign. */
const noise = 100;
/** Clocks that were never set give earlier times, and no file reaches past the end. */
const firstMs = Date.UTC(1990, 0, 1);
const lastMs = Date.UTC(2100, 0, 1);

/** A series that is being read. */
interface Reader extends NamedSeries {
  readonly grow: GrowingSeries;
  readonly clock: (wallMs: number) => number | undefined;
}

interface Cell {
  readonly line: number;
  readonly cells: readonly string[];
  readonly index: number;
}

/** Why a value is not usable; undefined for a good one. */
function against(text: string, value: number, { metric }: NamedSeries): Reason | undefined {
  const told = { text: external(text.trim().slice(0, 30)) };
  if (text.trim() === '') return because('import.empty');
  if (!Number.isFinite(value)) return because('import.no-number', told);
  if (Object.is(value, -0)) return because('import.minus-zero', told);
  const { min, max, unit, kind } = metricOf(metric);
  if (value > max || value < min - (kind === 'counter' ? 0 : noise))
    return because('import.outside', { ...told, min, max, unit, metric });
  return undefined;
}

class ReadingsReader {
  readonly #options: ReadingsOptions;
  readonly #series = new Map<string, Reader>();
  readonly #offsets;
  readonly #first: RejectedReading[] = [];
  #rejected = 0;
  #heading: ReadingsHeading | undefined;
  #waiting: Omit<Cell, 'index'>[] | undefined = [];
  #decimal: DecimalSign | undefined;
  #wide: (readonly [number, Reader])[] = [];
  /** Times of the rows of a wide file. */
  readonly #rowTimes = growingTimes();
  #time: { text: string; read: ReturnType<typeof readTime> } | undefined;
  rows = 0;

  constructor(options: ReadingsOptions) {
    this.#options = options;
    this.#offsets = wallOffsets(options.timeZone ?? 'UTC');
  }

  take({ line, text }: TextLine): void {
    if (text.trim() === '') return;
    const { file } = this.#options;
    if (this.#heading === undefined) {
      this.#heading = readHeading(text, { file, line });
      if (this.#heading.kind === 'wide')
        this.#wide = this.#heading.series.map(([index, named]) => [index, this.#reader(named, this.#rowTimes)]);
      return;
    }
    const row = { line, cells: cellsOf(text, this.#heading) };
    if (this.#waiting === undefined) return this.#row(row, this.#heading);
    this.#waiting.push(row);
    if (this.#waiting.length >= sampleRows) this.#begin(this.#heading);
  }

  /** Determines how numbers are written, and reads the rows that waited for this. */
  #begin(heading: ReadingsHeading): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    const places = heading.kind === 'long' ? [heading.value] : heading.series.map(([index]) => index);
    const samples = waiting.flatMap(({ cells }) => places.map((index) => cells[index] ?? ''));
    this.#decimal = this.#options.decimal ?? decimalOfTable(samples, heading.delimiter);
    for (const row of waiting) this.#row(row, heading);
  }

  #row({ line, cells }: Omit<Cell, 'index'>, heading: ReadingsHeading): void {
    this.rows += 1;
    if (cells.length !== heading.size) {
      const why = because('import.cells', { count: cells.length, size: heading.size });
      this.#reject({ line, cells, index: 0 }, why);
    } else if (heading.kind === 'long') this.#long({ line, cells }, heading);
    else this.#wideRow({ line, cells }, heading.time);
  }

  result(): ReadingsFile {
    if (this.#heading !== undefined && this.#waiting !== undefined) this.#begin(this.#heading);
    const series = [...this.#series.values()].map(({ grow }) => grow);
    return { series, rows: this.rows, rejected: { count: this.#rejected, first: this.#first } };
  }

  get isEmpty(): boolean {
    return this.#heading === undefined;
  }

  #reader(named: NamedSeries, rows?: GrowingTimes): Reader {
    const name = `${named.device}/${named.metric}`;
    return this.#series.getOrInsertComputed(name, () => ({
      ...named,
      // A mode is text: only whether there was a grid is kept.
      grow: growingSeries(
        { ...named, metric: named.metric === 'inverter.mode' ? 'grid.connected' : named.metric },
        rows,
      ),
      clock: wallClock(this.#offsets),
    }));
  }

  #long({ line, cells }: Omit<Cell, 'index'>, heading: ReadingsHeading & { kind: 'long' }): void {
    // A value that is only shown again is not a reading.
    if (cells[heading.quality] === 'stale') return;
    const metric = (cells[heading.metric] ?? '').trim();
    const device = heading.device === -1 ? '' : (cells[heading.device] ?? '').trim();
    const name = `${device === '' ? unnamedDevice : device}/${metric}`;
    const { file } = this.#options;
    const named = () => {
      const place = { file, line, column: columnOf(cells, heading.metric) };
      return namedSeries(metric, device === '' ? place : { ...place, device });
    };
    const reader = this.#series.get(name) ?? this.#reader(named());
    const atMs = this.#atMs({ line, cells, index: heading.time }, reader.clock);
    if (atMs !== undefined) this.#value({ line, cells, index: heading.value }, reader, { atMs });
  }

  #wideRow({ line, cells }: Omit<Cell, 'index'>, time: number): void {
    const clock = this.#wide[0]?.[1].clock;
    const atMs = clock === undefined ? undefined : this.#atMs({ line, cells, index: time }, clock);
    if (atMs === undefined) return;
    this.#rowTimes.push(atMs);
    for (const [index, reader] of this.#wide) {
      if (cells[index] !== '') this.#value({ line, cells, index }, reader, { atMs });
    }
  }

  #value(cell: Cell, reader: Reader, { atMs }: { readonly atMs: number }): void {
    const text = cell.cells[cell.index] ?? '';
    if (reader.metric === 'inverter.mode') {
      const grid = gridOfMode(text);
      if (grid !== undefined) reader.grow.push(atMs, grid);
      return;
    }
    const read = readNumber(text, { decimal: this.#decimal, isSaid: this.#options.decimal !== undefined });
    // Words for on and off are not numbers here.
    const isNumber = read.kind === 'number' && /\d/.test(text);
    const value = (isNumber ? read.value : Number.NaN) * reader.factor;
    const why = read.kind === 'unreadable' ? read.why : against(text, value, reader);
    if (why !== undefined) this.#reject(cell, why);
    // This lets the ledger see that there was something it could not use.
    reader.grow.push(atMs, Object.is(value, -0) ? Number.NaN : value);
  }

  /** Epoch ms; undefined for a local time that never existed. */
  #atMs(cell: Cell, clock: Reader['clock']): number | undefined {
    const text = cell.cells[cell.index] ?? '';
    if (this.#time?.text !== text) this.#time = { text, read: readTime(text, {}) };
    const { read } = this.#time;
    if (read.kind === 'instant') return this.#likely(cell, read.atMs);
    const { file, timeZone } = this.#options;
    const place = { file, line: cell.line, column: columnOf(cell.cells, cell.index) };
    if (read.kind === 'unreadable') throw wrongAt(place, read.why);
    if (timeZone === undefined) throw wrongAt(place, because('readings.no-offset', { text: text.trim() }));
    const atMs = clock(read.wallMs);
    if (atMs === undefined)
      this.#reject(cell, because('import.never', { text: external(text.trim()), zone: timeZone }));
    return atMs === undefined ? undefined : this.#likely(cell, atMs);
  }

  #likely(cell: Cell, atMs: number): number | undefined {
    if (atMs >= firstMs && atMs < lastMs) return atMs;
    this.#reject(cell, because('import.clock', { text: external((cell.cells[cell.index] ?? '').trim()) }));
    return undefined;
  }

  #reject({ line, cells, index }: Cell, why: Reason): void {
    this.#rejected += 1;
    if (this.#first.length < shownRejects) this.#first.push({ line, column: columnOf(cells, index), why });
  }
}

/** Reads a file of readings. Errors: `readings.invalid` with file, line and column. */
export async function readReadings(bytes: AsyncIterable<Uint8Array>, options: ReadingsOptions): Promise<ReadingsFile> {
  const reader = new ReadingsReader(options);
  for await (const lines of linesOf(options.file, bytes)) {
    for (const line of lines) reader.take(line);
    options.onProgress?.(reader.rows);
  }
  if (reader.isEmpty) throw wrongAt({ file: options.file, line: 1, column: 1 }, because('readings.empty'));
  return reader.result();
}
