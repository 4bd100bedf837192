// What an export contains, that it holds little at a time, and that it stops when its reader does.
import { Readable } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { exportHistory, exportFileName } from './export-history.ts';
import { exportFormats, type ExportQuery, exportRequest, type ExportRequest } from './export-request.ts';
import { endlessPages, pointStore, seriesOf, type PointStore } from './testing/stored-points.ts';

const noonMs = Date.UTC(2026, 5, 21, 12);
const minute = 60_000;

const home = (): PointStore =>
  pointStore([
    { ...seriesOf('inverter', 'pv.power'), atMs: noonMs, value: 4200.5, quality: 'good' },
    { ...seriesOf('inverter', 'pv.power'), atMs: noonMs + minute, value: 4300, quality: 'held' },
    { ...seriesOf('inverter', 'load.energy'), atMs: noonMs, value: 1e-7, quality: 'good' },
    { ...seriesOf('meter', 'grid.power'), atMs: noonMs + minute, value: -300, quality: 'good' },
  ]);

async function exported(store: PointStore, query: ExportQuery): Promise<string> {
  const request = await exportRequest(query, {
    store,
    site: 'home',
    timeZone: 'Europe/Berlin',
    nowMs: noonMs + 10 * minute,
  });
  return textOf(Readable.from(exportHistory(store, request)));
}

describe('text', () => {
  test('CSV, a row a point', async () => {
    expect(await exported(home(), { format: 'csv' })).toBe(
      [
        'time,device,metric,value,quality',
        '2026-06-21T12:00:00.000Z,inverter,load.energy,1e-7,good',
        '2026-06-21T12:00:00.000Z,inverter,pv.power,4200.5,good',
        '2026-06-21T12:01:00.000Z,inverter,pv.power,4300,held',
        '2026-06-21T12:01:00.000Z,meter,grid.power,-300,good',
        '',
      ].join('\n'),
    );
  });

  test('CSV of one device, in the time of the site', async () => {
    expect(await exported(home(), { format: 'csv', devices: 'meter', times: 'local' })).toBe(
      'time,metric,value,quality\n2026-06-21T14:01:00.000+02:00,grid.power,-300,good\n',
    );
  });

  test('CSV, a column a series', async () => {
    expect(await exported(home(), { format: 'csv-wide', metrics: 'pv.*,grid.power' })).toBe(
      [
        'time,inverter/pv.power,meter/grid.power',
        '2026-06-21T12:00:00.000Z,4200.5,',
        '2026-06-21T12:01:00.000Z,4300,-300',
        '',
      ].join('\n'),
    );
  });

  test('JSON lines', async () => {
    expect(await exported(home(), { format: 'jsonl', metrics: 'pv.power' })).toBe(
      [
        '{"time":"2026-06-21T12:00:00.000Z","device":"inverter","metric":"pv.power","value":4200.5}',
        '{"time":"2026-06-21T12:01:00.000Z","device":"inverter","metric":"pv.power","value":4300,"quality":"held"}',
        '',
      ].join('\n'),
    );
  });

  test('the end is not included, dates are the days of the site', async () => {
    const until = await exported(home(), { format: 'csv', metrics: 'pv.power', to: '2026-06-21T14:01' });
    expect(until.trim().split('\n')).toHaveLength(2);
    const before = await exported(home(), { format: 'csv', from: '2026-06-20', to: '2026-06-21' });
    expect(before).toBe('time,device,metric,value,quality\n');
  });

  test('an empty home gives the heading', async () => {
    expect(await exported(pointStore(), { format: 'csv' })).toBe('time,metric,value,quality\n');
  });
});

describe('a wrong word names its parameter', () => {
  test.each<[Partial<ExportQuery>, string]>([
    [{ format: 'pdf' }, 'format'],
    [{ from: 'soon' }, 'from'],
    [{ from: '2026-06-22' }, 'from'],
    [{ to: '2026-02-30' }, 'to'],
    [{ metrics: 'pv.poewr' }, 'metrics'],
    [{ metrics: 'p*v' }, 'metrics'],
    [{ metrics: ',' }, 'metrics'],
    [{ metrics: 'relay.*' }, 'metrics'],
    [{ devices: 'roof' }, 'devices'],
    [{ step: '5' }, 'step'],
    [{ step: '0m' }, 'step'],
    [{ step: '9999999d' }, 'step'],
    [{ step: '1h', aggregate: 'median' }, 'aggregate'],
    [{ aggregate: 'mean' }, 'aggregate'],
    [{ times: 'moon' }, 'times'],
  ])('%j', async (query, at) => {
    await expect(exported(home(), { format: 'csv', ...query })).rejects.toMatchObject({ code: 'input.invalid', at });
  });
});

