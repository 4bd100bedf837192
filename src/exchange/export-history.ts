// An export from beginning to end: points from history, text or bytes of a file, and progress reports.
import { nextTurn } from '#core/clock.ts';
import type { PointChunk, ReadableHistory } from './export-points.ts';
import { exportPoints } from './export-points.ts';
import type { ExportFormat, ExportRequest } from './export-request.ts';
import { parquetLong, parquetWide } from './parquet-file.ts';
import { csvLong, csvWide, jsonLines } from './text-files.ts';
import { xlsxFile } from './xlsx-file.ts';

/** The progress of an export. */
export interface ExportProgress {
  readonly points: number;
  /** Share of the time range that is written, 0 to 1. */
  readonly share: number;
}

/** Options of {@link exportHistory}. */
export interface ExportOptions {
  readonly onProgress?: (progress: ExportProgress) => void;
}

interface FileKind {
  readonly extension: string;
  readonly mediaType: string;
  readonly write: (request: ExportRequest, points: AsyncIterable<PointChunk>) => AsyncIterable<string | Uint8Array>;
}

const kinds: Readonly<Record<ExportFormat, FileKind>> = {
  csv: { extension: 'csv', mediaType: 'text/csv; charset=utf-8', write: csvLong },
  'csv-wide': { extension: 'csv', mediaType: 'text/csv; charset=utf-8', write: csvWide },
  jsonl: { extension: 'jsonl', mediaType: 'application/x-ndjson; charset=utf-8', write: jsonLines },
  xlsx: {
    extension: 'xlsx',
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    write: xlsxFile,
  },
  parquet: { extension: 'parquet', mediaType: 'application/vnd.apache.parquet', write: parquetLong },
  'parquet-wide': { extension: 'parquet', mediaType: 'application/vnd.apache.parquet', write: parquetWide },
};

/** The media type of a format. */
export const mediaTypeOf = (format: ExportFormat): string => kinds[format].mediaType;

/** A file name that says what is inside: `solstead-home-2026-06-21-2026-06-22.csv`; dates in UTC. */
export function exportFileName({ format, fromMs, toMs }: ExportRequest, site: string): string {
  const date = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);
  const plain = site.replaceAll(/[^A-Za-z0-9_-]+/g, '-');
  return `solstead-${plain}-${date(fromMs)}-${date(toMs)}.${kinds[format].extension}`;
}

async function* withProgress(
  points: AsyncIterable<PointChunk>,
  { fromMs, toMs }: ExportRequest,
  { onProgress }: ExportOptions,
): AsyncGenerator<PointChunk> {
  let count = 0;
  for await (const chunk of points) {
    // Between two chunks the process does other things, however fast the reader is.
    await nextTurn();
    yield chunk;
    count += chunk.atMs.length;
    onProgress?.({ points: count, share: Math.min(1, (chunk.toMs - fromMs) / Math.max(1, toMs - fromMs)) });
  }
  onProgress?.({ points: count, share: 1 });
}

/**
 * The bytes of an export, made on demand: a slow reader slows down the store, one that stops ends the
 * reading. A chunk is a few megabytes at most. Errors: those of the store.
 */
export async function* exportHistory(
  store: ReadableHistory,
  request: ExportRequest,
  options: ExportOptions = {},
): AsyncGenerator<Uint8Array> {
  const points = withProgress(exportPoints(store, request), request, options);
  for await (const part of kinds[request.format].write(request, points))
    yield typeof part === 'string' ? Buffer.from(part) : part;
}
