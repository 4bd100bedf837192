// Registers as the maker's lists print them: address, type, what one count is, its unit, and what it is here. Kept apart from tables and
// emulators. Source: Peacefair: user manuals of PZEM-004T-100A and PZEM-003/017, §3.
import type { PrintedRegisters } from '../../testing.ts';

/** By definition and kind of register. */
export const pzemRegisters: readonly PrintedRegisters[] = [
  {
    of: ['pzem-004t'],
    kind: 'input',
    rows: [
      [0, 'u16', 0.1, 'V', 'grid.voltage'],
      [1, 'u32 low', 0.001, 'A', 'grid.current'],
      [3, 'u32 low', 0.1, 'W', 'grid.power'],
      [5, 'u32 low', 1, 'Wh', 'grid.energy.import'],
      [7, 'u16', 0.1, 'Hz', 'grid.frequency'],
      [8, 'u16', 0.01, '', 'power_factor'],
    ],
  },
  {
    of: ['pzem-004t'],
    kind: 'holding',
    rows: [
      [1, 'u16', 1, 'W', 'power_alarm_threshold'],
      [2, 'u16', 1, '', 'unit_address'],
    ],
  },
  {
    of: ['pzem-017'],
    kind: 'input',
    rows: [
      [0, 'u16', 0.01, 'V', 'pv.voltage.s1'],
      [1, 'u16', 0.01, 'A', 'pv.current.s1'],
      [2, 'u32 low', 0.1, 'W', 'pv.power'],
      [4, 'u32 low', 1, 'Wh', 'pv.energy'],
    ],
  },
  {
    of: ['pzem-017'],
    kind: 'holding',
    rows: [
      [0, 'u16', 0.01, 'V', 'high_voltage_alarm_threshold'],
      [1, 'u16', 0.01, 'V', 'low_voltage_alarm_threshold'],
      [2, 'u16', 1, '', 'unit_address'],
    ],
  },
];
