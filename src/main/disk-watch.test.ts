import { expect, test } from 'vitest';
import { inEnglish } from '#core/reason.ts';
import { type DiskRoom, watchDisk } from './disk-watch.ts';

const mib = 2 ** 20;
const gib = 1024 * mib;

/** What a watch says while a disk fills and is freed, and what stands in the log. */
async function told(rooms: readonly (DiskRoom | Error)[]) {
  let room: DiskRoom | Error = { freeBytes: gib };
  let tick = (): void => undefined;
  const lines: string[] = [];
  const watch = watchDisk(['/srv/house'], {
    clock: {
      every(_ms, run) {
        tick = run;
        return () => undefined;
      },
    },
    log: {
      warn: (fields: { why: string }) => void lines.push(fields.why),
      info: (text: string) => void lines.push(text),
    },
    async roomAt() {
      if (room instanceof Error) throw room;
      return room;
    },
  });
  const said: (string | undefined)[] = [];
  for (const one of rooms) {
    room = one;
    tick();
    await watch.look();
    said.push(watch.trouble()?.code);
  }
  return { said, lines, watch };
}

test('a disk that fills is told before it is full, once in the log for each step, and again when there is room', async () => {
  const bytes = [gib, 255 * mib, 200 * mib, 31 * mib, 0, 100 * mib, gib];
  const { said, lines } = await told(bytes.map((freeBytes) => ({ freeBytes })));
  expect(said).toEqual([undefined, 'disk.low', 'disk.low', 'disk.full', 'disk.full', 'disk.low', undefined]);
  expect(lines).toHaveLength(4);
  expect(lines[0]).toContain('has 255 MB left');
  expect(lines[3]).toContain('room again');
});

test('a file system without room for more files is told; one that counts none is not', async () => {
  const { said } = await told([
    { freeBytes: gib, freeEntries: 1999 },
    { freeBytes: gib, freeEntries: 99 },
    { freeBytes: gib },
    { freeBytes: gib, freeEntries: 5000 },
  ]);
  expect(said).toEqual(['disk.few-entries', 'disk.no-entries', undefined, undefined]);
});

test('a folder that became read-only is told with the words of the system', async () => {
  const { said, watch } = await told([new Error('EROFS: read-only file system')]);
  expect(said).toEqual(['disk.unwritable']);
  const trouble = watch.trouble();
  expect(trouble === undefined ? '' : inEnglish(trouble)).toContain('/srv/house (EROFS: read-only file system)');
});

test('the disk of this computer is asked', async () => {
  const watch = watchDisk([import.meta.dirname], {
    clock: { every: () => () => undefined },
    log: { warn: () => undefined, info: () => undefined },
  });
  await watch.look();
  expect(watch.trouble()?.code).not.toBe('disk.unwritable');
  const none = watchDisk(['/nowhere/at/all'], {
    clock: { every: () => () => undefined },
    log: { warn: () => undefined, info: () => undefined },
  });
  await none.look();
  expect(none.trouble()?.code).toBe('disk.unwritable');
});
