// Voltronic InfiniSolar V, 5048 Hybrid V2, LVX6048 and Easun SV: protocol PI18.
import { type AnswerShape, positionalTable } from '#codec/positional.ts';
import type { TextField } from '#codec/positional-fields.ts';
import { isText } from '#codec/pi17.ts';
import { pi18LvxWire, pi18SvWire, pi18Wire } from '#codec/pi18.ts';
import { freezeDeep, numeric, read } from '../define.ts';
import type { Derivation, RequestDefinition, ReadCommand } from '../definition.ts';
import { batteryOf } from './pi30-commands.ts';
import * as tables from './pi18-tables.ts';
import { pi18Modes, pi18Writes } from './pi18-writes.ts';

/** The document fixes every answer; newer models may add fields behind. */
const commas = (fields: readonly TextField[], shape: AnswerShape = { least: fields.length }) =>
  positionalTable(fields, { separator: ',', ...shape });
/** Energy is one number. */
const single: AnswerShape = { most: 1, form: /^\d{4,12}$/ };
/** What answers without numbers to measure look like: none of them names its question. */
const forms = {
  protocol: { most: 1, form: /^18$/ },
  /** Two digits of length, then 20 characters. */
  serial: { most: 1, form: /^\d{2}[\dA-Za-z]{16,}$/ },
  firmware: { most: 3, form: /^\d{5}(?:,|$)/ },
  model: { most: 1, form: /^(?!18$)\d{2,3}$/ },
  mode: { most: 1, form: /^0\d$/ },
  clock: { most: 1, form: /^20\d{12}$/ },
} as const satisfies Record<string, AnswerShape>;

const suns: Derivation = {
  metric: 'pv.power',
  name: 'pv_input_power',
  label: 'PV power of both strings',
  unit: 'W',
  from: ['pv1_input_power', 'pv2_input_power'],
  needs: 'any',
  calc: (...powers) => powers.reduce<number>((sum, power) => sum + numeric(power), 0),
};

const warnings: Derivation = {
  metric: 'inverter.warning',
  name: 'active_warnings',
  label: 'Active warnings',
  unit: '',
  from: [
    'fault_code',
    ...tables.faultsAndWarnings.flatMap((field) =>
      field.kind === 'flags' ? field.bits.flatMap((bit) => bit?.name ?? []) : [],
    ),
  ],
  calc: (fault, ...active) => {
    const texts = tables.warningLabels.filter((_, index) => active[index] === true);
    return [...(fault === 0 ? [] : [`Fault ${String(fault)}`]), ...texts].join(', ');
  },
};

const energy = (name: 'EY' | 'EM' | 'ED', title: string): ReadCommand => {
  const [argument, pattern, example] = {
    EY: ['yyyy', '\\d{4}', '2023'],
    EM: ['yyyymm', '\\d{4}(?:0[1-9]|1[0-2])', '202301'],
    ED: ['yyyymmdd', '\\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])', '20230115'],
  }[name];
  return read({
    name: `${name}${argument ?? ''}`,
    pattern: `${name}${pattern ?? ''}`,
    example: `${name}${example ?? ''}`,
    title,
    answerBytes: 16,
    table: commas(tables.energyOf(title), single),
  });
};

