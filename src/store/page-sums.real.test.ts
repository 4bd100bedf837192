// The sums of pages and the look through the write-ahead log, on files that SQLite wrote: they fit after any end of the process, and whatever
// else changed the file is told.
import {
  closeSync,
  copyFileSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, type TestContext } from 'vitest';
import { drawing } from '#tools/testkit/drawing.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { type CheckedFile, openCheckedFile } from './checked-file.ts';
import { openPageSums } from './page-sums.ts';
import { checkedBytes } from './sqlite-file.ts';

const random = drawing();
const opened = (path: string): Promise<CheckedFile> =>
  openCheckedFile(path, (db) => db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT)'));
const codes = (file: CheckedFile): readonly string[] => file.found().map(({ code }) => code);
const rows = (file: CheckedFile): number => Number(file.db.prepare('SELECT count(*) AS n FROM t').get()?.['n']);

function put(file: CheckedFile, count: number): void {
  for (let index = 0; index < count; index += 1) {
    file.db.exec(
      `INSERT OR REPLACE INTO t VALUES (${Math.floor(random() * 400)}, '${'x'.repeat(1 + random() * 900)}')`,
    );
    file.committed();
  }
}

/** The files as a kill leaves them, in a folder of their own. */
function killed(context: TestContext, path: string): string {
  const [from, to] = [join(path, '..'), tempDir(context)];
  for (const name of readdirSync(from)) if (!name.endsWith('-shm')) copyFileSync(join(from, name), join(to, name));
  return join(to, 'a.db');
}

function flip(path: string, at: number, mask = 4): void {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] ?? 0) ^ mask;
  writeFileSync(path, bytes);
}

test('a kill at any moment leaves sums that fit, whether the log was written back or not', async (context) => {
  const path = join(tempDir(context), 'a.db');
  const file = await opened(path);
  for (let round = 0; round < 25; round += 1) {
    put(file, Math.floor(random() * 150));
    if (random() < 0.4) file.settle();
    // Some writes begin the log anew, some continue it.
    put(file, Math.floor(random() * 3));
    const copy = killed(context, path);
    const again = await opened(copy);
    expect([codes(again), rows(again)]).toEqual([[], rows(file)]);
    again.close();
    const twice = await opened(copy);
    expect(codes(twice)).toEqual([]);
    twice.close();
  }
  file.close();
  const last = await opened(path);
  expect(codes(last)).toEqual([]);
  last.close();
});

test('a flipped bit of the log is put right wherever it is, and one beyond its end is none', async (context) => {
  const path = join(tempDir(context), 'a.db');
  const file = await opened(path);
  file.settle();
  file.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  put(file, 12);
  const size = statSync(`${path}-wal`).size;
  let mended = 0;
  for (let round = 0; round < 60; round += 1) {
    const copy = killed(context, path);
    // Some in the heading of the last frame, behind which nothing else is.
    const at = round % 4 === 0 ? size - 4096 - 24 + Math.floor(random() * 24) : Math.floor(random() * size);
    flip(`${copy}-wal`, at, 1 << Math.floor(random() * 8));
    const again = await opened(copy);
    // The sums of SQLite are weak in the high bits of words: where several bits would fit, the rest of the log is kept aside and told.
    const [code] = codes(again);
    const whole = code === 'bits.mended' ? rows(file) : rows(again);
    expect([code === 'bits.mended' || code === 'journal.cut', rows(again)], `bit at ${at}`).toEqual([true, whole]);
    mended += code === 'bits.mended' ? 1 : 0;
    again.close();
  }
  expect(mended).toBeGreaterThan(30);
  file.close();
});

test('a log with more damage than a bit is kept, and what is lost behind it is told', async (context) => {
  const path = join(tempDir(context), 'a.db');
  const file = await opened(path);
  put(file, 20);
  const copy = killed(context, path);
  for (const at of [4096, 4100, 4104]) flip(`${copy}-wal`, at, 0xff);
  const again = await opened(copy);
  expect(codes(again)).toEqual(['journal.cut']);
  expect(readdirSync(join(copy, '..')).some((name) => name.startsWith('a.db-wal.damaged-'))).toBe(true);
  again.close();
  // A log that a power cut left unfinished is no damage.
  const cut = killed(context, path);
  writeFileSync(`${cut}-wal`, readFileSync(`${cut}-wal`).subarray(0, statSync(`${cut}-wal`).size - 2000));
  const torn = await opened(cut);
  expect(codes(torn)).toEqual([]);
  torn.close();
  file.close();
});

