// What somebody hears who may see only some devices of a home.
import { expect, test } from 'vitest';
import { limitedChanges } from './limited.ts';
import type { SiteSeen } from './types.ts';

const now = (): SiteSeen => ({ atMs: 5, devices: [], values: [] });
const step = (device: string) => ({ id: 'c1', device, state: 'sent' as const, atMs: 5 });

test('steps of commands are told of the devices in reach alone', () => {
  const changes = { atMs: 5, steps: [step('plug'), step('meter')] };
  expect(limitedChanges(changes, new Set(['plug']), now)).toMatchObject({ steps: [step('plug')] });
  expect(limitedChanges(changes, new Set(['other']), now)).toBeUndefined();
  expect(limitedChanges(changes, 'all', now)).toBe(changes);
});
