// `solstead backup list` and `now`: a home that runs is asked with the token of a program.
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Backups } from '#api/backup.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { serveHome } from './serve-home.ts';

const program = join(import.meta.dirname, 'solstead.ts');

function solstead(args: readonly string[], env: Readonly<Record<string, string>>) {
  return new Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>((resolve) => {
    const own = { PATH: process.env['PATH'] ?? '', ...env };
    execFile(process.execPath, [program, ...args], { env: own }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

test('a home that runs lists and makes backups for who has a token', { timeout: 220_000 }, async (context) => {
  const data = tempDir(context);
  const quiet = { logLevel: 'silent', logFormat: 'json' } as const;
  const home = await serveHome({ port: 0, host: '127.0.0.1', mqttPort: 0, mqttsPort: 0, data, ...quiet });
  context.onTestFinished(() => home.close());
  const url = `http://127.0.0.1:${home.port}`;
  let cookie = '';
  const ask = async (method: string, path: string, json: unknown): Promise<unknown> => {
    const headers = { cookie, 'content-type': 'application/json' };
    const answer = await fetch(`${url}${path}`, { method, headers, body: JSON.stringify(json) });
    cookie =
      answer.headers
        .getSetCookie()
        .map((one) => one.split(';')[0])
        .join('; ') || cookie;
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
    return answer.json();
  };
  const site = { name: 'Here', timeZone: 'Europe/Berlin' };
  await ask('POST', '/api/v1/owner', { name: 'Berta', password: 'a long password indeed 7', site });
  const grants = [{ site: '*', may: 'owner' }];
  const made = (await ask('POST', '/api/v1/tokens', { name: 'Backups', kind: 'personal', grants })) as {
    token: string;
  };
  const env = { SOLSTEAD_TOKEN: made.token, SOLSTEAD_URL: url };
  const empty = await solstead(['backup', 'list'], env);
  expect(empty).toMatchObject({ code: 0 });
  expect(empty.stdout).toContain('There is no passphrase yet');
  expect((await solstead(['backup', 'now'], env)).stderr).toContain('passphrase');
  const settings = { keep: { days: 7, weeks: 4, months: 6 }, places: [] };
  await ask('PUT', '/api/v1/backups/settings', { settings, passphrase: 'four words of mine' });
  const now = await solstead(['backup', 'now', '--json'], env);
  expect(now).toMatchObject({ code: 0 });
  expect((JSON.parse(now.stdout) as Backups).places[0]?.backups).toHaveLength(1);
  expect((await solstead(['backup', 'list'], env)).stdout).toMatch(/here \(folder\)\n {2}solstead-.*\.tar\.zst\.age/);
  expect((await solstead(['backup', 'list'], { ...env, SOLSTEAD_TOKEN: '' })).stderr).toContain('SOLSTEAD_TOKEN');
  expect((await solstead(['backup', 'list'], { ...env, SOLSTEAD_TOKEN: 'x' })).code).not.toBe(0);
});

test('what answers nothing, is no web address or points elsewhere is told, and the token goes no further', async (context) => {
  const heard: (string | undefined)[] = [];
  const other = createServer(({ headers }, answer) => {
    heard.push(headers.authorization);
    answer.end('{}');
  });
  const first = createServer((_, answer) => {
    const { port } = other.address() as AddressInfo;
    answer.writeHead(307, { location: `http://127.0.0.1:${port}/` }).end('{}');
  });
  const ports: number[] = [];
  for (const server of [other, first]) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    context.onTestFinished(() => void server.close());
    ports.push((server.address() as AddressInfo).port);
  }
  const asked = (url: string) => solstead(['backup', 'list', '--url', url], { SOLSTEAD_TOKEN: 'not for others' });
  expect(await asked(`http://127.0.0.1:${ports[1]}`)).toMatchObject({ code: 1 });
  expect(heard).toEqual([]);
  const away = await asked('http://127.0.0.1:1');
  expect(away).toMatchObject({ code: 1, stdout: '' });
  expect(away.stderr).toContain('no Solstead answers there: ');
  expect(away.stderr).not.toContain('fetch failed');
  expect(await asked('ftp://127.0.0.1')).toMatchObject({ code: 2 });
});