test('more than a bit is told at every start, until the page is written anew; another program is told as well', async (context) => {
  const path = join(tempDir(context), 'a.db');
  let file = await opened(path);
  put(file, 200);
  file.close();
  // In the text of a row: SQLite itself has nothing against it.
  const at = readFileSync(path).lastIndexOf('xxxxxxxxxxxx');
  flip(path, at, 3);
  for (let start = 0; start < 2; start += 1) {
    file = await opened(path);
    expect(codes(file)).toEqual(['pages.changed']);
    file.close();
  }
  file = await opened(path);
  file.db.exec("UPDATE t SET body = 'new'");
  file.close();
  file = await opened(path);
  expect(codes(file)).toEqual([]);
  file.close();
  const other = new DatabaseSync(path);
  other.exec("UPDATE t SET body = 'theirs' WHERE id < 200");
  other.close();
  file = await opened(path);
  expect(codes(file)).toEqual(['pages.changed']);
  file.close();
});

/** Turns a bit of a byte, in place. */
function flipIn(path: string, at: number): void {
  const fd = openSync(path, 'r+');
  const byte = Buffer.alloc(1);
  readSync(fd, byte, 0, 1, at);
  byte[0] = (byte[0] ?? 0) ^ 4;
  writeSync(fd, byte, 0, 1, at);
  closeSync(fd);
}

test('a file too large to be compared at a start is compared while it is in use, a stretch at a time, to its end and again', async (context) => {
  const path = join(tempDir(context), 'a.db');
  const file = await opened(path);
  const insert = file.db.prepare('INSERT INTO t VALUES (?, ?)');
  file.db.exec('BEGIN');
  for (let id = 0; id < 80; id += 1) insert.run(id, String(id).padEnd(2 ** 20, 'x'));
  file.db.exec('COMMIT');
  file.committed();
  file.close();
  const pages = Math.floor(statSync(path).size / 4096);
  expect(statSync(path).size).toBeGreaterThan(checkedBytes);
  // One page near the end, and one in the middle that is changed in more than a bit.
  flipIn(path, (pages - 3) * 4096 + 100);
  for (const at of [7, 900, 3000]) flipIn(path, Math.floor(pages / 2) * 4096 + at);
  const again = await opened(path);
  expect(codes(again)).toEqual([]);
  // Each opening compares a stretch as well.
  const rounds = Math.ceil(pages / 256);
  for (let round = 0; round < rounds; round += 1) again.patrol();
  expect(codes(again)).toEqual(['pages.changed', 'bits.mended']);
  expect(rows(again)).toBe(80);
  // What is changed while it is in use is found by the next round.
  flipIn(path, (pages - 5) * 4096 + 100);
  for (let round = 0; round < rounds; round += 1) again.patrol();
  expect(codes(again).slice(2)).toEqual(['pages.changed', 'bits.mended']);
  again.close();
  const last = await opened(path);
  expect(last.db.prepare('PRAGMA page_count').get()?.['page_count']).toBe(pages);
  last.close();
});

test('pages of a file of many gigabytes have their sums at their own places', (context) => {
  const path = join(tempDir(context), 'a.db');
  writeFileSync(path, '');
  // It takes no room on the disk: nothing is written between.
  truncateSync(path, 9 * 2 ** 30);
  const last = (9 * 2 ** 30) / 4096;
  const some = [1, 2 ** 19 + 1, 2 ** 20 + 1, last - 1, last];
  const write = openSync(path, 'r+');
  for (const page of some) writeSync(write, Buffer.alloc(4096, page % 251), 0, 4096, (page - 1) * 4096);
  closeSync(write);
  const sums = openPageSums(path, 4096);
  sums.note(some);
  sums.close();
  flipIn(path, (last - 1) * 4096 + 4000);
  flipIn(path, 2 ** 32 + 17);
  const again = openPageSums(path, 4096);
  expect(again.pages()).toBe(last);
  const found = some.map((page) => again.compare({ from: page, to: page + 1 }, new Set()));
  expect(found.map(({ mended, changed }) => [...mended, ...changed.map((page) => -page)])).toEqual([
    [],
    [],
    [2 ** 20 + 1],
    [],
    [last],
  ]);
  again.close();
  const [byte, read] = [Buffer.alloc(1), openSync(path, 'r')];
  for (const [at, page] of [
    [(last - 1) * 4096 + 4000, last],
    [2 ** 32 + 17, 2 ** 20 + 1],
  ] as const) {
    readSync(read, byte, 0, 1, at);
    expect(byte[0]).toBe(page % 251);
  }
  closeSync(read);
});
