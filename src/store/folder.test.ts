// The data folder: made private, held by one process, and refused with a reason.
import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openFolder } from './folder.ts';
import { heldFolder } from './testing/places.ts';

const opening = (path: string, owner: TestContext) => () => heldFolder(owner, path);
const isRoot = process.getuid?.() === 0;
const modeOf = (path: string): number => statSync(path).mode & 0o777;

test('a missing folder is made for its owner alone', (owner) => {
  const path = join(tempDir(owner), 'new', 'data');
  expect(heldFolder(owner, path).path).toBe(path);
  expect(modeOf(path)).toBe(0o700);
  expect(modeOf(join(path, 'lock.db'))).toBe(0o600);
});

test('a folder is held by one, until it is let go', (owner) => {
  const path = tempDir(owner);
  const folder = openFolder(path);
  expect(opening(path, owner)).toThrow(expect.objectContaining({ code: 'folder.locked', at: path }));
  expect(opening(path, owner), 'a refused attempt frees nothing').toThrow(
    expect.objectContaining({ code: 'folder.locked' }),
  );
  folder.close();
  folder.close();
  expect(opening(path, owner)).not.toThrow();
});

test('a lock file that something was written over is made anew, unless its folder is held', (owner) => {
  const path = tempDir(owner);
  const lockFile = join(path, 'lock.db');
  writeFileSync(lockFile, 'x'.repeat(5000));
  const folder = heldFolder(owner, path);
  expect(statSync(lockFile).size).toBe(0);
  expect(opening(path, owner)).toThrow(expect.objectContaining({ code: 'folder.locked' }));
  folder.close();
});

test('a folder that cannot be made is named', (owner) => {
  const file = join(tempDir(owner), 'file');
  writeFileSync(file, '');
  for (const [path, why] of [
    [file, 'a file is where a folder is needed'],
    [join(file, 'below'), 'a file is where a folder is needed'],
    ['/proc/solstead', 'no folder can be made there'],
  ] as const)
    expect(opening(path, owner)).toThrow(expect.objectContaining({ code: 'folder.unwritable', at: path, why }));
});

test('a folder that cannot be written is named', (owner) => {
  if (isRoot) owner.skip('root may write everywhere');
  const path = tempDir(owner);
  chmodSync(path, 0o500);
  expect(opening(path, owner)).toThrow(expect.objectContaining({ code: 'folder.unwritable', at: path }));
  chmodSync(path, 0o700);
});
