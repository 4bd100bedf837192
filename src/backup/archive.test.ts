import { describe, expect, test } from 'vitest';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { isSolsteadError } from '#core/errors.ts';
import { fc } from '#tools/testkit/property.ts';
import { type Part, readBackup, writeBackup } from './archive.ts';
import type { Manifest } from './manifest.ts';
import { tarEnd, tarFile } from './tar.ts';
import { chunked, gathered } from './testing/streams.ts';

const manifest: Manifest = {
  format: 'solstead-backup',
  version: 1,
  solstead: '1.2.3',
  home: 'home-id',
  sites: ['Anna’s house'],
  madeMs: 1_700_000_000_000,
  hasSecrets: true,
  records: { form: 'records-1', facts: { change: '0001', site: 1 } },
  history: { form: 'chunks-1', facts: {} },
};

const parts: readonly Part[] = [
  { group: 'devices', name: 'my meter.yaml', bytes: Buffer.from('id: my-meter\n') },
  { group: 'secrets', name: 'cloud.token', bytes: Buffer.from('hush') },
  { group: 'records', name: '0000001.json', bytes: Buffer.from('{"table":"site","rows":[]}') },
  { group: 'history', name: '0000001.bin', bytes: Buffer.alloc(3000, 7) },
  { group: 'history', name: '0000002.bin', bytes: new Uint8Array() },
];

async function* each(all: readonly Part[]): AsyncGenerator<Part> {
  yield* all;
}

const seal = { passphrase: 'correct horse battery', workFactor: 2 };
const written = (all = parts, sealing: typeof seal | undefined = seal): Promise<Buffer> =>
  gathered(writeBackup({ manifest, parts: each(all) }, sealing));

async function read(bytes: Uint8Array, passphrase: string | undefined = seal.passphrase): Promise<readonly Part[]> {
  const backup = await readBackup(chunked(bytes, 5000), { at: 'b', passphrase });
  expect(backup.manifest).toEqual(manifest);
  return Array.fromAsync(backup.parts);
}

const same = (one: readonly Part[], other: readonly Part[]): void => {
  expect(one.map(({ group, name, bytes }) => [group, name, Buffer.from(bytes).toString('hex')])).toEqual(
    other.map(({ group, name, bytes }) => [group, name, Buffer.from(bytes).toString('hex')]),
  );
};

/** An unencrypted archive of any files. */
const archiveOf = (files: readonly { readonly name: string; readonly bytes: Uint8Array }[]): Buffer =>
  zstdCompressSync(Buffer.concat([...files.flatMap((file) => [...tarFile(file, 0)]), tarEnd()]));

const manifestFile = { name: 'manifest.json', bytes: Buffer.from(JSON.stringify(manifest)) };

