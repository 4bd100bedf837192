// What waits where only the newest counts.
import { expect, test } from 'vitest';
import type { Batch } from '#core/reading.ts';
import { newestSpool } from './newest-spool.ts';

const batch = (device: string, atMs: number, [metric, value]: readonly [Batch['metric'], Batch['value']]): Batch => ({
  site: 'home',
  device,
  atMs,
  metric,
  value,
  quality: metric.map(() => 'good'),
});

test('the last value of each metric waits, and what came after a reading is not taken for delivered', async () => {
  const spool = newestSpool();
  spool.add(
    batch('roof', 1, [
      ['pv.power', 'pv.energy'],
      [1, 10],
    ]),
  );
  spool.add(batch('pack', 2, [['battery.soc'], [50]]));
  spool.add(batch('roof', 3, [['pv.power'], [2]]));
  const [first, second] = await spool.read(9);
  expect(first?.batch).toMatchObject({ device: 'pack' });
  expect(second?.batch).toMatchObject({ atMs: 3, metric: ['pv.power', 'pv.energy'], value: [2, 10] });
  expect(spool.state()).toEqual({ batches: 2, bytes: 0, dropped: 0 });
  spool.add(batch('pack', 4, [['battery.soc'], [51]]));
  spool.done(second?.position ?? 0);
  expect((await spool.read(9)).map(({ batch: one }) => one.value)).toEqual([[51]]);
  expect(spool.next).toBe(5);
});
