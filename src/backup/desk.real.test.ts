// The desk of backups with places that are folders: what it makes by itself, what it keeps, and what it says when something fails.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import type { BackupSettings } from '#core/backup.ts';
import type { Clock } from '#core/clock.ts';
import { inEnglish } from '#core/reason.ts';
import { makeSecret, type SecretStore } from '#core/secrets.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { gathered } from './testing/streams.ts';
import { type DeskOptions, openBackupDesk } from './desk.ts';
import { readDesk } from './desk-file.ts';

const day = 86_400_000;
const zone = 'Europe/Berlin';
const noonMs = Temporal.ZonedDateTime.from(`2026-03-10T12:00[${zone}]`).epochMilliseconds;

/** A clock set by hand, whose sleeps are short and whose every-minute look is called by the test. */
function handClock() {
  let nowMs = noonMs;
  const looks = new Set<() => void>();
  const clock: Clock = {
    nowMs: () => nowMs,
    monotonicMs: () => nowMs,
    sleep: async () => undefined,
    after: () => () => undefined,
    every(_ms, run) {
      looks.add(run);
      return () => looks.delete(run);
    },
  };
  return {
    clock,
    set: (atMs: number) => void (nowMs = atMs),
    look: () => {
      for (const run of looks) run();
    },
  };
}

function memorySecrets(): SecretStore & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    async read(ref) {
      const text = kept.get(ref);
      return text === undefined ? undefined : makeSecret(text);
    },
    save: async (ref, text) => void kept.set(ref, text),
    remove: async (ref) => void kept.delete(ref),
  };
}

async function made(context: TestContext, options: Partial<DeskOptions> = {}) {
  const folder = tempDir(context);
  const hand = handClock();
  const secrets = memorySecrets();
  const verified: string[] = [];
  const open = () =>
    openBackupDesk({
      folder,
      clock: hand.clock,
      secrets,
      isForbidden: () => false,
      log: { info: () => undefined, warn: () => undefined },
      timeZone: async () => zone,
      retryMs: [0, 0],
      async begin({ nowMs, passphrase }) {
        const stream = (async function* () {
          yield Buffer.from(`${nowMs} ${passphrase}`);
        })();
        return { expectedBytes: 10, stream, doneBytes: () => 5, close: async () => undefined };
      },
      verify: async ({ path }) => void verified.push(readFileSync(path, 'utf8')),
      ...options,
    });
  const desk = await open();
  context.onTestFinished(() => desk.close());
  /** Looks until what is due has been made. */
  const look = async (): Promise<void> => {
    hand.look();
    // It reads the zone first.
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    await desk.settled();
  };
  return { ...hand, folder, desk, open, secrets, verified, look };
}

const keep = { days: 2, weeks: 0, months: 0 };
const nightly = { every: 'day', atMinute: 150 } as const;
const backupsIn = (path: string): readonly string[] => readdirSync(path).filter((name) => name.startsWith('solstead-'));

test('one is made each night, read back, sent everywhere, and the last days of it stay', async (context) => {
  const { folder, desk, verified, look, set, open } = await made(context);
  const [one, two] = [join(folder, 'one'), join(folder, 'two')];
  for (const path of [one, two]) mkdirSync(path);
  const settings: BackupSettings = {
    schedule: nightly,
    keep,
    places: [
      { id: 'one', kind: 'folder', path: one },
      { id: 'two', kind: 'folder', path: two },
    ],
  };
  await desk.save({ settings, passphrase: 'four words of mine' });
  await look();
  expect(verified).toEqual([]);
  for (let nights = 1; nights <= 4; nights += 1) {
    set(noonMs + nights * day);
    await look();
    await look();
  }
  expect(verified.length).toBe(4);
  expect(backupsIn(one)).toEqual([
    'solstead-2026-03-13-110000Z.tar.zst.age',
    'solstead-2026-03-14-110000Z.tar.zst.age',
  ]);
  expect(backupsIn(two)).toEqual(backupsIn(one));
  expect(readFileSync(join(one, 'solstead-2026-03-14-110000Z.tar.zst.age'), 'utf8')).toContain('four words of mine');
  expect(readdirSync(join(folder, 'backups'))).toEqual([]);
  const view = await desk.view();
  expect(view).toMatchObject({ hasPassphrase: true, lastMs: noonMs + 4 * day });
  expect(view.nextMs).toBe(Temporal.ZonedDateTime.from(`2026-03-15T02:30[${zone}]`).epochMilliseconds);
  // It knows all of that after a restart.
  const again = await open();
  expect(await again.view()).toEqual(view);
  await again.close();
});

