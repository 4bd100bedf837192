// A history that an earlier version wrote: it opens with the same content, and a copy of it is kept that the earlier version could open.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { expect, test, type TestContext } from 'vitest';
import { messageOf } from '#core/errors.ts';
import { doWithout } from '#tools/testkit/needs.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openFolder } from './folder.ts';
import type { HistoryCopyStep } from './history-copy.ts';
import { openSqliteBackend } from './sqlite-backend.ts';
import { openSqliteHistory } from './sqlite-history.ts';

const earlier = join(import.meta.dirname, 'testing/earlier');
/** The folders of earlier versions that are kept. */
const versions = readdirSync(earlier);
const copyName = 'history.before-4';
const writer = fileURLToPath(new URL('./testing/step-writer.ts', import.meta.url));

const historyFiles = (folder: string): readonly string[] =>
  readdirSync(folder).filter((name) => /^history\.db(?!-sums)/.test(name));

/** Lays the history of a version into a folder. */
function lay(version: string, folder: string): string {
  for (const name of readdirSync(join(earlier, version)).filter((one) => one.startsWith('history.db')))
    writeFileSync(join(folder, name.replace('.gz', '')), gunzipSync(readFileSync(join(earlier, version, name))), {
      mode: 0o600,
    });
  return folder;
}

function folderOf(owner: TestContext, version = '0.1.0'): string {
  const path = join(tempDir(owner), 'data');
  mkdirSync(path, { mode: 0o700 });
  return lay(version, path);
}

/** The same as a history of version 2, which had no mark of its log. */
function turnTo2(folder: string): void {
  using db = new DatabaseSync(join(folder, 'history.db'));
  db.exec('ALTER TABLE given DROP COLUMN mark; PRAGMA user_version = 2');
  for (const name of historyFiles(folder)) if (name.includes('-log')) rmSync(join(folder, name));
}

const bytesOf = (folder: string): ReadonlyMap<string, string> =>
  new Map(historyFiles(folder).map((name) => [name, readFileSync(join(folder, name)).toString('base64')]));

function versionOf(path: string): number {
  using db = new DatabaseSync(path, { readOnly: true });
  return Number(db.prepare('PRAGMA user_version').get()?.['user_version']);
}

/** Opens a history; all that it holds, and what was said of a copy. */
async function visit(path: string, isWithoutCopy = false) {
  const folder = openFolder(path);
  const steps: HistoryCopyStep[] = [];
  try {
    const history = await openSqliteHistory({ folder, isWithoutCopy, onCopy: (step) => void steps.push(step) });
    const last = await history.lastValues();
    const series = last.map(({ key }) => key);
    const points = await history.range({ series, fromMs: 0, toMs: Number.MAX_SAFE_INTEGER });
    const { points: count, damage } = await history.status();
    await history.close();
    return { steps, last, points, count, damage };
  } finally {
    folder.close();
  }
}

test.for(versions)(
  'a history of version %s is copied, then brought up to date',
  async (version, owner: TestContext) => {
    const path = folderOf(owner, version);
    const before = bytesOf(path);
    expect([...before.keys()]).toContain('history.db-log0');
    const found = await visit(path);
    expect(found.count).toBeGreaterThan(1000);
    expect(found.damage).toBeUndefined();
    expect(versionOf(join(path, 'history.db'))).toBe(4);
    const copy = join(path, copyName);
    expect(bytesOf(copy)).toEqual(before);
    expect(statSync(copy).mode & 0o777).toBe(0o700);
    expect(readdirSync(copy).map((name) => statSync(join(copy, name)).mode & 0o777)).toEqual(
      readdirSync(copy).map(() => 0o600),
    );
    expect(found.steps.map(({ to, isMade }) => [to, isMade])).toEqual([
      [copy, false],
      [copy, true],
    ]);
    // Opening it again makes none.
    const { mtimeMs } = statSync(copy);
    expect(await visit(path)).toEqual({ ...found, steps: [] });
    expect(statSync(copy).mtimeMs).toBe(mtimeMs);
    // Put back as docs/backup.md says, it is what that version left, and is brought up to date again.
    for (const name of readdirSync(path)) if (name.startsWith('history.db')) rmSync(join(path, name));
    for (const name of readdirSync(copy)) renameSync(join(copy, name), join(path, name));
    expect(versionOf(join(path, 'history.db'))).toBe(3);
    expect(await visit(path)).toEqual(found);
  },
);

