// REVO models (and their clones): PI30 with two answers of their own, PQSE and QALL, that carry a CHK.
import { positionalTable } from '#codec/positional.ts';
import { choice, number, parts, word, type TextField } from '#codec/positional-fields.ts';
import { pi30ChkWire } from '#codec/pi30-chk.ts';
import { freezeDeep, read } from '../define.ts';
import type { RequestDefinition } from '../definition.ts';
import { batteryOf, questions, shapes } from './pi30-commands.ts';
import { pi30 } from './pi30.ts';
import * as tables from './pi30-tables.ts';
import { free } from './writers.ts';

/** PQSE, settings. Source: [mpp-solar] pi30revo. */
const configuration: readonly TextField[] = [
  parts(
    [1, choice('Language', { '0': 'English', '1': 'Chinese' })],
    [
      1,
      choice('Work Mode', {
        '0': 'Utility Priority',
        '1': 'Solar Priority',
        '2': 'Battery Priority',
        '3': 'PV+mains power+no external CT',
        '4': 'PV+mains power+external CT',
      }),
    ],
    [1, choice('Input Range', { '0': 'Wide', '1': 'Narrow' })],
    [1, choice('Output Voltage', { '0': '220V', '1': '230V', '2': '240V' })],
    [1, choice('Output Frequency', { '0': '50Hz', '1': '60Hz' })],
    [1, choice('Battery Type', { '0': 'Lead Acid', '1': 'Lithium', '2': 'None', '3': 'Custom' })],
  ),
  number('Battery Bulk Charge Voltage', 'V'),
  number('Battery Float Charge Voltage', 'V'),
  number('Battery Low Voltage Alarm Point', 'V'),
  number('Battery Low Voltage Cutoff Point', 'V'),
  number('Total Charging Current', 'A'),
  number('AC Charging Current', 'A'),
  word('Year'),
  word('Month'),
  word('Day'),
  word('Hour'),
  word('Minute'),
  parts(
    [1, choice('Buzzer', { '0': 'Enabled', '1': 'Disabled' })],
    [1, choice('Grid', { '0': 'Not Connected', '1': 'Connected' })],
    [1, choice('Single Phase Parallel', { '0': 'Disabled', '1': 'Enabled' })],
    [1, choice('Three Phase Parallel', { '0': 'Disabled', '1': 'Enabled' })],
    [1, number('Three Phase ID', '')],
  ),
  number('Battery Full Recovery Point', 'V'),
];

const warnings = {
  '00': 'No warning',
  '01': 'Low battery',
  '02': 'Mains low voltage',
  '03': 'Mains high voltage',
  '04': 'Overload',
  '05': 'Over temperature',
  '06': 'Fan lock',
  '07': 'Battery overvoltage',
  '08': 'Discharge overcurrent',
  '21': 'PV undervoltage',
  '22': 'PV overvoltage',
  '23': 'PV overcurrent',
  '24': 'PV over temperature',
  '25': 'PV overload',
  '26': 'PV boost failed',
  '39': 'BMS Communication lost',
};
const faults = {
  '00': 'No fault',
  '01': 'BUS overvoltage',
  '02': 'Inverter overvoltage',
  '03': 'Inverter low voltage',
  '04': 'BUS soft start failure',
  '05': 'Overload fault',
  '06': 'Output short circuit',
  '07': 'Low battery voltage failure',
  '08': 'Inverter soft start failure',
  '09': 'BUS low voltage',
  '10': 'Parallel failure',
  '11': 'Over temperature fault',
  '12': 'Battery over-voltage fault',
  '13': 'Phase A lost',
  '14': 'Phase B lost',
  '15': 'Phase C lost',
  '16': 'AC output voltage and frequency setting is different',
  '17': 'AC input voltage and frequency detected different',
  '18': 'Power feedback protection',
  '19': 'Firmware Version inconsistent',
  '20': 'Current sharing fault',
  '23': 'PV overcurrent',
  '24': 'PV over temperature',
};

