import { chmodSync, chownSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { doWithout } from '#tools/testkit/needs.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { closingOf, tellOpenSecrets } from './open-to-all.ts';

test('a command tells of a file of its flags that everybody may read, and of no other', (context) => {
  const file = join(tempDir(context), 'token');
  writeFileSync(file, 'x', { mode: 0o640 });
  const said = (...flags: readonly string[]): string => {
    let text = '';
    const command = new Command('x').option('--token-file <file>').option('--uplink-file <file>');
    tellOpenSecrets(command.parse(flags, { from: 'user' }), { write: (part) => (text += part) });
    return text;
  };
  expect(said('--token-file', file)).toBe('');
  chmodSync(file, 0o644);
  expect(said('--token-file', file)).toBe(
    `Note: everybody on this computer can read ${file}, and a secret is in it: chmod 600 ${file}.\n`,
  );
  expect(said('--uplink-file', file)).toBe('');
  expect(said('--token-file', `${file}-missing`)).toBe('');
});

test('what closes a file of somebody else makes it one’s own first: a service could not read it otherwise', (context) => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) doWithout(context, 'needs root on Linux');
  const path = join(tempDir(context), 'daemon.conf');
  writeFileSync(path, 'password: x');
  expect(closingOf(path)).toBe(`chmod 600 ${path}`);
  chownSync(path, 65_534, 65_534);
  expect(closingOf(path)).toBe(`chown root ${path} && chmod 600 ${path}`);
});
