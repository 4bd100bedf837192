// A journal in a file gives back what was durable, whatever was cut off, damaged or grown too long.
import { mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test, type TestContext, vi } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { inEnglish } from '#core/reason.ts';
import { fc } from '#tools/testkit/property.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { type JournalFileOptions, openJournalFile, readJournal } from './journal-file.ts';

const heading = 'soltest1';

async function opened(path: string, changes: Partial<JournalFileOptions> = {}) {
  const found: string[] = [];
  const warnings: string[] = [];
  const journal = await openJournalFile({
    path,
    clock,
    heading,
    snapshot: () => [],
    take: (entry) => void found.push(Buffer.from(entry).toString()),
    warn: (message) => void warnings.push(message),
    damaged: (reason) => void warnings.push(inEnglish(reason)),
    ...changes,
  });
  return { journal, found, warnings };
}

/** Frees what is not held. */
function collect(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc()');
}

const place = (context: TestContext): string => join(tempDir(context), 'x.journal');

test('gives back what was flushed, in order, also when it was never closed', async (context) => {
  const path = place(context);
  const { journal } = await opened(path);
  for (let index = 0; index < 100; index += 1) journal.add(Buffer.from(`entry ${index}`));
  await Promise.all([journal.flush(), journal.flush()]);
  const { journal: again, found, warnings } = await opened(path);
  expect(found).toEqual(Array.from({ length: 100 }, (_none, index) => `entry ${index}`));
  expect(warnings).toEqual([]);
  await Promise.all([journal.close(), again.close()]);
});

test('an entry nobody waits for is written soon', async (context) => {
  const path = place(context);
  const { journal } = await opened(path);
  journal.add(Buffer.from('alone'));
  await expect.poll(() => readFileSync(path).includes('alone'), { timeout: 20_000 }).toBe(true);
  await journal.close();
});

test('what was cut off goes, what is damaged is left out and told, and writing goes on behind the rest', async (context) => {
  const path = place(context);
  const { journal } = await opened(path);
  for (const text of ['first', 'second', 'third']) journal.add(Buffer.from(text));
  await journal.close();
  const bytes = readFileSync(path);
  const at = bytes.indexOf('second');
  bytes.write('SECOND', at);
  writeFileSync(path, bytes);
  const cut = await opened(path);
  expect(cut.found).toEqual(['first', 'third']);
  expect(cut.warnings.join()).toContain('damaged at one place');
  cut.journal.add(Buffer.from('fourth'));
  await cut.journal.close();
  writeFileSync(path, readFileSync(path).subarray(0, readFileSync(path).indexOf('fourth') + 3));
  const last = await opened(path);
  expect(last.found).toEqual(['first', 'third']);
  await last.journal.close();
});

test('no bytes at all make it fail', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const { end } = readJournal(Buffer.from(bytes), 0, () => undefined);
      expect(end).toBeLessThanOrEqual(bytes.length);
    }),
  );
});

test('once it has grown it is written anew from the state, and what came meanwhile is behind it', async (context) => {
  const path = place(context);
  const state = new Map<string, string>();
  const snapshot = () =>
    [...state].map(
      ([key, value]) =>
        () =>
          Buffer.from(`${key}=${value}`),
    );
  const { journal } = await opened(path, { snapshot });
  const value = 'x'.repeat(10_000);
  for (let index = 0; index < 1000; index += 1) {
    const key = `key ${index % 7}`;
    state.set(key, `${index} ${value}`);
    journal.add(Buffer.from(`${key}=${index} ${value}`));
    if (index % 10 === 0) await journal.flush();
  }
  await journal.close();
  expect(statSync(path).size).toBeLessThan(4_000_000);
  const last = new Map<string, string>();
  const { journal: again } = await opened(path, {
    take: (entry) => {
      const [key = '', text = ''] = Buffer.from(entry).toString().split('=');
      last.set(key, text);
    },
  });
  expect(last).toEqual(state);
  await again.close();
});

test('a file of another version is set aside, and something else than a file is refused', async (context) => {
  const path = place(context);
  writeFileSync(path, 'soltest2 and more');
  const { journal, found, warnings } = await opened(path);
  expect(found).toEqual([]);
  expect(warnings.join()).toContain('.newer');
  expect(readFileSync(`${path}.newer`, 'utf8')).toBe('soltest2 and more');
  await journal.close();
  const folder = join(tempDir(context), 'folder');
  mkdirSync(folder);
  await expect(opened(folder)).rejects.toMatchObject({ code: 'store.failed' });
});

test('a file that no state fills is refused with what helps', async (context) => {
  const path = place(context);
  writeFileSync(path, '');
  truncateSync(path, 513 * 2 ** 20);
  await expect(opened(path)).rejects.toMatchObject({ reason: { code: 'journal.large' } });
});

test('a disk that takes nothing is told to those who wait; what waits is written once it does', async (context) => {
  const path = place(context);
  let isFull = true;
  let size = 0;
  // The state that cannot be had stands for the disk.
  const { journal, warnings } = await opened(path, {
    snapshot: () => {
      if (isFull) throw new Error('no space left');
      return [() => Buffer.from('state')];
    },
  });
  while (size < 2_200_000) {
    journal.add(Buffer.alloc(100_000, 'x'));
    size += 100_000;
  }
  await journal.flush();
  journal.add(Buffer.from('late'));
  await expect(journal.flush()).rejects.toMatchObject({ code: 'store.failed' });
  expect(warnings).toHaveLength(1);
  isFull = false;
  await journal.flush();
  await journal.close();
  const again = await opened(path);
  expect(again.found).toEqual(['state']);
  await again.journal.close();
});

test('a flood for a disk that takes nothing holds a bounded amount, and is there as the state once it does', async (context) => {
  const path = place(context);
  const state = { last: 0 };
  let isFull = true;
  const { journal } = await opened(path, {
    snapshot: () => {
      if (isFull) throw new Error('no space left');
      return [() => Buffer.from(`last ${state.last}`)];
    },
  });
  const held = (): number => {
    collect();
    return process.memoryUsage().arrayBuffers;
  };
  const before = held();
  for (let index = 1; index <= 1000; index += 1) {
    state.last = index;
    journal.add(Buffer.alloc(100_000, 'x'));
    if (index % 100 === 0) await journal.flush().catch(() => undefined);
  }
  await vi.waitFor(() => expect(held() - before).toBeLessThan(40_000_000), { timeout: 20_000, interval: 200 });
  await expect(journal.flush()).rejects.toMatchObject({ code: 'store.failed' });
  isFull = false;
  await journal.flush();
  journal.add(Buffer.from('after'));
  await journal.close();
  const again = await opened(path);
  expect(again.found).toEqual(['last 1000', 'after']);
  await again.journal.close();
});
