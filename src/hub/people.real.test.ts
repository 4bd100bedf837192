// Several people and homes: who is invited by whom, who may know of whom, and that a home always keeps an owner.
import * as argon2 from '@node-rs/argon2';
import { expect, test, type TestContext, vi } from 'vitest';
import type { Grant, Principal, Role } from '#core/access.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { makeAccess } from './access.ts';
import { makePeople } from './people.ts';
import { ownRecords } from './testing/stores.ts';

vi.mock('@node-rs/argon2', { spy: true });

const words = 'the roof is warm today';
const here = { from: '10.0.0.1' };

async function homes(context: TestContext) {
  const { records } = await ownRecords(context);
  const clock = fakeClock();
  let changes = 0;
  const access = makeAccess(records, clock, { addSite: async (site) => records.sites.save({ ...site, id: 'home' }) });
  const { principal: anna } = await access.claim(
    { name: 'Anna', password: words, site: { name: 'Casa', timeZone: 'UTC' } },
    here,
  );
  await records.sites.save({ id: 'cabin', name: 'Cabin', timeZone: 'UTC' });
  const people = makePeople({ records, clock, inTurn: (change) => change(), changed: () => void (changes += 1) });
  const join = async (by: Principal, name: string, [site, role]: readonly [string, Role]) => {
    const { code } = await people.invite(by, site, role);
    return (await access.accept({ code, name, password: words }, here)).principal;
  };
  return { records, clock, access, people, anna, join, changes: () => changes };
}

test('an invitation makes one account with its role, and works once', async (context) => {
  const { access, people, anna, records } = await homes(context);
  const { code, id } = await people.invite(anna, 'home', 'operator');
  expect(await people.invitations(anna)).toMatchObject([{ id, site: 'home', may: 'operator' }]);
  expect(JSON.stringify(await people.invitations(anna))).not.toContain(code);
  expect(JSON.stringify(await records.invitations.list())).not.toContain(code);
  expect(await access.invitation(code, here.from)).toMatchObject({ home: 'Casa', may: 'operator', by: 'Anna' });
  const both = await Promise.allSettled(
    ['Ben', 'Mallory'].map((name) => access.accept({ code, name, password: words }, here)),
  );
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(await people.list(anna)).toHaveLength(2);
  const [ben] = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  expect(ben?.principal.grants).toEqual([{ site: 'home', may: 'operator' }]);
  expect(await access.principal(ben?.token ?? '')).toEqual(ben?.principal);
  expect(await people.invitations(anna)).toEqual([]);
});

test('somebody is signed out everywhere by who manages all people, and comes in again', async (context) => {
  const { access, people, records, anna, join, changes } = await homes(context);
  const ben = await join(anna, 'Ben', ['home', 'viewer']);
  const signIn = { name: 'Ben', password: words, ...here };
  const { token } = await access.signIn(signIn);
  const client = await access.signInClient(signIn);
  const before = changes();
  await people.endSessions(ben.id);
  expect(changes()).toBeGreaterThan(before);
  expect(await records.sessions.of(ben.id)).toEqual([]);
  for (const one of [token, client.accessToken]) expect(await access.principal(one)).toBeUndefined();
  await expect(access.refresh(client.refreshToken, here.from)).rejects.toMatchObject({ code: 'access.refresh' });
  expect(await records.sessions.of(anna.id)).toHaveLength(1);
  expect((await access.signIn(signIn)).principal.id).toBe(ben.id);
  await expect(people.endSessions('nobody')).rejects.toMatchObject({ reason: { code: 'account.unknown' } });
});

type Homes = Awaited<ReturnType<typeof homes>>;

test.for<readonly [string, (parts: Homes) => Promise<void>]>([
  ['that is a week old', async ({ clock }) => clock.advance(7 * 24 * 3_600_000)],
  ['that was withdrawn', async ({ people, anna }) => people.withdraw((await people.invitations(anna))[0]?.id ?? '')],
  [
    'of who is no owner any more',
    async ({ records, anna }) => records.grants.save(anna.id, { site: '*', may: 'admin' }),
  ],
  [
    'to more than its maker may by now',
    async ({ records, anna }) => records.grants.save(anna.id, { site: '*', may: { actions: ['people.manage'] } }),
  ],
])('an invitation %s is worth nothing', async ([, spoil], context) => {
  const parts = await homes(context);
  const { code } = await parts.people.invite(parts.anna, 'home', 'viewer');
  await spoil(parts);
  await expect(parts.access.invitation(code, here.from)).rejects.toMatchObject({ reason: { code: 'invitation.over' } });
  const accept = parts.access.accept({ code, name: 'Ben', password: words }, here);
  await expect(accept).rejects.toMatchObject({ reason: { code: 'invitation.over' } });
  expect(await parts.records.accounts.byName('Ben')).toBeUndefined();
});

