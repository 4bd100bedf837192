// A home that is killed in the midst of it leaves no process of a plug-in behind, not even of one that never stops working.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';

/** Ids of processes that were started with a path behind their first argument. */
const startedWith = (path: string): readonly string[] =>
  globSync('/proc/[0-9]*/cmdline').filter((file) => {
    try {
      return readFileSync(file, 'utf8').includes(`plug-in-host.ts\0${path}\0`);
    } catch {
      return false;
    }
  });

/** A program that asks a plug-in at a path, and says when that is at it. */
const program = (path: string): string => `
  import { plugInProcess } from ${JSON.stringify(join(import.meta.dirname, 'plug-in-child.ts'))};
  import { systemClock as clock } from ${JSON.stringify(join(import.meta.dirname, '../../core/clock.ts'))};
  const log = (line: string): void => console.log('it says', line);
  const plugIn = plugInProcess({ path: ${JSON.stringify(path)}, name: 'x.ts', clock, log });
  void plugIn.ask({ ask: 'run', params: {} }).catch((error: Error) => console.log(error.message));
`;

test.for([
  ['loops', 'for (;;);'],
  ['waits', 'await new Promise((done) => setTimeout(done, 600_000));'],
] as const)('one that %s ends soon after its home was killed', async ([, body], context) => {
  const folder = tempDir(context);
  const path = join(folder, 'x.ts');
  writeFileSync(path, `export const plugin = { async run(params, context) { context.log('begun'); ${body} } };`);
  writeFileSync(join(folder, 'home.ts'), program(path));
  const home = await spawned(context, [process.execPath, join(folder, 'home.ts')]);
  await home.waitForOutput('it says begun', 60_000);
  expect(startedWith(path)).toHaveLength(1);
  home.signal('SIGKILL');
  await expect.poll(() => startedWith(path), { timeout: 20_000, interval: 100 }).toEqual([]);
  expect(home.output()).not.toContain('ended');
});
