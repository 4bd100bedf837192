// Commands to devices over the real records: who may, what is armed, what the log says. The field is scripted.
import { describe, expect, test, type TestContext, vi } from 'vitest';
import type { Principal, Role } from '#core/access.ts';
import { systemClock as clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { site } from './testing/batches.ts';
import { anna, opened, roof } from './testing/opened-hub.ts';
import { scriptedCapabilities, scriptedField, scriptedSettings } from './testing/scripted-field.ts';
import { deviceActions } from './device-actions.ts';
import type { CommandOutcome } from './types.ts';

const person = (id: string, role: 'viewer' | 'operator' | 'admin'): Principal => ({
  id,
  name: id,
  kind: 'person',
  grants: [{ site, may: role }],
});
const [ben, olga, adam] = [person('ben', 'viewer'), person('olga', 'operator'), person('adam', 'admin')];
const limit = { device: 'roof', target: { setting: 'LIMIT' }, value: 60 } as const;
const reset = { device: 'roof', target: { setting: 'RESET' }, value: '' } as const;
const relay = { device: 'roof', target: { setPoint: 'relay.on.1' }, value: 1 } as const;

async function withRoof(context: TestContext, provenCommands: readonly Role[] = []) {
  const parts = await opened(context, undefined, { provenCommands });
  await parts.hub.as(anna).site(site).devices.add(roof);
  const as = (principal: Principal) => parts.hub.as(principal).site(site).devices;
  const lines = async () =>
    (await parts.hub.as(anna).auditLines({ limit: 20 }))
      .filter(({ action, outcome }) => action === 'set' && outcome !== 'begun')
      .map(({ principal, subject, outcome }) => [principal.id, subject, outcome]);
  return { ...parts, as, lines };
}

function armOf(outcome: CommandOutcome): string {
  if (outcome.outcome !== 'armed') throw new TypeError('it was not armed');
  return outcome.arm;
}

test('what is set is confirmed and written down with who, from what, to what', async (context) => {
  const { as, field, lines } = await withRoof(context);
  expect(await as(adam).settings('roof')).toEqual(scriptedSettings);
  expect(await as(ben).capabilities('roof')).toEqual(scriptedCapabilities);
  const result = await as(adam).set(limit);
  expect(result).toMatchObject({ outcome: 'confirmed', before: 80, after: 60, atMs: expect.any(Number) as number });
  expect(await as(olga).set(relay)).toMatchObject({ outcome: 'confirmed' });
  field.onSet = () => Promise.reject(new SolsteadError('command.refused', { at: 'roof' }));
  await expect(as(adam).set(limit)).rejects.toMatchObject({ code: 'command.refused' });
  await expect(as(adam).set({ ...limit, value: 101 })).rejects.toMatchObject({ code: 'command.limits' });
  const origin = 'person';
  expect(field.commands).toEqual([
    { ...limit, origin, by: 'adam' },
    { ...relay, origin, by: 'olga' },
    { ...limit, origin, by: 'adam' },
  ]);
  expect(await lines()).toEqual([
    ['adam', 'roof LIMIT: unknown → 101', 'command.limits'],
    ['adam', 'roof LIMIT: 80 → 60', 'command.refused'],
    ['olga', 'roof relay.on.1: unknown → 1', 'confirmed'],
    ['adam', 'roof LIMIT: 80 → 60', 'confirmed'],
  ]);
});

test('those who watch hear what became of a command, and only of devices they may see', async (context) => {
  const { as, hub, field } = await withRoof(context);
  const heard: unknown[] = [];
  const listen = (who: Principal) =>
    hub
      .as(who)
      .site(site)
      .subscribe(({ commands = [] }) => heard.push(...commands.map((each) => ({ ...each, who: who.id }))));
  listen(ben);
  listen({ ...ben, id: 'tenant', grants: [{ site, may: { actions: ['site.read'], devices: ['cellar'] } }] });
  await as(olga).set(relay);
  field.onSet = () => Promise.reject(new SolsteadError('command.unconfirmed', { at: 'roof' }));
  await expect(as(olga).set(relay)).rejects.toMatchObject({ code: 'command.unconfirmed' });
  const told = { device: 'roof', name: 'relay.on.1', value: 1, who: 'ben' };
  expect(heard).toEqual([
    { ...told, outcome: 'confirmed', after: expect.anything() as unknown, atMs: expect.any(Number) as number },
    { ...told, outcome: 'command.unconfirmed', atMs: expect.any(Number) as number },
  ]);
});

test('set-points are an operator’s, settings an admin’s; a viewer looks; every try is written down', async (context) => {
  const { as, field, lines } = await withRoof(context);
  const denied = { code: 'access.denied' };
  await expect(as(ben).set(relay)).rejects.toMatchObject(denied);
  await expect(as(olga).set(limit)).rejects.toMatchObject(denied);
  await expect(as(olga).set({ ...relay, target: { setPoint: 'relay.on.2' } })).rejects.toMatchObject(denied);
  await as(olga).set(relay);
  expect(field.commands).toHaveLength(1);
  expect((await lines()).map(([who, , outcome]) => [who, outcome])).toEqual([
    ['olga', 'confirmed'],
    ['olga', 'access.denied'],
    ['olga', 'access.denied'],
    ['ben', 'access.denied'],
  ]);
});

test('a program is told apart from a person: its writes are limited by the field', async (context) => {
  const { as, field } = await withRoof(context);
  await as({ ...person('night', 'operator'), kind: 'rule' }).set(relay);
  expect(field.commands).toEqual([{ ...relay, origin: 'program', by: 'night' }]);
});

test('a device that is not there cannot be told anything', async (context) => {
  const { hub } = await opened(context);
  const devices = hub.as(anna).site(site).devices;
  await expect(devices.set(limit)).rejects.toMatchObject({ code: 'device.unknown' });
  await expect(devices.settings('roof')).rejects.toMatchObject({ code: 'device.unknown' });
  await expect(devices.capabilities('roof')).rejects.toMatchObject({ code: 'device.unknown' });
  expect(() => hub.as(anna).site('elsewhere')).toThrow(expect.objectContaining({ code: 'site.unknown' }));
});

test('a dangerous one is armed first; the token holds once', async (context) => {
  const { as, hub, field, lines } = await withRoof(context);
  const armed = await as(adam).set(reset);
  expect(armed).toMatchObject({ outcome: 'armed', setting: { name: 'RESET', dangerous: true } });
  expect(field.commands).toEqual([]);
  const arm = armOf(armed);
  expect(await as(adam).set({ ...reset, arm })).toMatchObject({ outcome: 'confirmed' });
  await expect(as(adam).set({ ...reset, arm })).rejects.toMatchObject({ code: 'command.not-armed' });
  expect(field.commands).toEqual([{ ...reset, origin: 'person', by: 'adam' }]);
  expect((await lines()).map(([, , outcome]) => outcome)).toEqual(['command.not-armed', 'confirmed', 'armed']);
  expect(JSON.stringify(await hub.as(anna).auditLines({ limit: 9 }))).not.toContain(arm);
});

test('a token is worth nothing for another person, site, device or value, nor after a minute', async () => {
  const clock = fakeClock();
  const field = scriptedField();
  const devices = new Map(['roof', 'shed'].map((id) => [id, {}]));
  const { set } = deviceActions({ registry: { site: () => ({ devices }) }, field, clock });
  const by = (principal: Principal) => ({
    by: principal,
    subject: () => undefined,
    begin: async () => undefined,
    sending: () => undefined,
  });
  const refused = { code: 'command.not-armed' };
  const fresh = async (): Promise<string> => armOf(await set(site, reset, by(adam)));
  await expect(set(site, { ...reset, arm: await fresh() }, by(person('eve', 'admin')))).rejects.toMatchObject(refused);
  await expect(set(site, { ...reset, device: 'shed', arm: await fresh() }, by(adam))).rejects.toMatchObject(refused);
  await expect(set(site, { ...reset, value: 'x', arm: await fresh() }, by(adam))).rejects.toMatchObject(refused);
  const everywhere: Principal = { ...adam, grants: [{ site: '*', may: 'admin' }] };
  await expect(set('cabin', { ...reset, arm: await fresh() }, by(everywhere))).rejects.toMatchObject(refused);
  await expect(set(site, { ...reset, force: true, arm: await fresh() }, by(adam))).rejects.toMatchObject(refused);
  await expect(set(site, { ...reset, arm: 'guessed' }, by(adam))).rejects.toMatchObject(refused);
  const late = await fresh();
  await clock.advance(60_000);
  await expect(set(site, { ...reset, arm: late }, by(adam))).rejects.toMatchObject(refused);
  expect(field.commands).toEqual([]);
  const inTime = await fresh();
  await clock.advance(59_000);
  expect(await set(site, { ...reset, arm: inTime }, by(adam))).toMatchObject({ outcome: 'confirmed' });
});

test('where it is wished for their role, people prove that it is them before what is dangerous, and only before that', async (context) => {
  const { as, field } = await withRoof(context, ['admin']);
  const late = { provenMs: clock.nowMs() - 5 * 60_000 };
  const armed = armOf(await as({ ...adam, provenMs: clock.nowMs() }).set(reset));
  for (const again of [{}, { arm: armed }])
    await expect(as({ ...adam, ...late }).set({ ...reset, ...again })).rejects.toMatchObject({
      code: 'access.step-up',
    });
  expect(field.commands).toEqual([]);
  expect(await as({ ...adam, ...late }).set(limit)).toMatchObject({ outcome: 'confirmed' });
  const again = armOf(await as({ ...adam, provenMs: clock.nowMs() }).set(reset));
  expect(await as({ ...adam, provenMs: clock.nowMs() }).set({ ...reset, arm: again })).toMatchObject({
    outcome: 'confirmed',
  });
  // Owners were not named, and programs are held to the scope that somebody gave them.
  const owner: Principal = { ...anna, ...late };
  const program: Principal = { id: 'script', name: 'Script', kind: 'token', grants: adam.grants };
  for (const one of [owner, program])
    expect(await as(one).set({ ...reset, arm: armOf(await as(one).set(reset)) })).toMatchObject({
      outcome: 'confirmed',
    });
});

test('nobody is asked where that was not wished', async (context) => {
  const { as } = await withRoof(context);
  const late = { ...adam, provenMs: 0 };
  expect(await as(late).set({ ...reset, arm: armOf(await as(late).set(reset)) })).toMatchObject({
    outcome: 'confirmed',
  });
});

describe('what a device is told stands in the log', () => {
  test('before it is told: also where the process ends then', async (context) => {
    const { as, hub, field } = await withRoof(context);
    let then: readonly unknown[] = [];
    field.onSet = async () => {
      then = (await hub.as(anna).auditLines({ limit: 1 })).map(({ subject, outcome }) => [subject, outcome]);
      return { outcome: 'confirmed' };
    };
    await as(adam).set(limit);
    expect(then).toEqual([['roof LIMIT: 80 → 60', 'begun']]);
    expect((await hub.as(anna).auditLines({ limit: 2 })).map(({ outcome }) => outcome)).toEqual(['confirmed', 'begun']);
  });

  test('or it is not told: the log cannot be written', async (context) => {
    const { as, records, field } = await withRoof(context);
    vi.spyOn(records.audit, 'append').mockRejectedValue(new SolsteadError('store.failed', { at: 'records.db' }));
    await expect(as(adam).set(limit)).rejects.toMatchObject({ code: 'store.failed' });
    expect(field.commands).toEqual([]);
  });

  test('and what it answers is told where only that could not be written', async (context) => {
    const { as, records, field, lines: told } = await withRoof(context);
    const append = vi.spyOn(records.audit, 'append');
    const full = new SolsteadError('store.failed', { at: 'records.db' });
    field.onSet = async () => {
      append.mockRejectedValueOnce(full);
      return { outcome: 'confirmed' };
    };
    expect(await as(adam).set(limit)).toMatchObject({ outcome: 'confirmed' });
    field.onSet = async () => {
      append.mockRejectedValueOnce(full);
      throw new SolsteadError('command.refused', { at: 'roof' });
    };
    await expect(as(adam).set(limit)).rejects.toMatchObject({ code: 'command.refused' });
    expect(await told()).toEqual([]);
  });

  test('with its answer, where the hub is closed meanwhile', async (context) => {
    const { as, hub, field, records, close } = await withRoof(context);
    const answer = Promise.withResolvers<void>();
    field.onSet = async () => {
      await answer.promise;
      return { outcome: 'confirmed' };
    };
    const doing = as(adam).set(limit);
    await vi.waitFor(() => expect(field.commands).toHaveLength(1), 20_000);
    const closing = hub.close();
    setTimeout(() => answer.resolve(), 50);
    await closing;
    expect((await records.audit.newest({ limit: 1 })).map(({ outcome }) => outcome)).toEqual(['confirmed']);
    await doing;
    await close();
  });
});

test('a query is an operator’s, is written down, and asked at most 12 times a minute', async (context) => {
  const { as, hub } = await withRoof(context);
  await expect(as(ben).ask('roof', 'QPGS1')).rejects.toMatchObject({ code: 'access.denied' });
  await expect(as(olga).ask('cellar', 'QPGS1')).rejects.toMatchObject({ code: 'device.unknown' });
  expect(await as(olga).ask('roof', 'QPGS1')).toMatchObject({ query: 'QPGS1', fields: [{ name: 'power', value: 40 }] });
  await expect(as(olga).ask('roof', 'POP')).rejects.toMatchObject({ code: 'command.unknown' });
  const asked = await Promise.allSettled(Array.from({ length: 12 }, () => as(adam).ask('roof', 'QMOD')));
  const refused = asked.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  expect(refused).toHaveLength(2);
  expect(refused[0]).toMatchObject({ code: 'request.too-many', retrySeconds: expect.any(Number) as number });
  const lines = (await hub.as(anna).auditLines({ limit: 50, action: 'ask' })).map(({ principal, subject, outcome }) =>
    [principal.id, subject, outcome].join(', '),
  );
  expect(lines.filter((line) => line === 'adam, roof QMOD, done')).toHaveLength(10);
  expect(lines.filter((line) => line === 'adam, roof QMOD, request.too-many')).toHaveLength(2);
  expect(lines.slice(-4)).toEqual([
    'olga, roof POP, command.unknown',
    'olga, roof QPGS1, done',
    'olga, cellar QPGS1, device.unknown',
    'ben, roof QPGS1, access.denied',
  ]);
});
