// What goes out for each setting, literally, kept apart from tables and emulators.
// Source: [zigbee2mqtt] /set
import type { LiteralWrites } from '../../testing.ts';

/** By definition: the setting, what a person says, and the request. */
export const zigbee2mqttWrites: readonly LiteralWrites[] = [
  {
    of: ['zigbee2mqtt-plug'],
    writes: [
      ['relay_1', 'on', 'set {"state":"ON"}'],
      ['relay_1', 'off', 'set {"state":"OFF"}'],
      ['relay_2', 'on', 'set {"state_l2":"ON"}'],
      ['relay_2', 'off', 'set {"state_l2":"OFF"}'],
      ['relay_3', 'on', 'set {"state_l3":"ON"}'],
      ['relay_3', 'off', 'set {"state_l3":"OFF"}'],
      ['relay_4', 'on', 'set {"state_l4":"ON"}'],
      ['relay_4', 'off', 'set {"state_l4":"OFF"}'],
    ],
  },
];
