// What goes out for each setting, literally, kept apart from tables and emulators.
// Source: SunSpec models 123, 124 and 704 where the usual maps of the makers have them (Fronius: 123 at 40229, 124 at 40345);
// SolarEdge: E004 to E010, floats low word first
import type { LiteralWrites } from '../../testing.ts';

/** By definition: the setting, what a person says, and the request. */
export const sunspecWrites: readonly LiteralWrites[] = [
  {
    of: ['fronius-gen24'],
    writes: [
      ['power_limit', '37 %', 'write 40232 37'],
      ['power_limit_time_out', '1332 s', 'write 40234 1332'],
      ['power_limit_enabled', 'Off', 'write 40236 0'],
      ['power_limit_enabled', 'On', 'write 40236 1'],
      ['connection_to_the_grid', 'Disconnect', 'write 40231 0'],
      ['connection_to_the_grid', 'Connect', 'write 40231 1'],
      ['storage_control_mode', 'No limits', 'write 40348 0'],
      ['storage_control_mode', 'Charge limited', 'write 40348 1'],
      ['storage_control_mode', 'Discharge limited', 'write 40348 2'],
      ['storage_control_mode', 'Both limited', 'write 40348 3'],
      ['minimum_reserve', '37 %', 'write 40350 37'],
      ['discharge_rate', '-26 %', 'write 40355 65510'],
      ['charge_rate', '-26 %', 'write 40356 65510'],
      ['rate_time_out', '1332 s', 'write 40358 1332'],
      ['charging_from_the_grid', 'PV only', 'write 40360 0'],
      ['charging_from_the_grid', 'Grid allowed', 'write 40360 1'],
    ],
  },
  {
    of: ['fronius-symo'],
    writes: [
      ['power_limit', '37 %', 'write 40242 37'],
      ['power_limit_time_out', '1332 s', 'write 40244 1332'],
      ['power_limit_enabled', 'Off', 'write 40246 0'],
      ['power_limit_enabled', 'On', 'write 40246 1'],
      ['connection_to_the_grid', 'Disconnect', 'write 40241 0'],
      ['connection_to_the_grid', 'Connect', 'write 40241 1'],
    ],
  },
  {
    of: ['solaredge'],
    writes: [
      ['storage_control', 'Off', 'write 57348 0'],
      ['storage_control', 'Maximise self-consumption', 'write 57348 1'],
      ['storage_control', 'Time of use', 'write 57348 2'],
      ['storage_control', 'Backup only', 'write 57348 3'],
      ['storage_control', 'Remote', 'write 57348 4'],
      ['ac_charge_policy', 'Never', 'write 57349 0'],
      ['ac_charge_policy', 'Always', 'write 57349 1'],
      ['backup_reserve', '37 %', 'write-block 57352 0 16916'],
      ['default_command', 'Off', 'write 57354 0'],
      ['default_command', 'Charge from clipped sun', 'write 57354 1'],
      ['default_command', 'Charge from the sun', 'write 57354 2'],
      ['default_command', 'Charge from sun and grid', 'write 57354 3'],
      ['default_command', 'Discharge into the grid', 'write 57354 4'],
      ['default_command', 'Discharge for the home', 'write 57354 5'],
      ['default_command', 'Maximise self-consumption', 'write 57354 7'],
      ['remote_time_out', '31968 s', 'write-block 57355 31968 0'],
      ['remote_time_out', '86400 s', 'write-block 57355 20864 1'],
      ['remote_command', 'Off', 'write 57357 0'],
      ['remote_command', 'Charge from clipped sun', 'write 57357 1'],
      ['remote_command', 'Charge from the sun', 'write 57357 2'],
      ['remote_command', 'Charge from sun and grid', 'write 57357 3'],
      ['remote_command', 'Discharge into the grid', 'write 57357 4'],
      ['remote_command', 'Discharge for the home', 'write 57357 5'],
      ['remote_command', 'Maximise self-consumption', 'write 57357 7'],
      ['remote_charge_limit', '18500 W', 'write-block 57358 34816 18064'],
      ['remote_discharge_limit', '18500 W', 'write-block 57360 34816 18064'],
    ],
  },
  {
    of: ['fimer', 'sma-sunspec', 'sunspec'],
    writes: [
      ['power_limit', '37 %', 'write 40233 37'],
      ['power_limit_time_out', '1332 s', 'write 40235 1332'],
      ['power_limit_enabled', 'Off', 'write 40237 0'],
      ['power_limit_enabled', 'On', 'write 40237 1'],
      ['connection_to_the_grid', 'Disconnect', 'write 40232 0'],
      ['connection_to_the_grid', 'Connect', 'write 40232 1'],
    ],
  },
  // Model 123 follows 120 at once in the map a Plenticore was walked with: it starts at 40212.
  {
    of: ['kostal-plenticore'],
    writes: [
      ['power_limit', '37 %', 'write 40217 37'],
      ['power_limit_time_out', '1332 s', 'write 40219 1332'],
      ['power_limit_enabled', 'Off', 'write 40221 0'],
      ['power_limit_enabled', 'On', 'write 40221 1'],
      ['connection_to_the_grid', 'Disconnect', 'write 40216 0'],
      ['connection_to_the_grid', 'Connect', 'write 40216 1'],
    ],
  },
  {
    of: ['enphase-modbus'],
    writes: [
      ['active_power_limit', '37 %', 'write 40311 37'],
      ['active_power_limit_enabled', 'Off', 'write 40310 0'],
      ['active_power_limit_enabled', 'On', 'write 40310 1'],
    ],
  },
  {
    of: ['solaredge'],
    writes: [
      ['ac_charge_policy', 'Fixed energy', 'write 57349 2'],
      ['ac_charge_policy', 'Share of production', 'write 57349 3'],
      // 1000 is 0x447A0000.
      ['ac_charge_limit', '1000', 'write-block 57350 0 17530'],
    ],
  },
];
