// Registers as the maker's lists print them: address, type, what one count is, its unit, and what it is here. Kept apart from tables and
// emulators. Source: Solar charge controller Modbus protocol V1.9, as cyrils/renogy-bt reads it.
import type { PrintedRegisters } from '../../testing.ts';

/** By definition and kind of register. */
export const srneRegisters: readonly PrintedRegisters[] = [
  {
    of: ['srne'],
    kind: 'holding',
    rows: [
      [0x0a, 'u8 high', 1, 'V', 'highest_system_voltage'],
      [0x0a, 'u8 low', 1, 'A', 'rated_charging_current'],
      [0x100, 'u16', 1, '%', 'battery.soc'],
      [0x101, 'u16', 0.1, 'V', 'battery.voltage'],
      [0x102, 'u16', 0.01, 'A', 'charging_current'],
      [0x103, 'm8 high', 1, '°C', 'inverter.temperature'],
      [0x103, 'm8 low', 1, '°C', 'battery.temperature'],
      [0x104, 'u16', 0.1, 'V', 'dc_load_voltage'],
      [0x105, 'u16', 0.01, 'A', 'dc_load_current'],
      [0x106, 'u16', 1, 'W', 'dc_load_power'],
      [0x107, 'u16', 0.1, 'V', 'pv.voltage.s1'],
      [0x108, 'u16', 0.01, 'A', 'pv.current.s1'],
      [0x109, 'u16', 1, 'W', 'pv.power'],
      [0x113, 'u16', 1, 'Wh', 'generation_of_the_day'],
      [0x114, 'u16', 1, 'Wh', 'consumption_of_the_day'],
      [0x11c, 'u32', 1, 'Wh', 'pv.energy'],
      [0x11e, 'u32', 1, 'Wh', 'consumption_in_total'],
    ],
  },
];
