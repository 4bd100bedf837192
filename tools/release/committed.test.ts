// A release holds what the commit holds, and nothing that somebody keeps in the same folders.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { makeAddon } from './addon.ts';

test('passwords and keys that lie in a checkout are in no archive, whether git ignores them or not', async (context) => {
  const [root, out] = [tempDir(context), tempDir(context)];
  const app = join(root, 'packaging/addon/solstead');
  mkdirSync(join(app, 'tls'), { recursive: true });
  writeFileSync(join(root, '.gitignore'), '*.key\n');
  for (const name of ['config.yaml', 'app.test.ts']) writeFileSync(join(app, name), 'version: "0"\n');
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8' });
  git('init', '-q');
  git('add', '--all');
  for (const name of ['.env', 'tls/solar.key', 'tls/solar.pem']) writeFileSync(join(app, name), 'secret');
  const packed = await makeAddon({ root, out, version: '1.2.3' }, [], 1_700_000_000);
  const names = execFileSync('tar', ['--zstd', '-tf', packed], { encoding: 'utf8' });
  expect(names.trim().split('\n')).toEqual([
    'solstead-addon-1.2.3/',
    'solstead-addon-1.2.3/solstead/',
    'solstead-addon-1.2.3/solstead/config.yaml',
  ]);
  const config = execFileSync('tar', ['--zstd', '-xOf', packed, 'solstead-addon-1.2.3/solstead/config.yaml']);
  expect(config.toString()).toBe('version: "1.2.3"\n');
});
