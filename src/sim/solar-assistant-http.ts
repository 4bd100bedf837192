// The REST interface of an emulated Solar-Assistant unit: a list of rows, and settings by POST. Written from the maker's description and the
// tests of its client ([solar-assistant]); shares nothing with the table that reads it.
import { type MetricId, metricOf } from '#core/catalogue.ts';
import type { ReadPlant } from './emulator.ts';
import type { HttpEmulator, HttpReply } from './http-device.ts';
import type { PlantSnapshot } from './plant.ts';

interface Row {
  readonly topic: string;
  readonly name: string;
  readonly unit: string;
  readonly value: number | string | null;
  readonly group: 'Info' | 'Status' | 'Settings';
}

const label = (topic: string): string => (topic.split('/')[1] ?? '').replaceAll('_', ' ');
const info = (topic: string, like: MetricId | '', value: number | string | null): Row => ({
  topic,
  name: label(topic),
  unit: like === '' ? '' : metricOf(like).unit,
  value,
  group: 'Info',
});
const kwh = (topic: string, wattHours: number): Row => ({
  ...info(topic, '', Math.round(wattHours / 10) / 100),
  unit: `k${metricOf('load.energy').unit}`,
});

function rowsOf({ pv, grid, load, battery, today, inverter }: PlantSnapshot): readonly Row[] {
  return [
    info('total/pv_power', 'grid.power', Math.round(pv.powerW)),
    info('total/load_power', 'grid.power', Math.round(load.powerW)),
    info('total/grid_power', 'grid.power', Math.round(grid.powerW)),
    // + charging: the maker's contract.
    info('total/battery_power', 'grid.power', Math.round(-battery.powerW)),
    info('total/battery_state_of_charge', 'battery.soc', Math.round(battery.soc)),
    info('total/battery_voltage', 'grid.voltage', Math.round(battery.voltageV * 10) / 10),
    info('total/battery_current', 'grid.current', Math.round(-battery.currentA * 10) / 10),
    info('total/grid_voltage', 'grid.voltage', Math.round(grid.phases[0].voltageV * 10) / 10),
    info('total/grid_frequency', 'grid.frequency', Math.round(grid.frequencyHz * 100) / 100),
    kwh('total/pv_energy', today.pvWh),
    kwh('total/load_energy', today.loadWh),
    kwh('total/grid_energy_in', today.importWh),
    kwh('total/grid_energy_out', today.exportWh),
    info('inverter_1/temperature', 'battery.temperature', Math.round(inverter.temperatureC)),
    info('inverter_1/device_mode', '', 'Solar/Grid mode'),
    info('inverter_1/serial_number', '', '2207158745'),
    info('inverter_1/pv_power_1', 'grid.power', Math.round(pv.powerW)),
    info('battery_1/power', 'grid.power', Math.round(-battery.powerW)),
    info('battery_1/temperature', 'battery.temperature', null),
  ];
}

const json = (status: number, body: unknown): HttpReply => ({
  status,
  type: 'application/json; charset=utf-8',
  body: JSON.stringify(body),
});
const device = (topic: string): string => topic.split('/')[0] ?? '';

/** A unit behind whose cables a home is. */
export function createSolarAssistantHttp(read: ReadPlant): HttpEmulator {
  const settings = new Map([
    ['inverter_1/output_source_priority', 'Utility first'],
    ['inverter_1/charger_source_priority', 'Solar first'],
    ['inverter_1/energy_pattern', 'Load first'],
    ['inverter_1/grid_charge', 'Disabled'],
    ['inverter_1/max_charge_current', '60'],
    ['inverter_1/max_grid_charge_current', '30'],
    ['inverter_1/max_discharge_current', '80'],
    ['inverter_1/stop_battery_discharge_capacity', '20'],
  ]);
  const all = (): readonly Row[] => [
    ...rowsOf(read()),
    ...[...settings].map(([topic, value]): Row => ({ topic, name: label(topic), unit: '', value, group: 'Settings' })),
  ];
  return {
    name: 'Solar-Assistant (REST)',
    respond(method, target, body) {
      const { pathname } = new URL(target, 'http://unit');
      if (pathname === '/api/v1/system' && method === 'GET')
        return json(200, [
          { topic: 'system/site_id', device: 'system', group: 'Info', name: 'Site ID', value: 12_345 },
          { topic: 'system/software_version', device: 'system', group: 'Info', name: 'Version', value: '2026-06-14' },
          { topic: 'system/cpu_temperature', device: 'system', group: 'Info', name: 'CPU', value: 51 },
        ]);
      if (pathname !== '/api/v1/metrics') return json(404, { error: 'not found' });
      if (method === 'GET')
        return json(
          200,
          all().map((row) => ({ ...row, device: device(row.topic), number: 1 })),
        );
      const { topic, value } = JSON.parse(body) as { topic: string; value: string };
      if (!settings.has(topic)) return json(422, { error: 'unknown setting' });
      settings.set(topic, value);
      return { status: 200, type: 'text/plain', body: '' };
    },
  };
}
