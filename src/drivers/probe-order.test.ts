import { expect, test } from 'vitest';
import { parseAddress } from '#core/address.ts';
import { definitions } from '#devices/registry.ts';
import { probeOrder } from './probe-order.ts';

const ids = (address: string): string[] => probeOrder(definitions, parseAddress(address)).map(({ id }) => id);

test('an unknown link is asked the telling questions only, the most usual inverter first', () => {
  const serial = ids('serial:///dev/ttyUSB0');
  expect(serial[0]).toBe('pi30');
  expect(serial).toEqual(expect.arrayContaining(['pi18', 'pi17', 'pi16', 'jbd', 'daly', 'vedirect']));
  expect(serial.length).toBeLessThan(16);
  expect(ids('tcp://127.0.0.1:8899')).toContain('jk-serial');
});

test('a Modbus map is tried only where the address names the unit', () => {
  expect(ids('tcp://127.0.0.1:502')).not.toContain('sunspec');
  const targeted = ids('tcp://127.0.0.1:502?unit=1');
  expect(targeted).toContain('sunspec');
  expect(targeted).not.toContain('pi30');
});

test('every family that is tried exists', () => {
  expect(new Set([...ids('serial:///dev/x'), ...ids('tcp://h:1')]).size).toBe(14);
});
