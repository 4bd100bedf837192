// The one door, over a real hub: who sees what, and what is written down of those who may not.
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext, vi } from 'vitest';
import { parseAddress } from '#core/address.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { type Action, actions, type Principal, roleMay, roles } from '#core/access.ts';
import { systemClock as clock } from '#core/clock.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import { person } from '#core/testing/principals.ts';
import { batchOf, site } from './testing/batches.ts';
import { anna, meter, opened, roof } from './testing/opened-hub.ts';
import type { HubDoor, SiteChanges } from './types.ts';

const other = 'cabin';

/** A home with an inverter and a meter that both speak, and a second home. */
async function twoHomes(context: TestContext) {
  const parts = await opened(context);
  const { hub } = parts;
  await hub.addSite({ id: other, name: 'Cabin', timeZone: 'UTC' });
  for (const device of [roof, meter]) await hub.as(anna).site(site).devices.add(device);
  const say = (kW: number): void => {
    hub.ingest(batchOf('roof', clock.nowMs(), { 'pv.power': kW * 1000 }));
    hub.ingest(batchOf('meter', clock.nowMs(), { 'grid.power': -kW * 500 }));
  };
  say(3);
  await hub.flush();
  return { ...parts, say };
}

test('a tenant with one meter sees that meter alone: now, as it changes, and in history', async (context) => {
  const { hub, say } = await twoHomes(context);
  const tenant = hub.as(person('Tenant', { actions: ['site.read'], devices: ['meter'] }, site)).site(site);
  const { devices, values, flow, energy } = tenant.snapshot();
  expect(devices.map(({ id }) => id)).toEqual(['meter']);
  expect(values.map(({ device, metric }) => [device, metric])).toEqual([['meter', 'grid.power']]);
  expect([flow.pv.powerW, flow.grid.powerW, energy]).toEqual([undefined, -1500, undefined]);

  const seen: SiteChanges[] = [];
  const all: SiteChanges[] = [];
  tenant.subscribe((changes) => seen.push(changes));
  hub
    .as(anna)
    .site(site)
    .subscribe((changes) => all.push(changes));
  await clock.sleep(20);
  say(4);
  await vi.waitFor(
    () => expect(seen.flatMap((one) => one.values ?? []).at(-1)).toMatchObject({ value: -2000 }),
    20_000,
  );
  expect(all.flatMap((one) => one.values ?? []).map(({ device }) => device)).toContain('roof');
  expect(new Set(seen.flatMap((one) => one.values ?? []).map(({ device }) => device))).toEqual(new Set(['meter']));
  expect(seen.every((one) => one.energy === undefined && one.flow?.pv.powerW === undefined)).toBe(true);
  hub.ingest(batchOf('roof', clock.nowMs() + 1000, { 'pv.power': 1 }));
  const told = seen.length;
  await clock.sleep(150);
  expect(seen.length, 'what others measure is no news').toBe(told);

  const span = { fromMs: clock.nowMs() - 60_000, toMs: clock.nowMs() + 60_000, stepMs: 1000 };
  const chart = await tenant.chart({ metrics: ['pv.power', 'grid.power', 'flow.pv', 'flow.grid'], ...span });
  expect(chart.series.map(({ device, metric, value }) => [device, metric, value.length > 0])).toEqual([
    ['home', 'flow.pv', false],
    ['home', 'flow.grid', true],
    ['meter', 'grid.power', true],
  ]);
  const history = await tenant.history();
  expect((await history.series(site)).map(({ device }) => device)).toEqual(['meter']);
  expect(await history.series(other)).toEqual([]);
  const roofKey = { site, device: 'roof', metric: 'pv.power' } as const;
  expect(await history.range({ series: [roofKey], fromMs: 0, toMs: Number.MAX_SAFE_INTEGER })).toEqual([]);
  await expect(tenant.devices.settings('roof')).rejects.toMatchObject({ code: 'access.denied' });
  expect(tenant.audience).not.toBe(hub.as(anna).site(site).audience);
});

