// `solstead backup` and `solstead restore` as a person types them.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { needs } from '#tools/testkit/needs.ts';
import { sshd } from '#tools/testkit/sshd.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { fillHome, homeContents, openHome } from './testing/home-contents.ts';

const program = new URL('./solstead.ts', import.meta.url).pathname;
const passphrase = 'four words of mine';

function solstead(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', SOLSTEAD_BACKUP_PASSPHRASE: passphrase, ...env },
  });
  return { status, stdout, stderr };
}

test('a backup is made, checked and restored at the command line', async (context) => {
  const [cwd, data] = [tempDir(context), tempDir(context)];
  const home = await openHome(data);
  await fillHome(home, 100);
  const before = await homeContents(home);
  await home.close();
  const made = solstead(cwd, ['backup', '--data', data]);
  expect(made).toMatchObject({ status: 0 });
  expect(made.stdout).toContain('It was read back and is whole.');
  const [file = ''] = readdirSync(cwd);
  expect(file).toMatch(/^solstead-\d{4}-\d\d-\d\d-\d{6}Z\.tar\.zst\.age$/);
  const verified = solstead(cwd, ['backup', 'verify', file, '--json']);
  expect(JSON.parse(verified.stdout)).toMatchObject({ hasSecrets: true, sites: ['Anna’s “house” 🏠'] });
  const fresh = join(cwd, 'fresh');
  expect(solstead(cwd, ['restore', file, '--data', fresh])).toMatchObject({ status: 0 });
  const again = await openHome(fresh);
  const after = await homeContents(again);
  expect(after.history).toEqual(before.history);
  // One line more: who restored it.
  expect(after.lines.reduce((sum, one) => sum + one, 0)).toBe(51);
  expect((await again.records.audit.newest({ limit: 1 })).at(0)).toMatchObject({ action: 'restore backup' });
  await again.close();
});

test('what was there is kept, and a wrong passphrase or a home that runs is told', async (context) => {
  const [cwd, data] = [tempDir(context), tempDir(context)];
  const home = await openHome(data);
  await fillHome(home, 20);
  const locked = solstead(cwd, ['backup', '--data', data]);
  expect(locked).toMatchObject({ status: 1 });
  expect(locked.stderr).toContain('It makes backups while it runs');
  await home.close();
  const file = 'home.age';
  solstead(cwd, ['backup', '--data', data, '--to', file]);
  writeFileSync(join(cwd, 'pass'), 'wrong\n', { mode: 0o600 });
  const wrong = solstead(cwd, ['backup', 'verify', file, '--passphrase-file', 'pass']);
  expect(wrong.stderr).toBe(
    `solstead: ${file}: the passphrase is wrong, or the head of the file is damaged. Check the passphrase; nothing was changed.\n`,
  );
  expect(wrong.status).toBe(2);
  const refused = solstead(cwd, ['restore', file, '--data', data]);
  expect(refused.stderr).toContain('add --replace');
  const replaced = solstead(cwd, ['restore', file, '--data', data, '--replace']);
  expect(replaced.stdout).toMatch(/The home that was there is kept in .*before-restore-/);
});

test('it goes to an SFTP host whose key was named, and to no other', { timeout: 240_000 }, async (context) => {
  const server = await sshd(needs(context, 'sshd'), context);
  const [cwd, data, far] = [tempDir(context), tempDir(context), tempDir(context)];
  const home = await openHome(data);
  await fillHome(home, 20);
  await home.close();
  writeFileSync(join(cwd, 'key'), server.key);
  const to = `sftp://${server.user}@127.0.0.1:${server.port}/${far}`;
  const flags = ['backup', '--data', data, '--to', to, '--secret-file', 'key'];
  const stranger = solstead(cwd, flags);
  expect([stranger.status, stranger.stderr]).toEqual([1, expect.stringContaining(server.fingerprint)]);
  expect(solstead(cwd, [...flags, '--host-key', 'SHA256:another']).stderr).toContain('it was SHA256:another before');
  expect([readdirSync(far), readdirSync(join(data, 'backups'))]).toEqual([[], []]);
  const made = solstead(cwd, [...flags, '--host-key', server.fingerprint]);
  expect([made.status, made.stdout]).toEqual([0, expect.stringContaining(`sftp://127.0.0.1:${server.port}`)]);
  const [file = ''] = readdirSync(far);
  expect(solstead(far, ['backup', 'verify', file])).toMatchObject({ status: 0 });
  expect([readdirSync(cwd), readdirSync(join(data, 'backups'))]).toEqual([['key'], []]);
  const inFolder = solstead(cwd, ['backup', '--data', data, '--to', far]);
  expect([inFolder.status, readdirSync(far).length]).toEqual([0, 2]);
});

test('a file that cannot be used leaves no folder behind, and no passphrase makes no open file', async (context) => {
  const cwd = tempDir(context);
  writeFileSync(join(cwd, 'x.age'), 'hello');
  expect(solstead(cwd, ['restore', 'x.age', '--data', 'new']).stderr).toContain('it is not a backup of Solstead');
  expect(existsSync(join(cwd, 'new'))).toBe(false);
  const data = tempDir(context);
  const home = await openHome(data);
  await fillHome(home, 20);
  await home.close();
  const none = solstead(cwd, ['backup', '--data', data], { SOLSTEAD_BACKUP_PASSPHRASE: '' });
  expect(none).toMatchObject({ status: 2 });
  expect(none.stderr).toContain('no passphrase was given');
  const short = solstead(cwd, ['backup', '--data', data], { SOLSTEAD_BACKUP_PASSPHRASE: 'short' });
  expect(short.stderr).toContain('at least 10 characters');
  const open = solstead(cwd, ['backup', '--data', data, '--unencrypted-without-secrets', '--to', 'open.tar.zst']);
  expect(open.stdout).toContain('without secrets');
  expect(readFileSync(join(cwd, 'open.tar.zst')).subarray(0, 4).toString('hex')).toBe('28b52ffd');
});
