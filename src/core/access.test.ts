import { expect, test } from 'vitest';
import { type Action, actions, isPermitted, type Principal, type Role, roles } from './access.ts';
import { permit } from './permit.ts';

const person = (grants: Principal['grants']): Principal => ({ id: 'p', name: 'Ana', kind: 'person', grants });
const all = Object.keys(actions) as Action[];
const allowed = (role: Role): number =>
  all.filter((action) => isPermitted(person([{ site: 'home', may: role }]), { action, site: 'home' })).length;

test('each role may do what the one before it may, and more', () => {
  expect(roles.map(allowed)).toEqual([1, 4, 16, 20]);
});

test('a grant of one home is none of another, which does not even exist', () => {
  const ana = person([{ site: 'home', may: 'owner' }]);
  expect(() => permit(ana, { action: 'site.read', site: 'other' })).toThrow(
    expect.objectContaining({ code: 'site.unknown' }),
  );
});

test('a role that does not reach is told so', () => {
  const ana = person([{ site: '*', may: 'viewer' }]);
  const ask = (): void => permit(ana, { action: 'device.command', site: 'home' });
  expect(ask).toThrow(expect.objectContaining({ code: 'access.denied' }));
  expect(ask).toThrow('operator');
});

test('a tenant sees one meter', () => {
  const tenant = person([{ site: 'home', may: { actions: ['site.read'], devices: ['meter-2'] } }]);
  expect(isPermitted(tenant, { action: 'site.read', site: 'home', device: 'meter-2' })).toBe(true);
  expect(isPermitted(tenant, { action: 'site.read', site: 'home', device: 'meter-1' })).toBe(false);
  expect(isPermitted(tenant, { action: 'site.read', site: 'home' })).toBe(false);
  expect(isPermitted(tenant, { action: 'device.command', site: 'home', device: 'meter-2' })).toBe(false);
});
