// A history file of version 1, one row per point: everything in it is there after opening, even if that was interrupted.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, type TestContext } from 'vitest';
import type { SeriesKey } from '#core/history.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openChunkStore } from './chunks/store.ts';
import { openSqliteBackend } from './sqlite-backend.ts';
import { openSqliteFile, pragmaNumber } from './sqlite-file.ts';

const version1 = `
  CREATE TABLE series (
    id INTEGER PRIMARY KEY, site TEXT NOT NULL, device TEXT NOT NULL, metric TEXT NOT NULL, UNIQUE (site, device, metric)
  ) STRICT;
  CREATE TABLE point (
    series INTEGER NOT NULL, at_ms INTEGER NOT NULL, value REAL NOT NULL, PRIMARY KEY (series, at_ms)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE last (
    series INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, value REAL, text TEXT, quality TEXT NOT NULL
  ) STRICT;
  CREATE TABLE total (points INTEGER NOT NULL) STRICT;
  INSERT INTO total VALUES (1600);
  PRAGMA user_version = 1;
  INSERT INTO series VALUES (3, 'home', 'inverter', 'pv.power'), (5, 'home', 'inverter', 'inverter.mode'),
    (9, 'cabin', 'inverter', 'pv.power');
  INSERT INTO last VALUES (3, 71940000, 1199.5, NULL, 'good'), (5, 7, NULL, 'line', 'held');
  WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1199)
    INSERT INTO point SELECT 3, i * 60000 - 60000, i + 0.5 FROM n UNION ALL SELECT 9, i * 86400000, i FROM n WHERE i < 400;
`;

const power: SeriesKey = { site: 'home', device: 'inverter', metric: 'pv.power' };
const far: SeriesKey = { ...power, site: 'cabin' };
const ever = { fromMs: -1e9, toMs: 1e12 };

async function olderFile(owner: TestContext): Promise<string> {
  const path = join(tempDir(owner), 'history.db');
  const db = await openSqliteFile(path, (fresh) => fresh.exec(version1));
  db.close();
  return path;
}

async function expectAll(path: string): Promise<void> {
  const store = await openChunkStore(await openSqliteBackend({ path }));
  const index = Array.from({ length: 1200 }, (_, one) => one);
  const daily = index.slice(0, 400);
  expect(await store.range({ series: [power, far], ...ever })).toEqual([
    { atMs: index.map((one) => one * 60_000 - 60_000), value: index.map((one) => one + 0.5), cut: false },
    { atMs: daily.map((one) => one * 86_400_000), value: daily, cut: false },
  ]);
  const days = await store.range({ series: [far], ...ever, stepMs: 86_400_000, aggregate: 'last' });
  expect(days[0]?.value).toEqual(daily);
  expect(await store.status()).toMatchObject({ points: 1600, series: 3 });
  expect(store.lastValues()).toEqual([
    { key: power, atMs: 71_940_000, value: 1199.5, quality: 'good' },
    { key: { ...power, metric: 'inverter.mode' }, atMs: 7, value: 'line', quality: 'held' },
  ]);
  await store.close();
}

test('all of it moves into chunks, once', async (owner) => {
  const path = await olderFile(owner);
  await expectAll(path);
  await expectAll(path);
  const db = new DatabaseSync(path);
  expect(pragmaNumber(db, 'user_version')).toBe(4);
  expect(db.prepare("SELECT name FROM sqlite_schema WHERE name = 'old_point'").all()).toEqual([]);
  db.close();
});

test.for(['before migrate', 'inside migrate', 'after migrate'] as const)(
  'cut off %s it goes on',
  async (cut, owner: TestContext) => {
    const path = await olderFile(owner);
    for (const after of [0, 2, 5]) {
      let left = after;
      const onStep = (step: string): void => {
        if (step === cut && left-- === 0) throw new Error('cut off');
      };
      const backend = await openSqliteBackend({ path, onStep });
      await expect(openChunkStore(backend)).rejects.toThrow('cut off');
      await backend.close();
    }
    await expectAll(path);
  },
);
