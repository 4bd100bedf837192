// Daly boards of the newer generation (H, K, M and S series): Modbus at unit 0xD2, 62 registers at once. Current counts from 3000 A
// below zero and is positive while charging, temperatures from −40 °C. Source: patman15/aiobmsble daly_bms.py, whose recorded answer is
// the test; the same frame over UART, RS485 and Bluetooth.
import { type RegisterRow, rowWriter } from '#codec/register-rows.ts';
import { cellExtremes, packPower } from '../battery-derivations.ts';
import { cellNames, twoDigits } from '../cell-rows.ts';
import { isBetween, modbusDefinition } from '../modbus-device.ts';

const live = rowWriter({ kind: 'holding' });
const identity = rowWriter({ kind: 'holding', group: 'identity' });
const [cells, sensors, sensorsAt] = [32, 8, 32] as const;
const celsius = { unit: '°C', offset: 40 } as const;

const cellRows: readonly RegisterRow[] = Array.from({ length: cells }, (_, index) =>
  live(index, 'u16', {
    label: `Voltage Cell${twoDigits(index + 1)}`,
    unit: 'V',
    scale: 0.001,
    absent: [0, 0xffff],
    metric: `battery.cell.voltage.${index + 1}`,
  }),
);
const sensorRows: readonly RegisterRow[] = Array.from({ length: sensors }, (_, index) =>
  live(sensorsAt + index, 'u16', {
    label: `Temperature ${index + 1}`,
    ...celsius,
    absent: [0, 0xffff],
    metric: `battery.temperature.${index + 1}`,
  }),
);
const switches = { 0: 'off', 1: 'on' } as const;

/** Daly by Modbus. */
export const dalyModbus = modbusDefinition({
  id: 'daly-modbus',
  aliases: ['daly-d2', 'daly-h', 'daly51'],
  version: 1,
  kind: 'battery',
  maker: 'Daly',
  title: 'Daly BMS (Modbus, unit 0xD2)',
  models: ['Daly H series', 'Daly K series', 'Daly M series', 'Daly S series'],
  verified: 'capture',
  sources: ['patman15/aiobmsble daly_bms.py and its recorded answers', 'Daly: UART/485 protocol D2'],
  links: ['serial', 'ble', 'tcp'],
  ble: {
    profile: { kind: 'gatt', service: 'fff0', notify: 'fff1', write: 'fff2', acknowledged: false },
    signs: { names: ['^(?:DL-|Daly)'], companies: [0x0102, 0x0104, 0x0302, 0x0303, 0x0402] },
  },
  unit: 0xd2,
  overTcp: 'rtu',
  responseMs: 500,
  pauseMs: 100,
  plan: { maxRegisters: 62, maxGap: 2 },
  rows: [
    ...cellRows,
    ...sensorRows,
    live(40, 'u16', { label: 'Pack voltage', unit: 'V', scale: 0.1, metric: 'battery.voltage' }),
    live(41, 'u16', {
      label: 'Current',
      unit: 'A',
      scale: 0.1,
      offset: 30_000,
      metric: 'battery.current',
      flip: true,
    }),
    live(42, 'u16', { label: 'SOC', unit: '%', scale: 0.1, metric: 'battery.soc' }),
    live(43, 'u16', { label: 'Highest cell voltage', unit: 'V', scale: 0.001 }),
    live(44, 'u16', { label: 'Lowest cell voltage', unit: 'V', scale: 0.001 }),
    live(47, 'u16', { label: 'State', options: { 0: 'Idle', 1: 'Charging', 2: 'Discharging' } }),
    live(48, 'u16', { label: 'Remaining capacity', unit: 'Ah', scale: 0.1, metric: 'battery.capacity.remaining' }),
    live(49, 'u16', { label: 'Cell count' }),
    live(50, 'u16', { label: 'Temperature sensor count' }),
    live(51, 'u16', { label: 'Cycles', metric: 'battery.cycles' }),
    live(52, 'u16', { label: 'Balancer', options: switches }),
    live(53, 'u16', { label: 'Charging MOS', options: switches }),
    live(54, 'u16', { label: 'Discharging MOS', options: switches }),
    live(55, 'u16', { label: 'Average cell voltage', unit: 'V', scale: 0.001 }),
    live(56, 'u16', { label: 'Cell voltage difference', unit: 'V', scale: 0.001 }),
    live(57, 'u16', { label: 'Power', unit: 'W' }),
    live(58, 'u32', { label: 'Alarm bits (high)' }),
    live(60, 'u32', { label: 'Alarm bits (low)' }),
    identity(0xa9, 'string', { label: 'Software version', length: 8 }),
    identity(0xb1, 'string', { label: 'Hardware version', length: 8 }),
  ],
  derive: [packPower('pack_voltage', 'current', { chargeIsPositive: true }), ...cellExtremes(cellNames(cells))],
  identity: { firmware: 'software_version', model: 'hardware_version' },
  probe: {
    fields: ['pack_voltage', 'soc', 'cell_count'],
    matches: (volts, soc, count) =>
      isBetween(volts, [5, 200]) && isBetween(soc, [0, 100]) && isBetween(count, [3, cells]),
  },
});