describe('a backup as a file', () => {
  test('that lacks any of its last bytes is refused, sealed or not, and so is one with bytes behind', async () => {
    for (const sealing of [seal, undefined]) {
      const whole = await written(parts, sealing);
      for (const cut of [1, 2, 3, 4, 5, 8, 16, 40, 100])
        await expect(
          read(whole.subarray(0, whole.length - cut), sealing?.passphrase),
          `without ${cut}`,
        ).rejects.toMatchObject({
          code: 'backup.damaged',
        });
      for (const more of ['\0', 'x', 'something else'])
        await expect(read(Buffer.concat([whole, Buffer.from(more)]), sealing?.passphrase)).rejects.toMatchObject({
          code: 'backup.damaged',
        });
    }
  });

  test('gives back what was put in, sealed or not', async () => {
    same(await read(await written()), parts);
    same(await read(await gathered(writeBackup({ manifest, parts: each(parts) }, undefined)), undefined), parts);
  });

  test('is refused with any byte changed, sealed or not', async () => {
    for (const whole of [await written(), await gathered(writeBackup({ manifest, parts: each(parts) }, undefined))])
      await fc.assert(
        fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (place, change) => {
          const hurt = Buffer.from(whole);
          hurt[place] = (hurt[place] ?? 0) ^ change;
          try {
            // A bit of the frame's head that says nothing about the content may differ; then all of it is as it was.
            same(await read(hurt), parts);
            expect(whole[0]).toBe(0x28);
          } catch (thrown) {
            if (!isSolsteadError(thrown)) throw thrown;
          }
        }),
        { numRuns: 200 },
      );
  });

  test('is refused when it is cut anywhere, or something follows', async () => {
    const plain = await gathered(writeBackup({ manifest, parts: each(parts) }, undefined));
    await fc.assert(
      // Without the end of the compressed frame all is there: the hashes of the trailer say so.
      fc.asyncProperty(fc.nat(plain.length - 32), async (length) => {
        await expect(read(plain.subarray(0, length))).rejects.toMatchObject({ code: 'backup.damaged' });
      }),
      { numRuns: 60 },
    );
    await expect(read(Buffer.concat([plain, zstdCompressSync(Buffer.from('more'))]))).rejects.toMatchObject({
      code: 'backup.damaged',
    });
  });

  test('says which part differs from what was written', async () => {
    const plain = zstdDecompressSync(await gathered(writeBackup({ manifest, parts: each(parts) }, undefined)));
    plain[plain.indexOf('id: my-meter')] = 0x49;
    await expect(read(zstdCompressSync(plain))).rejects.toThrow('the part devices is damaged');
  });

  test.each([
    '../etc/passwd',
    'devices/../../x',
    'devices/..',
    '/etc/passwd',
    'devices/a/b',
    'secrets/UP',
    'other/x',
    'devices/.x',
    'history/1.bin',
    '',
  ])('refuses a part named %s', async (name) => {
    const bytes = archiveOf([manifestFile, { name, bytes: new Uint8Array() }]);
    await expect(read(bytes, undefined)).rejects.toThrow(/holds a part with the name|is not a backup/);
  });

  test.each([
    ['a link', '1'],
    ['a symbolic link', '2'],
    ['a device', '3'],
    ['a folder', '5'],
    ['a pipe', '6'],
    ['another header', 'x'],
    ['a sparse file', 'S'],
  ])('refuses %s', async (_, kind) => {
    const [header = Buffer.alloc(512)] = [...tarFile({ name: 'devices/meter.yaml', bytes: new Uint8Array() }, 0)];
    const forged = Buffer.from(header);
    forged.write(kind, 156, 'latin1');
    forged.write('/etc/passwd', 157, 'latin1');
    forged.fill(0x20, 148, 156);
    const sum = forged.reduce((all, byte) => all + byte, 0);
    forged.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    const whole = zstdCompressSync(Buffer.concat([...tarFile(manifestFile, 0), forged, tarEnd()]));
    await expect(read(whole)).rejects.toMatchObject({ code: 'backup.damaged' });
  });

  test('refuses a size that is not there before it holds anything', async () => {
    const [header = Buffer.alloc(512)] = [...tarFile({ name: 'history/0000001.bin', bytes: new Uint8Array() }, 0)];
    for (const size of ['77777777777', '-0000000001', '\x80\0\0\0\0\0\0\x01\0\0\0']) {
      const forged = Buffer.from(header);
      forged.write(size, 124, 'latin1');
      forged.fill(0x20, 148, 156);
      forged.write(
        `${forged
          .reduce((all, byte) => all + byte, 0)
          .toString(8)
          .padStart(6, '0')}\0 `,
        148,
        'latin1',
      );
      const whole = zstdCompressSync(Buffer.concat([...tarFile(manifestFile, 0), forged]));
      const before = process.memoryUsage().rss;
      await expect(read(whole)).rejects.toMatchObject({ code: 'backup.damaged' });
      expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
    }
  });

  test('refuses what would fill memory or disk', async () => {
    const huge = { name: 'secrets/a', bytes: Buffer.alloc(100_000) };
    await expect(read(archiveOf([manifestFile, huge]))).rejects.toThrow('at most 65,536 are allowed');
    const bomb = zstdCompressSync(
      Buffer.concat([
        ...tarFile(manifestFile, 0),
        ...Array.from({ length: 12 }, (_, index) => [
          ...tarFile({ name: `history/000000${index % 10}.bin`, bytes: Buffer.alloc(16 * 2 ** 20) }, 0),
        ]).flat(),
      ]),
    );
    await expect(read(bomb)).rejects.toThrow('it swells to more than 1,000 times its size');
  });

  test('refuses parts out of order, a newer version, and a file that is none', async () => {
    const late = archiveOf([
      manifestFile,
      { name: 'records/0000001.json', bytes: Buffer.from('{}') },
      { name: 'secrets/a', bytes: Buffer.from('x') },
    ]);
    await expect(read(late)).rejects.toThrow('the part secrets/a is not where it belongs');
    const newer = { name: 'manifest.json', bytes: Buffer.from(JSON.stringify({ ...manifest, version: 2 })) };
    await expect(read(archiveOf([newer]))).rejects.toMatchObject({ code: 'backup.newer' });
    await expect(read(Buffer.from('hello, this is some text'))).rejects.toThrow('it is not a backup of Solstead');
    await expect(read(await written(), 'wrong')).rejects.toMatchObject({ code: 'backup.passphrase' });
  });
});
