import { expect, test } from 'vitest';
import { maybeBefore, surelyBefore } from './again.ts';

const gone = (id: string, address: string, definition = 'jk-serial') => ({
  id,
  name: id,
  definition,
  address,
  atMs: 0,
});
const removed = [
  gone('last', 'tcp://192.168.1.40:8899'),
  gone('first', 'tcp://192.168.1.40:8899'),
  gone('other', 'tcp://192.168.1.41:8899'),
  gone('axpert', 'tcp://192.168.1.42:8899', 'pi30'),
];
const device = (protocol: string, address: string) => ({ protocol, address });

test('the same protocol at the same address is the device that was removed last', () => {
  expect(surelyBefore(device('jk-serial', 'tcp://192.168.1.40:8899'), removed)?.id).toBe('last');
  expect(surelyBefore(device('jk-serial', 'tcp://192.168.1.41:8899'), removed)?.id).toBe('other');
});

test('another address, another protocol or a broker that many share says nothing for sure', () => {
  expect(surelyBefore(device('jk-serial', 'tcp://192.168.1.43:8899'), removed)).toBeUndefined();
  expect(surelyBefore(device('jk-serial', 'tcp://192.168.1.42:8899'), removed)).toBeUndefined();
  const behind = { ...device('jk-serial', 'tcp://192.168.1.40:8899'), topic: 'battery/one' };
  expect(surelyBefore(behind, removed)).toBeUndefined();
});

test('it may be any that was removed of its protocol', () => {
  expect(maybeBefore(device('jk-serial', 'x'), removed).map(({ id }) => id)).toEqual(['last', 'first', 'other']);
});
