// What a witness says of a file that is whole, cut off, older or replaced, at whatever step its writer ended.
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openFileEnd } from './file-end.ts';

const bytes = (text: string): Buffer => Buffer.from(text);

async function noted(context: TestContext, ...texts: readonly string[]): Promise<string> {
  const folder = tempDir(context);
  const end = await openFileEnd(folder, 'journal');
  for (const text of texts) end.note(text.length, bytes(text));
  await end.close();
  return folder;
}

const long = 'x'.repeat(500);

test.for([
  ['as it was', `${long}end`, false],
  ['with more behind it', `${long}end and more\0\0`, false],
  ['cut off', long, true],
  ['gone', '', true],
  ['as long, with other bytes at its end', `${long}eNd`, true],
  ['longer, and another one', 'y'.repeat(2000), true],
] as const)('a file that is %s', async ([, text, isShort], context) => {
  const folder = await noted(context, long, `${long}end`);
  expect((await openFileEnd(folder, 'journal')).isShort(bytes(text))).toBe(isShort);
});

test('nothing is missing of a file that nothing was noted of, or that was emptied', async (context) => {
  for (const folder of [tempDir(context), await noted(context, long, '')])
    for (const text of ['', long]) expect((await openFileEnd(folder, 'journal')).isShort(bytes(text))).toBe(false);
});

test('while it is replaced the one before and the next are right, and behind that the next alone', async (context) => {
  const folder = await noted(context, long);
  const end = await openFileEnd(folder, 'journal');
  await end.awaits(4, bytes('next'));
  const during = await openFileEnd(folder, 'journal');
  expect([long, 'next', 'none'].map((text) => during.isShort(bytes(text)))).toEqual([false, false, true]);
  end.note(4, bytes('next'));
  await end.close();
  const after = await openFileEnd(folder, 'journal');
  expect([long, 'next'].map((text) => after.isShort(bytes(text)))).toEqual([true, false]);
});

test('a witness that is damaged or something else says nothing, and the next is written', async (context) => {
  for (const text of ['', '00000000 [[1,2,3]]\n', 'x'.repeat(9000)]) {
    const folder = await noted(context, long);
    writeFileSync(join(folder, 'ends', 'journal'), text);
    const end = await openFileEnd(folder, 'journal');
    expect(end.isShort(bytes('anything'))).toBe(false);
    end.note(2, bytes('ab'));
    await end.close();
    expect((await openFileEnd(folder, 'journal')).isShort(bytes('a'))).toBe(true);
  }
  const folder = tempDir(context);
  mkdirSync(join(folder, 'ends', 'journal'), { recursive: true });
  const end = await openFileEnd(folder, 'journal');
  end.note(2, bytes('ab'));
  await end.awaits(2, bytes('ab'));
  await end.close();
  expect(readdirSync(join(folder, 'ends'))).toEqual(['journal']);
});

test('many notes at once end in the newest, in a file for its owner only', async (context) => {
  const folder = tempDir(context);
  const end = await openFileEnd(folder, 'journal');
  for (let length = 1; length <= 500; length += 1) end.note(length, bytes(long.slice(0, length)));
  await end.settled();
  const again = await openFileEnd(folder, 'journal');
  expect([long.slice(1), long].map((text) => again.isShort(bytes(text)))).toEqual([true, false]);
  await end.close();
  expect(statSync(join(folder, 'ends', 'journal')).mode & 0o777).toBe(0o600);
});
