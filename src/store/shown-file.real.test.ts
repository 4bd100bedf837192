// A file for a collector, which runs as another user than the service that writes it.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';

const file = pathToFileURL(join(import.meta.dirname, 'shown-file.ts')).href;

test('everybody may read it, also of a service whose new files are for nobody else', (context) => {
  const path = join(tempDir(context), 'node', 'roof.prom');
  const code = `const { writeShown } = await import(${JSON.stringify(file)}); await writeShown(${JSON.stringify(path)}, 'text');`;
  const call = ['umask 077; exec "$@"', 'sh', process.execPath, '--input-type=module', '-e', code];
  expect(spawnSync('sh', ['-c', ...call], { encoding: 'utf8' })).toMatchObject({ status: 0 });
  expect([join(path, '..'), path].map((one) => statSync(one).mode & 0o777)).toEqual([0o755, 0o644]);
});
