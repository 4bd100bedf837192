// What goes out comes back: the same points to the last digit, in every format that can be read again.
import { fc } from '#tools/testkit/property.ts';
import { parquetReadObjects } from 'hyparquet';
import { text as textOf } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { MetricId } from '#core/catalogue.ts';
import type { Quality } from '#core/reading.ts';
import { csvSource } from './csv-source.ts';
import { exportHistory } from './export-history.ts';
import { type ExportFormat, exportRequest } from './export-request.ts';
import { importHistory, scan } from './import-history.ts';
import type { ImportSource } from './import-source.ts';
import { jsonLinesSource } from './json-lines-source.ts';
import { mapSeries } from './mapping.ts';
import { bytesOf } from './testing/read-source.ts';
import { pointStore, type PointStore, type StoredPoint } from './testing/stored-points.ts';

const nowMs = Date.UTC(2026, 11, 1);
const timeZone = 'Europe/Berlin';
const site = 'home';
const metrics: readonly MetricId[] = [
  'pv.power',
  'grid.power',
  'battery.soc',
  'grid.energy.import',
  'battery.temperature.2',
];

/** Any number the metric may have, with all its digits. */
const point = fc
  .record({
    device: fc.constantFrom('inverter', 'meter', 'bms-2'),
    metric: fc.constantFrom(...metrics),
    // Around the night of 2026-10-25, when Berlin repeats an hour.
    atMs: fc.integer({ min: Date.UTC(2026, 9, 24), max: Date.UTC(2026, 9, 26) }),
    value: fc.double({ min: 0, max: 100, noNaN: true }).map((value) => value + 0),
    quality: fc.constantFrom<Quality>('good', 'good', 'stale', 'estimated', 'held'),
  })
  .map((one): StoredPoint => ({ ...one, site }));

async function exported(store: PointStore, format: ExportFormat, times: 'utc' | 'local'): Promise<Uint8Array> {
  const request = await exportRequest({ format, times }, { store, site, timeZone, nowMs });
  const parts: Uint8Array[] = [];
  for await (const part of exportHistory(store, request)) parts.push(part);
  return Buffer.concat(parts);
}

const sorted = (points: readonly StoredPoint[]): readonly StoredPoint[] =>
  points.toSorted((a, b) => a.atMs - b.atMs || (`${a.device}${a.metric}` < `${b.device}${b.metric}` ? -1 : 1));

async function imported(source: ImportSource, store: PointStore, device: string) {
  const { series, rejects } = await scan(source);
  expect(rejects.first).toEqual([]);
  const mapping = mapSeries(
    series.map((seen) => seen.series),
    { words: new Map(), stated: new Map(), device },
  );
  return importHistory(source, { store, site, mapping, nowMs, isDry: false });
}

test.each([
  ['csv', 'utc'],
  ['csv', 'local'],
  ['csv-wide', 'utc'],
  ['csv-wide', 'local'],
  ['jsonl', 'utc'],
] as const)('%s in %s: out, in, the same points; in again, nothing changes', async (format, times) => {
  await fc.assert(
    fc.asyncProperty(fc.array(point, { minLength: 1, maxLength: 60 }), async (points) => {
      const before = pointStore(points);
      const bytes = await exported(before, format, times);
      const file = 'x';
      const source =
        format === 'jsonl'
          ? jsonLinesSource(bytesOf(bytes), { file, timeZone })
          : await csvSource(bytesOf(bytes), { file, timeZone });
      const after = pointStore();
      const devices = new Set(before.points().map(({ device }) => device));
      // A file of one device does not name it.
      const [only = ''] = devices.size === 1 ? devices : [];
      const result = await imported(source, after, only || 'all');
      const expected = before.points().map((one) => ({
        ...one,
        device: devices.size === 1 ? one.device : `all-${one.device}`,
        quality: format === 'csv-wide' ? ('good' as const) : one.quality,
      }));
      expect(sorted(after.points())).toEqual(sorted(expected));
      expect(result.added.points).toBe(before.points().length);
      const again = await imported(source, after, only || 'all');
      expect(again).toMatchObject({
        added: { points: 0 },
        replaced: { points: 0 },
        same: { points: before.points().length },
      });
    }),
    { numRuns: 40 },
  );
});

test.each(['parquet', 'parquet-wide'] as const)('%s reads back', async (format) => {
  await fc.assert(
    fc.asyncProperty(fc.array(point, { minLength: 1, maxLength: 60 }), async (points) => {
      const store = pointStore([...points, { ...(points[0] as StoredPoint), device: 'second', atMs: nowMs - 1 }]);
      const bytes = await exported(store, format, 'utc');
      const rows = await parquetReadObjects({ file: new Uint8Array(bytes).buffer });
      const read = rows.flatMap(({ time, ...cells }): StoredPoint[] => {
        const atMs = (time as Date).getTime();
        if (format === 'parquet') return [{ site, atMs, ...cells } as StoredPoint];
        return Object.entries(cells as Readonly<Record<string, unknown>>).flatMap(([name, value]) => {
          if (typeof value !== 'number') return [];
          const [device = '', metric = ''] = name.split('/');
          return [{ site, device, metric: metric as MetricId, atMs, value, quality: 'good' as const }];
        });
      });
      const expected = store.points().map((one) => (format === 'parquet' ? one : { ...one, quality: 'good' as const }));
      expect(sorted(read)).toEqual(sorted(expected));
    }),
    { numRuns: 40 },
  );
});

test('the XLSX of two sheets holds every row once', async () => {
  const { xlsxFile } = await import('./xlsx-file.ts');
  const key = { site, device: 'a', metric: 'pv.power' as const };
  const atMs = Array.from({ length: 5 }, (_, row) => nowMs + row * 1000);
  const chunk = {
    series: atMs.map(() => 0),
    atMs,
    value: [1, 2, 3, 4, 5],
    quality: atMs.map(() => 'good' as const),
    toMs: nowMs,
  };
  const request = { format: 'xlsx', series: [key], fromMs: nowMs, toMs: nowMs + 5000 } as const;
  const points = async function* () {
    yield chunk;
  };
  const bytes = await textOf(Readable.from(xlsxFile(request, points(), { sheetRows: 2 })));
  for (const name of ['sheet1', 'sheet2', 'sheet3']) expect(bytes).toContain(`xl/worksheets/${name}.xml`);
  expect(bytes).not.toContain('sheet4.xml');
});
