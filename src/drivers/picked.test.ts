// What a person says a field measures, over what a definition says.
import { expect, test } from 'vitest';
import { esphomeNativeBattery } from '#devices/esphome/native.ts';
import { withPicks } from './picked.ts';

const metrics = (definition: typeof esphomeNativeBattery): Readonly<Record<string, string>> =>
  Object.fromEntries(
    definition.commands.flatMap(({ table, derive = [] }) => [
      ...table.rows.flatMap(({ name, metric, flip }) =>
        metric === undefined ? [] : [[name, `${flip === true ? '-' : ''}${metric}`] as const],
      ),
      ...derive.map(({ name, metric }) => [name, metric] as const),
    ]),
  );
const plain = metrics(esphomeNativeBattery);
const picked = (...picks: Parameters<typeof withPicks>[1] & readonly unknown[]) =>
  metrics(withPicks(esphomeNativeBattery, picks));

test('a field that nothing was made of is what was said, in the sign that was said', () => {
  expect(plain).not.toHaveProperty('current');
  expect(picked({ field: 'current', metric: 'battery.current', flip: true })).toEqual({
    ...plain,
    current: '-battery.current',
  });
});

test('what another field or a derivation was taken for, it is not any more', () => {
  const { total_voltage: _voltage, ...others } = plain;
  expect(picked({ field: 'cell_voltage_1', metric: 'battery.voltage' })).toEqual({
    ...others,
    cell_voltage_1: 'battery.voltage',
  });
  const power = picked({ field: 'discharging_power', metric: 'battery.power' });
  expect(power).toMatchObject({ discharging_power: 'battery.power' });
  expect(power).not.toHaveProperty('power_of_battery');
});

test('another unit, no metric and no field change nothing', () => {
  expect(withPicks(esphomeNativeBattery)).toBe(esphomeNativeBattery);
  expect(
    picked(
      { field: 'current', metric: 'battery.voltage' },
      { field: 'current', metric: 'no.metric' },
      { field: 'toString', metric: 'battery.current' },
    ),
  ).toEqual(plain);
  expect(metrics(esphomeNativeBattery)).toEqual(plain);
});
