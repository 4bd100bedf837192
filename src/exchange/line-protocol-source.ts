// InfluxDB's line protocol as a source: what `influx_inspect export` writes of InfluxDB 1.
// Source: docs.influxdata.com/influxdb/v1/write_protocols/line_protocol_reference.
import { scaledUnit } from '#core/unit.ts';
import {
  type ImportSource,
  type OpenBytes,
  type SeriesBook,
  seriesBook,
  type SourceItem,
  type SourceSeries,
} from './import-source.ts';
import { shown } from './read-number.ts';
import { linesOf, type TextLine } from './text-lines.ts';

/** How the file is read. */
export interface LineProtocolOptions {
  readonly file: string;
  /** Only this measurement; absent: all. */
  readonly measurement?: string;
}

/** Splits at a sign that is neither escaped nor inside quotes. */
function split(text: string, sign: ',' | '=' | ' '): string[] {
  const parts: string[] = [];
  let part = '';
  let isQuoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const letter = text[index] ?? '';
    if (letter === '\\' && index + 1 < text.length) {
      part += letter + (text[index + 1] ?? '');
      index += 1;
    } else if (letter === sign && !isQuoted) {
      parts.push(part);
      part = '';
    } else {
      if (letter === '"') isQuoted = !isQuoted;
      part += letter;
    }
  }
  return [...parts, part];
}

const unescaped = (text: string): string => text.replaceAll(/\\([,= "\\])/g, '$1');

/** Names of series are remembered by their text: every line of a series repeats it. */
type Heads = Map<string, { readonly measurement: string; readonly tags: ReadonlyMap<string, string> }>;

function headOf(heads: Heads, text: string) {
  return heads.getOrInsertComputed(text, () => {
    const [measurement = '', ...tags] = split(text, ',');
    const pairs = tags.map((tag) => split(tag, '=').map(unescaped));
    return { measurement: unescaped(measurement), tags: new Map(pairs.map(([key = '', value = '']) => [key, value])) };
  });
}

/** The series of a measurement: named by its topic or entity; a measurement that is a unit says the unit. */
export function influxSeries(measurement: string, tags: ReadonlyMap<string, string>, field: string): SourceSeries {
  const said = tags.get('topic') ?? tags.get('entity_id');
  const rest = [...tags].map(([key, value]) => `${key}=${value}`).join(',');
  const name = said ?? (rest === '' ? measurement : `${measurement},${rest}`);
  const unit = scaledUnit(measurement) === undefined ? {} : { unit: measurement };
  return { name: field === 'value' ? name : `${name}/${field}`, ...unit };
}

/** A field's number; undefined for text, a reason if it is not a field. */
function numberOf(text: string): number | undefined | string {
  if (text.startsWith('"')) return undefined;
  if (/^(t|true)$/i.test(text)) return 1;
  if (/^(f|false)$/i.test(text)) return 0;
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[iu]?$/.exec(text);
  return match === null || !Number.isFinite(Number(match[1])) ? `"${shown(text)}" is not a number` : Number(match[1]);
}

interface LineState {
  readonly book: SeriesBook;
  readonly heads: Heads;
}

function* itemsOfLine(
  { line, text }: TextLine,
  options: LineProtocolOptions,
  { book, heads }: LineState,
): Generator<SourceItem, void, void> {
  const { file } = options;
  const reject = (why: string, column?: string): SourceItem => ({
    kind: 'reject',
    file,
    line,
    why,
    ...(column === undefined ? {} : { column }),
  });
  const [head = '', fields, stamp, ...more] = split(text, ' ').filter((part) => part !== '');
  if (fields === undefined || more.length > 0) return yield reject('not a line of measurement, fields and time');
  const { measurement, tags } = headOf(heads, head);
  if (options.measurement !== undefined && measurement !== options.measurement) return;
  // Nanoseconds are beyond what a number holds exactly; whole milliseconds are wanted, so the last six digits go first.
  if (stamp === undefined || !/^-?\d{7,19}$/.test(stamp)) return yield reject('no time in nanoseconds');
  const atMs = Number(stamp.slice(0, -6));
  for (const pair of split(fields, ',')) {
    const [key = '', value = ''] = split(pair, '=');
    const number = numberOf(value);
    if (typeof number === 'string') yield reject(number, unescaped(key));
    if (typeof number !== 'number') continue;
    const series = book.series(influxSeries(measurement, tags, unescaped(key)));
    if (series === undefined) return yield reject('too many different series');
    yield { kind: 'value', series, atMs, value: number, file, line };
  }
}

/** The lines that hold no point: definitions and comments of the export. */
const isPoint = ({ text }: TextLine): boolean =>
  text !== '' && !text.startsWith('#') && !text.startsWith('CREATE DATABASE ');

async function* itemsOf(open: OpenBytes, options: LineProtocolOptions): AsyncGenerator<readonly SourceItem[]> {
  const state: LineState = { book: seriesBook(), heads: new Map() };
  for await (const lines of linesOf(options.file, open()))
    yield lines.filter(isPoint).flatMap((line) => [...itemsOfLine(line, options, state)]);
}

/** A file of line protocol with times in nanoseconds. */
export function lineProtocolSource(open: OpenBytes, options: LineProtocolOptions): ImportSource {
  return { title: 'InfluxDB line protocol', items: () => itemsOf(open, options) };
}
