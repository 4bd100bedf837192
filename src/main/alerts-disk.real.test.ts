// The alert of a disk that is nearly full, from end to end: a real file system with little room, a whole house whose hours are minutes, and a web
// hook that hears. It is told once, and once that it is over.
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, vi } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { alertedHouse, type Lines, over, told } from './testing/alerted-house.ts';
import { hastenedClock } from './testing/hastened-clock.ts';

vi.setConfig({ testTimeout: 300_000 });

test('a disk that is nearly full', async (context) => {
  const folder = tempDir(context);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=400m', 'tmpfs', folder], { encoding: 'utf8' });
  if (mounted.status !== 0) context.skip(`no small file system can be mounted here: ${mounted.stderr}`);
  context.onTestFinished(() => void spawnSync('umount', ['-l', folder]));
  const opened = await alertedHouse(context, folder, { clock: hastenedClock(30) });
  const filling = join(folder, 'filling');
  writeFileSync(filling, Buffer.alloc(200 * 2 ** 20));
  const lines: Lines = { disk: ['raised disk disk.low'] };
  await told(opened, lines);
  rmSync(filling);
  await told(opened, over(lines));
});
