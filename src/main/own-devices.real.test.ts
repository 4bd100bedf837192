// Devices put together from topics, kept as files: what a process saves, the next one reads, and what cannot be kept is told.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import type { SolsteadError } from '#core/errors.ts';
import type { OwnDraft } from '#core/own-device.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openOwnDevices } from './own-devices.ts';
import { loadRegistry } from './user-devices.ts';

const draft: OwnDraft = {
  title: 'Pool pump',
  kind: 'relay',
  rows: [{ label: 'Power', topic: 'garage/pump', type: 'number', metric: 'relay.power.1', unit: 'W' }],
};

async function opened(data: string) {
  const registry = await loadRegistry(undefined, data);
  return { registry, own: openOwnDevices({ registry, devices: undefined, data }) };
}

const homeOf = (ctx: TestContext): string => tempDir(ctx);

test('a device is a protocol at once, and after a restart; another of the same name gets another id', async (ctx) => {
  const data = homeOf(ctx);
  const { registry, own } = await opened(data);
  expect(await own.save(draft)).toEqual({ id: 'own-pool-pump', prefix: 'garage' });
  expect(await own.save(draft)).toEqual({ id: 'own-pool-pump-2', prefix: 'garage' });
  expect((await registry.definitionOf('own-pool-pump')).title).toBe('Pool pump');
  const again = await opened(data);
  expect((await again.registry.definitionOf('own-pool-pump')).title).toBe('Pool pump');
  expect(await again.own.list()).toMatchObject([{ id: 'own-pool-pump' }, { id: 'own-pool-pump-2' }]);
});

test('one that is changed keeps its id and its file, and is what runs from now on', async (ctx) => {
  const data = homeOf(ctx);
  const { registry, own } = await opened(data);
  const { id } = await own.save(draft);
  await own.save({ ...draft, title: 'Well pump' }, id);
  expect(readdirSync(join(data, 'devices'))).toEqual(['own-pool-pump.yaml']);
  expect((await registry.definitionOf(id)).title).toBe('Well pump');
  await own.remove(id);
  expect(existsSync(join(data, 'devices', 'own-pool-pump.yaml'))).toBe(false);
  expect(registry.find(id)).toBeUndefined();
  await expect(own.remove(id)).rejects.toMatchObject({ code: 'input.invalid' });
  await expect(own.save(draft, id)).rejects.toMatchObject({ code: 'input.invalid' });
});

test('what is wrong is told by its row, and nothing is written', async (ctx) => {
  const data = homeOf(ctx);
  const { own } = await opened(data);
  const [row] = draft.rows;
  const wrong = {
    ...draft,
    rows: [
      { label: 'Power', topic: 'a/b', type: 'number' as const },
      { ...row, unit: 'Wh' },
    ],
  };
  const refused: unknown = await own.save(wrong as OwnDraft).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'input.invalid' });
  expect((refused as SolsteadError).at).toMatch(/^rows\/1/);
  expect(existsSync(join(data, 'devices'))).toBe(false);
});

test('a file that was written by hand is neither listed nor changed', async (ctx) => {
  const data = homeOf(ctx);
  const first = await opened(data);
  await first.own.save(draft);
  const file = join(data, 'devices', 'own-pool-pump.yaml');
  writeFileSync(file, `${readFileSync(file, 'utf8')}ask: { topic: "{prefix}/get" }\n`);
  const { registry, own } = await opened(data);
  expect(registry.find('own-pool-pump')).toBeDefined();
  expect(await own.list()).toEqual([]);
  await expect(own.remove('own-pool-pump')).rejects.toMatchObject({ code: 'input.invalid' });
});

test('what cannot be written is told, and is no protocol', async (ctx) => {
  const data = homeOf(ctx);
  mkdirSync(join(data, 'devices', '.own-pool-pump.yaml.new'), { recursive: true });
  const { registry, own } = await opened(data);
  await expect(own.save(draft)).rejects.toMatchObject({ code: 'folder.unwritable' });
  expect(registry.find('own-pool-pump')).toBeUndefined();
});

test('pipes and devices in the folder keep nobody waiting, and fill no memory', async (ctx) => {
  const data = homeOf(ctx);
  const { own } = await opened(data);
  await own.save(draft);
  symlinkSync('/dev/zero', join(data, 'devices', 'endless.yaml'));
  for (const name of ['a', 'b', 'c', 'd']) execFileSync('mkfifo', [join(data, 'devices', `${name}.yaml`)]);
  expect(await own.list()).toMatchObject([{ id: 'own-pool-pump' }]);
});
