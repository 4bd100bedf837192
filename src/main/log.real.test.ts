// The log as a process writes it.
import { spawnSync } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';

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

test.for([
  ['auto', 'one stream', false],
  ['auto', 'two', true],
  ['json', 'one stream', true],
  ['text', 'two', false],
] as const)('lines of the log, %s, where both outputs are %s, are JSON: %s', ([format, streams, isJson], context) => {
  const file = JSON.stringify(join(import.meta.dirname, 'log.ts'));
  const program = `const { makeLog } = await import(${file}); console.log('friendly');
    makeLog('info', '${format}').info({ port: 1 }, 'a line');`;
  const path = join(tempDir(context), 'out');
  const out = openSync(path, 'w');
  spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', out, streams === 'two' ? openSync(`${path}.err`, 'w') : out],
  });
  const line = readFileSync(streams === 'two' ? `${path}.err` : path, 'utf8');
  expect(line).toContain('a line');
  expect(line.includes('"msg"')).toBe(isJson);
});
