// Which of two values of one moment a history keeps, and that it keeps how far each can be trusted.
import { dayMs } from '#core/time.ts';
import { describe, expect, test } from 'vitest';
import type { HistoryStore, SeriesKey } from '#core/history.ts';
import type { Batch, Quality } from '#core/reading.ts';
import type { HistoryPlace } from './testing/history-model.ts';

const power: SeriesKey = { site: 'home', device: 'inverter', metric: 'pv.power' };
const soonMs = 10 * dayMs;

function one(atMs: number, value: number, quality: Quality): Batch {
  return { site: power.site, device: power.device, atMs, metric: [power.metric], value: [value], quality: [quality] };
}

async function kept(store: HistoryStore): Promise<readonly (readonly [number, number, Quality])[]> {
  const points: (readonly [number, number, Quality])[] = [];
  for await (const { columns } of store.pages({ series: [power], fromMs: 0, toMs: soonMs, pagePoints: 2 }))
    for (const { atMs, value, quality } of columns)
      for (const [index, at] of atMs.entries())
        points.push([at, value[index] ?? Number.NaN, quality[index] ?? 'stale']);
  return points;
}

/** Registers the suite. */
export function qualityConformance(name: string, place: HistoryPlace): void {
  describe.concurrent(`${name} and the quality of values`, () => {
    test.for([
      ['in the log', false],
      ['flushed', true],
    ] as const)(
      'a better quality replaces, an equal one too, a worse one does not: %s',
      async ([, isFlushed], owner) => {
        const store = await place(owner)();
        const settle = async (): Promise<void> => (isFlushed ? store.maintain(soonMs) : undefined);
        await store.append([one(0, 1, 'stale'), one(1, 1, 'good'), one(2, 1, 'held'), one(3, 1, 'estimated')]);
        await settle();
        await store.append([one(0, 2, 'held'), one(1, 2, 'good'), one(2, 2, 'estimated'), one(3, 2, 'held')]);
        await settle();
        await store.append([one(0, 3, 'stale'), one(1, 3, 'estimated'), one(2, 3, 'good')]);
        await settle();
        expect(await kept(store)).toEqual([
          [0, 2, 'held'],
          [1, 2, 'good'],
          [2, 3, 'good'],
          [3, 1, 'estimated'],
        ]);
        expect((await store.range({ series: [power], fromMs: 0, toMs: soonMs }))[0]?.value).toEqual([2, 2, 3, 1]);
        const lasts = await store.lastValues();
        expect(lasts.map(({ value, quality }) => [value, quality])).toEqual([[1, 'estimated']]);
      },
    );
  });
}
