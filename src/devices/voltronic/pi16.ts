// Voltronic InfiniSolar E, SUNNY and other hybrids of the first generation: protocols PI15 and PI16.
import { toLatin1 } from '#core/bytes.ts';
import { pi16BareWire, pi16Wire } from '#codec/pi16.ts';
import { type AnswerShape, positionalTable } from '#codec/positional.ts';
import { letters, type TextField } from '#codec/positional-fields.ts';
import { freezeDeep, numeric, read } from '../define.ts';
import type { RequestDefinition, ReadCommand } from '../definition.ts';
import * as tables from './pi16-tables.ts';
import { pi16Modes, pi16Writes } from './pi16-writes.ts';

interface Question {
  readonly title: string;
  readonly fields: readonly TextField[];
  /** Bytes of the usual answer. */
  readonly size: number;
  readonly shape?: AnswerShape;
}

const question = (name: string, { title, fields, size, shape }: Question): ReadCommand =>
  read({ name, title, answerBytes: size, table: positionalTable(fields, shape) });

const energy = (
  name: string,
  { pattern, example, title }: { pattern: string; example: string; title: string },
): ReadCommand =>
  read({
    name,
    pattern,
    example,
    title,
    answerBytes: 13,
    table: positionalTable(tables.energy, { most: 1, form: /^\d{4,12}$/ }),
  });

const month = '\\d{4}(?:0[1-9]|1[0-2])';
const day = `${month}(?:0[1-9]|[12]\\d|3[01])`;

const commands: readonly ReadCommand[] = [
  question('QPI', { title: 'Protocol version', size: 8, fields: tables.protocolId }),
  question('QID', { title: 'Serial number', size: 24, fields: tables.serialNumber }),
  question('QGMN', { title: 'Model number (not documented)', size: 7, fields: tables.generalModel }),
  question('QDM', { title: 'Kind of device and grid standard', size: 7, fields: tables.modelNumber }),
  question('QMD', { title: 'Model', size: 45, fields: tables.deviceModel }),
  question('I', { title: 'When its programs were made', size: 42, fields: tables.programDates }),
  question('QVFW', {
    title: 'Firmware of the main processor',
    size: 18,
    fields: tables.firmware('Main CPU firmware version', 'VERFW:'),
  }),
  question('QVFW2', {
    title: 'Firmware of the second processor',
    size: 19,
    fields: tables.firmware('Secondary CPU firmware version', 'VERFW2:'),
  }),
  question('QSVFW2', { title: 'Firmware', size: 20, fields: tables.firmware('Firmware version', 'SVERFW2:') }),
  question('QPIRI', { title: 'Rated values', size: 50, shape: { least: 10 }, fields: tables.ratedInformation }),
  read({
    name: 'QPIGS',
    title: 'General status',
    answerBytes: 138,
    table: positionalTable(tables.generalStatus, { least: 22 }),
    derive: [
      {
        metric: 'pv.power',
        name: 'pv_input_power',
        label: 'PV power of all strings',
        unit: 'W',
        from: ['pv1_input_power', 'pv2_input_power', 'pv3_input_power'],
        needs: 'any',
        calc: (...powers) => powers.reduce<number>((sum, power) => sum + numeric(power), 0),
      },
    ],
  }),
  question('QMOD', { title: 'Mode', size: 5, shape: { most: 1, form: /^[A-Z]$/ }, fields: tables.deviceMode }),
  question('QPIWS', { title: 'Warnings', size: 132, shape: { most: 1 }, fields: tables.warningStatus }),
  question('QPIBI', { title: 'Battery', size: 23, shape: { least: 5 }, fields: tables.batteryInformation }),
  question('QPIFS', { title: 'Fault (older firmwares)', size: 92, fields: tables.faultRecord }),
  question('QPICF', { title: 'Latest fault', size: 9, fields: tables.currentFault }),
  read({
    name: 'QPIHFnn',
    pattern: 'QPIHF\\d\\d',
    example: 'QPIHF01',
    title: 'One fault',
    answerBytes: 92,
    table: positionalTable(tables.faultRecord),
  }),
  question('QFLAG', { title: 'Switches', size: 12, fields: [letters(tables.switchLetters)] }),
  question('QENF', { title: 'What may feed what', size: 24, fields: tables.operationalOptions }),
  question('GNTMQ', { title: 'Whether a generator is the AC source', size: 6, fields: tables.generatorOption }),
  question('QPRIO', { title: 'Whom the sun serves first', size: 6, fields: tables.priority }),
  question('QDI', { title: 'Default settings', size: 90, fields: tables.defaults1 }),
  question('QDI2', { title: 'Default settings of the battery', size: 66, fields: tables.defaults2 }),
  question('QVFTR', { title: 'Between which limits it can be set', size: 130, fields: tables.acceptableLimits }),
  question('QGOV', {
    title: 'Grid voltages at which it feeds in',
    size: 15,
    fields: tables.limits('Grid output voltage', 'V'),
  }),
  question('QBYV', {
    title: 'Grid voltages at which it takes in',
    size: 15,
    fields: tables.limits('Grid input voltage', 'V'),
  }),
  question('QGOF', {
    title: 'Grid frequencies at which it feeds in',
    size: 13,
    fields: tables.limits('Grid output frequency', 'Hz'),
  }),
  question('QBYF', {
    title: 'Grid frequencies at which it takes in',
    size: 13,
    fields: tables.limits('Grid input frequency', 'Hz'),
  }),
  question('QFT', {
    title: 'Wait before the grid is connected',
    size: 7,
    fields: tables.single('Grid wait time', 's'),
  }),
  question('QCHGS', { title: 'Charging', size: 23, fields: tables.charging }),
  question('QOFFC', { title: 'When charging stops', size: 17, fields: tables.chargerLimits }),
  question('QBSDV', { title: 'When discharging stops', size: 23, fields: tables.dischargeLimits }),
  question('QPVIPV', { title: 'Range of the strings', size: 11, fields: tables.limits('PV input voltage', 'V') }),
  question('QMPPTV', { title: 'Range of the trackers', size: 11, fields: tables.limits('MPP voltage', 'V') }),
  question('QOPMP', { title: 'Largest output power', size: 9, fields: tables.single('Maximum output power', 'W') }),
  question('QGPMP', {
    title: 'Largest power fed into the grid',
    size: 9,
    fields: tables.single('Maximum power feeding grid', 'W'),
  }),
  question('QLST', { title: 'When the display sleeps', size: 6, fields: tables.single('LCD sleep time', 's') }),
  question('QCHT', { title: 'Time of charging', size: 13, fields: tables.timeOfDay('charging') }),
  question('QPKT', { title: 'Time of charging from the grid', size: 13, fields: tables.timeOfDay('charging from AC') }),
  question('QLDT', { title: 'Time of output', size: 13, fields: tables.timeOfDay('AC output') }),
  question('QGLTV', { title: 'Mean grid voltage it accepts', size: 11, fields: tables.averageVoltage }),
  question('QOPF', {
    title: 'Power factor of the output (PI15)',
    size: 7,
    fields: tables.single('Output power factor', '%'),
  }),
  question('QPPS', {
    title: 'Power of the output (PI15)',
    size: 7,
    fields: tables.single('Power percent setting', '%'),
  }),
  question('QPPD', {
    title: 'Percentage of the power factor (PI15)',
    size: 7,
    fields: tables.single('Power factor percent', '%'),
  }),
  question('QPDG', { title: 'Curve of the power factor (PI15)', size: 5, fields: tables.powerFactorCurve }),
  question('QPFL', {
    title: 'Least value of that curve (PI15)',
    size: 7,
    fields: tables.single('Minimum value of power factor curve', '%'),
  }),
  question('QT', { title: 'Clock', size: 18, fields: tables.deviceTime }),
  question('QFET', { title: 'Since when energy is counted', size: 14, fields: tables.energyStart }),
  energy('QEHyyyymmddhh', {
    pattern: `QEH${day}(?:[01]\\d|2[0-3])`,
    example: 'QEH2015062012',
    title: 'Energy of an hour',
  }),
  energy('QEDyyyymmdd', { pattern: `QED${day}`, example: 'QED20150620', title: 'Energy of a day' }),
  energy('QEMyyyymm', { pattern: `QEM${month}`, example: 'QEM201506', title: 'Energy of a month' }),
  energy('QEYyyyy', { pattern: 'QEY\\d{4}', example: 'QEY2015', title: 'Energy of a year' }),
  question('QSTS', { title: 'Result of the grid test', size: 39, fields: tables.selfTest }),
];

