// Every definition Solstead knows: the one list of them, in the order people see them and links are probed.
import { because } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
import type { Definition } from './definition.ts';
import { withNearest } from './nearest.ts';
import { daly, daly40, daly40Inverted, dalyInverted } from './daly/daly.ts';
import { dalyModbus } from './daly/daly-modbus.ts';
import { deyeMicro, deyeString } from './deye/deye-grid.ts';
import { deyeP1, deyeP3, deyeP3Hv } from './deye/deye-hybrid.ts';
import { sdm120, sdm630, sdm72, sdm72v1 } from './eastron/sdm.ts';
import { froniusSolarApi } from './fronius/solar-api.ts';
import { goodweDt } from './goodwe/goodwe-dt.ts';
import { goodweEs } from './goodwe/goodwe-es.ts';
import { goodweEt } from './goodwe/goodwe-et.ts';
import { growattString } from './growatt/growatt-string.ts';
import { growattMin, growattMod, growattSpf, growattSph, growattSphTl3 } from './growatt/growatt.ts';
import { huaweiSun2000 } from './huawei/sun2000.ts';
import { jbdUp } from './jbd/jbd-up.ts';
import { jbd } from './jbd/jbd.ts';
import { jkSerial } from './jikong/jk-serial.ts';
import { jk02, jk04, jkPb } from './jikong/jk02.ts';
import { jk485 } from './jikong/jk485.ts';
import { paceV20 } from './pace/pace-v20.ts';
import { pace } from './pace/pace.ts';
import { pylontechStack } from './pylontech/pylontech-stack.ts';
import { pylontech } from './pylontech/pylontech.ts';
import { pzem004t } from './pzem/pzem-004t.ts';
import { pzem017 } from './pzem/pzem-017.ts';
import { seplosV2 } from './seplos/seplos-v2.ts';
import { seplosV3 } from './seplos/seplos-v3.ts';
import { shellyEm } from './shelly/em.ts';
import { shellyEmHttp, shellyPro3emHttp, shellyPro3Http } from './shelly/over-http.ts';
import { shellyPro3 } from './shelly/pro3.ts';
import { shellyPro3em } from './shelly/pro3em.ts';
import { smaBattery, smaHybrid, smaInverter } from './sma/sma.ts';
import { srneHybrid } from './srne/srne-hybrid.ts';
import { srneController } from './srne/srne.ts';
import { sungrowHybrid } from './sungrow/sungrow-hybrid.ts';
import { sungrowString } from './sungrow/sungrow-string.ts';
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
import { vedirectHex, vedirectHexMonitor } from './victron/vedirect-hex.ts';
import { vedirect, vedirectMonitor } from './victron/vedirect.ts';
import { pi16, pi16bare } from './voltronic/pi16.ts';
import { pi17, pi17infini, pi17m058 } from './voltronic/pi17.ts';
import { pi18, pi18lvx, pi18sv } from './voltronic/pi18.ts';
import { pi30 } from './voltronic/pi30.ts';
import { pi30m044, pi30m045, pi30max, pi30mst } from './voltronic/pi30max.ts';
import { pi30revo } from './voltronic/pi30revo.ts';
import { pi34 } from './voltronic/pi34.ts';
import { pi41 } from './voltronic/pi41.ts';

/** All definitions. A test finds what is in a maker's folder and not here. */
export const definitions: readonly Definition[] = Object.freeze([
  pi30,
  pi30max,
  pi30m044,
  pi30m045,
  pi30mst,
  pi34,
  pi41,
  pi30revo,
  pi18,
  pi18lvx,
  pi18sv,
  pi17,
  pi17infini,
  pi17m058,
  pi16,
  pi16bare,
  jkSerial,
  // Batteries by UART, RS485 and records.
  jkPb,
  jk02,
  jk04,
  jk485,
  daly,
  daly40,
  dalyInverted,
  daly40Inverted,
  dalyModbus,
  jbd,
  jbdUp,
  pylontech,
  pylontechStack,
  seplosV2,
  seplosV3,
  pace,
  paceV20,
  // Those that speak by themselves are listened to before any is asked.
  vedirect,
  vedirectMonitor,
  vedirectHex,
  vedirectHexMonitor,
  // Modbus.
  sungrowHybrid,
  sungrowString,
  huaweiSun2000,
  growattSph,
  growattSphTl3,
  growattMin,
  growattMod,
  growattSpf,
  growattString,
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
  smaBattery,
  srneController,
  srneHybrid,
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
  sdm72v1,
  pzem004t,
  pzem017,
  // HTTP.
  froniusSolarApi,
  shellyPro3emHttp,
  shellyPro3Http,
  shellyEmHttp,
  // MQTT.
  shellyPro3em,
  shellyPro3,
  shellyEm,
]);

/** A file of a user's device that has problems: its devices do not start. */
export interface BrokenDefinition {
  readonly file: string;
  /** The id it was to have, where it can be told. */
  readonly id?: string;
  /** `my.yaml:14:41: …`, in the order of the file. */
  readonly problems: readonly string[];
}

/** The definitions of one process: the built-in ones and those of its owner. */
export interface Registry {
  readonly definitions: readonly Definition[];
  readonly broken: readonly BrokenDefinition[];
  /** The definition with this id or alias, in any case; undefined if there is none. */
  find(idOrAlias: string): Definition | undefined;
  /** The same. Errors: `protocol.unknown`. */
  definitionOf(idOrAlias: string): Definition;
}

/** A registry of these definitions. */
export function registryOf(known: readonly Definition[], broken: readonly BrokenDefinition[] = []): Registry {
  const find = (idOrAlias: string): Definition | undefined => {
    const wanted = idOrAlias.toLowerCase();
    return known.find(({ id, aliases }) => id === wanted || aliases.includes(wanted));
  };
  return {
    definitions: known,
    broken,
    find,
    definitionOf(idOrAlias) {
      const found = find(idOrAlias);
      if (found !== undefined) return found;
      const own = broken.find(({ id }) => id === idOrAlias.toLowerCase());
      const why =
        own === undefined
          ? withNearest(
              because('protocol.none'),
              idOrAlias,
              known.flatMap(({ id, aliases }) => [id, ...aliases]),
            )
          : because('protocol.broken', { problems: own.problems.join('; ') });
      throw new SolsteadError('protocol.unknown', { at: idOrAlias, why });
    },
  };
}

/** The built-in definitions. */
export const builtIn: Registry = Object.freeze(registryOf(definitions));

/** Of the built-in definitions only. */
export const { definitionOf, find: findDefinition } = builtIn;
