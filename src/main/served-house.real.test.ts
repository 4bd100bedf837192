// A home that is opened anew: a restored one that cannot be opened gives way to the one before, and is kept to be looked at.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { makeFile } from '#backup/make-file.ts';
import { systemClock as clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { beginArchive } from './home-archive.ts';
import { openHouse } from './house.ts';
import { makeLog } from './log.ts';
import { openServedHouse } from './served-house.ts';
import { beginMs, fillHome, openHome } from './testing/home-contents.ts';

const passphrase = 'four words of mine';

test('a restored home that cannot be opened gives way to the one before', { timeout: 220_000 }, async (context) => {
  const [from, folder, to] = [tempDir(context), tempDir(context), tempDir(context)];
  const other = await openHome(from);
  await fillHome(other, 50);
  const path = join(to, 'home.age');
  const begun = await beginArchive({ ...other, folder: from }, { nowMs: beginMs, passphrase });
  await makeFile(path, begun.stream, () => undefined);
  await begun.close();
  await other.close();
  const before = await openHome(folder);
  await before.records.sites.save({ id: 'cabin', name: 'Cabin', timeZone: 'UTC' });
  await before.close();

  const log = makeLog('silent');
  let times = 0;
  const served = await openServedHouse({
    folder,
    clock,
    log,
    open: async () => {
      times += 1;
      if (times === 2) throw new SolsteadError('store.failed', { at: 'x', why: because('backup.running') });
      return openHouse({ folder, clock, log, broker: { host: '127.0.0.1', port: 0 } });
    },
  });
  context.onTestFinished(() => served.close());
  const bytes = readFileSync(path);
  let swapped = false;
  const onSwapped = (): void => void (swapped = true);
  const by = { name: 'Anna', kind: 'person' } as const;
  const restored = async () => {
    const { upload } = await served.restores.begin(bytes.length, { kind: 'person', id: 'anna' });
    await served.restores.put(upload, 0, bytes);
    served.restores.restore(upload, { passphrase, isReplacing: true, by, onSwapped });
    while (served.restores.progress(upload).state === 'running') await sleep(20);
    return served.restores.progress(upload);
  };
  expect(await restored()).toMatchObject({ state: 'failed', failure: { code: 'store.failed' } });
  expect(swapped).toBe(false);
  expect(times).toBe(3);
  expect(await served.house.records.sites.list()).toMatchObject([{ id: 'cabin' }]);
  const names = readdirSync(folder);
  const failed = names.find((name) => name.startsWith('failed-restore-')) ?? '';
  expect(readdirSync(join(folder, failed))).toContain('records.db');
  expect(names.filter((name) => name.startsWith('before-restore-'))).toEqual([]);

  // Where the mark of the swap is written first.
  mkdirSync(join(folder, 'restore.json.tmp'));
  expect(await restored()).toMatchObject({ state: 'failed', failure: { code: 'folder.unwritable' } });
  expect([swapped, times]).toEqual([false, 4]);
  expect(await served.house.records.sites.list()).toMatchObject([{ id: 'cabin' }]);
});

test('a house that could not be opened anew is there after the next time', { timeout: 120_000 }, async (context) => {
  const folder = tempDir(context);
  const log = makeLog('silent');
  let times = 0;
  const served = await openServedHouse({
    folder,
    clock,
    log,
    open: async () => {
      times += 1;
      if (times === 2) throw new SolsteadError('port.taken', { at: 'x', why: because('backup.running') });
      return openHouse({ folder, clock, log, broker: { host: '127.0.0.1', port: 0 } });
    },
  });
  context.onTestFinished(() => served.close());
  await served.house.records.sites.save({ id: 'cabin', name: 'Cabin', timeZone: 'UTC' });
  await expect(served.renew()).rejects.toMatchObject({ code: 'port.taken' });
  await served.renew();
  expect(await served.house.records.sites.list()).toMatchObject([{ id: 'cabin' }]);
  await served.close();
  await served.renew();
  expect(times).toBe(3);
});
