// Growatt SPF: off-grid inverters with a map of their own.
import { numeric } from '../define.ts';
import { modbusDefinition } from '../modbus-device.ts';
import { common } from './growatt-shared-rows.ts';
import { spfModes as spfBatteryModes } from './growatt-modes.ts';
import {
  amperes,
  degrees,
  energy,
  firmwareRow,
  live,
  serialRow,
  setting,
  signedWatts,
  volts,
  watts,
} from './growatt-rows.ts';

const spfModes = {
  0: 'Standby',
  1: 'PV and grid charging',
  2: 'Discharge',
  3: 'Fault',
  4: 'Flash',
  5: 'PV charge',
  6: 'AC charge',
  7: 'Combined charge',
  8: 'Combined charge and bypass',
  9: 'PV charge and bypass',
  10: 'AC charge and bypass',
  11: 'Bypass',
  12: 'PV charge and discharge',
} as const;

/** SPF 3000–6000 ES Plus: off-grid. Its battery power is positive while discharging. */
export const growattSpf = modbusDefinition({
  ...common,
  id: 'growatt-spf',
  aliases: ['spf'],
  title: 'Growatt SPF 3000–6000 ES Plus (off-grid)',
  models: ['SPF 3000 ES', 'SPF 5000 ES', 'SPF 6000 ES Plus'],
  sources: ['Growatt: OffGrid SPF5000 Modbus RS485 RTU Protocol V0.26', '0xAHA/Growatt_ModbusTCP profiles (2026)'],
  rows: [
    live(0, 'u16', { label: 'Inverter status', options: spfModes, metric: 'inverter.mode' }),
    volts(1, 'PV1 voltage', 'pv.voltage.s1'),
    volts(2, 'PV2 voltage', 'pv.voltage.s2'),
    watts(3, 'PV1 power', { metric: 'pv.power.s1' }),
    watts(5, 'PV2 power', { metric: 'pv.power.s2' }),
    amperes(7, 'PV1 current', 'pv.current.s1'),
    amperes(8, 'PV2 current', 'pv.current.s2'),
    watts(9, 'Load power', { metric: 'load.power' }),
    live(11, 'u32', { label: 'Load apparent power', unit: 'VA', scale: 0.1, metric: 'load.power_apparent' }),
    watts(13, 'AC charge power'),
    live(17, 'u16', { label: 'Battery voltage', unit: 'V', scale: 0.01, metric: 'battery.voltage' }),
    live(18, 'u16', { label: 'Battery SOC', unit: '%', metric: 'battery.soc' }),
    volts(20, 'Grid voltage', 'grid.voltage'),
    live(21, 'u16', { label: 'Grid frequency', unit: 'Hz', scale: 0.01, metric: 'grid.frequency' }),
    volts(22, 'AC output voltage', 'load.voltage'),
    live(23, 'u16', { label: 'AC output frequency', unit: 'Hz', scale: 0.01, metric: 'load.frequency' }),
    degrees(25, 'Inverter temperature', 'inverter.temperature'),
    degrees(26, 'DC-DC temperature'),
    live(27, 'u16', { label: 'Load percentage', unit: '%', scale: 0.1, metric: 'load.level' }),
    // Below zero it feeds in (V0.26).
    signedWatts(36, 'AC input power', { metric: 'grid.power' }),
    live(42, 'u16', { label: 'Fault code' }),
    live(43, 'u16', { label: 'Warning code' }),
    energy(48, 'PV1 energy today'),
    energy(50, 'PV1 energy total'),
    energy(52, 'PV2 energy today'),
    energy(54, 'PV2 energy total'),
    energy(56, 'AC charge energy today'),
    energy(58, 'AC charge energy total'),
    energy(60, 'Discharge energy today'),
    energy(62, 'Discharge energy total', 'battery.energy.discharge'),
    signedWatts(77, 'Battery power', { metric: 'battery.power' }),
    setting(1, 'u16', {
      label: 'Output source',
      options: { 0: 'Battery first', 1: 'PV first', 2: 'Utility first', 3: 'PV and utility first' },
    }),
    setting(2, 'u16', { label: 'Charge source', options: { 0: 'PV first', 1: 'PV and utility', 2: 'PV only' } }),
    setting(34, 'u16', { label: 'Max charge current', unit: 'A' }),
    setting(38, 'u16', { label: 'AC charge current', unit: 'A' }),
    serialRow,
    firmwareRow,
  ],
  derive: [
    {
      metric: 'pv.power',
      name: 'pv_power',
      label: 'PV power (both strings)',
      unit: 'W',
      from: ['pv1_power', 'pv2_power'],
      calc: (first, second) => Math.round((Number(first) + Number(second)) * 10) / 10,
    },
    {
      // Each tracker counts for itself (V0.26, Epv1_total and Epv2_total).
      metric: 'pv.energy',
      name: 'pv_energy_total',
      label: 'PV energy total (both trackers)',
      unit: 'Wh',
      from: ['pv1_energy_total', 'pv2_energy_total'],
      calc: (first, second) => numeric(first) + numeric(second),
    },
  ],
  composed: spfBatteryModes,
  writes: [
    {
      field: 'output_source',
      title: 'What feeds the home first',
      serves: {
        setPoint: 'inverter.priority.output',
        words: {
          'grid-first': 'Utility first',
          'solar-first': 'PV first',
          'battery-first': 'Battery first',
          'solar-and-grid': 'PV and utility first',
        },
      },
    },
    {
      field: 'charge_source',
      title: 'What charges the battery',
      serves: {
        setPoint: 'inverter.priority.charge',
        words: { 'solar-first': 'PV first', 'solar-and-grid': 'PV and utility', 'solar-only': 'PV only' },
      },
    },
    {
      field: 'max_charge_current',
      title: 'Highest charging current',
      limits: { min: 10, max: 100, step: 10 },
      serves: { setPoint: 'battery.current.limit.charge' },
    },
    {
      field: 'ac_charge_current',
      title: 'Highest charging current from the grid',
      limits: { min: 10, max: 80, step: 10 },
      serves: { setPoint: 'battery.current.limit.charge.from_grid' },
    },
  ],
});
