// Order, bound and what a restart or damage leaves of a spool.
import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fc } from '#tools/testkit/property.ts';
import { expect, test } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import type { Batch } from '#core/reading.ts';
import type { Spool, SpoolBound, Spooled } from '#core/spool.ts';
import type { Owner } from '#tools/testkit/owner.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openFileSpool } from './file-spool.ts';
import { readSpoolFrames, spoolFrame, spoolHeading } from './spool-frames.ts';

const wide: SpoolBound = { bytes: 64 * 1024 * 1024, batches: 1_000_000 };

function batch(number: number): Batch {
  return { site: 'home', device: 'roof', atMs: number, metric: ['pv.power'], value: [number], quality: ['good'] };
}

const numbers = (spooled: readonly Spooled[]): number[] => spooled.map(({ batch: { atMs } }) => atMs);
const upTo = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_none, index) => from + index);

const free = (): void => undefined;

async function opened(owner: Owner, folder: string, bound = wide): Promise<Spool> {
  const spool = await openFileSpool({ folder, clock, bound, check: free });
  owner.onTestFinished(() => spool.close());
  return spool;
}

const fill = (spool: Spool, from: number, to: number): void =>
  upTo(from, to).forEach((number) => spool.add(batch(number)));

test('batches come back in order, from memory and from files; what was delivered is gone, also after a restart', async (owner) => {
  const folder = join(tempDir(owner), 'spool');
  const spool = await opened(owner, folder);
  fill(spool, 1, 5);
  expect(numbers(await spool.read(3))).toEqual([1, 2, 3]);
  await spool.flush();
  const [, second] = await spool.read(2);
  spool.done(second?.position ?? 0);
  expect(numbers(await spool.read(9))).toEqual([3, 4, 5]);
  await spool.close();
  const again = await opened(owner, folder);
  expect(again.state()).toMatchObject({ batches: 3, dropped: 0 });
  fill(again, 6, 1000);
  await again.flush();
  fill(again, 1001, 1002);
  expect(numbers(await again.read(2000)), 'files, and what waits behind them').toEqual(upTo(3, 1002));
  const [last] = (await again.read(2000)).slice(-1);
  expect(numbers(await again.read(10, (last?.position ?? 0) - 2))).toEqual([1001, 1002]);
  again.done(last?.position ?? 0);
  await again.close();
  expect((await opened(owner, folder)).state().batches).toBe(0);
});

test('what is delivered before it is written is never written', async (owner) => {
  const folder = tempDir(owner);
  const spool = await opened(owner, folder);
  fill(spool, 1, 100);
  spool.done(100);
  await spool.flush();
  expect(readdirSync(folder).filter((name) => name.endsWith('.spool'))).toEqual([]);
  expect(spool.state()).toMatchObject({ batches: 0, bytes: 0 });
});

test('the oldest go when the bound is reached, by batches or bytes, and are counted', async (owner) => {
  for (const bound of [
    { bytes: wide.bytes, batches: 800 },
    { bytes: 800 * spoolFrame({ position: 1, batch: batch(1000) }).length, batches: wide.batches },
  ]) {
    const folder = tempDir(owner);
    const spool = await opened(owner, folder, bound);
    for (let from = 1; from < 3000; from += 100) {
      fill(spool, from, from + 99);
      await spool.flush();
    }
    const { batches, dropped, bytes } = spool.state();
    expect(batches).toBeLessThanOrEqual(810);
    expect(batches).toBeGreaterThan(600);
    expect(batches + dropped).toBe(3000);
    expect(bytes).toBeLessThanOrEqual(bound.bytes);
    expect(numbers(await spool.read(9999))).toEqual(upTo(dropped + 1, 3000));
    await spool.close();
    const again = await opened(owner, folder, bound);
    expect(again.state(), 'counted for good').toMatchObject({ batches, dropped });
    expect(again.lostAtOpening).toBe(0);
    await again.close();
    const narrow = await opened(owner, folder, { bytes: bound.bytes / 2, batches: bound.batches / 2 });
    expect(narrow.lostAtOpening, 'what a smaller bound costs').toBeGreaterThan(200);
    expect(narrow.state().dropped).toBe(dropped + (narrow.lostAtOpening ?? 0));
  }
});

