// What goes out for each setting, literally, kept apart from tables and emulators.
// Source: [warp] evse/external_current (mA, 0 blocks the slot), external_clear_on_disconnect, external_enabled; start_charging, stop_charging, ev_wakeup; power_manager/external_control
import type { LiteralWrites } from '../../testing.ts';

/** By definition: the setting, what a person says, and the request. */
export const warpWrites: readonly LiteralWrites[] = [
  {
    of: ['warp', 'warp3'],
    writes: [
      ['external_current', '16 A', 'evse/external_current_update {"current":16000}'],
      ['external_current', '6.5 A', 'evse/external_current_update {"current":6500}'],
      ['external_current', '0 A', 'evse/external_current_update {"current":0}'],
      ['clear_on_disconnect', 'on', 'evse/external_clear_on_disconnect_update {"clear_on_disconnect":true}'],
      ['clear_on_disconnect', 'off', 'evse/external_clear_on_disconnect_update {"clear_on_disconnect":false}'],
      ['external_enabled', 'on', 'evse/external_enabled_update {"enabled":true}'],
      ['external_enabled', 'off', 'evse/external_enabled_update {"enabled":false}'],
      ['charging', 'on', 'evse/start_charging null'],
      ['charging', 'off', 'evse/stop_charging null'],
      ['ev_wakeup', 'on', 'evse/ev_wakeup_update {"enabled":true}'],
      ['ev_wakeup', 'off', 'evse/ev_wakeup_update {"enabled":false}'],
    ],
  },
  {
    of: ['warp3'],
    writes: [
      ['phases_wanted', '3', 'power_manager/external_control_update {"phases_wanted":3}'],
      ['phases_wanted', '1', 'power_manager/external_control_update {"phases_wanted":1}'],
    ],
  },
];
