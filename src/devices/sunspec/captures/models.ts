// Points of the SunSpec models as sunspec/models (json, 2026-04) prints them: offset from the register of the model's number, type, offset of
// its scale factor, unit, what it is here, and a sign where the maker's is the other one. Kept apart from tables and emulators.
import type { PrintedModel } from '../../testing.ts';

/** By the definition that reads them and the chain of models behind the common one. */
export const sunspecModels: readonly PrintedModel[] = [
  {
    by: 'sunspec',
    models: [[101, 50]],
    model: 101,
    points: [
      [0, 'u16', undefined, '', 'inverter_model'], // ID
      [2, 'u16', 6, 'A', 'ac_current'], // A
      [3, 'u16', 6, 'A', 'ac_current_phase_a'], // AphA
      [10, 'u16', 13, 'V', 'grid.voltage'], // PhVphA
      [14, 'i16', 15, 'W', 'ac_power'], // W
      [16, 'u16', 17, 'Hz', 'grid.frequency'], // Hz
      [18, 'i16', 19, 'VA', 'apparent_power'], // VA
      [20, 'i16', 21, 'var', 'reactive_power'], // VAr
      [22, 'i16', 23, '%', 'power_factor'], // PF
      [24, 'u32', 26, 'Wh', 'pv.energy'], // WH
      [27, 'u16', 28, 'A', 'dc_current'], // DCA
      [29, 'u16', 30, 'V', 'dc_voltage'], // DCV
      [31, 'i16', 32, 'W', 'dc_power'], // DCW
      [33, 'i16', 37, '°C', 'inverter.temperature'], // TmpCab
      [34, 'i16', 37, '°C', 'heat_sink_temperature'], // TmpSnk
      [39, 'u16', undefined, '', 'vendor_operating_state'], // StVnd
    ],
  },
  {
    by: 'sunspec',
    models: [[102, 50]],
    model: 102,
    points: [
      [0, 'u16', undefined, '', 'inverter_model'], // ID
      [2, 'u16', 6, 'A', 'ac_current'], // A
      [3, 'u16', 6, 'A', 'ac_current_phase_a'], // AphA
      [4, 'u16', 6, 'A', 'ac_current_phase_b'], // AphB
      [10, 'u16', 13, 'V', 'grid.voltage.l1'], // PhVphA
      [11, 'u16', 13, 'V', 'grid.voltage.l2'], // PhVphB
      [14, 'i16', 15, 'W', 'ac_power'], // W
      [16, 'u16', 17, 'Hz', 'grid.frequency'], // Hz
      [18, 'i16', 19, 'VA', 'apparent_power'], // VA
      [20, 'i16', 21, 'var', 'reactive_power'], // VAr
      [22, 'i16', 23, '%', 'power_factor'], // PF
      [24, 'u32', 26, 'Wh', 'pv.energy'], // WH
      [27, 'u16', 28, 'A', 'dc_current'], // DCA
      [29, 'u16', 30, 'V', 'dc_voltage'], // DCV
      [31, 'i16', 32, 'W', 'dc_power'], // DCW
      [33, 'i16', 37, '°C', 'inverter.temperature'], // TmpCab
      [34, 'i16', 37, '°C', 'heat_sink_temperature'], // TmpSnk
      [39, 'u16', undefined, '', 'vendor_operating_state'], // StVnd
    ],
  },
  {
    by: 'sunspec',
    models: [[103, 50]],
    model: 103,
    points: [
      [0, 'u16', undefined, '', 'inverter_model'], // ID
      [2, 'u16', 6, 'A', 'ac_current'], // A
      [3, 'u16', 6, 'A', 'ac_current_phase_a'], // AphA
      [4, 'u16', 6, 'A', 'ac_current_phase_b'], // AphB
      [5, 'u16', 6, 'A', 'ac_current_phase_c'], // AphC
      [10, 'u16', 13, 'V', 'grid.voltage.l1'], // PhVphA
      [11, 'u16', 13, 'V', 'grid.voltage.l2'], // PhVphB
      [12, 'u16', 13, 'V', 'grid.voltage.l3'], // PhVphC
      [14, 'i16', 15, 'W', 'ac_power'], // W
      [16, 'u16', 17, 'Hz', 'grid.frequency'], // Hz
      [18, 'i16', 19, 'VA', 'apparent_power'], // VA
      [20, 'i16', 21, 'var', 'reactive_power'], // VAr
      [22, 'i16', 23, '%', 'power_factor'], // PF
      [24, 'u32', 26, 'Wh', 'pv.energy'], // WH
      [27, 'u16', 28, 'A', 'dc_current'], // DCA
      [29, 'u16', 30, 'V', 'dc_voltage'], // DCV
      [31, 'i16', 32, 'W', 'dc_power'], // DCW
      [33, 'i16', 37, '°C', 'inverter.temperature'], // TmpCab
      [34, 'i16', 37, '°C', 'heat_sink_temperature'], // TmpSnk
      [39, 'u16', undefined, '', 'vendor_operating_state'], // StVnd
    ],
  },
  {
    by: 'sunspec',
    models: [[111, 60]],
    model: 111,
    points: [
      [0, 'u16', undefined, '', 'inverter_model'], // ID
      [2, 'f32', undefined, 'A', 'ac_current'], // A
      [4, 'f32', undefined, 'A', 'ac_current_phase_a'], // AphA
      [16, 'f32', undefined, 'V', 'grid.voltage'], // PhVphA
      [22, 'f32', undefined, 'W', 'ac_power'], // W
      [24, 'f32', undefined, 'Hz', 'grid.frequency'], // Hz
      [26, 'f32', undefined, 'VA', 'apparent_power'], // VA
      [28, 'f32', undefined, 'var', 'reactive_power'], // VAr
      [30, 'f32', undefined, '%', 'power_factor'], // PF
      [32, 'f32', undefined, 'Wh', 'pv.energy'], // WH
      [34, 'f32', undefined, 'A', 'dc_current'], // DCA
      [36, 'f32', undefined, 'V', 'dc_voltage'], // DCV
      [38, 'f32', undefined, 'W', 'dc_power'], // DCW
      [40, 'f32', undefined, '°C', 'inverter.temperature'], // TmpCab
      [42, 'f32', undefined, '°C', 'heat_sink_temperature'], // TmpSnk
      [49, 'u16', undefined, '', 'vendor_operating_state'], // StVnd
    ],
  },
  {
    by: 'sunspec',
    models: [[112, 60]],
    model: 112,
    points: [
      [0, 'u16', undefined, '', 'inverter_model'], // ID
      [2, 'f32', undefined, 'A', 'ac_current'], // A
      [4, 'f32', undefined, 'A', 'ac_current_phase_a'], // AphA
      [6, 'f32', undefined, 'A', 'ac_current_phase_b'], // AphB
      [16, 'f32', undefined, 'V', 'grid.voltage.l1'], // PhVphA
      [18, 'f32', undefined, 'V', 'grid.voltage.l2'], // PhVphB
      [22, 'f32', undefined, 'W', 'ac_power'], // W
      [24, 'f32', undefined, 'Hz', 'grid.frequency'], // Hz
      [26, 'f32', undefined, 'VA', 'apparent_power'], // VA
      [28, 'f32', undefined, 'var', 'reactive_power'], // VAr
      [30, 'f32', undefined, '%', 'power_factor'], // PF
      [32, 'f32', undefined, 'Wh', 'pv.energy'], // WH
      [34, 'f32', undefined, 'A', 'dc_current'], // DCA
      [36, 'f32', undefined, 'V', 'dc_voltage'], // DCV
      [38, 'f32', undefined, 'W', 'dc_power'], // DCW
      [40, 'f32', undefined, '°C', 'inverter.temperature'], // TmpCab
      [42, 'f32', undefined, '°C', 'heat_sink_temperature'], // TmpSnk
      [49, 'u16', undefined, '', 'vendor_operating_state'], // StVnd
    ],
  },
  {
    by: 'sunspec',
    models: [[113, 60]],
    model: 113,
    points: [
      [0, 'u16', undefined, '', 'inverter_model'], // ID
      [2, 'f32', undefined, 'A', 'ac_current'], // A
      [4, 'f32', undefined, 'A', 'ac_current_phase_a'], // AphA
      [6, 'f32', undefined, 'A', 'ac_current_phase_b'], // AphB
      [8, 'f32', undefined, 'A', 'ac_current_phase_c'], // AphC
      [16, 'f32', undefined, 'V', 'grid.voltage.l1'], // PhVphA
      [18, 'f32', undefined, 'V', 'grid.voltage.l2'], // PhVphB
      [20, 'f32', undefined, 'V', 'grid.voltage.l3'], // PhVphC
      [22, 'f32', undefined, 'W', 'ac_power'], // W
      [24, 'f32', undefined, 'Hz', 'grid.frequency'], // Hz
      [26, 'f32', undefined, 'VA', 'apparent_power'], // VA
      [28, 'f32', undefined, 'var', 'reactive_power'], // VAr
      [30, 'f32', undefined, '%', 'power_factor'], // PF
      [32, 'f32', undefined, 'Wh', 'pv.energy'], // WH
      [34, 'f32', undefined, 'A', 'dc_current'], // DCA
      [36, 'f32', undefined, 'V', 'dc_voltage'], // DCV
      [38, 'f32', undefined, 'W', 'dc_power'], // DCW
      [40, 'f32', undefined, '°C', 'inverter.temperature'], // TmpCab
      [42, 'f32', undefined, '°C', 'heat_sink_temperature'], // TmpSnk
      [49, 'u16', undefined, '', 'vendor_operating_state'], // StVnd
    ],
  },
  {
    by: 'sunspec',
    models: [[103, 50], [120, 26]],
    model: 120,
    points: [
      [3, 'u16', 4, 'W', 'rated_power'], // WRtg
      [19, 'u16', 20, 'Wh', 'rated_energy_of_storage'], // WHRtg
      [23, 'u16', 24, 'W', 'rated_charging_power'], // MaxChaRte
      [25, 'u16', 26, 'W', 'rated_discharging_power'], // MaxDisChaRte
    ],
  },
  {
    by: 'sunspec',
    models: [[103, 50], [121, 30]],
    model: 121,
    points: [
      [2, 'u16', 22, 'W', 'maximum_power'], // WMax
    ],
  },
  {
    by: 'sunspec',
    models: [[103, 50], [122, 44]],
    model: 122,
    points: [
      [5, 'u64', undefined, 'Wh', 'ac_lifetime_active_energy_output'], // ActWh
    ],
  },
  {
    by: 'sunspec',
    models: [[103, 50], [123, 24]],
    model: 123,
    points: [
      [7, 'u16', undefined, 's', 'power_limit_time_out'], // WMaxLimPct_RvrtTms
    ],
  },
  {
    by: 'sunspec',
    models: [[103, 50], [160, 48]],
    model: 160,
    points: [
      [8, 'u16', undefined, '', 'number_of_trackers'], // N
      [19, 'u16', 2, 'A', 'pv.current.s1'], // DCA
      [20, 'u16', 3, 'V', 'pv.voltage.s1'], // DCV
      [21, 'u16', 4, 'W', 'pv.power.s1'], // DCW
      [22, 'u32', 5, 'Wh', 'tracker_1_energy'], // DCWH
      [26, 'i16', undefined, '°C', 'tracker_1_temperature'], // Tmp
      [39, 'u16', 2, 'A', 'pv.current.s2'], // DCA
      [40, 'u16', 3, 'V', 'pv.voltage.s2'], // DCV
      [41, 'u16', 4, 'W', 'pv.power.s2'], // DCW
      [42, 'u32', 5, 'Wh', 'tracker_2_energy'], // DCWH
      [46, 'i16', undefined, '°C', 'tracker_2_temperature'], // Tmp
    ],
  },
  {
    by: 'sunspec',
    models: [[103, 50], [124, 24]],
    model: 124,
    points: [
      [2, 'u16', 18, 'W', 'maximum_charging_power'], // WChaMax
      [8, 'u16', 22, '%', 'battery.soc'], // ChaState
      [10, 'u16', 24, 'V', 'battery.voltage'], // InBatV
      [15, 'u16', undefined, 's', 'rate_time_out'], // InOutWRte_RvrtTms
    ],
  },
  {
    by: 'sunspec',
    models: [[701, 153]],
    model: 701,
    points: [
      [0, 'u16', undefined, '', 'ac_measurement_model'], // ID
      [10, 'i16', 116, 'W', 'ac_power'], // W
      [11, 'i16', 118, 'VA', 'apparent_power'], // VA
      [12, 'i16', 119, 'var', 'reactive_power'], // Var
      [13, 'i16', 117, '', 'power_factor'], // PF
      [14, 'i16', 113, 'A', 'ac_current'], // A
      [17, 'u32', 115, 'Hz', 'grid.frequency'], // Hz
      [19, 'u64', 120, 'Wh', 'pv.energy'], // TotWhInj
      [23, 'u64', 120, 'Wh', 'energy_absorbed'], // TotWhAbs
      [36, 'i16', 122, '°C', 'inverter.temperature'], // TmpCab
      [37, 'i16', 122, '°C', 'heat_sink_temperature'], // TmpSnk
      [41, 'i16', 116, 'W', 'active_power_l1'], // WL1
      [45, 'i16', 113, 'A', 'current_l1'], // AL1
      [47, 'u16', 114, 'V', 'grid.voltage.l1'], // VL1
      [48, 'u64', 120, 'Wh', 'energy_injected_l1'], // TotWhInjL1
      [64, 'i16', 116, 'W', 'active_power_l2'], // WL2
      [68, 'i16', 113, 'A', 'current_l2'], // AL2
      [70, 'u16', 114, 'V', 'grid.voltage.l2'], // VL2
      [71, 'u64', 120, 'Wh', 'energy_injected_l2'], // TotWhInjL2
      [87, 'i16', 116, 'W', 'active_power_l3'], // WL3
      [91, 'i16', 113, 'A', 'current_l3'], // AL3
      [93, 'u16', 114, 'V', 'grid.voltage.l3'], // VL3
      [94, 'u64', 120, 'Wh', 'energy_injected_l3'], // TotWhInjL3
    ],
  },
  {
    by: 'sunspec',
    models: [[701, 153], [702, 50]],
    model: 702,
    points: [
      [2, 'u16', 45, 'W', 'rated_maximum_power'], // WMaxRtg
      [26, 'u16', 45, 'W', 'set_maximum_power'], // WMax
      [34, 'u16', 45, 'W', 'set_charging_power'], // WChaRteMax
      [35, 'u16', 45, 'W', 'set_discharging_power'], // WDisChaRteMax
    ],
  },
  {
    by: 'sunspec',
    models: [[701, 153], [704, 65]],
    model: 704,
    points: [
      [24, 'i32', 55, 'W', 'active_power_set_point'], // WSet
    ],
  },
  {
    by: 'sunspec',
    models: [[701, 153], [713, 7]],
    model: 713,
    points: [
      [2, 'u16', 7, 'Wh', 'storage_rated_energy'], // WHRtg
      [3, 'u16', 7, 'Wh', 'storage_available_energy'], // WHAvail
      [4, 'u16', 8, '%', 'battery.soc'], // SoC
      [5, 'u16', 8, '%', 'battery.soh'], // SoH
    ],
  },
  {
    by: 'sunspec',
    models: [[701, 153], [714, 68]],
    model: 714,
    points: [
      [5, 'i16', 15, 'A', 'dc_current'], // DCA
      [6, 'i16', 17, 'W', 'dc_power'], // DCW
      [7, 'u64', 18, 'Wh', 'dc_energy_injected'], // DCWhInj
      [11, 'u64', 18, 'Wh', 'dc_energy_absorbed'], // DCWhAbs
      [30, 'i16', 15, 'A', 'port_1_current'], // DCA
      [31, 'u16', 16, 'V', 'port_1_voltage'], // DCV
      [32, 'i16', 17, 'W', 'port_1_power'], // DCW
      [55, 'i16', 15, 'A', 'port_2_current'], // DCA
      [56, 'u16', 16, 'V', 'port_2_voltage'], // DCV
      [57, 'i16', 17, 'W', 'port_2_power'], // DCW
    ],
  },
  {
    by: 'sunspec',
    models: [[103, 50], [802, 62]],
    model: 802,
    points: [
      [2, 'u16', 52, 'Ah', 'battery.capacity'], // AHRtg
      [3, 'u16', 53, 'Wh', 'nameplate_energy'], // WHRtg
      [11, 'u16', 56, '%', 'battery.soc'], // SoC
      [13, 'u16', 58, '%', 'battery.soh'], // SoH
      [14, 'u32', undefined, '', 'battery.cycles'], // NCyc
      [34, 'u16', 59, 'V', 'battery.voltage'], // V
      [37, 'u16', 60, 'V', 'battery.cell.voltage.max'], // CellVMax
      [40, 'u16', 60, 'V', 'battery.cell.voltage.min'], // CellVMin
      [44, 'i16', 61, 'A', 'battery.current'], // A
      [47, 'i16', 63, 'W', 'battery.power'], // W
    ],
  },
  {
    by: 'sunspec-meter',
    models: [[201, 105]],
    model: 201,
    points: [
      [0, 'u16', undefined, '', 'meter_model'], // ID
      [2, 'i16', 6, 'A', 'ac_current'], // A
      [3, 'i16', 6, 'A', 'ac_current_phase_1'], // AphA
      [4, 'i16', 6, 'A', 'ac_current_phase_2'], // AphB
      [5, 'i16', 6, 'A', 'ac_current_phase_3'], // AphC
      [7, 'i16', 15, 'V', 'grid.voltage'], // PhV
      [8, 'i16', 15, 'V', 'grid.voltage.l1'], // PhVphA
      [9, 'i16', 15, 'V', 'grid.voltage.l2'], // PhVphB
      [10, 'i16', 15, 'V', 'grid.voltage.l3'], // PhVphC
      [16, 'i16', 17, 'Hz', 'grid.frequency'], // Hz
      [18, 'i16', 22, 'W', 'grid.power'], // W
      [19, 'i16', 22, 'W', 'grid.power.l1'], // WphA
      [20, 'i16', 22, 'W', 'grid.power.l2'], // WphB
      [21, 'i16', 22, 'W', 'grid.power.l3'], // WphC
      [23, 'i16', 27, 'VA', 'apparent_power'], // VA
      [24, 'i16', 27, 'VA', 'apparent_power_phase_1'], // VAphA
      [25, 'i16', 27, 'VA', 'apparent_power_phase_2'], // VAphB
      [26, 'i16', 27, 'VA', 'apparent_power_phase_3'], // VAphC
      [28, 'i16', 32, 'var', 'reactive_power'], // VAR
      [29, 'i16', 32, 'var', 'reactive_power_phase_1'], // VARphA
      [30, 'i16', 32, 'var', 'reactive_power_phase_2'], // VARphB
      [31, 'i16', 32, 'var', 'reactive_power_phase_3'], // VARphC
      [33, 'i16', 37, '%', 'power_factor'], // PF
      [34, 'i16', 37, '%', 'power_factor_phase_1'], // PFphA
      [35, 'i16', 37, '%', 'power_factor_phase_2'], // PFphB
      [36, 'i16', 37, '%', 'power_factor_phase_3'], // PFphC
      [38, 'u32', 54, 'Wh', 'grid.energy.export'], // TotWhExp
      [40, 'u32', 54, 'Wh', 'grid.energy.export.l1'], // TotWhExpPhA
      [42, 'u32', 54, 'Wh', 'grid.energy.export.l2'], // TotWhExpPhB
      [44, 'u32', 54, 'Wh', 'grid.energy.export.l3'], // TotWhExpPhC
      [46, 'u32', 54, 'Wh', 'grid.energy.import'], // TotWhImp
      [48, 'u32', 54, 'Wh', 'grid.energy.import.l1'], // TotWhImpPhA
      [50, 'u32', 54, 'Wh', 'grid.energy.import.l2'], // TotWhImpPhB
      [52, 'u32', 54, 'Wh', 'grid.energy.import.l3'], // TotWhImpPhC
    ],
  },
  {
    by: 'sunspec-meter',
    models: [[202, 105]],
    model: 202,
    points: [
      [0, 'u16', undefined, '', 'meter_model'], // ID
      [2, 'i16', 6, 'A', 'ac_current'], // A
      [3, 'i16', 6, 'A', 'ac_current_phase_1'], // AphA
      [4, 'i16', 6, 'A', 'ac_current_phase_2'], // AphB
      [5, 'i16', 6, 'A', 'ac_current_phase_3'], // AphC
      [7, 'i16', 15, 'V', 'grid.voltage'], // PhV
      [8, 'i16', 15, 'V', 'grid.voltage.l1'], // PhVphA
      [9, 'i16', 15, 'V', 'grid.voltage.l2'], // PhVphB
      [10, 'i16', 15, 'V', 'grid.voltage.l3'], // PhVphC
      [16, 'i16', 17, 'Hz', 'grid.frequency'], // Hz
      [18, 'i16', 22, 'W', 'grid.power'], // W
      [19, 'i16', 22, 'W', 'grid.power.l1'], // WphA
      [20, 'i16', 22, 'W', 'grid.power.l2'], // WphB
      [21, 'i16', 22, 'W', 'grid.power.l3'], // WphC
      [23, 'i16', 27, 'VA', 'apparent_power'], // VA
      [24, 'i16', 27, 'VA', 'apparent_power_phase_1'], // VAphA
      [25, 'i16', 27, 'VA', 'apparent_power_phase_2'], // VAphB
      [26, 'i16', 27, 'VA', 'apparent_power_phase_3'], // VAphC
      [28, 'i16', 32, 'var', 'reactive_power'], // VAR
      [29, 'i16', 32, 'var', 'reactive_power_phase_1'], // VARphA
      [30, 'i16', 32, 'var', 'reactive_power_phase_2'], // VARphB
      [31, 'i16', 32, 'var', 'reactive_power_phase_3'], // VARphC
      [33, 'i16', 37, '%', 'power_factor'], // PF
      [34, 'i16', 37, '%', 'power_factor_phase_1'], // PFphA
      [35, 'i16', 37, '%', 'power_factor_phase_2'], // PFphB
      [36, 'i16', 37, '%', 'power_factor_phase_3'], // PFphC
      [38, 'u32', 54, 'Wh', 'grid.energy.export'], // TotWhExp
      [40, 'u32', 54, 'Wh', 'grid.energy.export.l1'], // TotWhExpPhA
      [42, 'u32', 54, 'Wh', 'grid.energy.export.l2'], // TotWhExpPhB
      [44, 'u32', 54, 'Wh', 'grid.energy.export.l3'], // TotWhExpPhC
      [46, 'u32', 54, 'Wh', 'grid.energy.import'], // TotWhImp
      [48, 'u32', 54, 'Wh', 'grid.energy.import.l1'], // TotWhImpPhA
      [50, 'u32', 54, 'Wh', 'grid.energy.import.l2'], // TotWhImpPhB
      [52, 'u32', 54, 'Wh', 'grid.energy.import.l3'], // TotWhImpPhC
    ],
  },
  {
    by: 'sunspec-meter',
    models: [[203, 105]],
    model: 203,
    points: [
      [0, 'u16', undefined, '', 'meter_model'], // ID
      [2, 'i16', 6, 'A', 'ac_current'], // A
      [3, 'i16', 6, 'A', 'ac_current_phase_1'], // AphA
      [4, 'i16', 6, 'A', 'ac_current_phase_2'], // AphB
      [5, 'i16', 6, 'A', 'ac_current_phase_3'], // AphC
      [7, 'i16', 15, 'V', 'grid.voltage'], // PhV
      [8, 'i16', 15, 'V', 'grid.voltage.l1'], // PhVphA
      [9, 'i16', 15, 'V', 'grid.voltage.l2'], // PhVphB
      [10, 'i16', 15, 'V', 'grid.voltage.l3'], // PhVphC
      [16, 'i16', 17, 'Hz', 'grid.frequency'], // Hz
      [18, 'i16', 22, 'W', 'grid.power'], // W
      [19, 'i16', 22, 'W', 'grid.power.l1'], // WphA
      [20, 'i16', 22, 'W', 'grid.power.l2'], // WphB
      [21, 'i16', 22, 'W', 'grid.power.l3'], // WphC
      [23, 'i16', 27, 'VA', 'apparent_power'], // VA
      [24, 'i16', 27, 'VA', 'apparent_power_phase_1'], // VAphA
      [25, 'i16', 27, 'VA', 'apparent_power_phase_2'], // VAphB
      [26, 'i16', 27, 'VA', 'apparent_power_phase_3'], // VAphC
      [28, 'i16', 32, 'var', 'reactive_power'], // VAR
      [29, 'i16', 32, 'var', 'reactive_power_phase_1'], // VARphA
      [30, 'i16', 32, 'var', 'reactive_power_phase_2'], // VARphB
      [31, 'i16', 32, 'var', 'reactive_power_phase_3'], // VARphC
      [33, 'i16', 37, '%', 'power_factor'], // PF
      [34, 'i16', 37, '%', 'power_factor_phase_1'], // PFphA
      [35, 'i16', 37, '%', 'power_factor_phase_2'], // PFphB
      [36, 'i16', 37, '%', 'power_factor_phase_3'], // PFphC
      [38, 'u32', 54, 'Wh', 'grid.energy.export'], // TotWhExp
      [40, 'u32', 54, 'Wh', 'grid.energy.export.l1'], // TotWhExpPhA
      [42, 'u32', 54, 'Wh', 'grid.energy.export.l2'], // TotWhExpPhB
      [44, 'u32', 54, 'Wh', 'grid.energy.export.l3'], // TotWhExpPhC
      [46, 'u32', 54, 'Wh', 'grid.energy.import'], // TotWhImp
      [48, 'u32', 54, 'Wh', 'grid.energy.import.l1'], // TotWhImpPhA
      [50, 'u32', 54, 'Wh', 'grid.energy.import.l2'], // TotWhImpPhB
      [52, 'u32', 54, 'Wh', 'grid.energy.import.l3'], // TotWhImpPhC
    ],
  },
  {
    by: 'sunspec-meter',
    models: [[204, 105]],
    model: 204,
    points: [
      [0, 'u16', undefined, '', 'meter_model'], // ID
      [2, 'i16', 6, 'A', 'ac_current'], // A
      [3, 'i16', 6, 'A', 'ac_current_phase_1'], // AphA
      [4, 'i16', 6, 'A', 'ac_current_phase_2'], // AphB
      [5, 'i16', 6, 'A', 'ac_current_phase_3'], // AphC
      [7, 'i16', 15, 'V', 'grid.voltage'], // PhV
      [8, 'i16', 15, 'V', 'grid.voltage.l1'], // PhVphA
      [9, 'i16', 15, 'V', 'grid.voltage.l2'], // PhVphB
      [10, 'i16', 15, 'V', 'grid.voltage.l3'], // PhVphC
      [16, 'i16', 17, 'Hz', 'grid.frequency'], // Hz
      [18, 'i16', 22, 'W', 'grid.power'], // W
      [19, 'i16', 22, 'W', 'grid.power.l1'], // WphA
      [20, 'i16', 22, 'W', 'grid.power.l2'], // WphB
      [21, 'i16', 22, 'W', 'grid.power.l3'], // WphC
      [23, 'i16', 27, 'VA', 'apparent_power'], // VA
      [24, 'i16', 27, 'VA', 'apparent_power_phase_1'], // VAphA
      [25, 'i16', 27, 'VA', 'apparent_power_phase_2'], // VAphB
      [26, 'i16', 27, 'VA', 'apparent_power_phase_3'], // VAphC
      [28, 'i16', 32, 'var', 'reactive_power'], // VAR
      [29, 'i16', 32, 'var', 'reactive_power_phase_1'], // VARphA
      [30, 'i16', 32, 'var', 'reactive_power_phase_2'], // VARphB
      [31, 'i16', 32, 'var', 'reactive_power_phase_3'], // VARphC
      [33, 'i16', 37, '%', 'power_factor'], // PF
      [34, 'i16', 37, '%', 'power_factor_phase_1'], // PFphA
      [35, 'i16', 37, '%', 'power_factor_phase_2'], // PFphB
      [36, 'i16', 37, '%', 'power_factor_phase_3'], // PFphC
      [38, 'u32', 54, 'Wh', 'grid.energy.export'], // TotWhExp
      [40, 'u32', 54, 'Wh', 'grid.energy.export.l1'], // TotWhExpPhA
      [42, 'u32', 54, 'Wh', 'grid.energy.export.l2'], // TotWhExpPhB
      [44, 'u32', 54, 'Wh', 'grid.energy.export.l3'], // TotWhExpPhC
      [46, 'u32', 54, 'Wh', 'grid.energy.import'], // TotWhImp
      [48, 'u32', 54, 'Wh', 'grid.energy.import.l1'], // TotWhImpPhA
      [50, 'u32', 54, 'Wh', 'grid.energy.import.l2'], // TotWhImpPhB
      [52, 'u32', 54, 'Wh', 'grid.energy.import.l3'], // TotWhImpPhC
    ],
  },
  {
    by: 'sunspec-meter',
    models: [[211, 124]],
    model: 211,
    points: [
      [0, 'u16', undefined, '', 'meter_model'], // ID
      [2, 'f32', undefined, 'A', 'ac_current'], // A
      [10, 'f32', undefined, 'V', 'grid.voltage'], // PhV
      [12, 'f32', undefined, 'V', 'grid.voltage.l1'], // PhVphA
      [14, 'f32', undefined, 'V', 'grid.voltage.l2'], // PhVphB
      [16, 'f32', undefined, 'V', 'grid.voltage.l3'], // PhVphC
      [26, 'f32', undefined, 'Hz', 'grid.frequency'], // Hz
      [28, 'f32', undefined, 'W', 'grid.power'], // W
      [30, 'f32', undefined, 'W', 'grid.power.l1'], // WphA
      [32, 'f32', undefined, 'W', 'grid.power.l2'], // WphB
      [34, 'f32', undefined, 'W', 'grid.power.l3'], // WphC
      [60, 'f32', undefined, 'Wh', 'grid.energy.export'], // TotWhExp
      [68, 'f32', undefined, 'Wh', 'grid.energy.import'], // TotWhImp
    ],
  },
  {
    by: 'sunspec-meter',
    models: [[212, 124]],
    model: 212,
    points: [
      [0, 'u16', undefined, '', 'meter_model'], // ID
      [2, 'f32', undefined, 'A', 'ac_current'], // A
      [10, 'f32', undefined, 'V', 'grid.voltage'], // PhV
      [12, 'f32', undefined, 'V', 'grid.voltage.l1'], // PhVphA
      [14, 'f32', undefined, 'V', 'grid.voltage.l2'], // PhVphB
      [16, 'f32', undefined, 'V', 'grid.voltage.l3'], // PhVphC
      [26, 'f32', undefined, 'Hz', 'grid.frequency'], // Hz
      [28, 'f32', undefined, 'W', 'grid.power'], // W
      [30, 'f32', undefined, 'W', 'grid.power.l1'], // WphA
      [32, 'f32', undefined, 'W', 'grid.power.l2'], // WphB
      [34, 'f32', undefined, 'W', 'grid.power.l3'], // WphC
      [60, 'f32', undefined, 'Wh', 'grid.energy.export'], // TotWhExp
      [68, 'f32', undefined, 'Wh', 'grid.energy.import'], // TotWhImp
    ],
  },
  {
    by: 'sunspec-meter',
    models: [[213, 124]],
    model: 213,
    points: [
      [0, 'u16', undefined, '', 'meter_model'], // ID
      [2, 'f32', undefined, 'A', 'ac_current'], // A
      [10, 'f32', undefined, 'V', 'grid.voltage'], // PhV
      [12, 'f32', undefined, 'V', 'grid.voltage.l1'], // PhVphA
      [14, 'f32', undefined, 'V', 'grid.voltage.l2'], // PhVphB
      [16, 'f32', undefined, 'V', 'grid.voltage.l3'], // PhVphC
      [26, 'f32', undefined, 'Hz', 'grid.frequency'], // Hz
      [28, 'f32', undefined, 'W', 'grid.power'], // W
      [30, 'f32', undefined, 'W', 'grid.power.l1'], // WphA
      [32, 'f32', undefined, 'W', 'grid.power.l2'], // WphB
      [34, 'f32', undefined, 'W', 'grid.power.l3'], // WphC
      [60, 'f32', undefined, 'Wh', 'grid.energy.export'], // TotWhExp
      [68, 'f32', undefined, 'Wh', 'grid.energy.import'], // TotWhImp
    ],
  },
  {
    by: 'sunspec-meter',
    models: [[214, 124]],
    model: 214,
    points: [
      [0, 'u16', undefined, '', 'meter_model'], // ID
      [2, 'f32', undefined, 'A', 'ac_current'], // A
      [10, 'f32', undefined, 'V', 'grid.voltage'], // PhV
      [12, 'f32', undefined, 'V', 'grid.voltage.l1'], // PhVphA
      [14, 'f32', undefined, 'V', 'grid.voltage.l2'], // PhVphB
      [16, 'f32', undefined, 'V', 'grid.voltage.l3'], // PhVphC
      [26, 'f32', undefined, 'Hz', 'grid.frequency'], // Hz
      [28, 'f32', undefined, 'W', 'grid.power'], // W
      [30, 'f32', undefined, 'W', 'grid.power.l1'], // WphA
      [32, 'f32', undefined, 'W', 'grid.power.l2'], // WphB
      [34, 'f32', undefined, 'W', 'grid.power.l3'], // WphC
      [60, 'f32', undefined, 'Wh', 'grid.energy.export'], // TotWhExp
      [68, 'f32', undefined, 'Wh', 'grid.energy.import'], // TotWhImp
    ],
  },
  {
    by: 'fronius-gen24',
    models: [[103, 50], [160, 88], [124, 24]],
    model: 103,
    points: [
      [0, 'u16', undefined, '', 'inverter_model'], // ID
      [2, 'u16', 6, 'A', 'ac_current'], // A
      [3, 'u16', 6, 'A', 'ac_current_phase_a'], // AphA
      [4, 'u16', 6, 'A', 'ac_current_phase_b'], // AphB
      [5, 'u16', 6, 'A', 'ac_current_phase_c'], // AphC
      [10, 'u16', 13, 'V', 'grid.voltage.l1'], // PhVphA
      [11, 'u16', 13, 'V', 'grid.voltage.l2'], // PhVphB
      [12, 'u16', 13, 'V', 'grid.voltage.l3'], // PhVphC
      [14, 'i16', 15, 'W', 'ac_power'], // W
      [16, 'u16', 17, 'Hz', 'grid.frequency'], // Hz
      [18, 'i16', 19, 'VA', 'apparent_power'], // VA
      [20, 'i16', 21, 'var', 'reactive_power'], // VAr
      [22, 'i16', 23, '%', 'power_factor'], // PF
      [24, 'u32', 26, 'Wh', 'ac_lifetime_energy'], // WH
      [27, 'u16', 28, 'A', 'dc_current'], // DCA
      [29, 'u16', 30, 'V', 'dc_voltage'], // DCV
      [31, 'i16', 32, 'W', 'dc_power'], // DCW
      [33, 'i16', 37, '°C', 'inverter.temperature'], // TmpCab
      [34, 'i16', 37, '°C', 'heat_sink_temperature'], // TmpSnk
      [39, 'u16', undefined, '', 'vendor_operating_state'], // StVnd
    ],
  },
  {
    by: 'fronius-gen24',
    models: [[103, 50], [160, 88], [124, 24]],
    model: 160,
    points: [
      [8, 'u16', undefined, '', 'number_of_trackers'], // N
      [19, 'u16', 2, 'A', 'pv.current.s1'], // DCA
      [20, 'u16', 3, 'V', 'pv.voltage.s1'], // DCV
      [21, 'u16', 4, 'W', 'pv.power.s1'], // DCW
      [22, 'u32', 5, 'Wh', 'tracker_1_energy'], // DCWH
      [26, 'i16', undefined, '°C', 'tracker_1_temperature'], // Tmp
      [39, 'u16', 2, 'A', 'pv.current.s2'], // DCA
      [40, 'u16', 3, 'V', 'pv.voltage.s2'], // DCV
      [41, 'u16', 4, 'W', 'pv.power.s2'], // DCW
      [42, 'u32', 5, 'Wh', 'tracker_2_energy'], // DCWH
      [46, 'i16', undefined, '°C', 'tracker_2_temperature'], // Tmp
      [59, 'u16', 2, 'A', 'tracker_3_current'], // DCA
      [60, 'u16', 3, 'V', 'tracker_3_voltage'], // DCV
      [61, 'u16', 4, 'W', 'tracker_3_power'], // DCW
      [62, 'u32', 5, 'Wh', 'battery.energy.charge'], // DCWH
      [66, 'i16', undefined, '°C', 'tracker_3_temperature'], // Tmp
      [79, 'u16', 2, 'A', 'tracker_4_current'], // DCA
      [80, 'u16', 3, 'V', 'tracker_4_voltage'], // DCV
      [81, 'u16', 4, 'W', 'tracker_4_power'], // DCW
      [82, 'u32', 5, 'Wh', 'battery.energy.discharge'], // DCWH
      [86, 'i16', undefined, '°C', 'tracker_4_temperature'], // Tmp
    ],
  },
  {
    by: 'fronius-gen24',
    models: [[103, 50], [160, 88], [124, 24]],
    model: 124,
    points: [
      [2, 'u16', 18, 'W', 'maximum_charging_power'], // WChaMax
      [8, 'u16', 22, '%', 'battery.soc'], // ChaState
      [10, 'u16', 24, 'V', 'battery.voltage'], // InBatV
      [15, 'u16', undefined, 's', 'rate_time_out'], // InOutWRte_RvrtTms
    ],
  },
  {
    by: 'solaredge',
    models: [[103, 50], [203, 105]],
    model: 103,
    points: [
      [0, 'u16', undefined, '', 'inverter_model'], // ID
      [2, 'u16', 6, 'A', 'ac_current'], // A
      [3, 'u16', 6, 'A', 'ac_current_phase_a'], // AphA
      [4, 'u16', 6, 'A', 'ac_current_phase_b'], // AphB
      [5, 'u16', 6, 'A', 'ac_current_phase_c'], // AphC
      [10, 'u16', 13, 'V', 'ac_voltage_phase_a'], // PhVphA
      [11, 'u16', 13, 'V', 'ac_voltage_phase_b'], // PhVphB
      [12, 'u16', 13, 'V', 'ac_voltage_phase_c'], // PhVphC
      [14, 'i16', 15, 'W', 'ac_power'], // W
      [16, 'u16', 17, 'Hz', 'frequency'], // Hz
      [18, 'i16', 19, 'VA', 'apparent_power'], // VA
      [20, 'i16', 21, 'var', 'reactive_power'], // VAr
      [22, 'i16', 23, '%', 'power_factor'], // PF
      [24, 'u32', 26, 'Wh', 'pv.energy'], // WH
      [27, 'u16', 28, 'A', 'dc_current'], // DCA
      [29, 'u16', 30, 'V', 'dc_voltage'], // DCV
      [31, 'i16', 32, 'W', 'dc_power'], // DCW
      [33, 'i16', 37, '°C', 'inverter.temperature'], // TmpCab
      [34, 'i16', 37, '°C', 'heat_sink_temperature'], // TmpSnk
      [39, 'u16', undefined, '', 'vendor_operating_state'], // StVnd
    ],
  },
  {
    by: 'solaredge',
    models: [[103, 50], [203, 105]],
    model: 203,
    points: [
      [0, 'u16', undefined, '', 'meter_model'], // ID
      [2, 'i16', 6, 'A', 'ac_current'], // A
      [3, 'i16', 6, 'A', 'ac_current_phase_1'], // AphA
      [4, 'i16', 6, 'A', 'ac_current_phase_2'], // AphB
      [5, 'i16', 6, 'A', 'ac_current_phase_3'], // AphC
      [7, 'i16', 15, 'V', 'grid.voltage'], // PhV
      [8, 'i16', 15, 'V', 'grid.voltage.l1'], // PhVphA
      [9, 'i16', 15, 'V', 'grid.voltage.l2'], // PhVphB
      [10, 'i16', 15, 'V', 'grid.voltage.l3'], // PhVphC
      [16, 'i16', 17, 'Hz', 'grid.frequency'], // Hz
      [18, 'i16', 22, 'W', 'grid.power', -1], // W
      [19, 'i16', 22, 'W', 'grid.power.l1', -1], // WphA
      [20, 'i16', 22, 'W', 'grid.power.l2', -1], // WphB
      [21, 'i16', 22, 'W', 'grid.power.l3', -1], // WphC
      [23, 'i16', 27, 'VA', 'apparent_power'], // VA
      [24, 'i16', 27, 'VA', 'apparent_power_phase_1'], // VAphA
      [25, 'i16', 27, 'VA', 'apparent_power_phase_2'], // VAphB
      [26, 'i16', 27, 'VA', 'apparent_power_phase_3'], // VAphC
      [28, 'i16', 32, 'var', 'reactive_power'], // VAR
      [29, 'i16', 32, 'var', 'reactive_power_phase_1'], // VARphA
      [30, 'i16', 32, 'var', 'reactive_power_phase_2'], // VARphB
      [31, 'i16', 32, 'var', 'reactive_power_phase_3'], // VARphC
      [33, 'i16', 37, '%', 'power_factor'], // PF
      [34, 'i16', 37, '%', 'power_factor_phase_1'], // PFphA
      [35, 'i16', 37, '%', 'power_factor_phase_2'], // PFphB
      [36, 'i16', 37, '%', 'power_factor_phase_3'], // PFphC
      [38, 'u32', 54, 'Wh', 'grid.energy.export'], // TotWhExp
      [40, 'u32', 54, 'Wh', 'grid.energy.export.l1'], // TotWhExpPhA
      [42, 'u32', 54, 'Wh', 'grid.energy.export.l2'], // TotWhExpPhB
      [44, 'u32', 54, 'Wh', 'grid.energy.export.l3'], // TotWhExpPhC
      [46, 'u32', 54, 'Wh', 'grid.energy.import'], // TotWhImp
      [48, 'u32', 54, 'Wh', 'grid.energy.import.l1'], // TotWhImpPhA
      [50, 'u32', 54, 'Wh', 'grid.energy.import.l2'], // TotWhImpPhB
      [52, 'u32', 54, 'Wh', 'grid.energy.import.l3'], // TotWhImpPhC
    ],
  },
  {
    by: 'fronius-meter',
    models: [[203, 105]],
    model: 203,
    points: [
      [0, 'u16', undefined, '', 'meter_model'], // ID
      [2, 'i16', 6, 'A', 'ac_current'], // A
      [3, 'i16', 6, 'A', 'ac_current_phase_1'], // AphA
      [4, 'i16', 6, 'A', 'ac_current_phase_2'], // AphB
      [5, 'i16', 6, 'A', 'ac_current_phase_3'], // AphC
      [7, 'i16', 15, 'V', 'grid.voltage'], // PhV
      [8, 'i16', 15, 'V', 'grid.voltage.l1'], // PhVphA
      [9, 'i16', 15, 'V', 'grid.voltage.l2'], // PhVphB
      [10, 'i16', 15, 'V', 'grid.voltage.l3'], // PhVphC
      [16, 'i16', 17, 'Hz', 'grid.frequency'], // Hz
      [18, 'i16', 22, 'W', 'grid.power'], // W
      [19, 'i16', 22, 'W', 'grid.power.l1'], // WphA
      [20, 'i16', 22, 'W', 'grid.power.l2'], // WphB
      [21, 'i16', 22, 'W', 'grid.power.l3'], // WphC
      [23, 'i16', 27, 'VA', 'apparent_power'], // VA
      [24, 'i16', 27, 'VA', 'apparent_power_phase_1'], // VAphA
      [25, 'i16', 27, 'VA', 'apparent_power_phase_2'], // VAphB
      [26, 'i16', 27, 'VA', 'apparent_power_phase_3'], // VAphC
      [28, 'i16', 32, 'var', 'reactive_power'], // VAR
      [29, 'i16', 32, 'var', 'reactive_power_phase_1'], // VARphA
      [30, 'i16', 32, 'var', 'reactive_power_phase_2'], // VARphB
      [31, 'i16', 32, 'var', 'reactive_power_phase_3'], // VARphC
      [33, 'i16', 37, '%', 'power_factor'], // PF
      [34, 'i16', 37, '%', 'power_factor_phase_1'], // PFphA
      [35, 'i16', 37, '%', 'power_factor_phase_2'], // PFphB
      [36, 'i16', 37, '%', 'power_factor_phase_3'], // PFphC
      [38, 'u32', 54, 'Wh', 'grid.energy.export'], // TotWhExp
      [40, 'u32', 54, 'Wh', 'grid.energy.export.l1'], // TotWhExpPhA
      [42, 'u32', 54, 'Wh', 'grid.energy.export.l2'], // TotWhExpPhB
      [44, 'u32', 54, 'Wh', 'grid.energy.export.l3'], // TotWhExpPhC
      [46, 'u32', 54, 'Wh', 'grid.energy.import'], // TotWhImp
      [48, 'u32', 54, 'Wh', 'grid.energy.import.l1'], // TotWhImpPhA
      [50, 'u32', 54, 'Wh', 'grid.energy.import.l2'], // TotWhImpPhB
      [52, 'u32', 54, 'Wh', 'grid.energy.import.l3'], // TotWhImpPhC
    ],
  },
];
