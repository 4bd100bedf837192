// Rows "export …" and "import …": history out of a real store as a file, and files in, in points per second, with the memory that it
// took. The reference writes or splits the same lines with nothing else to do: no store, no merging by time, no zones, no checks.
import type { Batch } from '#core/reading.ts';
import { csvSource } from '#exchange/csv-source.ts';
import { exportHistory } from '#exchange/export-history.ts';
import { type ExportFormat, exportRequest } from '#exchange/export-request.ts';
import { scan } from '#exchange/import-history.ts';
import type { ImportSource } from '#exchange/import-source.ts';
import { jsonLinesSource } from '#exchange/json-lines-source.ts';
import { lineProtocolSource } from '#exchange/line-protocol-source.ts';
import type { Contest } from './contest.ts';
import { openStore } from './history-place.ts';
import type { Place } from './place.ts';

const site = 'home';
const startMs = Date.UTC(2026, 5, 1);
const metrics = Array.from({ length: 16 }, (_none, cell) => `battery.cell.voltage.${cell + 1}` as const);
const valueAt = (row: number, column: number): number => 3.2 + ((row * 31 + column * 7) % 100) / 1000;

const rowsOf = ({ isQuick }: Place): number => (isQuick ? 2000 : 20_000);

async function filled(place: Place, rows: number) {
  const store = await openStore(place);
  for (let from = 0; from < rows; from += 500) {
    const batches = Array.from({ length: Math.min(500, rows - from) }, (_none, index): Batch => {
      const row = from + index;
      const value = metrics.map((_metric, column) => valueAt(row, column));
      const quality = metrics.map(() => 'good' as const);
      return { site, device: 'pack', atMs: startMs + row * 5000, metric: metrics, value, quality };
    });
    await store.append(batches);
  }
  return store;
}

/** Runs with the most memory it took beyond what there was, MB; sampled, for there is no exact figure. */
async function watched(run: () => Promise<number>): Promise<readonly number[]> {
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5);
  const beganMs = performance.now();
  const count = await run();
  const tookMs = performance.now() - beganMs;
  clearInterval(timer);
  return [(count / tookMs) * 1000, (Math.max(most, process.memoryUsage.rss()) - before) / 1e6];
}

/** The memory of a reference says nothing: it keeps no history. */
const speedAlone = ([speed = Number.NaN]: readonly number[]): readonly number[] => [speed, Number.NaN];

const memory = { unit: 'MB', note: 'most memory beyond what the process had before' } as const;

function exporting(format: ExportFormat): Contest {
  const goal = { of: 'ours', is: 'at least', bound: 200_000 } as const;
  const isText = format === 'csv' || format === 'jsonl';
  return {
    figures: [
      { name: `export ${format}`, unit: 'points/s', ...(isText ? { goal } : {}), note: 'reference: the lines alone' },
      { name: `export ${format}, memory`, ...memory },
    ],
    rounds: 3,
    async open(place) {
      const rows = rowsOf(place);
      const store = await filled(place, rows);
      const request = await exportRequest({ format }, { store, site, timeZone: 'UTC', nowMs: startMs + rows * 5000 });
      return {
        ours: () =>
          watched(async () => {
            let points = 0;
            const onProgress = (progress: { readonly points: number }): void => void (points = progress.points);
            for await (const part of exportHistory(store, request, { onProgress })) if (part.length < 0) break;
            return points;
          }),
        reference: async () =>
          speedAlone(
            await watched(async () => {
              let bytes = 0;
              for (let row = 0; row < rows; row += 1) {
                const time = new Date(startMs + row * 5000).toISOString();
                const lines = metrics.map((metric, column) => `${time},${metric},${valueAt(row, column)},good\n`);
                bytes += Buffer.from(lines.join('')).length;
              }
              return bytes > 0 ? rows * metrics.length : 0;
            }),
          ),
      };
    },
  };
}

interface Text {
  readonly name: string;
  readonly head: string;
  readonly line: (row: number) => string;
  readonly perLine: number;
  source(open: () => AsyncIterable<Uint8Array>): ImportSource | Promise<ImportSource>;
}

const isoAt = (row: number): string => new Date(startMs + row * 5000).toISOString();
const frame = { file: 'bench', timeZone: 'Europe/Berlin' };

const texts: readonly Text[] = [
  {
    name: 'CSV, a column a series',
    head: `time,${metrics.join(',')}\n`,
    line: (row) => `${isoAt(row)},${metrics.map((_metric, column) => valueAt(row, column)).join(',')}\n`,
    perLine: metrics.length,
    source: (open) => csvSource(open, frame),
  },
  {
    name: 'CSV, a row a point',
    head: 'time,metric,value\n',
    line: (row) => `${isoAt(row)},pv.power,${valueAt(row, 0)}\n`,
    perLine: 1,
    source: (open) => csvSource(open, frame),
  },
  {
    name: 'JSON lines',
    head: '',
    line: (row) => `${JSON.stringify({ time: isoAt(row), device: 'a', metric: 'pv.power', value: valueAt(row, 0) })}\n`,
    perLine: 1,
    source: (open) => jsonLinesSource(open, frame),
  },
  {
    name: 'line protocol',
    head: '',
    line: (row) => `W,entity_id=pv value=${valueAt(row, 0)} ${startMs + row * 5000}000000\n`,
    perLine: 1,
    source: (open) => lineProtocolSource(open, { file: 'bench' }),
  },
];

function importing({ name, head, line, perLine, source }: Text): Contest {
  return {
    figures: [
      { name: `import ${name}`, unit: 'points/s', note: 'read and looked at; reference: the lines split at commas' },
      { name: `import ${name}, memory`, ...memory },
    ],
    rounds: 3,
    open(place) {
      const rows = Math.ceil((rowsOf(place) * 4) / Math.min(perLine, 4));
      const text = Buffer.from(head + Array.from({ length: rows }, (_none, row) => line(row)).join(''));
      const open = async function* () {
        for (let at = 0; at < text.length; at += 65_536) yield text.subarray(at, at + 65_536);
      };
      return {
        ours: () => watched(async () => (await scan(await source(open))).values),
        reference: async () =>
          speedAlone(
            await watched(async () => {
              let cells = 0;
              for (const one of text.toString().split('\n')) cells += one.split(',').length;
              return cells > 0 ? rows * perLine : 0;
            }),
          ),
      };
    },
  };
}

/** Rows "export …" and "import …". */
export const exchangeContests: readonly Contest[] = [
  ...(['csv', 'jsonl', 'csv-wide', 'xlsx', 'parquet'] as const).map(exporting),
  ...texts.map(importing),
];