test('a place that fails is told, the others have it, nothing old goes there, and it is tried again', async (context) => {
  const { folder, desk, look, set } = await made(context);
  const [good, bad] = [join(folder, 'good'), join(folder, 'bad')];
  mkdirSync(good);
  writeFileSync(bad, 'a file where a folder should be');
  const places = [
    { id: 'good', kind: 'folder', path: good },
    { id: 'bad', kind: 'folder', path: bad },
  ] as const;
  await desk.save({ settings: { schedule: nightly, keep, places }, passphrase: 'four words of mine' });
  set(noonMs + day);
  await look();
  const view = await desk.view();
  expect(view.lastMs).toBeUndefined();
  expect(view.places.map(({ backups, failure }) => [backups.length, failure === undefined])).toEqual([
    [1, true],
    [0, false],
  ]);
  expect(inEnglish(desk.issue() ?? { code: '', params: {} })).toContain('the last backup failed');
  expect(view.nextMs).toBe(noonMs + day + 30 * 60_000);
  rmSync(bad);
  mkdirSync(bad);
  writeFileSync(join(bad, 'holiday.jpg'), '');
  set(noonMs + day + 31 * 60_000);
  await look();
  expect(desk.issue()).toBeUndefined();
  expect(await desk.view()).toMatchObject({ lastMs: noonMs + day + 31 * 60_000 });
  expect(readdirSync(bad)).toContain('holiday.jpg');
});

test('a file that cannot be read back goes nowhere, and is no backup', async (context) => {
  const { folder, desk } = await made(context, {
    verify: async () => {
      throw new Error('the disk lies');
    },
  });
  await desk.save({ settings: { keep, places: [] }, passphrase: 'four words of mine' });
  await desk.make();
  await expect(desk.make()).rejects.toMatchObject({ code: 'backup.busy' });
  await desk.settled();
  const { failure, places } = await desk.view();
  expect(failure === undefined ? '' : inEnglish(failure.reason)).toContain('the disk lies');
  expect(places[0]?.backups).toEqual([]);
  expect(readdirSync(join(folder, 'backups'))).toEqual([]);
});

test('what cannot be meant is refused, and secrets of a place go with it', async (context) => {
  const { desk, secrets } = await made(context);
  await expect(desk.make()).rejects.toMatchObject({ code: 'backup.failed' });
  const webdav = (url: string) => ({ id: 'a', kind: 'webdav', url, account: 'anna' }) as const;
  for (const places of [
    [{ id: 'a', kind: 'folder', path: 'relative' } as const],
    [webdav('ftp://host/x')],
    [webdav('https://anna:secret@host/x')],
    [webdav('https://host/x'), webdav('https://host/y')],
  ])
    await expect(desk.save({ settings: { keep, places } })).rejects.toMatchObject({ code: 'input.invalid' });
  await expect(desk.save({ settings: { keep, places: [] }, passphrase: 'short' })).rejects.toThrow(
    'at least 10 characters',
  );
  await desk.save({ settings: { keep, places: [webdav('https://host/x')] }, secrets: { a: 'hush', other: 'x' } });
  expect([...secrets.kept]).toEqual([['backup.place.a', 'hush']]);
  expect(JSON.stringify(await desk.view())).not.toContain('hush');
  await desk.save({ settings: { keep, places: [] } });
  expect(secrets.kept.size).toBe(0);
});

