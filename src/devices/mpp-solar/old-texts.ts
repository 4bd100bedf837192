// Where texts and units of an answer stand otherwise in mpp-solar. Only the differences stand here, and only those of wording: what it did not
// know (`TBD`, `unknown output`) or took for something else is told as the maker has it. Source: [mpp-solar], its lists of choices and its
// sample answers.
import type { OldTexts, Words } from './old-text.ts';

const ohm: Words = { Ω: 'Ohm' };
const inUnits: OldTexts = { unitOf: { max_parallel_units: 'units' } };
const jkCells: OldTexts = { spans: ['time'], units: ohm };
const jkInfo: OldTexts = { spans: ['up_time'] };

const phases: Words = {
  'single machine output': 'single machine',
  'Phase 1 of 3 Phase output': 'Phase 1 of 3 phase output',
  'Phase 2 of 3 Phase output': 'Phase 2 of 3 phase output',
  'Phase 3 of 3 Phase output': 'Phase 3 of 3 phase output',
};
const halves: Words = { 'Phase 2 of 2 phase output (120°)': 'Phase 2 of 2 phase output' };
const solarOnly: Words = { 'Only solar charging permitted': 'Solar only' };
const uncertain: Words = { Standalone: 'Standalone?' };

const twoHalves: OldTexts = { words: { output_mode: halves } };
const pi30Parallel: OldTexts = {
  words: { output_mode: { ...phases, ...halves }, charger_source_priority: solarOnly },
};
const maxParallel: OldTexts = { words: { output_mode: phases, charger_source_priority: solarOnly } };
const maxDefaults: OldTexts = { words: { output_mode: phases } };
const maxRating: OldTexts = {
  words: {
    output_source_priority: {
      'Utility first': 'Utility Solar Battery',
      'Solar first': 'Solar Utility Battery',
      'SBU first': 'Solar Battery Utility',
    },
  },
};
const maxMode: OldTexts = { words: { device_mode: { 'Power saving': 'Power Saving' } } };
const m044Mode: OldTexts = {
  words: { device_mode: { 'Power saving': 'Power Saving', 'Bypass with charging': 'Bypass' } },
};
const tableOne: OldTexts = {
  words: { scc_flag: { 'SCC not communicating': 'SCC not communicating?' } },
  wire: ['allowscconflag'],
  units: { s: 'sec' },
};
const m044One: OldTexts = {
  words: { scc_flag: { 'SCC not communicating': 'Not OK', 'SCC is powered and communicating': 'OK' } },
  units: { s: 'sec' },
};
const firmware = (field: string, before: string): OldTexts => ({ prefix: { [field]: before } });
const splitPhase: OldTexts = { words: { output_mode: uncertain, charger_source_priority: solarOnly } };
const splitRating: OldTexts = { words: { output_mode: uncertain } };
const lithium: OldTexts = {
  words: {
    fault_code_from_bms: { 'Battery output short circuit': 'Battery output short circut' },
    warning_code_from_bms: { 'Battery output short circuit': 'Battery output short circut' },
  },
};
const clock = (field: string): OldTexts => ({ digits: [field] });

const threePhases = (phase: (number: number) => string): Words =>
  Object.fromEntries([1, 2, 3].map((number) => [`Phase ${number} of three phase output`, phase(number)]));

const pi18Rating: OldTexts = {
  words: {
    topology: { transformer: 'ransformer' },
    output_model_setting: { 'Parallel output': 'parallel output' },
    solar_power_priority: {
      'Battery-Load-Utility + AC Charger': 'Battery-Load-Utiliy + AC Charger',
      'Load-Battery-Utility': 'Load-Battery-Utiliy',
    },
  },
};
const pi18Mode: OldTexts = {
  words: { working_mode: { 'Hybrid mode (Line mode, Grid mode)': 'Hybrid mode(Line mode, Grid mode)' } },
};

const single: Words = {
  'Single module': 'Single mode',
  'Parallel output': 'parallel output',
  ...threePhases((number) => `Phase ${number} of 3 phases`),
};
const solarFirst: Words = { 'Solar First': 'Solar first' };
const batteryLoad: Words = { 'Battery-Load-Utility + AC Charger': 'Battery-Load-Utility' };
const normal: Words = { charging: 'normal' };
const notCharging: Words = { 'normal but not charged': 'normal but not charging' };

