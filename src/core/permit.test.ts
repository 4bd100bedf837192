import { expect, test } from 'vitest';
import type { Grant, Principal } from './access.ts';
import { permit } from './permit.ts';

const guest = (may: Grant['may']): Principal => ({
  id: 'ben',
  name: 'Ben',
  kind: 'person',
  grants: [{ site: 'home', may }],
});

test.each([
  ['viewer', 'needs the role operator'],
  [{ actions: ['site.read'] }, 'was given single permissions, and they do not allow this (device.command)'],
  [{ actions: ['device.command'], devices: ['relay'] }, 'was given single permissions'],
] as const)('who was given %j is told what that lacks', (may, words) => {
  expect(() => permit(guest(may), { action: 'device.command', site: 'home' })).toThrow(words);
});
