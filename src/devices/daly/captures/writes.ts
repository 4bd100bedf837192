// What goes out for each setting, literally, kept apart from tables and emulators.
// Source: [daly-uart] commands D9 and DA
import type { LiteralWrites } from '../../testing.ts';

/** By definition: the setting, what a person says, and the request. */
export const dalyWrites: readonly LiteralWrites[] = [
  {
    of: ['daly', 'daly-inverted'],
    writes: [
      ['DA', 'on', 'DA=01', 'a580da08010000000000000008'],
      ['DA', 'off', 'DA=00', 'a580da08000000000000000007'],
      ['D9', 'on', 'D9=01', 'a580d908010000000000000007'],
      ['D9', 'off', 'D9=00', 'a580d908000000000000000006'],
    ],
  },
  {
    of: ['daly40', 'daly40-inverted'],
    writes: [
      ['DA', 'on', 'DA=01', 'a540da080100000000000000c8'],
      ['DA', 'off', 'DA=00', 'a540da080000000000000000c7'],
      ['D9', 'on', 'D9=01', 'a540d9080100000000000000c7'],
      ['D9', 'off', 'D9=00', 'a540d9080000000000000000c6'],
    ],
  },
];