test('who belongs to one home knows no other', async (context) => {
  const { hub } = await twoHomes(context);
  const guest = hub.as(person('Guest', 'owner', other));
  expect(guest.sites().map(({ id }) => id)).toEqual([other]);
  expect(() => guest.site(site)).toThrow(expect.objectContaining({ code: 'site.unknown', at: site }));
  expect(() => guest.site('nowhere')).toThrow(expect.objectContaining({ code: 'site.unknown', at: 'nowhere' }));
  expect((await guest.auditLines({ limit: 9 })).map((line) => line.site)).toEqual([]);
  expect(new Set((await hub.as(anna).auditLines({ limit: 9 })).map((line) => line.site))).toEqual(new Set([site]));
});

/** Something each action is about, done by somebody; to look at something is none of them. */
const acts: Readonly<Partial<Record<Action, (door: HubDoor) => Promise<unknown>>>> = {
  'anomaly.dismiss': (door) => door.site(site).dismissAnomaly('none'),
  'device.command': (door) =>
    door.site(site).devices.set({ device: 'meter', target: { setPoint: 'relay.on.1' }, value: 1 }),
  'device.configure': (door) =>
    door.site(site).devices.set({ device: 'roof', target: { setting: 'LIMIT' }, value: 50 }),
  'device.manage': (door) => door.site(site).devices.remove('none'),
  'energy.manage': (door) => door.site(site).energy().saveBudgets([]),
  'automation.manage': (door) => door.site(site).automation().save(''),
  'alert.acknowledge': (door) => door.site(site).alerts().acknowledge('x'),
  'alert.manage': (door) =>
    door.site(site).alerts().saveSettings({ kinds: {}, throttleMinutes: 1, escalateMinutes: 1 }),
  'history.manage': (door) => door.history.setRetention([{ rawDays: 0.5, fiveMinuteDays: 0.1 }]),
  'monitoring.manage': (door) => door.site(site).monitoring().change({}),
  // There is no desk here: who may gets as far as that.
  'backup.manage': (door) => door.backups.make(),
  // There is nothing to look at here: who may gets as far as that.
  'system.examine': (door) => door.examinations.begin(),
  // The file is not there: who may gets as far as that.
  'plugin.manage': (door) => door.plugIns.allowNetwork('none.ts', true),
  'kiosk.manage': (door) => door.kiosks.add(site, 'Kitchen'),
  'broker.manage': (door) => door.setup.addBrokerAccount(`account-${door.principal.name}`),
};

test.for(roles)('every act of the table is refused or let through by the role alone: %s', async (role, context) => {
  const { hub, records } = await twoHomes(context);
  const principal: Principal = person(`A ${role}`, role);
  const before = (await records.audit.newest({ limit: 100 })).length;
  for (const [action, act] of Object.entries(acts) as [Action, (door: HubDoor) => Promise<unknown>][]) {
    const code = await act(hub.as(principal)).then(
      () => undefined,
      (error: unknown) => (isSolsteadError(error) ? error.code : 'none'),
    );
    expect([action, code === 'access.denied']).toEqual([action, !roleMay(role, action)]);
    const [line] = await records.audit.newest({ limit: 1 });
    expect(line, 'each is written down').toMatchObject({ principal: { name: `A ${role}` } });
    expect(line?.outcome === 'access.denied').toBe(!roleMay(role, action));
  }
  const after = (await records.audit.newest({ limit: 100 })).filter(({ outcome }) => outcome !== 'begun');
  expect(after.length).toBe(before + Object.keys(acts).length);
});

test('who manages tablets and does not see the whole home makes none that does', async (context) => {
  const { hub } = await twoHomes(context);
  const may = { actions: ['kiosk.manage'] } as const;
  const manager = person('Manager', may, site);
  const meterOnly = { site, may: { actions: ['site.read'], devices: ['meter'] } } as const;
  for (const grants of [manager.grants, [...manager.grants, meterOnly]])
    await expect(hub.as({ ...manager, grants }).kiosks.add(site, 'Hall')).rejects.toMatchObject({
      code: 'access.denied',
    });
  expect(await hub.as(anna).kiosks.list(site)).toEqual([]);
});

