// What goes out for each setting, literally, kept apart from tables and emulators.
// Source: [shelly-rpc] Switch.Set
import type { LiteralWrites } from '../../testing.ts';

/** By definition: the setting, what a person says, and the request. */
export const shellyWrites: readonly LiteralWrites[] = [
  {
    of: ['shelly-pro3-http', 'shelly-pro3'],
    writes: [
      ['switch_0', 'on', 'Switch.Set {"id":0,"on":true}'],
      ['switch_0', 'off', 'Switch.Set {"id":0,"on":false}'],
      ['switch_1', 'on', 'Switch.Set {"id":1,"on":true}'],
      ['switch_1', 'off', 'Switch.Set {"id":1,"on":false}'],
      ['switch_2', 'on', 'Switch.Set {"id":2,"on":true}'],
      ['switch_2', 'off', 'Switch.Set {"id":2,"on":false}'],
    ],
  },
];
