// Every kind of place against a real server of it: nginx, OpenSSH; for S3 what its documents say.
import { randomBytes } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, type TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { needs } from '#tools/testkit/needs.ts';
import { s3 } from '#tools/testkit/s3.ts';
import { sshd } from '#tools/testkit/sshd.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { webdav } from '#tools/testkit/webdav.ts';
import { makeFile } from './make-file.ts';
import { type BackupPlace, partName } from './place.ts';
import { markName } from './places/folder-mark.ts';
import { folderPlace } from './places/folder-place.ts';
import { s3Place } from './places/s3-place.ts';
import { sftpPlace } from './places/sftp-place.ts';
import { webdavPlace } from './places/webdav-place.ts';
import { gathered } from './testing/streams.ts';

/** A server of a kind and the files it has. */
interface Made {
  readonly place: BackupPlace;
  names(): readonly string[];
}

async function* streamOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const partBytes = 300_000;
const isForbidden = (): boolean => false;

const kinds: Readonly<Record<string, (context: TestContext) => Promise<Made>>> = {
  async folder(context) {
    const path = join(tempDir(context), 'a', 'b');
    mkdirSync(path, { recursive: true });
    return { place: folderPlace(path), names: () => readdirSync(path) };
  },
  async webdav(context) {
    const { url, files, ...account } = await webdav(needs(context, 'nginx'), context);
    const place = webdavPlace({ url: `${url}/my backups`, isForbidden, ...account });
    return { place, names: () => readdirSync(join(files, 'my backups')) };
  },
  async s3(context) {
    const { objects, ...server } = await s3(context);
    const place = s3Place({ ...server, prefix: 'my home/', clock, isForbidden, partBytes });
    return { place, names: () => [...objects.keys()].map((key) => key.replace('my home/', '')) };
  },
  async sftp(context) {
    const { port, user, key } = await sshd(needs(context, 'sshd'), context);
    const path = join(tempDir(context), 'x', 'y');
    const options = {
      host: '127.0.0.1',
      port,
      account: user,
      secret: key,
      path,
      isForbidden,
      onHostKey: () => undefined,
    };
    const place = sftpPlace(options);
    context.onTestFinished(() => place.close());
    return { place, names: () => readdirSync(path) };
  },
};

function localFile(context: TestContext, bytes: number) {
  const path = join(tempDir(context), 'file');
  const content = randomBytes(bytes);
  writeFileSync(path, content);
  return { content, file: { path, bytes } };
}

describe.each(Object.entries(kinds))('a place of the kind %s', (_kind, make) => {
  test('takes files whole, lists them, gives them back and removes them', async (context) => {
    const { place, names } = await make(context);
    expect(await place.list()).toEqual([]);
    for (const [name, bytes] of [
      ['a', 0],
      ['b b', 1000],
      ['c', 1_000_000],
      ['d', 7],
    ] as const) {
      const { content, file } = localFile(context, bytes);
      let sent = 0;
      await place.put(name, file, (count) => (sent = count));
      expect(sent).toBe(bytes);
      expect((await gathered(await place.get(name))).equals(content)).toBe(true);
    }
    expect((await place.list()).toSorted((one, other) => (one.name < other.name ? -1 : 1))).toEqual([
      { name: 'a', bytes: 0 },
      { name: 'b b', bytes: 1000 },
      { name: 'c', bytes: 1_000_000 },
      { name: 'd', bytes: 7 },
    ]);
    // Again under the same name, as after an answer that was lost.
    const { content, file } = localFile(context, 2000);
    await place.put('c', file);
    expect((await gathered(await place.get('c'))).equals(content)).toBe(true);
    for (const name of ['a', 'b b', 'c', 'none']) await place.remove(name);
    expect(names()).toEqual(['d']);
  });

  test('says in one error that it is away', async (context) => {
    const { place } = await make(context);
    await expect(place.put('x', { path: join(tempDir(context), 'none'), bytes: 5 })).rejects.toMatchObject({
      code: 'backup.place',
    });
  });
});

test('a folder that others may write to: what they left under our names leads nowhere, and keeps nothing of ours', async (context) => {
  const { content, file } = localFile(context, 1000);
  const folder = tempDir(context);
  const away = join(tempDir(context), 'away');
  writeFileSync(away, 'mine');
  symlinkSync(away, join(folder, partName('a')));
  symlinkSync(`${away}2`, join(folder, markName));
  const put = folderPlace(folder, { known: undefined, onMark: () => undefined }).put('a', file);
  await put;
  expect([readFileSync(away, 'utf8'), existsSync(`${away}2`)]).toEqual(['mine', false]);
  expect(readFileSync(join(folder, 'a'))).toEqual(content);
  // Who made the file before may read what is written into it.
  writeFileSync(join(folder, partName('b')), '', { mode: 0o666 });
  await makeFile(join(folder, 'b'), streamOf(content), () => undefined);
  expect(statSync(join(folder, 'b')).mode & 0o777).toBe(0o600);
  // A pipe would be waited for.
  const piped = tempDir(context);
  execFileSync('mkfifo', [join(piped, markName)]);
  const known = folderPlace(piped, { known: 'mark', onMark: () => undefined });
  await expect(known.list()).rejects.toMatchObject({ code: 'backup.place' });
});

test('S3: wrong keys are told by their code, and parts of an upload that failed are given back', async (context) => {
  const server = await s3(context);
  const { file } = localFile(context, 1_000_000);
  const stranger = s3Place({ ...server, secret: 'other', prefix: '', clock, isForbidden, partBytes });
  await expect(stranger.list()).rejects.toThrow('it answered 403 to GET: SignatureDoesNotMatch');
  const place = s3Place({ ...server, prefix: '', clock, isForbidden, partBytes });
  const sending = place.put('x', file, (sent) => {
    if (sent < 500_000) server.fail(503, 1);
  });
  await expect(sending).rejects.toThrow('it answered 503 to PUT: SlowDown');
  expect(server.uploads.size).toBe(0);
  expect(server.objects.size).toBe(0);
});

test('SFTP: the key of the host is told at the first use, and another one is refused', async (context) => {
  const server = await sshd(needs(context, 'sshd'), context);
  const met: string[] = [];
  const options = {
    host: '127.0.0.1',
    port: server.port,
    account: server.user,
    secret: server.key,
    path: tempDir(context),
    isForbidden,
    onHostKey: (key: string) => void met.push(key),
  };
  const first = sftpPlace(options);
  expect(await first.list()).toEqual([]);
  await first.close();
  expect(met).toEqual([server.fingerprint]);
  const again = sftpPlace({ ...options, hostKey: server.fingerprint });
  await again.list();
  await again.close();
  await server.renew();
  await expect(sftpPlace({ ...options, hostKey: server.fingerprint }).list()).rejects.toThrow(
    `it was ${server.fingerprint} before`,
  );
});
