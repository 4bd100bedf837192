// The writers of PI15 and PI16 devices. Source: "Voltronic Power SUNNY Protocol" v1.2; where it gives no limits they are those
// its example of QVFTR reports.
import type { Unit } from '#core/unit.ts';
import type { SetPointId } from '#core/set-points.ts';
import type { ComposedSetPoint, WriteCommand } from '../definition.ts';
import { hybridModes } from './hybrid-modes.ts';
import { optionLabels } from './pi16-tables.ts';
import { act, amount, type Amount, choose, clockPattern, enabledWords, free } from './writers.ts';

const onOff = { disabled: '0', enabled: '1' };

/** Permissions that are one set-point each. */
const servedBy = {
  A: 'battery.charge.enabled',
  B: 'battery.charge.from_grid',
  C: 'grid.export.enabled',
} as const satisfies Readonly<Record<string, SetPointId>>;
const isServing = (letter: string): letter is keyof typeof servedBy => Object.hasOwn(servedBy, letter);

/** What the battery does by the permissions of QENF. */
export const pi16Modes: readonly ComposedSetPoint[] = hybridModes({
  write: (letter) => `ENF${letter}`,
  on: enabledWords.on,
  off: enabledWords.off,
});
const time = '(?:[01]\\d|2[0-3])[0-5]\\d';
const volts = '[0-6]\\d\\.\\d';

interface Limit {
  readonly name: string;
  readonly title: string;
  readonly range: readonly [number, number];
  readonly unit: Unit;
  readonly digits: Amount['digits'];
  readonly shownBy: `${string} ${string}`;
  readonly setPoint?: SetPointId;
}

const limit = ({ name, title, range, unit, digits, shownBy, setPoint }: Limit): WriteCommand =>
  amount(
    { name, title, dangerous: true, shownBy, ...(setPoint === undefined ? {} : { serves: { setPoint } }) },
    { unit, ranges: [range], step: digits[1] === 1 ? 0.1 : 1, digits },
  );

const gridLimits: readonly WriteCommand[] = [
  limit({
    name: 'GOHV',
    title: 'Highest grid voltage to feed in',
    range: [235, 276],
    unit: 'V',
    digits: [3, 1],
    shownBy: 'QGOV grid_output_high_voltage',
  }),
  limit({
    name: 'GOLV',
    title: 'Lowest grid voltage to feed in',
    range: [180, 225],
    unit: 'V',
    digits: [3, 1],
    shownBy: 'QGOV grid_output_low_voltage',
  }),
  limit({
    name: 'PHV',
    title: 'Highest grid voltage to take in',
    range: [235, 276],
    unit: 'V',
    digits: [3, 1],
    shownBy: 'QBYV grid_input_high_voltage',
  }),
  limit({
    name: 'PLV',
    title: 'Lowest grid voltage to take in',
    range: [180, 225],
    unit: 'V',
    digits: [3, 1],
    shownBy: 'QBYV grid_input_low_voltage',
  }),
  limit({
    name: 'GOHF',
    title: 'Highest grid frequency to feed in',
    range: [50.1, 55],
    unit: 'Hz',
    digits: [2, 1],
    shownBy: 'QGOF grid_output_high_frequency',
  }),
  limit({
    name: 'GOLF',
    title: 'Lowest grid frequency to feed in',
    range: [45, 49.9],
    unit: 'Hz',
    digits: [2, 1],
    shownBy: 'QGOF grid_output_low_frequency',
  }),
  limit({
    name: 'PGF',
    title: 'Highest grid frequency to take in',
    range: [50.1, 55],
    unit: 'Hz',
    digits: [2, 1],
    shownBy: 'QBYF grid_input_high_frequency',
  }),
  limit({
    name: 'PSF',
    title: 'Lowest grid frequency to take in',
    range: [45, 49.9],
    unit: 'Hz',
    digits: [2, 1],
    shownBy: 'QBYF grid_input_low_frequency',
  }),
  limit({
    name: 'FT',
    title: 'Wait before the grid is connected',
    range: [5, 70],
    unit: 's',
    digits: [3, 0],
    shownBy: 'QFT grid_wait_time',
  }),
  limit({
    name: 'GLTHV',
    title: 'Highest mean grid voltage',
    range: [235, 276],
    unit: 'V',
    digits: [3, 0],
    shownBy: 'QGLTV max_grid_input_average_voltage',
  }),
  limit({
    name: 'OPMP',
    title: 'Largest output power',
    range: [0, 3000],
    unit: 'W',
    digits: [5, 0],
    shownBy: 'QOPMP maximum_output_power',
  }),
  limit({
    name: 'GPMP',
    title: 'Largest power fed into the grid',
    range: [0, 3000],
    unit: 'W',
    digits: [5, 0],
    shownBy: 'QGPMP maximum_power_feeding_grid',
    setPoint: 'grid.export.limit',
  }),
];

