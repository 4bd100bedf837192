// A file that cannot be waited for is no HID device, and leaves no handle behind with each trial.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { makeHidLink } from './hid-link.ts';

test('opening such a file again and again keeps no handle', async (context) => {
  context.skip(process.platform !== 'linux', 'only Linux lists the open handles of a process in /proc');
  const path = join(tempDir(context), 'file');
  writeFileSync(path, 'x');
  const handles = (): number => readdirSync('/proc/self/fd').length;
  const link = makeHidLink({ scheme: 'hid', path }, systemClock);
  await link.open().catch(() => undefined);
  await link.close();
  const before = handles();
  for (let turn = 0; turn < 20; turn += 1) {
    await link.open().catch(() => undefined);
    await link.close();
  }
  expect(handles()).toBeLessThanOrEqual(before + 1);
});
