// A whole home on PostgreSQL: records and history on a real server, as `solstead serve` opens them.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { needsPostgres, postgres } from '#tools/testkit/postgres.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { formatRecordsPlace, parseRecordsPlace } from './records-place.ts';
import { makeSecret } from '#core/secrets.ts';

const program = join(import.meta.dirname, 'solstead.ts');

test.each([
  ['a folder', '/var/lib/solstead'],
  ['nothing', ''],
  ['another engine', 'mysql://name:secret@host/db'],
  ['no host', 'postgres://'],
  ['no address', 'postgres://name:secret@host:port/db'],
])('%s is no place of records, and is not told with its password', (_what, text) => {
  const thrown = (() => {
    try {
      return parseRecordsPlace(makeSecret(text));
    } catch (reason) {
      return reason;
    }
  })();
  expect(thrown).toMatchObject({ code: 'input.usage' });
  expect(String(thrown)).not.toContain('secret');
});

test('a place is told without its account', () => {
  const place = parseRecordsPlace(makeSecret('postgres://name:secret@db.example:5433/homes'));
  expect(formatRecordsPlace(place)).toBe('postgres://db.example:5433/homes');
});

test('a home on a server is claimed, and keeps its account over a restart', { timeout: 360_000 }, async (context) => {
  const server = await postgres(needsPostgres(context), context);
  const serve = async (folder: string) => {
    const places = ['--records', server.url, '--history', server.url, '--data', folder];
    const ports = ['--host', '127.0.0.1', '--port', '0', '--mqtt-port', '0', '--log-level', 'silent'];
    const child = await spawned(context, [process.execPath, program, 'serve', ...ports, ...places], {
      env: {
        SOLSTEAD_RECORDS_PASSWORD: 'not-to-be-told',
        SOLSTEAD_HISTORY_PASSWORD: 'not-to-be-told',
      },
    });
    await child.waitForOutput('Records in postgres://', 60_000);
    const url = /Solstead is at (http:\/\/\S+)/.exec(child.output())?.[1] ?? '';
    const ask = (path: string, body: object) =>
      fetch(new URL(path, url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const end = async (): Promise<void> => {
      child.signal('SIGTERM');
      await expect.poll(() => child.exit(), { timeout: 20_000 }).toBeDefined();
      expect(child.output()).not.toContain('not-to-be-told');
    };
    return { ask, url, end };
  };
  const folder = tempDir(context);
  const account = { name: 'Anna', password: 'correct horse' };
  const first = await serve(folder);
  const claimed = await first.ask('/api/v1/owner', { ...account, site: { name: 'Casa', timeZone: 'Europe/Lisbon' } });
  expect(claimed.status).toBe(200);
  await first.end();
  expect(existsSync(join(folder, 'records.db')) || existsSync(join(folder, 'history.db'))).toBe(false);
  // On another computer: its folder knows nothing.
  const second = await serve(tempDir(context));
  const signedIn = await second.ask('/api/v1/session', account);
  expect(await signedIn.json()).toMatchObject({ state: 'signed-in', account: { name: 'Anna', role: 'owner' } });
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const sites = await fetch(new URL('/api/v1/sites', second.url), { headers: { cookie } });
  expect(await sites.json()).toMatchObject([{ id: 'casa', timeZone: 'Europe/Lisbon' }]);
  await second.end();
});