test('every action is an act here, a look, or one that nothing does yet', () => {
  const notActs: readonly Action[] = ['site.read', 'audit.read', 'device.draft', 'site.manage', 'people.manage'];
  expect([...Object.keys(acts), ...notActs].toSorted()).toEqual(Object.keys(actions).toSorted());
});

test('a home that somebody may not know gets no line of it, and its log has no part in the answer', async (context) => {
  const { hub, records } = await twoHomes(context);
  const before = await records.audit.newest({ limit: 100 });
  const guest = hub.as(person('Guest', 'owner', other));
  const append = vi.spyOn(records.audit, 'append');
  const asked = { action: 'device.manage', site } as const;
  await expect(guest.admit(asked)).rejects.toMatchObject({ code: 'site.unknown' });
  await expect(guest.admit({ ...asked, site: 'nowhere' })).rejects.toMatchObject({ code: 'site.unknown' });
  expect(append).not.toHaveBeenCalled();
  expect(await records.audit.newest({ limit: 100 })).toEqual(before);
  // Nor does the log of a home that it knows: a full disk is no other answer.
  append.mockRejectedValue(new SolsteadError('store.failed', { at: 'records.db' }));
  const viewer = hub.as(person('Viewer', 'viewer', site));
  await expect(viewer.admit(asked)).rejects.toMatchObject({ code: 'access.denied' });
});

test('a device stands in the way of its twin, and one of another home without its name', async (context) => {
  const { hub } = await twoHomes(context);
  const messageOf = (home: string) =>
    hub
      .as(person('Admin', 'admin', home))
      .site(home)
      .devices.add({ ...roof, name: 'Mine' })
      .then(
        () => 'added',
        (error: unknown) => (isSolsteadError(error) ? error.message : 'another error'),
      );
  expect(await messageOf(site)).toContain('"Roof"');
  expect(await messageOf(other)).toBe('tcp://10.0.0.5:8899: this address cannot be used here');
  expect(await messageOf(other)).not.toContain('Roof');
});

test('a topic of another home says nothing of it, to add, to change or to look; who manages both is told', async (context) => {
  const { hub } = await twoHomes(context);
  const address = 'mqtt://broker:1883';
  const shelly = { name: 'Meter', protocol: 'em', address, topic: 'shellies/cellar' };
  await hub.as(anna).site(site).devices.add(shelly);
  const { devices } = hub.as(person('Admin', 'admin', other)).site(other);
  const { id } = await devices.add({ ...shelly, name: 'Mine', topic: 'shellies/attic' });
  const taken = { topic: shelly.topic };
  const unknown = { code: 'address.invalid', at: shelly.topic, reason: { code: 'address.not-here' } };
  await expect(devices.add({ ...shelly, name: 'Mine too' })).rejects.toMatchObject(unknown);
  await expect(devices.change(id, taken)).rejects.toMatchObject(unknown);
  await expect(devices.preview(id, taken)).rejects.toMatchObject(unknown);
  // Of a part of its topics it would be read and switched all the same.
  for (const topic of ['shellies/cellar/relay', 'shellies'])
    await expect(devices.add({ ...shelly, name: 'Part', topic })).rejects.toMatchObject({ ...unknown, at: topic });
  await devices.change(id, { name: 'Still mine' });
  const both = hub.as(anna).site(other).devices;
  await expect(both.add({ ...shelly, name: 'Mine too' })).rejects.toMatchObject({ code: 'device.exists' });
});

