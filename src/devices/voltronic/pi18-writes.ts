// The writers of the PI18 family. Letters and limits: [mpp-solar] pi18, pi18lvx, pi18sv; those only the maker's document
// of 2017 lists are marked. Every one goes out as `^S`.
import type { ComposedSetPoint, WriteCommand } from '../definition.ts';
import * as tables from './pi18-tables.ts';
import { act, amount, choose, clockPattern, free, type Writer } from './writers.ts';

const set = (writer: Writer): Writer => ({ ...writer, letters: `^S${writer.letters ?? writer.name}` });

const wordsOf = (options: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(options).map(([key, text]) => [text, key]));

interface Switch {
  readonly letter: string;
  readonly title: string;
  readonly field: string;
  readonly dangerous?: true;
}

const toggle = ({ letter, title, field, dangerous }: Switch): WriteCommand =>
  choose(
    {
      name: `PE${letter}`,
      title,
      letters: '^S',
      shownBy: `FLAG ${field}`,
      ...(dangerous === undefined ? {} : { dangerous }),
    },
    { enabled: `PE${letter}`, disabled: `PD${letter}` },
  );

const switches: readonly WriteCommand[] = [
  toggle({ letter: 'A', title: 'Mute the buzzer', field: 'mute_buzzer_beep' }),
  toggle({ letter: 'B', title: 'Overload bypass', field: 'overload_bypass_function', dangerous: true }),
  toggle({
    letter: 'C',
    title: 'Display goes back to its first page',
    field: 'lcd_display_escape_to_default_page_after_timeout',
  }),
  toggle({ letter: 'D', title: 'Restart after overload', field: 'overload_restart' }),
  toggle({ letter: 'E', title: 'Restart after over-temperature', field: 'over_temperature_restart' }),
  toggle({ letter: 'F', title: 'Light of the display', field: 'backlight_on' }),
  toggle({
    letter: 'G',
    title: 'Alarm when the first source fails',
    field: 'alarm_on_when_primary_source_interrupted',
  }),
  toggle({ letter: 'H', title: 'Record fault codes', field: 'fault_code_record' }),
];

const machineType = choose(
  { name: 'PEI', title: 'Machine type', letters: '^S', dangerous: true, shownBy: 'PIRI machine_type' },
  { 'Grid-Tie': 'PEI', 'Off-Grid': 'PDI' },
);

const chargeVoltage = '(?:4[89]\\d|5[0-7]\\d|58[0-4])';
const time = '(?:[01]\\d|2[0-3])[0-5]\\d';

const { 0: gridBeforeBattery, 1: batteryBeforeGrid } = tables.outputPriorities;
const { 0: solarFirst, 1: solarAndGrid, 2: solarOnly } = tables.chargerPriorities;

const outputPriority = choose(
  set({
    name: 'POP',
    title: 'Output priority',
    shownBy: 'PIRI output_source_priority',
    serves: {
      setPoint: 'inverter.priority.output',
      words: { 'solar-first': gridBeforeBattery, 'battery-first': batteryBeforeGrid },
    },
  }),
  wordsOf(tables.outputPriorities),
);
const voltages: readonly WriteCommand[] = [
  free(set({ name: 'MCHGV', title: 'Bulk and float charging voltage, tenths of a volt', dangerous: true }), {
    pattern: `${chargeVoltage},${chargeVoltage}`,
    example: '552,540',
  }),
  free(
    set({
      name: 'BUCD',
      title:
        'Battery voltage at which the grid takes over, and at which the battery does (000: full), tenths of a volt',
      dangerous: true,
    }),
    { pattern: '(?:4[4-9]0|5[01]0),(?:000|4[89]0|5[0-8]0)', example: '440,480' },
  ),
];
/** Amperes in whole tens; from the grid 2 A too. */
const tens = (max: number): readonly (readonly [number, number])[] =>
  Array.from({ length: max / 10 }, (_, index) => [10 * (index + 1), 10 * (index + 1)] as const);
const ofUnit0 = (max: number): readonly WriteCommand[] => [
  amount(
    set({
      name: 'MCHGC0',
      letters: 'MCHGC0,',
      title: 'Largest charging current of unit 0',
      shownBy: 'PIRI max_charging_current',
      serves: { setPoint: 'battery.current.limit.charge' },
    }),
    { unit: 'A', ranges: tens(max), step: 10, digits: [3, 0] },
  ),
  amount(
    set({
      name: 'MUCHGC0',
      letters: 'MUCHGC0,',
      title: 'Largest charging current from the grid of unit 0',
      shownBy: 'PIRI max_ac_charging_current',
      serves: { setPoint: 'battery.current.limit.charge.from_grid' },
    }),
    { unit: 'A', ranges: [[2, 2], ...tens(max)], step: 1, digits: [3, 0] },
  ),
  choose(
    set({
      name: 'PCP0',
      letters: 'PCP0,',
      title: 'Charger priority of unit 0',
      shownBy: 'PIRI charger_source_priority',
      serves: {
        setPoint: 'inverter.priority.charge',
        words: { 'solar-first': solarFirst, 'solar-and-grid': solarAndGrid, 'solar-only': solarOnly },
      },
    }),
    { [solarFirst]: '0', [solarAndGrid]: '1', [solarOnly]: '2' },
  ),
];

