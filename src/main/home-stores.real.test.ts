// Files of a home that are missing, empty, random, cut or another home's: told and refused, and the home never opens to a stranger.
import type { HistoryStore } from '#core/history.ts';
import { inEnglish } from '#core/reason.ts';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { isSolsteadError } from '#core/errors.ts';
import { seededRandom } from '#core/random.ts';
import type { Batch } from '#core/reading.ts';
import { openFolder } from '#store/folder.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { type HomeStores, openHomeStores, openToOthers } from './home-stores.ts';
import { makeLog } from './log.ts';
import { openOfflineStores } from './offline-stores.ts';

async function failureOf({ history }: { readonly history: Pick<HistoryStore, 'status'> }): Promise<string> {
  const { failure } = await history.status();
  return failure === undefined ? '' : inEnglish(failure);
}

const rows = 60;

/** Opens the stores of a folder; closed with the test or by hand. */
async function opened(context: TestContext, path: string): Promise<HomeStores> {
  const folder = openFolder(path);
  context.onTestFinished(() => folder.close());
  try {
    const stores = await openHomeStores(folder, { clock, log: makeLog('silent'), isTimeConfirmed: () => false });
    let isOpen = true;
    const close = async (): Promise<void> => {
      if (!isOpen) return;
      isOpen = false;
      await stores.close();
      folder.close();
    };
    context.onTestFinished(close);
    return { ...stores, close };
  } catch (error) {
    folder.close();
    throw error;
  }
}

const batch = (index: number): Batch => ({
  site: 'home',
  device: 'roof',
  atMs: 1_780_000_000_000 + index * 1000,
  metric: ['pv.power'],
  value: [index],
  quality: ['good'],
});

/** A claimed home with a history that is in its log alone. */
async function claimedHome(context: TestContext): Promise<string> {
  const path = tempDir(context);
  const stores = await opened(context, path);
  await stores.records.accounts.saveFirst({ id: 'anna', name: 'Anna', passwordHash: 'x' }, []);
  for (let index = 0; index < rows; index += 1) await stores.history.append([batch(index)]);
  await stores.close();
  return path;
}

async function refusal(context: TestContext, path: string): Promise<string> {
  try {
    await opened(context, path);
    return 'opened';
  } catch (error) {
    if (!isSolsteadError(error)) throw error;
    return `${error.code} ${error.at.slice(path.length + 1)}`;
  }
}

const random = (bytes: number): Buffer => {
  const next = seededRandom(7);
  return Buffer.from(Array.from({ length: bytes }, () => Math.floor(next() * 256)));
};

test('lost records do not open the home to the next visitor, and are not made anew', async (context) => {
  for (const extra of [[], ['home.json'], ['history.db', 'history.db-log0']]) {
    const path = await claimedHome(context);
    for (const name of ['records.db', ...extra]) rmSync(join(path, name));
    expect(await refusal(context, path)).toBe('store.corrupt records.db');
    expect(existsSync(join(path, 'records.db'))).toBe(false);
  }
});

test('commands on a folder whose records are lost or another’s do not make them anew', async (context) => {
  const [one, other] = [await claimedHome(context), await claimedHome(context)];
  const offline = () => openOfflineStores({ folder: one, instead: '' });
  rmSync(join(one, 'records.db'));
  await expect(offline()).rejects.toMatchObject({ code: 'store.corrupt', at: join(one, 'records.db') });
  expect(existsSync(join(one, 'records.db'))).toBe(false);
  copyFileSync(join(other, 'records.db'), join(one, 'records.db'));
  await expect(offline()).rejects.toMatchObject({ code: 'store.corrupt', at: join(one, 'records.db') });
});

test('commands on a folder whose history is lost tell it', async (context) => {
  const path = await claimedHome(context);
  rmSync(join(path, 'history.db'));
  const opening = openOfflineStores({ folder: path, instead: '' });
  await expect(opening).rejects.toMatchObject({ code: 'store.corrupt', at: join(path, 'history.db') });
  expect(existsSync(join(path, 'history.db'))).toBe(false);
});

test('what is imported into a home without a history begins it, and the home knows it since', async (context) => {
  const path = tempDir(context);
  const home = await opened(context, path);
  await home.records.sites.save({ id: 'home', name: 'Home', timeZone: 'UTC' });
  await home.close();
  const offline = await openOfflineStores({ folder: path, instead: '' });
  expect(await offline.history.status()).toMatchObject({ points: 0 });
  expect(existsSync(join(path, 'history.db'))).toBe(false);
  await offline.history.append([batch(1)]);
  await offline.close();
  const again = await opened(context, path);
  expect((await again.history.status()).points).toBe(1);
  await again.close();
  rmSync(join(path, 'history.db'));
  const lost = await opened(context, path);
  expect(await failureOf(lost)).toContain('history.db');
});

test('records that lost their owner with their journal do not open the home to the next visitor', async (context) => {
  const path = tempDir(context);
  const home = await opened(context, path);
  const before = await home.records.accounts.any();
  await home.records.accounts.saveFirst({ id: 'anna', name: 'Anna', passwordHash: 'x' }, []);
  // As after a kill or a power cut: nobody wrote the journal back into the file.
  const cut = tempDir(context);
  for (const name of ['records.db', 'home.json']) copyFileSync(join(path, name), join(cut, name));
  expect([before, await refusal(context, cut)]).toEqual([false, 'store.corrupt records.db']);
  copyFileSync(join(path, 'records.db-wal'), join(cut, 'records.db-wal'));
  expect(await refusal(context, cut)).toBe('opened');
});

