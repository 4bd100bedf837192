// The questions of the PI30 family, each compiled once; the definitions take from here what their models know.
import { type AnswerShape, positionalTable } from '#codec/positional.ts';
import { numeric, read, round } from '../define.ts';
import type { Derivation, ReadCommand } from '../definition.ts';
import { parallelInformation } from './pi30-parallel.ts';
import * as tables from './pi30-tables.ts';

const discharge = 'battery_discharge_current';
const charge = 'battery_charging_current';

/** Battery current and power from the two currents of QPIGS. */
export const batteryOf = (discharging: string, charging: string): readonly Derivation[] => [
  {
    metric: 'battery.current',
    name: 'battery_current',
    label: 'Battery current (discharge − charge)',
    unit: 'A',
    from: [discharging, charging],
    calc: (out, into) => numeric(out) - numeric(into),
  },
  {
    metric: 'battery.power',
    name: 'battery_power',
    label: 'Battery power (voltage × current)',
    unit: 'W',
    from: ['battery_voltage', discharging, charging],
    calc: (voltage, out, into) => round(numeric(voltage) * (numeric(out) - numeric(into)), 1),
  },
];

const firstString: Derivation = {
  metric: 'pv.power.s1',
  name: 'pv1_input_power',
  label: 'PV power of the first string',
  unit: 'W',
  from: ['pv_input_power'],
  calc: (power) => numeric(power),
};

/**
 * Units of the first years (HS, MS) end QPIGS before the power of the panels: it is what their charger gives to the battery.
 * Source: users of mpp-solar; the charger's voltage times its current.
 */
const chargerPower: Derivation = {
  metric: 'pv.power',
  name: 'pv_charging_power',
  label: 'PV power (charging current × charger voltage)',
  unit: 'W',
  from: ['pv_input_current_for_battery', 'battery_voltage_from_scc'],
  unless: 'pv_input_power',
  quality: 'estimated',
  calc: (current, voltage) => round(numeric(current) * numeric(voltage), 1),
};

const question = (
  command: Omit<ReadCommand, 'kind' | 'table'> & {
    readonly fields: Parameters<typeof positionalTable>[0];
    readonly shape?: AnswerShape;
  },
): ReadCommand => {
  const { fields, shape, ...rest } = command;
  return read({ ...rest, table: positionalTable(fields, shape) });
};

/**
 * The shapes of the long answers of all models: the oldest (HS, MS of 2012) end QPIGS after the status of eight flags at place
 * 17, and QPIRI after the topology; newer ones add fields behind.
 */
export const shapes = {
  status: { least: 17, widths: { 6: 3, 10: 3, 16: 8 } },
  rated: { least: 21, widths: { 16: 1, 17: 1 } },
  defaults: { least: 21, widths: { 8: 1, 9: 1 } },
  parallel: { least: 20, widths: { 2: 1, 10: 3, 13: 3, 19: 8 } },
  /** Energy in watt-hours. */
  energy: { most: 1, form: /^\d{4,12}$/ },
  protocol: { most: 1, form: /^PI\d/ },
  /** 14 digits, fewer in the first years; some begin with letters. Digits that read as a moment are the clock's. */
  serial: {
    most: 1,
    form: /^(?!20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])(?:[0-5]\d){2}$)(?=[\dA-Za-z]{9,26}$)(?:.*\d){6}/,
  },
  firmware: { most: 1, form: /^(?:S?VER|\d{5}\.)/ },
  modelNumber: { most: 1, form: /^\d{2,4}$/ },
  modelName: { most: 1, form: /^(?!VER|PI\d|ACK|NAK|.?E[a-z]+.?[a-z]*D)(?=.*[A-Za-z]).{3,}/ },
  /** E and what is on, D and what is off; some firmwares have a stray character among them. */
  flags: { most: 1, form: /^(?=.?[ED])(?=(?:.*[a-z]){2}).{3,}$/ },
  warnings: { most: 1, form: /^.{28,}$/ },
  mode: { most: 1, form: /^[A-Z]$/ },
  truth: { most: 1, form: /^[01]$/ },
  digit: { most: 1, form: /^\d$/ },
  clock: { most: 1, form: /^20\d{12}$/ },
} as const satisfies Record<string, AnswerShape>;

const list = (name: string, title: string): ReadCommand =>
  question({ name, title, answerBytes: 68, fields: tables.currentChoices(title) });

interface Counter {
  readonly name: string;
  readonly title: string;
  readonly argument: 'yyyy' | 'yyyymm' | 'yyyymmdd';
}

