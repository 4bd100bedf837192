// Files looked at from outside: what is none is told, and waited for by nobody.
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { recordsToLook } from './sqlite-records.ts';

test('pipes, devices and folders in place of a file, or of one beside it, are told at once', (context) => {
  const folder = tempDir(context);
  execFileSync('mkfifo', [join(folder, 'pipe.db')]);
  symlinkSync('/dev/zero', join(folder, 'endless.db'));
  mkdirSync(join(folder, 'folder.db'));
  writeFileSync(join(folder, 'beside.db'), '');
  execFileSync('mkfifo', [join(folder, 'beside.db-journal')]);
  for (const name of ['pipe', 'endless', 'folder', 'beside'])
    for (const isInUse of [false, true])
      expect(() => recordsToLook(join(folder, `${name}.db`), isInUse)).toThrow(/it is not a file/);
});
