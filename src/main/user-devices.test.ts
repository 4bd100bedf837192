import { inEnglish } from '#core/reason.ts';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { loadRegistry, readDeviceFile } from './user-devices.ts';

const example = readFileSync(join(import.meta.dirname, '../../docs/examples/orno-we-504.yaml'), 'utf8');
const named = (id: string): string => example.replace('id: orno-we-504', `id: ${id}`);

test('files of the folder are definitions; broken and clashing ones are named, the rest is there', async (ctx) => {
  const data = tempDir(ctx);
  const folder = join(data, 'devices');
  mkdirSync(folder);
  writeFileSync(join(folder, 'a.yaml'), example);
  writeFileSync(join(folder, 'b.yml'), named('second'));
  writeFileSync(join(folder, 'c.yaml'), named('second'));
  writeFileSync(join(folder, 'd.yaml'), named('axpert'));
  writeFileSync(join(folder, 'e.yaml'), '\u0000\u0001');
  writeFileSync(join(folder, 'huge.yaml'), Buffer.alloc(2_000_000, 0x20));
  writeFileSync(join(folder, '.hidden.yaml'), 'x');
  writeFileSync(join(folder, 'notes.txt'), 'x');
  mkdirSync(join(folder, 'folder.yaml'));
  const { broken, find, definitionOf } = await loadRegistry(undefined, data);
  expect([find('orno-we-504')?.mode, find('second')?.mode, find('pi30')?.id]).toEqual(['request', 'request', 'pi30']);
  expect(broken.map(({ file, id }) => [file, id])).toEqual([
    ['c.yaml', 'second'],
    ['d.yaml', 'axpert'],
    ['e.yaml', undefined],
    ['folder.yaml', undefined],
    ['huge.yaml', undefined],
  ]);
  expect(broken[0]?.problems.map(inEnglish)).toEqual(['c.yaml:3:5: second is taken by b.yml: choose another name']);
  expect(broken[1]?.problems.map(inEnglish)[0]).toMatch(/axpert is taken by the built-in protocol pi30 \(/);
  // The id is the one of the file that came first.
  expect((await definitionOf('second')).title).toContain('Orno');
});

test('no folder is no problem, unless it was asked for', async (ctx) => {
  const data = tempDir(ctx);
  expect((await loadRegistry(undefined, data)).broken).toEqual([]);
  await expect(loadRegistry(join(data, 'none'), data)).rejects.toMatchObject({
    code: 'folder.missing',
    why: 'there is no such folder',
  });
  writeFileSync(join(data, 'file'), '');
  await expect(loadRegistry(join(data, 'file'), data)).rejects.toMatchObject({
    why: 'a file is where a folder is needed',
  });
});

test('a file that is not there is told in words', async (ctx) => {
  const outcome = await readDeviceFile(join(tempDir(ctx), 'none.yaml'), () => undefined);
  expect('problems' in outcome ? outcome.problems.map(inEnglish) : []).toEqual(['none.yaml: there is no such file']);
});
