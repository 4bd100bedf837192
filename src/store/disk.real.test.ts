// Trouble of the disk under the stores: no space left, and bits that flipped.
import { execFileSync } from 'node:child_process';
import { appendFileSync, copyFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { expect, test, type TestContext } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { messageOf } from '#core/errors.ts';
import { inEnglish } from '#core/reason.ts';
import type { SeriesKey } from '#core/history.ts';
import { seededRandom } from '#core/random.ts';
import type { Batch } from '#core/reading.ts';
import { doWithout } from '#tools/testkit/needs.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openChunkStore } from './chunks/store.ts';
import { packBatches } from './point-columns.ts';
import { openSqliteBackend } from './sqlite-backend.ts';
import { openSqliteRecords } from './sqlite-records.ts';
import { openFileSpool } from './spool/file-spool.ts';
import { heldFolder, heldHistory, heldRecords } from './testing/places.ts';

const series: readonly SeriesKey[] = (['pv.power', 'grid.power', 'battery.soc'] as const).map((metric) => {
  return { site: 'home', device: 'inverter', metric };
});
const ever = { series, fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };

function batches(first: number, count: number): readonly Batch[] {
  return Array.from({ length: count }, (_, index): Batch => {
    const atMs = (first + index) * 1000;
    const metric = series.map(({ metric }) => metric);
    return {
      site: 'home',
      device: 'inverter',
      atMs,
      metric,
      value: metric.map(() => Math.sin(atMs)),
      quality: metric.map(() => 'good'),
    };
  });
}

/** A disk of 3 MiB of which 1 MiB can be freed. */
function smallDisk(owner: TestContext): { readonly path: string; readonly free: () => void } {
  const path = tempDir(owner);
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    doWithout(owner, 'needs root on Linux to mount a small disk');
  try {
    execFileSync('/usr/bin/mount', ['-t', 'tmpfs', '-o', 'size=3m,mode=0700', 'solstead-test', path], {
      stdio: 'pipe',
    });
  } catch (thrown) {
    doWithout(owner, `a small disk cannot be mounted here: ${messageOf(thrown)}`);
  }
  owner.onTestFinished(() => void execFileSync('/usr/bin/umount', ['-l', path]));
  const ballast = join(path, 'ballast');
  writeFileSync(ballast, new Uint8Array(2 ** 20));
  return { path, free: () => rmSync(ballast) };
}

test('a full disk fails appends, keeps what was acknowledged, and heals', async (owner) => {
  const { path, free } = smallDisk(owner);
  const store = await heldHistory(owner, heldFolder(owner, path));
  let kept = 0;
  let failure: unknown;
  while (failure === undefined && kept < 200_000)
    await store.append(batches(kept, 500)).then(
      () => (kept += 500),
      (thrown: unknown) => (failure = thrown),
    );
  expect(failure).toMatchObject({ code: 'store.failed', kind: 'transient', at: join(path, 'history.db') });
  // A device first seen by the failed append is just as new to the next one.
  const later = batches(kept, 1).map((batch): Batch => ({ ...batch, device: 'new' }));
  await expect(store.append([...later, ...batches(kept, 5000)])).rejects.toMatchObject({ code: 'store.failed' });
  const { points, failure: told } = await store.status();
  expect(points).toBe(3 * kept);
  expect(told && inEnglish(told)).toContain('full');
  expect((await store.range(ever)).map(({ atMs }) => atMs.length)).toEqual([kept, kept, kept]);

  free();
  await store.append([...batches(kept, 500), ...later]);
  expect(await store.status()).not.toHaveProperty('failure');
  expect((await store.range(ever)).map(({ atMs }) => atMs.length)).toEqual([kept + 500, kept + 500, kept + 500]);
  expect(await store.series('home')).toHaveLength(6);
  const ofLater = series.map((key): SeriesKey => ({ ...key, device: 'new' }));
  expect((await store.range({ ...ever, series: ofLater })).map(({ atMs }) => atMs)).toEqual([
    [kept * 1000],
    [kept * 1000],
    [kept * 1000],
  ]);
});

test('a full disk fails a save of records and heals', async (owner) => {
  const { path, free } = smallDisk(owner);
  const store = await heldRecords(owner, heldFolder(owner, path));
  const site = (index: number) => ({ id: `site ${index}`, name: 'x'.repeat(20_000), timeZone: 'UTC' });
  let kept = 0;
  let failure: unknown;
  while (failure === undefined && kept < 10_000)
    await store.sites.save(site(kept)).then(
      () => (kept += 1),
      (thrown: unknown) => (failure = thrown),
    );
  expect(failure).toMatchObject({ code: 'store.failed', at: join(path, 'records.db') });
  expect(await store.sites.list()).toHaveLength(kept);
  free();
  await store.sites.save(site(kept));
  expect(await store.sites.list()).toHaveLength(kept + 1);
});

test('a full disk fails a transaction by its own name, and heals', async (owner) => {
  const { path, free } = smallDisk(owner);
  const store = await heldRecords(owner, heldFolder(owner, path));
  const account = (index: number) => ({ id: `${index}`, name: `${index}`, passwordHash: 'x'.repeat(20_000) });
  let kept = 0;
  let failure: unknown;
  while (failure === undefined && kept < 10_000)
    await store.accounts.save(account(kept)).then(
      () => (kept += 1),
      (thrown: unknown) => (failure = thrown),
    );
  expect(failure).toMatchObject({ code: 'store.failed', at: join(path, 'records.db') });
  free();
  await store.accounts.save(account(kept));
  expect(await store.accounts.byName(`${kept}`)).toBeDefined();
});

test.for([6, 12, 24, 48])(
  'tables that a disk with %i free pages cannot take are not called damaged',
  async (pages, owner) => {
    const { path, free } = smallDisk(owner);
    const folder = heldFolder(owner, path);
    leavePages(path, pages);
    await expect(openSqliteRecords({ folder })).rejects.toMatchObject({ code: 'store.failed' });
    free();
    const store = await openSqliteRecords({ folder });
    expect(await store.sites.list()).toEqual([]);
    await store.close();
  },
);

/** Leaves this many pages of a small disk; a file takes at least one. */
function leavePages(path: string, pages: number): void {
  const filler = join(path, 'filler');
  const page = new Uint8Array(4096);
  let kept = 0;
  try {
    for (;;) {
      appendFileSync(filler, page);
      kept += page.length;
    }
  } catch {
    // Full.
  }
  truncateSync(filler, kept - pages * page.length);
}

const inSpool = (number: number): Batch => ({
  ...(batches(number, 1)[0] as Batch),
  device: `roof-${'x'.repeat(1000)}`,
});

test.for([
  { name: 'takes a part of a write', pages: 3 },
  { name: 'takes not even the heading of a file', pages: 0 },
])('a spool on a disk that $name says so, and loses nothing', async ({ pages }, owner) => {
  const { path, free } = smallDisk(owner);
  const options = {
    folder: join(path, 'spool'),
    clock: systemClock,
    bound: { bytes: 2 ** 26, batches: 1000 },
    check: () => undefined,
  };
  const spool = await openFileSpool(options);
  leavePages(path, pages);
  for (let number = 1; number <= 20; number += 1) spool.add(inSpool(number));
  await expect(spool.flush()).rejects.toMatchObject({ code: 'store.failed' });
  expect(spool.state()).toMatchObject({ batches: 20, dropped: 0 });
  expect(spool.state().trouble).toContain('the disk is full');
  free();
  await spool.flush();
  spool.add(inSpool(21));
  await spool.close();
  const again = await openFileSpool(options);
  owner.onTestFinished(() => again.close());
  const atMs = (await again.read(99)).map(({ batch }) => batch.atMs);
  expect(atMs).toEqual(Array.from({ length: 21 }, (_none, index) => (index + 1) * 1000));
  expect(again.state()).toMatchObject({ batches: 21, dropped: 0 });
});

/**
 * Flips single bits of a file, each on a whole copy, and checks what `visit` makes of it; without the sums of its pages unless it is said
 * that they are there.
 */
async function flipBits(
  path: string,
  visit: () => Promise<void>,
  { hasSums = false, flips = 300 }: { readonly hasSums?: boolean; readonly flips?: number } = {},
): Promise<number> {
  const [whole, sums] = [`${path}.whole`, `${path}.sums`];
  copyFileSync(path, whole);
  copyFileSync(`${path}-sums`, sums);
  const random = seededRandom(42);
  let named = 0;
  for (let flip = 0; flip < flips; flip += 1) {
    if (hasSums) copyFileSync(sums, `${path}-sums`);
    else rmSync(`${path}-sums`, { force: true });
    const bytes = readFileSync(whole);
    // Half of them in the headers and tables of the first pages, where they do most harm.
    const at = Math.floor(random() * (flip % 2 === 0 ? bytes.length : Math.min(bytes.length, 8192)));
    bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
    writeFileSync(path, bytes);
    const thrown: unknown = await visit().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    for (const end of ['-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
    if (thrown === undefined) continue;
    named += 1;
    expect(thrown, `bit flipped in byte ${at}`).toMatchObject({
      code: expect.stringMatching(/^store\.(corrupt|newer)$/) as string,
    });
    expect(messageOf(thrown)).toContain(path);
  }
  return named;
}

test('a flipped bit in the history is named, and the rest stays readable', async (owner) => {
  const path = join(tempDir(owner), 'history.db');
  const fresh = await openChunkStore(await openSqliteBackend({ path }));
  for (let from = 0; from < 6000; from += 500) await fresh.append(packBatches(batches(from, 500)));
  // All but the last hour is in chunks.
  await fresh.maintain({ nowMs: 6000 * 1000 });
  await fresh.append(packBatches(batches(6000, 500)));
  const whole = await fresh.range(ever);
  await fresh.close();
  let told = 0;
  const named = await flipBits(path, async () => {
    const store = await openChunkStore(await openSqliteBackend({ path }));
    try {
      const answers = await store.range(ever);
      const { damage } = await store.status();
      expect(store.lastValues().length === 3 || damage !== undefined).toBe(true);
      told += damage === undefined ? 0 : 1;
      const isWhole = isDeepStrictEqual(answers, whole);
      expect(isWhole || damage?.[0]?.at.includes(path) === true, 'all of it, or a name').toBe(true);
      for (const [index, { atMs, value }] of answers.entries()) {
        const given = new Map(whole[index]?.atMs.map((at, row) => [at, whole[index]?.value[row]]));
        const isTrue = atMs.every((at, row) => given.get(at) === value[row]);
        expect(isTrue, 'what is read is true').toBe(true);
      }
    } finally {
      await store.close();
    }
  });
  expect(named).toBeGreaterThan(10);
  expect(told).toBeGreaterThan(20);
});

test('with the sums of its pages every flipped bit of a history is put right and told', async (owner) => {
  const path = join(tempDir(owner), 'history.db');
  const fresh = await openChunkStore(await openSqliteBackend({ path }));
  await fresh.append(packBatches(batches(0, 500)));
  await fresh.maintain({ nowMs: 6000 * 1000 });
  const whole = await fresh.range(ever);
  await fresh.close();
  const visit = async (): Promise<void> => {
    const store = await openChunkStore(await openSqliteBackend({ path }));
    expect(await store.range(ever)).toEqual(whole);
    const { file, damage } = await store.status();
    expect([file?.map(({ code }) => code), damage]).toEqual([['bits.mended'], undefined]);
    await store.close();
  };
  expect(await flipBits(path, visit, { hasSums: true, flips: 40 })).toBe(0);
});

test('with the sums of their pages every flipped bit of the records is put right and told', async (owner) => {
  const folder = heldFolder(owner, tempDir(owner));
  const fresh = await openSqliteRecords({ folder });
  for (let index = 0; index < 50; index += 1)
    await fresh.sites.save({ id: `site ${index}`, name: 'Home', timeZone: 'UTC' });
  const whole = await fresh.sites.list();
  await fresh.close();
  const visit = async (): Promise<void> => {
    const store = await openSqliteRecords({ folder });
    expect(await store.sites.list()).toEqual(whole);
    expect(store.damage?.().map(({ code }) => code)).toEqual(['bits.mended']);
    await store.close();
  };
  expect(await flipBits(join(folder.path, 'records.db'), visit, { hasSums: true, flips: 40 })).toBe(0);
});

test('a flipped bit in the records is named, or changes a value and loses none', {
  timeout: 600_000,
}, async (owner) => {
  const folder = heldFolder(owner, tempDir(owner));
  const fresh = await openSqliteRecords({ folder });
  for (let index = 0; index < 400; index += 1)
    await fresh.sites.save({ id: `site ${index}`, name: 'Home', timeZone: 'UTC' });
  await fresh.close();
  const visit = async (): Promise<void> => {
    const store = await openSqliteRecords({ folder });
    try {
      expect(await store.sites.list()).toHaveLength(400);
    } finally {
      await store.close();
    }
  };
  const named = await flipBits(join(folder.path, 'records.db'), visit, { flips: 100 });
  // Most bits are of values and of unused space; some must be caught all the same.
  expect(named).toBeGreaterThan(5);
});
