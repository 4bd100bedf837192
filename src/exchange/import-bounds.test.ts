// What an import leaves out: impossible times, values that no meter shows.
import { expect, test } from 'vitest';
import { importHistory, scan } from './import-history.ts';
import { jsonLinesSource } from './json-lines-source.ts';
import { mapSeries } from './mapping.ts';
import { bytesOf } from './testing/read-source.ts';
import { pointStore } from './testing/stored-points.ts';

const nowMs = Date.UTC(2026, 5, 21, 12);
const hour = 3_600_000;

test('points ten days ahead are refused, a clock that is an hour ahead is not; 1989 is no year of a meter', async () => {
  const moments = [nowMs, nowMs + hour, nowMs + 240 * hour, nowMs + 25 * hour, Date.UTC(1989, 0, 1)];
  const lines = moments.map((atMs) =>
    JSON.stringify({ time: new Date(atMs).toISOString(), device: 'a', metric: 'pv.power', value: 1 }),
  );
  const source = jsonLinesSource(bytesOf(lines.join('\n')), { file: 'a.jsonl', timeZone: 'UTC' });
  const store = pointStore();
  const { series } = await scan(source);
  const mapping = mapSeries(
    series.map((one) => one.series),
    { words: new Map(), stated: new Map() },
  );
  const result = await importHistory(source, { store, site: 'home', mapping, nowMs, isDry: false });
  expect(store.points().map(({ atMs }) => atMs)).toEqual([nowMs, nowMs + hour]);
  expect(result.rejects.first.map(({ line }) => line)).toEqual([3, 4, 5]);
});
