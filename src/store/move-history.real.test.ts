// Moving a history with real parts: killed in the middle, and from one engine into another.
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import type { HistoryPage, HistoryStore, SeriesKey } from '#core/history.ts';
import type { Batch, Quality } from '#core/reading.ts';
import { influxdb } from '#tools/testkit/influxdb.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { drawing } from '#tools/testkit/drawing.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { victoriaMetrics } from '#tools/testkit/victoria-metrics.ts';
import { openInfluxHistory } from './engines/influx-history.ts';
import { openVictoriaHistory } from './engines/victoria-history.ts';
import { openFolder } from './folder.ts';
import { moveHistory } from './move-history.ts';
import { openSqliteHistory } from './sqlite-history.ts';
import { heldFolder, heldHistory } from './testing/places.ts';

const random = drawing();

const child = fileURLToPath(new URL('./testing/move-child.ts', import.meta.url));
const startMs = Date.UTC(2026, 0, 1);
const qualities: readonly Quality[] = ['good', 'held', 'estimated', 'stale'];
const pv: SeriesKey = { site: 'home', device: 'inverter', metric: 'pv.power' };
const grid: SeriesKey = { ...pv, metric: 'grid.power' };

function past(count: number): readonly Batch[] {
  return Array.from({ length: count }, (_, index): Batch => {
    const quality = qualities[index % 7] ?? 'good';
    return {
      site: 'home',
      device: 'inverter',
      atMs: startMs + index * 10_000,
      metric: ['pv.power', 'grid.power', 'inverter.mode'],
      value: [index / 4, -index, `mode ${index % 5}`],
      quality: [quality, 'good', 'held'],
    };
  });
}

async function pagesOf(store: HistoryStore): Promise<readonly HistoryPage['columns'][]> {
  const pages: HistoryPage['columns'][] = [];
  for await (const { columns } of store.pages({ series: [pv, grid], fromMs: startMs, toMs: startMs + 1e10 }))
    pages.push(columns.toSorted((left, right) => left.key.metric.localeCompare(right.key.metric)));
  return pages;
}

test('killed in the middle again and again, a move ends with every point once', async (owner) => {
  const [old, fresh] = [tempDir(owner), tempDir(owner)];
  const mark = join(tempDir(owner), 'mark.json');
  const folder = openFolder(old);
  const before = await openSqliteHistory({ folder });
  await before.append(past(4000));
  const expected = await pagesOf(before);
  await before.close();
  folder.close();
  const begins: number[] = [];
  let kills = 0;
  for (;;) {
    const move = await spawned(owner, [process.execPath, child, old, fresh, mark]);
    const first = await move.waitForOutput(/page \d+|done/);
    begins.push(Number(first.slice(5)));
    if (kills < 4) {
      kills += 1;
      await sleep(random() * 60);
      move.signal('SIGKILL');
    }
    while (move.exit() === undefined) await sleep(5);
    if (move.exit() === 0) break;
  }
  expect(kills).toBe(4);
  expect(begins.at(-1), 'it went on and did not begin anew').toBeGreaterThan(startMs);
  const store = await heldHistory(owner, heldFolder(owner, fresh));
  expect(await pagesOf(store)).toEqual(expected);
  expect((await store.status()).points).toBe(8000);
  expect((await store.lastValues()).find(({ key }) => key.metric === 'inverter.mode')?.value).toBe('mode 4');
});

test('from InfluxDB to VictoriaMetrics and back with every value, quality and text', async (owner) => {
  const [influx, victoria] = [await influxdb(owner), await victoriaMetrics(owner)];
  const held = (store: HistoryStore): HistoryStore => {
    owner.onTestFinished(() => store.close());
    return store;
  };
  const first = held(openInfluxHistory({ url: influx.url, clock, version: 1, database: 'first' }));
  const middle = held(openVictoriaHistory({ url: victoria.url, clock }));
  const second = held(openInfluxHistory({ url: influx.url, clock, version: 1, database: 'second' }));
  await first.append(past(30_000));
  const mark = { load: () => Promise.resolve(undefined), save: () => Promise.resolve() };
  expect(await moveHistory({ from: first, to: middle, move: 'there', mark, pagePoints: 20_000 })).toEqual({
    points: 60_000,
    series: 3,
  });
  await moveHistory({ from: middle, to: second, move: 'back', mark });
  // Cut into pages differently, the columns are the same.
  expect(joined(await pagesOf(second))).toEqual(joined(await pagesOf(first)));
  const last = async (store: HistoryStore): Promise<unknown> =>
    (await store.lastValues()).toSorted((left, right) => left.key.metric.localeCompare(right.key.metric));
  expect(await last(second)).toEqual(await last(first));
  expect((await second.status()).points).toBe(60_000);
});

function joined(pages: readonly HistoryPage['columns'][]): unknown {
  return [...Map.groupBy(pages.flat(), ({ key }) => key.metric)].map(([metric, columns]) => [
    metric,
    columns.flatMap(({ atMs }) => atMs),
    columns.flatMap(({ value }) => value),
    columns.flatMap(({ quality }) => quality),
  ]);
}
