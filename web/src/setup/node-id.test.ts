import { expect, test } from 'vitest';
import { RegisterDevice } from '#api/homes.ts';
import { fc } from '#tools/testkit/property.ts';
import { nodeIdOf } from './node-id.ts';

test('what a person calls a node becomes its name at the broker', () => {
  expect(['Waschküche 2', '  Garage – left', 'Été', '洗衣机'].map(nodeIdOf)).toEqual([
    'waschkuche-2',
    'garage-left',
    'ete',
    '',
  ]);
});

test('it is a name that registering takes, or nothing', () => {
  const { pattern = '' } = RegisterDevice.properties.node_id as { readonly pattern?: string };
  const taken = new RegExp(pattern);
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (name) => {
      const node = nodeIdOf(name);
      expect(node === '' || taken.test(node)).toBe(true);
    }),
  );
});
