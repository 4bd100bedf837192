// Every emulated device that answers bytes, by the id of the definition it is read by: the one list of them.
import type { Emulator, ReadPlant } from './emulator.ts';
import { createFroniusSolarApi } from './fronius-solar-api.ts';
import { createGoE } from './go-e.ts';
import { createWarp } from './warp.ts';
import type { HttpEmulator } from './http-device.ts';
import type { ShellyDevice } from './shelly-device.ts';
import { createSolarAssistantHttp } from './solar-assistant-http.ts';
import { createShellyEm } from './shelly-em.ts';
import { createShellyPlug, createShellySensor } from './shelly-plug.ts';
import { createShellyPro3 } from './shelly-pro3.ts';
import { createShellyPro3em } from './shelly-pro3em.ts';
import { createTopicDevice } from './topic-device.ts';
import type { TopicHome } from './topic-script.ts';
import { shellyOverHttp } from './shelly-http.ts';
import { createDalyEmulator } from './daly-emulator.ts';
import { createJbdEmulator } from './jbd-emulator.ts';
import { createJbdUpEmulator } from './jbd-up-emulator.ts';
import { createJk02Emulator, createJk485Emulator, createJkPbEmulator } from './jk-record-emulator.ts';
import { createJkEmulator } from './jk-emulator.ts';
import { goodweMakers, udpMakers } from './goodwe-emulator.ts';
import { deyeMakers } from './modbus-deye.ts';
import { growattMakers } from './modbus-growatt.ts';
import { createHuawei } from './modbus-huawei.ts';
import {
  createPzem004t,
  createPzem017,
  createSdm120,
  createSdm630,
  createSdm72,
  createSdm72v1,
} from './modbus-meters.ts';
import { createSmaBattery, createSmaHybrid, createSmaInverter, createSrne } from './modbus-sma.ts';
import { createSungrow, createSungrowString } from './modbus-sungrow.ts';
import { sunspecMakers } from './modbus-sunspec.ts';
import { createPackEmulator } from './pylontech-emulator.ts';
import { createDalyModbus, createSeplosV3 } from './modbus-batteries.ts';
import { createSrneHybrid } from './modbus-srne.ts';
import { createVedirectEmulator } from './vedirect-emulator.ts';
import { advertised, createAdvertEmulator } from './victron-advert-emulator.ts';
import { createPi16Emulator } from './pi16-emulator.ts';
import { createPi17Emulator } from './pi17-emulator.ts';
import { createPi18Emulator } from './pi18-emulator.ts';
import { createPi30Emulator } from './pi30-emulator.ts';
import { createPi30MaxEmulator } from './pi30max-emulator.ts';
import { createPi30RevoEmulator } from './pi30revo-emulator.ts';
import { createPi34Emulator } from './pi34-emulator.ts';
import { createPi41Emulator } from './pi41-emulator.ts';

const makers: Readonly<Record<string, (read: ReadPlant) => Emulator>> = {
  pi30: (read) => createPi30Emulator({ read }),
  pi30max: (read) => createPi30MaxEmulator({ read }),
  pi30m044: (read) => createPi30MaxEmulator({ read, model: '044' }),
  pi30m045: (read) => createPi30MaxEmulator({ read, model: '045' }),
  pi30mst: (read) => createPi30MaxEmulator({ read, model: 'mst' }),
  pi34: (read) => createPi34Emulator({ read }),
  pi41: (read) => createPi41Emulator({ read }),
  pi30revo: (read) => createPi30RevoEmulator({ read }),
  pi18: (read) => createPi18Emulator({ read }),
  pi18lvx: (read) => createPi18Emulator({ read, asked: 'bare' }),
  pi18sv: (read) => createPi18Emulator({ read, asked: 'either' }),
  pi17: (read) => createPi17Emulator({ read }),
  pi17infini: (read) => createPi17Emulator({ read, model: 'infini' }),
  pi17m058: (read) => createPi17Emulator({ read, model: '058' }),
  pi16: (read) => createPi16Emulator({ read }),
  'pi16-bare': (read) => createPi16Emulator({ read, isBare: true }),
  'jk-serial': (read) => createJkEmulator({ read }),
  jk02: (read) => createJk02Emulator({ read }),
  jk04: (read) => createJk02Emulator({ read, generation: 'jk04' }),
  'jk-pb': (read) => createJkPbEmulator({ read }),
  jk485: (read) => createJk485Emulator({ read }),
  daly: (read) => createDalyEmulator({ read }),
  daly40: (read) => createDalyEmulator({ read, host: 0x40, sendsAllFrames: true }),
  'daly-inverted': (read) => createDalyEmulator({ read, chargeIsPositive: true }),
  'daly40-inverted': (read) => createDalyEmulator({ read, host: 0x40, sendsAllFrames: true, chargeIsPositive: true }),
  jbd: (read) => createJbdEmulator({ read }),
  'jbd-up': (read) => createJbdUpEmulator({ read }),
  pylontech: (read) => createPackEmulator('pylontech', { read }),
  'pylontech-stack': (read) => createPackEmulator('pylontech-stack', { read }),
  'seplos-v2': (read) => createPackEmulator('seplos-v2', { read }),
  pace: (read) => createPackEmulator('pace', { read }),
  'pace-v20': (read) => createPackEmulator('pace-v20', { read }),
  vedirect: (read) => createVedirectEmulator('charger', { read }),
  'vedirect-bmv': (read) => createVedirectEmulator('monitor', { read }),
  'vedirect-hex': (read) => createVedirectEmulator('charger', { read }),
  'vedirect-hex-bmv': (read) => createVedirectEmulator('monitor', { read }),
  ...Object.fromEntries(advertised.map((id) => [id, (read: ReadPlant) => createAdvertEmulator(id, read)])),
  'pzem-004t': createPzem004t,
  'pzem-017': createPzem017,
  'eastron-sdm630': createSdm630,
  'eastron-sdm72': createSdm72,
  'eastron-sdm72v1': createSdm72v1,
  'eastron-sdm120': createSdm120,
  'sungrow-hybrid': createSungrow,
  'sungrow-string': createSungrowString,
  'huawei-sun2000': createHuawei,
  ...growattMakers,
  ...deyeMakers,
  'sma-inverter': createSmaInverter,
  'sma-hybrid': createSmaHybrid,
  'sma-battery': createSmaBattery,
  srne: createSrne,
  'srne-hybrid': createSrneHybrid,
  'seplos-v3': createSeplosV3,
  'daly-modbus': createDalyModbus,
  ...goodweMakers,
  ...sunspecMakers,
};

