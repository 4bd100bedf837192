// Peacefair PZEM-003 (10 A) and PZEM-017 (shunt, to 300 A): one direct current, such as a solar string or a battery line.
// Source: PZEM-003/017 user manual §3.
import { rowWriter } from '#codec/register-rows.ts';
import { isBetween, modbusDefinition } from '../modbus-device.ts';
import { resetEnergy, unitAddress } from './writers.ts';

const live = rowWriter({ kind: 'input', order: 'low' });
const setting = rowWriter({ kind: 'holding', group: 'settings' });

/** PZEM-003 and PZEM-017; what it measures is taken as one solar string, since the meter knows no direction. */
export const pzem017 = modbusDefinition({
  id: 'pzem-017',
  aliases: ['pzem-003', 'pzem-dc', 'pzem017', 'pzem003'],
  version: 1,
  kind: 'meter',
  maker: 'Peacefair',
  title: 'Peacefair PZEM-003 and PZEM-017 (DC meter on a solar string)',
  models: ['PZEM-003', 'PZEM-017'],
  verified: 'document',
  sources: ['Peacefair: PZEM-003/017 user manual, §3 communication protocol'],
  links: ['serial', 'tcp'],
  unit: 1,
  overTcp: 'rtu',
  serial: { baud: 9600, dataBits: 8, parity: 'none', stopBits: 2 },
  responseMs: 500,
  pauseMs: 200,
  rows: [
    live(0, 'u16', { label: 'Voltage', unit: 'V', scale: 0.01, metric: 'pv.voltage.s1' }),
    live(1, 'u16', { label: 'Current', unit: 'A', scale: 0.01, metric: 'pv.current.s1' }),
    live(2, 'u32', { label: 'Power', unit: 'W', scale: 0.1, metric: 'pv.power' }),
    live(4, 'u32', { label: 'Energy', unit: 'Wh', metric: 'pv.energy' }),
    live(6, 'u16', { label: 'High voltage alarm', options: { 0: 'Off', 65_535: 'On' } }),
    live(7, 'u16', { label: 'Low voltage alarm', options: { 0: 'Off', 65_535: 'On' } }),
    setting(0, 'u16', { label: 'High voltage alarm threshold', unit: 'V', scale: 0.01 }),
    setting(1, 'u16', { label: 'Low voltage alarm threshold', unit: 'V', scale: 0.01 }),
    setting(2, 'u16', { label: 'Unit address' }),
    setting(3, 'u16', { label: 'Current range', options: { 0: '100 A', 1: '50 A', 2: '200 A', 3: '300 A' } }),
  ],
  writes: [
    { field: 'high_voltage_alarm_threshold', title: 'Alarm at high voltage', limits: { min: 5, max: 350, step: 0.01 } },
    { field: 'low_voltage_alarm_threshold', title: 'Alarm at low voltage', limits: { min: 1, max: 350, step: 0.01 } },
    unitAddress,
    {
      field: 'current_range',
      title: 'Range of the shunt (PZEM-017); a wrong one makes every current wrong',
      dangerous: true,
    },
  ],
  actions: [resetEnergy],
  probe: {
    fields: ['voltage', 'high_voltage_alarm', 'low_voltage_alarm'],
    matches: (voltage, high, low) => isBetween(voltage, [1, 320]) && high !== undefined && low !== undefined,
  },
});