test('who may come in is changed with a proof of the last five minutes alone; taking access away asks for none', async (context) => {
  const parts = await twoHomes(context);
  const { hub, records } = parts;
  const session = (agoMs: number): HubDoor => hub.as({ ...person('Owner'), provenMs: clock.nowMs() - agoMs });
  const ben = { id: 'ben', name: 'Ben', passwordHash: 'none' };
  await records.accounts.saveFirst({ id: 'owner', name: 'Owner', passwordHash: 'none' }, [{ site: '*', may: 'owner' }]);
  const { id } = await hub.as(person('Owner')).people.invite(site, 'viewer');
  await records.accounts.saveInvited(ben, { site, may: 'viewer' }, id);
  const changes: readonly ((door: HubDoor) => Promise<unknown>)[] = [
    (door) => door.people.invite(site, 'viewer'),
    (door) => door.people.grant({ account: 'ben', site, may: 'operator' }),
    (door) => door.people.grant({ account: 'ben', site }),
    (door) => door.people.remove('ben'),
  ];
  const before = await records.audit.newest({ limit: 100 });
  // A clock that was set back makes a proof of the future, which is none.
  for (const late of [session(5 * 60_000), session(-60_000)])
    for (const change of changes) await expect(change(late)).rejects.toMatchObject({ code: 'access.step-up' });
  expect(await records.grants.of('ben')).toMatchObject([{ site, may: 'viewer' }]);
  // It is a question to the person, and no refusal that somebody has to read about.
  expect(await records.audit.newest({ limit: 100 })).toEqual(before);
  // Who may not do it is told so, and not asked for a proof.
  const viewer = hub.as({ ...person('Viewer', 'viewer'), provenMs: 0 });
  for (const change of changes) await expect(change(viewer)).rejects.toMatchObject({ code: 'access.denied' });
  const invited = await session(0).people.invite(site, 'viewer');
  await session(5 * 60_000).people.withdraw(invited.id);
  for (const change of changes.slice(1)) await change(session(0));
  expect(await records.accounts.byId('ben')).toBeUndefined();
});

/** What asks a person for a proof. */
const sensitiveActs: Readonly<Record<string, (door: HubDoor) => Promise<unknown>>> = {
  grant: ({ people }) => people.grant({ account: 'anna', site: '*', may: 'owner' }),
  remove: ({ people }) => people.remove('anna'),
  invite: ({ people }) => people.invite(site, 'viewer'),
  'add broker account': ({ setup }) => setup.addBrokerAccount('meter'),
  'set backups': ({ backups }) =>
    backups.save({
      settings: { keep: { days: 1, weeks: 1, months: 1 }, places: [] },
      passphrase: 'four words of mine',
    }),
  'test place': ({ backups }) => backups.test({ id: 'here', kind: 'folder', path: '/tmp' }),
  'take backup': ({ backups }) => backups.read('here', 'x'),
  'ask for one': ({ backups }) => backups.assertMayTake(),
  restore: ({ backups }) => backups.restore('upload', async () => 'restored'),
};

test.for(Object.entries(sensitiveActs))(
  'a program of any scope, and a person without a proof, may not: %s',
  async ([, act], context) => {
    const { hub, records } = await twoHomes(context);
    const grants = [{ site: '*', may: 'owner' }] as const;
    const before = await records.audit.newest({ limit: 1 });
    for (const kind of ['token', 'rule', 'output', 'uplink', 'home-assistant', 'visitor'] as const)
      await expect(act(hub.as({ id: 't', name: 'Script', kind, grants }))).rejects.toMatchObject({
        code: 'access.denied',
        reason: { code: 'account.person-only' },
      });
    expect((await records.audit.newest({ limit: 1 }))[0]).toMatchObject({ outcome: 'access.denied' });
    expect(await records.audit.newest({ limit: 1 })).not.toEqual(before);
    await expect(act(hub.as({ ...anna, provenMs: 0 }))).rejects.toMatchObject({ code: 'access.step-up' });
  },
);