test.for([
  [{ name: 'Ben', password: 'password123' }, 'password'],
  [{ name: 'ANNA', password: words }, 'name'],
  [{ name: '  ', password: words }, 'name'],
  [{ name: 'Ben', password: words, code: 'guessed' }, 'code'],
  [{ name: 'Ben', password: words, code: '' }, 'code'],
] as const)('what is wrong with an account that is made says so: %j', async ([wrong, at], context) => {
  const { access, people, anna } = await homes(context);
  const { code } = await people.invite(anna, 'home', 'viewer');
  await expect(access.accept({ code, ...wrong }, here)).rejects.toMatchObject({ code: 'input.invalid', at });
  // It was not used up by that.
  expect((await access.accept({ code, name: 'Ben', password: words }, here)).principal.name).toBe('Ben');
});

test('who tries codes is told to wait, and stands in the audit log; the right code is taken all the same', async (context) => {
  const { access, people, anna, clock, records } = await homes(context);
  const { code } = await people.invite(anna, 'home', 'viewer');
  const over = { code: 'input.invalid', reason: { code: 'invitation.over' } };
  const throttled = { code: 'access.throttled', reason: { code: 'claim.throttled' }, retrySeconds: 900 };
  const read = (from = here.from) => access.invitation('guessed', from);
  const accept = () => access.accept({ code: 'guessed', name: 'Ben', password: words }, here);
  for (let tried = 0; tried < 5; tried += 1)
    await expect(tried % 2 === 0 ? read() : accept()).rejects.toMatchObject(over);
  await expect(read()).rejects.toMatchObject(throttled);
  await expect(accept()).rejects.toMatchObject(throttled);
  await expect(read('203.0.113.9')).rejects.toMatchObject(over);
  expect(await access.invitation(code, here.from)).toMatchObject({ home: 'Casa' });
  const lines = await records.audit.newest({ limit: 20 });
  expect(lines.find(({ action }) => action === 'accept invitation')).toMatchObject({
    subject: '203.0.113.9',
    outcome: 'access.credentials',
  });
  await clock.advance(15 * 60_000);
  await expect(read()).rejects.toMatchObject(over);
});

test('many who bring the same code at once hash one password', async (context) => {
  const { access, people, anna } = await homes(context);
  const { code } = await people.invite(anna, 'home', 'viewer');
  vi.clearAllMocks();
  const all = await Promise.allSettled(
    Array.from({ length: 30 }, (_, index) => access.accept({ code, name: `Guest ${index}`, password: words }, here)),
  );
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(argon2.hash).toHaveBeenCalledTimes(1);
});

test('who owns one home manages its people alone, and knows of no others', async (context) => {
  const { people, anna, join, changes } = await homes(context);
  const ben = await join(anna, 'Ben', ['cabin', 'owner']);
  const carla = await join(ben, 'Carla', ['cabin', 'viewer']);
  const dora = await join(anna, 'Dora', ['home', 'viewer']);
  expect((await people.list(ben)).map(({ name }) => name)).toEqual(['Ben', 'Carla']);
  expect(await people.list(anna)).toHaveLength(4);
  await people.invite(anna, 'home', 'viewer');
  expect(await people.invitations(ben)).toEqual([]);
  const [foreign] = await people.invitations(anna);
  await expect(people.invitedTo(ben, foreign?.id ?? '')).rejects.toMatchObject({ code: 'invitation.unknown' });
  await expect(people.grant(ben, { account: dora.id, site: 'cabin', may: 'viewer' })).rejects.toMatchObject({
    code: 'input.invalid',
  });
  const before = changes();
  expect(await people.grant(ben, { account: carla.id, site: 'cabin', may: 'admin' })).toMatchObject({
    grants: [{ site: 'cabin', may: 'admin' }],
  });
  expect(changes()).toBe(before + 1);
  await people.grant(ben, { account: carla.id, site: 'cabin' });
  expect((await people.list(ben)).map(({ name }) => name)).toEqual(['Ben']);
});

