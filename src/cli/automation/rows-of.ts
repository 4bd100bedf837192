// The readings that an automation is tried on: a CSV file, row after row in order of time, with what happened besides.
import { parse } from 'csv-parse';
import { Readable } from 'node:stream';
import { durationMs } from '#automation/duration.ts';
import { isPlausible } from '#automation/simulate/plant.ts';
import type { SimulatedEvent, SimulatedRow } from '#automation/simulate/simulate.ts';
import { catalogue, isMetricId, metricOf, type MetricId } from '#core/catalogue.ts';
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { withNearest } from '#core/near-word.ts';
import { because, type Reason, said } from '#core/reason.ts';
import type { Value } from '#core/expression/tree.ts';
import type { MetricValue } from '#core/reading.ts';
import { isSetPointId } from '#core/set-points.ts';
import { scaledUnit, type Unit } from '#core/unit.ts';
import { readTime, wallClock, wallOffsets } from '#exchange/read-time.ts';

/** How a file is read. */
export interface RowsOptions {
  readonly file: string;
  /** IANA zone of times without an offset. */
  readonly zone: string;
  readonly devices: ReadonlySet<string>;
}

/** What a column holds. */
type Column =
  | { readonly kind: 'time' | 'device' | 'metric' | 'value' | 'event' }
  | { readonly kind: 'series'; readonly device: string; readonly metric: MetricId };

const longestRow = 100_000;
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

const noDevice = (device: string, devices: ReadonlySet<string>): Reason =>
  withNearest(because('act.no-device', { device: external(device.slice(0, 80)) }), device, [...devices]);

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

/** A number of a cell in the unit of its metric, as people and programs write it: `1500`, `1.5 kW`, `55 %`. NaN: it is none. */
function numberOf(cell: string, unit: Unit): number {
  const [, count, written = ''] = /^([-+]?\d*\.?\d+(?:[eE][-+]?\d+)?)\s*(\D*)$/.exec(cell) ?? [];
  if (count === undefined) return Number.NaN;
  if (written === '') return Number(count);
  const scaled = scaledUnit(written);
  return scaled?.unit === unit ? Number(count) * scaled.factor : Number.NaN;
}

/** A value of a metric; undefined: the cell is empty or says nothing that this metric can be. */
function valueOf(metric: MetricId, cell: string): MetricValue | undefined {
  const text = cell.trim();
  if (text === '') return undefined;
  if (metricOf(metric).kind === 'text') return text;
  const words: Readonly<Record<string, number>> = { on: 1, off: 0, true: 1, false: 0 };
  const value = words[text.toLowerCase()] ?? numberOf(text, metricOf(metric).unit);
  return Number.isFinite(value) && isPlausible(metric, value) ? value : undefined;
}

const handValue = (text: string): MetricValue =>
  text.toLowerCase() === 'on'
    ? 1
    : text.toLowerCase() === 'off'
      ? 0
      : Number.isFinite(Number(text))
        ? Number(text)
        : text;

const variableValue = (text: string): Value =>
  text === 'true' ? true : text === 'false' ? false : Number.isFinite(Number(text)) ? Number(text) : text;

/** What a word of the column `event` says; undefined: nothing known. */
function eventOf(
  text: string,
  { atMs, devices }: { readonly atMs: number; readonly devices: ReadonlySet<string> },
): SimulatedEvent | undefined {
  const [written = '', ...rest] = text.trim().split(/\s+/);
  const word = written.toLowerCase();
  const [first = '', second = '', ...more] = rest;
  switch (word) {
    case 'restart':
      return rest.length === 0 ? { kind: 'restart' } : undefined;
    case 'online':
    case 'offline':
      return devices.has(first) ? { kind: 'online', device: first, isOnline: word === 'online' } : undefined;
    case 'scene':
      return { kind: 'happening', happening: { kind: 'called', what: word, name: rest.join(' ') } };
    case 'webhook':
    case 'mqtt':
      return {
        kind: 'happening',
        happening: { kind: 'called', what: word, name: first, text: [second, ...more].join(' ') },
      };
    case 'variable': {
      const value = rest.slice(1).join(' ');
      if (value === '') return undefined;
      return { kind: 'happening', happening: { kind: 'variable', name: first, value: variableValue(value) } };
    }
    case 'set': {
      const [value = '', , ...lasting] = more.length === 0 ? [] : more;
      const forMs = durationMs(lasting.join(' '));
      if (!devices.has(first) || !isSetPointId(second) || value === '' || forMs === undefined) return undefined;
      const target = { device: first, setPoint: second };
      const by = { id: 'person', name: 'person' };
      return {
        kind: 'happening',
        happening: { kind: 'override', target, value: handValue(value), untilMs: atMs + forMs, by },
      };
    }
    case 'release':
      return devices.has(first) && isSetPointId(second)
        ? { kind: 'happening', happening: { kind: 'override-ended', target: { device: first, setPoint: second } } }
        : undefined;
    default:
      return undefined;
  }
}

