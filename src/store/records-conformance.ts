// What every store of records must do, whichever database keeps them; run by the test of each.
import { describe, expect, test, type TestContext } from 'vitest';
import type { AccountRecord, DeviceRecord, RecordStore, SessionRecord, SiteRecord } from '#core/records.ts';

/** Gives a test an empty place; each call of the answer opens the store there, after the one before was closed. */
export type RecordsPlace = (owner: Pick<TestContext, 'onTestFinished'>) => () => Promise<RecordStore>;

/** Registers the suite. */
export function recordsConformance(name: string, place: RecordsPlace): void {
  describe.concurrent(`${name} as records`, () => {
    keepsSitesAndDevices(place);
    keepsAccounts(place);
    keepsSessions(place);
    keepsBrokerAccounts(place);
    keepsAudit(place);
    keepsDismissals(place);
    survivesRestart(place);
  });
}

const home: SiteRecord = {
  id: 'home',
  name: "Anna's “house” 🏠",
  timeZone: 'Europe/Berlin',
  latitude: 52.5,
  longitude: -0.25,
};
const cabin: SiteRecord = { id: 'cabin', name: 'Cabin', timeZone: 'UTC' };
const inverter: DeviceRecord = {
  id: 'inverter',
  site: 'home',
  name: 'Inverter',
  definition: 'pi30',
  address: 'serial:///dev/ttyUSB0?baud=2400',
  settings: { liveSeconds: 5, retries: 0, backoffSeconds: [1, 2.5] },
};
const shelly: DeviceRecord = {
  ...inverter,
  id: 'shelly',
  address: 'mqtt://localhost',
  topic: "shelly'; DROP TABLE device; --",
  settings: {},
};
const anna: AccountRecord = { id: '1', name: 'anna', role: 'owner', passwordHash: '$argon2id$v=19$a' };
const ben: AccountRecord = { id: '2', name: 'ben', role: 'viewer', passwordHash: '$argon2id$v=19$b' };
const session: SessionRecord = {
  tokenHash: 'f00d',
  account: '1',
  createdMs: 1_800_000_000_000,
  expiresMs: 1_900_000_000_123,
};

function keepsSitesAndDevices(place: RecordsPlace): void {
  test('sites, saved again under the same id', async (owner) => {
    const store = await place(owner)();
    expect(await store.sites()).toEqual([]);
    await store.saveSite(home);
    await store.saveSite(cabin);
    expect(await store.sites()).toEqual([cabin, home]);
    await store.saveSite({ ...cabin, id: 'home' });
    expect(await store.sites()).toEqual([cabin, { ...cabin, id: 'home' }]);
  });

  test('devices, saved again and removed', async (owner) => {
    const store = await place(owner)();
    await store.saveDevice(shelly);
    await store.saveDevice(inverter);
    expect(await store.devices()).toEqual([inverter, shelly]);
    const { topic, ...moved } = { ...shelly, address: 'tcp://10.0.0.2:502' };
    await store.saveDevice(moved);
    expect(topic).toBeDefined();
    expect(await store.devices()).toEqual([inverter, moved]);
    await store.removeDevice('inverter');
    await store.removeDevice('unknown');
    expect(await store.devices()).toEqual([moved]);
  });
}

function keepsAccounts(place: RecordsPlace): void {
  test('only one first account, however many ask at once', async (owner) => {
    const store = await place(owner)();
    const asked = [anna, ben, { ...ben, id: '3' }].map((account) => store.saveFirstAccount(account));
    expect((await Promise.all(asked)).filter((saved) => saved)).toHaveLength(1);
    expect(await store.accounts()).toHaveLength(1);
    expect(await store.saveFirstAccount({ ...anna, id: '9' })).toBe(false);
  });

  test('accounts, saved again under the same id', async (owner) => {
    const store = await place(owner)();
    expect(await store.saveFirstAccount(anna)).toBe(true);
    await store.saveAccount(ben);
    await store.saveAccount({ ...anna, passwordHash: 'other' });
    expect(await store.accounts()).toEqual([{ ...anna, passwordHash: 'other' }, ben]);
  });
}

