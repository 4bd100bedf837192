// InfluxDB's line protocol as a source: what `influx_inspect export` writes from InfluxDB 1.
// Source: docs.influxdata.com/influxdb/v1/write_protocols/line_protocol_reference.
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
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
  /** Only this measurement, `*` for all; absent: `state`, and those that are named after a unit, as Home Assistant does. */
  readonly measurement?: string;
}

/** Splits at a character that is neither escaped nor inside quotes. */
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

/** Series names are cached by their text: every line of a series repeats it. */
type Heads = Map<string, ReturnType<typeof influxHead>>;

/** Measurement and tags of a series. */
export function influxHead(text: string): {
  readonly measurement: string;
  readonly tags: ReadonlyMap<string, string>;
} {
  const [measurement = '', ...tags] = split(text, ',');
  const pairs = tags.map((tag) => split(tag, '=').map(unescaped));
  return { measurement: unescaped(measurement), tags: new Map(pairs.map(([key = '', value = '']) => [key, value])) };
}

/** The series of a measurement: named by its topic or entity; a measurement named after a unit gives the unit. */
export function influxSeries(measurement: string, tags: ReadonlyMap<string, string>, field: string): SourceSeries {
  const said = tags.get('topic') ?? tags.get('entity_id');
  const rest = [...tags].map(([key, value]) => `${key}=${value}`).join(',');
  const name = said ?? (rest === '' ? measurement : `${measurement},${rest}`);
  const unit = scaledUnit(measurement) === undefined ? {} : { unit: measurement };
  return { name: field === 'value' ? name : `${name}/${field}`, ...unit };
}

/** A field's number; undefined for text, the reason if it is not a field. */
function numberOf(text: string): number | undefined | Reason {
  if (text.startsWith('"')) return undefined;
  if (/^(t|true)$/i.test(text)) return 1;
  if (/^(f|false)$/i.test(text)) return 0;
  const match = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)[iu]?$/.exec(text);
  if (match !== null && Number.isFinite(Number(match[1]))) return Number(match[1]);
  return because('import.no-number', { text: external(shown(text)) });
}

interface LineState {
  readonly book: SeriesBook;
  readonly heads: Heads;
  /** Measurements that were not taken. */
  readonly others: Set<string>;
}

const mostOthers = 20;

/** The measurement of the old solar add-on, or one named after a unit, or whatever a person chose. */
export function isMeant(
  measurement: string,
  { measurement: meant }: Pick<LineProtocolOptions, 'measurement'>,
): boolean {
  if (meant === undefined) return measurement === 'state' || scaledUnit(measurement) !== undefined;
  return meant === '*' || measurement === meant;
}

function* itemsOfLine(
  { line, text }: TextLine,
  options: LineProtocolOptions,
  { book, heads, others }: LineState,
): Generator<SourceItem, void, void> {
  const { file } = options;
  const reject = (why: Reason, column?: string): SourceItem => ({
    kind: 'reject',
    file,
    line,
    why,
    ...(column === undefined ? {} : { column }),
  });
  const [head = '', fields, stamp, ...more] = split(text, ' ').filter((part) => part !== '');
  if (fields === undefined || more.length > 0) return yield reject(because('import.no-line-protocol'));
  const { measurement, tags } = heads.getOrInsertComputed(head, influxHead);
  if (!isMeant(measurement, options)) {
    if (others.size < mostOthers) others.add(measurement);
    return;
  }
  // Nanoseconds are beyond what a number holds exactly; whole milliseconds are wanted, so the last six digits are dropped first.
  if (stamp === undefined || !/^-?\d{7,19}$/.test(stamp)) return yield reject(because('import.no-nanoseconds'));
  const atMs = stampMs(stamp);
  for (const pair of split(fields, ',')) {
    const [key = '', value = ''] = split(pair, '=');
    const number = numberOf(value);
    if (typeof number === 'object') yield reject(number, unescaped(key));
    if (typeof number !== 'number') continue;
    const series = book.series(influxSeries(measurement, tags, unescaped(key)));
    if (series === undefined) return yield reject(because('import.too-many'));
    yield { kind: 'value', series, atMs, value: number, file, line };
  }
}

/** Nanoseconds, unless the digits of our age are those of seconds, milliseconds or microseconds (`influx -precision`). */
function stampMs(stamp: string): number {
  if (/^1\d{9}$/.test(stamp)) return Number(stamp) * 1000;
  if (/^1\d{12}$/.test(stamp)) return Number(stamp);
  return Number(stamp.slice(0, /^1\d{15}$/.test(stamp) ? -3 : -6));
}

/** The lines that hold no point: definitions and comments of the export. */
const isPoint = ({ text }: TextLine): boolean =>
  text !== '' && !text.startsWith('#') && !text.startsWith('CREATE DATABASE ');

async function* itemsOf(open: OpenBytes, options: LineProtocolOptions): AsyncGenerator<readonly SourceItem[]> {
  const state: LineState = { book: seriesBook(), heads: new Map(), others: new Set() };
  let isNothing = true;
  for await (const lines of linesOf(options.file, open())) {
    const items = lines.filter(isPoint).flatMap((line) => [...itemsOfLine(line, options, state)]);
    if (items.length > 0) isNothing = false;
    yield items;
  }
  if (!isNothing || state.others.size === 0) return;
  const why = because('influx.other-measurements', { measurements: [...state.others] });
  throw new SolsteadError('input.invalid', { at: options.file, why });
}

/** A file of line protocol with times in nanoseconds. Errors: `input.invalid` if it only holds other measurements, naming them. */
export function lineProtocolSource(open: OpenBytes, options: LineProtocolOptions): ImportSource {
  return { title: 'InfluxDB line protocol', items: () => itemsOf(open, options) };
}