const patterns = {
  yyyy: '\\d{4}',
  yyyymm: '\\d{4}(?:0[1-9]|1[0-2])',
  yyyymmdd: '\\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])',
};
const examples = { yyyy: '2023', yyyymm: '202301', yyyymmdd: '20230115' };

const counter = ({ name, title, argument }: Counter): ReadCommand =>
  question({
    name: `${name}${argument}`,
    pattern: `${name}${patterns[argument]}`,
    example: `${name}${examples[argument]}`,
    title,
    answerBytes: 12,
    shape: shapes.energy,
    fields: tables.energyOf(title),
  });

const parallel = (fields: Parameters<typeof positionalTable>[0]): ReadCommand =>
  question({
    name: 'QPGSn',
    pattern: 'QPGS\\d',
    example: 'QPGS0',
    title: 'One unit of a parallel system',
    answerBytes: 143,
    shape: shapes.parallel,
    fields,
  });

const live = { name: 'QPIGS', title: 'General status', answerBytes: 110, shape: shapes.status };

/** Every question of the family by its letters; where models differ, the model stands behind. */
export const questions = {
  QPI: question({
    name: 'QPI',
    title: 'Protocol ID',
    answerBytes: 8,
    shape: shapes.protocol,
    fields: tables.protocolId,
  }),
  QID: question({
    name: 'QID',
    title: 'Serial number',
    answerBytes: 18,
    shape: shapes.serial,
    fields: tables.serialNumber,
  }),
  QSID: question({
    name: 'QSID',
    title: 'Serial number of more than 14 digits',
    answerBytes: 26,
    shape: shapes.serial,
    fields: tables.longSerialNumber,
  }),
  QVFW: question({
    name: 'QVFW',
    title: 'Firmware of the main processor',
    answerBytes: 18,
    shape: shapes.firmware,
    fields: tables.firmware,
  }),
  QVFW2: question({
    name: 'QVFW2',
    title: 'Firmware of the second processor',
    answerBytes: 19,
    shape: shapes.firmware,
    fields: tables.firmwareOf('Secondary CPU firmware version', 'VERFW2:'),
  }),
  QVFW3: question({
    name: 'QVFW3',
    title: 'Firmware of the remote panel',
    answerBytes: 18,
    shape: shapes.firmware,
    fields: tables.firmwareOf('Remote CPU firmware version'),
  }),
  QVFW4: question({
    name: 'QVFW4',
    title: 'Firmware of a further processor',
    answerBytes: 19,
    shape: shapes.firmware,
    fields: tables.firmwareOf('Fourth CPU firmware version', 'VERFW4:'),
  }),
  // The letters end in a colon (maker's document 2.6); mpp-solar asks without it.
  VERFW: question({
    name: 'VERFW:',
    title: 'Version of the Bluetooth module',
    answerBytes: 18,
    shape: shapes.firmware,
    fields: tables.firmwareOf('Bluetooth version'),
  }),
  QGMN: question({
    name: 'QGMN',
    title: 'Model number',
    answerBytes: 7,
    shape: shapes.modelNumber,
    fields: tables.generalModel,
  }),
  QMN: question({
    name: 'QMN',
    title: 'Model name',
    answerBytes: 14,
    shape: shapes.modelName,
    fields: tables.modelName,
  }),
  QPIRI: question({
    name: 'QPIRI',
    title: 'Rated values and settings',
    answerBytes: 106,
    shape: shapes.rated,
    fields: tables.ratedInformation(),
  }),
  QFLAG: question({
    name: 'QFLAG',
    title: 'Switches',
    answerBytes: 15,
    shape: shapes.flags,
    fields: tables.flagStatus,
  }),
  QPIGS: question({ ...live, fields: tables.generalStatus }),
  QPIGSmax: question({ ...live, answerBytes: 122, fields: tables.generalStatusMax }),
  QPIGS2: question({
    name: 'QPIGS2',
    title: 'Status of the second tracker',
    answerBytes: 22,
    shape: { least: 3, most: 3 },
    fields: tables.secondTracker,
  }),
  QPIGS2mst: question({
    name: 'QPIGS2',
    title: 'Status of the second and third tracker',
    answerBytes: 78,
    shape: { least: 12, most: 12 },
    fields: tables.furtherTrackers,
  }),
  QMOD: question({ name: 'QMOD', title: 'Mode', answerBytes: 5, shape: shapes.mode, fields: tables.deviceMode }),
  QPIWS: question({
    name: 'QPIWS',
    title: 'Warnings',
    answerBytes: 40,
    shape: shapes.warnings,
    fields: tables.warningStatus,
  }),
  QDI: question({
    name: 'QDI',
    title: 'Default settings',
    answerBytes: 95,
    shape: shapes.defaults,
    fields: tables.defaultSettings(),
  }),
  QDI045: question({
    name: 'QDI',
    title: 'Default settings',
    answerBytes: 95,
    shape: shapes.defaults,
    fields: tables.defaultSettings(tables.chargerPriorities.from045),
  }),
  QMCHGCR: list('QMCHGCR', 'Max Charging Current'),
  QMUCHGCR: list('QMUCHGCR', 'Max Utility Charging Current'),
  QMSCHGCR: list('QMSCHGCR', 'Max Solar Charging Current'),
  QCST: question({ name: 'QCST', title: 'Stages of charging', answerBytes: 6, fields: tables.chargingStage }),
  QCVT: question({
    name: 'QCVT',
    title: 'Time of charging at constant voltage',
    answerBytes: 7,
    fields: tables.constantVoltageTime,
  }),
  QBOOT: question({
    name: 'QBOOT',
    title: 'Whether the processor has a bootstrap',
    answerBytes: 5,
    shape: shapes.truth,
    fields: tables.bootstrap,
  }),
  QOPM: question({
    name: 'QOPM',
    title: 'Output mode',
    answerBytes: 5,
    shape: shapes.digit,
    fields: tables.outputMode,
  }),
  Q1: question({
    name: 'Q1',
    title: 'Details of charging (not documented)',
    answerBytes: 74,
    shape: { least: 13, widths: { 2: 2, 3: 2 } },
    fields: tables.chargeDetails,
  }),
  QBMS: question({
    name: 'QBMS',
    title: 'Lithium battery',
    answerBytes: 48,
    shape: { least: 10, widths: { 0: 1, 1: 3, 2: 1, 3: 1, 4: 1 } },
    fields: tables.batteryInformation,
  }),
  QPGSn: parallel(parallelInformation({ pv: 'PV', faults: 'usual' })),
  QPGSnMax: parallel(parallelInformation({ pv: 'PV1', faults: 'max' })),
  QPGSn045: parallel(parallelInformation({ pv: 'PV1', faults: 'max', priorities: tables.chargerPriorities.from045 })),
  QOPPT: question({
    name: 'QOPPT',
    title: 'Output priority by hour',
    answerBytes: 60,
    shape: { least: 25, widths: { 0: 1, 1: 1, 2: 1 } },
    fields: tables.timedPriorities('Output Source Priority'),
  }),
  QCHPT: question({
    name: 'QCHPT',
    title: 'Charger priority by hour',
    answerBytes: 60,
    shape: { least: 25, widths: { 0: 1, 1: 1, 2: 1 } },
    fields: tables.timedPriorities('Charger Source Priority'),
  }),
  QT: question({ name: 'QT', title: 'Clock', answerBytes: 18, shape: shapes.clock, fields: tables.deviceTime }),
  QBEQI: question({
    name: 'QBEQI',
    title: 'Equalisation',
    answerBytes: 40,
    shape: { least: 9, widths: { 0: 1, 8: 1 } },
    fields: tables.equalisationStatus,
  }),
  QET: question({
    name: 'QET',
    title: 'Total PV Generated Energy',
    answerBytes: 12,
    shape: shapes.energy,
    fields: tables.energyOf('Total PV Generated Energy', 'pv.energy'),
  }),
  QEY: counter({ name: 'QEY', title: 'PV Generated Energy for Year', argument: 'yyyy' }),
  QEM: counter({ name: 'QEM', title: 'PV Generated Energy for Month', argument: 'yyyymm' }),
  QED: counter({ name: 'QED', title: 'PV Generated Energy for Day', argument: 'yyyymmdd' }),
  QLT: question({
    name: 'QLT',
    title: 'Total Output Load Energy',
    answerBytes: 12,
    shape: shapes.energy,
    fields: tables.energyOf('Total Output Load Energy', 'load.energy'),
  }),
  QLY: counter({ name: 'QLY', title: 'Output Load Energy for Year', argument: 'yyyy' }),
  QLM: counter({ name: 'QLM', title: 'Output Load Energy for Month', argument: 'yyyymm' }),
  QLD: counter({ name: 'QLD', title: 'Output Load Energy for Day', argument: 'yyyymmdd' }),
  QLED: question({ name: 'QLED', title: 'Lights of the front', answerBytes: 44, fields: tables.ledStatus }),
} as const;

/** QPIGS with the battery from its two currents, and the one string the only one. */
export const status: ReadCommand = {
  ...questions.QPIGS,
  derive: [...batteryOf(discharge, charge), firstString, chargerPower],
};

/** QPIGS of models whose further trackers are in QPIGS2. */
export const statusMax: ReadCommand = { ...questions.QPIGSmax, derive: batteryOf(discharge, charge) };
