// What goes out for each setting, literally, kept apart from tables and emulators.
// Source: [vedirect-hex] registers EDF0, 2015 and 0200, little endian
import type { LiteralWrites } from '../../testing.ts';

/** By definition: the setting, what a person says, and the request. */
export const victronWrites: readonly LiteralWrites[] = [
  {
    of: ['vedirect-hex'],
    writes: [
      ['EDF0', '37 A', 'EDF0=7201', '3a384630454430303732303146440a'],
      ['2015', '37 A', '2015=7201', '3a383135323030303732303141350a'],
      ['0200', 'on', '0200=01', '3a38303030323030303134410a'],
      ['0200', 'off', '0200=04', '3a38303030323030303434370a'],
    ],
  },
];
