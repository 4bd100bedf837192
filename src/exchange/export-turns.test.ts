// An export lets the process do other work, in every format, and holds little.
import { expect, test } from 'vitest';
import { exportHistory } from './export-history.ts';
import { exportFormats, type ExportRequest } from './export-request.ts';
import { endlessPages, seriesOf } from './testing/stored-points.ts';

const noonMs = Date.UTC(2026, 5, 21, 12);
const series = Array.from({ length: 10 }, (_, index) => seriesOf('pack', `battery.cell.voltage.${index + 1}`));
const points = 100_000;

test.each(exportFormats)('%s: a turn for others at least every few thousand points', async (format) => {
  const request: ExportRequest = { format, series, fromMs: noonMs, toMs: noonMs + (points / series.length) * 1000 };
  let turns = 0;
  let isRunning = true;
  const turn = (): void => {
    turns += 1;
    if (isRunning) setImmediate(turn);
  };
  setImmediate(turn);
  let told = 0;
  let bytes = 0;
  const store = endlessPages({ series, stepMs: 1000 });
  for await (const part of exportHistory(store, request, { onProgress: (progress) => (told = progress.points) }))
    bytes += part.length;
  isRunning = false;
  expect(told).toBe(points);
  expect(bytes).toBeGreaterThan(10_000);
  expect(turns).toBeGreaterThan(20);
});

test('chunks are in order of time, and no time is split between two of them', async () => {
  const request: ExportRequest = { format: 'csv', series, fromMs: noonMs, toMs: noonMs + 3_000_000 };
  const lines: string[] = [];
  for await (const part of exportHistory(endlessPages({ series, stepMs: 1000 }), request))
    lines.push(...Buffer.from(part).toString().split('\n').slice(0, -1));
  const rows = lines.slice(1).map((line) => line.split(',').slice(0, 2));
  expect(rows).toHaveLength(30_000);
  const moments = rows.map(([time = '']) => time);
  expect(moments).toEqual(moments.toSorted());
  const firsts = rows.slice(0, 10).map(([, metric]) => metric);
  expect(firsts).toEqual(series.map(({ metric }) => metric));
});
