// InfluxDB 2's annotated CSV as a source: tables one after the other, each with lines of annotations and headings of its own.
// Source: docs.influxdata.com/influxdb/v2/reference/syntax/annotated-csv.
import { parse } from 'csv-parse';
import { Readable } from 'node:stream';
import { SolsteadError } from '#core/errors.ts';
import { because, type Reason, said } from '#core/reason.ts';
import { type ImportSource, type OpenBytes, type SeriesBook, seriesBook, type SourceItem } from './import-source.ts';
import { influxSeries } from './line-protocol-source.ts';
import { readNumber } from './read-number.ts';
import { readTime } from './read-time.ts';
import { textOf } from './text-lines.ts';

const itemsAtOnce = 2000;
const longestRecord = 1_000_000;
/** Columns that are not tags. */
const own = new Set(['', 'result', 'table', '_start', '_stop', '_time', '_value', '_field', '_measurement']);

interface Table {
  readonly headings: readonly string[];
  readonly types: readonly string[];
}

interface Reading {
  readonly file: string;
  readonly book: SeriesBook;
  table: Table | undefined;
  annotations: Map<string, readonly string[]>;
}

interface Parsed {
  readonly info: { readonly lines: number };
  readonly record: readonly string[];
}

/** Takes a line of annotations or headings; returns whether it was one. */
function isHead(reading: Reading, record: readonly string[]): boolean {
  const [first = ''] = record;
  if (first.startsWith('#')) {
    if (reading.table !== undefined) {
      reading.table = undefined;
      reading.annotations = new Map();
    }
    reading.annotations.set(first, record);
    return true;
  }
  // Without annotations tables repeat their headings; with them the first line below is one.
  if (reading.table !== undefined && !record.includes('_value')) return false;
  reading.table = { headings: record, types: reading.annotations.get('#datatype') ?? [] };
  return true;
}

function* itemsOfRow({ info, record }: Parsed, reading: Reading): Generator<SourceItem, void, void> {
  const { file, table, book } = reading;
  const place = { file, line: info.lines };
  const reject = (why: Reason, column?: string): SourceItem => ({
    kind: 'reject',
    ...place,
    why,
    ...(column === undefined ? {} : { column }),
  });
  if (table === undefined) return;
  const { headings, types } = table;
  const cell = (name: string): string => record[headings.indexOf(name)] ?? '';
  const time = readTime(cell('_time') === '' ? cell('time') : cell('_time'), {});
  if (time.kind !== 'instant')
    return yield reject(time.kind === 'wall' ? because('import.no-time') : time.why, '_time');
  const tags = new Map(
    headings.flatMap((name, index) =>
      own.has(name) || (record[index] ?? '') === '' ? [] : [[name, record[index] ?? '']],
    ),
  );
  const fields = headings.includes('_field')
    ? ['_value']
    : headings.filter((name, index) => !own.has(name) && /^(double|long|unsignedLong)/.test(types[index] ?? ''));
  for (const field of fields) {
    const type = types[headings.indexOf(field)] ?? '';
    const read = readNumber(cell(field), { decimal: '.' });
    // History does not keep text fields.
    if (read.kind === 'empty' || type.startsWith('string')) continue;
    if (read.kind === 'unreadable') yield reject(read.why, field);
    else {
      for (const name of fields) tags.delete(name);
      const series = book.series(influxSeries(cell('_measurement'), tags, field === '_value' ? cell('_field') : field));
      if (series === undefined) return yield reject(because('import.too-many'));
      yield { kind: 'value', series, atMs: time.atMs, value: read.value, ...place };
    }
  }
}

async function* itemsOf(open: OpenBytes, file: string): AsyncGenerator<readonly SourceItem[]> {
  const reading: Reading = { file, book: seriesBook(), table: undefined, annotations: new Map() };
  const parser = parse({
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
  let items: SourceItem[] = [];
  try {
    for await (const parsed of text.pipe(parser) as AsyncIterable<Parsed>) {
      if (isHead(reading, parsed.record)) continue;
      items.push(...itemsOfRow(parsed, reading));
      if (items.length < itemsAtOnce) continue;
      yield items;
      items = [];
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!code.startsWith('CSV_')) throw error;
    throw new SolsteadError('input.invalid', { at: file, why: said(error), cause: error });
  }
  if (items.length > 0) yield items;
}

/** Whether a text begins like annotated CSV. */
export const isAnnotatedCsv = (text: string): boolean =>
  /^\uFEFF?\s*(#(datatype|group|default)\b|,?result,table,)/.test(text);

/** A file of annotated CSV. */
export function annotatedCsvSource(open: OpenBytes, { file }: { readonly file: string }): ImportSource {
  return { title: 'InfluxDB 2, annotated CSV', items: () => itemsOf(open, file) };
}
