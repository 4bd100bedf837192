// A running InfluxDB 1 as a source: its response to a query, chunk by chunk, each a line of JSON.
// Source: docs.influxdata.com/influxdb/v1/tools/api, /query with chunked=true and epoch=ms.
import { because, said } from '#core/reason.ts';
import { external } from '#core/message-params.ts';
import { SolsteadError } from '#core/errors.ts';
import { type ImportSource, type SeriesBook, seriesBook, type SourceItem } from './import-source.ts';
import { influxSeries } from './line-protocol-source.ts';
import { shown } from './read-number.ts';
import { linesOf } from './text-lines.ts';

/** Asks the server: `/query` with this `q`, answered chunk by chunk with times in epoch ms. */
export type AskInflux = (q: string) => AsyncIterable<Uint8Array>;

/** What to read. */
export interface InfluxQueryOptions {
  /** Shown as the location of what cannot be read. */
  readonly server: string;
  readonly measurement: string;
}

interface ChunkSeries {
  readonly name: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly columns: readonly string[];
  readonly values?: readonly (readonly unknown[])[];
}
interface Chunk {
  readonly error?: string;
  readonly results?: readonly { readonly error?: string; readonly series?: readonly ChunkSeries[] }[];
}

function chunkOf(server: string, text: string): Chunk {
  try {
    const chunk: unknown = JSON.parse(text);
    if (typeof chunk === 'object' && chunk !== null) return chunk;
  } catch {
    // Reported below.
  }
  throw new SolsteadError('input.invalid', {
    at: server,
    why: because('influx.no-answer', { said: external(shown(text)) }),
  });
}

interface Seen {
  readonly server: string;
  readonly book: SeriesBook;
  rows: number;
}

function* itemsOfSeries({ name, tags = {}, columns, values = [] }: ChunkSeries, seen: Seen): Generator<SourceItem> {
  const known = new Map(Object.entries(tags).filter(([, value]) => value !== ''));
  for (const row of values) {
    const place = { file: seen.server, line: (seen.rows += 1) };
    const atMs = row[0];
    for (const [index, column] of columns.entries()) {
      const value = typeof row[index] === 'boolean' ? Number(row[index]) : row[index];
      if (index === 0 || typeof value !== 'number') continue;
      const series = seen.book.series(influxSeries(name, known, column));
      if (series === undefined || typeof atMs !== 'number')
        yield {
          kind: 'reject',
          ...place,
          column,
          why: series === undefined ? because('import.too-many') : because('import.no-time'),
        };
      else yield { kind: 'value', series, atMs, value, ...place };
    }
  }
}

async function* itemsOf(ask: AskInflux, { server, measurement }: InfluxQueryOptions) {
  const seen: Seen = { server, book: seriesBook(), rows: 0 };
  const quoted = `"${measurement.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
  for await (const lines of linesOf(server, ask(`SELECT * FROM ${quoted} GROUP BY *`))) {
    for (const { text } of lines) {
      if (text.trim() === '') continue;
      const { error, results = [] } = chunkOf(server, text);
      const why = error ?? results.find((result) => result.error !== undefined)?.error;
      if (why !== undefined) throw new SolsteadError('input.invalid', { at: server, why: said(why) });
      yield results.flatMap(({ series = [] }) => series.flatMap((each) => [...itemsOfSeries(each, seen)]));
    }
  }
}

/** A measurement of a running server. Errors: `input.invalid` with the server's own words. */
export function influxQuerySource(ask: AskInflux, options: InfluxQueryOptions): ImportSource {
  return { title: `InfluxDB, measurement ${options.measurement}`, items: () => itemsOf(ask, options) };
}
