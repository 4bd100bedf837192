import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fc } from '#tools/testkit/property.ts';
import { decrypted, encrypted } from './age.ts';
import { anySize, chunked, gathered } from './testing/streams.ts';

const seal = { passphrase: 'correct horse battery', workFactor: 2 };
const open = { passphrase: seal.passphrase, at: 'a.age' };
const sealed = (bytes: Uint8Array): Promise<Buffer> => gathered(encrypted(chunked(bytes, 10_000), seal));
const opened = (bytes: Uint8Array, options = open): Promise<Buffer> =>
  gathered(decrypted(chunked(bytes, 7777), options));

describe('a file in the age format', () => {
  test('opens to what was sealed, at any size and in any chunks', async () => {
    await fc.assert(
      fc.asyncProperty(anySize, async (size) => {
        const plain = randomBytes(size);
        const out = await opened(await sealed(plain));
        expect(out.equals(plain)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test('does not open with any byte changed', async () => {
    const whole = await sealed(randomBytes(70_000));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (place, change) => {
        const hurt = Buffer.from(whole);
        hurt[place] = (hurt[place] ?? 0) ^ change;
        await expect(opened(hurt)).rejects.toMatchObject({ name: 'SolsteadError' });
      }),
      { numRuns: 100 },
    );
  });

  test('does not open when it is cut anywhere', async () => {
    const whole = await sealed(randomBytes(140_000));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), async (length) => {
        await expect(opened(whole.subarray(0, length))).rejects.toMatchObject({ code: 'backup.damaged' });
      }),
      { numRuns: 60 },
    );
  });

  test('names a wrong passphrase, a file cut between chunks, and a head that asks for too much memory', async () => {
    const whole = await sealed(randomBytes(140_000));
    await expect(opened(whole, { ...open, passphrase: 'wrong' })).rejects.toMatchObject({ code: 'backup.passphrase' });
    const head = whole.indexOf('\n--- ') + 5 + 43 + 1;
    await expect(opened(whole.subarray(0, head + 16 + 65_552))).rejects.toThrow('the file ends too early');
    const greedy = Buffer.from(whole.toString('latin1').replace(/(scrypt \S+) 2\n/, '$1 30\n'), 'latin1');
    await expect(opened(greedy)).rejects.toThrow('work factor 30; at most 18');
  });

  test('takes a passphrase in any composition of its letters', async () => {
    const file = await gathered(encrypted(chunked(Buffer.from('x')), { ...seal, passphrase: 'caf\u00e9 caf\u00e9' }));
    expect((await opened(file, { ...open, passphrase: 'cafe\u0301 cafe\u0301' })).toString()).toBe('x');
  });
});