const solarLimits: readonly WriteCommand[] = [
  limit({
    name: 'PVIPHV',
    title: 'Highest voltage of the strings',
    range: [450, 500],
    unit: 'V',
    digits: [3, 0],
    shownBy: 'QPVIPV pv_input_high_voltage',
  }),
  limit({
    name: 'PVIPLV',
    title: 'Lowest voltage of the strings',
    range: [90, 200],
    unit: 'V',
    digits: [3, 0],
    shownBy: 'QPVIPV pv_input_low_voltage',
  }),
  limit({
    name: 'MPPTHV',
    title: 'Highest voltage of the trackers',
    range: [400, 450],
    unit: 'V',
    digits: [3, 0],
    shownBy: 'QMPPTV mpp_high_voltage',
  }),
  limit({
    name: 'MPPTLV',
    title: 'Lowest voltage of the trackers',
    range: [110, 200],
    unit: 'V',
    digits: [3, 0],
    shownBy: 'QMPPTV mpp_low_voltage',
  }),
];

const batteryLimits: readonly WriteCommand[] = [
  limit({
    name: 'MCHGV',
    title: 'Float charging voltage',
    range: [48, 58],
    unit: 'V',
    digits: [2, 1],
    shownBy: 'QCHGS floating_battery_charging_voltage',
  }),
  limit({
    name: 'MCHGC',
    title: 'Largest charging current',
    range: [0.5, 25],
    unit: 'A',
    digits: [2, 1],
    shownBy: 'QCHGS max_battery_charging_current',
    setPoint: 'battery.current.limit.charge',
  }),
  limit({
    name: 'BCHGV',
    title: 'Bulk charging voltage',
    range: [50, 58],
    unit: 'V',
    digits: [2, 1],
    shownBy: 'QCHGS bulk_battery_charging_voltage',
  }),
  free(
    { name: 'OFFC', title: 'When charging stops: ampere, volt to begin again, minutes' },
    { pattern: `\\d\\d\\.\\d ${volts} \\d{3}`, example: '00.0 53.0 060' },
  ),
  free(
    { name: 'BSDV', title: 'Voltages at which the battery stops, without and with the grid', dangerous: true },
    { pattern: `${volts} ${volts}`, example: '48.0 48.0' },
  ),
  free(
    { name: 'DSUBV', title: 'Voltages at which the battery starts again, without and with the grid', dangerous: true },
    { pattern: `${volts} ${volts}`, example: '48.0 49.4' },
  ),
];

const switches: readonly WriteCommand[] = [
  ...(
    [
      ['A', 'Alarm', 'alarm_control'],
      ['B', 'Alarm in battery mode', 'alarm_at_battery_mode'],
      ['G', 'Off without a load', 'green_power_function', true],
      ['P', 'Alarm in bypass mode', 'alarm_at_bypass_mode'],
    ] as const
  ).map(([letter, title, field, dangerous]) =>
    choose(
      {
        name: `PE${letter}`,
        title,
        letters: '',
        shownBy: `QFLAG ${field}`,
        ...(dangerous === undefined ? {} : { dangerous }),
      },
      { enabled: `PE${letter}`, disabled: `PD${letter}` },
    ),
  ),
  ...Object.entries(optionLabels).map(([letter, title]) =>
    choose(
      {
        name: `ENF${letter}`,
        title,
        shownBy: `QENF ${title.toLowerCase().replaceAll(/[^a-z]+/g, '_')}`,
        ...(isServing(letter) ? { serves: { setPoint: servedBy[letter], words: enabledWords } } : {}),
      },
      onOff,
    ),
  ),
  choose({ name: 'GNTM', title: 'A generator is the AC source', shownBy: 'GNTMQ generator_as_ac_source' }, onOff),
  choose(
    { name: 'PDG', title: 'Curve of the power factor (PI15)', shownBy: 'QPDG power_factor_curve_capability' },
    onOff,
  ),
];

