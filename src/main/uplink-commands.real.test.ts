// `solstead uplink` as a person uses it on a machine without pages: a home is let in while nothing runs, and tries it when it runs.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test, vi } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openHome, openHubHouse } from './testing/uplinked.ts';

vi.setConfig({ testTimeout: 240_000 });

const bin = join(import.meta.dirname, '../../bin/solstead.js');

async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [bin, 'uplink', ...args], { env: { ...process.env, ...env } });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { out, err, code: child.exitCode };
}

test('a home is let in, tries it, gets another secret, and is ended', async (context) => {
  const folder = tempDir(context);
  await (await openHome(folder, 'far')).close();
  const at = ['--data', folder];
  const made = await run(['add-home', '--name', 'Summer house', '--site', 'far', ...at]);
  const [, id = '', secret = ''] = /Client id: (home-\w+)\nSecret: (sup_\S+)/.exec(made.out) ?? [];
  expect(id).not.toBe('');
  expect((await run(['homes', ...at])).out).toMatch(new RegExp(`${id} +Summer house +far`));
  const hub = await openHubHouse(folder);
  const url = `ws://127.0.0.1:${hub.port}`;
  const test = (env: Readonly<Record<string, string>>) => run(['test', url, '--uplink-client', id], env);
  expect(await test({ SOLSTEAD_UPLINK_SECRET: secret })).toMatchObject({
    code: 0,
    out: expect.stringMatching(/lets this client in/) as string,
  });
  const wrong = await test({ SOLSTEAD_UPLINK_SECRET: 'sup_wrong' });
  expect(wrong).toMatchObject({
    code: 1,
    err: expect.stringMatching(/does not take this client id and secret/) as string,
  });
  expect(wrong.err).not.toContain('sup_wrong');
  const noTls = await run(['test', url.replace('ws:', 'wss:'), '--uplink-client', id], {
    SOLSTEAD_UPLINK_SECRET: secret,
  });
  expect(noTls.err).toContain('it does not answer with TLS; is it ws:// instead of wss://, or another port?');
  await hub.close();
  expect((await test({ SOLSTEAD_UPLINK_SECRET: secret })).err).toContain(
    'nothing listens on this port. Check the address and that the far side runs; then test again.',
  );
  expect((await run(['new-secret', id, ...at])).out).not.toContain(secret);
  expect((await run(['remove-home', id, ...at])).out).toContain('Summer house may send no more');
  expect((await run(['homes', ...at])).out).toContain('No home sends here.');
  expect((await run(['remove-home', id, ...at])).code).toBe(1);
});
