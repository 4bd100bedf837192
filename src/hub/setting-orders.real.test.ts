// Orders to settings over the real records: who may, what is armed, what the audit log says. The field is scripted.
import { expect, test, type TestContext } from 'vitest';
import { SolsteadError } from '#core/errors.ts';
import { site } from './testing/batches.ts';
import { anna, opened, roof } from './testing/opened-hub.ts';
import { scriptedField, scriptedSettings } from './testing/scripted-field.ts';
import { settingActs } from './setting-orders.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { person } from '#core/testing/principals.ts';
import type { Principal } from '#core/access.ts';
import type { SettingOrder, SettingOutcome } from './types.ts';

const ben = person('Ben', 'viewer');
const limit = { device: 'roof', setting: 'LIMIT', value: 60 };
const reset = { device: 'roof', setting: 'RESET', value: '' };

const told = ({ device, setting, value }: typeof limit | typeof reset) => ({
  device,
  target: { setting },
  value,
  origin: 'person',
});

async function withRoof(context: TestContext) {
  const parts = await opened(context);
  await parts.hub.as(anna).site(site).devices.add(roof);
  const lines = async () =>
    (await parts.hub.as(anna).auditLines(9))
      .filter(({ action }) => action === 'set')
      .map(({ principal, subject, outcome }) => [principal.name, subject, outcome]);
  return { ...parts, lines };
}

function armOf(outcome: SettingOutcome): string {
  if (outcome.outcome !== 'armed') throw new TypeError('it was not armed');
  return outcome.arm;
}

test('what is set is confirmed and written down with who, from what, to what', async (context) => {
  const { hub, field, lines } = await withRoof(context);
  expect(await hub.as(anna).site(site).devices.settings('roof')).toEqual(scriptedSettings);
  const result = await hub.as(anna).site(site).devices.set(limit);
  expect(result).toMatchObject({ outcome: 'confirmed', before: 80, after: 60, atMs: expect.any(Number) as number });
  field.onSet = () => Promise.reject(new SolsteadError('command.refused', { at: 'roof' }));
  await expect(hub.as(anna).site(site).devices.set(limit)).rejects.toMatchObject({ code: 'command.refused' });
  await expect(
    hub
      .as(anna)
      .site(site)
      .devices.set({ ...limit, value: 101 }),
  ).rejects.toMatchObject({ code: 'command.limits' });
  expect(field.commands).toEqual([told(limit), told(limit)]);
  expect(await lines()).toEqual([
    ['Anna', 'roof LIMIT: unknown → 101', 'command.limits'],
    ['Anna', 'roof LIMIT: 80 → 60', 'command.refused'],
    ['Anna', 'roof LIMIT: 80 → 60', 'confirmed'],
  ]);
});

test('who only looks may look, and every try to set is written down', async (context) => {
  const { hub, field, lines } = await withRoof(context);
  expect(await hub.as(anna).site(site).devices.settings('roof')).toHaveLength(2);
  await expect(hub.as(ben).site(site).devices.set(limit)).rejects.toMatchObject({ code: 'access.denied' });
  await expect(hub.as(ben).site(site).devices.set(reset)).rejects.toMatchObject({ code: 'access.denied' });
  expect(field.commands).toEqual([]);
  expect(await lines()).toEqual([
    ['Ben', 'roof RESET', 'access.denied'],
    ['Ben', 'roof LIMIT: unknown → 60', 'access.denied'],
  ]);
});

test('a device or a home that is not there cannot be set', async (context) => {
  const { hub } = await opened(context);
  await expect(hub.as(anna).site(site).devices.set(limit)).rejects.toMatchObject({ code: 'device.unknown' });
  await expect(hub.as(anna).site(site).devices.settings('roof')).rejects.toMatchObject({ code: 'device.unknown' });
  expect(() => hub.as(anna).site('elsewhere')).toThrow(expect.objectContaining({ code: 'site.unknown' }));
});

test('a dangerous setting is armed first; the token holds once', async (context) => {
  const { hub, field, lines } = await withRoof(context);
  const armed = await hub.as(anna).site(site).devices.set(reset);
  expect(armed).toMatchObject({ outcome: 'armed', setting: { name: 'RESET', dangerous: true } });
  expect(field.commands).toEqual([]);
  const arm = armOf(armed);
  expect(
    await hub
      .as(anna)
      .site(site)
      .devices.set({ ...reset, arm }),
  ).toMatchObject({ outcome: 'confirmed' });
  await expect(
    hub
      .as(anna)
      .site(site)
      .devices.set({ ...reset, arm }),
  ).rejects.toMatchObject({ code: 'command.not-armed' });
  expect(field.commands).toEqual([told(reset)]);
  expect((await lines()).map(([, , outcome]) => outcome)).toEqual(['command.not-armed', 'confirmed', 'armed']);
  expect(JSON.stringify(await hub.as(anna).auditLines(9))).not.toContain(arm);
});

test('a token is worth nothing for another person, device or value, nor after a minute', async () => {
  const clock = fakeClock();
  const field = scriptedField();
  const devices = new Map(['roof', 'shed'].map((id) => [id, {}]));
  const acts = settingActs({
    registry: { site: () => ({ devices }) },
    field,
    clock,
  });
  const set = (at: string, order: SettingOrder, by: Principal) => acts.set(at, order, { by, subject: () => undefined });
  const eve = person('Eve');
  const refused = { code: 'command.not-armed' };
  const fresh = async (): Promise<string> => armOf(await set(site, reset, anna));
  await expect(set(site, { ...reset, arm: await fresh() }, eve)).rejects.toMatchObject(refused);
  await expect(set(site, { ...reset, device: 'shed', arm: await fresh() }, anna)).rejects.toMatchObject(refused);
  await expect(set(site, { ...reset, value: 'x', arm: await fresh() }, anna)).rejects.toMatchObject(refused);
  await expect(set(site, { ...reset, arm: 'guessed' }, anna)).rejects.toMatchObject(refused);
  const late = await fresh();
  await clock.advance(60_000);
  await expect(set(site, { ...reset, arm: late }, anna)).rejects.toMatchObject(refused);
  expect(field.commands).toEqual([]);
  const inTime = await fresh();
  await clock.advance(59_000);
  expect(await set(site, { ...reset, arm: inTime }, anna)).toMatchObject({ outcome: 'confirmed' });
});
