// The definitions of devices that speak Modbus, in the order people see them.
import type { PolledDefinition } from './definition.ts';
import { deyeMicro, deyeString } from './deye/deye-grid.ts';
import { deyeP1, deyeP3, deyeP3Hv } from './deye/deye-hybrid.ts';
import { sdm120, sdm630, sdm72 } from './eastron/sdm.ts';
import { goodweDt } from './goodwe/goodwe-dt.ts';
import { goodweEs } from './goodwe/goodwe-es.ts';
import { goodweEt } from './goodwe/goodwe-et.ts';
import { growattMin, growattMod, growattSpf, growattSph, growattSphTl3 } from './growatt/growatt.ts';
import { huaweiSun2000 } from './huawei/sun2000.ts';
import { pzem004t } from './pzem/pzem-004t.ts';
import { pzem017 } from './pzem/pzem-017.ts';
import { smaHybrid, smaInverter } from './sma/sma.ts';
import { srneController } from './srne/srne.ts';
import {
  enphaseModbus,
  fimer,
  froniusGen24,
  froniusMeter,
  froniusSymo,
  kostalPlenticore,
  smaSunspec,
  solaredge,
  sunspecInverter,
  sunspecMeter,
} from './sunspec/makers.ts';
import { sungrowHybrid } from './sungrow/sungrow-hybrid.ts';

/** All of them. */
export const modbusDefinitions: readonly PolledDefinition[] = Object.freeze([
  sungrowHybrid,
  huaweiSun2000,
  growattSph,
  growattSphTl3,
  growattMin,
  growattMod,
  growattSpf,
  goodweEt,
  goodweEs,
  goodweDt,
  deyeP1,
  deyeP3,
  deyeP3Hv,
  deyeString,
  deyeMicro,
  smaInverter,
  smaHybrid,
  srneController,
  froniusGen24,
  froniusSymo,
  froniusMeter,
  solaredge,
  kostalPlenticore,
  fimer,
  enphaseModbus,
  smaSunspec,
  sunspecInverter,
  sunspecMeter,
  sdm630,
  sdm72,
  sdm120,
  pzem004t,
  pzem017,
]);
