// What other programs' names are taken for, and which are left alone.
import { describe, expect, test } from 'vitest';
import { guessOf, type MakerWords } from './guess.ts';
import { mapSeries, statedMapping } from './mapping.ts';

const words: MakerWords = new Map([
  ['ac_output_active_power', { metric: 'load.power', factor: 1 }],
  ['battery_capacity', { factor: 1 }],
  ['mpp_solar_battery_capacity', { metric: 'battery.soc', factor: 1 }],
  ['energy_total', { metric: 'pv.energy', factor: 1 }],
  ['ac_power', { metric: 'pv.power', factor: 1 }],
]);
const guess = (name: string, unit?: string): string => {
  const { metric, factor } = guessOf({ name, ...(unit === undefined ? {} : { unit }) }, words);
  return metric === undefined ? '–' : `${metric} ${factor}`;
};

describe('names', () => {
  test.each([
    ['pv.power', undefined, 'pv.power 1'],
    ['inverter/grid.power.l2', undefined, 'grid.power.l2 1'],
    ['solar_assistant/total/pv_energy/state', undefined, 'pv.energy 1000'],
    ['solar_assistant/total/battery_power/state', undefined, 'battery.power -1'],
    ['sa_DEYE/inverter_2/pv_voltage_1/state', undefined, 'pv.voltage.s1 1'],
    ['solar_assistant/battery_1/state_of_charge/state', undefined, 'battery.soc 1'],
    ['solar_assistant/total/work_mode/state', undefined, '–'],
    ['ac_output_active_power', undefined, 'load.power 1'],
    ['AC Output Active Power (kW)', undefined, 'load.power 1000'],
    ['Solar power', 'kW', 'pv.power 1000'],
    ['PV-Leistung (kW)', undefined, 'pv.power 1000'],
    ['PV Ertrag [kWh]', undefined, 'pv.energy 1000'],
    ['Netzbezug (kWh)', undefined, 'grid.energy.import 1000'],
    ['Netzeinspeisung (kWh)', undefined, 'grid.energy.export 1000'],
    ['Einspeisung (W)', undefined, 'grid.power -1'],
    ['Batterie Ladezustand (%)', undefined, 'battery.soc 1'],
    ['Batterie Entladung', 'kWh', 'battery.energy.discharge 1000'],
    ['Batterie Ladung', 'kWh', 'battery.energy.charge 1000'],
    ['Batterie Ladeleistung', 'W', 'battery.power -1'],
    ['Hausverbrauch', 'W', 'load.power 1'],
    ['Hausverbrauch', 'kWh', 'load.energy 1000'],
    ['sensor.grid_voltage_l1', 'V', 'grid.voltage.l1 1'],
    ['battery_temperature', '°C', 'battery.temperature 1'],
    ['cell_voltage_7_battery', 'mV', 'battery.cell.voltage.7 0.001'],
    ['grid_frequency_hz', undefined, 'grid.frequency 1'],
    ['mpp_solar_battery_capacity', undefined, 'battery.soc 1'],
    ['mpp_solar_ac_output_active_power', undefined, 'load.power 1'],
    ['battery_capacity', undefined, '–'],
    ['Verbrauch Zählerstand (kWh)', undefined, 'grid.energy.import 1000'],
    ['PV power (column 3)', 'W', 'pv.power 1'],
    // Not certain, so not taken.
    ['ENERGY_Total', undefined, '–'],
    ['AC Power', 'W', '–'],
    ['Eigenverbrauch', 'kWh', '–'],
    ['PV Leistung', undefined, '–'],
    ['Solar energy', undefined, '–'],
    ['PV to battery', 'W', '–'],
    ['Strompreis', 'EUR/kWh', '–'],
    ['grid_energy', 'kWh', '–'],
    ['pv_power', 'kWh', '–'],
    ['Wohnzimmer Licht', 'W', '–'],
    ['battery.alarm', undefined, '–'],
    ['solar_power_max', 'W', '–'],
    ['', undefined, '–'],
    ['constructor', undefined, '–'],
    ['x/total/constructor/state', undefined, '–'],
  ])('%s (%s) is %s', (name, unit, expected) => {
    expect(guess(name, unit)).toBe(expected);
  });
});

describe('mapping', () => {
  const options = { device: 'Old add-on', words, stated: new Map() };

  test('parts become devices of their own, two of one kind are told', () => {
    const names = ['x/total/pv_power/state', 'x/inverter_1/pv_power/state', 'y/total/pv_power/state'];
    expect(
      mapSeries(
        names.map((name) => ({ name })),
        options,
      ),
    ).toMatchObject([
      { metric: 'pv.power', device: 'old-add-on' },
      { metric: 'pv.power', device: 'old-add-on-inverter-1' },
      { why: { code: 'mapping.taken', params: { other: 'x/total/pv_power/state' } } },
    ]);
  });

  test('a stated mapping goes first; its faults name the series', () => {
    const stated = statedMapping({ a: 'pv.power', b: null, c: { metric: 'pv.energy', unit: 'kWh', device: 'Roof' } });
    const mapped = mapSeries([{ name: 'a' }, { name: 'b' }, { name: 'c' }], { ...options, stated });
    expect(mapped).toMatchObject([
      { metric: 'pv.power', factor: 1, device: 'old-add-on' },
      { why: { code: 'mapping.left-out' } },
      { metric: 'pv.energy', factor: 1000, device: 'roof' },
    ]);
    for (const wrong of [
      { a: 'pv.nothing' },
      { a: 5 },
      { a: { metric: 'pv.power', unit: 'kWh' } },
      { a: { metric: 'pv.power', factor: 0 } },
    ])
      expect(() => statedMapping(wrong)).toThrow(/^a: /);
    expect(() => statedMapping([])).toThrow('mapping');
  });

  test('without a device and without parts it asks', () => {
    expect(() => mapSeries([{ name: 'pv.power' }], { words, stated: new Map() })).toThrow('--device');
  });
});
