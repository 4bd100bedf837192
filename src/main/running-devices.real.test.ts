// `solstead device …`: devices of a home that runs are listed and switched with the token of a program.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openOwnedHouse } from './testing/owned-house.ts';

const program = join(import.meta.dirname, 'solstead.ts');

function solstead(args: readonly string[], env: Readonly<Record<string, string>>) {
  return new Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>((resolve) => {
    const own = { PATH: process.env['PATH'] ?? '', ...env };
    execFile(process.execPath, [program, 'device', ...args], { env: own }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

test('relays are listed, and switched when that is confirmed', { timeout: 220_000 }, async (context) => {
  const home = await openOwnedHouse();
  context.onTestFinished(() => home.close());
  const made = await fetch(`${home.url}/api/v1/tokens`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      cookie: `solstead=${home.token}`,
      authorization: `Bearer ${home.token}`,
    },
    body: JSON.stringify({ name: 'Tool', kind: 'personal', grants: [{ site: '*', may: 'owner' }] }),
  });
  const { token } = (await made.json()) as { readonly token: string };
  const env = { SOLSTEAD_TOKEN: token, SOLSTEAD_URL: home.url };
  const listed = await solstead(['list'], env);
  expect(listed).toMatchObject({ code: 0 });
  expect(listed.stdout).toContain('shelly-pro3');
  const shown = await solstead(['switch', 'off'], env);
  expect(shown).toMatchObject({ code: 0 });
  expect(shown.stdout).toContain('Nothing is switched yet');
  expect(shown.stdout).toMatch(/relay\.on\.1/);
  const done = await solstead(['switch', 'off', '--yes', '--json'], env);
  expect(done).toMatchObject({ code: 0 });
  const { given } = JSON.parse(done.stdout) as { given: readonly { readonly command?: { readonly state: string } }[] };
  expect(given.length).toBeGreaterThanOrEqual(3);
  expect([...new Set(given.map(({ command }) => command?.state))]).toEqual(['confirmed']);
  expect((await solstead(['switch', 'dim'], env)).stderr).toContain('say on or off');
  expect((await solstead(['switch', 'off', 'nobody'], env)).code).toBe(1);
});
