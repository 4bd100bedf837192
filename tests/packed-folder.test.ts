// The folder that people unpack: it runs on its own, from anywhere, and holds nothing that it does not need.
import { execFile } from 'node:child_process';
import { cpSync, existsSync, globSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { buildServer } from '#tools/build-server.ts';
import { makeFolder } from '#tools/release/folder.ts';
import { architectures } from '#tools/release/parts.ts';
import { suiteOwner } from '#tools/testkit/owner.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';

const root = join(import.meta.dirname, '..');
const home = tempDir(suiteOwner());
const version = '9.8.7';
/** Nothing of this machine's: no Node on the path, no settings. */
const bare = { PATH: '/usr/bin:/bin', HOME: home, SOLSTEAD_NO_MDNS: '1' };
let folder = '';

beforeAll(async () => {
  const own = architectures.find(({ node }) => node === process.arch);
  if (own === undefined) throw new Error(`no release is made for ${process.arch}`);
  await buildServer({ onlyIfStale: true });
  folder = makeFolder({ root, out: home, version }, own);
}, 300_000);

const call = async (program: string, ...args: string[]): Promise<string> =>
  (await promisify(execFile)(program, args, { env: bare, cwd: '/' })).stdout;

test('it says its version, also by a link, and works in a folder with a space', async () => {
  const link = join(home, 'solstead');
  symlinkSync(join(folder, 'bin', 'solstead'), link);
  expect(await call(link, '--version')).toBe(`${version}\n`);
  const moved = join(home, 'my folder');
  cpSync(folder, moved, { recursive: true });
  expect(await call(join(moved, 'bin', 'solstead'), 'list', 'protocols')).toContain('pi30');
});

test('nothing is in it that does not run: no source, map, test or machine code of others; no link leads out', () => {
  const files = globSync('**/*', { cwd: folder, withFileTypes: true });
  expect(files.length).toBeGreaterThan(300);
  expect(files.filter((one) => one.isSymbolicLink())).toEqual([]);
  const names = files
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name).slice(folder.length + 1));
  // Examples and types are documents.
  const program = names.filter((name) => !/^(?:docs\/examples|packaging\/plugin)\//.test(name));
  const idle = /\.(?:ts|tsx|map|c|cc|h|sh)$|\.test\.|(?:^|\/)\.|musl|darwin[^/]*\.node|win32[^/]*\.node/;
  expect(program.filter((name) => idle.test(name))).toEqual([]);
  expect(names.filter((name) => name.endsWith('.node')).length).toBeGreaterThanOrEqual(2);
  expect(names.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)).toBeLessThan(200_000_000);
  const licences = readFileSync(join(folder, 'THIRD-PARTY'), 'utf8');
  // One that is loaded, one that the app is built of, one that is in the server.
  for (const one of ['mqtt 5', 'react 19', 'typebox 1']) expect(licences).toContain(`\n${one}`);
  expect(licences).toMatch(/node-linux-(?:x64|arm64) /);
  const texts = names.filter((name) => /^(?:dist|bin|web)\/.*\.(?:js|json|html)$/.test(name));
  expect(texts.filter((name) => readFileSync(join(folder, name), 'utf8').includes(root))).toEqual([]);
});

test('what its documents link, and what they tell to copy, is in it', () => {
  // What is about the source stands in the source alone.
  const ofSource = /^(?:src|tools|CONTRIBUTING\.md|packaging\/(?:addon|client|debian|protocols))(?:\/|$)/;
  const texts = globSync(['README.md', 'SECURITY.md', 'docs/*.md'], { cwd: folder });
  const missing = texts.flatMap((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    const links = [...text.matchAll(/\]\(([^)#\s:]+)(?:#[^)]*)?\)/g)].map(([, to = '']) => join(dirname(name), to));
    const told = [...text.matchAll(/(?<=[`\s])packaging\/[\w./-]*\w/g)].map(([to]) => to);
    return [...links, ...told]
      .filter((to) => !ofSource.test(to) && !existsSync(join(folder, to)))
      .map((to) => `${name}: ${to}`);
  });
  expect(texts.length).toBeGreaterThan(25);
  expect(missing).toEqual([]);
});

test('a home is made in it: the app is there, packed, and an account with its password', async (context) => {
  const ports = ['--host', '127.0.0.1', '--port', '0', '--mqtt-port', '0', '--log-format', 'text'];
  const child = await spawned(
    context,
    [join(folder, 'bin', 'solstead'), 'serve', '--data', join(home, 'data'), ...ports],
    { cwd: '/', env: bare, stopMs: 20_000 },
  );
  await child.waitForOutput(/Solstead is at/, 60_000);
  const url = /Solstead is at (http:\/\/\S+)/.exec(child.output())?.[1] ?? '';
  const page = await fetch(`${url}/energy`, { headers: { accept: 'text/html', 'accept-encoding': 'br' } });
  expect([page.status, page.headers.get('content-encoding')]).toEqual([200, 'br']);
  expect(await page.text()).toContain('id="root"');
  const claim = await fetch(`${url}/api/v1/owner`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'ann',
      password: 'a short sentence of mine',
      site: { name: 'Home', timeZone: 'UTC' },
    }),
  });
  expect([claim.status, await claim.text()]).toMatchObject([200, expect.stringContaining('ann')]);
  child.signal('SIGTERM');
  await expect.poll(() => child.exit(), { timeout: 20_000 }).toBe(0);
});
