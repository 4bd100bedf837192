// The log's own files: what is acknowledged is found again, whatever was in their place before, and damage only hides one row.
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fc } from '#tools/testkit/property.ts';
import { expect, test } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openLogFile, slotPaths } from './log-file.ts';

const mark = 77;
const all = { seq: 0, limit: 1e6 };
const bodyOf = (seq: number, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => (seq * 31 + index) & 0xff);

const reopened = (path: string, doneSeq = 0) => {
  const log = openLogFile({ path, mark, doneSeq });
  const rows = log.rows(all);
  log.close();
  return rows;
};

test('rows are found again after any order of rows, drops and openings', (owner) => {
  const step = fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 0, max: 90_000 }).map((length) => ({ length })) },
    { weight: 1, arbitrary: fc.integer({ min: 1_000_000, max: 1_300_000 }).map((length) => ({ length })) },
    { weight: 3, arbitrary: fc.nat(20).map((back) => ({ back })) },
    { weight: 1, arbitrary: fc.constant('open' as const) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const path = join(tempDir(owner), 'history.db');
      let [seq, doneSeq] = [0, 0];
      let log = openLogFile({ path, mark, doneSeq });
      const kept = new Map<number, Uint8Array>();
      for (const one of steps) {
        if (one === 'open') {
          log.close();
          log = openLogFile({ path, mark, doneSeq });
        } else if ('length' in one) {
          seq += 1;
          kept.set(seq, bodyOf(seq, one.length));
          log.append({ seq, body: bodyOf(seq, one.length) });
        } else {
          doneSeq = Math.max(doneSeq, seq - one.back);
          log.dropBefore(doneSeq + 1);
          for (const gone of [...kept.keys()].filter((old) => old <= doneSeq)) kept.delete(gone);
        }
      }
      log.close();
      const rows = reopened(path, doneSeq);
      expect(rows.map((row) => row.seq)).toEqual([...kept.keys()]);
      for (const row of rows) expect(Buffer.compare(row.body, kept.get(row.seq) ?? new Uint8Array())).toBe(0);
    }),
    { numRuns: 25 },
  );
});

test('a row that was cut off while it was written is none, and the next takes its place', (owner) => {
  const path = join(tempDir(owner), 'history.db');
  const first = openLogFile({ path, mark, doneSeq: 0 });
  for (const seq of [1, 2]) first.append({ seq, body: bodyOf(seq, 1000) });
  first.close();
  const [slot = ''] = slotPaths(path);
  const bytes = readFileSync(slot);
  writeFileSync(slot, bytes.fill(0, 1500, 2048));
  const log = openLogFile({ path, mark, doneSeq: 0 });
  expect(log.rows(all).map(({ seq }) => seq)).toEqual([1]);
  for (const seq of [2, 3]) log.append({ seq, body: bodyOf(seq, 50) });
  log.close();
  expect(reopened(path).map(({ seq, body }) => [seq, body.length])).toEqual([
    [1, 1000],
    [2, 50],
    [3, 50],
  ]);
});

test('damage in the midst hides one row and tells of it', (owner) => {
  const path = join(tempDir(owner), 'history.db');
  const log = openLogFile({ path, mark, doneSeq: 0 });
  for (const seq of [1, 2, 3]) log.append({ seq, body: bodyOf(seq, 1000) });
  log.close();
  const [slot = ''] = slotPaths(path);
  const bytes = readFileSync(slot);
  bytes[1024 + 2] = (bytes[1024 + 2] ?? 0) ^ 1;
  writeFileSync(slot, bytes);
  // One bit is put right, also in the file; of two the row cannot be told.
  expect(reopened(path).map(({ body }) => body.length)).toEqual([1000, 1000, 1000]);
  bytes[1024 + 2] = (bytes[1024 + 2] ?? 0) ^ 6;
  writeFileSync(slot, bytes);
  expect(reopened(path).map(({ seq, body }) => [seq, body.length])).toEqual([
    [1, 1000],
    [2, 0],
    [3, 1000],
  ]);
});

test('the log of another database is none', (owner) => {
  const path = join(tempDir(owner), 'history.db');
  const log = openLogFile({ path, mark: 1, doneSeq: 0 });
  log.append({ seq: 1, body: bodyOf(1, 100) });
  log.close();
  expect(reopened(path)).toEqual([]);
});

test('files are used again, and only a few wait for it', (owner) => {
  const folder = tempDir(owner);
  const path = join(folder, 'history.db');
  const log = openLogFile({ path, mark, doneSeq: 0 });
  let seq = 0;
  const fill = (rows: number): void => {
    for (let count = 0; count < rows; count += 1) log.append({ seq: (seq += 1), body: bodyOf(seq, 100_000) });
  };
  fill(100);
  expect(readdirSync(folder).length).toBeGreaterThan(8);
  log.dropBefore(seq + 1);
  expect(readdirSync(folder).length).toBeLessThan(5);
  for (let round = 0; round < 5; round += 1) {
    fill(20);
    log.dropBefore(seq - 5);
  }
  expect(readdirSync(folder).length).toBeLessThan(5);
  log.close();
  // A copy under another name is a log of that name.
  for (const name of readdirSync(folder))
    copyFileSync(join(folder, name), join(folder, name.replace('history', 'other')));
  expect(reopened(join(folder, 'other.db'), seq - 6).map((row) => row.seq)).toEqual(
    Array.from({ length: 6 }, (_, index) => seq - 5 + index),
  );
});

test('an older copy of the log is known by its end, and its rows are not numbered again', (owner) => {
  const path = join(tempDir(owner), 'history.db');
  const log = openLogFile({ path, mark, doneSeq: 0 });
  log.append({ seq: 1, body: bodyOf(1, 100) });
  const [slot = ''] = slotPaths(path);
  const older = readFileSync(slot);
  log.append({ seq: 2, body: bodyOf(2, 100) });
  log.close();
  writeFileSync(slot, older);
  const found = openLogFile({ path, mark, doneSeq: 0 });
  expect([found.rows(all).length, found.endSeq]).toEqual([1, 2]);
  found.close();
  const other = openLogFile({ path, mark: mark + 1, doneSeq: 0 });
  expect(other.endSeq).toBe(0);
  other.close();
});
