import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openFolder } from './folder.ts';
import { beginSwap, endSwap, finishSwap, freshFolder, hasHome, pendingServers, undoSwap } from './folder-swap.ts';

const old = ['devices', 'home.json', 'records.db', 'records.db-wal'];
const fresh = ['history.db', 'home.json', 'records.db'];

/** A folder with a home, and another one made for it. */
function madeFolder(context: TestContext): string {
  const folder = tempDir(context);
  for (const name of old.slice(1)) writeFileSync(join(folder, name), `old ${name}`);
  mkdirSync(join(folder, 'devices'));
  mkdirSync(join(folder, 'backups'));
  const made = freshFolder(folder);
  for (const name of fresh) writeFileSync(join(made, name), `new ${name}`);
  return folder;
}

function assertNew(folder: string): void {
  expect(readdirSync(folder).toSorted()).toEqual(
    [
      'backups',
      'before-restore-x',
      ...fresh,
      ...(readdirSync(folder).includes('lock.db') ? ['lock.db'] : []),
    ].toSorted(),
  );
  for (const name of fresh) expect(readFileSync(join(folder, name), 'utf8')).toBe(`new ${name}`);
  expect(readdirSync(join(folder, 'before-restore-x')).toSorted()).toEqual(old);
  expect(readFileSync(join(folder, 'before-restore-x', 'records.db'), 'utf8')).toBe('old records.db');
}

function assertOld(folder: string): void {
  const names = readdirSync(folder).filter((name) => name !== 'lock.db');
  expect(names.toSorted()).toEqual(['backups', 'failed-restore-x', ...old].toSorted());
  expect(readFileSync(join(folder, 'records.db'), 'utf8')).toBe('old records.db');
  expect(readFileSync(join(folder, 'failed-restore-x', 'records.db'), 'utf8')).toBe('new records.db');
}

test('a swap that was begun is finished from whichever move it was interrupted at', (context) => {
  const moves = old.length + fresh.length;
  for (let done = 0; done <= moves; done += 1) {
    const folder = madeFolder(context);
    expect(beginSwap(folder, { stamp: 'x', servers: [] })).toBe(join(folder, 'before-restore-x'));
    mkdirSync(join(folder, 'before-restore-x'));
    for (const name of old.slice(0, done)) renameSync(join(folder, name), join(folder, 'before-restore-x', name));
    for (const name of fresh.slice(0, Math.max(0, done - old.length)))
      renameSync(join(folder, 'restore.new', name), join(folder, name));
    openFolder(folder).close();
    assertNew(folder);
    // Nothing happens the second time.
    expect(finishSwap(folder)).toEqual([]);
    assertNew(folder);
  }
});

test('a swap is undone from whichever move it was interrupted at, and the new home is kept', (context) => {
  for (let done = 0; done <= fresh.length + old.length; done += 1) {
    const folder = madeFolder(context);
    const aside = beginSwap(folder, { stamp: 'x', servers: [] }) ?? '';
    finishSwap(folder);
    expect(readFileSync(join(folder, 'records.db'), 'utf8')).toBe('new records.db');
    // The mark as it is written first, and some of the moves.
    const failed = join(folder, 'failed-restore-x');
    writeFileSync(
      join(folder, 'restore.json'),
      JSON.stringify({
        version: 1,
        aside: 'failed-restore-x',
        out: fresh,
        in: old,
        from: 'before-restore-x',
        servers: [],
      }),
    );
    mkdirSync(failed);
    for (const name of fresh.slice(0, done)) renameSync(join(folder, name), join(failed, name));
    for (const name of old.slice(0, Math.max(0, done - fresh.length)))
      renameSync(join(aside, name), join(folder, name));
    openFolder(folder).close();
    assertOld(folder);
  }
  const folder = madeFolder(context);
  const aside = beginSwap(folder, { stamp: 'x', servers: [] }) ?? '';
  finishSwap(folder);
  expect(undoSwap(folder, aside)).toBe(join(folder, 'failed-restore-x'));
  assertOld(folder);
});

test('what was made and never begun to be swapped is cleared away', (context) => {
  const folder = madeFolder(context);
  openFolder(folder).close();
  expect(readdirSync(folder).toSorted()).toEqual(['backups', ...old, 'lock.db'].toSorted());
  expect(readFileSync(join(folder, 'records.db'), 'utf8')).toBe('old records.db');
});

test('servers wait until they are swapped too', (context) => {
  const folder = madeFolder(context);
  beginSwap(folder, { stamp: 'x', servers: ['records'] });
  expect(finishSwap(folder)).toEqual(['records']);
  openFolder(folder).close();
  expect(pendingServers(folder)).toEqual(['records']);
  endSwap(folder);
  expect(pendingServers(folder)).toEqual([]);
  assertNew(folder);
});

test('a folder with backups and a lock alone holds no home', (context) => {
  const folder = tempDir(context);
  mkdirSync(join(folder, 'backups'));
  openFolder(folder).close();
  writeFileSync(join(folder, 'home.json'), '');
  expect(hasHome(folder)).toBe(true);
});

test('what a disk that is mounted there has of its own stays where it is', (context) => {
  const folder = madeFolder(context);
  mkdirSync(join(folder, 'lost+found'));
  beginSwap(folder, { stamp: 'x', servers: [] });
  finishSwap(folder);
  expect(readdirSync(folder)).toContain('lost+found');
  expect(readdirSync(join(folder, 'before-restore-x')).toSorted()).toEqual(old);
});

test('a mark that leads out of the folder is refused', (context) => {
  const folder = madeFolder(context);
  const mark = { version: 1, aside: 'x', out: ['../etc'], in: [], servers: [] };
  writeFileSync(join(folder, 'restore.json'), JSON.stringify(mark));
  expect(() => openFolder(folder)).toThrow(expect.objectContaining({ code: 'store.corrupt' }));
});