const times: readonly WriteCommand[] = [
  free({ name: 'CHTH', title: 'Begin of charging: hhmm' }, { pattern: time, example: '0000' }),
  free({ name: 'CHTL', title: 'End of charging: hhmm' }, { pattern: time, example: '0000' }),
  free(
    { name: 'PKT', title: 'Time of charging from the grid: hhmm hhmm' },
    { pattern: `${time} ${time}`, example: '2200 0600' },
  ),
  free(
    { name: 'LDT', title: 'Time of output: hhmm hhmm', dangerous: true },
    { pattern: `${time} ${time}`, example: '0000 0000' },
  ),
  free({ name: 'DAT', title: 'Date and time' }, { pattern: clockPattern(2), example: '150720123000' }),
  amount(
    { name: 'LST', title: 'When the display sleeps' },
    { unit: 's', ranges: [[0, 2970]], step: 30, digits: [2, 0], per: 30 },
  ),
];

const percents: readonly WriteCommand[] = [
  free(
    { name: 'SOPF', title: 'Power factor of the output, % (PI15)', dangerous: true },
    { pattern: '[+-]09\\d|\\+100', example: '+100' },
  ),
  amount(
    { name: 'PPS', title: 'Power of the output (PI15)', dangerous: true, shownBy: 'QPPS power_percent_setting' },
    { unit: '%', ranges: [[10, 100]], step: 1, digits: [3, 0] },
  ),
  amount(
    {
      name: 'PPD',
      title: 'Percentage of the power factor (PI15)',
      dangerous: true,
      shownBy: 'QPPD power_factor_percent',
    },
    { unit: '%', ranges: [[50, 100]], step: 1, digits: [3, 0] },
  ),
  amount(
    {
      name: 'PFL',
      title: 'Least value of the power factor curve (PI15)',
      dangerous: true,
      shownBy: 'QPFL minimum_value_of_power_factor_curve',
    },
    { unit: '%', ranges: [[90, 99]], step: 1, digits: [3, 0] },
  ),
];

const operation: readonly WriteCommand[] = [
  choose(
    {
      name: 'PRIO',
      title: 'Whom the sun serves first',
      shownBy: 'QPRIO pv_energy_supply_priority',
      serves: {
        setPoint: 'inverter.priority.solar',
        words: {
          'battery-load-grid': 'Battery, load, grid',
          'load-battery-grid': 'Load, battery, grid',
          'load-grid-battery': 'Load, grid, battery',
        },
      },
    },
    { none: '00', 'Battery, load, grid': '01', 'Load, battery, grid': '02', 'Load, grid, battery': '03' },
  ),
  act({ name: 'PF', title: 'All settings back to those of the factory', dangerous: true }),
  free(
    { name: 'DMODEL', title: 'Kind of device and grid standard', dangerous: true },
    { pattern: '[0-2]\\d\\d', example: '050' },
  ),
  choose(
    { name: 'V', title: 'Nominal voltage', dangerous: true, shownBy: 'QPIRI grid_input_voltage_rating' },
    { '208 V': '208', '220 V': '220', '230 V': '230', '240 V': '240' },
  ),
  choose(
    { name: 'F', title: 'Nominal frequency', dangerous: true, shownBy: 'QPIRI grid_input_frequency_rating' },
    { '50 Hz': '50', '60 Hz': '60' },
  ),
  amount(
    { name: 'PVN', title: 'Number of trackers in use', dangerous: true, shownBy: 'QPIRI number_of_mpp_trackers' },
    { unit: '', ranges: [[1, 99]], step: 1, digits: [2, 0] },
  ),
  act({ name: 'ST', title: 'Test of the grid connection', dangerous: true }),
  act({ name: 'SOFF', title: 'AC output off', dangerous: true }),
  act({ name: 'SON', title: 'AC output on' }),
  act({ name: 'FGD', title: 'Disconnect the grid', dangerous: true }),
  act({ name: 'FGE', title: 'Connect the grid' }),
  choose({ name: 'GTS', title: 'Standby', dangerous: true }, { out: '0', in: '1' }),
  act({ name: 'OEEPB', title: 'Opens the EEPROM: goes before DMODEL, V and F', dangerous: true }),
];

/** Every writer of the document. */
export const pi16Writes: readonly WriteCommand[] = [
  ...gridLimits,
  ...solarLimits,
  ...batteryLimits,
  ...switches,
  ...times,
  ...percents,
  ...operation,
];
