import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { generate } from './gen.ts';

const list = [{ file: 'docs/metrics.md', make: () => 'now\n' }];

test('a generated file is written when it differs and left alone when not', async (ctx) => {
  const root = tempDir(ctx);
  expect(await generate(list, root, false)).toEqual(['docs/metrics.md']);
  expect(readFileSync(join(root, 'docs/metrics.md'), 'utf8')).toBe('now\n');
  expect(await generate(list, root, false)).toEqual([]);
});

test('a check names the file and writes nothing', async (ctx) => {
  const root = tempDir(ctx);
  expect(await generate(list, root, true)).toEqual(['docs/metrics.md']);
  expect(existsSync(join(root, 'docs'))).toBe(false);
  await generate(list, root, false);
  writeFileSync(join(root, 'docs/metrics.md'), 'then\n');
  expect(await generate(list, root, true)).toEqual(['docs/metrics.md']);
  expect(readFileSync(join(root, 'docs/metrics.md'), 'utf8')).toBe('then\n');
});