/** PI16. */
export const pi16: RequestDefinition = freezeDeep({
  id: 'pi16',
  autodetect: 70,
  aliases: ['pi15', 'infinisolar-e'],
  version: 1,
  kind: 'inverter',
  maker: 'Voltronic Power',
  title: 'InfiniSolar E, SUNNY (PI15, PI16)',
  models: ['InfiniSolar E 3K', 'InfiniSolar E 5.5K', 'SUNNY'],
  verified: 'capture',
  sources: [
    'Daniele Pezzini: Voltronic Power SUNNY Protocol v1.2 (July 2015), from real devices',
    'tables of mpp-solar 902b210 (MIT)',
    'captures/voltronic.ts: sample answers of mpp-solar (MIT)',
  ],
  mode: 'request',
  wire: pi16Wire,
  links: ['serial', 'hid', 'tcp', 'mqtt-line'],
  serial: { baud: 2400, dataBits: 8, parity: 'none', stopBits: 1 },
  responseMs: 1500,
  commands,
  writes: pi16Writes,
  composed: pi16Modes,
  live: { everySeconds: 5, commands: ['QPIGS', 'QMOD', 'QPIWS'] },
  settings: { everySeconds: 300, commands: ['QPIRI', 'QFLAG', 'QENF', 'QCHGS'] },
  identity: [
    { key: 'model', command: 'QMD', field: 'device_model' },
    { key: 'serial', command: 'QID', field: 'serial_number' },
    { key: 'firmware', command: 'QVFW', field: 'main_cpu_firmware_version' },
  ],
  probe: { command: 'QPI', matches: (payload) => /^PI1[56]$/.test(toLatin1(payload)) },
} satisfies RequestDefinition);

/** PI16 of units that answer without a CRC. */
export const pi16bare: RequestDefinition = freezeDeep({
  ...pi16,
  id: 'pi16-bare',
  autodetect: 'chosen',
  aliases: [],
  title: 'InfiniSolar E, SUNNY whose answers carry no CRC',
  verified: 'document',
  wire: pi16BareWire,
} satisfies RequestDefinition);
