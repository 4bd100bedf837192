// `solstead repair` over real files: what is damaged is set aside and told, what can be read of it is kept, and nobody gets in by it.
import {
  existsSync,
  openSync,
  closeSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, type TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { seededRandom } from '#core/random.ts';
import type { Batch } from '#core/reading.ts';
import { openFolder } from '#store/folder.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { type HomeStores, openHomeStores } from './home-stores.ts';
import { makeLog } from './log.ts';
import { repairFolder } from './repair-folder.ts';
import { openVault } from './vault.ts';

const hourMs = 3_600_000;
const startMs = 1_780_000_000_000 - (1_780_000_000_000 % hourMs);
const hours = 200;
const next = seededRandom(3);

const batch = (device: string, atMs: number): Batch => ({
  site: 'home',
  device,
  atMs,
  metric: ['pv.power', 'battery.soc'],
  value: [Math.floor(next() * 5000), Math.floor(next() * 100)],
  quality: ['good', 'good'],
});

async function within<T>(path: string, run: (stores: HomeStores) => Promise<T>): Promise<T> {
  const folder = openFolder(path);
  try {
    const stores = await openHomeStores(folder, { clock, log: makeLog('silent'), isTimeConfirmed: () => false });
    try {
      return await run(stores);
    } finally {
      await stores.close();
    }
  } finally {
    folder.close();
  }
}

/** A claimed home with a history in chunks, and a last point in the log. */
async function claimedHome(context: TestContext): Promise<string> {
  const path = tempDir(context);
  await within(path, async ({ records, history }) => {
    await records.accounts.saveFirst({ id: 'anna', name: 'Anna', passwordHash: 'x' }, []);
    for (const device of ['roof', 'shed'])
      await history.append(Array.from({ length: hours * 30 }, (_, index) => batch(device, startMs + index * 120_000)));
    await history.maintain(startMs + hours * hourMs);
    await history.append([batch('roof', startMs + hours * hourMs + 60_000)]);
  });
  return path;
}

const repair = (folder: string, act: { readonly isActing?: boolean; readonly isAdopting?: boolean } = {}) =>
  repairFolder({ folder, isActing: false, isAdopting: false, ...act, clock });
const yes = { isActing: true };

const filesOf = (path: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(path)
      .filter((name) => name !== 'lock.db')
      .map((name) => [name, readFileSync(join(path, name)).toString('base64')]),
  );

/** Pages in the middle of a file are overwritten. */
function scribble(path: string, pages: readonly number[]): void {
  const file = openSync(path, 'r+');
  for (const page of pages) writeSync(file, Buffer.alloc(4096, 0xa5), 0, 4096, page * 4096);
  closeSync(file);
}

const pagesOf = (path: string): number => statSync(path).size / 4096;

test('a whole folder: nothing is found, and nothing is changed', async (context) => {
  const path = await claimedHome(context);
  const before = filesOf(path);
  expect(await repair(path)).toEqual([]);
  expect(await repair(path, { isActing: true, isAdopting: true })).toEqual([]);
  expect(filesOf(path)).toEqual(before);
});

test('a history with damaged pages: looking changes nothing; then what can be read is kept, and the old one is there', async (context) => {
  const path = await claimedHome(context);
  const all = await within(path, async ({ history }) => (await history.status()).points);
  const file = join(path, 'history.db');
  const pages = pagesOf(file);
  expect(pages).toBeGreaterThan(60);
  scribble(file, [Math.floor(pages / 2), Math.floor(pages / 2) + 1, Math.floor((pages * 3) / 4)]);
  const before = filesOf(path);
  const [seen] = await repair(path);
  expect(seen).toMatchObject({ what: 'history-damaged', isMended: false });
  expect(filesOf(path)).toEqual(before);
  const [mended] = await repair(path, yes);
  expect(mended?.kept).toEqual(seen?.kept);
  const kept = mended?.kept;
  expect((kept?.damagedRows ?? 0) + (kept?.stretches ?? 0)).toBeGreaterThan(0);
  expect(kept?.points).toBeGreaterThan(all / 4);
  expect(readFileSync(join(path, mended?.aside ?? ''))).toEqual(Buffer.from(before['history.db'] ?? '', 'base64'));
  expect(readdirSync(path).filter((name) => name.startsWith('repair'))).toEqual([]);
  await within(path, async ({ history, records }) => {
    const status = await history.status();
    expect(status.failure).toBeUndefined();
    expect(status.points).toBe(kept?.points);
    expect(await records.accounts.any()).toBe(true);
    await history.append([batch('roof', startMs + (hours + 1) * hourMs)]);
    expect(await history.lastValues()).toContainEqual(
      expect.objectContaining({ atMs: startMs + (hours + 1) * hourMs }),
    );
  });
  expect((await repair(path)).filter(({ what }) => what !== 'history-gaps')).toEqual([]);
});

test('the readable half of a history that was cut is kept, and the log with it', async (context) => {
  const path = await claimedHome(context);
  const file = join(path, 'history.db');
  truncateSync(file, Math.floor(pagesOf(file) * 0.9) * 4096);
  const [mended] = await repair(path, yes);
  expect(mended).toMatchObject({ what: 'history-damaged', isMended: true });
  expect(mended?.kept?.points).toBeGreaterThan(0);
  await within(path, async ({ history }) => {
    expect((await history.status()).failure).toBeUndefined();
    expect(await history.lastValues()).toContainEqual(
      expect.objectContaining({ atMs: startMs + hours * hourMs + 60_000 }),
    );
  });
});

test.each([
  ['empty', (path: string) => truncateSync(path, 0)],
  ['random', (path: string) => writeFileSync(path, Buffer.from(Array.from({ length: 9000 }, () => next() * 256)))],
  ['a file of something else', (path: string) => writeFileSync(path, 'hello'.repeat(999))],
])('a history that is %s is set aside, and a new one begun', async (_what, harm) => {
  const cleanups: (() => unknown)[] = [];
  const context = { onTestFinished: (run: () => unknown) => void cleanups.push(run) } as TestContext;
  const path = await claimedHome(context);
  harm(join(path, 'history.db'));
  const old = readFileSync(join(path, 'history.db'));
  const [mended] = await repair(path, yes);
  expect(mended).toMatchObject({ what: 'history-damaged', isMended: true, kept: { points: 0, rows: 0 } });
  expect(readFileSync(join(path, mended?.aside ?? ''))).toEqual(old);
  expect(existsSync(join(path, `${mended?.aside}-log0`))).toBe(true);
  await within(path, async ({ history }) => {
    expect((await history.status()).failure).toBeUndefined();
    await history.append([batch('roof', startMs)]);
  });
  for (const run of cleanups.toReversed()) await run();
});

test('a damaged journal is set aside with its file, whose rows are kept', async (context) => {
  const path = await claimedHome(context);
  const all = await within(path, async ({ history }) => (await history.status()).points);
  const journal = Buffer.from(Array.from({ length: 8192 }, () => next() * 256));
  writeFileSync(join(path, 'history.db-wal'), journal);
  const [mended] = await repair(path, yes);
  expect(mended?.kept).toMatchObject({ points: all, damagedRows: 0, stretches: 0 });
  expect(readFileSync(join(path, `${mended?.aside}-wal`))).toEqual(journal);
});

test('what the history has lost of its own numbers is found again: new points are not taken for old ones', async (context) => {
  const path = await claimedHome(context);
  const db = new DatabaseSync(join(path, 'history.db'));
  db.exec('DELETE FROM given; PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
  const [mended] = await repair(path, yes);
  expect(mended).toMatchObject({ what: 'history-damaged', isMended: true, kept: { damagedRows: 0, stretches: 0 } });
  const atMs = startMs + 3 * hourMs + 61_000;
  const query = {
    series: [{ site: 'home', device: 'roof', metric: 'pv.power' }],
    fromMs: atMs,
    toMs: atMs + 1,
  } as const;
  await within(path, async ({ history }) => history.append([batch('roof', atMs)]));
  await within(path, async ({ history }) => {
    const [points] = await history.range(query);
    expect(points?.atMs).toEqual([atMs]);
  });
});

test('a missing history is begun anew', async (context) => {
  const path = await claimedHome(context);
  for (const name of readdirSync(path).filter((one) => one.startsWith('history'))) rmSync(join(path, name));
  expect(await repair(path)).toMatchObject([{ what: 'history-missing', isMended: false }]);
  expect(existsSync(join(path, 'history.db'))).toBe(false);
  expect(await repair(path, yes)).toMatchObject([{ what: 'history-missing', isMended: true }]);
  await within(path, async ({ history }) => expect((await history.status()).failure).toBeUndefined());
});

test('lost records are begun anew only where that is said, and the history stays', async (context) => {
  for (const names of [['records.db'], ['records.db', 'home.json']]) {
    const path = await claimedHome(context);
    const all = await within(path, async ({ history }) => (await history.status()).points);
    for (const name of names) rmSync(join(path, name));
    for (const act of [{}, yes, { isAdopting: true }]) {
      expect(await repair(path, act)).toMatchObject([{ what: 'records-missing', isMended: false }]);
      expect(existsSync(join(path, 'records.db'))).toBe(false);
    }
    expect(await repair(path, { isActing: true, isAdopting: true })).toMatchObject([{ isMended: true }]);
    await within(path, async ({ history, records }) => {
      expect(await records.accounts.any()).toBe(false);
      expect(await history.status()).toMatchObject({ points: all });
      expect((await history.status()).failure).toBeUndefined();
    });
  }
});

test('damaged records are told and not touched; so are those of another home, until they are believed', async (context) => {
  const [path, other] = [await claimedHome(context), await claimedHome(context)];
  const own = readFileSync(join(path, 'records.db'));
  truncateSync(join(path, 'records.db'), 5000);
  const before = filesOf(path);
  expect(await repair(path, { isActing: true, isAdopting: true })).toMatchObject([
    { what: 'records-damaged', isMended: false },
  ]);
  expect(filesOf(path)).toEqual(before);
  writeFileSync(join(path, 'records.db'), own);
  writeFileSync(join(path, 'home.json'), '{');
  expect(await repair(path, yes)).toMatchObject([{ what: 'home-damaged', isMended: true }]);
  writeFileSync(join(path, 'records.db'), readFileSync(join(other, 'records.db')));
  const changed = { what: 'records-changed', isMended: false };
  expect(await repair(path, yes)).toMatchObject([changed, { what: 'home-other', isMended: false }]);
  expect(await repair(path, { isActing: true, isAdopting: true })).toMatchObject([
    { ...changed, isMended: true },
    { what: 'home-other', isMended: true },
    { what: 'history-other-home', isMended: false },
  ]);
});

test('a folder that is none, or in use, is refused', async (context) => {
  const path = tempDir(context);
  await expect(repair(path)).rejects.toMatchObject({ code: 'input.usage' });
  expect(readdirSync(path)).toEqual([]);
  const home = await claimedHome(context);
  await within(home, async () => {
    await expect(repair(home, yes)).rejects.toMatchObject({ code: 'folder.locked' });
  });
});

test('a lost key is told, and a new one is begun only where that is said; the old secrets are kept', async (context) => {
  const path = await claimedHome(context);
  const { secrets } = await openVault(path, () => undefined);
  await secrets.save('device.roof', 'word');
  const [key, secret] = ['secrets/key', 'secrets/device.roof'].map((name) => join(path, name));
  const sealed = readFileSync(secret ?? '');
  expect(await repair(path, { isActing: true, isAdopting: true })).toEqual([]);
  rmSync(key ?? '');
  for (const act of [{}, yes, { isAdopting: true }]) {
    expect(await repair(path, act)).toMatchObject([{ what: 'key-lost', isMended: false }]);
    expect(existsSync(key ?? '')).toBe(false);
  }
  const [begun] = await repair(path, { isActing: true, isAdopting: true });
  expect(begun).toMatchObject({ what: 'key-lost', isMended: true });
  expect(readFileSync(join(path, begun?.aside ?? '', 'device.roof'))).toEqual(sealed);
  expect((await openVault(path, () => undefined)).troubles).toEqual([]);
  expect(await repair(path)).toEqual([]);
});

test('secrets that are gone or older are told until they are accepted', async (context) => {
  const path = await claimedHome(context);
  const { secrets } = await openVault(path, () => undefined);
  for (const name of ['device.roof', 'device.shed']) await secrets.save(name, 'old');
  const older = readFileSync(join(path, 'secrets/device.roof'));
  await secrets.save('device.roof', 'new');
  writeFileSync(join(path, 'secrets/device.roof'), older);
  rmSync(join(path, 'secrets/device.shed'));
  const found = ['roof', 'shed'].map((name) => ({ what: 'secrets-changed', file: `secrets/device.${name}` }));
  for (const act of [{}, yes]) expect(await repair(path, act)).toMatchObject(found);
  expect(await repair(path)).toEqual([]);
  expect((await openVault(path, () => undefined)).troubles).toEqual([]);
});

test('files that are not as they were written are told until they are accepted', async (context) => {
  const path = await claimedHome(context);
  for (const name of ['records.db', 'history.db']) {
    const db = new DatabaseSync(join(path, name));
    db.exec('CREATE TABLE another (x); PRAGMA wal_checkpoint(TRUNCATE)');
    db.close();
  }
  const found = [{ what: 'records-changed' }, { what: 'history-changed' }];
  expect(await repair(path)).toMatchObject(found);
  expect(await repair(path, yes)).toMatchObject(found.map((one) => ({ ...one, isMended: true })));
  expect(await repair(path)).toEqual([]);
});
