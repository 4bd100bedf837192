// What goes out for each setting, literally, kept apart from tables and emulators.
// Source: [opendtu] cmd/limit_nonpersistent_absolute
import type { LiteralWrites } from '../../testing.ts';

/** By definition: the setting, what a person says, and the request. */
export const openDtuWrites: readonly LiteralWrites[] = [
  {
    of: ['opendtu'],
    writes: [
      ['limit', '600 W', 'cmd/limit_nonpersistent_absolute 600'],
    ],
  },
];
