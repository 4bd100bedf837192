// A home that is backed up and restored is the same to the last row and point, and whatever goes wrong leaves what was there.
import { execFileSync } from 'node:child_process';
import { createWriteStream, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { expect, test, type TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { openFolder } from '#store/folder.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { type ArchivedHome, beginArchive } from './home-archive.ts';
import { type BackupFile, stageHome, verifyBackup } from './restore-home.ts';
import {
  batchAt,
  beginMs,
  fillHome,
  homeContents,
  openHome,
  type OpenedHome,
  pointsOf,
} from './testing/home-contents.ts';

const passphrase = 'four words of mine';

async function opened(context: TestContext, path: string): Promise<OpenedHome> {
  const home = await openHome(path);
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (isOpen) await home.close();
    isOpen = false;
  };
  context.onTestFinished(close);
  return { ...home, close };
}

async function backUp(
  context: TestContext,
  home: OpenedHome,
  sealed: string | undefined = passphrase,
): Promise<BackupFile> {
  const of: ArchivedHome = { ...home, folder: home.path };
  const begun = await beginArchive(of, { nowMs: beginMs, passphrase: sealed });
  const path = join(tempDir(context), 'home.age');
  await pipeline(begun.stream, createWriteStream(path));
  await begun.close();
  return { path, passphrase: sealed };
}

async function restore(file: BackupFile, folder: string, isReplacing = false) {
  const held = openFolder(folder);
  try {
    const staged = await stageHome(file, { folder, clock }, { isReplacing });
    return { ...staged, aside: staged.swap() };
  } finally {
    held.close();
  }
}

test('a restored home is the same in every row, point, roll-up and file', async (context) => {
  const home = await opened(context, tempDir(context));
  await fillHome(home);
  const times = { createdMs: beginMs, expiresMs: Number.MAX_SAFE_INTEGER, usedMs: beginMs, provenMs: beginMs };
  await home.records.sessions.save({ tokenHash: 'cd', account: 'anna', ...times, device: 'Firefox', from: '10.0.0.2' });
  const file = await backUp(context, home);
  const before = await homeContents(home);
  const verified = await verifyBackup(file);
  expect(verified.manifest).toMatchObject({ sites: ['Anna’s “house” 🏠'], hasSecrets: true });
  const folder = join(tempDir(context), 'new');
  expect((await restore(file, folder)).aside).toBeUndefined();
  const again = await opened(context, folder);
  const after = await homeContents(again);
  expect(after).toEqual(before);
  expect(after.brokenChains).toEqual([]);
  expect(after.history.points.size).toBe(3);
  expect(await again.records.sessions.of('anna')).toEqual([]);
  // It lives on: what comes next is kept like before.
  await again.history.append([batchAt(5000)]);
  await again.records.audit.append({
    atMs: 1,
    principal: { name: 'x', kind: 'person' },
    action: 'a',
    subject: 's',
    outcome: 'done',
  });
  await again.close();
  const reopened = await opened(context, folder);
  expect((await reopened.history.status()).points).toBe(before.history.status.points + 2);
});

test('a backup made under load holds everything that was acknowledged before it', async (context) => {
  const home = await opened(context, tempDir(context));
  await fillHome(home, 1500);
  let acknowledged = 1500;
  let isOver = false;
  const load = (async () => {
    for (let index = 1500; !isOver; index += 1) {
      await home.history.append([batchAt(index)]);
      await home.records.audit.append({
        atMs: index,
        principal: { name: 'x', kind: 'person' },
        action: 'set',
        subject: 's',
        outcome: 'done',
      });
      acknowledged = index + 1;
      // Hours are flushed while they are read.
      if (index % 50 === 0) await home.history.maintain(beginMs + index * 60_000);
    }
  })();
  while (acknowledged < 1700) await clock.sleep(5);
  const known = acknowledged;
  const begun = await beginArchive({ ...home, folder: home.path }, { nowMs: beginMs, passphrase });
  const latest = acknowledged + 1;
  const path = join(tempDir(context), 'home.age');
  while (acknowledged < latest + 200) await clock.sleep(5);
  await pipeline(begun.stream, createWriteStream(path));
  await begun.close();
  isOver = true;
  await load;
  const folder = join(tempDir(context), 'new');
  await restore({ path, passphrase }, folder);
  const again = await opened(context, folder);
  const times = (await pointsOf(again.history))
    .get('home/inverter grid.power')
    ?.map((one) => Number(one.split(' ')[0]));
  const found = times?.length ?? 0;
  expect(times).toEqual(Array.from({ length: found }, (_, index) => batchAt(index).atMs));
  expect(found).toBeGreaterThanOrEqual(known);
  expect(found).toBeLessThanOrEqual(latest);
  // One moment for both: the records are at most one step behind the history.
  const lines = (await again.records.audit.heads()).reduce((sum, { last }) => sum + last, 0) - 50;
  expect(Math.abs(1500 + lines - found)).toBeLessThanOrEqual(1);
  expect((await again.records.audit.check()).every(({ brokenAt }) => brokenAt === undefined)).toBe(true);
});

test('a home that has data is replaced only when asked to, and kept', async (context) => {
  const home = await opened(context, tempDir(context));
  await fillHome(home, 200);
  const file = await backUp(context, home);
  const before = await homeContents(home);
  const folder = tempDir(context);
  const other = await opened(context, folder);
  await other.records.sites.save({ id: 'cabin', name: 'Cabin', timeZone: 'UTC' });
  await other.close();
  const files = readdirSync(folder).toSorted();
  await expect(restore(file, folder)).rejects.toMatchObject({ code: 'backup.refused' });
  expect(readdirSync(folder).toSorted()).toEqual(files);
  const { aside = '' } = await restore(file, folder, true);
  expect(await homeContents(await opened(context, folder))).toEqual(before);
  const old = await opened(context, aside);
  expect(await old.records.sites.list()).toMatchObject([{ id: 'cabin' }]);
});

test('nothing is touched by a file that is damaged, cut, foreign, or for another passphrase', async (context) => {
  const home = await opened(context, tempDir(context));
  await fillHome(home, 200);
  const file = await backUp(context, home);
  const folder = tempDir(context);
  const whole = readFileSync(file.path);
  const hurt = Buffer.from(whole);
  const middle = Math.floor(whole.length / 2);
  hurt[middle] = (hurt[middle] ?? 0) ^ 1;
  const path = join(tempDir(context), 'x.age');
  for (const [bytes, code] of [
    [hurt, 'backup.damaged'],
    [whole.subarray(0, whole.length - 100), 'backup.damaged'],
    [Buffer.from('PK'.repeat(1000)), 'backup.damaged'],
    [Buffer.alloc(0), 'backup.damaged'],
  ] as const) {
    writeFileSync(path, bytes);
    await expect(restore({ path, passphrase }, folder)).rejects.toMatchObject({ code });
  }
  await expect(restore({ ...file, passphrase: 'other' }, folder)).rejects.toMatchObject({ code: 'backup.passphrase' });
  await expect(restore({ path: file.path }, folder)).rejects.toThrow('it is encrypted: give its passphrase');
  expect(readdirSync(folder)).toEqual(['lock.db']);
});

test('without a passphrase there are no secrets in it', async (context) => {
  const home = await opened(context, tempDir(context));
  await fillHome(home, 50);
  // What is no file is no device: a pipe would be waited for, and this one never ends.
  execFileSync('mkfifo', [join(home.path, 'devices', 'pipe.yaml')]);
  symlinkSync('/dev/zero', join(home.path, 'devices', 'endless.yaml'));
  const begun = await beginArchive({ ...home, folder: home.path }, { nowMs: beginMs });
  const path = join(tempDir(context), 'open.tar.zst');
  await pipeline(begun.stream, createWriteStream(path));
  await begun.close();
  expect((await verifyBackup({ path })).manifest.hasSecrets).toBe(false);
  const folder = tempDir(context);
  await restore({ path }, folder);
  expect(existsSync(join(folder, 'secrets'))).toBe(false);
  expect(readdirSync(join(folder, 'devices'))).toEqual(['my meter.yaml']);
});
