// What goes out for each setting, literally, kept apart from tables and emulators.
// Source: [ocpp-16]; the words between device and central system are ours.
import type { LiteralWrites } from '../../testing.ts';

/** By definition: the setting, what a person says, and the request. */
export const ocppWrites: readonly LiteralWrites[] = [
  {
    of: ['ocpp16'],
    writes: [
      ['enabled', 'on', 'enabled on'],
      ['enabled', 'off', 'enabled off'],
      ['limit', '16 A', 'limit 16'],
      ['phases', '3', 'phases 3'],
      ['start', '', 'start'],
      ['stop', '', 'stop'],
      ['unlock', '', 'unlock'],
      ['reset', '', 'reset Soft'],
    ],
  },
];
