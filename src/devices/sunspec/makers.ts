// Makers whose devices speak SunSpec: unit addresses, signs and what a usual device has.
import { solaredgeStorage } from './solaredge-storage.ts';
import { chain, type SunspecDevice, sunspecDefinition } from './sunspec.ts';

const models = 'sunspec/models json (2026-04): the models themselves';
const evcc = 'evcc templates: unit addresses and ports in use by many';
/** Models of a three-phase inverter with its controls. */
const inverter = [
  [1, 66],
  [103, 50],
  [120, 26],
  [121, 30],
  [122, 44],
  [123, 24],
] as const;

type Common = Pick<SunspecDevice, 'version' | 'kind' | 'verified'>;
const inverterCommon: Common = { version: 1, kind: 'inverter', verified: 'community' };
const meterCommon: Common = { version: 1, kind: 'meter', verified: 'community' };

/** Any SunSpec inverter. */
export const sunspecInverter = sunspecDefinition({
  ...inverterCommon,
  id: 'sunspec',
  aliases: ['sunspec-inverter', 'sunspec-modbus'],
  maker: 'SunSpec Alliance',
  title: 'SunSpec inverters (any maker)',
  models: ['models 101–103, 111–113, 120–124, 160, 701–714, 802'],
  verified: 'document',
  sources: [models],
  unit: 1,
  usual: chain(40_000, [...inverter, [160, 48]]),
});

/** Any SunSpec meter; import is taken as positive. */
export const sunspecMeter = sunspecDefinition({
  ...meterCommon,
  id: 'sunspec-meter',
  aliases: [],
  maker: 'SunSpec Alliance',
  title: 'SunSpec meters (any maker)',
  models: ['models 201–204, 211–214'],
  verified: 'document',
  sources: [models],
  unit: 1,
  usual: chain(40_000, [
    [1, 66],
    [203, 105],
  ]),
});

/** Fronius GEN24 and Tauro, with or without battery. */
export const froniusGen24 = sunspecDefinition({
  ...inverterCommon,
  id: 'fronius-gen24',
  aliases: ['fronius', 'gen24'],
  maker: 'Fronius',
  title: 'Fronius GEN24 (Modbus TCP)',
  models: ['Symo GEN24', 'Primo GEN24', 'Verto', 'Tauro'],
  sources: [
    models,
    'Fronius: GEN24 Modbus TCP and RTU operating instructions',
    'evcc fronius-gen24; redpomodoro/fronius_modbus',
  ],
  unit: 1,
  batteryTrackers: true,
  usual: chain(40_000, [
    [1, 65],
    [103, 50],
    [120, 26],
    [121, 30],
    [122, 44],
    [123, 24],
    [160, 88],
    [124, 24],
  ]),
});

/** The smart meter of a Fronius inverter, at its own unit address. */
export const froniusMeter = sunspecDefinition({
  ...meterCommon,
  id: 'fronius-meter',
  aliases: ['fronius-smart-meter'],
  maker: 'Fronius',
  title: 'Fronius Smart Meter (behind the inverter, Modbus TCP)',
  models: ['Smart Meter 63A', 'Smart Meter TS'],
  sources: [models, evcc],
  unit: 200,
  usual: chain(40_000, [
    [1, 65],
    [203, 105],
  ]),
});

/** Fronius inverters before GEN24, behind a Datamanager: single precision as delivered. */
export const froniusSymo = sunspecDefinition({
  ...inverterCommon,
  id: 'fronius-symo',
  aliases: ['fronius-datamanager'],
  maker: 'Fronius',
  title: 'Fronius Symo, Primo and Eco with Datamanager (Modbus TCP)',
  models: ['Symo', 'Primo', 'Eco', 'Galvo'],
  sources: [models, evcc],
  unit: 1,
  usual: chain(40_000, [
    [1, 65],
    [113, 60],
    [120, 26],
    [121, 30],
    [122, 44],
    [123, 24],
    [160, 48],
  ]),
});

/** SolarEdge inverters; the meter's positive power is feed-in. Port 1502. */
export const solaredge = sunspecDefinition({
  ...inverterCommon,
  id: 'solaredge',
  aliases: ['solaredge-inverter'],
  maker: 'SolarEdge',
  title: 'SolarEdge inverters with meter and battery control (Modbus TCP)',
  models: ['SE2200H–SE10000H', 'SE3K–SE33.3K'],
  sources: [models, 'SolarEdge: SunSpec logging in SolarEdge inverters', 'WillCodeForCats/solaredge-modbus-multi'],
  unit: 1,
  exportPositive: true,
  own: solaredgeStorage,
  batteryBlocks: true,
  usual: chain(40_000, [
    [1, 65],
    [103, 50],
    [1, 65],
    [203, 105],
  ]),
});

/** Kostal Plenticore. Port 1502. Its map is SunSpec's, high word first, whatever byte order is set for its own registers. */
export const kostalPlenticore = sunspecDefinition({
  ...inverterCommon,
  id: 'kostal-plenticore',
  aliases: ['kostal'],
  maker: 'Kostal',
  title: 'Kostal Plenticore (SunSpec)',
  models: ['Plenticore plus', 'Plenticore G2', 'Piko IQ'],
  verified: 'community',
  sources: [models, evcc, 'evcc issue 11046: the walk through a Plenticore plus 8.5 as recorded'],
  unit: 71,
  usual: chain(40_000, [
    [1, 66],
    [103, 50],
    [113, 60],
    [120, 26],
    [123, 24],
    [160, 68],
    [802, 62],
  ]),
});

/**
 * ABB, Power-One and FIMER: unit 2, and 247 or 254 on some; the map begins at 0 behind a VSN300 or VSN700 card, at 40000 on units with a
 * network port of their own. A model of the maker stands before the trackers' on some.
 */
export const fimer = sunspecDefinition({
  ...inverterCommon,
  id: 'fimer',
  aliases: ['abb', 'power-one'],
  maker: 'FIMER',
  title: 'FIMER, ABB and Power-One inverters (SunSpec)',
  models: ['UNO-DM', 'REACT2', 'PVI', 'TRIO', 'PVS'],
  verified: 'community',
  sources: [
    models,
    'alexdelprete/ha-abb-powerone-pvi-sunspec api.py and issues 94, 165, 226; ha-abb-fimer-pvi-sunspec: units, bases, place of model 160',
  ],
  unit: 2,
  usual: chain(40_000, [...inverter, [160, 48]]),
});

/** Enphase gateways that offer Modbus. */
export const enphaseModbus = sunspecDefinition({
  ...inverterCommon,
  id: 'enphase-modbus',
  aliases: [],
  maker: 'Enphase',
  title: 'Enphase IQ Gateway Commercial (SunSpec)',
  models: ['IQ Gateway Commercial'],
  verified: 'unverified',
  sources: [models, evcc],
  unit: 126,
  usual: chain(40_000, [
    [1, 66],
    [701, 153],
    [702, 50],
    [703, 17],
    [704, 65],
  ]),
});

/** SMA inverters by SunSpec; their own map has more. */
export const smaSunspec = sunspecDefinition({
  ...inverterCommon,
  id: 'sma-sunspec',
  aliases: [],
  maker: 'SMA',
  title: 'SMA inverters (SunSpec)',
  models: ['Sunny Boy', 'Sunny Tripower'],
  verified: 'unverified',
  sources: [models, evcc],
  unit: 126,
  usual: chain(40_000, [...inverter, [160, 48]]),
});
