// What goes out for each setting, literally, kept apart from tables and emulators.
// Source: [homesync-nodes] command/relay
import type { LiteralWrites } from '../../testing.ts';

/** By definition: the setting, what a person says, and the request. */
export const homesyncWrites: readonly LiteralWrites[] = [
  {
    of: ['homesync-node', 'homesync-meter'],
    writes: [
      ['relay_1', 'on', 'command/relay {"command":"on","relay":1}'],
      ['relay_1', 'off', 'command/relay {"command":"off","relay":1}'],
      ['relay_1_toggle', '', 'command/relay {"command":"toggle","relay":1}'],
      ['relay_2', 'on', 'command/relay {"command":"on","relay":2}'],
      ['relay_2', 'off', 'command/relay {"command":"off","relay":2}'],
      ['relay_2_toggle', '', 'command/relay {"command":"toggle","relay":2}'],
      ['relay_3', 'on', 'command/relay {"command":"on","relay":3}'],
      ['relay_3', 'off', 'command/relay {"command":"off","relay":3}'],
      ['relay_3_toggle', '', 'command/relay {"command":"toggle","relay":3}'],
      ['relay_4', 'on', 'command/relay {"command":"on","relay":4}'],
      ['relay_4', 'off', 'command/relay {"command":"off","relay":4}'],
      ['relay_4_toggle', '', 'command/relay {"command":"toggle","relay":4}'],
    ],
  },
];
