// What goes out for each setting, literally, kept apart from tables and emulators.
// Source: [jbd] register E1: its bits switch off
import type { LiteralWrites } from '../../testing.ts';

/** By definition: the setting, what a person says, and the request. */
export const jbdWrites: readonly LiteralWrites[] = [
  {
    of: ['jbd'],
    writes: [
      ['E1', 'both on', 'E1=0000', 'dd5ae1020000ff1d77'],
      ['E1', 'charging off', 'E1=0001', 'dd5ae1020001ff1c77'],
      ['E1', 'discharging off', 'E1=0002', 'dd5ae1020002ff1b77'],
      ['E1', 'both off', 'E1=0003', 'dd5ae1020003ff1a77'],
    ],
  },
];
