// What goes out for each setting, literally, kept apart from tables and emulators.
// Source: SRNE "MODBUS Protocol for Energy Storage Inverter" V1.96, areas P05 and P07: E204 output priority 0 solar, 1 line, 2 sbu; E20F
// charging priority 0 PV first, 1 AC first, 2 both, 3 PV only; E205 and E20A in tenths of an ampere; E00F, E01D, E01F, E020 in percent.
import type { LiteralWrites } from '../../testing.ts';

/** By definition: the setting, what a person says, and the request. */
export const srneWrites: readonly LiteralWrites[] = [
  {
    of: ['srne-hybrid'],
    writes: [
      ['output_priority', 'Solar', 'write 57860 0'],
      ['output_priority', 'Grid', 'write 57860 1'],
      ['output_priority', 'Solar, battery, grid', 'write 57860 2'],
      ['charging_priority', 'PV first', 'write 57871 0'],
      ['charging_priority', 'Grid first', 'write 57871 1'],
      ['charging_priority', 'PV and grid', 'write 57871 2'],
      ['charging_priority', 'PV only', 'write 57871 3'],
      ['charging_current_limit', '80 A', 'write 57866 800'],
      ['charging_current_from_the_grid_limit', '60 A', 'write 57861 600'],
      ['discharge_cut_off_soc', '5 %', 'write 57359 5'],
      ['charge_cut_off_soc', '100 %', 'write 57373 100'],
      ['soc_to_the_grid', '10 %', 'write 57375 10'],
      ['soc_to_the_battery', '100 %', 'write 57376 100'],
    ],
  },
];
