import { expect, test } from 'vitest';
import { asEntitySays } from './row-suggestion.ts';

const row = (object: string) =>
  ({ label: 'State', topic: `statestream/sensor/${object}/state`, type: 'number' }) as const;

test.each([
  ['grid_power', { unit: 'kW', deviceClass: 'power', name: 'Grid power' }, 'grid.power', 'W', 1000],
  ['netz_leistung_l2', { unit: 'W', deviceClass: 'power' }, 'grid.power.l2', 'W', undefined],
  ['pv_energy_total', { unit: 'kWh', deviceClass: 'energy' }, 'pv.energy', 'Wh', 1000],
  ['meter_export', { unit: 'kWh', deviceClass: 'energy' }, 'grid.energy.export', 'Wh', 1000],
  ['battery_energy_discharged', { unit: 'Wh', deviceClass: 'energy' }, 'battery.energy.discharge', 'Wh', undefined],
  ['akku_ladezustand', { unit: '%', deviceClass: 'battery' }, 'battery.soc', '%', undefined],
  // Names of Forecast.Solar, Solcast and Open-Meteo in Home Assistant.
  ['energy_production_tomorrow', { unit: 'kWh', deviceClass: 'energy' }, 'forecast.pv.energy.tomorrow', 'Wh', 1000],
  ['energy_production_today_remaining', { unit: 'kWh', deviceClass: 'energy' }, 'forecast.pv.energy.rest', 'Wh', 1000],
  ['energy_production_today', { unit: 'Wh', deviceClass: 'energy' }, 'forecast.pv.energy.today', 'Wh', undefined],
  [
    'solcast_pv_forecast_forecast_tomorrow',
    { unit: 'kWh', deviceClass: 'energy' },
    'forecast.pv.energy.tomorrow',
    'Wh',
    1000,
  ],
  [
    'solcast_pv_forecast_forecast_remaining_today',
    { unit: 'kWh', deviceClass: 'energy' },
    'forecast.pv.energy.rest',
    'Wh',
    1000,
  ],
  ['power_production_next_hour', { unit: 'W', deviceClass: 'power' }, 'forecast.pv.power.next_hour', 'W', undefined],
  // A tariff that is cheap tomorrow is no forecast of the sun.
  ['grid_energy_tomorrow', { unit: 'kWh', deviceClass: 'energy' }, undefined, 'Wh', 1000],
  ['garden', { unit: '°F', deviceClass: 'temperature' }, undefined, '°C', 5 / 9],
  ['garden', { unit: 'furlong', deviceClass: 'distance' }, undefined, undefined, undefined],
  ['meter_total', { unit: 'kWh', deviceClass: 'energy' }, undefined, 'Wh', 1000],
])('%s %j', (object, entity, ...expected) => {
  const said = asEntitySays(row(object), entity);
  expect([said.metric, said.unit, said.scale]).toEqual(expected);
  expect(said.label).toBe('name' in entity ? entity.name : 'State');
});

test('a sensor that is taken while it says `unavailable` is the number that its unit makes it', () => {
  const said = asEntitySays({ ...row('grid_power'), type: 'text' }, { unit: 'kW', deviceClass: 'power' });
  expect(said).toMatchObject({ type: 'number', metric: 'grid.power', unit: 'W', scale: 1000 });
  expect(asEntitySays({ ...row('grid_state'), type: 'text' }, {}).type).toBe('text');
});

test('a topic without an entity, and a switch, stay as they are', () => {
  expect(asEntitySays(row('grid_power'), undefined)).toEqual(row('grid_power'));
  const on = { ...row('grid_relay'), type: 'switch', holds: true } as const;
  expect(asEntitySays(on, { deviceClass: 'power', unit: 'W' })).toEqual(on);
});
