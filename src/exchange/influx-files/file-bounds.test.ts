// Files that say more than they hold: they are refused before much is read or worked out.
import { execFileSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { influxFilesSource } from './influx-files-source.ts';
import { blockPoints } from './tsm-block.ts';
import { tsmPoints } from './tsm-file.ts';

const megabyte = 1024 * 1024;
const damaged = { code: 'input.invalid', reason: { code: 'influx.damaged' } };

/** A file that is one hole but for these bytes: it takes no room. */
function hollow(path: string, bytes: number, parts: Readonly<Record<number, readonly number[]>> = {}): void {
  const file = openSync(path, 'w');
  ftruncateSync(file, bytes);
  for (const [at, part] of Object.entries(parts)) writeSync(file, Buffer.from(part), 0, part.length, Number(at));
  closeSync(file);
}

test('an index that is nearly all of a large file is not read', async (context) => {
  const path = join(tempDir(context), '000000001-000000001.tsm');
  const bytes = 200 * megabyte;
  hollow(path, bytes, { 0: [0x16, 0xd1, 0x16, 0xd1, 1], [bytes - 8]: [0, 0, 0, 0, 0, 0, 0, 5] });
  await expect(tsmPoints(path, () => false).next()).rejects.toMatchObject(damaged);
});

test('a log that is far longer than a server writes one is not read', async (context) => {
  const folder = tempDir(context);
  for (const part of ['meta', 'data/home/autogen/1', 'wal/home/autogen/1'])
    mkdirSync(join(folder, part), { recursive: true });
  hollow(join(folder, 'wal/home/autogen/1/_00001.wal'), 100 * megabyte);
  const items = influxFilesSource({ folder, database: 'home' }).items()[Symbol.asyncIterator]();
  await expect(items.next()).rejects.toMatchObject(damaged);
});

test.for(['data/home/autogen/1/000000001-000000001.tsm', 'wal/home/autogen/1/_00001.wal'])(
  'a pipe in the place of a file is not waited for: %s',
  async (name, context) => {
    const folder = tempDir(context);
    for (const part of ['meta', 'data/home/autogen/1', 'wal/home/autogen/1'])
      mkdirSync(join(folder, part), { recursive: true });
    execFileSync('mkfifo', [join(folder, name)]);
    const items = influxFilesSource({ folder, database: 'home' }).items()[Symbol.asyncIterator]();
    await expect(items.next()).rejects.toMatchObject(damaged);
  },
);

test('of whole numbers no more are unpacked than there are times', () => {
  // One time; then words that say 240 numbers each.
  const times = Buffer.from([0x20, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]);
  const words = Buffer.concat([Buffer.from([0x10]), Buffer.alloc(8), Buffer.alloc(8_000_000)]);
  const block = Buffer.concat([Buffer.from([1, times.length]), times, words]);
  expect(blockPoints(block, 'x')).toEqual({ atMs: Float64Array.of(0), value: Float64Array.of(0) });
});