test('that a home has an owner stays written down when its history begins', async (context) => {
  const path = await claimedHome(context);
  expect(JSON.parse(readFileSync(join(path, 'home.json'), 'utf8'))).toMatchObject({
    files: ['records.db', 'history.db'],
    isOwned: true,
  });
});

test('records and history of two homes are told apart', async (context) => {
  const [one, other] = [await claimedHome(context), await claimedHome(context)];
  copyFileSync(join(other, 'records.db'), join(one, 'records.db'));
  expect(await refusal(context, one)).toBe('store.corrupt records.db');
  rmSync(join(one, 'home.json'));
  const stores = await opened(context, one);
  expect(await failureOf(stores)).toMatch(/history\.db.*another home/);
  await expect(stores.history.append([batch(1)])).rejects.toMatchObject({ code: 'store.corrupt' });
});

test.each([
  ['missing', (path: string) => rmSync(path)],
  ['empty', (path: string) => truncateSync(path, 0)],
  ['random', (path: string) => writeFileSync(path, random(20_000))],
  ['cut', (path: string) => truncateSync(path, Math.floor(statSync(path).size / 2 / 512) * 512)],
])('a history that is %s is told, never replaced, and the home lives on without it', async (_what, harm) => {
  await harmed(harm);
});

async function harmed(harm: (path: string) => void): Promise<void> {
  // One context for each case would hide which file is whose.
  const cleanups: (() => unknown)[] = [];
  const context = { onTestFinished: (run: () => unknown) => void cleanups.push(run) } as TestContext;
  const path = await claimedHome(context);
  const file = join(path, 'history.db');
  harm(file);
  const before = existsSync(file) ? readFileSync(file) : undefined;
  const stores = await opened(context, path);
  expect(await failureOf(stores)).toContain('history.db');
  expect(await stores.records.accounts.any()).toBe(true);
  expect(await stores.history.lastValues()).toEqual([]);
  await stores.close();
  expect(existsSync(file) ? readFileSync(file) : undefined).toEqual(before);
  for (const run of cleanups.toReversed()) await run();
}

test.each([
  ['missing', (path: string) => rmSync(path)],
  ['empty', (path: string) => truncateSync(path, 0)],
  ['random', (path: string) => writeFileSync(path, random(statSync(path).size))],
  ['cut in half of what is written', (path: string) => truncateSync(path, Math.floor(writtenBytes(path) / 2))],
  ['cut by its last row', (path: string) => truncateSync(path, writtenBytes(path) - 1)],
])('a log that is %s is damage that is told', async (_what, harm) => {
  const cleanups: (() => unknown)[] = [];
  const context = { onTestFinished: (run: () => unknown) => void cleanups.push(run) } as TestContext;
  const path = await claimedHome(context);
  harm(join(path, 'history.db-log0'));
  const stores = await opened(context, path);
  const { damage = [] } = await stores.history.status();
  expect(damage.length).toBeGreaterThan(0);
  // It takes values again, and what was lost stays told.
  await stores.history.append([batch(rows + 1)]);
  await stores.close();
  const again = await opened(context, path);
  expect((await again.history.status()).damage ?? []).not.toEqual([]);
  expect(await again.history.lastValues()).toMatchObject([{ atMs: batch(rows + 1).atMs }]);
  for (const run of cleanups.toReversed()) await run();
});

/** Where the zeros at the end of a log begin. */
function writtenBytes(path: string): number {
  const bytes = readFileSync(path);
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return end;
}

test('a random journal is told instead of being dropped', async (context) => {
  const path = await claimedHome(context);
  writeFileSync(join(path, 'history.db-wal'), random(8192));
  const stores = await opened(context, path);
  expect(await failureOf(stores)).toContain('journal');
  await stores.close();
  expect(readFileSync(join(path, 'history.db-wal'))).toEqual(random(8192));
  writeFileSync(join(path, 'records.db-wal'), random(8192));
  expect(await refusal(context, path)).toBe('store.corrupt records.db');
  expect(readFileSync(join(path, 'records.db-wal'))).toEqual(random(8192));
});

test('a whole home opens as before, without damage, as often as wanted', async (context) => {
  const path = await claimedHome(context);
  for (let turn = 0; turn < 3; turn += 1) {
    const stores = await opened(context, path);
    const status = await stores.history.status();
    expect([status.points, status.damage, status.failure]).toEqual([rows, undefined, undefined]);
    await stores.close();
  }
});

test('a folder or file that others may read is told', async (context) => {
  const path = await claimedHome(context);
  expect(openToOthers(path).filter((one) => one !== path)).toEqual([]);
  chmodSync(join(path, 'records.db'), 0o644);
  chmodSync(path, 0o755);
  expect(openToOthers(path).map((one) => one.replace(/\/$/, ''))).toEqual([path, join(path, 'records.db')]);
});