test('a kept secret of a place is for its server, account and host key', async (context) => {
  const { desk, secrets } = await made(context);
  const again = { code: 'input.invalid', at: 'secret', reason: { code: 'secret.again' } };
  const sftp = (more: object) =>
    ({ id: 'a', kind: 'sftp', host: '127.0.0.1', port: 9, path: 'x', account: 'anna', ...more }) as const;
  const webdav = (url: string, account = 'anna') => ({ id: 'b', kind: 'webdav', url, account }) as const;
  const places = [sftp({ hostKey: 'SHA256:a' }), webdav('https://127.0.0.1:9/x')];
  await desk.save({ settings: { keep, places }, secrets: { a: 'one', b: 'two' } });
  for (const place of [
    sftp({}),
    sftp({ hostKey: 'SHA256:b' }),
    sftp({ hostKey: 'SHA256:a', port: 10 }),
    webdav('http://127.0.0.1:9/x'),
    webdav('https://127.0.0.1:10/x'),
    webdav('https://127.0.0.1:9/x', 'eve'),
    {
      id: 'b',
      kind: 's3',
      url: 'https://127.0.0.1:9/x',
      region: 'r',
      bucket: 'b',
      prefix: '',
      account: 'anna',
    } as const,
  ]) {
    await expect(desk.test(place)).rejects.toMatchObject(again);
    await expect(desk.save({ settings: { keep, places: [place] } })).rejects.toMatchObject(again);
  }
  expect(secrets.kept.size).toBe(2);
  await desk.save({ settings: { keep, places: [sftp({ hostKey: 'SHA256:a' }), webdav('https://127.0.0.1:9/y')] } });
  await desk.save({ settings: { keep, places: [sftp({ port: 10 })] }, secrets: { a: 'three' } });
  expect([...secrets.kept]).toEqual([['backup.place.a', 'three']]);
});

test('a folder that is missing – a disk that is not mounted – is told and not made', async (context) => {
  const { folder, desk, look, set } = await made(context);
  const path = join(folder, 'nope', 'there');
  const place = { id: 'disk', kind: 'folder', path } as const;
  await expect(desk.test(place)).rejects.toThrow('there is no such folder');
  await desk.save({ settings: { schedule: nightly, keep, places: [place] }, passphrase: 'four words of mine' });
  set(noonMs + day);
  await look();
  expect(inEnglish(desk.issue() ?? { code: '', params: {} })).toContain('there is no such folder');
  await expect(desk.read('disk', 'solstead-2026-03-13-110000Z.tar.zst.age')).rejects.toMatchObject({
    code: 'backup.place',
  });
  expect(readdirSync(folder)).not.toContain('nope');
});

test('a folder whose disk is not mounted any more is told, and stays as it is', async (context) => {
  const { folder, desk, look, set, open } = await made(context);
  const path = join(folder, 'mnt');
  mkdirSync(path);
  const place = { id: 'disk', kind: 'folder', path } as const;
  const settings = { schedule: nightly, keep, places: [place] };
  // Trying it leaves nothing there.
  await desk.test(place);
  expect(readdirSync(path)).toEqual([]);
  await desk.save({ settings, passphrase: 'four words of mine' });
  set(noonMs + day);
  await look();
  expect(desk.issue()).toBeUndefined();
  expect(readdirSync(path).toSorted()).toEqual(['.solstead-backups', backupsIn(path)[0]]);
  const [name = ''] = backupsIn(path);
  // As if the disk were gone: the mount point is an empty folder.
  renameSync(path, join(folder, 'disk'));
  mkdirSync(path);
  set(noonMs + 2 * day);
  await look();
  expect(inEnglish(desk.issue() ?? { code: '', params: {} })).toContain('not the folder that was used before');
  await expect(desk.read('disk', name)).rejects.toMatchObject({ code: 'backup.place' });
  await expect(desk.test(place)).rejects.toMatchObject({ code: 'backup.place' });
  expect(readdirSync(path)).toEqual([]);
  // It is known after a restart as well, and back with the disk.
  const again = await open();
  context.onTestFinished(() => again.close());
  await expect(again.test(place)).rejects.toMatchObject({ code: 'backup.place' });
  rmSync(path, { recursive: true });
  renameSync(join(folder, 'disk'), path);
  await again.test(place);
  expect(await gathered((await again.read('disk', name)).stream)).toHaveLength(32);
  // Another disk: a person removes the place and adds it again.
  rmSync(path, { recursive: true });
  mkdirSync(path);
  await again.save({ settings: { ...settings, places: [] } });
  await again.save({ settings });
  await again.test(place);
});

