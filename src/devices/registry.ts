// Every definition Solstead knows: the one list of them, in the order people see them and links are probed. All are loaded with it:
// programs that use a few take them from `on-demand.ts`.
import type { Definition } from './definition.ts';
import { unknownProtocol, withId } from './listed.ts';
import { daly, daly40, daly40Inverted, dalyInverted } from './daly/daly.ts';
import { dalyModbus } from './daly/daly-modbus.ts';
import { deyeMicro, deyeString } from './deye/deye-grid.ts';
import { deyeP1, deyeP3, deyeP3Hv } from './deye/deye-hybrid.ts';
import { sdm120, sdm630, sdm72, sdm72v1 } from './eastron/sdm.ts';
import { esphomeMeter, esphomePlug } from './esphome/esphome.ts';
import {
  esphomeNativeBattery,
  esphomeNativeInverter,
  esphomeNativeMeter,
  esphomeNativePlug,
} from './esphome/native.ts';
import { homesyncMeter, homesyncNode } from './homesync/node.ts';
import { goE } from './go-e/go-e.ts';
import { warp, warp3 } from './tinkerforge/warp.ts';
import { ocpp16 } from './ocpp/ocpp16.ts';
import { ahoyDtuInverter, openDtuInverter } from './opendtu/opendtu.ts';
import { solarAssistantHttp, solarAssistantLive } from './solar-assistant/over-http.ts';
import { solarAssistant, solarAssistantInverted } from './solar-assistant/solar-assistant.ts';
import { tasmotaMeter, tasmotaPlug } from './tasmota/tasmota.ts';
import { venusMqtt } from './victron/venus-mqtt.ts';
import { zigbee2mqttMeter, zigbee2mqttPlug } from './zigbee2mqtt/zigbee2mqtt.ts';
import { froniusSolarApi } from './fronius/solar-api.ts';
import { goodweDt } from './goodwe/goodwe-dt.ts';
import { goodweEs } from './goodwe/goodwe-es.ts';
import { goodweEt } from './goodwe/goodwe-et.ts';
import { growattString } from './growatt/growatt-string.ts';
import { growattSpf } from './growatt/growatt-spf.ts';
import { growattSph, growattSphTl3 } from './growatt/growatt-sph.ts';
import { growattMin, growattMod } from './growatt/growatt-xh.ts';
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
import { shellySensor, shellySwitch } from './shelly/by-parts.ts';
import { shellyEm } from './shelly/em.ts';
import { shellyEmHttp, shellyPro3emHttp, shellyPro3Http } from './shelly/over-http.ts';
import { shellyGen1, shellyGen1Em, shellyGen1Em3 } from './shelly/gen1.ts';
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
import {
  victronBleCharger,
  victronBleConverter,
  victronBleInverter,
  victronBleLithium,
  victronBleMonitor,
  victronBleOrionXs,
  victronBleSolar,
  victronBleVebus,
} from './victron/instant-readout.ts';
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
  // Bluetooth advertisements.
  victronBleSolar,
  victronBleMonitor,
  victronBleInverter,
  victronBleConverter,
  victronBleOrionXs,
  victronBleLithium,
  victronBleCharger,
  victronBleVebus,
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
  solarAssistantHttp,
  solarAssistantLive,
  // Native API.
  esphomeNativePlug,
  esphomeNativeMeter,
  esphomeNativeBattery,
  esphomeNativeInverter,
  // MQTT.
  shellyPro3em,
  shellyPro3,
  shellyEm,
  shellySwitch,
  shellySensor,
  shellyGen1,
  shellyGen1Em,
  shellyGen1Em3,
  homesyncNode,
  homesyncMeter,
  solarAssistant,
  solarAssistantInverted,
  tasmotaPlug,
  tasmotaMeter,
  zigbee2mqttPlug,
  zigbee2mqttMeter,
  openDtuInverter,
  ahoyDtuInverter,
  esphomePlug,
  esphomeMeter,
  ocpp16,
  goE,
  warp,
  warp3,
  venusMqtt,
]);

/** The definition with this id or alias, in any case; undefined if there is none. */
export const findDefinition = (idOrAlias: string): Definition | undefined => withId(definitions, idOrAlias);

/** The same. Errors: `protocol.unknown`. */
export function definitionOf(idOrAlias: string): Definition {
  const found = findDefinition(idOrAlias);
  if (found === undefined) throw unknownProtocol(definitions, idOrAlias);
  return found;
}
