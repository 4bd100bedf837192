// Kill −9 in the middle of settling: the process that continues makes the same rows as if nothing had happened.
import { dayMs, hourMs } from '#core/time.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openHome, plantDays } from './testing/ledger-home.ts';

const startMs = Date.UTC(2026, 2, 27, 23);
const endMs = startMs + 6 * dayMs;
const nowMs = endMs + 2 * hourMs;
const child = fileURLToPath(new URL('./testing/settle-child.ts', import.meta.url));

test('killed again and again while it settles, the ledger has the rows of one that never was', async (context) => {
  const { batches } = plantDays(startMs, endMs);
  const question = { fromMs: startMs, toMs: endMs, by: 'hour' } as const;
  const never = await openHome(context, { nowMs });
  await never.ingest(batches);
  await never.ledger.settlement.settled();
  const expected = (await never.energy.report(question)).rows;

  const path = tempDir(context);
  const first = await openHome(context, { path, nowMs: startMs });
  await first.ingest(batches);
  await first.close();
  let kills = 0;
  for (const waitMs of [0, 15, 40, 80, 5, 120]) {
    const running = await spawned(context, [process.execPath, child, path, String(nowMs)]);
    await running.waitForOutput(/at [1-9]|done/, 60_000);
    await sleep(waitMs);
    const isDone = running.output().includes('done');
    running.signal('SIGKILL');
    while (running.exit() === undefined) await sleep(5);
    if (!isDone) kills += 1;
  }
  expect(kills, 'it was killed before it was done').toBeGreaterThan(0);
  const last = await openHome(context, { path, nowMs });
  await last.ledger.settlement.settled();
  expect((await last.energy.report(question)).rows).toEqual(expected);
  expect(last.troubles).toEqual([]);
}, 600_000);
