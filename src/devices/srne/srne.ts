// SRNE charge controllers (also sold by Renogy, Rich Solar and others): holding registers from 0x000A and 0x0100.
// Source: SRNE "Solar charge controller Modbus protocol" V1.9, as read by cyrils/renogy-bt and others; unverified here.
import { rowWriter } from '#codec/register-rows.ts';
import { isBetween, modbusDefinition } from '../modbus-device.ts';

const live = rowWriter({ kind: 'holding' });
const identity = rowWriter({ kind: 'holding', group: 'identity' });

const chargingStates = {
  0: 'Off',
  1: 'Active',
  2: 'MPPT',
  3: 'Equalizing',
  4: 'Boost',
  5: 'Floating',
  6: 'Current limiting',
} as const;
const faults = {
  0: 'Battery over-discharge',
  1: 'Battery over-voltage',
  2: 'Battery under-voltage',
  3: 'Load short circuit',
  4: 'Load overload',
  5: 'Controller too hot',
  6: 'Outside too hot',
  7: 'PV power too high',
  8: 'PV short circuit',
  9: 'PV over-voltage',
  10: 'PV reverse current',
  11: 'PV working point over-voltage',
  12: 'PV reversed',
  13: 'Anti-reverse MOS short circuit',
  14: 'Charging MOS short circuit',
} as const;

/** SRNE ML, MC and DM series; Renogy Rover and Wanderer. */
export const srneController = modbusDefinition({
  id: 'srne',
  aliases: ['renogy', 'srne-mppt', 'renogy-rover'],
  version: 1,
  kind: 'inverter',
  maker: 'SRNE',
  title: 'SRNE and Renogy charge controllers',
  models: ['ML2420', 'ML2440', 'ML4860', 'Renogy Rover', 'Renogy Wanderer'],
  verified: 'community',
  sources: [
    'SRNE: Solar charge controller Modbus protocol V1.9',
    'cyrils/renogy-bt, cole8888/SRNE-Solar-Charge-Controller-Monitor',
  ],
  links: ['serial', 'tcp'],
  unit: 1,
  overTcp: 'rtu',
  responseMs: 1000,
  pauseMs: 100,
  plan: { maxRegisters: 64, maxGap: 8 },
  rows: [
    identity(0x0a, 'u8', { label: 'Highest system voltage', unit: 'V', byte: 'high' }),
    identity(0x0a, 'u8', { label: 'Rated charging current', unit: 'A' }),
    identity(0x0c, 'string', { label: 'Product model', length: 8 }),
    identity(0x18, 'u32', { label: 'Serial number' }),
    live(0x100, 'u16', { label: 'Battery SOC', unit: '%', metric: 'battery.soc' }),
    live(0x101, 'u16', { label: 'Battery voltage', unit: 'V', scale: 0.1, metric: 'battery.voltage' }),
    live(0x102, 'u16', { label: 'Charging current', unit: 'A', scale: 0.01 }),
    live(0x103, 'm8', { label: 'Controller temperature', unit: '°C', byte: 'high', metric: 'inverter.temperature' }),
    live(0x103, 'm8', { label: 'Battery temperature', unit: '°C', metric: 'battery.temperature' }),
    live(0x104, 'u16', { label: 'DC load voltage', unit: 'V', scale: 0.1 }),
    live(0x105, 'u16', { label: 'DC load current', unit: 'A', scale: 0.01 }),
    live(0x106, 'u16', { label: 'DC load power', unit: 'W' }),
    live(0x107, 'u16', { label: 'Panel voltage', unit: 'V', scale: 0.1, metric: 'pv.voltage.s1' }),
    live(0x108, 'u16', { label: 'Panel current', unit: 'A', scale: 0.01, metric: 'pv.current.s1' }),
    live(0x109, 'u16', { label: 'Charging power', unit: 'W', metric: 'pv.power' }),
    live(0x113, 'u16', { label: 'Generation of the day', unit: 'Wh' }),
    live(0x114, 'u16', { label: 'Consumption of the day', unit: 'Wh' }),
    live(0x11c, 'u32', { label: 'Generation in total', unit: 'Wh', metric: 'pv.energy' }),
    live(0x11e, 'u32', { label: 'Consumption in total', unit: 'Wh' }),
    live(0x120, 'bit', { label: 'DC load on', bit: 15 }),
    live(0x120, 'u8', { label: 'Charging state', options: chargingStates, metric: 'inverter.mode' }),
    // Bits 16 to 30 of the two registers, the first of which is the high one.
    live(0x121, 'bits', { label: 'Faults', bits: faults, metric: 'inverter.warning' }),
  ],
  identity: { model: 'product_model', serial: 'serial_number' },
  probe: {
    fields: ['highest_system_voltage', 'product_model'],
    matches: (voltage, model) => isBetween(voltage, [12, 96]) && typeof model === 'string',
  },
});
