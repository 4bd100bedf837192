// A power cut: the writer is frozen at a random moment, and what its disk holds by then is copied without what the system
// still has in memory. What was acknowledged is in the copy.
import { execFileSync } from 'node:child_process';
import { copyFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test, type TestContext } from 'vitest';
import { messageOf } from '#core/errors.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { drawing } from '#tools/testkit/drawing.ts';
import { doWithout } from '#tools/testkit/needs.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openFolder } from './folder.ts';
import { openSqliteHistory } from './sqlite-history.ts';
import { pointsOfWrite } from './testing/kill-writer.ts';

const random = drawing();

const writer = fileURLToPath(new URL('./testing/kill-writer.ts', import.meta.url));
const diskBytes = 96 * 2 ** 20;

/** Mounts a disk that is a file, until the test ends. */
function mounted(owner: TestContext, image: string): string {
  const path = tempDir(owner);
  execFileSync('/usr/bin/mount', ['-o', 'loop', image, path], { stdio: 'pipe' });
  owner.onTestFinished(() => void execFileSync('/usr/bin/umount', ['-l', path]));
  return path;
}

/** A disk in a file; what is written to it without a sync stays out of the file. */
function ownDisk(owner: TestContext): { readonly image: string; readonly path: string } {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) doWithout(owner, 'needs root on Linux to mount a disk');
  const image = join(tempDir(owner), 'disk');
  writeFileSync(image, '');
  truncateSync(image, diskBytes);
  try {
    execFileSync('/usr/sbin/mkfs.ext4', ['-q', image], { stdio: 'pipe' });
    return { image, path: mounted(owner, image) };
  } catch (thrown) {
    return doWithout(owner, `a disk cannot be mounted here: ${messageOf(thrown)}`);
  }
}

async function checkCopy(path: string, acknowledged: readonly number[]): Promise<void> {
  const folder = openFolder(path);
  const store = await openSqliteHistory({ folder });
  const series = [{ site: 'home', device: 'inverter', metric: 'pv.power' as const }];
  const range = { series, fromMs: 0, toMs: Number.MAX_SAFE_INTEGER, stepMs: 10_000 };
  const [counts] = await store.range({ ...range, aggregate: 'count' });
  const kept = new Map(counts?.atMs.map((atMs, index) => [atMs / 10_000, counts.value[index]]));
  const lost = acknowledged.filter((number) => kept.get(number) !== pointsOfWrite(number));
  expect(lost, `of ${acknowledged.length} writes`).toEqual([]);
  expect(await store.status()).not.toHaveProperty('damage');
  await store.close();
  folder.close();
}

test('the disk has all that was acknowledged', { timeout: 240_000 }, async (owner) => {
  const { image, path } = ownDisk(owner);
  const child = await spawned(owner, [process.execPath, writer, join(path, 'data'), 'small', '0']);
  await child.waitForOutput('ack ');
  let found = 0;
  for (let round = 0; round < 4; round += 1) {
    await sleep(50 + random() * 300);
    child.signal('SIGSTOP');
    await sleep(30);
    const acknowledged = [...child.output().matchAll(/ack (\d+)\n/g)].map(([, number]) => Number(number));
    const copy = join(tempDir(owner), 'disk');
    copyFileSync(image, copy);
    child.signal('SIGCONT');
    // The lock is the writer's, in the copy too.
    await checkCopy(join(mounted(owner, copy), 'data'), acknowledged);
    found = acknowledged.length;
  }
  child.signal('SIGKILL');
  while (child.exit() === undefined) await sleep(5);
  expect(found).toBeGreaterThan(20);
});
