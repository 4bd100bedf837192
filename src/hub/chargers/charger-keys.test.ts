// The password of a charge point is that of all its connectors.
import { expect, test } from 'vitest';
import { makeChargerKeys } from './charger-keys.ts';

test('it goes with the last device of its charge point', async () => {
  const removed: string[] = [];
  const ended: string[] = [];
  const keys = makeChargerKeys(
    {
      check: async () => undefined,
      recall: async () => undefined,
      add: async (username) => ({ username, password: 'p' }),
      remove: async (name) => void removed.push(name),
    },
    (identity) => void ended.push(identity),
  );
  const [first, second] = [{ address: 'ocpp://CP' }, { address: 'ocpp://CP?connector=2' }] as const;
  const stranger = { address: 'ocpp://CP-2' };
  await keys.drop(second, [first, stranger, { address: 'http://192.0.2.1' }]);
  expect([removed, ended]).toEqual([[], []]);
  await keys.drop(first, [stranger]);
  expect([removed, ended]).toEqual([['ocpp:CP'], ['CP']]);
});
