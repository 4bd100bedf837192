// A history that is created with the first value: the suite for every history, and what is there before.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SolsteadError } from '#core/errors.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { historyConformance } from './history-conformance.ts';
import { heldFolder, heldHistory } from './testing/places.ts';
import { unbegunHistory } from './unbegun-history.ts';

historyConformance('SQLite, begun with the first value', (owner) => {
  const folder = heldFolder(owner, tempDir(owner));
  const held = () => heldHistory(owner, folder);
  return async () => (existsSync(join(folder.path, 'history.db')) ? held() : unbegunHistory(folder.path, held));
});

const batch = { site: 'home', device: 'roof', atMs: 1, metric: ['pv.power'], value: [5], quality: ['good'] } as const;
const key = { site: 'home', device: 'roof', metric: 'pv.power' } as const;

test('before the first value it is empty and leaves no file; then it is what was made', async (context) => {
  const folder = heldFolder(context, tempDir(context));
  const history = unbegunHistory(folder.path, () => heldHistory(context, folder));
  expect(await history.range({ series: [key], fromMs: 0, toMs: 10, limit: 5 })).toEqual([
    { key, atMs: [], value: [], cut: false },
  ]);
  expect(await Array.fromAsync(history.pages({ series: [key], fromMs: 0, toMs: 10 }))).toEqual([]);
  expect([await history.series('home'), await history.lastValues()]).toEqual([[], []]);
  await history.forget('home', 'roof');
  await history.maintain(10);
  expect(await history.status()).toMatchObject({ points: 0, bytes: 0, series: 0 });
  expect(existsSync(join(folder.path, 'history.db'))).toBe(false);
  await Promise.all([history.append([batch]), history.append([{ ...batch, atMs: 2 }])]);
  expect(existsSync(join(folder.path, 'history.db'))).toBe(true);
  expect(await history.lastValues('home')).toMatchObject([{ atMs: 2, value: 5 }]);
  await history.close();
});

test('one that could not be made is tried again with the next value', async (context) => {
  const folder = heldFolder(context, tempDir(context));
  let tries = 0;
  const history = unbegunHistory(folder.path, async () => {
    tries += 1;
    if (tries === 1) throw new SolsteadError('folder.unwritable', { at: folder.path });
    return heldHistory(context, folder);
  });
  await expect(history.append([batch])).rejects.toMatchObject({ code: 'folder.unwritable' });
  await history.append([batch]);
  expect(await history.lastValues()).toHaveLength(1);
  await history.close();
  await expect(history.append([batch])).rejects.toMatchObject({ code: 'store.failed' });
  expect(tries).toBe(2);
});

test('closed before anything was kept, nothing is made', async (context) => {
  const folder = heldFolder(context, tempDir(context));
  const history = unbegunHistory(folder.path, () => heldHistory(context, folder));
  await history.close();
  await expect(history.append([batch])).rejects.toMatchObject({ code: 'store.failed' });
  expect(existsSync(join(folder.path, 'history.db'))).toBe(false);
});