function keepsSessions(place: RecordsPlace): void {
  test('sessions by the hash of their token', async (owner) => {
    const store = await place(owner)();
    await store.saveSession(session);
    expect(await store.session('f00d')).toEqual(session);
    expect(await store.session('F00D')).toBeUndefined();
    await store.saveSession({ ...session, expiresMs: session.expiresMs + 1 });
    expect(await store.session('f00d')).toEqual({ ...session, expiresMs: session.expiresMs + 1 });
    await store.removeSession('f00d');
    expect(await store.session('f00d')).toBeUndefined();
  });

  test('a new session forgets those that ended before it began', async (owner) => {
    const store = await place(owner)();
    await store.saveSession({ ...session, tokenHash: 'old', expiresMs: 1999 });
    await store.saveSession({ ...session, tokenHash: 'last', expiresMs: 2000 });
    await store.saveSession({ ...session, createdMs: 2000 });
    expect(await store.session('old')).toBeUndefined();
    expect(await store.session('last')).toBeDefined();
  });
}

function keepsBrokerAccounts(place: RecordsPlace): void {
  test('accounts of the broker, saved again and removed', async (owner) => {
    const store = await place(owner)();
    const node = { username: 'node', passwordHash: 'h', topics: ['home/node/#', 'a "b"/+'] };
    await store.saveBrokerAccount({ ...node, topics: [] });
    await store.saveBrokerAccount({ ...node, username: 'gone' });
    await store.saveBrokerAccount(node);
    await store.removeBrokerAccount('gone');
    expect(await store.brokerAccounts()).toEqual([node]);
  });
}

function keepsAudit(place: RecordsPlace): void {
  test('the newest lines of the audit log come first, in the order they were written', async (owner) => {
    const store = await place(owner)();
    const line = { account: '1', action: 'command', subject: 'inverter', outcome: 'done' };
    await Promise.all([5, 9, 9, 7].map((atMs, index) => store.audit({ ...line, atMs, subject: `line ${index}` })));
    const lines = await store.auditLines(3);
    expect(lines.map(({ atMs, subject }) => [atMs, subject])).toEqual([
      [7, 'line 3'],
      [9, 'line 2'],
      [9, 'line 1'],
    ]);
    expect(lines[0]).toEqual({ ...line, atMs: 7, subject: 'line 3' });
  });
}

function keepsDismissals(place: RecordsPlace): void {
  test('the last dismissal of every subject of a site is kept', async (owner) => {
    const store = await place(owner)();
    const stuck = { site: 'home', subject: 'stuck.roof.pv.power', atMs: 9, account: 'Anna' };
    await store.saveDismissal({ ...stuck, atMs: 5, account: 'Ben' });
    await store.saveDismissal({ ...stuck, site: 'cabin' });
    await store.saveDismissal(stuck);
    expect(await store.dismissals('home')).toEqual([stuck]);
    expect(await store.dismissals('nowhere')).toEqual([]);
  });
}

function survivesRestart(place: RecordsPlace): void {
  test('everything is there after a restart', async (owner) => {
    const open = place(owner);
    const before = await open();
    await before.saveSite(home);
    await before.saveDevice(shelly);
    await before.saveFirstAccount(anna);
    await before.saveSession(session);
    await before.audit({ atMs: 1, account: '1', action: 'sign in', subject: '', outcome: 'done' });
    await before.close();
    const store = await open();
    expect(await store.sites()).toEqual([home]);
    expect(await store.devices()).toEqual([shelly]);
    expect(await store.saveFirstAccount(ben)).toBe(false);
    expect(await store.session('f00d')).toEqual(session);
    expect(await store.auditLines(10)).toHaveLength(1);
  });
}
