// Secrets as files: kept, replaced, hidden, for the owner only; a name cannot lead out of the folder.
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect, test, type TestContext } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { makeSecret, type Sealer } from '#core/secrets.ts';
import { secretFiles, secretVariable } from './secret-files.ts';

const secret = 'p4ss w0rd ☀';
/** That what is kept is sealed is shown in main/vault.real.test.ts: this one only writes it as digits. */
const written = (text: string): string => Buffer.from(text).toString('hex');
const sealer: Sealer = {
  seal: (one) => written(one.reveal()),
  open: (sealed) => makeSecret(Buffer.from(sealed, 'hex').toString()),
};

function place(context: TestContext, env: Readonly<Record<string, string>> = {}) {
  const folder = tempDir(context);
  return { folder, store: secretFiles({ folder, environment: (name) => env[name], sealer }) };
}

test('kept for the owner alone, replaced and removed', async (context) => {
  const { folder, store } = place(context);
  expect(await store.read('cloud.token')).toBeUndefined();
  await store.save('cloud.token', 'first');
  await store.save('cloud.token', secret);
  expect((await store.read('cloud.token'))?.reveal()).toBe(secret);
  const home = join(folder, 'secrets');
  expect(readdirSync(home)).toEqual(['cloud.token']);
  expect([statSync(home).mode & 0o777, statSync(join(home, 'cloud.token')).mode & 0o777]).toEqual([0o700, 0o600]);
  await store.remove('cloud.token');
  await store.remove('cloud.token');
  expect(await store.read('cloud.token')).toBeUndefined();
});

test('it shows itself to nobody by chance', async (context) => {
  const { store } = place(context);
  await store.save('a', secret);
  const found = await store.read('a');
  const shown = [String(found), `${found?.toString()}`, JSON.stringify({ found }), inspect({ found }, { depth: 9 })];
  expect(shown.filter((text) => text.includes(secret))).toEqual([]);
  expect(shown.every((text) => text.includes('[hidden]'))).toBe(true);
});

test('that of the environment comes first and is not written', async (context) => {
  const { folder, store } = place(context, { SOLSTEAD_SECRET_CLOUD_TOKEN: 'from outside' });
  expect(secretVariable('cloud.token')).toBe('SOLSTEAD_SECRET_CLOUD_TOKEN');
  expect((await store.read('cloud.token'))?.reveal()).toBe('from outside');
  expect(readdirSync(folder)).toEqual([]);
});

test('one that others may read is refused, and its text is not told', async (context) => {
  const { folder, store } = place(context);
  mkdirSync(join(folder, 'secrets'));
  writeFileSync(join(folder, 'secrets', 'open'), secret);
  chmodSync(join(folder, 'secrets', 'open'), 0o644);
  await expect(store.read('open')).rejects.toMatchObject({ code: 'store.failed' });
  await expect(store.read('open')).rejects.not.toThrow(secret);
  // Saved again, it is closed.
  await store.save('open', secret);
  expect((await store.read('open'))?.reveal()).toBe(secret);
});

test.each(['', '.', '..', '../a', 'a/b', 'a..b', '-a', 'a.', 'A', 'ä', 'a b', 'a\0', 'x'.repeat(65)])(
  'a name such as "%s" is none',
  async (ref) => {
    const store = secretFiles({ folder: '/nonexistent', environment: () => undefined, sealer });
    for (const run of [() => store.read(ref), () => store.save(ref, secret), async () => store.remove(ref)])
      await expect(run()).rejects.toMatchObject({ code: 'input.invalid' });
  },
);

test('an empty or endless one is not kept', async (context) => {
  const { store, folder } = place(context);
  for (const text of ['', 'x'.repeat(9000)])
    await expect(store.save('a', text)).rejects.toMatchObject({ code: 'input.invalid' });
  expect(readdirSync(folder)).toEqual([]);
  await store.save('a', secret);
  expect(readFileSync(join(folder, 'secrets', 'a'), 'utf8')).toBe(written(secret));
});
