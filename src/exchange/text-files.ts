// CSV (long and wide) and JSON lines: text, one chunk of points after the other.
import { stringify } from 'csv-stringify/sync';
import type { PointChunk } from './export-points.ts';
import type { ExportRequest } from './export-request.ts';
import { longColumns, type LongColumn, longRows, wideHeadings, wideRows } from './export-rows.ts';
import { safeCell } from './text-cell.ts';
import { timeText } from './time-text.ts';

type Points = AsyncIterable<PointChunk>;

/** A number as the shortest text that reads back as the same number. */
const numberText = (value: number | undefined): string => (value === undefined ? '' : String(value));

/** What is between time and value in the rows of each series, quoted once: the rest of a row never needs quotes. */
function keyCells({ series }: ExportRequest, columns: readonly LongColumn[]): readonly string[] {
  const named = (['site', 'device', 'metric'] as const).filter((column) => columns.includes(column));
  return series.map((key) => stringify([named.map((column) => safeCell(key[column]))], { eof: false }));
}

/** CSV with one row for each point. */
export async function* csvLong(request: ExportRequest, points: Points): AsyncGenerator<string> {
  const timeOf = timeText(request.timeZone);
  const columns = longColumns(request);
  const keys = keyCells(request, columns);
  const hasQuality = columns.includes('quality');
  yield stringify([[...columns]]);
  for await (const { series, atMs, value, quality } of points) {
    const rows = series.map((index, row) => {
      const cells = `${timeOf(atMs[row] ?? 0)},${keys[index]},${numberText(value[row])}`;
      return hasQuality ? `${cells},${quality[row]}\n` : `${cells}\n`;
    });
    if (rows.length > 0) yield rows.join('');
  }
}

/** Cells that are written as text at once: a sparse row of many series is long. */
const wideCells = 200_000;

/** CSV with one row for each time. */
export async function* csvWide(request: ExportRequest, points: Points): AsyncGenerator<string> {
  const timeOf = timeText(request.timeZone);
  const headings = wideHeadings(request);
  const rowsAtOnce = Math.max(1, Math.floor(wideCells / (headings.length + 1)));
  yield stringify([['time', ...headings.map(safeCell)]]);
  for await (const chunk of points) {
    let rows: string[] = [];
    for (const { atMs, values } of wideRows(request, chunk)) {
      rows.push(`${timeOf(atMs)},${values.map(numberText).join(',')}\n`);
      if (rows.length < rowsAtOnce) continue;
      yield rows.join('');
      rows = [];
    }
    if (rows.length > 0) yield rows.join('');
  }
}

/** One JSON object and line for each point; `site` if there are several, `quality` if it is not good. */
export async function* jsonLines(request: ExportRequest, points: Points): AsyncGenerator<string> {
  const timeOf = timeText(request.timeZone);
  const hasSites = longColumns(request).includes('site');
  for await (const chunk of points) {
    const lines: string[] = [];
    for (const { atMs, key, value, quality } of longRows(request, chunk)) {
      const { site, device, metric } = key;
      const point = {
        time: timeOf(atMs),
        ...(hasSites ? { site } : {}),
        device,
        metric,
        value,
        ...(quality === 'good' ? {} : { quality }),
      };
      lines.push(JSON.stringify(point));
    }
    if (lines.length > 0) yield `${lines.join('\n')}\n`;
  }
}
