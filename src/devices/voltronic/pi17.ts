// Voltronic InfiniSolar 10K and 15K, MPI and WP models: three phases, protocol PI17.
import { type AnswerShape, positionalTable } from '#codec/positional.ts';
import type { TextField } from '#codec/positional-fields.ts';
import { isText, pi17Wire } from '#codec/pi17.ts';
import { freezeDeep, read } from '../define.ts';
import type { Derivation, RequestDefinition, ReadCommand } from '../definition.ts';
import { powers } from './pi17-derive.ts';
import * as tables from './pi17-tables.ts';
import { pi17Modes, pi17Writes } from './pi17-writes.ts';

type Question = Omit<ReadCommand, 'kind' | 'table'> & {
  readonly fields: readonly TextField[];
  readonly shape?: AnswerShape;
};

const question = ({ fields, shape, ...rest }: Question): ReadCommand =>
  read({ ...rest, table: positionalTable(fields, { separator: ',', ...shape }) });

const warnings: Derivation = {
  metric: 'inverter.warning',
  name: 'active_warnings',
  label: 'Active warnings',
  unit: '',
  from: tables.warningStatus.flatMap((field) =>
    field.kind === 'flags' ? field.bits.flatMap((bit) => bit?.name ?? []) : [],
  ),
  calc: (...active) => tables.warningLabels.filter((_, index) => active[index] === true).join(', '),
};

const spans = {
  EY: ['yyyy', '\\d{4}', '2023', 'Generated Energy Year'],
  EM: ['yyyymm', '\\d{4}(?:0[1-9]|1[0-2])', '202301', 'Generated Energy Month'],
  ED: ['yyyymmdd', '\\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])', '20230115', 'Generated Energy Day'],
  EH: [
    'yyyymmddhh',
    '\\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])(?:[01]\\d|2[0-3])',
    '2023011512',
    'Generated Energy Hour',
  ],
} as const;

const energies: readonly ReadCommand[] = Object.entries(spans).map(([name, [argument, pattern, example, title]]) =>
  question({
    name: `${name}${argument}`,
    pattern: `${name}${pattern}`,
    example: `${name}${example}`,
    title,
    answerBytes: 18,
    shape: { most: 1, form: /^\d{4,12}$/ },
    fields: tables.energyOf(title),
  }),
);

/** What answers without numbers to measure look like: none of them names its question. */
const forms = {
  protocol: { most: 1, form: /^17$/ },
  /** Two digits of length, then 20 characters. */
  serial: { most: 1, form: /^\d{2}[\dA-Za-z]{16,}$/ },
  firmware: { most: 1, form: /^VERFW/ },
  model: { most: 1, form: /^\d{3}$/ },
  mode: { most: 1, form: /^0\d$/ },
  clock: { most: 1, form: /^20\d{12}$/ },
} as const satisfies Record<string, AnswerShape>;

const commands: readonly ReadCommand[] = [
  question({
    name: 'PI',
    title: 'Protocol version',
    answerBytes: 10,
    shape: forms.protocol,
    fields: tables.protocolId,
  }),
  question({ name: 'ID', title: 'Serial number', answerBytes: 30, shape: forms.serial, fields: tables.serialNumber }),
  question({
    name: 'VFW',
    title: 'Firmware of the main processor',
    answerBytes: 22,
    shape: forms.firmware,
    fields: tables.firmware('CPU Version', 'VERFW:'),
  }),
  question({
    name: 'VFW2',
    title: 'Firmware of the second processor',
    answerBytes: 23,
    shape: forms.firmware,
    fields: tables.firmware('CPU 2 Version', 'VERFW2:'),
  }),
  question({
    name: 'MD',
    title: 'Model',
    answerBytes: 42,
    shape: { least: 9, widths: { 0: 3 } },
    fields: tables.deviceModel,
  }),
  question({ name: 'DM', title: 'Model code', answerBytes: 11, shape: forms.model, fields: tables.machineModel }),
  question({
    name: 'PIRI',
    title: 'Rated values',
    answerBytes: 52,
    shape: { least: 11, widths: { 8: 2, 9: 1 } },
    fields: tables.ratedInformation,
  }),
  question({
    name: 'GS',
    title: 'General status',
    answerBytes: 115,
    shape: { least: 25, widths: { 5: 3, 24: 1 } },
    fields: tables.generalStatus,
  }),
  question({
    name: 'PS',
    title: 'Powers',
    answerBytes: 106,
    shape: { least: 22, most: 22, widths: { 15: 3, 16: 1, 17: 1 } },
    fields: tables.powerStatus,
    derive: powers,
  }),
  question({ name: 'INGS', title: 'Inner status', answerBytes: 60, shape: { least: 11 }, fields: tables.innerStatus }),
  question({
    name: 'EMINFO',
    title: 'Energy management',
    answerBytes: 35,
    shape: { least: 6 },
    fields: tables.energyManagement,
  }),
  question({
    name: 'MOD',
    title: 'Working mode',
    answerBytes: 10,
    shape: forms.mode,
    fields: tables.workingMode,
  }),
  question({
    name: 'WS',
    title: 'Warnings',
    answerBytes: 58,
    shape: { least: 20, widths: { 0: 1, 1: 1 } },
    fields: tables.warningStatus,
    derive: [warnings],
  }),
  question({ name: 'CFS', title: 'Latest fault', answerBytes: 14, fields: tables.currentFault }),
  question({
    name: 'FLAG',
    title: 'Switches',
    answerBytes: 40,
    shape: { least: 8, widths: { 0: 1, 1: 1 } },
    fields: tables.flagStatus,
  }),
  question({
    name: 'HECS',
    title: 'What may feed what',
    answerBytes: 26,
    shape: { least: 8, widths: { 0: 2, 1: 1 } },
    fields: tables.energyControl,
  }),
  question({
    name: 'BATS',
    title: 'Settings of the battery',
    answerBytes: 110,
    shape: { least: 18, widths: { 10: 1 } },
    fields: tables.batterySettings,
  }),
  read({
    name: 'BMS',
    title: 'Battery with a BMS',
    answerBytes: 60,
    table: positionalTable(tables.batteryManagement, { separator: ', ' }),
  }),
  question({
    name: 'GPMP',
    title: 'Largest power fed into the grid',
    answerBytes: 14,
    fields: tables.power('Maximum Feeding Grid power'),
  }),
  question({
    name: 'OPMP',
    title: 'Largest output power',
    answerBytes: 14,
    fields: tables.power('Maximum output power'),
  }),
  question({
    name: 'DI',
    title: 'Default settings',
    answerBytes: 130,
    shape: { least: 25 },
    fields: tables.defaultSettings,
  }),
  question({
    name: 'MAR',
    title: 'Between which limits it can be set',
    answerBytes: 130,
    shape: { least: 24 },
    fields: tables.adjustableRange,
  }),
  question({
    name: 'GLTHV',
    title: 'Highest long-time voltage of the grid',
    answerBytes: 13,
    fields: tables.averageVoltage,
  }),
  question({
    name: 'GOV',
    title: 'Grid voltages at which it feeds in',
    answerBytes: 28,
    fields: tables.feedLimits('voltage'),
  }),
  question({
    name: 'GOF',
    title: 'Grid frequencies at which it feeds in',
    answerBytes: 28,
    fields: tables.feedLimits('frequency'),
  }),
  question({ name: 'MPPTV', title: 'Range of the trackers', answerBytes: 18, fields: tables.solarLimits }),
  question({ name: 'SV', title: 'Range of the strings', answerBytes: 18, fields: tables.solarLimits }),
  question({ name: 'FPADJ', title: 'Correction of the power fed in', answerBytes: 36, fields: tables.feedCalibration }),
  question({ name: 'ACCT', title: 'Times of charging from the grid', answerBytes: 28, fields: tables.chargeTimes }),
  question({ name: 'ACLT', title: 'Time of the grid feeding the loads', answerBytes: 18, fields: tables.loadTimes }),
  question({ name: 'T', title: 'Clock', answerBytes: 22, shape: forms.clock, fields: tables.deviceTime }),
  question({
    name: 'ET',
    title: 'Total generated energy',
    answerBytes: 16,
    shape: { most: 1, form: /^\d{4,12}$/ },
    fields: tables.totalEnergy,
  }),
  ...energies,
];

