import { expect, test } from 'vitest';
import { parseAddress } from '#core/address.ts';
import { definitions } from '#devices/registry.ts';
import { probeOrder } from './probe-order.ts';

const ids = (address: string): string[] => probeOrder(definitions, parseAddress(address)).map(({ id }) => id);

/** The order in which these have always been asked; a new family takes a rank between or behind them. */
const families = 'pi30 pi41 pi34 pi18 pi18lvx pi17 pi16 jk-serial jk-pb jbd daly daly40 vedirect vedirect-bmv'.split(
  ' ',
);
const known = (asked: readonly string[]): string[] => asked.filter((id) => families.includes(id));

test('an unknown link is asked what tells a device, the most usual inverter first', () => {
  expect(known(ids('serial:///dev/ttyUSB0'))).toEqual(families);
  expect(known(ids('tcp://127.0.0.1:8899'))).toEqual(families);
  expect(known(ids('hid:///dev/hidraw0'))).toEqual(families.filter((id) => id.startsWith('pi')));
  expect(ids('mqtt://127.0.0.1')).toEqual([]);
});

test('every family that is looked for has a rank of its own', () => {
  const ranks = definitions.flatMap((definition) =>
    definition.mode !== 'mqtt' && typeof definition.autodetect === 'number'
      ? [{ id: definition.id, rank: definition.autodetect }]
      : [],
  );
  const asked = ['serial:///dev/x', 'tcp://h:1', 'http://h', 'esphome://h', 'solar-assistant://h'].flatMap(ids);
  expect(new Set(asked)).toEqual(new Set(ranks.map(({ id }) => id)));
  // One that copies another family takes its rank along, unless it says otherwise.
  const twins = ranks.filter(({ rank }, at) => ranks.findIndex((other) => other.rank === rank) !== at);
  expect(twins).toEqual([]);
  expect(ranks.every(({ rank }) => Number.isSafeInteger(rank) && rank > 0)).toBe(true);
});

test('a Modbus map is tried only where the address names the unit', () => {
  expect(ids('tcp://127.0.0.1:502')).not.toContain('sunspec');
  const targeted = ids('tcp://127.0.0.1:502?unit=1');
  expect(targeted).toContain('sunspec');
  expect(targeted).not.toContain('pi30');
  expect(targeted).toContain('jk-pb');
  expect(ids('udp://127.0.0.1:8899')).toEqual(['goodwe-et', 'goodwe-es', 'goodwe-dt']);
});
