// The log as a process writes it.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('what is secret does not stand in it, wherever it is given', () => {
  const file = JSON.stringify(join(import.meta.dirname, 'log.ts'));
  const fields = `{ password: 'secret-1', token: 'secret-2', device: { token: 'secret-3', password: 'secret-4' },
    headers: { authorization: 'Bearer secret-5', cookie: 'session=secret-6', host: 'example' } }`;
  const program = `const { makeLog } = await import(${file}); makeLog('info').warn(${fields}, 'a line');`;
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  expect(stderr).toContain('a line');
  expect(stderr).toContain('example');
  expect(stderr).not.toContain('secret');
});
