// What goes out for each setting, literally, kept apart from tables and emulators.
// Source: Peacefair: user manuals of PZEM-004T-100A and PZEM-003/017, §3
import type { LiteralWrites } from '../../testing.ts';

/** By definition: the setting, what a person says, and the request. */
export const pzemWrites: readonly LiteralWrites[] = [
  {
    of: ['pzem-004t'],
    writes: [
      ['power_alarm_threshold', '9251 W', 'write 1 9251'],
    ],
  },
  {
    of: ['pzem-004t', 'pzem-017'],
    writes: [
      ['unit_address', '92', 'write 2 92'],
      ['reset_energy', '', 'call 66'],
    ],
  },
  {
    of: ['pzem-017'],
    writes: [
      ['high_voltage_alarm_threshold', '132.65 V', 'write 0 13265'],
      ['low_voltage_alarm_threshold', '130.13 V', 'write 1 13013'],
      ['current_range', '100 A', 'write 3 0'],
      ['current_range', '50 A', 'write 3 1'],
      ['current_range', '200 A', 'write 3 2'],
      ['current_range', '300 A', 'write 3 3'],
    ],
  },
];
