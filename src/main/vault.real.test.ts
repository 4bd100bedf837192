// The secrets of an installation as files: made for their owner only, encrypted, and readable again with the same key alone.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeSecret } from '#core/secrets.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openVault } from './vault.ts';

const none = () => undefined;
const given = (all: Readonly<Record<string, string>>) => (name: string) => all[name];

test('the key is made once, for its owner alone, and what is kept is not the secret', async (context) => {
  const folder = tempDir(context);
  const { secrets, sealer } = await openVault(folder, none);
  await secrets.save('cloud.token', 'very secret');
  const home = join(folder, 'secrets');
  expect(readdirSync(home).toSorted()).toEqual(['cloud.token', 'key']);
  for (const name of readdirSync(home)) {
    expect(statSync(join(home, name)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(home, name), 'utf8')).not.toContain('secret');
  }
  const again = await openVault(folder, none);
  expect((await again.secrets.read('cloud.token'))?.reveal()).toBe('very secret');
  expect(again.sealer.open(sealer.seal(makeSecret('x'), 'a'), 'a').reveal()).toBe('x');
});

test('one file in the place of another opens nothing, nor does another key', async (context) => {
  const folder = tempDir(context);
  const { secrets } = await openVault(folder, none);
  await secrets.save('a', 'first');
  await secrets.save('b', 'second');
  writeFileSync(join(folder, 'secrets', 'b'), readFileSync(join(folder, 'secrets', 'a')));
  await expect(secrets.read('b')).rejects.toMatchObject({ reason: { code: 'secret.changed' } });
  const other = await openVault(folder, given({ SOLSTEAD_KEY: '00'.repeat(32) }));
  await expect(other.secrets.read('a')).rejects.toMatchObject({ reason: { code: 'secret.other-key' } });
});

test('the key may come from outside, and then is not written', async (context) => {
  const folder = tempDir(context);
  const file = join(tempDir(context), 'key');
  writeFileSync(file, `${'ab'.repeat(32)}\n`, { mode: 0o600 });
  const [byText, byFile] = await Promise.all([
    openVault(folder, given({ SOLSTEAD_KEY: Buffer.alloc(32, 0xab).toString('base64') })),
    openVault(folder, given({ SOLSTEAD_KEY_FILE: file })),
  ]);
  expect(byFile.sealer.open(byText.sealer.seal(makeSecret('x'), 'a'), 'a').reveal()).toBe('x');
  expect(readdirSync(folder)).toEqual([]);
  for (const wrong of ['', 'short', 'ab'.repeat(31)])
    await expect(openVault(folder, given({ SOLSTEAD_KEY: wrong }))).rejects.toMatchObject({ code: 'input.usage' });
  await expect(openVault(folder, given({ SOLSTEAD_KEY_FILE: '/nowhere/key' }))).rejects.toMatchObject({
    reason: { code: 'secret.no-key' },
  });
  writeFileSync(file, 'ab'.repeat(32));
  const { chmodSync } = await import('node:fs');
  chmodSync(file, 0o644);
  await expect(openVault(folder, given({ SOLSTEAD_KEY_FILE: file }))).rejects.toMatchObject({ code: 'store.failed' });
});