/** QALL, everything live. */
const all: readonly TextField[] = [
  number('AC Input Voltage', 'V', { metric: 'grid.voltage' }),
  number('AC Input Frequency', 'Hz', { metric: 'grid.frequency' }),
  number('AC Output Voltage', 'V', { metric: 'load.voltage' }),
  number('AC Output Frequency', 'Hz', { metric: 'load.frequency' }),
  number('AC Output Active Power', 'W', { metric: 'load.power' }),
  number('AC Output Load', '%', { metric: 'load.level' }),
  number('Battery Voltage', 'V', { metric: 'battery.voltage' }),
  number('Battery Capacity', '%', { metric: 'battery.soc' }),
  number('Battery Charging Current', 'A'),
  number('Battery Discharging Current', 'A'),
  number('PV Input Voltage', 'V', { metric: 'pv.voltage.s1' }),
  number('PV Input Current', 'A', { metric: 'pv.current.s1' }),
  number('PV Power', 'W', { metric: 'pv.power' }),
  number('Daily PV Power Generated', 'Wh'),
  number('Total PV Power Generated', 'Wh', { multiply: 1000, metric: 'pv.energy' }),
  choice(
    'Device Mode',
    { P: 'Power on', S: 'Standby', L: 'Line', B: 'Battery', F: 'Fault', H: 'Power saving' },
    { metric: 'inverter.mode' },
  ),
  choice('Warning Code', warnings, { metric: 'inverter.warning' }),
  choice('Fault Code', faults),
];

const bmsStates = {
  '0': 'No warning',
  '1': 'Battery overvoltage',
  '2': 'Low battery',
  '3': 'Battery over temperature',
  '4': 'Battery low temperature',
  '5': 'Battery overcurrent',
  '6': 'Battery output short circuit',
};

/** QLITH0, what a lithium battery told the inverter. */
const lithium: readonly TextField[] = [
  number('Battery voltage from BMS', 'V'),
  number('Battery charging current from BMS', 'A'),
  number('Battery discharge current from BMS', 'A'),
  number('Battery temperature', '°C', { divide: 10, metric: 'battery.temperature' }),
  number('Battery capacity from BMS', '%'),
  number('Battery wearout', '%'),
  number('Battery max charging current', 'A'),
  number('Battery max discharge current', 'A'),
  number('Battery max charge voltage', 'V'),
  number('Battery min discharge voltage', 'V'),
  choice('Fault Code from BMS', bmsStates),
  choice('Warning Code from BMS', bmsStates),
];

/** Without metrics: QALL gives them. */
const silent = (fields: readonly TextField[]): readonly TextField[] =>
  fields.map((field) => {
    if (field.kind !== 'number' && field.kind !== 'choice') return field;
    const { metric: _, ...row } = field.row;
    return { ...field, row };
  });

const decimals = '\\d+\\.\\d+';

/** PI30REVO. */
export const pi30revo: RequestDefinition = freezeDeep({
  ...pi30,
  variants: [],
  id: 'pi30revo',
  autodetect: 'chosen',
  aliases: ['revo'],
  version: 1,
  maker: 'SORO and others',
  title: 'REVO hybrid inverters (PI30REVO)',
  models: ['REVO VM', 'REVO VP'],
  verified: 'capture',
  sources: [
    'tables of mpp-solar 902b210 (MIT)',
    'PI30REVO protocol V03 (2020-11-12)',
    'captures/voltronic.ts: sample answers of mpp-solar (MIT)',
  ],
  wire: pi30ChkWire,
  commands: [
    questions.QPI,
    read({
      name: 'QALL',
      title: 'Everything live',
      answerBytes: 90,
      table: positionalTable(all, { least: 18, most: 18, widths: { 15: 1 } }),
      derive: batteryOf('battery_discharging_current', 'battery_charging_current'),
    }),
    read({
      name: 'PQSE',
      title: 'Settings',
      answerBytes: 66,
      table: positionalTable(configuration, { least: 13, widths: { 0: 6 } }),
    }),
    read({
      name: 'QPIGS',
      title: 'General status',
      answerBytes: 110,
      table: positionalTable(silent(tables.generalStatusRevo), shapes.status),
    }),
    questions.QPIRI,
    read({
      name: 'QMOD',
      title: 'Mode',
      answerBytes: 5,
      table: positionalTable(silent(tables.deviceMode), shapes.mode),
    }),
    read({ name: 'QLITH0', title: 'Lithium battery', answerBytes: 64, table: positionalTable(lithium, { least: 12 }) }),
  ],
  composed: [],
  writes: [
    free(
      { name: 'PSET', title: 'All settings of PQSE at once, in its order', dangerous: true },
      {
        pattern: `\\d+ ${decimals} ${decimals} ${decimals} ${decimals} \\d+ \\d+ \\d+ \\d+ \\d+ \\d+ \\d+[\\d. ]*`,
        example: '000100 56.0 54.0 44.0 42.0 030 010 2018 06 01 20 00 00000',
      },
    ),
  ],
  live: { everySeconds: 5, commands: ['QALL'] },
  settings: { everySeconds: 300, commands: ['PQSE', 'QPIRI', 'QLITH0'] },
  identity: [],
  probe: { command: 'QALL', matches: (payload) => payload.filter((byte) => byte === 0x20).length === 17 },
} satisfies RequestDefinition);