const series = Array.from({ length: 10 }, (_, index) => seriesOf('pack', `battery.cell.voltage.${index + 1}`));
const days = 86_400_000;

/** Ten values a second-and-a-bit for days: as many points as asked for. */
function endless(format: ExportRequest['format'], points: number): ExportRequest {
  const stepMs = 1000;
  return { format, series, fromMs: noonMs, toMs: noonMs + (points / series.length) * stepMs };
}

describe('much', () => {
  test('three million points go through, and little of them is held at a time', { timeout: 4 * minute }, async () => {
    let made = 0;
    let told = 0;
    let largest = 0;
    let mostAhead = 0;
    const request = endless('csv', 3_000_000);
    const store = endlessPages({ series, stepMs: 1000, onPage: (points) => (made = points) });
    let lines = 0;
    const bytes = exportHistory(store, request, { onProgress: ({ points }) => (told = points) });
    for await (const part of bytes) {
      for (const byte of part) if (byte === 10) lines += 1;
      largest = Math.max(largest, part.length);
      mostAhead = Math.max(mostAhead, made - (lines - 1));
    }
    expect(lines - 1).toBe(3_000_000);
    expect(told).toBe(3_000_000);
    expect(mostAhead).toBeLessThanOrEqual(2 * 20_000);
    expect(largest).toBeLessThan(4_000_000);
  });

  test.each(exportFormats)('%s: a reader that waits holds history back', async (format) => {
    let made = 0;
    const request = endless(format, 50_000_000);
    const store = endlessPages({ series, stepMs: 1000, onPage: (points) => (made = points) });
    const bytes = Readable.from(exportHistory(store, request), { objectMode: false, highWaterMark: 65_536 });
    const first = await new Promise((resolve) => bytes.once('data', (part) => (bytes.pause(), resolve(part))));
    expect(first).toBeInstanceOf(Uint8Array);
    await new Promise((resolve) => setTimeout(resolve, 100));
    // Two groups of a Parquet file, and what is in the pipes.
    expect(made).toBeLessThanOrEqual(1_500_000);
    bytes.destroy();
  });

  test.each(exportFormats)('%s: a reader that leaves ends the reading', async (format) => {
    let isReading = false;
    const endlessStore = endlessPages({ series, stepMs: 1000 });
    const store: typeof endlessStore = {
      ...endlessStore,
      async *pages(query) {
        isReading = true;
        try {
          yield* endlessStore.pages(query);
        } finally {
          isReading = false;
        }
      },
    };
    for await (const part of exportHistory(store, endless(format, 50_000_000))) {
      if (part.length > 1000) break;
    }
    expect(isReading).toBe(false);
  });

  test.each(exportFormats)('%s: a failing history fails the export', async (format) => {
    const endlessStore = endlessPages({ series, stepMs: 1000 });
    const store: typeof endlessStore = {
      ...endlessStore,
      async *pages(query) {
        let count = 0;
        for await (const page of endlessStore.pages(query)) {
          if ((count += 1) === 3) throw new Error('the disk is gone');
          yield page;
        }
      },
    };
    const bytes = exportHistory(store, endless(format, 50_000_000));
    await expect(textOf(Readable.from(bytes))).rejects.toThrow('the disk is gone');
  });
});

test('steps: each by the usual way of its metric, windows joined without a seam', async () => {
  const asked: string[] = [];
  const keys = [seriesOf('meter', 'grid.energy.import'), seriesOf('meter', 'grid.power')];
  const request: ExportRequest = {
    format: 'csv',
    series: keys,
    fromMs: noonMs + 7,
    toMs: noonMs + 30 * days,
    stepMs: 5 * minute,
  };
  const steps: number[] = [];
  const store = {
    pages: () => {
      throw new Error('not raw');
    },
    range: async ({ series: some, fromMs, toMs, aggregate }: Parameters<PointStore['range']>[0]) => {
      asked.push(`${some[0]?.metric} ${aggregate}`);
      if (aggregate === 'last') steps.push(fromMs, toMs);
      return [];
    },
  };
  await textOf(Readable.from(exportHistory(store, request)));
  expect(new Set(asked)).toEqual(new Set(['grid.energy.import last', 'grid.power timeMean']));
  expect(steps[0]).toBe(request.fromMs);
  expect(steps.at(-1)).toBe(request.toMs);
  expect(steps.slice(1, -1).every((atMs) => atMs % (5 * minute) === 0)).toBe(true);
  for (let index = 1; index + 1 < steps.length; index += 2) expect(steps[index]).toBe(steps[index + 1]);
});

test('the file name tells the home and the days', () => {
  const request = { ...endless('csv-wide', 10), toMs: noonMs + 2 * days };
  expect(exportFileName(request, 'my home/..')).toBe('solstead-my-home--2026-06-21-2026-06-23.csv');
});
