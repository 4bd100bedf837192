// Peacefair PZEM-004T v3 (AC, 10 or 100 A): one phase, power without direction.
// Source: PZEM-004T-100A user manual V3 §3; frames recorded in ESPHome's pzemac component.
import { rowWriter } from '#codec/register-rows.ts';
import { isBetween, modbusDefinition } from '../modbus-device.ts';
import { resetEnergy, unitAddress } from './writers.ts';

const live = rowWriter({ kind: 'input', order: 'low' });
const setting = rowWriter({ kind: 'holding', group: 'settings' });

/** PZEM-004T v3, asked at the general address unless the link's address says `?unit=`. */
export const pzem004t = modbusDefinition({
  id: 'pzem-004t',
  aliases: ['pzem', 'pzem004t', 'pzem-016'],
  version: 1,
  kind: 'meter',
  maker: 'Peacefair',
  title: 'Peacefair PZEM-004T v3, PZEM-014/016 (AC meter)',
  models: ['PZEM-004T v3 10A', 'PZEM-004T v3 100A', 'PZEM-014', 'PZEM-016'],
  verified: 'capture',
  sources: [
    'Peacefair: PZEM-004T-100A V3.0 user manual, §3 communication protocol',
    'esphome/esphome components/pzemac/pzemac.cpp: a recorded request and answer',
  ],
  links: ['serial', 'tcp'],
  unit: 0xf8,
  overTcp: 'rtu',
  responseMs: 500,
  pauseMs: 200,
  rows: [
    live(0, 'u16', { label: 'Voltage', unit: 'V', scale: 0.1, metric: 'grid.voltage' }),
    live(1, 'u32', { label: 'Current', unit: 'A', scale: 0.001, metric: 'grid.current' }),
    // The meter knows no direction: what it counts is taken as drawn. Turn the clamp for a feed-in point.
    live(3, 'u32', { label: 'Power', unit: 'W', scale: 0.1, metric: 'grid.power' }),
    live(5, 'u32', { label: 'Energy', unit: 'Wh', metric: 'grid.energy.import' }),
    live(7, 'u16', { label: 'Frequency', unit: 'Hz', scale: 0.1, metric: 'grid.frequency' }),
    live(8, 'u16', { label: 'Power factor', scale: 0.01 }),
    live(9, 'u16', { label: 'Power alarm', options: { 0: 'Off', 65_535: 'On' } }),
    setting(1, 'u16', { label: 'Power alarm threshold', unit: 'W' }),
    setting(2, 'u16', { label: 'Unit address' }),
  ],
  writes: [
    { field: 'power_alarm_threshold', title: 'Power alarm threshold', limits: { min: 1, max: 25_000, step: 1 } },
    unitAddress,
  ],
  actions: [resetEnergy],
  probe: {
    fields: ['voltage', 'frequency', 'power_alarm'],
    matches: (voltage, frequency, alarm) =>
      isBetween(voltage, [60, 300]) && isBetween(frequency, [44, 66]) && alarm !== undefined,
  },
});