test('the last owner of all stays one', async (context) => {
  const { people, anna, join, records } = await homes(context);
  for (const change of [{ may: 'admin' as const }, {}])
    await expect(people.grant(anna, { account: anna.id, site: '*', ...change })).rejects.toMatchObject({
      reason: { code: 'account.last-owner' },
    });
  await expect(people.remove(anna.id)).rejects.toMatchObject({ reason: { code: 'account.last-owner' } });
  const ben = await join(anna, 'Ben', ['*', 'owner']);
  await people.remove(anna.id);
  expect(await records.accounts.byName('Anna')).toBeUndefined();
  await expect(people.remove(ben.id)).rejects.toMatchObject({ reason: { code: 'account.last-owner' } });
});

test('a tenant sees one meter, from the invitation on; what is given is there, and no more than one has', async (context) => {
  const { people, anna, records, access } = await homes(context);
  const device = { name: 'Meter', definition: 'sdm630', address: 'tcp://10.0.0.9:502', settings: {} };
  await records.devices.save({ ...device, id: 'meter', site: 'home' });
  await records.devices.save({ ...device, id: 'other', site: 'cabin' });
  const tenant: Grant['may'] = { actions: ['site.read'], devices: ['meter'] };
  const { code } = await people.invite(anna, 'home', tenant);
  const { principal: ben } = await access.accept({ code, name: 'Ben', password: words }, here);
  expect(ben.grants).toEqual([{ site: 'home', may: tenant }]);
  const wider: Grant['may'] = { ...tenant, actions: ['site.read', 'device.command'] };
  expect(await people.grant(anna, { account: ben.id, site: 'home', may: wider })).toMatchObject({
    grants: [{ site: 'home', may: wider }],
  });
  for (const [site, devices, reason] of [
    ['home', ['other'], 'grant.device'],
    ['home', ['meter', 'nosuch'], 'grant.device'],
    ['*', ['meter'], 'grant.devices'],
  ] as const) {
    const refused = { code: 'input.invalid', reason: { code: reason } };
    await expect(people.invite(anna, site, { ...tenant, devices })).rejects.toMatchObject(refused);
    await expect(people.grant(anna, { account: ben.id, site, may: { ...tenant, devices } })).rejects.toMatchObject(
      refused,
    );
  }
  // Who manages people alone may not make anybody an owner.
  const manager: Principal = {
    id: anna.id,
    name: 'Manager',
    kind: 'person',
    grants: [{ site: 'home', may: { actions: ['people.manage', 'site.read'] } }],
  };
  for (const may of ['owner', 'operator', { actions: ['device.command'] }, wider] satisfies Grant['may'][])
    await expect(people.invite(manager, 'home', may)).rejects.toMatchObject({ code: 'access.denied' });
  expect(await people.invite(manager, 'home', 'viewer')).toMatchObject({ may: 'viewer' });
});

test('a home that does not exist has no people', async (context) => {
  const { people, anna, join } = await homes(context);
  await expect(people.invite(anna, 'nosuch', 'viewer')).rejects.toMatchObject({ code: 'site.unknown' });
  const ben = await join(anna, 'Ben', ['home', 'viewer']);
  await expect(people.grant(anna, { account: ben.id, site: 'nosuch', may: 'viewer' })).rejects.toMatchObject({
    code: 'site.unknown',
  });
});

test('invitations of one account are bounded', async (context) => {
  const { people, anna } = await homes(context);
  for (let count = 0; count < 60; count += 1) await people.invite(anna, 'home', 'viewer');
  expect(await people.invitations(anna)).toHaveLength(50);
});

test('an invitation of a program, whatever its scope, is not made', async (context) => {
  const { people, records } = await homes(context);
  const program: Principal = { id: 't', name: 'Script', kind: 'token', grants: [{ site: '*', may: 'owner' }] };
  await expect(people.invite(program, 'home', 'viewer')).rejects.toMatchObject({
    code: 'access.denied',
    reason: { code: 'account.person-only' },
  });
  expect(await records.invitations.list()).toEqual([]);
});
