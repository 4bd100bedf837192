// Home Assistant's answers as a source: history (`/api/history/period`, lists of states) and statistics
// (`recorder/statistics_during_period`, rows by statistic), saved as JSON. A JSON text has to be read as a whole, so it is bounded.
// Sources: developers.home-assistant.io/docs/api/rest; home-assistant/core, components/recorder/websocket_api.py.
import { because, type Reason, said } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
import {
  type ImportSource,
  type OpenBytes,
  type SeriesBook,
  seriesBook,
  type SourceItem,
  type SourceSeries,
} from './import-source.ts';
import { readNumber } from './read-number.ts';
import { readTime } from './read-time.ts';
import { textOf } from './text-lines.ts';

/** How the file is read. */
export interface HomeAssistantJsonOptions {
  readonly file: string;
  /** What a meter's value is; see the long-term statistics. */
  readonly meterValue?: 'sum' | 'state';
}

/** More than this does not fit several times into the memory of a small computer. */
const mostCharacters = 64 * 1024 * 1024;

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textIn = (fields: Fields, key: string): string | undefined => {
  const value = fields[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

async function jsonOf(open: OpenBytes, file: string): Promise<unknown> {
  let text = '';
  for await (const part of textOf(open())) {
    text += part;
    if (text.length <= mostCharacters) continue;
    const why = because('ha.too-large');
    throw new SolsteadError('input.invalid', { at: file, why });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SolsteadError('input.invalid', { at: file, why: said(error), cause: error });
  }
}

interface Reading {
  readonly options: HomeAssistantJsonOptions;
  readonly book: SeriesBook;
  /** Rows so far, used as line numbers. */
  rows: number;
}

/** Epoch ms of an instant as these answers write it; undefined if it is not one. */
function instantOf(value: unknown): number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const read = readTime(String(value), {});
  return read.kind === 'instant' ? read.atMs : undefined;
}

function itemOf(
  reading: Reading,
  series: SourceSeries,
  found: { at: unknown; value: unknown },
): SourceItem | undefined {
  const { file } = reading.options;
  const line = reading.rows;
  const reject = (why: Reason): SourceItem => ({ kind: 'reject', file, line, column: series.name, why });
  const read = readNumber(String(found.value), { decimal: '.' });
  if (read.kind === 'empty') return undefined;
  if (read.kind === 'unreadable') return reject(read.why);
  const atMs = instantOf(found.at);
  if (atMs === undefined) return reject(because('import.no-time'));
  const known = reading.book.series(series);
  return known === undefined
    ? reject(because('import.too-many'))
    : { kind: 'value', series: known, atMs, value: read.value, file, line };
}

/** States of one entity; only the first needs to carry its name and unit. */
function* statesOf(states: readonly unknown[], reading: Reading): Generator<SourceItem> {
  const first = states.find(isFields) ?? {};
  const attributes = isFields(first['attributes']) ? first['attributes'] : {};
  const name = textIn(first, 'entity_id');
  const unit = textIn(attributes, 'unit_of_measurement');
  const series = { name: name ?? '', ...(unit === undefined ? {} : { unit }) };
  for (const state of states) {
    reading.rows += 1;
    if (name === undefined || !isFields(state)) {
      yield { kind: 'reject', file: reading.options.file, line: reading.rows, why: because('import.no-state') };
      continue;
    }
    const at = state['last_changed'] ?? state['last_updated'];
    const item = itemOf(reading, series, { at, value: state['state'] });
    if (item !== undefined) yield item;
  }
}

/** Rows of one statistic: a mean is stored at the beginning of its interval, a meter's reading at the end. */
function* statisticsOf([name, rows]: readonly [string, unknown], reading: Reading): Generator<SourceItem> {
  const { file, meterValue = 'sum' } = reading.options;
  for (const row of Array.isArray(rows) ? rows : [rows]) {
    reading.rows += 1;
    if (!isFields(row) || row['start'] === undefined) {
      yield { kind: 'reject', file, line: reading.rows, column: name, why: because('import.no-statistics') };
      continue;
    }
    const isMeter = row['sum'] !== undefined && row['sum'] !== null;
    const found = isMeter ? { at: row['end'], value: row[meterValue] } : { at: row['start'], value: row['mean'] ?? '' };
    const item = itemOf(reading, { name, meter: isMeter }, found);
    if (item !== undefined) yield item;
  }
}

async function* itemsOf(open: OpenBytes, options: HomeAssistantJsonOptions): AsyncGenerator<readonly SourceItem[]> {
  const answer = await jsonOf(open, options.file);
  const json = isFields(answer) && isFields(answer['result']) ? answer['result'] : answer;
  const reading: Reading = { options, book: seriesBook(), rows: 0 };
  if (Array.isArray(json)) {
    const lists: readonly unknown[] = json;
    for (const states of lists) yield [...statesOf(Array.isArray(states) ? states : [states], reading)];
  } else if (isFields(json)) {
    for (const entry of Object.entries(json)) yield [...statisticsOf(entry, reading)];
  } else {
    const why = because('ha.no-history');
    throw new SolsteadError('input.invalid', { at: options.file, why });
  }
}

/** A saved answer of Home Assistant. It does not contain the units of statistics: a mapping names them. */
export function homeAssistantJsonSource(open: OpenBytes, options: HomeAssistantJsonOptions): ImportSource {
  return { title: 'Home Assistant, JSON', items: () => itemsOf(open, options) };
}
