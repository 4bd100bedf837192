// kill −9 of a restore, at any moment: the home is the old one or the new one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { beginArchive } from './home-archive.ts';
import { beginMs, fillHome, homeContents, openHome } from './testing/home-contents.ts';

const passphrase = 'four words of mine';
const child = new URL('./testing/restore-child.ts', import.meta.url).pathname;

test('a restore that is killed leaves the old home or the new one, whole', { timeout: 600_000 }, async (context) => {
  const home = await openHome(tempDir(context));
  await fillHome(home, 500);
  const path = join(tempDir(context), 'a.age');
  const begun = await beginArchive({ ...home, folder: home.path }, { nowMs: beginMs, passphrase });
  await pipeline(begun.stream, createWriteStream(path));
  await begun.close();
  const fresh = await homeContents(home);
  await home.close();
  const folder = tempDir(context);
  const other = await openHome(folder);
  await fillHome(other, 100);
  const old = await homeContents(other);
  await other.close();
  const seen = new Set<string>();
  // From the first look at the file to after the swap: the moves themselves are tried one by one elsewhere.
  for (const [line, delayMs] of [
    ['', 200],
    ['', 1500],
    ['staged', 0],
    ['staged', 2],
    ['staged', 4],
    ['swapped', 0],
  ] as const) {
    const run = spawn(process.execPath, [child, path, folder, passphrase], { stdio: ['ignore', 'pipe', 'inherit'] });
    const gone = once(run, 'exit');
    if (line !== '')
      for (let said = ''; !said.includes(line) && run.exitCode === null; ) {
        const [bytes] = (await Promise.race([once(run.stdout, 'data'), gone])) as readonly unknown[];
        said += String(bytes);
        if (typeof bytes === 'number') break;
      }
    await sleep(delayMs);
    run.kill('SIGKILL');
    await gone;
    const again = await openHome(folder);
    const found = await homeContents(again);
    await again.close();
    const isNew = found.history.status.points === fresh.history.status.points;
    expect(found).toEqual(isNew ? fresh : old);
    seen.add(isNew ? 'new' : 'old');
    if (isNew) break;
  }
  expect(seen).toContain('old');
});