const commands: readonly ReadCommand[] = [
  read({ name: 'PI', title: 'Protocol version', answerBytes: 10, table: commas(tables.protocolId, forms.protocol) }),
  read({ name: 'ID', title: 'Serial number', answerBytes: 30, table: commas(tables.serialNumber, forms.serial) }),
  read({
    name: 'VFW',
    title: 'Firmware of the processors',
    answerBytes: 25,
    table: commas(tables.firmware, forms.firmware),
  }),
  read({ name: 'GMN', title: 'Model number', answerBytes: 10, table: commas(tables.generalModel, forms.model) }),
  read({
    name: 'PIRI',
    title: 'Rated values and settings',
    answerBytes: 93,
    table: commas(tables.ratedInformation, { least: 25, widths: { 16: 1, 17: 1 } }),
  }),
  read({
    name: 'GS',
    title: 'General status',
    answerBytes: 111,
    table: commas(tables.generalStatus, { least: 28, widths: { 6: 3, 12: 3, 20: 1, 21: 1 } }),
    derive: [...batteryOf('battery_discharge_current', 'battery_charging_current'), suns],
  }),
  read({
    name: 'MOD',
    title: 'Working mode',
    answerBytes: 10,
    table: commas(tables.workingMode, forms.mode),
  }),
  read({
    name: 'FWS',
    title: 'Fault and warnings',
    answerBytes: 42,
    table: commas(tables.faultsAndWarnings),
    derive: [warnings],
  }),
  read({
    name: 'FLAG',
    title: 'Switches',
    answerBytes: 25,
    table: commas(tables.flagStatus, { least: 8, widths: { 0: 1, 1: 1 } }),
  }),
  read({ name: 'DI', title: 'Default settings', answerBytes: 88, table: commas(tables.defaultSettings) }),
  read({
    name: 'MCHGCR',
    title: 'Charging currents to choose from',
    answerBytes: 60,
    table: commas(tables.currentChoices('Max. charging current'), { least: 1, widths: { 0: 3 } }),
  }),
  read({
    name: 'MUCHGCR',
    title: 'Charging currents from the grid to choose from',
    answerBytes: 60,
    table: commas(tables.currentChoices('Max. AC charging current'), { least: 1, widths: { 0: 3 } }),
  }),
  read({ name: 'T', title: 'Clock', answerBytes: 22, table: commas(tables.deviceTime, forms.clock) }),
  read({ name: 'ET', title: 'Total PV generated energy', answerBytes: 16, table: commas(tables.totalEnergy, single) }),
  energy('EY', 'PV Generated Energy for Year'),
  energy('EM', 'PV Generated Energy for Month'),
  energy('ED', 'PV Generated Energy for Day'),
  read({
    name: 'PRIn',
    pattern: 'PRI\\d',
    example: 'PRI0',
    title: 'Settings of one unit of a parallel system',
    answerBytes: 46,
    table: commas(tables.parallelRating),
  }),
  read({
    name: 'PGSn',
    pattern: 'PGS\\d',
    example: 'PGS0',
    title: 'Status of one unit of a parallel system',
    answerBytes: 124,
    table: commas(tables.parallelStatus, { least: 28, widths: { 0: 1, 11: 3, 12: 3, 17: 3, 22: 1, 23: 1 } }),
  }),
  read({
    name: 'ACCT',
    title: 'Time of charging from the grid',
    answerBytes: 18,
    table: commas(tables.timeOfDay('AC charger working')),
  }),
  read({
    name: 'ACLT',
    title: 'Time of the grid feeding the loads',
    answerBytes: 18,
    table: commas(tables.timeOfDay('AC supply the load')),
  }),
];

/** PI18. */
export const pi18: RequestDefinition = freezeDeep({
  id: 'pi18',
  autodetect: 40,
  aliases: ['infinisolar-v'],
  version: 1,
  kind: 'inverter',
  maker: 'Voltronic Power',
  title: 'InfiniSolar V and compatible inverters (PI18)',
  models: ['InfiniSolar V', '5048 Hybrid V2'],
  verified: 'capture',
  sources: [
    'tables of mpp-solar 902b210 (MIT)',
    'Voltronic Power: InfiniSolar V protocol (PI18, 2017-09-26)',
    'captures/voltronic.ts: sample answers of mpp-solar (MIT)',
  ],
  mode: 'request',
  wire: pi18Wire,
  links: ['serial', 'hid', 'tcp', 'mqtt-line'],
  serial: { baud: 2400, dataBits: 8, parity: 'none', stopBits: 1 },
  responseMs: 1500,
  commands,
  writes: pi18Writes.pi18,
  composed: pi18Modes,
  live: { everySeconds: 5, commands: ['GS', 'MOD', 'FWS'] },
  settings: { everySeconds: 300, commands: ['PIRI', 'FLAG', 'ET'] },
  identity: [
    { key: 'model', command: 'GMN', field: 'general_model_name' },
    { key: 'serial', command: 'ID', field: 'serial_number' },
    { key: 'firmware', command: 'VFW', field: 'main_cpu_version' },
  ],
  probe: { command: 'PI', matches: (payload) => isText(payload, '18') },
} satisfies RequestDefinition);

/** PI18 of LVX units, asked without a CRC. */
export const pi18lvx: RequestDefinition = freezeDeep({
  ...pi18,
  id: 'pi18lvx',
  autodetect: 50,
  aliases: ['lvx6048'],
  title: 'LVX6048 and compatible inverters (PI18 without CRC)',
  models: ['LVX6048'],
  wire: pi18LvxWire,
  writes: pi18Writes.lvx,
  composed: pi18Modes,
} satisfies RequestDefinition);

/** PI18 of Easun SV units, asked with and without a CRC. */
export const pi18sv: RequestDefinition = freezeDeep({
  ...pi18,
  id: 'pi18sv',
  autodetect: 'chosen',
  aliases: ['easun-sv'],
  maker: 'Easun',
  title: 'Easun SV IV (PI18)',
  models: ['ISolar SV IV'],
  verified: 'community',
  sources: ['tables of mpp-solar 902b210 (MIT)'],
  wire: pi18SvWire,
  writes: pi18Writes.lvx,
  composed: pi18Modes,
} satisfies RequestDefinition);
