// What goes out for each setting, literally, kept apart from tables and emulators.
// Source: marcelblijleven/goodwe et.py; EMS modes: table 8-16 of the maker as OpenEMS keeps it
import type { LiteralWrites } from '../../testing.ts';

/** By definition: the setting, what a person says, and the request. */
export const goodweWrites: readonly LiteralWrites[] = [
  {
    of: ['goodwe-et'],
    writes: [
      ['operation_mode', 'General', 'write 47000 0'],
      ['operation_mode', 'Backup', 'write 47000 2'],
      ['operation_mode', 'Eco', 'write 47000 3'],
      ['operation_mode', 'Self-use', 'write 47000 5'],
      ['on_grid_minimum_charge', '37 %', 'write 45356 37'],
      ['export_limit_enabled', 'Off', 'write 47509 0'],
      ['export_limit_enabled', 'On', 'write 47509 1'],
      ['export_limit', '11100 W', 'write 47510 11100'],
      ['ems_mode', 'Auto', 'write 47511 1'],
      ['ems_mode', 'Charge, sun first', 'write 47511 2'],
      ['ems_mode', 'Discharge, sun first', 'write 47511 3'],
      ['ems_mode', 'Conserve', 'write 47511 6'],
      ['ems_mode', 'Battery standby', 'write 47511 8'],
      ['ems_mode', 'Charge battery', 'write 47511 11'],
      ['ems_mode', 'Discharge battery', 'write 47511 12'],
      ['ems_power', '3700 W', 'write 47512 3700'],
    ],
  },
];