test('a smaller bound costs no more than it has to, at once and with the next batches; a kill in between loses nothing', async (owner) => {
  const folder = tempDir(owner);
  const spool = await opened(owner, folder);
  fill(spool, 1, 4000);
  await spool.close();
  const frameBytes = spoolFrame({ position: 1, batch: batch(1000) }).length;
  const bound = { bytes: 1000 * frameBytes, batches: wide.batches };
  const narrow = await opened(owner, folder, bound);
  const { batches, bytes, dropped } = narrow.state();
  expect(batches + dropped).toBe(4000);
  expect([narrow.lostAtOpening, bytes <= bound.bytes, batches > 950]).toEqual([dropped, true, true]);
  expect(numbers(await narrow.read(9999))).toEqual(upTo(dropped + 1, 4000));
  fill(narrow, 4001, 4100);
  await narrow.flush();
  expect(narrow.state().batches).toBeGreaterThan(820);
  expect(numbers(await narrow.read(9999))).toEqual(upTo(narrow.state().dropped + 1, 4100));
  await narrow.close();
  // As a kill leaves it that comes before a file that was made shorter is removed.
  const [oldest = ''] = readdirSync(folder)
    .filter((name) => name.endsWith('.spool'))
    .sort();
  const from = narrow.state().dropped;
  const frames = upTo(from - 20, from + 300).map((one) => spoolFrame({ position: one, batch: batch(one) }));
  writeFileSync(join(folder, `${String(from - 20).padStart(16, '0')}.spool`), Buffer.concat([spoolHeading, ...frames]));
  expect(oldest).not.toBe('');
  const again = await opened(owner, folder, { ...bound, bytes: 2 * bound.bytes });
  expect(numbers(await again.read(9999))).toEqual(upTo(from + 1, 4100));
  expect(again.state().dropped).toBe(from);
});

test('a file that ends in the middle of a batch loses no other; damage costs the batch it hits, counted', async (owner) => {
  const folder = tempDir(owner);
  const bound = { bytes: wide.bytes, batches: 80 };
  const spool = await opened(owner, folder, bound);
  for (let from = 1; from < 50; from += 10) {
    fill(spool, from, from + 9);
    await spool.flush();
  }
  await spool.close();
  const files = readdirSync(folder).filter((name) => name.endsWith('.spool'));
  expect(files.length).toBe(5);
  const newest = join(folder, files.at(-1) ?? '');
  appendFileSync(newest, spoolFrame({ position: 51, batch: batch(51) }).subarray(0, 30));
  const damaged = join(folder, files[1] ?? '');
  const bytes = readFileSync(damaged);
  bytes[spoolHeading.length + 2 * spoolFrame({ position: 11, batch: batch(11) }).length + 40]! ^= 1;
  writeFileSync(damaged, bytes);
  const again = await opened(owner, folder, bound);
  const rest = [...upTo(1, 12), ...upTo(14, 50)];
  expect(numbers(await again.read(99))).toEqual(rest);
  expect(again.state().dropped).toBe(1);
  fill(again, 51, 51);
  await again.flush();
  expect(numbers(await again.read(99))).toEqual([...rest, 51]);
});

test('a flipped bit in the first frame of the last file costs that frame alone, counted once', async (owner) => {
  const folder = tempDir(owner);
  const spool = await opened(owner, folder);
  fill(spool, 1, 10);
  await spool.close();
  const path = join(folder, readdirSync(folder).find((name) => name.endsWith('.spool')) ?? '');
  const bytes = readFileSync(path);
  bytes[spoolHeading.length + 20]! ^= 1;
  writeFileSync(path, bytes);
  for (let start = 0; start < 2; start += 1) {
    const again = await opened(owner, folder);
    expect(numbers(await again.read(99))).toEqual(upTo(2, 10));
    expect(again.state()).toMatchObject({ batches: 9, dropped: 1 });
    await again.close();
  }
});

/** What is done to the bytes of a file whose last batch begins at an offset, and how many batches that costs. */
const endings: readonly (readonly [string, number, (bytes: Buffer, at: number) => void])[] = [
  ['the last batch', 1, (bytes) => void (bytes[bytes.length - 3]! ^= 1)],
  ['the head of the last batch', 1, (bytes, at) => void bytes.fill(0xa5, at, at + 16)],
  [
    'the last two batches',
    2,
    (bytes, at) => {
      bytes[at + 40]! ^= 4;
      bytes[at - 9]! ^= 4;
    },
  ],
];

test.for(endings)(
  'damage of %s of all is counted once, and the next takes its place',
  async ([, lost, damage], owner) => {
    const folder = tempDir(owner);
    const spool = await opened(owner, folder);
    fill(spool, 1, 10);
    await spool.close();
    const path = join(folder, readdirSync(folder).find((name) => name.endsWith('.spool')) ?? '');
    const bytes = readFileSync(path);
    damage(bytes, bytes.length - spoolFrame({ position: 10, batch: batch(10) }).length);
    writeFileSync(path, bytes);
    for (let start = 0; start < 2; start += 1) {
      const again = await opened(owner, folder);
      expect(numbers(await again.read(99))).toEqual(upTo(1, 10 - lost));
      expect(again.state()).toMatchObject({ batches: 10 - lost, dropped: lost });
      await again.close();
    }
    const last = await opened(owner, folder);
    fill(last, 11, 12);
    await last.close();
    expect(numbers(await (await opened(owner, folder)).read(99))).toEqual([...upTo(1, 10 - lost), 11, 12]);
  },
);

