// The battery management systems and Victron's devices, in the order people see them and links are probed.
import { daly, daly40, daly40Inverted, dalyInverted } from './daly/daly.ts';
import type { Definition } from './definition.ts';
import { jbd } from './jbd/jbd.ts';
import { jk02, jk04, jkPb } from './jikong/jk02.ts';
import { jk485 } from './jikong/jk485.ts';
import { pace } from './pace/pace.ts';
import { pylontech } from './pylontech/pylontech.ts';
import { seplosV2 } from './seplos/seplos-v2.ts';
import { vedirect, vedirectMonitor } from './victron/vedirect.ts';
import { vedirectHex, vedirectHexMonitor } from './victron/vedirect-hex.ts';

/** Battery management systems by UART, RS485 and records. */
export const batteryDefinitions: readonly Definition[] = Object.freeze([
  jkPb,
  jk02,
  jk04,
  jk485,
  daly,
  daly40,
  dalyInverted,
  daly40Inverted,
  jbd,
  pylontech,
  seplosV2,
  pace,
]);

/** Victron's devices by VE.Direct; those that speak by themselves are listened to before any is asked. */
export const victronDefinitions: readonly Definition[] = Object.freeze([
  vedirect,
  vedirectMonitor,
  vedirectHex,
  vedirectHexMonitor,
]);
