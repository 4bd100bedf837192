import { expect, test } from 'vitest';
import { parseAddress } from '#core/address.ts';
import { definitions } from '#devices/registry.ts';
import { probeOrder, telling } from './probe-order.ts';

const ids = (address: string): string[] => probeOrder(definitions, parseAddress(address)).map(({ id }) => id);

test('an unknown link is asked the telling questions only, the most usual inverter first', () => {
  const serial = ids('serial:///dev/ttyUSB0');
  expect(serial[0]).toBe('pi30');
  expect(serial).toEqual(expect.arrayContaining(['pi18', 'pi17', 'pi16', 'jbd', 'daly', 'vedirect']));
  const mapped = definitions.filter(
    (definition) => definition.way === 'polled' && definition.wire.id.startsWith('modbus'),
  );
  expect(mapped.length).toBeGreaterThan(0);
  expect(mapped.filter(({ id }) => serial.includes(id)).map(({ id }) => id)).toEqual([]);
  expect(ids('tcp://127.0.0.1:8899')).toContain('jk-serial');
});

test('a Modbus map is tried only where the address names the unit', () => {
  expect(ids('tcp://127.0.0.1:502')).not.toContain('sunspec');
  const targeted = ids('tcp://127.0.0.1:502?unit=1');
  expect(targeted).toContain('sunspec');
  expect(targeted).not.toContain('pi30');
});

test('every family that is ranked exists, and whoever says that its question tells is asked too', () => {
  const asked = [...ids('serial:///dev/x'), ...ids('tcp://h:1')];
  const saysSo = definitions.filter((definition) => definition.way === 'polled' && definition.probe.telling === true);
  expect(new Set(asked)).toEqual(new Set([...telling, ...saysSo.map(({ id }) => id)]));
});
