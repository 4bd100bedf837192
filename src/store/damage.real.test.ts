// Damaged, foreign and newer files of the store: named with a reason, never taken for empty, never touched.
import { copyFileSync, existsSync, readFileSync, statSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test, type TestContext } from 'vitest';
import { isSolsteadError } from '#core/errors.ts';
import type { MetricId } from '#core/catalogue.ts';
import type { Batch } from '#core/reading.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import type { DataFolder } from './folder.ts';
import { openChunkStore } from './chunks/store.ts';
import { packBatches } from './point-columns.ts';
import { openSqliteBackend } from './sqlite-backend.ts';
import { openSqliteHistory } from './sqlite-history.ts';
import { openSqliteRecords } from './sqlite-records.ts';
import { heldFolder } from './testing/places.ts';

interface Kind {
  readonly file: string;
  /** Opens the store, writes something if asked, and closes it. */
  readonly visit: (folder: DataFolder, fills?: boolean) => Promise<void>;
}

const metric: readonly MetricId[] = ['pv.power', 'grid.power', 'battery.soc'];

// On the tables themselves: opening a worker each time is slow.
async function visitHistory(folder: DataFolder, fills = false): Promise<void> {
  const store = await openChunkStore(await openSqliteBackend({ path: join(folder.path, 'history.db') }));
  const batches = Array.from({ length: 1000 }, (_, index): Batch => {
    return {
      site: 'home',
      device: 'inverter',
      atMs: index * 1000,
      metric,
      value: [index, 1, 2],
      quality: ['good', 'good', 'good'],
    };
  });
  if (fills) {
    await store.append(packBatches(batches));
    await store.maintain({ nowMs: Date.UTC(1971, 0) });
  }
  await store.close();
}

async function visitRecords(folder: DataFolder, fills = false): Promise<void> {
  const store = await openSqliteRecords({ folder });
  if (fills) await store.sites.save({ id: 'home', name: 'Home', timeZone: 'UTC' });
  await store.close();
}

const kinds: readonly Kind[] = [
  { file: 'history.db', visit: visitHistory },
  { file: 'records.db', visit: visitRecords },
];

const damages: Readonly<Record<string, (path: string) => void>> = {
  'is noise': (path) =>
    writeFileSync(
      path,
      Uint8Array.from({ length: 8192 }, (_, index) => (index * 167) & 0xff),
    ),
  'is empty': (path) => truncateSync(path, 0),
  'lost its end': (path) => truncateSync(path, statSync(path).size - 1),
  'lost all but its first page': (path) => truncateSync(path, 4096),
  'lost all but a few bytes': (path) => truncateSync(path, 50),
  'has a page of noise': (path) => {
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0xa5, 4096, 8192));
  },
  'has other tables': (path) => {
    const db = new DatabaseSync(path);
    db.exec(
      'ALTER TABLE last RENAME TO first'.replaceAll('last', path.endsWith('history.db') ? 'chunk' : 'audit_line'),
    );
    db.close();
  },
  'is another program’s': (path) => {
    unlinkSync(path);
    const db = new DatabaseSync(path);
    db.exec('CREATE TABLE point (x)');
    db.close();
  },
};

async function filled(
  owner: TestContext,
  { file, visit }: Kind,
): Promise<{ readonly folder: DataFolder; readonly path: string }> {
  const folder = heldFolder(owner, tempDir(owner));
  await visit(folder, true);
  return { folder, path: join(folder.path, file) };
}

