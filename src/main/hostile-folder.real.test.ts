// A data folder in which something else has the name of a file: a pipe, a folder, a device, a socket, a link to nowhere, half a file.
// Solstead says what is wrong with which file, or runs on without it; it never waits, and never takes what it lost for nothing.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pathToFileURL } from 'node:url';
import { tempDir } from '#tools/testkit/tempdir.ts';

const cleanups: (() => unknown)[] = [];
let [base, scripts, count] = ['', '', 0];

/** Runs lines in a process of its own, which is killed if it waits. */
async function run(lines: string, ms = 60_000): Promise<{ readonly out: string; readonly code: unknown }> {
  const url = (name: string): string => JSON.stringify(pathToFileURL(join(import.meta.dirname, name)).href);
  const script = `
    const { openHomeStores } = await import(${url('home-stores.ts')});
    const { repairFolder } = await import(${url('repair-folder.ts')});
    const { openFolder } = await import(${url('../store/folder.ts')});
    const { makeLog } = await import(${url('log.ts')});
    const { systemClock: clock } = await import(${url('../core/clock.ts')});
    ${lines}`;
  const file = join(scripts, `${(count += 1)}.mjs`);
  writeFileSync(file, script);
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const killer = setTimeout(() => child.kill('SIGKILL'), ms);
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  const [code, signal] = (await once(child, 'close')) as readonly unknown[];
  clearTimeout(killer);
  return { out: out.trim(), code: signal ?? code };
}

const opening = (path: string): string => `
  const folder = openFolder(${JSON.stringify(path)});
  const home = await openHomeStores(folder, { clock, log: makeLog('silent'), isTimeConfirmed: () => false });`;

/** What opening a folder says: `up`, what is wrong with its history or records, or the refusal. */
async function opened(path: string): Promise<string> {
  const { out, code } = await run(`
    try {
      ${opening(path)}
      const { failure, damage = [] } = await home.history.status();
      const said = [...home.troubles, failure, ...damage].flatMap((one) => one === undefined ? [] : [JSON.stringify(one)]);
      console.log(['up', ...said].join(' '));
      await home.close();
    } catch (error) {
      console.log([error.code ?? 'raw', error.at ?? '', error.message].join(' '));
    }
    process.exit(0);`);
  return code === 0 ? out : `ended with ${String(code)}`;
}

// A home that was killed: an owner, and values that are in its log and journals alone.
beforeAll(async () => {
  const owner = { onTestFinished: (end: () => unknown) => void cleanups.push(end) };
  [base, scripts] = [tempDir(owner), tempDir(owner)];
  const { code } = await run(`
    ${opening(base)}
    await home.records.accounts.saveFirst({ id: 'anna', name: 'Anna', passwordHash: 'x' }, []);
    const principal = { id: 'anna', kind: 'person', name: 'Anna' };
    for (let index = 0; index < 20; index += 1) {
      await home.records.audit.append({ atMs: 1, principal, action: 'add device', subject: 'roof', outcome: 'done' });
      const value = { metric: ['pv.power'], value: [index], quality: ['good'] };
      await home.history.append([{ site: 'home', device: 'roof', atMs: 1_780_000_000_000 + index * 1000, ...value }]);
    }
    await clock.sleep(3000);
    process.kill(process.pid, 'SIGKILL');`);
  if (code !== 'SIGKILL') throw new Error(`ended with ${String(code)}`);
}, 90_000);
afterAll(async () => {
  for (const end of cleanups.toReversed()) await end();
});

const fifo = (path: string): unknown => execFileSync('mkfifo', [path]);
const folder = (path: string): unknown => mkdirSync(path);
const link = (to: string) => (path: string) => symlinkSync(to, path);
const half = (path: string): void => truncateSync(path, Math.floor(statSync(path).size / 2));
const gone = (path: string): void => rmSync(path);

type Attack = readonly [file: string, what: string, harm: (path: string) => unknown, said: RegExp];
const attacks: readonly Attack[] = [
  ['nothing', 'left as it is', () => undefined, /^up$/],
  ...(['home.json', 'records.db', 'records.db-wal', 'records.db-shm', 'records.db-journal'] as const).flatMap(
    (name): readonly Attack[] => [
      [name, 'a pipe', fifo, new RegExp(`^store\\.\\w+ .*${name} .*not a file`)],
      [name, 'a folder', folder, new RegExp(`^store\\.\\w+ .*${name} .*not a file`)],
      [name, 'a device', link('/dev/zero'), new RegExp(`^store\\.\\w+ .*${name} .*not a file`)],
    ],
  ),
  ...(['history.db', 'history.db-wal', 'history.db-log0'] as const).flatMap((name): readonly Attack[] => [
    [name, 'a pipe', fifo, new RegExp(`^up .*${name}.*no-file`)],
    [name, 'a folder', folder, new RegExp(`^up .*${name}.*no-file`)],
    [name, 'a device', link('/dev/zero'), new RegExp(`^up .*${name}.*no-file`)],
  ]),
  ['records.db', 'a link to nowhere', link('/nowhere/records'), /^store\.corrupt .*records\.db/],
  ['history.db', 'a link to nowhere', link('/nowhere/history'), /^up .*history\.db/],
  ['lock.db', 'a pipe', fifo, /^folder\.unwritable .*lock\.db .*not a file/],
  ['lock.db', 'a folder', folder, /^folder\.unwritable .*lock\.db .*not a file/],
  ['lock.db', 'a link to nowhere', link('/nowhere/lock'), /^folder\.unwritable .*lock\.db/],
  ['lock.db', 'random', (path) => writeFileSync(path, 'x'.repeat(9000)), /^up$/],
  ['home.json.new', 'a pipe', fifo, /^up$/],
  ['home.json.new', 'a folder', folder, /^up$/],
  ['waiting', 'a file', (path) => writeFileSync(path, 'x'), /^up$/],
  ['records.db-wal', 'half', half, /^up .*store\.older/],
  ['records.db-wal', 'gone', gone, /^store\.corrupt .*records\.db/],
];

test.for(attacks)('%s: %s', async ([file, what, harm, said], context) => {
  const path = tempDir(context);
  cpSync(base, path, { recursive: true });
  const target = join(path, file);
  if (!['half', 'gone', 'left as it is'].includes(what)) rmSync(target, { force: true, recursive: true });
  harm(target);
  expect(await opened(path)).toMatch(said);
  expect(existsSync(join(path, 'records.db.new'))).toBe(false);
  // Repair looks at it without waiting either.
  const { out, code } = await run(`
    const found = await repairFolder({ folder: ${JSON.stringify(path)}, isActing: false, isAdopting: false, clock })
      .then((list) => list.map(({ what }) => what).join(' '), (error) => error.code);
    console.log(['looked', found].join(' '));
    process.exit(0);`);
  expect([code, out.split(' ')[0]]).toEqual([0, 'looked']);
});
