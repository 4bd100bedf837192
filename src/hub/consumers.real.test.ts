// The seam for consumers, through a whole hub in a process of its own that is killed: a durable one beside one that blocks
// and throws loses nothing that was acknowledged, and keeps the order.
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import type { Spooled } from '#core/spool.ts';
import { openFolder } from '#store/folder.ts';
import { makeMemoryLeases } from '#store/memory-leases.ts';
import { spoolsIn } from '#store/spool/spools-in.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { drawing } from '#tools/testkit/drawing.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { site } from './testing/batches.ts';
import { testBound } from './testing/consumer-child.ts';

const random = drawing();

const program = fileURLToPath(new URL('./testing/consumer-child.ts', import.meta.url));
const rounds = 3;

const numberOf = ({ batch }: Spooled): number => Number(batch.value[0]);

test('a consumer with a spool keeps every acknowledged batch over kill −9, in order', {
  timeout: 60_000,
}, async (owner) => {
  const path = tempDir(owner);
  const acknowledged: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const child = await spawned(owner, [process.execPath, program, path, String(round * 10_000)]);
    await child.waitForOutput('ack ', 30_000);
    await sleep(300 + random() * 700);
    child.signal('SIGKILL');
    while (child.exit() === undefined) await sleep(5);
    await sleep(20);
    acknowledged.push(...[...child.output().matchAll(/ack (\d+)\n/g)].map(([, number]) => Number(number)));
    const folder = openFolder(path);
    const spool = await spoolsIn(folder, clock).open(
      { consumer: 'sink', lease: await makeMemoryLeases().hold(site) },
      testBound,
    );
    const kept = await spool.read(1_000_000);
    const numbers = kept.map(numberOf);
    expect(numbers, 'in order').toEqual(numbers.toSorted((left, right) => left - right));
    expect(new Set(numbers).size, 'none twice').toBe(numbers.length);
    expect(spool.state().dropped).toBe(0);
    for (const number of acknowledged) expect(numbers, `batch ${number}`).toContain(number);
    await spool.close();
    folder.close();
  }
  expect(acknowledged.length).toBeGreaterThan(rounds);
});