/** What the battery does follows from whom the output is fed by and what charges, as in PI30; for one unit. */
export const pi18Modes: readonly ComposedSetPoint[] = [
  {
    setPoint: 'battery.mode',
    ways: [
      {
        value: 'self-consumption',
        steps: [
          { write: 'PCP0', value: solarOnly },
          { write: 'POP', value: batteryBeforeGrid },
        ],
        shownBy: { POP: [batteryBeforeGrid], PCP0: [solarOnly, solarFirst] },
      },
      {
        value: 'hold',
        steps: [
          { write: 'POP', value: gridBeforeBattery },
          { write: 'PCP0', value: solarOnly },
        ],
        shownBy: { POP: [gridBeforeBattery], PCP0: [solarOnly, solarFirst] },
      },
      {
        value: 'charge',
        steps: [
          { write: 'POP', value: gridBeforeBattery },
          { write: 'PCP0', value: solarAndGrid },
        ],
      },
    ],
  },
];

const currents = (sum: string, fromGrid: string): readonly WriteCommand[] => [
  free(set({ name: 'MCHGC', title: 'Largest charging current of unit m: m,nnn' }), {
    pattern: `\\d,${sum}`,
    example: '0,030',
  }),
  free(set({ name: 'MUCHGC', title: 'Largest charging current from the grid of unit m: m,nnn' }), {
    pattern: `\\d,${fromGrid}`,
    example: '0,030',
  }),
];

const rest: readonly WriteCommand[] = [
  choose(
    set({
      name: 'PSP',
      title: 'Solar power priority',
      shownBy: 'PIRI solar_power_priority',
      serves: {
        setPoint: 'inverter.priority.solar',
        words: { 'battery-load-grid': tables.solarPriorities[0], 'load-battery-grid': tables.solarPriorities[1] },
      },
    }),
    wordsOf(tables.solarPriorities),
  ),
  free(
    set({ name: 'PCP', title: 'Charger priority of unit m: m,n (0 solar first, 1 solar and utility, 2 only solar)' }),
    { pattern: '\\d,[012]', example: '0,1' },
  ),
  choose(set({ name: 'PBT', title: 'Battery type', dangerous: true, shownBy: 'PIRI battery_type' }), {
    AGM: '0',
    Flooded: '1',
    User: '2',
  }),
  amount(
    set({
      name: 'PSDV',
      title: 'Cut-off voltage of the battery',
      dangerous: true,
      shownBy: 'PIRI battery_under_voltage',
    }),
    { unit: 'V', ranges: [[40, 48]], step: 0.1, digits: [3, 0], per: 0.1 },
  ),
];

const operation: readonly WriteCommand[] = [
  choose(set({ name: 'LON', title: 'Power to the loads', dangerous: true }), { off: '0', on: '1' }),
  act(set({ name: 'PF', title: 'All settings back to those of the factory', dangerous: true })),
  free(set({ name: 'DAT', title: 'Date and time' }), { pattern: clockPattern(2), example: '190518224530' }),
];

/** In the maker's document of 2017 only. */
const documented: readonly WriteCommand[] = [
  free(set({ name: 'POPM', title: 'Output mode of unit m: m,n', dangerous: true }), {
    pattern: '\\d,[0-4]',
    example: '0,0',
  }),
  choose(set({ name: 'PGR', title: 'Range of the grid voltage', shownBy: 'PIRI input_voltage_range' }), {
    Appliance: '0',
    UPS: '1',
  }),
  act(set({ name: 'CLE', title: 'Erase the energy counters', dangerous: true })),
  choose(set({ name: 'V', title: 'Output voltage', dangerous: true, shownBy: 'PIRI ac_output_rated_voltage' }), {
    '202 V': '2020',
    '208 V': '2080',
    '220 V': '2200',
    '230 V': '2300',
    '240 V': '2400',
  }),
  choose(set({ name: 'F', title: 'Output frequency', dangerous: true, shownBy: 'PIRI ac_output_rated_frequency' }), {
    '50 Hz': '50',
    '60 Hz': '60',
  }),
  free(set({ name: 'ACCT', title: 'Time of charging from the grid: hhmm,hhmm' }), {
    pattern: `${time},${time}`,
    example: '2200,0600',
  }),
  free(set({ name: 'ACLT', title: 'Time of the grid feeding the loads: hhmm,hhmm', dangerous: true }), {
    pattern: `${time},${time}`,
    example: '0000,0000',
  }),
];

/** Writers by definition. */
export const pi18Writes = {
  pi18: [
    outputPriority,
    machineType,
    ...voltages,
    ...currents('0[1-8]0', '(?:002|0[1-8]0)'),
    ...ofUnit0(80),
    ...rest,
    ...switches,
    ...operation,
    ...documented,
  ],
  lvx: [
    outputPriority,
    machineType,
    ...voltages,
    ...currents('(?:0[1-9]0|1[0-2]0)', '(?:002|0[1-9]0|1[0-2]0)'),
    ...ofUnit0(120),
    ...rest,
    ...switches,
    ...operation,
    ...documented,
  ],
} as const satisfies Readonly<Record<string, readonly WriteCommand[]>>;