test('a history that was copied is locked as any other', async (owner) => {
  if (!existsSync('/proc/locks')) return owner.skip('needs /proc/locks of Linux to see the locks of a process');
  const path = join(folderOf(owner), 'history.db');
  const backend = await openSqliteBackend({ path });
  try {
    // The shared lock of SQLite, 510 bytes from 2³⁰ + 2: without it another program that opens the file and leaves takes itself for the last one.
    const shared = new RegExp(`POSIX +ADVISORY +READ +${process.pid} \\S+ 1073741826 1073742335`);
    expect(readFileSync('/proc/locks', 'utf8')).toMatch(shared);
  } finally {
    await backend.close();
  }
});

test('a copy of a history two versions back is of that version, also if the first try was killed', async (owner) => {
  const path = folderOf(owner);
  turnTo2(path);
  const before = bytesOf(path);
  await killAt(owner, path, 'after copy');
  expect(versionOf(join(path, 'history.db'))).toBe(2);
  await visit(path);
  expect(versionOf(join(path, copyName, 'history.db'))).toBe(2);
  expect(bytesOf(join(path, copyName)).get('history.db')).toBe(before.get('history.db'));
});

/** Opens the history in a process of its own, which is killed at a step. */
async function killAt(owner: TestContext, path: string, step: string): Promise<void> {
  const child = await spawned(owner, [process.execPath, writer, path, '0', step]);
  await child.waitForOutput(`stopped ${step}`, 120_000);
  child.signal('SIGKILL');
  while (child.exit() === undefined) await sleep(5);
}

test('kill −9 leaves no part of a copy that looks whole', { timeout: 120_000 }, async (owner) => {
  const path = folderOf(owner);
  const before = bytesOf(path);
  for (const step of ['before copy', 'inside copy']) {
    await killAt(owner, path, step);
    expect(existsSync(join(path, copyName))).toBe(false);
    expect(bytesOf(path).get('history.db')).toBe(before.get('history.db'));
  }
  expect(existsSync(join(path, `${copyName}.new`))).toBe(true);
  await visit(path);
  expect(bytesOf(join(path, copyName))).toEqual(before);
  expect(existsSync(join(path, `${copyName}.new`))).toBe(false);
});

test('without room for a copy nothing is changed; somebody can go on without', async (owner) => {
  const path = folderOf(owner);
  const before = bytesOf(path);
  // 32 MiB besides the copy stay free.
  const bytes = [...before.keys()].reduce((sum, name) => sum + statSync(join(path, name)).size, 0);
  const needed = 32 * 2 ** 20 + bytes;
  const open = (free: number) => openSqliteBackend({ path: join(path, 'history.db'), freeBytes: () => free });
  await expect(open(needed - 1)).rejects.toMatchObject({
    code: 'store.uncopied',
    reason: { code: 'store.copy-room', params: { needed: Math.ceil(needed / 2 ** 20), free: 32 } },
  });
  expect(bytesOf(path)).toEqual(before);
  expect(readdirSync(path).filter((name) => name.startsWith('history.before'))).toEqual([]);
  await (await open(needed)).close();
  expect(existsSync(join(path, copyName))).toBe(true);
  const other = folderOf(owner);
  expect((await visit(other, true)).steps).toEqual([]);
  expect(versionOf(join(other, 'history.db'))).toBe(4);
  expect(existsSync(join(other, copyName))).toBe(false);
});

test('a disk that has no room says how much it needs', async (owner) => {
  const disk = tempDir(owner);
  if (process.platform !== 'linux' || process.getuid?.() !== 0) doWithout(owner, 'needs root on Linux to mount a disk');
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=30m,mode=0700', 'solstead-test', disk], { stdio: 'pipe' });
  } catch (thrown) {
    doWithout(owner, `a disk cannot be mounted here: ${messageOf(thrown)}`);
  }
  owner.onTestFinished(() => void execFileSync('umount', ['-l', disk]));
  lay('0.1.0', disk);
  await expect(visit(disk)).rejects.toThrow(/in .+ it needs 33 MB, and 2\d MB are free/);
  expect(versionOf(join(disk, 'history.db'))).toBe(3);
});

test('what has the name of the copy is replaced', async (owner) => {
  const path = folderOf(owner);
  writeFileSync(join(path, copyName), 'x');
  await visit(path);
  expect(versionOf(join(path, copyName, 'history.db'))).toBe(3);
});

test('a new history needs no copy', async (owner) => {
  const path = join(tempDir(owner), 'data');
  expect((await visit(path)).steps).toEqual([]);
  expect(existsSync(join(path, copyName))).toBe(false);
});
