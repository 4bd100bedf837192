// What goes out for each setting, literally, kept apart from tables and emulators.
// Source: [tasmota-mqtt] Commands, Power<x>
import type { LiteralWrites } from '../../testing.ts';

/** By definition: the setting, what a person says, and the request. */
export const tasmotaWrites: readonly LiteralWrites[] = [
  {
    of: ['tasmota-plug'],
    writes: [
      ['power_1', 'on', '{cmnd}/POWER1 ON'],
      ['power_1', 'off', '{cmnd}/POWER1 OFF'],
      ['power_1_toggle', '', '{cmnd}/POWER1 TOGGLE'],
      ['power_2', 'on', '{cmnd}/POWER2 ON'],
      ['power_2', 'off', '{cmnd}/POWER2 OFF'],
      ['power_2_toggle', '', '{cmnd}/POWER2 TOGGLE'],
      ['power_3', 'on', '{cmnd}/POWER3 ON'],
      ['power_3', 'off', '{cmnd}/POWER3 OFF'],
      ['power_3_toggle', '', '{cmnd}/POWER3 TOGGLE'],
      ['power_4', 'on', '{cmnd}/POWER4 ON'],
      ['power_4', 'off', '{cmnd}/POWER4 OFF'],
      ['power_4_toggle', '', '{cmnd}/POWER4 TOGGLE'],
      ['power_5', 'on', '{cmnd}/POWER5 ON'],
      ['power_5', 'off', '{cmnd}/POWER5 OFF'],
      ['power_5_toggle', '', '{cmnd}/POWER5 TOGGLE'],
      ['power_6', 'on', '{cmnd}/POWER6 ON'],
      ['power_6', 'off', '{cmnd}/POWER6 OFF'],
      ['power_6_toggle', '', '{cmnd}/POWER6 TOGGLE'],
      ['power_7', 'on', '{cmnd}/POWER7 ON'],
      ['power_7', 'off', '{cmnd}/POWER7 OFF'],
      ['power_7_toggle', '', '{cmnd}/POWER7 TOGGLE'],
      ['power_8', 'on', '{cmnd}/POWER8 ON'],
      ['power_8', 'off', '{cmnd}/POWER8 OFF'],
      ['power_8_toggle', '', '{cmnd}/POWER8 TOGGLE'],
    ],
  },
];
