// Records that an earlier version wrote: they open, have the same content, and a copy of them is kept.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { DeviceRecord, SiteRecord } from '#core/records.ts';
import type { StoredTotals } from '#core/ledger.ts';
import type { Owner } from '#tools/testkit/owner.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { heldFolder, heldRecords } from './testing/places.ts';

const earlier = join(import.meta.dirname, 'testing/earlier/0.1.0');

/** What the records of the folder held, according to the version that wrote them. */
interface Expected {
  readonly site: SiteRecord;
  readonly devices: readonly DeviceRecord[];
  readonly totals: readonly StoredTotals[];
  readonly hours: readonly (readonly number[])[];
  readonly audit: readonly Readonly<Record<'account' | 'action' | 'subject' | 'outcome', string>>[];
}

const expected = JSON.parse(readFileSync(join(earlier, 'expected.json'), 'utf8')) as Expected;
const copyName = 'records.db.before-0004-people';

/** A folder with the records of version 0.1.0. */
function folderOf(owner: Owner): string {
  const path = join(tempDir(owner), 'data');
  mkdirSync(path, { mode: 0o700 });
  writeFileSync(join(path, 'records.db'), gunzipSync(readFileSync(join(earlier, 'records.db.gz'))), { mode: 0o600 });
  return path;
}

function changed(path: string, statements: string): void {
  const db = new DatabaseSync(join(path, 'records.db'));
  db.exec(statements);
  db.close();
}

test('sites, devices, figures and the log are what they were; the owner has everything', async (owner) => {
  const path = folderOf(owner);
  const store = await heldRecords(owner, heldFolder(owner, path));
  const every = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };
  const { site, devices, totals, hours, audit } = expected;
  expect(await store.sites.list()).toEqual([site]);
  expect(await store.devices.ofSite(site.id)).toEqual(devices);
  expect(await store.ledger.totals(site.id, every)).toEqual(totals);
  const kept = await store.ledger.hours(site.id, every);
  const base64 = (bytes: Uint8Array): number => Buffer.from(bytes).toString('base64').length;
  expect(kept.map((hour) => [hour.hourMs, hour.affectsFromMs, hour.readings, base64(hour.content)])).toEqual(hours);
  const anna = await store.accounts.byName('anna');
  expect(await store.grants.of(anna?.id ?? '')).toEqual([{ site: '*', may: 'owner' }]);
  expect(await store.accounts.saveFirst({ id: 'x', name: 'Mallory', passwordHash: '' }, [])).toBe(false);
  expect(await store.dismissals.ofSite(site.id)).toMatchObject([{ account: 'Anna' }]);
  expect(await store.brokerAccounts.byUsername('meter-1')).toMatchObject({ topics: ['#'] });
  const lines = await store.audit.newest({ limit: 99 });
  expect(lines.map(({ principal, action, subject, outcome }) => [principal.name, action, subject, outcome])).toEqual(
    audit.map(({ account, action, subject, outcome }) => [account, action, subject, outcome]),
  );
  expect(lines.every(({ principal }) => principal.id === anna?.id && principal.kind === 'person')).toBe(true);
  const ofSite = await store.audit.newest({ limit: 99, sites: [site.id] });
  expect(ofSite.map(({ action }) => action)).toEqual([
    'change budgets',
    'change tariff',
    'command',
    'add device',
    'add device',
  ]);
});

test('roles become grants; names that are the same but for their case stay apart', async (owner) => {
  const path = folderOf(owner);
  changed(
    path,
    `INSERT INTO account VALUES ('v1', 'Ben', 'viewer', 'h'), ('v2', 'BEN', 'viewer', 'h');
     INSERT INTO site VALUES ('cabin', 'Cabin', 'UTC', NULL, NULL);
     INSERT INTO audit VALUES (100, 5, 'Ghost', 'set', 'meter LIMIT: 1 → 2', 'confirmed'),
       (101, 6, 'Ghost', 'set', 'gone LIMIT: 1 → 2', 'confirmed'), (102, 7, 'Ben', 'change tariff', 'cabin: revision 2', 'saved')`,
  );
  const store = await heldRecords(owner, heldFolder(owner, path));
  expect(await store.grants.of('v1')).toEqual([{ site: '*', may: 'viewer' }]);
  expect((await store.accounts.byName('ben'))?.id).toBe('v1');
  expect((await store.accounts.byName('BEN v2'))?.id).toBe('v2');
  const lines = await store.audit.newest({ limit: 3 });
  expect(lines.map(({ site, principal }) => [site, principal.id, principal.name])).toEqual([
    ['cabin', 'v1', 'Ben'],
    [undefined, undefined, 'Ghost'],
    ['old-house', undefined, 'Ghost'],
  ]);
});

test('a copy of before is kept, readable by the owner alone; opening again makes none', async (owner) => {
  const path = folderOf(owner);
  const folder = heldFolder(owner, path);
  await (await heldRecords(owner, folder)).close();
  const copy = join(path, copyName);
  expect(statSync(copy).mode & 0o777).toBe(0o600);
  const db = new DatabaseSync(copy, { readOnly: true });
  expect(db.prepare('SELECT name, role FROM account').all()).toEqual([expect.objectContaining({ role: 'owner' })]);
  db.close();
  const { mtimeMs } = statSync(copy);
  await (await heldRecords(owner, folder)).close();
  expect(statSync(copy).mtimeMs).toBe(mtimeMs);
  // That version can open the copy; put back, it is upgraded again.
  writeFileSync(join(path, 'records.db'), readFileSync(copy));
  const again = await heldRecords(owner, folder);
  expect(await again.sites.list()).toEqual([expected.site]);
});

test('without a copy nothing is changed', async (owner) => {
  const path = folderOf(owner);
  // A folder is in the place of the copy.
  mkdirSync(join(path, copyName));
  writeFileSync(join(path, copyName, 'x'), '');
  await expect(heldRecords(owner, heldFolder(owner, path))).rejects.toMatchObject({ code: 'store.failed' });
  expect(readdirSync(join(path, copyName))).toEqual(['x']);
  const db = new DatabaseSync(join(path, 'records.db'), { readOnly: true });
  expect(db.prepare('SELECT role FROM account').all()).toHaveLength(1);
  db.close();
});

test('new records need no copy', async (owner) => {
  const path = join(tempDir(owner), 'data');
  await heldRecords(owner, heldFolder(owner, path));
  expect(existsSync(join(path, copyName))).toBe(false);
});
