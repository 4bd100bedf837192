// Registers as the maker's lists print them: address, type, what one count is, its unit, and what it is here. Kept apart from tables and
// emulators. Source: SMA Modbus parameters and measured values; evcc sma-hybrid and sma-inverter-modbus; 30769, 30771, 30849, 30851 and 30953 from general knowledge.
import type { PrintedRegisters } from '../../testing.ts';

/** By definition and kind of register. */
export const smaRegisters: readonly PrintedRegisters[] = [
  {
    of: ['sma-inverter', 'sma-hybrid'],
    kind: 'holding',
    rows: [
      [30_517, 'u64', 1, 'Wh', 'day_yield'],
      [30_581, 'u32', 1, 'Wh', 'grid.energy.import'],
      [30_583, 'u32', 1, 'Wh', 'grid.energy.export'],
      [30_769, 'i32', 0.001, 'A', 'pv.current.s1'],
      [30_771, 'i32', 0.01, 'V', 'pv.voltage.s1'],
      [30_775, 'i32', 1, 'W', 'ac_active_power'],
      [30_803, 'u32', 0.01, 'Hz', 'grid.frequency'],
      [30_865, 'i32', 1, 'W', 'grid_import_power'],
      [30_867, 'i32', 1, 'W', 'grid_export_power'],
      [30_953, 'i32', 0.1, '°C', 'inverter.temperature'],
      [30_957, 'i32', 0.001, 'A', 'pv.current.s2'],
      [30_959, 'i32', 0.01, 'V', 'pv.voltage.s2'],
      [31_253, 'u32', 0.01, 'V', 'grid.voltage.l1'],
      [31_255, 'u32', 0.01, 'V', 'grid.voltage.l2'],
      [31_257, 'u32', 0.01, 'V', 'grid.voltage.l3'],
      [31_259, 'u32', 1, 'W', 'phase_1_export_power'],
      [31_261, 'u32', 1, 'W', 'phase_2_export_power'],
      [31_263, 'u32', 1, 'W', 'phase_3_export_power'],
      [31_265, 'u32', 1, 'W', 'phase_1_import_power'],
      [31_267, 'u32', 1, 'W', 'phase_2_import_power'],
      [31_269, 'u32', 1, 'W', 'phase_3_import_power'],
    ],
  },
  {
    of: ['sma-inverter'],
    kind: 'holding',
    rows: [[30_513, 'u64', 1, 'Wh', 'pv.energy']],
  },
  {
    of: ['sma-hybrid'],
    kind: 'holding',
    rows: [
      [30_513, 'u64', 1, 'Wh', 'total_yield'],
      [30_773, 'i32', 1, 'W', 'pv.power.s1'],
      [30_845, 'u32', 1, '%', 'battery.soc'],
      [30_849, 'i32', 0.1, '°C', 'battery.temperature'],
      [30_851, 'u32', 0.01, 'V', 'battery.voltage'],
      [30_961, 'i32', 1, 'W', 'pv.power.s2'],
      [30_967, 'i32', 1, 'W', 'pv.power.s3'],
      [31_393, 'u32', 1, 'W', 'battery_charge_power'],
      [31_395, 'u32', 1, 'W', 'battery_discharge_power'],
      [31_397, 'u64', 1, 'Wh', 'battery.energy.charge'],
      [31_401, 'u64', 1, 'Wh', 'battery.energy.discharge'],
      [40_793, 'u32', 1, 'W', 'least_charging_power'],
      [40_795, 'u32', 1, 'W', 'most_charging_power'],
      [40_797, 'u32', 1, 'W', 'least_discharging_power'],
      [40_799, 'u32', 1, 'W', 'most_discharging_power'],
      [40_801, 'u32', 1, 'W', 'grid_set_point'],
    ],
  },
];
