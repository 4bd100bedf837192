// What goes out for each setting, literally, kept apart from tables and emulators.
// Source: [esphome-mqtt] switch
import type { LiteralWrites } from '../../testing.ts';

/** By definition: the setting, what a person says, and the request. */
export const esphomeWrites: readonly LiteralWrites[] = [
  {
    of: ['esphome-plug'],
    writes: [
      ['relay', 'on', 'switch/relay/command ON'],
      ['relay', 'off', 'switch/relay/command OFF'],
      ['relay_2', 'on', 'switch/relay_2/command ON'],
      ['relay_2', 'off', 'switch/relay_2/command OFF'],
      ['relay_3', 'on', 'switch/relay_3/command ON'],
      ['relay_3', 'off', 'switch/relay_3/command OFF'],
      ['relay_4', 'on', 'switch/relay_4/command ON'],
      ['relay_4', 'off', 'switch/relay_4/command OFF'],
    ],
  },
  {
    of: ['esphome-native-plug'],
    writes: ['relay', 'relay_2', 'relay_3', 'relay_4'].flatMap((name): LiteralWrites['writes'] => [
      [name, 'on', `switch/${name}/command ON`],
      [name, 'off', `switch/${name}/command OFF`],
    ]),
  },
  {
    of: ['esphome-native-battery'],
    writes: [
      ['charging', 'on', 'switch/charging/command ON'],
      ['charging', 'off', 'switch/charging/command OFF'],
      ['discharging', 'on', 'switch/discharging/command ON'],
      ['discharging', 'off', 'switch/discharging/command OFF'],
    ],
  },
];
