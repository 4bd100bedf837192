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
const numbered = [{ ...gone('bms', 'tcp://192.168.1.50:1'), serial: 'BT307-1' }, ...removed];
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

test('one with the serial number of a removed device is that device at any address, and behind a broker', () => {
  const moved = { ...device('jk-serial', 'tcp://192.168.1.99:1'), serial: 'BT307-1' };
  expect(surelyBefore(moved, numbered)?.id).toBe('bms');
  expect(surelyBefore({ ...moved, address: 'tcp://192.168.1.40:8899' }, numbered)?.id).toBe('bms');
  expect(surelyBefore({ ...moved, topic: 'battery/one' }, numbered)?.id).toBe('bms');
  expect(surelyBefore({ ...moved, protocol: 'pi30' }, numbered)).toBeUndefined();
});

test('another serial number at the same address is another device; one that says nothing is told by its address', () => {
  const there = device('jk-serial', 'tcp://192.168.1.50:1');
  expect(surelyBefore({ ...there, serial: 'BT307-2' }, numbered)).toBeUndefined();
  expect(surelyBefore(there, numbered)?.id).toBe('bms');
  expect(surelyBefore({ ...device('jk-serial', 'tcp://192.168.1.41:8899'), serial: 'BT307-2' }, numbered)?.id).toBe(
    'other',
  );
  for (const serial of ['', '  ', '00000000', '---'])
    expect(surelyBefore({ ...device('jk-serial', 'x'), serial }, [{ ...gone('zero', 'y'), serial }])).toBeUndefined();
});
