// What goes out for each setting, literally, kept apart from tables and emulators.
// Source: evcc sma-hybrid.yaml: registers 40236 and 40793 to 40799, 32 bits each
import type { LiteralWrites } from '../../testing.ts';

/** By definition: the setting, what a person says, and the request. */
export const smaWrites: readonly LiteralWrites[] = [
  {
    of: ['sma-hybrid'],
    writes: [
      ['battery_operating_mode', 'Off', 'write-block 40236 0 303'],
      ['battery_operating_mode', 'Charge', 'write-block 40236 0 2289'],
      ['battery_operating_mode', 'Discharge', 'write-block 40236 0 2290'],
      ['battery_operating_mode', 'Default', 'write-block 40236 0 2424'],
      ['least_charging_power', '7400 W', 'write-block 40793 0 7400'],
      ['most_charging_power', '7400 W', 'write-block 40795 0 7400'],
      ['least_discharging_power', '7400 W', 'write-block 40797 0 7400'],
      ['most_discharging_power', '7400 W', 'write-block 40799 0 7400'],
    ],
  },
  // evcc sma-sbs-modbus: 40149 S32 W, 40151 U32 802 active, 803 inactive; − is charging.
  {
    of: ['sma-battery'],
    writes: [
      ['power_set_point', '-2500 W', 'write-block 40149 65535 63036'],
      ['power_set_point_active', 'On', 'write-block 40151 0 802'],
      ['power_set_point_active', 'Off', 'write-block 40151 0 803'],
    ],
  },
];
