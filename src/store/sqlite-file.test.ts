// How the store's files are opened: what makes a commit survive a power cut, and what another reader may do.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { inTransaction, openSqliteFile, pragmaNumber } from './sqlite-file.ts';

const fill = (db: DatabaseSync): void => db.exec('CREATE TABLE t (x INTEGER NOT NULL) STRICT');

test('commits wait for the disk, in a write-ahead log', async (owner) => {
  const path = join(tempDir(owner), 'a.db');
  for (const opening of ['first', 'second']) {
    const db = await openSqliteFile(path, fill);
    expect(pragmaNumber(db, 'synchronous'), `${opening} opening`).toBe(2);
    expect(db.prepare('PRAGMA journal_mode').get(), `${opening} opening`).toEqual({ journal_mode: 'wal' });
    db.close();
  }
});

test('a failed transaction leaves nothing and the next one works', async (owner) => {
  const db = await openSqliteFile(join(tempDir(owner), 'a.db'), fill);
  const insert = db.prepare('INSERT INTO t VALUES (?)');
  expect(() => inTransaction(db, () => [1, null].map((value) => insert.run(value)))).toThrow('NOT NULL');
  inTransaction(db, () => insert.run(2));
  expect(db.prepare('SELECT x FROM t').all()).toEqual([{ x: 2 }]);
  db.close();
});

test('another program that reads the file does not make it look damaged', async (owner) => {
  const path = join(tempDir(owner), 'a.db');
  const reader = new DatabaseSync(':memory:');
  owner.onTestFinished(() => reader.close());
  const first = await openSqliteFile(path, fill);
  reader.exec(`ATTACH '${path}' AS file`);
  reader.exec('BEGIN; SELECT * FROM file.t');
  first.exec(`INSERT INTO t VALUES ${'(1),'.repeat(9999)}(1)`);
  first.close();
  const second = await openSqliteFile(path, fill);
  expect(second.prepare('SELECT count(*) AS rows FROM t').get()).toEqual({ rows: 10_000 });
  second.close();
});
