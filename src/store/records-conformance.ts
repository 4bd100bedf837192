// What every store of records must do, whichever database keeps them; run by the test of each.
import { describe, test } from 'vitest';
import type { Grant } from '#core/access.ts';
import type { AuditRecord } from '#core/audit.ts';
import type {
  AccountRecord,
  ConnectionRecord,
  DeviceRecord,
  SessionRecord,
  SiteRecord,
  TokenRecord,
} from '#core/records.ts';
import { keepsCommands, switched } from './commands-conformance.ts';
import { keepsCredentials } from './credentials-conformance.ts';
import { keepsDeviceNotes } from './device-notes-conformance.ts';
import { keepsDismissals } from './dismissals-conformance.ts';
import { keepsMonitoring } from './monitoring-conformance.ts';
import { keepsAutomations } from './automation-conformance.ts';
import { keepsOutputs } from './outputs-conformance.ts';
import type { RecordsPlace } from './testing/records-test-place.ts';

export function recordsConformance(name: string, place: RecordsPlace): void {
  describe.concurrent(`${name} as records`, () => {
    keepsSites(place);
    keepsDevices(place);
    keepsConnections(place);
    keepsAccounts(place);
    keepsTokens(place);
    keepsSessions(place);
    keepsCredentials(place);
    keepsBrokerAccounts(place);
    keepsAudit(place);
    chainsAudit(place);
    keepsInvitations(place);
    keepsDismissals(place);
    keepsCommands(place);
    keepsMonitoring(place);
    keepsOutputs(place);
    keepsAutomations(place);
    keepsDeviceNotes(place);
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
const cloud: ConnectionRecord = {
  id: 'cloud',
  site: 'home',
  name: "Anna's cloud",
  kind: 'some-cloud',
  address: 'https://api.example.org',
  account: 'anna@example.org',
  secretRef: 'cloud.token',
  quota: { requests: 300, seconds: 86_400 },
};
const anna: AccountRecord = { id: '1', name: 'Anna', passwordHash: '$argon2id$v=19$a' };
const ben: AccountRecord = { id: '2', name: 'ben', passwordHash: '$argon2id$v=19$b' };
const by: AuditRecord['principal'] = { id: '1', kind: 'person', name: 'Anna' };
const everything: Grant = { site: '*', may: 'owner' };
const session: SessionRecord = {
  tokenHash: 'f00d',
  account: '1',
  createdMs: 1_800_000_000_000,
  expiresMs: 1_900_000_000_123,
  usedMs: 1,
  device: 'Firefox on Linux',
  from: '10.0.0.1',
  provenMs: 1_800_000_000_000,
};

function keepsSites(place: RecordsPlace): void {
  test('sites, saved again under the same id', async (owner) => {
    const { expect } = owner;
    const { sites } = await place(owner)();
    expect(await sites.list()).toEqual([]);
    await sites.save(home);
    await sites.save(cabin);
    expect(await sites.list()).toEqual([cabin, home]);
    expect([await sites.byId('home'), await sites.byId('HOME')]).toEqual([home, undefined]);
    await sites.save({ ...cabin, id: 'home' });
    expect(await sites.list()).toEqual([cabin, { ...cabin, id: 'home' }]);
  });

  test('a site goes with everything it has; what was done there stays in the log', async (owner) => {
    const { expect } = owner;
    const store = await place(owner)();
    for (const { id } of [home, cabin]) {
      await store.sites.save({ ...home, id });
      await store.devices.save({ ...inverter, id: `inverter of ${id}`, site: id });
      await store.connections.save({ ...cloud, id: `cloud of ${id}`, site: id });
      await store.commands.add({ ...switched, id: `command of ${id}`, site: id });
      await store.dismissals.save({ site: id, subject: 'stuck', atMs: 1, account: 'Anna' });
      await store.grants.save('2', { site: id, may: 'viewer' });
      await store.ledger.saveDocument(id, { kind: 'budgets', id: 'own', atMs: 1, content: '[]' });
      await store.audit.append({ atMs: 1, site: id, principal: by, action: 'a', subject: 'b', outcome: 'done' });
    }
    await store.sites.remove('home');
    const left = async (site: string) => [
      (await store.devices.ofSite(site)).length + (await store.devices.removed(site)).length,
      (await store.connections.ofSite(site)).length,
      (await store.commands.newest({ site, limit: 9 })).length,
      (await store.dismissals.ofSite(site)).length,
      (await store.ledger.documents(site, 'budgets')).length,
      (await store.audit.newest({ limit: 9, sites: [site] })).length,
    ];
    expect([await left('home'), await left('cabin')]).toEqual([
      [0, 0, 0, 0, 0, 1],
      [1, 1, 1, 1, 1, 1],
    ]);
    expect(await store.grants.of('2')).toEqual([{ site: 'cabin', may: 'viewer' }]);
    expect(await store.sites.list()).toEqual([{ ...home, id: 'cabin' }]);
  });
}

function keepsConnections(place: RecordsPlace): void {
  test('connections, saved again, and kept while a device is reached through them', async (owner) => {
    const { expect } = owner;
    const { connections, devices } = await place(owner)();
    const { account, secretRef, quota, ...plain } = cloud;
    expect([account, secretRef, quota]).not.toContain(undefined);
    await connections.save(cloud);
    await connections.save({ ...plain, id: 'gateway', site: 'cabin' });
    expect([await connections.ofSite('home'), await connections.ofSite('cabin')]).toEqual([
      [cloud],
      [{ ...plain, id: 'gateway', site: 'cabin' }],
    ]);
    expect(await connections.byId('none')).toBeUndefined();
    const through = { ...inverter, connection: 'cloud' };
    await devices.save(through);
    expect(await devices.byId('inverter')).toEqual(through);
    await expect(connections.remove('cloud')).rejects.toMatchObject({ code: 'input.invalid' });
    await devices.save(inverter);
    expect(await devices.byId('inverter')).toEqual(inverter);
    await connections.save(plain);
    expect(await connections.byId('cloud')).toEqual(plain);
    await connections.remove('cloud');
    await connections.remove('unknown');
    expect(await connections.ofSite('home')).toEqual([]);
  });
}

function keepsDevices(place: RecordsPlace): void {
  test('devices of a site, saved again and removed', async (owner) => {
    const { expect } = owner;
    const { devices } = await place(owner)();
    await devices.save(shelly);
    await devices.save(inverter);
    await devices.save({ ...inverter, id: 'elsewhere', site: 'cabin' });
    expect(await devices.ofSite('home')).toEqual([inverter, shelly]);
    expect([await devices.byId('shelly'), await devices.byId('none')]).toEqual([shelly, undefined]);
    const { topic, ...moved } = { ...shelly, address: 'tcp://10.0.0.2:502' };
    await devices.save(moved);
    expect(topic).toBeDefined();
    expect(await devices.ofSite('home')).toEqual([inverter, moved]);
    await devices.remove('inverter', { atMs: 5_000_000_000_000, serial: '92931706100123' });
    await devices.remove('unknown', { atMs: 6 });
    await devices.remove('elsewhere', { atMs: 7 });
    expect(await devices.ofSite('home')).toEqual([moved]);
    const { id, site, name, definition, address } = inverter;
    const gone = { id, site, name, definition, address, atMs: 5_000_000_000_000, serial: '92931706100123' };
    const { serial: _serial, ...silent } = { ...gone, id: 'elsewhere', site: 'cabin', atMs: 7 };
    expect([await devices.removed('home'), await devices.removed('cabin')]).toEqual([[gone], [silent]]);
    expect(await Promise.all(['inverter', 'shelly', 'unknown'].map((one) => devices.isTaken(one)))).toEqual([
      true,
      true,
      false,
    ]);
    await devices.save(inverter);
    expect([await devices.removed('home'), await devices.byId('inverter')]).toEqual([[], inverter]);
  });
}

function keepsAccounts(place: RecordsPlace): void {
  test('only one first account, however many ask at once', async (owner) => {
    const { expect } = owner;
    const { accounts, grants } = await place(owner)();
    expect(await accounts.any()).toBe(false);
    const all = [anna, ben, { ...ben, id: '3' }];
    const saved = await Promise.all(all.map((account) => accounts.saveFirst(account, [everything])));
    expect(saved.filter((is) => is)).toHaveLength(1);
    expect(await accounts.any()).toBe(true);
    const there = await Promise.all(all.map(({ id }) => accounts.byId(id)));
    expect(there.map((account) => account !== undefined)).toEqual(saved);
    expect(await Promise.all(all.map(({ id }) => grants.of(id)))).toEqual(saved.map((is) => (is ? [everything] : [])));
    expect(await accounts.saveFirst({ ...anna, id: '9', name: 'Nina' }, [everything])).toBe(false);
  });

  test('accounts, saved again under the same id, found by their name in any case', async (owner) => {
    const { expect } = owner;
    const { accounts } = await place(owner)();
    await accounts.save(ben);
    expect(await accounts.saveFirst(anna, []), 'there is one').toBe(false);
    await accounts.save(anna);
    await accounts.save({ ...anna, name: 'Ånna', passwordHash: 'other' });
    const now = { ...anna, name: 'Ånna', passwordHash: 'other' };
    expect(await accounts.byId('1')).toEqual(now);
    for (const name of ['Ånna', 'ånna', ' ÅNNA ', 'A\u030anna']) expect(await accounts.byName(name)).toEqual(now);
    expect(await accounts.byName('anna')).toBeUndefined();
    await expect(accounts.save({ ...anna, id: '3', name: 'BEN' })).rejects.toMatchObject({
      code: 'input.invalid',
      at: 'name',
    });
    expect(await accounts.byId('3')).toBeUndefined();
  });

  test('what accounts may do, one grant for a site', async (owner) => {
    const { expect } = owner;
    const { grants } = await place(owner)();
    const meterOnly: Grant = { site: 'home', may: { actions: ['site.read'], devices: ["the 'meter'"] } };
    const all: Grant = { site: 'home', may: { actions: ['site.read', 'device.command'] } };
    await grants.save('1', { site: 'home', may: 'viewer' });
    await grants.save('1', everything);
    await grants.save('1', meterOnly);
    await grants.save('2', all);
    expect(await grants.of('1')).toEqual([everything, meterOnly]);
    expect(await grants.of('2')).toEqual([all]);
    await grants.remove('1', '*');
    await grants.remove('1', 'nowhere');
    expect(await grants.of('1')).toEqual([meterOnly]);
    expect(await grants.of('3')).toEqual([]);
  });
}

function keepsTokens(place: RecordsPlace): void {
  test('tokens of programs by their hash', async (owner) => {
    const { expect } = owner;
    const { tokens } = await place(owner)();
    const grants: readonly Grant[] = [{ site: 'home', may: { actions: ['site.read'], devices: ['meter'] } }];
    const script = {
      id: 'b',
      name: 'Script',
      kind: 'token',
      tokenHash: 'beef',
      account: '1',
      grants,
      createdMs: 5,
    } as const;
    const hub: TokenRecord = {
      id: 'a',
      name: 'HA',
      kind: 'home-assistant',
      tokenHash: 'cafe',
      grants: [everything],
      createdMs: 6,
    };
    await tokens.save({ ...script, expiresMs: 1_900_000_000_123 });
    await tokens.save(hub);
    await tokens.save({ ...script, id: 'c', tokenHash: 'feed' });
    expect(await tokens.byHash('beef')).toEqual({ ...script, expiresMs: 1_900_000_000_123 });
    expect(await tokens.byHash('cafe')).toEqual(hub);
    expect(await tokens.byHash('BEEF')).toBeUndefined();
    expect((await tokens.of('1')).map(({ id }) => id)).toEqual(['b', 'c']);
    await tokens.save(script);
    expect(await tokens.byHash('beef')).toEqual(script);
    expect(await tokens.ofInstallation()).toEqual([hub]);
    expect([await tokens.byId('a'), await tokens.byId('z')]).toEqual([hub, undefined]);
    await tokens.touch({ tokenHash: 'cafe', usedMs: 9, from: 'fe80::1' });
    await tokens.touch({ tokenHash: 'gone', usedMs: 9, from: '' });
    expect(await tokens.byId('a')).toEqual({ ...hub, usedMs: 9, from: 'fe80::1' });
    const other = { ...hub, tokenHash: 'f00d', expiresMs: 7 };
    expect(await tokens.replace('cafe', other)).toBe(true);
    // Its hash is another by now.
    expect(await tokens.replace('cafe', hub)).toBe(false);
    expect(await tokens.byId('a')).toEqual(other);
    await tokens.remove('b');
    expect(await tokens.byHash('beef')).toBeUndefined();
    expect(await tokens.replace('beef', script)).toBe(false);
    expect(await tokens.byId('b')).toBeUndefined();
  });
}

function keepsSessions(place: RecordsPlace): void {
  test('sessions by the hash of their token', async (owner) => {
    const { expect } = owner;
    const { sessions } = await place(owner)();
    await sessions.save(session);
    expect(await sessions.byHash('f00d')).toEqual(session);
    expect(await sessions.byHash('F00D')).toBeUndefined();
    await sessions.save({ ...session, expiresMs: session.expiresMs + 1 });
    expect(await sessions.byHash('f00d')).toEqual({ ...session, expiresMs: session.expiresMs + 1 });
    await sessions.remove('f00d');
    expect(await sessions.byHash('f00d')).toBeUndefined();
  });

  test('a new session forgets those that ended before it began', async (owner) => {
    const { expect } = owner;
    const { sessions } = await place(owner)();
    await sessions.save({ ...session, tokenHash: 'old', createdMs: 1, expiresMs: 1999 });
    await sessions.save({ ...session, tokenHash: 'last', createdMs: 1, expiresMs: 2000 });
    await sessions.save({ ...session, createdMs: 2000 });
    expect(await sessions.byHash('old')).toBeUndefined();
    expect(await sessions.byHash('last')).toBeDefined();
  });

  test('all sessions of an account end at once, and no other', async (owner) => {
    const { expect } = owner;
    const { sessions } = await place(owner)();
    for (const tokenHash of ['one', 'two']) await sessions.save({ ...session, tokenHash });
    await sessions.save({ ...session, tokenHash: 'three', account: '2' });
    await sessions.removeAll('1');
    const left = await Promise.all(['one', 'two', 'three'].map((hash) => sessions.byHash(hash)));
    expect(left.map((one) => one?.account)).toEqual([undefined, undefined, '2']);
  });

  test('the sessions of an account, the last used first; all but one end', async (owner) => {
    const { expect } = owner;
    const { sessions } = await place(owner)();
    for (const tokenHash of ['one', 'two', 'three']) await sessions.save({ ...session, tokenHash });
    await sessions.save({ ...session, tokenHash: 'four', account: '2' });
    await sessions.touch({ tokenHash: 'two', usedMs: session.usedMs + 5, from: 'fe80::1' });
    await sessions.touch({ tokenHash: 'gone', usedMs: 1, from: '' });
    const [first, ...rest] = await sessions.of('1');
    expect(first).toEqual({ ...session, tokenHash: 'two', usedMs: session.usedMs + 5, from: 'fe80::1' });
    expect(rest.map(({ tokenHash }) => tokenHash).toSorted()).toEqual(['one', 'three']);
    await sessions.prove('one', 77);
    expect(await sessions.byHash('one')).toMatchObject({ provenMs: 77 });
    expect(await sessions.removeAll('1', 'one')).toBeGreaterThan(0);
    expect(await sessions.removeAll('1', 'one')).toBe(0);
    expect((await sessions.of('1')).map(({ tokenHash }) => tokenHash)).toEqual(['one']);
    expect(await sessions.of('2')).toHaveLength(1);
  });
}

function keepsInvitations(place: RecordsPlace): void {
  test('an invitation is used once; an account goes with all it has', async (owner) => {
    const { expect } = owner;
    const store = await place(owner)();
    const invitation = { site: 'home', may: 'viewer', account: '1', createdMs: 5, expiresMs: 50 } as const;
    await store.invitations.save({ ...invitation, id: 'a', codeHash: 'ha' });
    await store.invitations.save({ ...invitation, id: 'old', codeHash: 'hold', expiresMs: 6 });
    await store.invitations.save({ ...invitation, id: 'b', codeHash: 'hb', createdMs: 7 });
    expect((await store.invitations.list()).map(({ id }) => id)).toEqual(['b', 'a']);
    expect(await store.invitations.byHash('ha')).toEqual({ ...invitation, id: 'a', codeHash: 'ha' });
    const custom = { actions: ['site.read'], devices: ['meter'] } as const;
    await store.invitations.save({ ...invitation, id: 'm', codeHash: 'hm', may: custom });
    expect(await store.invitations.byHash('hm')).toMatchObject({ may: custom });
    await store.invitations.remove('m');
    const guests = ['Ben', 'Ben again'].map((name, index) => ({ id: `g${index}`, name, passwordHash: 'h' }));
    const grant: Grant = { site: 'home', may: 'viewer' };
    const used = await Promise.all(guests.map((guest) => store.accounts.saveInvited(guest, grant, 'a')));
    expect(used.filter((isUsed) => isUsed)).toHaveLength(1);
    const [guest, ...others] = await store.accounts.list();
    expect(others).toEqual([]);
    expect(await store.grants.of(guest?.id ?? '')).toEqual([grant]);
    // A name that is taken does not use up an invitation.
    const taken = { id: 'g9', name: guest?.name.toUpperCase() ?? '', passwordHash: 'h' };
    await expect(store.accounts.saveInvited(taken, grant, 'b')).rejects.toMatchObject({ code: 'input.invalid' });
    expect(await store.invitations.byHash('hb')).toBeDefined();
    const account = guest?.id ?? '';
    await store.sessions.save({ ...session, account });
    await store.invitations.save({ ...invitation, id: 'c', codeHash: 'hc', account });
    await store.accounts.remove(account);
    expect(await store.accounts.list()).toEqual([]);
    expect(await store.grants.of(account)).toEqual([]);
    expect(await store.sessions.of(account)).toEqual([]);
    expect((await store.invitations.list()).map(({ id }) => id)).toEqual(['b']);
  });
}

function keepsBrokerAccounts(place: RecordsPlace): void {
  test('accounts of the broker, saved again and removed', async (owner) => {
    const { expect } = owner;
    const { brokerAccounts } = await place(owner)();
    const only = { publish: ['a'], subscribe: [] };
    const hashes = { passwordHash: 'h', mosquittoHash: '$7$', certificate: 'ab12' };
    const node = { username: 'node', ...hashes, topics: ['a "b"/+'], only };
    await brokerAccounts.save({ username: 'node', passwordHash: 'h', topics: [] });
    await brokerAccounts.save({ ...node, username: 'gone' });
    await brokerAccounts.save(node);
    await brokerAccounts.remove('gone');
    expect(await brokerAccounts.byUsername('node')).toEqual(node);
    for (const name of ['gone', 'NODE']) expect(await brokerAccounts.byUsername(name)).toBeUndefined();
    await brokerAccounts.clear();
    expect(await brokerAccounts.byUsername('node')).toBeUndefined();
  });
}

function keepsAudit(place: RecordsPlace): void {
  const line = { principal: by, action: 'command', subject: 'inverter', outcome: 'done' };

  test('the newest lines of the audit log come first, in the order they were written', async (owner) => {
    const { expect } = owner;
    const { audit } = await place(owner)();
    for (const [index, atMs] of [5, 9, 9, 7].entries())
      await audit.append({ ...line, atMs, subject: `line ${index}`, ...(index === 3 ? { site: 'home' } : {}) });
    const lines = await audit.newest({ limit: 3 });
    expect(lines.map(({ atMs, subject }) => [atMs, subject])).toEqual([
      [7, 'line 3'],
      [9, 'line 2'],
      [9, 'line 1'],
    ]);
    expect(lines[0]).toEqual({ ...line, line: 4, atMs: 7, site: 'home', subject: 'line 3' });
    expect(lines[1]).toEqual({ ...line, line: 3, atMs: 9, subject: 'line 2' });
    expect((await audit.newest({ limit: 3, before: 3 })).map(({ subject }) => subject)).toEqual(['line 1', 'line 0']);
  });

  test('many at once are all kept; lines are found by their sites', async (owner) => {
    const { expect } = owner;
    const { audit } = await place(owner)();
    const sites = ['home', 'cabin', 'barn'];
    await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        audit.append({ ...line, atMs: index, site: sites[index % 3] ?? '', subject: `${index}` }),
      ),
    );
    await audit.append({ ...line, atMs: 99, principal: { name: 'Nobody knows', kind: 'home' } });
    expect(await audit.newest({ limit: 100 })).toHaveLength(31);
    expect(await audit.newest({ limit: 9, who: 'Nobody knows', action: line.action })).toHaveLength(1);
    const two = await audit.newest({ limit: 100, sites: ['home', 'barn'] });
    expect(new Set(two.map(({ site }) => site))).toEqual(new Set(['home', 'barn']));
    expect(two).toHaveLength(20);
    expect(await audit.newest({ limit: 100, sites: [] })).toEqual([]);
  });
}

function chainsAudit(place: RecordsPlace): void {
  const line = { principal: by, action: 'command', subject: 'inverter', outcome: 'done' };

  test('each kind of line has its own chain, whose head shows later that nothing was changed', async (owner) => {
    const { expect } = owner;
    const open = place(owner);
    const { audit, ...store } = await open();
    const kinds = [
      { action: 'claim', outcome: 'done' },
      { action: 'set', outcome: 'confirmed' },
      { action: 'sign in', outcome: 'done' },
      { action: 'sign in', outcome: 'access.credentials' },
      { action: 'device.manage', outcome: 'access.denied' },
    ];
    // As texts come from outside: an end of text, half a character, and far too long.
    const subject = `a\0b\u{d800} ${'x'.repeat(20_000)}`;
    await Promise.all(kinds.map((kind, atMs) => audit.append({ ...line, ...kind, subject, atMs })));
    const heads = await audit.heads();
    expect(heads.map(({ chain, last }) => [chain, last])).toEqual([
      ['changes', 1],
      ['commands', 1],
      ['entries', 1],
      ['refusals', 2],
    ]);
    await audit.append({ ...line, atMs: 9 });
    await store.close();
    const again = (await open()).audit;
    const checks = await again.check(heads);
    expect(checks.map(({ chain, last, brokenAt }) => [chain, last, brokenAt])).toEqual([
      ['changes', 2, undefined],
      ['commands', 1, undefined],
      ['entries', 1, undefined],
      ['refusals', 2, undefined],
    ]);
    expect(checks[0]?.hash).not.toBe(heads[0]?.hash);
    const other = { chain: 'changes', last: 1, hash: 'f'.repeat(64) } as const;
    expect((await again.check([other]))[0]?.brokenAt).toBe(1);
    expect((await again.check([{ ...other, last: 3 }]))[0]?.brokenAt).toBe(3);
    const kept = (await again.newest({ limit: 99 })).map((one) => one.subject.length);
    expect(Math.max(...kept)).toBeLessThanOrEqual(1000);
  });
}

function survivesRestart(place: RecordsPlace): void {
  test('everything is there after a restart', async (owner) => {
    const { expect } = owner;
    const open = place(owner);
    const before = await open();
    await before.sites.save(home);
    await before.devices.save(shelly);
    await before.accounts.saveFirst(anna, [everything]);
    await before.sessions.save(session);
    await before.audit.append({ atMs: 1, principal: by, action: 'sign in', subject: '', outcome: 'done' });
    await before.close();
    const store = await open();
    expect(await store.sites.list()).toEqual([home]);
    expect(await store.devices.ofSite('home')).toEqual([shelly]);
    expect(await store.accounts.saveFirst(ben, [])).toBe(false);
    expect(await store.grants.of('1')).toEqual([everything]);
    expect(await store.sessions.byHash('f00d')).toEqual(session);
    expect(await store.audit.newest({ limit: 10 })).toHaveLength(1);
  });
}