/** PI17. */
export const pi17: RequestDefinition = freezeDeep({
  id: 'pi17',
  autodetect: 60,
  aliases: ['infinisolar-10k', 'mpi'],
  version: 1,
  kind: 'inverter',
  maker: 'Voltronic Power',
  title: 'InfiniSolar 10K and 15K, MPI (PI17)',
  models: ['InfiniSolar 10K', 'InfiniSolar 15K', 'MPI 10K', 'MPI 15K'],
  verified: 'capture',
  sources: [
    'tables of mpp-solar 902b210 (MIT)',
    'Voltronic Power: Infini-Solar WP, LV 6K, 3P 10–15K and TWIN protocol (PI17, 2022-09-21); Infini 10 kW and 15 kW protocol',
    'captures/voltronic.ts: sample answers of mpp-solar (MIT)',
  ],
  mode: 'request',
  wire: pi17Wire,
  links: ['serial', 'hid', 'tcp', 'mqtt-line'],
  serial: { baud: 2400, dataBits: 8, parity: 'none', stopBits: 1 },
  responseMs: 1500,
  commands,
  writes: pi17Writes.pi17,
  composed: pi17Modes,
  live: { everySeconds: 5, commands: ['GS', 'PS', 'MOD', 'WS'] },
  settings: { everySeconds: 300, commands: ['PIRI', 'FLAG', 'HECS', 'BATS', 'ET'] },
  identity: [
    { key: 'model', command: 'MD', field: 'machine_number' },
    { key: 'serial', command: 'ID', field: 'serial_number' },
    { key: 'firmware', command: 'VFW', field: 'cpu_version' },
  ],
  probe: { command: 'PI', matches: (payload) => isText(payload, '17') },
} satisfies RequestDefinition);

/** PI17 of the maker's edition of 2022: two times of charging from the grid. */
export const pi17infini: RequestDefinition = freezeDeep({
  ...pi17,
  id: 'pi17infini',
  autodetect: 'chosen',
  aliases: ['infinisolar-wp'],
  title: 'InfiniSolar WP and TWIN (PI17, 2022 edition)',
  models: ['InfiniSolar WP 12K', 'InfiniSolar WP 15K', 'InfiniSolar WP TWIN'],
  verified: 'document',
  writes: pi17Writes.infini,
  composed: pi17Modes,
} satisfies RequestDefinition);

/** PI17 of model 058: BATS ends with a field of its own. */
export const pi17m058: RequestDefinition = freezeDeep({
  ...pi17,
  id: 'pi17m058',
  autodetect: 'chosen',
  aliases: [],
  title: 'InfiniSolar, model 058 (PI17)',
  models: ['InfiniSolar model 058'],
  verified: 'community',
  commands: commands.map((command) =>
    command.name === 'BATS'
      ? question({
          name: 'BATS',
          title: command.title,
          answerBytes: command.answerBytes,
          shape: { least: 18, widths: { 10: 1 } },
          fields: tables.batterySettings058,
        })
      : command,
  ),
  probe: { command: 'DM', matches: (payload) => isText(payload, '058') },
} satisfies RequestDefinition);
