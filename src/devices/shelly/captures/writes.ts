// What goes out for each setting, literally, kept apart from tables and emulators.
// Source: [shelly-rpc] Switch.Set, Switch.Toggle; [shelly-gen1] MQTT, HTTP
import type { LiteralWrites } from '../../testing.ts';

/** By definition: the setting, what a person says, and the request. */
export const shellyWrites: readonly LiteralWrites[] = [
  {
    of: ['shelly-pro3-http', 'shelly-pro3'],
    writes: [
      ['switch_0', 'on', 'Switch.Set {"id":0,"on":true}'],
      ['switch_0', 'off', 'Switch.Set {"id":0,"on":false}'],
      ['switch_0_toggle', '', 'Switch.Toggle {"id":0}'],
      ['switch_0_on_for', '90 s', 'Switch.Set {"id":0,"on":true,"toggle_after":90}'],
      ['switch_0_off_for', '90 s', 'Switch.Set {"id":0,"on":false,"toggle_after":90}'],
      ['switch_1', 'on', 'Switch.Set {"id":1,"on":true}'],
      ['switch_1', 'off', 'Switch.Set {"id":1,"on":false}'],
      ['switch_1_toggle', '', 'Switch.Toggle {"id":1}'],
      ['switch_1_on_for', '90 s', 'Switch.Set {"id":1,"on":true,"toggle_after":90}'],
      ['switch_1_off_for', '90 s', 'Switch.Set {"id":1,"on":false,"toggle_after":90}'],
      ['switch_2', 'on', 'Switch.Set {"id":2,"on":true}'],
      ['switch_2', 'off', 'Switch.Set {"id":2,"on":false}'],
      ['switch_2_toggle', '', 'Switch.Toggle {"id":2}'],
      ['switch_2_on_for', '90 s', 'Switch.Set {"id":2,"on":true,"toggle_after":90}'],
      ['switch_2_off_for', '90 s', 'Switch.Set {"id":2,"on":false,"toggle_after":90}'],
    ],
  },
  {
    of: ['shelly-switch'],
    writes: [
      ['switch_0', 'on', 'Switch.Set {"id":0,"on":true}'],
      ['switch_0', 'off', 'Switch.Set {"id":0,"on":false}'],
      ['switch_0_toggle', '', 'Switch.Toggle {"id":0}'],
      ['switch_0_on_for', '90 s', 'Switch.Set {"id":0,"on":true,"toggle_after":90}'],
      ['switch_0_off_for', '90 s', 'Switch.Set {"id":0,"on":false,"toggle_after":90}'],
    ],
  },
  {
    of: ['shelly-gen1'],
    writes: [
      ['relay_0', 'on', 'relay/0/command on'],
      ['relay_0', 'off', 'relay/0/command off'],
      ['relay_0_toggle', '', 'relay/0/command toggle'],
      ['relay_0_on_for', '90 s', 'relay/0/timer on 90'],
      ['relay_0_off_for', '90 s', 'relay/0/timer off 90'],
      ['relay_1', 'on', 'relay/1/command on'],
      ['relay_1', 'off', 'relay/1/command off'],
      ['relay_1_toggle', '', 'relay/1/command toggle'],
      ['relay_1_on_for', '90 s', 'relay/1/timer on 90'],
      ['relay_1_off_for', '90 s', 'relay/1/timer off 90'],
      ['relay_2', 'on', 'relay/2/command on'],
      ['relay_2', 'off', 'relay/2/command off'],
      ['relay_2_toggle', '', 'relay/2/command toggle'],
      ['relay_2_on_for', '90 s', 'relay/2/timer on 90'],
      ['relay_2_off_for', '90 s', 'relay/2/timer off 90'],
      ['relay_3', 'on', 'relay/3/command on'],
      ['relay_3', 'off', 'relay/3/command off'],
      ['relay_3_toggle', '', 'relay/3/command toggle'],
      ['relay_3_on_for', '90 s', 'relay/3/timer on 90'],
      ['relay_3_off_for', '90 s', 'relay/3/timer off 90'],
    ],
  },
  {
    of: ['shelly-gen1-em', 'shelly-gen1-3em'],
    writes: [
      ['relay_0', 'on', 'relay/0/command on'],
      ['relay_0', 'off', 'relay/0/command off'],
      ['relay_0_toggle', '', 'relay/0/command toggle'],
      ['relay_0_on_for', '90 s', 'relay/0/timer on 90'],
      ['relay_0_off_for', '90 s', 'relay/0/timer off 90'],
    ],
  },
];