test.for([
  'tcp://127.0.0.1:7414?unit=1',
  'tcp://localhost:7414',
  'tcp://127.1:7414?unit=3',
  'tcp://[::1]:7414',
  'tcp://[::ffff:127.0.0.1]:7414',
])(
  'the link of a home is neither tested, added nor moved to by who may not manage that home: %s',
  async (address, context) => {
    const { hub } = await twoHomes(context);
    await hub
      .as(anna)
      .site(site)
      .devices.add({ ...roof, name: 'Far', address: 'tcp://127.0.0.1:7414' });
    const guest = hub.as(person('Guest', 'admin', other));
    const own = await guest.site(other).devices.add({ ...roof, name: 'Own', address: 'tcp://127.0.0.1:7415' });
    const refused = { code: 'address.invalid', reason: { code: 'address.not-here' } };
    await expect(guest.setup.testDevice(address)).rejects.toMatchObject(refused);
    await expect(guest.site(other).devices.add({ ...roof, name: 'Mine', address })).rejects.toMatchObject(refused);
    await expect(guest.site(other).devices.change(own.id, { address })).rejects.toMatchObject(refused);
    // Who manages both homes may.
    const both = await hub
      .as(anna)
      .site(other)
      .devices.add({ ...roof, name: 'Mine', address });
    expect(both.name).toBe('Mine');
  },
);

test('what a device may share is kept with it; ports of another home are not shown, however they are spelled', async (context) => {
  const { hub, field, records } = await twoHomes(context);
  const folder = tempDir(context);
  for (const name of ['port0', 'port1']) writeFileSync(join(folder, name), '');
  symlinkSync(join(folder, 'port0'), join(folder, 'by-id'));
  const guest = hub.as(person('Guest', 'admin', other));
  const owners = { ...roof, name: 'Far', address: `serial://${folder}/by-id` };
  const far = await hub.as(anna).site(site).devices.add(owners);
  const own = await guest.site(other).devices.add({ ...roof, name: 'Own', address: 'tcp://meter.example:502' });
  for (const name of ['port0', 'port1'])
    field.portViews.push({
      kind: 'serial',
      title: name,
      usable: true,
      path: `${folder}/${name}`,
      address: `serial://${folder}/${name}`,
    });
  const titles = async (door: HubDoor) => (await door.setup.ports()).map(({ title }) => title);
  expect([await titles(hub.as(anna)), await titles(guest)]).toEqual([['port0', 'port1'], ['port1']]);
  const sitesOf = async (id: string) => (await records.devices.byId(id))?.linkSites;
  expect([await sitesOf(far.id), await sitesOf(own.id)]).toEqual([['*'], [other]]);
  const reach = (found: string) => hub.assertMayReach(parseAddress('tcp://meter.example:502'), [found]);
  await hub.as(anna).site(site).devices.change(far.id, { address: 'tcp://10.9.8.7:502' });
  await reach('10.9.8.8');
  await expect(reach('10.9.8.7')).rejects.toMatchObject({ reason: { code: 'address.not-here' } });
  // Another name of the device changes nothing; an address that who manages both gives does.
  await hub.as(anna).site(other).devices.change(own.id, { name: 'Mine' });
  await expect(reach('10.9.8.7')).rejects.toMatchObject({ code: 'address.invalid' });
  await hub.as(anna).site(other).devices.change(own.id, { address: 'tcp://meter.example:502' });
  await reach('10.9.8.7');
});

test('who belongs to one home learns nothing of the installation: its history, its audit chains, its ports', async (context) => {
  const { hub } = await twoHomes(context);
  const viewer = hub.as(person('Viewer', 'viewer', other));
  const admin = hub.as(person('Admin', 'admin', other));
  const denied = { code: 'access.denied' };
  await expect(viewer.history.status()).rejects.toMatchObject(denied);
  await expect(viewer.setup.ports()).rejects.toMatchObject(denied);
  await expect(admin.auditHeads()).rejects.toMatchObject(denied);
  expect((await hub.as(anna).auditHeads()).length).toBeGreaterThan(0);
});