test('one made by hand stays its days, and so does the last one under each passphrase', async (context) => {
  const { folder, desk, look, set, open } = await made(context);
  const settings: BackupSettings = { schedule: nightly, keep, places: [] };
  await desk.save({ settings, passphrase: 'four words of mine' });
  const make = async (atMs: number): Promise<void> => {
    set(atMs);
    await desk.make();
    await desk.settled();
  };
  const here = join(folder, 'backups');
  for (const hours of [0, 1, 2]) await make(noonMs + hours * 3_600_000);
  expect(backupsIn(here).map((name) => name.slice(20, 24))).toEqual(['1100', '1200', '1300']);
  await desk.save({ settings, passphrase: 'other words of mine' });
  for (let nights = 1; nights <= 4; nights += 1) {
    set(noonMs + nights * day);
    await look();
  }
  expect(backupsIn(here).map((name) => name.slice(9, 24))).toEqual([
    '2026-03-10-1300',
    '2026-03-13-1100',
    '2026-03-14-1100',
  ]);
  const again = await open();
  await again.make();
  await again.settled();
  expect(backupsIn(here)).toContain('solstead-2026-03-10-130000Z.tar.zst.age');
  await again.close();
});

test('those in the folder of the home stay on the list and can be read, whatever the places are', async (context) => {
  const { folder, desk, set } = await made(context);
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  await desk.save({ settings: { keep, places: [] }, passphrase: 'four words of mine' });
  await desk.make();
  await desk.settled();
  const place = { id: 'disk', kind: 'folder', path: disk } as const;
  await desk.save({ settings: { keep, places: [place] } });
  set(noonMs + day);
  await desk.make();
  await desk.settled();
  const listed = async () => (await desk.view()).places.map(({ settings, backups }) => [settings.id, backups.length]);
  expect(await listed()).toEqual([
    ['disk', 1],
    ['here', 1],
  ]);
  expect((await desk.read('here', backupsIn(join(folder, 'backups'))[0] ?? '')).bytes).toBeGreaterThan(0);
  await desk.save({ settings: { keep, places: [] } });
  expect(await listed()).toEqual([['here', 1]]);
});

test('a clock that was ahead for a while delays no backup, and costs none that was just made', async (context) => {
  const { folder, desk, look, set } = await made(context);
  await desk.save({ settings: { schedule: nightly, keep, places: [] }, passphrase: 'four words of mine' });
  for (const days of [400, 401, 402]) {
    set(noonMs + days * day);
    await look();
  }
  set(noonMs + day);
  await look();
  expect((await desk.view()).nextMs).toBe(Temporal.ZonedDateTime.from(`2026-03-12T02:30[${zone}]`).epochMilliseconds);
  set(noonMs + 2 * day);
  await look();
  await look();
  expect(backupsIn(join(folder, 'backups')).map((name) => name.slice(9, 19))).toEqual([
    '2026-03-12',
    '2027-04-15',
    '2027-04-16',
  ]);
});

test('settings that are saved while a backup is made and sent are whole, and known after a restart', async (context) => {
  const { desk, open } = await made(context);
  const settings: BackupSettings = { keep, places: [] };
  await desk.save({ settings, passphrase: 'four words of mine' });
  await desk.make();
  const days = Array.from({ length: 30 }, (_, index) => index + 1);
  await Promise.all(days.map((one) => desk.save({ settings: { ...settings, keep: { ...keep, days: one } } })));
  await desk.settled();
  const again = await open();
  const { settings: kept, lastMs } = await again.view();
  expect([kept.keep.days, lastMs]).toEqual([30, noonMs]);
  await again.close();
});

test('two who change places at once: a secret stays with the server it was given for, and with the place that is left', async (context) => {
  const { desk, secrets } = await made(context);
  const place = (host: string) =>
    ({ id: 'nas', kind: 'sftp', host, port: 22, account: 'anna', path: 'backups' }) as const;
  const settings = (...places: BackupSettings['places']): BackupSettings => ({ keep, places });
  await desk.save({ settings: settings(place('one.example')), secrets: { nas: 'first' } });
  const moved = desk.save({ settings: settings(place('two.example')), secrets: { nas: 'second' } });
  const stale = desk.save({ settings: settings(place('one.example')) });
  expect((await Promise.allSettled([moved, stale])).map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect((await desk.view()).settings.places).toMatchObject([{ host: 'two.example' }]);
  const [left, given] = [desk.save({ settings: settings() }), { nas: 'third' }];
  await Promise.all([left, desk.save({ settings: settings(place('two.example')), secrets: given })]);
  expect([...secrets.kept].filter(([ref]) => ref.includes('nas')).map(([, text]) => text)).toEqual(['third']);
});

test('a home does not wait for settings that are a pipe', async (context) => {
  const folder = tempDir(context);
  execFileSync('mkfifo', [join(folder, 'backup.json')]);
  expect(await readDesk(folder)).toBeUndefined();
});
