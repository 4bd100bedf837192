import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeSieve } from '#outputs/sieve.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { givenUplink } from './given-uplink.ts';
import { uplinkIn } from './uplink-file.ts';

test('the file of the documentation is right, and what it leaves out does not go up', async (context) => {
  const folder = tempDir(context);
  const [secretAt, file] = [join(folder, 'secret'), join(folder, 'uplink.yaml')];
  writeFileSync(secretAt, 'sup_x\n');
  const page = readFileSync(new URL('../../docs/uplink.md', import.meta.url), 'utf8');
  const example = /```yaml\n(.*?)```/s.exec(page)?.[1] ?? '';
  writeFileSync(
    file,
    example.replace('secret: ${UPLINK_SECRET}', `secret_file: ${secretAt}`).replace(/^ca_file.*\n/m, ''),
  );
  const given = await givenUplink({ uplinkFile: file });
  expect(given?.settings).toMatchObject({
    address: 'wss://hub.example.com:8000/',
    clientId: 'home-1a2b3c4d',
    mayCommand: false,
  });
  expect(given?.secret.reveal()).toBe('sup_x');
  expect(['roof', 'garage'].map((device) => makeSieve(given?.settings.filter ?? {}).wants(device))).toEqual([
    true,
    false,
  ]);
  await expect(givenUplink({ uplinkFile: file, uplink: 'wss://other' })).rejects.toThrow(/--uplink already/);
});

test('a secret that everybody on this computer may read is told, once, with what closes it', async (context) => {
  const folder = tempDir(context);
  const [secretAt, file] = [join(folder, 'secret'), join(folder, 'uplink.yaml')];
  writeFileSync(file, `address: wss://hub.example.com\nclient: x\nsecret_file: ${secretAt}\n`);
  writeFileSync(secretAt, 'sup_x\n', { mode: 0o600 });
  const told: string[] = [];
  await givenUplink({ uplinkFile: file }, (note) => told.push(note));
  expect(told).toEqual([]);
  chmodSync(secretAt, 0o644);
  await givenUplink({ uplinkFile: file }, (note) => told.push(note));
  expect(told).toEqual([
    `everybody on this computer can read ${secretAt}, and a secret is in it: chmod 600 ${secretAt}`,
  ]);
});

test('what is wrong is told at its place', async (context) => {
  expect(uplinkIn('address: wss://h\nclient: x\nsecret: abc')).toMatchObject({
    complaints: [
      {
        line: 3,
        column: 9,
        why: { params: { key: { external: 'secret' }, reason: { code: 'uplink.secret-written' } } },
      },
    ],
  });
  const file = join(tempDir(context), 'u.yaml');
  writeFileSync(file, 'address: wss://h\nclent: x');
  await expect(givenUplink({ uplinkFile: file })).rejects.toThrow(/u\.yaml:1:1|u\.yaml:2:1/);
  expect(uplinkIn('[')).toMatchObject({ complaints: [{ line: 1 }] });
});
