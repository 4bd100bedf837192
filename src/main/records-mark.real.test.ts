// Records whose journal is cut: they open without complaint as they once were, and the home says so until a person accepts it.
import { copyFileSync, existsSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { inEnglish } from '#core/reason.ts';
import type { SessionRecord, TokenRecord } from '#core/records.ts';
import { openFolder } from '#store/folder.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { type HomeStores, openHomeStores } from './home-stores.ts';
import { makeLog } from './log.ts';
import { repairFolder } from './repair-folder.ts';

const anna = { id: 'anna', name: 'Anna', passwordHash: 'x' };
const line = (subject: string) =>
  ({ atMs: 1, principal: { ...anna, kind: 'person' }, action: 'add device', subject, outcome: 'done' }) as const;
const kiosk: TokenRecord = {
  id: 'kitchen',
  name: 'Kitchen',
  kind: 'kiosk',
  tokenHash: 'on the wall',
  grants: [{ site: 'home', may: 'viewer' }],
  createdMs: 1,
};
const script: TokenRecord = { ...kiosk, id: 'script', kind: 'token', tokenHash: 'of a program' };
const session = (tokenHash: string): SessionRecord => ({
  tokenHash,
  account: 'anna',
  createdMs: 1,
  expiresMs: Number.MAX_SAFE_INTEGER,
  usedMs: 1,
  device: '',
  from: '',
  provenMs: 0,
});

async function opened(context: TestContext, path: string): Promise<HomeStores> {
  const folder = openFolder(path);
  const stores = await openHomeStores(folder, { clock, log: makeLog('silent'), isTimeConfirmed: () => false });
  const open = new AsyncDisposableStack();
  open.defer(() => folder.close());
  open.defer(() => stores.close());
  const close = (): Promise<void> => open.disposeAsync();
  context.onTestFinished(close);
  return { ...stores, close };
}

/** The files of a running home, as after a power cut. */
function cutFrom(context: TestContext, path: string): string {
  const cut = tempDir(context);
  for (const name of ['records.db', 'records.db-wal', 'home.json'])
    if (existsSync(join(path, name))) copyFileSync(join(path, name), join(cut, name));
  return cut;
}

/** A home that was killed: an owner, then lines of the audit log that stand in the journal. */
async function killedHome(context: TestContext): Promise<string> {
  const path = tempDir(context);
  const home = await opened(context, path);
  await home.records.accounts.saveFirst(anna, []);
  await home.records.sessions.save(session('kept'));
  for (const token of [kiosk, script]) await home.records.tokens.save(token);
  for (let index = 0; index < 20; index += 1) await home.records.audit.append(line(`roof ${index}`));
  await expect
    .poll(() => readFileSync(join(path, 'home.json'), 'utf8'), { timeout: 20_000 })
    .toContain('"chain":"changes","last":20');
  return cutFrom(context, path);
}

test('a whole journal: nothing is told, and sessions stay', async (context) => {
  const path = await killedHome(context);
  const home = await opened(context, path);
  expect(home.troubles).toEqual([]);
  expect(await home.records.sessions.byHash('kept')).toBeDefined();
  expect(await home.records.tokens.byId(kiosk.id)).toBeDefined();
});

test.for([0.5, 0.9, 0.97])(
  'a journal of which %f is left: told, at every start, until it is accepted',
  async (share, context) => {
    const path = await killedHome(context);
    const journal = join(path, 'records.db-wal');
    truncateSync(journal, Math.floor(statSync(journal).size * share));
    for (let start = 0; start < 2; start += 1) {
      const home = await opened(context, path);
      expect(home.troubles.map(inEnglish).join(' ')).toMatch(/older than they were: \d+ lines.*repair --yes/);
      expect(await home.records.sessions.byHash('kept')).toBeUndefined();
      expect((await home.records.tokens.ofInstallation()).map(({ kind }) => kind)).not.toContain('kiosk');
      const [newest] = await home.records.audit.newest({ limit: 1 });
      expect(newest?.action).toBe('find older records');
      await home.close();
    }
    const repair = { folder: path, isAdopting: false, clock };
    expect(await repairFolder({ ...repair, isActing: false })).toMatchObject([
      { what: 'records-older', isMended: false },
    ]);
    expect(await repairFolder({ ...repair, isActing: true })).toMatchObject([
      { what: 'records-older', isMended: true },
    ]);
    const home = await opened(context, path);
    expect(home.troubles).toEqual([]);
    await home.close();
    expect(JSON.parse(readFileSync(join(path, 'home.json'), 'utf8'))).toMatchObject({ isOwned: true });
  },
);

test('an old copy of the records that was put back is told as well', async (context) => {
  const path = tempDir(context);
  let home = await opened(context, path);
  await home.records.accounts.saveFirst(anna, []);
  await home.records.audit.append(line('roof'));
  await home.close();
  const old = cutFrom(context, path);
  home = await opened(context, path);
  await home.records.audit.append(line('shed'));
  await home.close();
  copyFileSync(join(old, 'records.db'), join(path, 'records.db'));
  expect((await opened(context, path)).troubles.map(({ code }) => code)).toEqual(['pages.changed', 'store.older']);
});
