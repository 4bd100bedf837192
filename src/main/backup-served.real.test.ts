// Backups through the interface: made while the home runs, taken away, and restored on another, empty one with its set-up code.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, type TestContext } from 'vitest';
import type { Backups, RestoreState, Upload } from '#api/backup.ts';
import type { ServedHome } from '#cli/context.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { serveHome } from './serve-home.ts';
import { fillHome, homeContents, openHome } from './testing/home-contents.ts';

const passphrase = 'four words of mine';
const person = { name: 'Berta', password: 'a long password indeed 7' };

async function served(context: TestContext, data: string): Promise<ServedHome> {
  const quiet = { logLevel: 'silent', logFormat: 'json' } as const;
  const home = await serveHome({ port: 0, host: '127.0.0.1', mqttPort: 0, mqttsPort: 0, data, ...quiet });
  context.onTestFinished(() => home.close().catch(() => undefined));
  return home;
}

/** Asks a server like a browser that keeps its cookie. */
function client({ port }: ServedHome, headers: Readonly<Record<string, string>> = {}) {
  let cookie = '';
  const ask = async (method: string, path: string, json?: unknown): Promise<Response> => {
    const body = json === undefined ? {} : { body: JSON.stringify(json) };
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: { ...headers, cookie, ...(json === undefined ? {} : { 'content-type': 'application/json' }) },
      ...body,
    });
    const set = answer.headers.getSetCookie().map((one) => one.split(';')[0]);
    if (set.length > 0) cookie = set.join('; ');
    return answer;
  };
  return {
    ask,
    async told<T>(method: string, path: string, json?: unknown): Promise<T> {
      const answer = await ask(method, path, json);
      const body: unknown = await answer.json();
      if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(body)}`);
      return body as T;
    },
  };
}

type Client = ReturnType<typeof client>;

async function send({ told }: Client, file: Buffer, more: object = {}): Promise<string> {
  const { upload, partBytes } = await told<Upload>('POST', '/api/v1/uploads', { bytes: file.length, ...more });
  for (let offset = 0; offset < file.length; ) {
    const data = file.subarray(offset, offset + partBytes).toString('base64');
    ({ offset } = await told<Upload>('PUT', `/api/v1/uploads/${upload}`, { offset, data }));
  }
  return upload;
}

async function restored({ told }: Client, upload: string, order: object): Promise<RestoreState> {
  await told<RestoreState>('POST', `/api/v1/uploads/${upload}/restore`, order);
  for (;;) {
    const progress = await told<RestoreState>('GET', `/api/v1/uploads/${upload}/restore`);
    if (progress.state !== 'running') return progress;
    await sleep(50);
  }
}

const site = { name: 'Here', timeZone: 'Europe/Berlin' };

test('a backup is made by the page, taken away and restored on an empty home', {
  timeout: 110_000,
}, async (context) => {
  const data = tempDir(context);
  const first = await served(context, data);
  const owner = client(first);
  await owner.told('POST', '/api/v1/owner', { ...person, site });
  expect((await owner.ask('POST', '/api/v1/backups', {})).status).toBe(409);
  const settings = { keep: { days: 7, weeks: 4, months: 6 }, schedule: { every: 'day', atMinute: 150 }, places: [] };
  const set = await owner.told<Backups>('PUT', '/api/v1/backups/settings', { settings, passphrase });
  expect(set).toMatchObject({ hasPassphrase: true, places: [{ settings: { id: 'here', kind: 'folder' } }] });
  expect(set.nextMs).toBeGreaterThan(0);
  await owner.told('POST', '/api/v1/backups', {});
  let view = await owner.told<Backups>('GET', '/api/v1/backups');
  while (view.work !== undefined || (view.lastMs === undefined && view.failure === undefined)) {
    await sleep(50);
    view = await owner.told<Backups>('GET', '/api/v1/backups');
  }
  expect(view.failure).toBeUndefined();
  const [made] = view.places[0]?.backups ?? [];
  const answer = await owner.ask('GET', `/api/v1/backups/here/${made?.name}`);
  const file = Buffer.from(await answer.arrayBuffer());
  expect(file.length).toBe(made?.bytes);
  expect((await owner.ask('GET', '/api/v1/backups/here/x')).status).toBe(404);
  // A stranger sees nothing of it.
  const stranger = client(first);
  for (const [method, path] of [
    ['GET', '/api/v1/backups'],
    ['POST', '/api/v1/backups'],
    ['GET', `/api/v1/backups/here/${made?.name}`],
  ] as const)
    expect((await stranger.ask(method, path, method === 'POST' ? {} : undefined)).status).toBe(401);
  expect((await stranger.ask('POST', '/api/v1/uploads', { bytes: 5 })).status).toBe(401);
  await first.close();

  const folder = join(tempDir(context), 'new');
  const second = await served(context, folder);
  const visitor = client(second);
  const upload = await send(visitor, file);
  expect(await restored(visitor, upload, { passphrase: 'something else' })).toMatchObject({
    state: 'failed',
    failure: { code: 'backup.passphrase' },
  });
  expect(await restored(visitor, upload, { passphrase })).toEqual({ state: 'done' });
  // The account of the backup, and no session of it.
  const back = client(second);
  expect(await back.told('GET', '/api/v1/session')).toMatchObject({ state: 'signed-out' });
  await back.told('POST', '/api/v1/session', person);
  expect(await back.told('GET', '/api/v1/sites')).toMatchObject([{ name: 'Here' }]);
  const lines = await back.told<readonly { action: string }[]>('GET', '/api/v1/audit');
  expect(lines.map(({ action }) => action)).toEqual(expect.arrayContaining(['restore backup', 'set backups']));
  // The passphrase came with the secrets: backups go on.
  expect(await back.told<Backups>('GET', '/api/v1/backups')).toMatchObject({ hasPassphrase: true });
  expect(readdirSync(folder).some((name) => name.startsWith('before-restore-'))).toBe(true);
});

test('a home that has an owner is replaced by its owner alone, and only when he says so', {
  timeout: 110_000,
}, async (context) => {
  const source = await openHome(tempDir(context));
  await fillHome(source, 300);
  const before = await homeContents(source);
  const { beginArchive } = await import('./home-archive.ts');
  const begun = await beginArchive({ ...source, folder: source.path }, { nowMs: 1, passphrase });
  const file = Buffer.concat(await Array.fromAsync(begun.stream));
  await begun.close();
  await source.close();
  const data = tempDir(context);
  const home = await served(context, data);
  const owner = client(home);
  await owner.told('POST', '/api/v1/owner', { ...person, site });
  const upload = await send(owner, file);
  // Whoever knows the name of the upload and has no account gets no further.
  expect((await client(home).ask('POST', `/api/v1/uploads/${upload}/restore`, { passphrase })).status).toBe(401);
  for (const [method, body] of [['GET'], ['PUT', { offset: file.length, data: '' }], ['DELETE']] as const)
    expect((await client(home).ask(method, `/api/v1/uploads/${upload}`, body)).status).toBe(401);
  expect(await restored(owner, upload, { passphrase })).toMatchObject({ failure: { code: 'backup.refused' } });
  expect(await restored(owner, upload, { passphrase, replace: true })).toEqual({ state: 'done' });
  expect(await client(home).told('GET', '/api/v1/session')).toMatchObject({ state: 'signed-out' });
  await home.close();
  const found = await openHome(data);
  const after = await homeContents(found);
  await found.close();
  expect(after.history.points).toEqual(before.history.points);
  expect(existsSync(join(data, 'restore.upload'))).toBe(false);
});

test('from another computer it takes the code, and parts that belong nowhere are not read', async (context) => {
  const home = await served(context, tempDir(context));
  // As a proxy on this computer passes on who asks.
  const far = client(home, { 'x-forwarded-for': '192.0.2.7' });
  for (const code of [{}, { code: 'AAAA-BBBB' }])
    expect(await (await far.ask('POST', '/api/v1/uploads', { bytes: 10, ...code })).json()).toMatchObject({
      field: 'code',
    });
  const bytes = Buffer.from('0123456789');
  const upload = await send(far, bytes.subarray(0, 0), { bytes: 10, code: home.setupCode });
  const part = (offset: number, data: Buffer) => ({ offset, data: data.toString('base64') });
  expect((await far.ask('PUT', `/api/v1/uploads/${upload}`, part(3, bytes))).status).toBe(400);
  expect((await far.ask('PUT', `/api/v1/uploads/${upload}`, part(0, Buffer.alloc(11)))).status).toBe(400);
  expect((await far.ask('PUT', '/api/v1/uploads/nothing', part(0, bytes))).status).toBe(404);
  expect((await far.ask('POST', `/api/v1/uploads/${upload}/restore`, {})).status).toBe(400);
  expect(await far.told('PUT', `/api/v1/uploads/${upload}`, part(0, bytes))).toMatchObject({ offset: 10 });
  expect(await restored(far, upload, {})).toMatchObject({ failure: { code: 'backup.damaged' } });
  expect((await far.ask('DELETE', `/api/v1/uploads/${upload}`)).status).toBe(204);
});

test('nobody drops what somebody else is sending; one begins again, and a visitor gives way to the owner', async (context) => {
  const home = await served(context, tempDir(context));
  const [here, far, other] = [{}, { 'x-forwarded-for': '192.0.2.7' }, {}].map((headers) => client(home, headers));
  if (here === undefined || far === undefined || other === undefined) throw new Error('no clients');
  const code = home.setupCode;
  const visitors = await here.told<Upload>('POST', '/api/v1/uploads', { bytes: 4 });
  const again = await far.told<Upload>('POST', '/api/v1/uploads', { bytes: 4, code });
  // A proxy that is not trusted: both come from this computer.
  expect((await here.ask('GET', `/api/v1/uploads/${visitors.upload}`)).status).toBe(404);
  await here.told('POST', '/api/v1/owner', { ...person, site });
  const owners = await here.told<Upload>('POST', '/api/v1/uploads', { bytes: 4 });
  expect((await here.ask('GET', `/api/v1/uploads/${again.upload}`)).status).toBe(404);
  const { code: invited } = await here.told<{ code: string }>('POST', '/api/v1/invitations', {
    site: '*',
    may: 'owner',
  });
  await other.told('POST', '/api/v1/invitations/accept', {
    code: invited,
    name: 'Carl',
    password: 'another long one 9',
  });
  const refusal = await other.ask('POST', '/api/v1/uploads', { bytes: 4 });
  expect([refusal.status, await refusal.json()]).toMatchObject([
    409,
    { code: 'backup.busy', reason: { code: 'backup.uploading', params: { minutes: 10 } } },
  ]);
  expect(await here.told('GET', `/api/v1/uploads/${owners.upload}`)).toMatchObject({ offset: 0 });
  const second = await here.told<Upload>('POST', '/api/v1/uploads', { bytes: 4 });
  expect((await here.ask('DELETE', `/api/v1/uploads/${second.upload}`)).status).toBe(204);
  expect((await other.ask('POST', '/api/v1/uploads', { bytes: 4 })).status).toBe(201);
});
