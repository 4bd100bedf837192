// Every emulated Modbus device, by the id of the definition it is read by.
import type { Emulator, ReadPlant } from './emulator.ts';
import { deyeMakers } from './modbus-deye.ts';
import { goodweMakers } from './goodwe-emulator.ts';
import { growattMakers } from './modbus-growatt.ts';
import { createHuawei } from './modbus-huawei.ts';
import { createPzem004t, createPzem017, createSdm120, createSdm630, createSdm72 } from './modbus-meters.ts';
import { createSmaHybrid, createSmaInverter, createSrne } from './modbus-sma.ts';
import { createSungrow } from './modbus-sungrow.ts';
import { sunspecMakers } from './modbus-sunspec.ts';

/** Makers of emulators by definition. */
export const modbusMakers: Readonly<Record<string, (read: ReadPlant) => Emulator>> = {
  'pzem-004t': createPzem004t,
  'pzem-017': createPzem017,
  'eastron-sdm630': createSdm630,
  'eastron-sdm72': createSdm72,
  'eastron-sdm120': createSdm120,
  'sungrow-hybrid': createSungrow,
  'huawei-sun2000': createHuawei,
  ...growattMakers,
  ...deyeMakers,
  'sma-inverter': createSmaInverter,
  'sma-hybrid': createSmaHybrid,
  srne: createSrne,
  ...goodweMakers,
  ...sunspecMakers,
};
