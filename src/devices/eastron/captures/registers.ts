// Registers as the maker's lists print them: address, type, what one count is, its unit, and what it is here. Kept apart from tables and
// emulators. Source: Eastron: Modbus protocol implementation of SDM630, SDM72D-M v2 and SDM120, as volkszaehler/mbmd keeps them (meters/rs485).
import type { PrintedRegisters } from '../../testing.ts';

/** By definition and kind of register. */
export const eastronRegisters: readonly PrintedRegisters[] = [
  {
    of: ['eastron-sdm630', 'eastron-sdm72'],
    kind: 'input',
    rows: [
      [0x00, 'f32', 1, 'V', 'grid.voltage.l1'],
      [0x02, 'f32', 1, 'V', 'grid.voltage.l2'],
      [0x04, 'f32', 1, 'V', 'grid.voltage.l3'],
      [0x06, 'f32', 1, 'A', 'grid.current.l1'],
      [0x08, 'f32', 1, 'A', 'grid.current.l2'],
      [0x0a, 'f32', 1, 'A', 'grid.current.l3'],
      [0x0c, 'f32', 1, 'W', 'grid.power.l1'],
      [0x0e, 'f32', 1, 'W', 'grid.power.l2'],
      [0x10, 'f32', 1, 'W', 'grid.power.l3'],
      [0x12, 'f32', 1, 'VA', 'grid.power_apparent.l1'],
      [0x14, 'f32', 1, 'VA', 'grid.power_apparent.l2'],
      [0x16, 'f32', 1, 'VA', 'grid.power_apparent.l3'],
      [0x18, 'f32', 1, 'var', 'phase_1_reactive_power'],
      [0x1a, 'f32', 1, 'var', 'phase_2_reactive_power'],
      [0x1c, 'f32', 1, 'var', 'phase_3_reactive_power'],
      [0x1e, 'f32', 1, '', 'grid.power_factor.l1'],
      [0x20, 'f32', 1, '', 'grid.power_factor.l2'],
      [0x22, 'f32', 1, '', 'grid.power_factor.l3'],
      [0x34, 'f32', 1, 'W', 'grid.power'],
      [0x38, 'f32', 1, 'VA', 'grid.power_apparent'],
      [0x3c, 'f32', 1, 'var', 'grid.power_reactive'],
      [0x3e, 'f32', 1, '', 'total_system_power_factor'],
      [0x46, 'f32', 1, 'Hz', 'grid.frequency'],
      [0x48, 'f32', 1, 'kWh', 'grid.energy.import'],
      [0x4a, 'f32', 1, 'kWh', 'grid.energy.export'],
    ],
  },
  {
    of: ['eastron-sdm630'],
    kind: 'input',
    rows: [
      [0xe0, 'f32', 1, 'A', 'grid.current.n'],
      [0x15a, 'f32', 1, 'kWh', 'grid.energy.import.l1'],
      [0x15c, 'f32', 1, 'kWh', 'grid.energy.import.l2'],
      [0x15e, 'f32', 1, 'kWh', 'grid.energy.import.l3'],
      [0x160, 'f32', 1, 'kWh', 'grid.energy.export.l1'],
      [0x162, 'f32', 1, 'kWh', 'grid.energy.export.l2'],
      [0x164, 'f32', 1, 'kWh', 'grid.energy.export.l3'],
    ],
  },
  {
    of: ['eastron-sdm120'],
    kind: 'input',
    rows: [
      [0x00, 'f32', 1, 'V', 'grid.voltage'],
      [0x06, 'f32', 1, 'A', 'grid.current'],
      [0x0c, 'f32', 1, 'W', 'grid.power'],
      [0x12, 'f32', 1, 'VA', 'grid.power_apparent'],
      [0x18, 'f32', 1, 'var', 'grid.power_reactive'],
      [0x1e, 'f32', 1, '', 'power_factor'],
      [0x46, 'f32', 1, 'Hz', 'grid.frequency'],
      [0x48, 'f32', 1, 'kWh', 'grid.energy.import'],
      [0x4a, 'f32', 1, 'kWh', 'grid.energy.export'],
    ],
  },
  {
    of: ['eastron-sdm72v1'],
    kind: 'input',
    rows: [
      [0x34, 'f32', 1, 'W', 'grid.power'],
      [0x48, 'f32', 1, 'kWh', 'grid.energy.import'],
      [0x4a, 'f32', 1, 'kWh', 'grid.energy.export'],
      [0x156, 'f32', 1, 'kWh', 'total_energy'],
    ],
  },
];
