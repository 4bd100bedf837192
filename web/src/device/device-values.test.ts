import { expect, test } from 'vitest';
import type { LiveValue } from '#api/contract.ts';
import type { MetricId } from '#core/catalogue.ts';
import { inWords } from '../format.ts';
import { cellsOf, keyValues, relaysOf, saidOf, switchesOf, valueGroups } from './device-values.ts';

const values = (entries: Partial<Record<MetricId, number | string>>): Record<string, LiveValue> =>
  Object.fromEntries(
    Object.entries(entries).map(([metric, value]): [string, LiveValue] => [
      metric,
      { device: 'a', metric: metric as MetricId, value: value ?? 0, atMs: 0, quality: 'good' },
    ]),
  );

test('groups keep the order of the maker, cells apart', () => {
  const given = values({
    'battery.voltage': 53,
    'inverter.mode': 'x',
    'battery.soc': 70,
    'battery.cell.voltage.10': 3.3,
    'battery.cell.voltage.2': 3.2,
  });
  expect(valueGroups(given).map(({ name, values: found }) => [name, found.map(({ metric }) => metric)])).toEqual([
    ['battery', ['battery.voltage', 'battery.soc']],
    ['inverter', ['inverter.mode']],
  ]);
  expect(cellsOf(given).map(({ index }) => index)).toEqual([2, 10]);
});

test('a device is known by its best value, else by its first', () => {
  expect(
    keyValues('battery', values({ 'battery.voltage': 53, 'battery.soc': 70 })).map(({ metric }) => metric),
  ).toEqual(['battery.soc', 'battery.voltage']);
  expect(keyValues('meter', values({ 'grid.frequency': 50 }))[0]?.metric).toBe('grid.frequency');
  expect(keyValues('meter', undefined)).toEqual([]);
});

test('a heat pump put together from topics is known by its power', () =>
  expect(keyValues('heater', values({ 'device.temperature': 34, 'meter.power.1': 1400 }))[0]?.metric).toBe(
    'meter.power.1',
  ));

test('a charger is known by its power, and says its state in words', () => {
  const given = values({ 'charger.state': 'suspended-evse', 'charger.plugged': 1, 'charger.power': 0 });
  expect(keyValues('charger', given).map(({ metric }) => metric)).toEqual(['charger.power', 'charger.state']);
  expect(saidOf({ metric: 'charger.state', value: 'suspended-evse' }).quantity.value).toBe('Paused');
  expect(saidOf({ metric: 'charger.state', value: 'own-words' }).quantity.value).toBe('own-words');
  expect(valueGroups(given).map(({ name }) => name)).toEqual(['charger']);
});

test('a relay that the device only tells of has no switch', () => {
  const given = values({ 'relay.on.1': 1, 'relay.on.2': 0 });
  expect(switchesOf(given, undefined)).toEqual([1, 2]);
  expect(switchesOf(given, [{ setPoint: 'relay.on.2' }])).toEqual([2]);
  expect(switchesOf(given, [])).toEqual([]);
});

test('signs become words', () => {
  const said = saidOf({ metric: 'grid.power', value: -1260 });
  expect(said.label).toBe('Grid power, exporting');
  expect(inWords(said.quantity)).toBe('1.26\u00a0kW');
  expect(saidOf({ metric: 'relay.on.1', value: 0 }).quantity.value).toBe('Off');
  expect(saidOf({ metric: 'battery.balancing', value: 1 }).quantity.value).toBe('Yes');
});

test('relays by their number', () => {
  expect(relaysOf(values({ 'relay.on.2': 1, 'relay.power.1': 0, 'relay.on.1': 0 }))).toEqual([1, 2]);
});
