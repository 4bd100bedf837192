// `solstead recover` and `solstead audit` as a person at the machine uses them: real processes over the folder of a home at rest.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, type TestContext, vi } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { makeAccess } from '#hub/access.ts';
import { openFolder } from '#store/folder.ts';
import { openSqliteRecords } from '#store/sqlite-records.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';

vi.setConfig({ testTimeout: 240_000 });

const bin = join(import.meta.dirname, '../../bin/solstead.js');
const word = 'the roof is warm today';
const here = { from: '10.0.0.1' };

/** Runs the command to its end; both streams are told together. */
function run(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    encoding: 'utf8',
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  return { code: status, out: stdout, told: stdout + stderr };
}

const expectEnd = ({ code, told }: ReturnType<typeof run>, ending: number, words: string | RegExp): void => {
  expect(told).toMatch(words);
  expect(code).toBe(ending);
};

async function within<T>(path: string, use: (access: ReturnType<typeof makeAccess>) => Promise<T>): Promise<T> {
  const folder = openFolder(path);
  const records = await openSqliteRecords({ folder });
  try {
    return await use(
      makeAccess(records, clock, { addSite: async (site) => records.sites.save({ ...site, id: 'home' }) }),
    );
  } finally {
    await records.close();
    folder.close();
  }
}

async function home(context: TestContext) {
  const path = tempDir(context);
  const claim = { name: 'Anna', password: word, site: { name: 'Casa', timeZone: 'UTC' } };
  const { token } = await within(path, (access) => access.claim(claim, here));
  return { path, token };
}

test('a new password is made at the machine, shown once, and ends all sessions', async (context) => {
  const { path, token } = await home(context);
  expectEnd(run('recover', '--data', path, '--name', 'Ben'), 2, 'no such account; known are Anna');
  const { code, out } = run('recover', '--data', path);
  expect(code).toBe(0);
  const password = /^ {2}(\S{23})$/m.exec(out)?.[1] ?? '';
  await within(path, async (access) => {
    expect(await access.principal(token)).toBeUndefined();
    const old = access.signIn({ name: 'Anna', password: word, ...here });
    await expect(old).rejects.toMatchObject({ code: 'access.credentials' });
    expect((await access.signIn({ name: 'Anna', password, ...here })).principal.name).toBe('Anna');
  });
  const log = run('audit', 'export', '--data', path).out;
  expect(log).toContain('recover password,Anna,done');
  expect(log).not.toContain(password);
});

test('it is told that a line was changed, and where; a head that was noted shows it too', async (context) => {
  const { path } = await home(context);
  const whole = run('audit', 'verify', '--data', path);
  expectEnd(whole, 0, 'Every line is as it was written');
  const head = /changes\.\d+\.[0-9a-f]{64}/.exec(whole.out)?.[0] ?? '';
  expect(run('audit', 'verify', '--data', path, '--head', head).code).toBe(0);
  expectEnd(run('audit', 'verify', '--data', path, '--head', 'changes.1.x'), 2, '--head');
  const file = new DatabaseSync(join(path, 'records.db'));
  file.exec("update audit_line set name = 'Mallory' where action = 'claim'");
  file.close();
  const changed = run('audit', 'verify', '--data', path);
  expectEnd(changed, 1, 'not as written from line 1 on');
  expect(changed.out).not.toContain('Heads to note');
});

test('the log becomes a file, and never in the place of another', async (context) => {
  const { path } = await home(context);
  const output = join(path, 'log.jsonl');
  const args = ['audit', 'export', '--data', path, '--format', 'jsonl', '--output', output];
  expect(run(...args)).toMatchObject({ code: 0 });
  expect(JSON.parse(readFileSync(output, 'utf8').trim())).toMatchObject({ line: 1, action: 'claim' });
  expectEnd(run(...args), 2, 'log.jsonl');
});

test('a folder that is none, or is in use, is told', async (context) => {
  const { path } = await home(context);
  for (const command of [['recover'], ['audit', 'verify'], ['audit', 'export']])
    expect(run(...command, '--data', '/nowhere').code).toBe(2);
  const folder = openFolder(path);
  context.onTestFinished(() => folder.close());
  for (const command of [['recover'], ['audit', 'verify'], ['audit', 'export']])
    expectEnd(run(...command, '--data', path), 1, /in use|running/);
});

test('a token is made at the machine, shown once, does what its scope says, and ends', async (context) => {
  const { path } = await home(context);
  const add = ['token', 'add', '--data', path, '--name', 'Grafana'];
  expectEnd(run(...add, '--may', 'emperor'), 2, '--may');
  expectEnd(run(...add, '--site', 'nowhere'), 1, 'nowhere');
  expectEnd(run(...add, '--account', 'Nobody'), 2, 'no such account');
  const { code, out } = run(...add, '--site', 'home', '--may', 'site.read,anomaly.dismiss', '--days', '30');
  expect(code).toBe(0);
  const token = /^ {2}(sol_[\w-]{43})$/m.exec(out)?.[1] ?? '';
  await within(path, async (access) => {
    const grants = [{ site: 'home', may: { actions: ['site.read', 'anomaly.dismiss'] } }];
    expect(await access.principal(token)).toMatchObject({ kind: 'token', name: 'Grafana', grants });
  });
  const listed = run('token', 'list', '--data', path, '--json').out;
  expect(listed).not.toContain(token);
  const [{ id }] = JSON.parse(listed) as [{ id: string }];
  expect(run('token', 'list', '--data', path).out).toMatch(/Grafana\s+integration\s+home: site.read anomaly.dismiss/);
  expectEnd(run('token', 'remove', 'made-up', '--data', path), 2, 'no such token');
  expectEnd(run('token', 'remove', id, '--data', path), 0, 'Grafana');
  await within(path, async (access) => expect(await access.principal(token)).toBeUndefined());
  const log = run('audit', 'export', '--data', path).out;
  expect(log).toContain('add integration token,Grafana: home site.read anomaly.dismiss,done');
  expect(log).not.toContain(token);
});