test('what a power cut left behind the last batch was never acknowledged, and is not counted', async (owner) => {
  for (const rest of [
    new Uint8Array(4096),
    spoolFrame({ position: 11, batch: batch(11) }).subarray(0, 60),
    Buffer.from([1, 2, 3]),
  ]) {
    const folder = tempDir(owner);
    const spool = await opened(owner, folder);
    fill(spool, 1, 10);
    await spool.close();
    const path = join(folder, readdirSync(folder).find((name) => name.endsWith('.spool')) ?? '');
    appendFileSync(path, rest);
    const again = await opened(owner, folder);
    expect(again.state()).toMatchObject({ batches: 10, dropped: 0 });
    await again.close();
  }
});

test('a file of a later version is kept aside and told', async (owner) => {
  const folder = tempDir(owner);
  const name = '0000000000000001.spool';
  writeFileSync(join(folder, name), 'solspl2\nsomething else');
  expect((await opened(owner, folder)).state().trouble).toContain(name);
  expect(readFileSync(join(folder, `${name}.newer`), 'latin1')).toContain('something else');
});

test.for(['null', '[]', '{"v":1,"done":-5,"dropped":0}', '{"v":1,"done":3,"dropped":-1}', '{"done":1e99}'])(
  'a mark of %s is none: all that is there is delivered',
  async (mark, owner) => {
    const folder = tempDir(owner);
    const spool = await opened(owner, folder);
    fill(spool, 1, 5);
    await spool.close();
    writeFileSync(join(folder, 'mark.json'), mark);
    const again = await opened(owner, folder);
    expect(numbers(await again.read(9))).toEqual(upTo(1, 5));
    expect(again.state()).toMatchObject({ batches: 5, dropped: 0 });
  },
);

test('a folder that takes nothing is told, nothing is lost within the bound, and it goes on when it can', async (owner) => {
  const folder = join(tempDir(owner), 'spool');
  const spool = await opened(owner, folder);
  rmSync(folder, { recursive: true });
  writeFileSync(folder, 'in the way');
  fill(spool, 1, 10);
  await expect(spool.flush()).rejects.toMatchObject({ code: 'store.failed' });
  expect(spool.state()).toMatchObject({ batches: 10, dropped: 0 });
  expect(spool.state().trouble).toContain('a file is where a folder is needed');
  rmSync(folder);
  const other = await opened(owner, folder);
  await other.close();
  await spool.flush();
  expect(spool.state().trouble).toBeUndefined();
  expect(numbers(await spool.read(99))).toEqual(upTo(1, 10));
});

test('once another process may write here nothing is written any more', async (owner) => {
  const folder = tempDir(owner);
  let isLost = false;
  const check = (): void => {
    if (isLost) throw new SolsteadError('store.fenced', { at: 'home' });
  };
  const spool = await openFileSpool({ folder, clock, bound: wide, check });
  fill(spool, 1, 2);
  await spool.flush();
  isLost = true;
  fill(spool, 3, 4);
  await expect(spool.flush()).rejects.toMatchObject({ code: 'store.fenced' });
  await expect(spool.close()).rejects.toMatchObject({ code: 'store.fenced' });
  expect(numbers(await (await opened(owner, folder)).read(9))).toEqual([1, 2]);
});

test('any bytes are read without harm, and frames of any batch come back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.array(fc.nat()), (noise, all) => {
      const frames = all.map((number, index) => spoolFrame({ position: index + 1, batch: batch(number) }));
      const whole = Buffer.concat([spoolHeading, ...frames]);
      expect(numbers(readSpoolFrames(whole).frames)).toEqual(all);
      expect(readSpoolFrames(whole).end).toBe(whole.length);
      expect(numbers(readSpoolFrames(Buffer.concat([whole, noise])).frames)).toEqual(all);
      expect(readSpoolFrames(Buffer.from(noise)).frames).toEqual([]);
    }),
  );
});

test('whatever is added, delivered, synced and opened again: nothing within the bound is lost, and order is kept', async (owner) => {
  const step = fc.oneof(
    fc.record({ add: fc.integer({ min: 1, max: 40 }) }),
    fc.record({ deliver: fc.integer({ min: 1, max: 60 }) }),
    fc.constant('flush' as const),
    fc.constant('reopen' as const),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const folder = tempDir(owner);
      const bound = { bytes: 40_000, batches: 160 };
      let spool = await openFileSpool({ folder, clock, bound, check: free });
      let [added, delivered] = [0, 0];
      const check = async (): Promise<void> => {
        const { dropped, batches } = spool.state();
        const got = numbers(await spool.read(9999));
        expect(got).toEqual(upTo(added - batches + 1, added));
        expect(added - batches).toBe(Math.max(delivered, added - batches));
        expect(dropped).toBeLessThanOrEqual(added - batches);
      };
      for (const one of steps) {
        if (one === 'flush') await spool.flush();
        else if (one === 'reopen') {
          await spool.close();
          spool = await openFileSpool({ folder, clock, bound, check: free });
        } else if ('add' in one) {
          fill(spool, added + 1, added + one.add);
          added += one.add;
        } else {
          const got = await spool.read(one.deliver);
          delivered = numbers(got).at(-1) ?? delivered;
          spool.done(got.at(-1)?.position ?? 0);
        }
        await check();
      }
      await spool.close();
    }),
    { numRuns: 40 },
  );
});
