// What goes out for each setting, literally, kept apart from tables and emulators.
// Source: mkaiser/Sungrow-SHx-Inverter-Modbus-Home-Assistant: address and scale of each holding register, AA and 55 for on and
// off
import type { LiteralWrites } from '../../testing.ts';

/** By definition: the setting, what a person says, and the request. */
export const sungrowWrites: readonly LiteralWrites[] = [
  {
    of: ['sungrow-hybrid'],
    writes: [
      ['ems_mode', 'Self-consumption', 'write 13049 0'],
      ['ems_mode', 'Forced', 'write 13049 2'],
      ['ems_mode', 'External EMS', 'write 13049 3'],
      ['forced_charge_or_discharge', 'Charge', 'write 13050 170'],
      ['forced_charge_or_discharge', 'Discharge', 'write 13050 187'],
      ['forced_charge_or_discharge', 'Stop', 'write 13050 204'],
      ['forced_power', '3920 W', 'write 13051 3920'],
      ['battery_max_soc', '69 %', 'write 13057 690'],
      ['battery_min_soc', '19 %', 'write 13058 190'],
      ['export_power_limit', '9250 W', 'write 13073 9250'],
      ['export_power_limit_mode', 'Off', 'write 13086 85'],
      ['export_power_limit_mode', 'On', 'write 13086 170'],
      ['active_power_limitation', 'Off', 'write 13088 85'],
      ['active_power_limitation', 'On', 'write 13088 170'],
      ['active_power_limitation_ratio', '37 %', 'write 13089 370'],
      ['battery_reserved_soc_for_backup', '37 %', 'write 13099 37'],
      ['battery_max_charge_power', '3930 W', 'write 33046 393'],
      ['battery_max_discharge_power', '3930 W', 'write 33047 393'],
    ],
  },
];
