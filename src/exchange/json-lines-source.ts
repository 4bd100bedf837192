// JSON lines as a source: what our own export writes, one point on each line.
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import type { Quality } from '#core/reading.ts';
import {
  type ImportSource,
  type OpenBytes,
  type SeriesBook,
  seriesBook,
  type SourceItem,
  type SourceSeries,
} from './import-source.ts';
import { shown } from './read-number.ts';
import { readTime, type TimeRules, wallClock, wallOffsets } from './read-time.ts';
import { linesOf, type TextLine } from './text-lines.ts';

/** How the file is read. */
export interface JsonLinesOptions extends TimeRules {
  readonly file: string;
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const qualities: readonly unknown[] = ['good', 'stale', 'estimated', 'held'] satisfies readonly Quality[];
const isQuality = (value: unknown): value is Quality => qualities.includes(value);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The caller reports it: the parser's own message is about positions in the text.
    return undefined;
  }
}

/** What is kept while a file is read: the order of the rows of each series resolves its repeated hour. */
interface Reading {
  readonly book: SeriesBook;
  clockOf(series: SourceSeries): (wallMs: number) => number | undefined;
}

function readingOf({ timeZone }: JsonLinesOptions): Reading {
  const offsets = wallOffsets(timeZone);
  const clocks = new Map<SourceSeries, ReturnType<typeof wallClock>>();
  return { book: seriesBook(), clockOf: (series) => clocks.getOrInsertComputed(series, () => wallClock(offsets)) };
}

/** What a line says, or why it cannot be read. */
function pointOf(text: string, rules: JsonLinesOptions, { book, clockOf }: Reading) {
  const fields = parsed(text);
  if (!isFields(fields)) return because('import.no-object', { text: external(shown(text)) });
  const { time, metric, device, value, quality } = fields;
  if (typeof metric !== 'string' || metric === '') return because('import.no-metric');
  if (typeof value !== 'number') return because('import.no-value');
  const read = readTime(String(time), rules);
  if (read.kind === 'unreadable') return read.why;
  if (quality !== undefined && !isQuality(quality)) return because('import.quality');
  const series = book.series({ name: metric, ...(typeof device === 'string' ? { part: device } : {}) });
  if (series === undefined) return because('import.too-many');
  const atMs = read.kind === 'instant' ? read.atMs : clockOf(series)(read.wallMs);
  if (atMs === undefined) return because('import.never', { text: external(String(time)), zone: rules.timeZone });
  return { series, atMs, value, ...(quality === undefined ? {} : { quality }) };
}

async function* itemsOf(open: OpenBytes, options: JsonLinesOptions): AsyncGenerator<readonly SourceItem[]> {
  const { file } = options;
  const state = readingOf(options);
  const itemOf = ({ line, text }: TextLine): SourceItem => {
    const point = pointOf(text, options, state);
    if ('code' in point) return { kind: 'reject', file, line, why: point };
    return { kind: 'value', file, line, ...point };
  };
  for await (const lines of linesOf(file, open())) yield lines.filter(({ text }) => text.trim() !== '').map(itemOf);
}

/** A file of JSON lines with `time`, `metric`, `value` and, optionally, `device` and `quality`. */
export function jsonLinesSource(open: OpenBytes, options: JsonLinesOptions): ImportSource {
  return { title: 'JSON lines', items: () => itemsOf(open, options) };
}