const lvxRating: OldTexts = {
  words: {
    charger_source_priority: solarFirst,
    machine_type: { 'Off-Grid': 'Off-grid', 'Grid-Tie': 'Grid-tie' },
    output_model_setting: threePhases((number) => `Phase ${number} of 3 output`),
    solar_power_priority: batteryLoad,
  },
};
const lvxDefaults: OldTexts = {
  words: {
    charger_source_priority: { ...solarFirst, 'Only Solar': 'Only solar' },
    solar_power_priority: batteryLoad,
    output_mode_setting: single,
  },
};
const lvxLive: OldTexts = { words: { mppt1_charger_status: normal, mppt2_charger_status: normal } };
const lvxParallel: OldTexts = {
  words: { charging_source_priority: solarFirst, output_mode_setting: single },
};
const lvxTogether: OldTexts = {
  words: { mppt1_charger_status: notCharging, mppt2_charger_status: notCharging },
};

const pi30: Readonly<Record<string, OldTexts>> = {
  QDI: twoHalves,
  QOPM: twoHalves,
  QPGSn: pi30Parallel,
  QPIRI: { ...twoHalves, ...inUnits },
  Q1: tableOne,
  QVFW: firmware('main_cpu_firmware_version', 'VERFW:'),
};

/** Some have a second processor. */
const second = { QVFW2: firmware('secondary_cpu_firmware_version', 'VERFW2:') };

const pi30max: Readonly<Record<string, OldTexts>> = {
  ...pi30,
  QDI: maxDefaults,
  QPGSn: maxParallel,
  QPIRI: { ...maxRating, ...inUnits },
  QMOD: maxMode,
  QT: clock('device_time'),
};

const pi17: Readonly<Record<string, OldTexts>> = {
  VFW: firmware('cpu_version', 'VERFW:'),
  VFW2: firmware('cpu_2_version', 'VERFW2:'),
  T: clock('datetime'),
};

const pi18lvx: Readonly<Record<string, OldTexts>> = {
  PIRI: lvxRating,
  DI: lvxDefaults,
  GS: lvxLive,
  PRIn: lvxParallel,
  PGSn: lvxTogether,
  T: clock('datetime'),
};

const daly: Readonly<Record<string, OldTexts>> = {
  '93': {
    words: { charge_status: { charging: 'charged', discharging: 'discharged' } },
    unitOf: { bms_life: 'cycles' },
    units: { Ah: 'AH' },
  },
  '94': { unitOf: { charge_discharge_cycles: 'cycles' } },
};

const jk: Readonly<Record<string, OldTexts>> = { device_info: jkInfo, cell_info: jkCells };

/** It told what the device sends, but for what a monitor watches. */
const vedirect: OldTexts = { wire: 'all', units: { min: 'Minutes', s: 'Seconds' } };

/** What differs, by definition and by our name of the question or report. */
export const oldTexts: Readonly<Record<string, Readonly<Record<string, OldTexts>>>> = {
  pi30: { ...pi30, ...second },
  pi30max,
  pi30m044: { ...pi30max, QMOD: m044Mode, Q1: m044One, QT: {} },
  pi30m045: pi30max,
  pi30mst: pi30max,
  pi30revo: { QPIGS: { units: { Wh: 'WH' } }, QPIRI: { ...twoHalves, ...inUnits }, QLITH0: lithium },
  pi41: {
    ...pi30,
    ...second,
    QPIGS: { units: { '°C': 'Deg_C' } },
    QPGSn: splitPhase,
    QPIRI: { ...splitRating, ...inUnits },
  },
  pi17,
  pi17infini: pi17,
  pi17m058: pi17,
  pi18: { PIRI: pi18Rating, MOD: pi18Mode },
  pi18lvx,
  pi18sv: pi18lvx,
  daly,
  daly40: daly,
  jk02: jk,
  jk04: { device_info: jkInfo, cell_info: { spans: ['up_time'], units: ohm } },
  jk485: { read_all: { bytes: ['alarm_code'] } },
  jbd: { '03': { unitOf: { cycles: 'cycles' } } },
  'jk-serial': { read_all: { units: { Ah: 'Ahr' } } },
  vedirect: { text: vedirect },
  'vedirect-bmv': { text: { ...vedirect, notWire: ['monitor_mode'] } },
};