describe.concurrent.each(kinds)('$file', (kind) => {
  test('is for its owner alone', async (owner) => {
    const { expect } = owner;
    const { path } = await filled(owner, kind);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('damaged in any way is named and left as it is', async (owner) => {
    const { expect } = owner;
    const { folder, path } = await filled(owner, kind);
    const whole = readFileSync(path);
    for (const [what, damage] of Object.entries(damages)) {
      writeFileSync(path, whole);
      damage(path);
      const before = readFileSync(path);
      const thrown: unknown = await kind.visit(folder).catch((reason: unknown) => reason);
      expect(isSolsteadError(thrown, 'store.corrupt') && thrown.at, `${kind.file} ${what}: ${String(thrown)}`).toBe(
        path,
      );
      expect(readFileSync(path).equals(before), `${kind.file} ${what} was changed`).toBe(true);
    }
    writeFileSync(path, whole);
    await expect(kind.visit(folder), 'the folder is usable again').resolves.toBeUndefined();
  });

  test('missing beside its journal is not taken for new', async (owner) => {
    const { expect } = owner;
    const { folder, path } = await filled(owner, kind);
    unlinkSync(path);
    writeFileSync(`${path}-wal`, 'left over');
    await expect(kind.visit(folder)).rejects.toMatchObject({ code: 'store.corrupt', at: path });
    expect(existsSync(path)).toBe(false);
  });

  test('a draft left by a kill is replaced', async (owner) => {
    const { expect } = owner;
    const folder = heldFolder(owner, tempDir(owner));
    const path = join(folder.path, kind.file);
    writeFileSync(`${path}.new`, 'half');
    await kind.visit(folder, true);
    expect(existsSync(`${path}.new`)).toBe(false);
    await expect(kind.visit(folder)).resolves.toBeUndefined();
  });

  test('of a newer Solstead is named', async (owner) => {
    const { expect } = owner;
    const { folder, path } = await filled(owner, kind);
    const db = new DatabaseSync(path);
    if (kind.file === 'history.db') db.exec('PRAGMA user_version = 99');
    else db.exec("INSERT INTO kysely_migration VALUES ('9999-later', '2030-01-01T00:00:00Z')");
    db.close();
    await expect(kind.visit(folder)).rejects.toMatchObject({ code: 'store.newer', at: path });
  });
});

test('a damaged file is named across the worker too', async (owner) => {
  const { expect } = owner;
  const folder = heldFolder(owner, tempDir(owner));
  const path = join(folder.path, 'history.db');
  writeFileSync(path, 'noise'.repeat(1000));
  await expect(openSqliteHistory({ folder })).rejects.toMatchObject({
    code: 'store.corrupt',
    at: path,
    kind: 'config',
  });
});

test('a log that is lost seconds after it was begun is missed, also after quiet times', async (context) => {
  const { expect } = context;
  const path = join(tempDir(context), 'history.db');
  const batch = (atMs: number): Batch => ({
    site: 'home',
    device: 'roof',
    atMs,
    metric: ['pv.power'],
    value: [1],
    quality: ['good'],
  });
  /** What a start finds in a copy of the files without the log, as after a kill. */
  const foundWithoutLog = async (): Promise<number> => {
    const copy = join(tempDir(context), 'history.db');
    for (const end of ['', '-wal']) if (existsSync(path + end)) copyFileSync(path + end, copy + end);
    expect(existsSync(`${path}-log0`)).toBe(true);
    const store = await openChunkStore(await openSqliteBackend({ path: copy }));
    const { damage = [] } = await store.status();
    await store.close();
    return damage.length;
  };
  const store = await openChunkStore(await openSqliteBackend({ path }));
  await store.append(packBatches([batch(1000)]));
  await store.append(packBatches([batch(2000)]));
  expect(await foundWithoutLog()).toBe(1);
  // All is put away and the log given back; then it begins again.
  while (await store.maintain({ nowMs: 10 * 3_600_000, isQuiet: true }));
  await store.append(packBatches([batch(11 * 3_600_000)]));
  expect(await foundWithoutLog()).toBe(1);
  await store.close();
});

test('a journal that is lost takes no number of a series with it: the log stays readable', async (context) => {
  const { expect } = context;
  const path = join(tempDir(context), 'history.db');
  const store = await openChunkStore(await openSqliteBackend({ path }));
  for (let second = 0; second < 100; second += 1)
    await store.append(
      packBatches([
        { site: 'home', device: 'roof', atMs: second * 1000, metric: ['pv.power'], value: [second], quality: ['good'] },
      ]),
    );
  const copy = join(tempDir(context), 'history.db');
  for (const end of ['', '-log0']) copyFileSync(path + end, copy + end);
  const again = await openChunkStore(await openSqliteBackend({ path: copy }));
  const [found] = await again.range({
    series: [{ site: 'home', device: 'roof', metric: 'pv.power' }],
    fromMs: 0,
    toMs: 1_000_000,
    aggregate: 'last',
  });
  expect(found?.atMs.length).toBe(100);
  await again.close();
  await store.close();
});
