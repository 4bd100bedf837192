// What an import is going to write is announced before it is written: a caller that records it loses nothing to a kill.
import { expect, test } from 'vitest';
import { importHistory, scan } from './import-history.ts';
import { jsonLinesSource } from './json-lines-source.ts';
import { mapSeries } from './mapping.ts';
import { bytesOf } from './testing/read-source.ts';
import { pointStore } from './testing/stored-points.ts';

const startMs = Date.UTC(2026, 5, 1);
const count = 20_500;

test('each piece is told before it is written, and again with what is new in it', async () => {
  const lines = Array.from({ length: count }, (_none, index) =>
    JSON.stringify({
      time: new Date(startMs + index * 1000).toISOString(),
      device: 'a',
      metric: 'pv.power',
      value: index,
    }),
  );
  const inner = pointStore();
  const steps: string[] = [];
  const store: typeof inner = {
    ...inner,
    append: async (batches) => {
      steps.push(`write ${batches.length}`);
      await inner.append(batches);
    },
  };
  const take = async (isDry: boolean): Promise<readonly string[]> => {
    steps.length = 0;
    const source = jsonLinesSource(bytesOf(Buffer.from(lines.join('\n'))), { file: 'a.jsonl', timeZone: 'UTC' });
    const { series } = await scan(source);
    const mapping = mapSeries(
      series.map((one) => one.series),
      { words: new Map(), stated: new Map() },
    );
    await importHistory(source, {
      store,
      site: 'home',
      mapping,
      nowMs: startMs + 86_400_000,
      isDry,
      onWrite: async (points, isNew) => void steps.push(`tell ${points.length}, new ${points.filter(isNew).length}`),
    });
    return steps;
  };
  expect(await take(true)).toEqual([]);
  expect(await take(false)).toEqual(['tell 20000, new 20000', 'write 20000', 'tell 500, new 500', 'write 500']);
  expect(await take(false)).toEqual(['tell 20000, new 0', 'tell 500, new 0']);
});
