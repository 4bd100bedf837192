// Two points at one moment with different qualities: each engine keeps both, and the better one counts in every answer.
import { expect, test, type TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import type { HistoryStore, SeriesKey } from '#core/history.ts';
import type { Batch, Quality } from '#core/reading.ts';
import { influxdb } from '#tools/testkit/influxdb.ts';
import { victoriaMetrics } from '#tools/testkit/victoria-metrics.ts';
import { openInfluxHistory } from './influx-history.ts';
import { openVictoriaHistory } from './victoria-history.ts';

const startMs = Date.UTC(2026, 0, 1);
const key: SeriesKey = { site: 'home', device: 'inverter', metric: 'pv.power' };

function one(second: number, value: number, quality: Quality): Batch {
  const { site, device, metric } = key;
  return { site, device, atMs: startMs + second * 1000, metric: [metric], value: [value], quality: [quality] };
}

const engines = {
  VictoriaMetrics: async (context: TestContext): Promise<HistoryStore> => {
    const { url } = await victoriaMetrics(context, ['-dedup.minScrapeInterval=1ms']);
    return openVictoriaHistory({ url, clock });
  },
  'InfluxDB 1': async (context: TestContext): Promise<HistoryStore> => {
    const { url } = await influxdb(context);
    return openInfluxHistory({ url, clock, version: 1, database: 'sun' });
  },
} as const;

for (const name of ['VictoriaMetrics', 'InfluxDB 1'] as const) {
  test(`the better quality counts in ${name}`, async (context) => {
    const store = await engines[name](context);
    context.onTestFinished(() => store.close());
    await store.append([one(0, 100, 'good'), one(0, 999, 'held'), one(4, 7, 'stale')]);
    // Later and worse, then later and better.
    await store.append([one(10, 20, 'good'), one(20, 1, 'stale')]);
    await store.append([one(10, 888, 'estimated'), one(20, 30, 'held')]);
    const range = { series: [key], fromMs: startMs, toMs: startMs + 60_000 };
    const [raw] = await store.range(range);
    expect(raw?.value).toEqual([100, 7, 20, 30]);
    const [sums] = await store.range({ ...range, stepMs: 10_000, aggregate: 'sum' });
    expect(sums).toMatchObject({ atMs: [0, 10, 20].map((second) => startMs + second * 1000), value: [107, 20, 30] });
    const [most] = await store.range({ ...range, stepMs: 10_000, aggregate: 'max' });
    expect(most?.value).toEqual([100, 20, 30]);
    const qualities: Quality[] = [];
    for await (const page of store.pages(range)) qualities.push(...page.columns.flatMap(({ quality }) => quality));
    expect(qualities).toEqual(['good', 'stale', 'good', 'held']);
    expect(await store.lastValues()).toEqual([{ key, atMs: startMs + 20_000, value: 30, quality: 'held' }]);
    expect(await store.series('home')).toEqual([key]);
  });
}
