// kill −9 while a backup is made: the home is as it was, no half file looks like a backup, and what was left behind is cleared away.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openBackupDesk } from '#backup/desk.ts';
import { madeMsOf } from '#backup/file-name.ts';
import { systemClock as clock } from '#core/clock.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { deskOptions } from './house-backups.ts';
import { makeLog } from './log.ts';
import { verifyBackup } from './restore-home.ts';
import { fillHome, homeContents, openHome } from './testing/home-contents.ts';

const passphrase = 'four words of mine';
const child = new URL('./testing/backup-child.ts', import.meta.url).pathname;
const program = new URL('./solstead.ts', import.meta.url).pathname;
const secrets = { read: async () => undefined, save: async () => undefined, remove: async () => undefined };

/** Runs a program and kills it some time after it said a line. */
async function killed(args: readonly string[], { line, delayMs }: { readonly line: string; readonly delayMs: number }) {
  const env = { PATH: process.env['PATH'] ?? '', SOLSTEAD_BACKUP_PASSPHRASE: passphrase };
  const run = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env });
  const gone = once(run, 'exit');
  const heard = Promise.withResolvers<void>();
  let said = '';
  run.stdout.on('data', (bytes: Buffer) => {
    said += String(bytes);
    if (said.includes(line)) heard.resolve();
  });
  await Promise.race([heard.promise, gone]);
  await sleep(delayMs);
  run.kill('SIGKILL');
  await gone;
  return said;
}

test('a backup that is killed changes nothing of the home and leaves no half file', {
  timeout: 110_000,
}, async (context) => {
  const folder = tempDir(context);
  const home = await openHome(folder);
  await fillHome(home, 100);
  const before = await homeContents(home);
  await home.close();
  const backups = join(folder, 'backups');
  const draft = join(backups, '.making');
  let drafts = 0;
  for (const [line, delayMs] of [
    ['open', 0],
    ['write', 0],
    ['write', 300],
    ['verify', 0],
    ['send', 0],
  ] as const) {
    const said = await killed([child, folder, passphrase], { line, delayMs });
    expect(said).toContain(line);
    if (existsSync(draft)) drafts += 1;
    const again = await openHome(folder);
    expect(await homeContents(again)).toEqual(before);
    const made = existsSync(backups) ? readdirSync(backups) : [];
    for (const name of made.filter((one) => madeMsOf(one) !== undefined))
      await verifyBackup({ path: join(backups, name), passphrase });
    const log = makeLog('silent');
    await (await openBackupDesk(deskOptions({ ...again, folder }, { clock, log, secrets }))).close();
    expect(existsSync(draft)).toBe(false);
    await again.close();
  }
  expect(drafts).toBeGreaterThan(0);
});

test('at the command line too, a file has its name only when it is whole', { timeout: 120_000 }, async (context) => {
  const [folder, to] = [tempDir(context), tempDir(context)];
  const home = await openHome(folder);
  await fillHome(home, 100);
  const before = await homeContents(home);
  await home.close();
  const path = join(to, 'home.age');
  // There is nothing to listen to: it is killed when its unfinished file is there, and a moment later.
  for (const delayMs of [0, 40]) {
    const env = { PATH: process.env['PATH'] ?? '', SOLSTEAD_BACKUP_PASSPHRASE: passphrase };
    const run = spawn(process.execPath, [program, 'backup', '--data', folder, '--to', path], { stdio: 'ignore', env });
    const gone = once(run, 'exit');
    while (readdirSync(to).length === 0 && run.exitCode === null) await sleep(2);
    await sleep(delayMs);
    run.kill('SIGKILL');
    await gone;
    if (existsSync(path)) await verifyBackup({ path, passphrase });
    const again = await openHome(folder);
    expect(await homeContents(again)).toEqual(before);
    await again.close();
  }
});

test('a file that is there is not overwritten', async (context) => {
  const { makeFile } = await import('#backup/make-file.ts');
  const to = tempDir(context);
  mkdirSync(join(to, 'x'));
  const path = join(to, 'x', 'home.age');
  writeFileSync(path, 'mine');
  const bytes = (async function* () {
    yield Buffer.from('other');
  })();
  await expect(makeFile(path, bytes, () => undefined)).rejects.toMatchObject({ code: 'backup.failed' });
  expect(readdirSync(join(to, 'x'))).toEqual(['home.age']);
});
