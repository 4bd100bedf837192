// Root in a folder of somebody else: afterwards its owner can open everything in it, and nothing elsewhere became his.
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { doWithout } from '#tools/testkit/needs.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openFolder } from './folder.ts';

const nobody = 65_534;

/** A data folder of somebody else. */
function folderOfNobody(context: TestContext): string {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) doWithout(context, 'needs root on Linux');
  const folder = join(tempDir(context), 'data');
  mkdirSync(folder, { mode: 0o700 });
  chownSync(folder, nobody, nobody);
  return folder;
}

const ownersIn = (folder: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .toSorted()
      .map((name) => [name, statSync(join(folder, name)).uid]),
  );

test('what root made there is its owner’s when it is let go; what is elsewhere, or open to all, stays as it is', (context) => {
  const folder = folderOfNobody(context);
  const outside = join(folder, '..', 'of-root');
  writeFileSync(outside, 'secret', { mode: 0o600 });
  const held = openFolder(folder);
  for (const name of ['ends', 'lost+found', 'plugins']) mkdirSync(join(folder, name), { mode: 0o700 });
  for (const name of ['home.json', 'ends/records.json']) writeFileSync(join(folder, name), '{}', { mode: 0o600 });
  writeFileSync(join(folder, 'plugins/mine.ts'), '');
  chmodSync(join(folder, 'plugins/mine.ts'), 0o644);
  linkSync(outside, join(folder, 'hard'));
  symlinkSync(outside, join(folder, 'soft'));
  held.close();
  expect(ownersIn(folder)).toEqual({
    ends: nobody,
    'ends/records.json': nobody,
    hard: 0,
    'home.json': nobody,
    'lock.db': nobody,
    'lost+found': 0,
    plugins: nobody,
    'plugins/mine.ts': 0,
    soft: 0,
  });
  expect(statSync(outside).uid).toBe(0);
  // Once more, and where it is gone meanwhile.
  held.close();
  expect(existsSync(join(folder, 'home.json'))).toBe(true);
});

test('a folder of root stays root’s', (context) => {
  const folder = folderOfNobody(context);
  chownSync(folder, 0, 0);
  const held = openFolder(folder);
  held.close();
  expect(ownersIn(folder)).toEqual({ 'lock.db': 0 });
});
