// What was written to the memory of devices, in a file: whole over a restart, and in nobody's way where it cannot be read or written.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { KeptWear } from '#core/wear-memory.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openWearFile } from './wear-file.ts';

const roof: KeptWear = {
  names: ['id roof', 'at pi30 tcp://10.0.0.1:8899 '],
  writtenMs: { POP: [1, 2], 'register 7': [3] },
};

function logged() {
  const told: string[] = [];
  return { told, log: { warn: (_fields: object, message: string) => void told.push(message) } };
}

test('what is kept is there after a restart, as it was kept last; nothing is written before', async (context) => {
  const folder = join(tempDir(context), 'data');
  const { told, log } = logged();
  const file = await openWearFile(folder, log);
  expect([file.kept(), existsSync(folder)]).toEqual([[], false]);
  // Two at once: the later one stays.
  await Promise.all([file.keep([]), file.keep([roof])]);
  expect((await openWearFile(folder, log)).kept()).toEqual([roof]);
  expect(told).toEqual([]);
});

test('a file that is damaged, or of something else, counts as empty, and is written anew', async (context) => {
  const folder = tempDir(context);
  for (const content of [
    '{"devices":[{"names":["id a"]',
    '[]',
    '{"devices":[1,{"names":"x"},{"names":[1],"writtenMs":{"a":["x",null]}}]}',
  ]) {
    writeFileSync(join(folder, 'wear.json'), content);
    const file = await openWearFile(folder, logged().log);
    expect(file.kept().flatMap(({ names }) => names)).toEqual([]);
    await file.keep([roof]);
    expect(JSON.parse(readFileSync(join(folder, 'wear.json'), 'utf8'))).toEqual({ devices: [roof] });
  }
});

test('what holds its name, or that under which it is written, is told once for each write, and stops nobody', async (context) => {
  const folder = tempDir(context);
  execFileSync('mkfifo', [join(folder, 'wear.json.new')]);
  const { told, log } = logged();
  const file = await openWearFile(folder, log);
  await file.keep([roof]);
  expect((await openWearFile(folder, log)).kept()).toEqual([roof]);
  expect(told).toEqual([]);
  const taken = join(folder, 'taken');
  mkdirSync(join(taken, 'wear.json', 'x'), { recursive: true });
  const held = await openWearFile(taken, log);
  expect(told).toEqual(['what was written to devices before is not known']);
  await held.keep([roof]);
  expect(told.at(-1)).toBe('what was written to devices is not kept');
  // A process that goes on knows it all the same.
  expect(held.kept()).toEqual([roof]);
});
