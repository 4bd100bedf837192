// Secrets that are gone or older than what was written last, at whatever step their writer ended.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { makeSecret, type Sealer } from '#core/secrets.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { secretFiles } from './secret-files.ts';
import { changedSecrets, noteSecrets, secretNotes } from './secret-notes.ts';

const sealer: Sealer = { seal: (one) => one.reveal(), open: makeSecret };

function place(context: TestContext) {
  const folder = tempDir(context);
  const at = (name: string): string => join(folder, 'secrets', name);
  return { folder, at, store: secretFiles({ folder, environment: () => undefined, sealer }) };
}

test('one that is gone or older is told, whatever becomes of the others, until it is written or removed', async (context) => {
  const { folder, at, store } = place(context);
  await Promise.all(['a', 'b', 'c', 'd'].map((name) => store.save(name, `old ${name}`)));
  const older = readFileSync(at('b'));
  for (const name of ['b', 'c']) await store.save(name, `new ${name}`);
  expect(await changedSecrets(folder)).toEqual([]);
  writeFileSync(at('b'), older);
  rmSync(at('c'));
  const both = [
    { name: 'b', isMissing: false },
    { name: 'c', isMissing: true },
  ];
  expect(await changedSecrets(folder)).toEqual(both);
  await noteSecrets(folder);
  await store.save('a', 'other');
  await store.remove('d');
  expect(await changedSecrets(folder)).toEqual(both);
  await store.save('b', 'newest');
  await store.remove('c');
  expect(await changedSecrets(folder)).toEqual([]);
});

test('a kill before or behind the write of a secret tells nothing', async (context) => {
  const { folder, at, store } = place(context);
  await store.save('a', 'old');
  for (const [name, sealed] of [
    ['a', 'new'],
    ['a', undefined],
    ['b', 'first'],
  ] as const) {
    const copy = join(folder, 'copy');
    const act = async (): Promise<void> => {
      for (const isDone of [false, true]) {
        mkdirSync(copy, { recursive: true });
        for (const part of ['ends', 'secrets']) cpSync(join(folder, part), join(copy, part), { recursive: true });
        if (isDone && sealed === undefined) rmSync(join(copy, 'secrets', name));
        else if (isDone) writeFileSync(join(copy, 'secrets', name), sealed ?? '', { mode: 0o600 });
        expect(await changedSecrets(copy)).toEqual([]);
        rmSync(copy, { recursive: true });
      }
      throw new Error('the disk is full');
    };
    await expect(secretNotes(folder).around(name, sealed, act)).rejects.toThrow('the disk is full');
    expect(await changedSecrets(folder)).toEqual([]);
  }
  expect(readFileSync(at('a'), 'utf8')).toBe('old');
});

test('those of an earlier version are noted once, and accepted on request', async (context) => {
  const { folder, at } = place(context);
  mkdirSync(join(folder, 'secrets'));
  writeFileSync(at('a'), 'sealed', { mode: 0o600 });
  await noteSecrets(folder);
  writeFileSync(at('a'), 'another', { mode: 0o600 });
  await noteSecrets(folder);
  expect(await changedSecrets(folder)).toEqual([{ name: 'a', isMissing: false }]);
  await noteSecrets(folder, { isAccepting: true });
  expect(await changedSecrets(folder)).toEqual([]);
  rmSync(at('a'));
  await noteSecrets(folder, { isAccepting: true });
  expect(await changedSecrets(folder)).toEqual([]);
});
