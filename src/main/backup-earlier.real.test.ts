// A backup with the tables of an earlier version becomes the same home as its folder, brought up to date in its place.
import { createWriteStream, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pipeline } from 'node:stream/promises';
import { gunzipSync } from 'node:zlib';
import { Kysely } from 'kysely';
import { expect, test, type TestContext } from 'vitest';
import { type Part, writeBackup } from '#backup/archive.ts';
import type { Manifest } from '#backup/manifest.ts';
import { systemClock as clock } from '#core/clock.ts';
import { openFolder } from '#store/folder.ts';
import { nodeSqliteDialect } from '#store/kysely-dialect.ts';
import { migrateRecords } from '#store/migrations/migrate.ts';
import { recordsSnapshot } from '#store/sqlite-records.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { type BackupFile, stageHome } from './restore-home.ts';
import { beginMs, openHome, tables } from './testing/home-contents.ts';

const earlier = join(import.meta.dirname, '../store/testing/earlier/0.1.0');
const passphrase = 'four words of mine';
/** Its last change, and those that came since. */
const ownChange = '0003-anomalies';
const changes = readdirSync(join(import.meta.dirname, '../store/migrations'))
  .filter((name) => /^\d{4}-.*\.ts$/.test(name))
  .map((name) => name.replace('.ts', ''))
  .filter((name) => name >= ownChange)
  .toSorted();

function earlierFolder(context: TestContext): string {
  const folder = join(tempDir(context), 'data');
  mkdirSync(folder, { mode: 0o700 });
  for (const name of ['records.db', 'history.db', 'history.db-log0'])
    writeFileSync(join(folder, name), gunzipSync(readFileSync(join(earlier, `${name}.gz`))), { mode: 0o600 });
  return folder;
}

/** Changes the tables of a folder up to one of the changes, as the version did that had it last. */
async function migrateTo(folder: string, upTo: string): Promise<void> {
  const path = join(folder, 'records.db');
  using file = new DatabaseSync(path);
  await migrateRecords({ db: new Kysely({ dialect: nodeSqliteDialect(file, path) }), at: path, upTo });
}

/** A backup of the records as they are in the file; there is no history in it. */
async function backUp(context: TestContext, folder: string, home: string): Promise<BackupFile> {
  const records = await recordsSnapshot(join(folder, 'records.db'));
  const parts = (async function* (): AsyncGenerator<Part> {
    let count = 0;
    for await (const bytes of records.pieces())
      yield { group: 'records', name: `${String((count += 1)).padStart(7, '0')}.json`, bytes };
  })();
  const { form, facts } = records;
  const manifest: Manifest = {
    format: 'solstead-backup',
    version: 1,
    solstead: '0.1.0',
    home,
    sites: ['Old house'],
    madeMs: beginMs,
    hasSecrets: true,
    records: { form, facts },
    history: { form: 'none', facts: {} },
  };
  const path = join(tempDir(context), 'old.age');
  await pipeline(writeBackup({ manifest, parts }, { passphrase, workFactor: 2 }), createWriteStream(path));
  await records.close();
  return { path, passphrase };
}

/** The content of the tables; who the home is was drawn when they were changed. */
function contentOf(folder: string) {
  const { home: _, ...rest } = tables(folder);
  return rest;
}

test('a backup with the tables of any earlier change is brought up to date', { timeout: 120_000 }, async (context) => {
  const inPlace = earlierFolder(context);
  const upToDate = await openHome(inPlace);
  const home = await upToDate.records.belongTo('');
  await upToDate.close();
  const known = contentOf(inPlace);
  expect(known['site']).toHaveLength(1);
  for (const change of changes) {
    const folder = earlierFolder(context);
    await migrateTo(folder, change);
    const file = await backUp(context, folder, home);
    const fresh = join(tempDir(context), 'new');
    const held = openFolder(fresh);
    const { manifest, swap } = await stageHome(file, { folder: fresh, clock }, { isReplacing: false });
    expect(manifest.records.facts['change']).toBe(change);
    swap();
    held.close();
    const restored = await openHome(fresh);
    const checks = await restored.records.audit.check();
    await restored.close();
    expect(checks.every(({ brokenAt }) => brokenAt === undefined)).toBe(true);
    expect(contentOf(fresh), `tables of ${change}`).toEqual(known);
  }
});