/** What emulated devices with a web server are made of: the home, and its Shellies. */
export interface HttpHome {
  readonly read: ReadPlant;
  readonly messages: readonly { readonly definition: string; readonly device: ShellyDevice }[];
}

const shelly =
  (definition: string) =>
  ({ messages }: HttpHome): HttpEmulator | undefined => {
    const found = messages.find((one) => one.definition === definition);
    return found === undefined ? undefined : shellyOverHttp(found.device);
  };

const httpMakers: Readonly<Record<string, (home: HttpHome) => HttpEmulator | undefined>> = {
  'fronius-solar-api': ({ read }) => createFroniusSolarApi(read),
  'solar-assistant-http': ({ read }) => createSolarAssistantHttp(read),
  'go-e': ({ read }) => createGoE({ nowMs: () => read().atMs }),
  warp: ({ read }) => createWarp({ nowMs: () => read().atMs }),
  warp3: ({ read }) => createWarp({ nowMs: () => read().atMs, type: 'warp3' }),
  'shelly-pro3-http': shelly('shelly-pro3'),
  'shelly-pro3em-http': shelly('shelly-pro3em'),
  'shelly-em-http': ({ read }) => shellyOverHttp(createShellyEm({ mac: 'C8F09E83A3D1', name: 'Two channels', read })),
};

/** Ids of the definitions that have an emulator which answers HTTP. */
export const emulatedHttp: readonly string[] = Object.keys(httpMakers);

/** An emulated device with a web server; undefined where there is none. */
export function createHttpEmulator(protocolId: string, home: HttpHome): HttpEmulator | undefined {
  return httpMakers[protocolId]?.(home);
}

const shellyMakers: Readonly<Record<string, (home: TopicHome) => ShellyDevice>> = {
  'shelly-pro3': (home) => createShellyPro3({ mac: 'C8F09E83A4A1', name: 'Relays', ...home }),
  'shelly-pro3em': ({ read }) => createShellyPro3em({ mac: 'C8F09E83A4A2', name: 'Meter', read }),
  'shelly-em': ({ read }) => createShellyEm({ mac: 'C8F09E83A4A3', name: 'Two channels', read }),
  'shelly-switch': (home) => createShellyPlug({ mac: 'C8F09E83A4A4', name: 'Plug', ...home }),
  'shelly-sensor': ({ read }) => createShellySensor({ mac: 'C8F09E83A4A5', name: 'Cellar', read }),
};

/** An emulated device that sends messages to a broker; undefined where there is none. */
export function createMessageDevice(definition: string, home: TopicHome): ShellyDevice | undefined {
  const maker = Object.hasOwn(shellyMakers, definition) ? shellyMakers[definition] : undefined;
  return maker === undefined ? createTopicDevice(definition, home) : maker(home);
}

/** Ids of the definitions that have an emulator. */
export const emulated: readonly string[] = [...new Set([...Object.keys(makers), ...Object.keys(udpMakers)])];

/** An emulated device for a definition; undefined where there is none. */
export function createEmulator(protocolId: string, read: ReadPlant): Emulator | undefined {
  return Object.hasOwn(makers, protocolId) ? makers[protocolId]?.(read) : undefined;
}

/** An emulated device that is reached by datagrams; undefined where the definition's has a port for streams. */
export function createDatagramEmulator(protocolId: string, read: ReadPlant): Emulator | undefined {
  return Object.hasOwn(udpMakers, protocolId) ? udpMakers[protocolId]?.(read) : undefined;
}
