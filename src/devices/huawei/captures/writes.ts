// What goes out for each setting, literally, kept apart from tables and emulators.
// Source: wlcrs/huawei-solar-lib registers.py: address, type and gain of each register (47081: U16, %, gain 10)
import type { LiteralWrites } from '../../testing.ts';

/** By definition: the setting, what a person says, and the request. */
export const huaweiWrites: readonly LiteralWrites[] = [
  {
    of: ['huawei-sun2000'],
    writes: [
      ['storage_maximum_charging_power', '11100 W', 'write-block 47075 0 11100'],
      ['storage_maximum_discharging_power', '11100 W', 'write-block 47077 0 11100'],
      ['storage_charging_cutoff', '93.7 %', 'write 47081 937'],
      ['storage_discharging_cutoff', '7.4 %', 'write 47082 74'],
      ['storage_working_mode', 'Maximise self-consumption', 'write 47086 2'],
      ['storage_working_mode', 'Feed in fully', 'write 47086 4'],
      ['storage_working_mode', 'Time of use (LUNA2000)', 'write 47086 5'],
      ['charge_from_grid', 'Off', 'write 47087 0'],
      ['charge_from_grid', 'On', 'write 47087 1'],
      ['grid_charge_cutoff', '49.6 %', 'write 47088 496'],
      ['forced_charge_or_discharge_period', '31980 s', 'write 47083 533'],
      ['forced_target_charge', '37 %', 'write 47101 370'],
      ['forced_target', 'Time', 'write 47246 0'],
      ['forced_target', 'State of charge', 'write 47246 1'],
      ['forced_charge_power', '11100 W', 'write-block 47247 0 11100'],
      ['forced_discharge_power', '11100 W', 'write-block 47249 0 11100'],
      ['forced_charge_or_discharge', 'Stop', 'write 47100 0'],
      ['forced_charge_or_discharge', 'Charge', 'write 47100 1'],
      ['forced_charge_or_discharge', 'Discharge', 'write 47100 2'],
      ['active_power_control', 'Unlimited', 'write 47415 0'],
      ['active_power_control', 'No feed-in', 'write 47415 5'],
      ['active_power_control', 'Limited power', 'write 47415 6'],
      ['active_power_control', 'Limited share', 'write 47415 7'],
      ['maximum_feed_in_power', '37000 W', 'write-block 47416 0 37000'],
      ['maximum_feed_in_share', '37 %', 'write 47418 370'],
      ['active_power_share', '37 %', 'write 40125 370'],
      ['active_power_limit', '37000 W', 'write-block 40126 0 37000'],
    ],
  },
];
