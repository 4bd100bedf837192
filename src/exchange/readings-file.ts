// A CSV file of readings as columns, for the ledger: values that cannot be read are kept as such and reported with their place, so
// that nothing is lost silently; a time or a heading that cannot be read is an error, for then nothing after it could be trusted.
import { because, said } from '#core/reason.ts';
import { metricOf } from '#core/catalogue.ts';
import { growingSeries, type GrowingSeries } from './readings-columns.ts';
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
import { readTime, wallClock, wallOffsets } from './read-time.ts';
import { linesOf, type TextLine } from './text-lines.ts';

/** How a file of readings is read. */
export interface ReadingsOptions {
  readonly file: string;
  /** IANA zone of times without an offset; absent: such times are an error. */
  readonly timeZone: string | undefined;
  readonly onProgress?: (rows: number) => void;
}

/** A place whose value was not taken. */
export interface RejectedReading {
  readonly line: number;
  readonly column: number;
  readonly why: string;
}

/** What a file held. */
export interface ReadingsFile {
  readonly series: readonly Pick<GrowingSeries, 'device' | 'metric' | 'columns'>[];
  readonly rows: number;
  readonly rejected: { readonly count: number; readonly first: readonly RejectedReading[] };
}

const shownRejects = 10;
const plain = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/;
/** A little below 0 is the noise of a power that has no sign. */
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
function against(text: string, value: number, { metric }: NamedSeries): string | undefined {
  const shown = `"${text.trim().slice(0, 30)}"`;
  if (text.trim() === '') return 'there is no value';
  if (!Number.isFinite(value)) return `${shown} is not a number`;
  if (Object.is(value, -0)) return `${shown} is what programs write for nothing`;
  const { min, max, unit, kind } = metricOf(metric);
  if (value > max || value < min - (kind === 'counter' ? 0 : noise))
    return `${shown} is outside ${min} to ${max} ${unit} of ${metric}`;
  return undefined;
}

class ReadingsReader {
  readonly #options: ReadingsOptions;
  readonly #series = new Map<string, Reader>();
  readonly #offsets;
  readonly #first: RejectedReading[] = [];
  #rejected = 0;
  #heading: ReadingsHeading | undefined;
  #wide: (readonly [number, Reader])[] = [];
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
        this.#wide = this.#heading.series.map(([index, named]) => [index, this.#reader(named)]);
      return;
    }
    this.rows += 1;
    const cells = cellsOf(text, this.#heading);
    if (cells.length !== this.#heading.size) {
      const why = `${cells.length} cells where the heading has ${this.#heading.size}`;
      this.#reject({ line, cells, index: 0 }, why);
    } else if (this.#heading.kind === 'long') this.#long({ line, cells }, this.#heading);
    else this.#wideRow({ line, cells }, this.#heading.time);
  }

  result(): ReadingsFile {
    const series = [...this.#series.values()].map(({ grow }) => grow);
    return { series, rows: this.rows, rejected: { count: this.#rejected, first: this.#first } };
  }

  get isEmpty(): boolean {
    return this.#heading === undefined;
  }

  #reader(named: NamedSeries): Reader {
    const name = `${named.device}/${named.metric}`;
    return this.#series.getOrInsertComputed(name, () => ({
      ...named,
      grow: growingSeries(named),
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
    for (const [index, reader] of this.#wide) {
      if (cells[index] !== '') this.#value({ line, cells, index }, reader, { atMs });
    }
  }

  #value(cell: Cell, reader: Reader, { atMs }: { readonly atMs: number }): void {
    const text = cell.cells[cell.index] ?? '';
    const english = this.#heading?.delimiter === ',' ? text.trim() : text.trim().replace(',', '.');
    const value = (plain.test(english) ? Number(english) : Number.NaN) * reader.factor;
    const why = against(text, value, reader);
    if (why !== undefined) this.#reject(cell, why);
    // The ledger sees that there was something it could not use.
    reader.grow.push(atMs, Object.is(value, -0) ? Number.NaN : value);
  }

  /** Epoch ms; undefined for a local time that never was. */
  #atMs(cell: Cell, clock: Reader['clock']): number | undefined {
    const text = cell.cells[cell.index] ?? '';
    if (this.#time?.text !== text) this.#time = { text, read: readTime(text, {}) };
    const { read } = this.#time;
    if (read.kind === 'instant') return this.#likely(cell, read.atMs);
    const { file, timeZone } = this.#options;
    const place = { file, line: cell.line, column: columnOf(cell.cells, cell.index) };
    if (read.kind === 'unreadable') throw wrongAt(place, said(read.why));
    if (timeZone === undefined) throw wrongAt(place, because('readings.no-offset', { text: text.trim() }));
    const atMs = clock(read.wallMs);
    if (atMs === undefined) this.#reject(cell, `${text.trim()} never was in ${timeZone}: the clocks went forward`);
    return atMs === undefined ? undefined : this.#likely(cell, atMs);
  }

  #likely(cell: Cell, atMs: number): number | undefined {
    if (atMs >= firstMs && atMs < lastMs) return atMs;
    this.#reject(cell, `${(cell.cells[cell.index] ?? '').trim()} is not a time of a set clock`);
    return undefined;
  }

  #reject({ line, cells, index }: Cell, why: string): void {
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