interface Cells {
  readonly line: number;
  readonly cells: readonly string[];
}

interface ReaderOptions extends RowsOptions {
  /** 1,5 is one and a half. */
  readonly hasDecimalComma: boolean;
}

class Reader {
  readonly #options: ReaderOptions;
  readonly #columns: readonly Column[];
  readonly #clock;
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(options: ReaderOptions, heading: readonly string[]) {
    this.#options = options;
    this.#columns = heading.map((one) => columnOf(one, options));
    const kinds = this.#columns.map(({ kind }) => kind);
    if (!kinds.includes('time')) throw new RowError({ file: options.file, line: 1 }, because('act.no-time'));
    if (kinds.includes('value') !== kinds.includes('metric'))
      throw new RowError({ file: options.file, line: 1 }, because('act.long-form'));
    this.#clock = wallClock(wallOffsets(options.zone));
  }

  row({ line, cells }: Cells): SimulatedRow {
    const place = { file: this.#options.file, line };
    const cell = (kind: Column['kind']): string => cells[this.#columns.findIndex((one) => one.kind === kind)] ?? '';
    const atMs = this.#time(cell('time'), place);
    const values = this.#columns.flatMap((column, index) => {
      if (column.kind !== 'series') return [];
      const value = this.#value(column.metric, cells[index] ?? '');
      return value === undefined ? [] : [{ device: column.device, metric: column.metric, value }];
    });
    const events = cell('event')
      .split(';')
      .filter((text) => text.trim() !== '')
      .map((text) => {
        const event = eventOf(text, { atMs, devices: this.#options.devices });
        if (event === undefined)
          throw new RowError(place, because('act.no-event', { text: external(text.trim().slice(0, 80)) }));
        return event;
      });
    return { atMs, values: [...values, ...this.#long(cell, place)], events };
  }

  #value(metric: MetricId, cell: string): MetricValue | undefined {
    const isNumber = metricOf(metric).kind !== 'text';
    return valueOf(metric, this.#options.hasDecimalComma && isNumber ? cell.replace(',', '.') : cell);
  }

  #long(
    cell: (kind: Column['kind']) => string,
    place: { readonly file: string; readonly line: number },
  ): SimulatedRow['values'] {
    const name = cell('metric').trim();
    if (name === '') return [];
    if (!isMetricId(name)) throw new RowError(place, noMetric(name, name));
    const value = this.#value(name, cell('value'));
    const device = cell('device').trim();
    if (device !== '' && !this.#options.devices.has(device))
      throw new RowError(place, noDevice(device, this.#options.devices));
    return value === undefined ? [] : [{ device, metric: name, value }];
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

/** What stands between the cells, by the heading; where it is no comma, numbers may have a comma for their point. */
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

/** Rows of a file. Errors: `input.invalid` with the line. */
export async function* rowsOf(bytes: AsyncIterable<Uint8Array>, options: RowsOptions): AsyncGenerator<SimulatedRow> {
  const { delimiter, source } = await separated(bytes);
  const parser = parse({
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    info: true,
    max_record_size: longestRow,
    comment: '#',
    trim: true,
    delimiter,
  });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let reader: Reader | undefined;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      if (reader === undefined) reader = new Reader({ ...options, hasDecimalComma: delimiter !== ',' }, record);
      else yield reader.row({ line: info.lines, cells: record });
    }
  } catch (thrown) {
    if (thrown instanceof SolsteadError) throw thrown;
    throw new SolsteadError('input.invalid', { at: options.file, why: said(thrown), cause: thrown });
  }
}
