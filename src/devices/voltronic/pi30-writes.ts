// The writers of the PI30 family. Letters, digits and limits: [mpp-solar] pi30, pi30max, pi30m044, pi30m045 and
// the makers' documents (PI30 HS/MS/MSX 2014, MAX 2021, MKS II–IV 2020); words are those QPIRI answers with.
import type { ComposedSetPoint, WriteCommand } from '../definition.ts';
import { batteryTypes, chargerPriorities, stageCounts, outputModes } from './pi30-tables.ts';
import { act, amount, type Amount, choose, clockPattern, enabledWords, free, toggle } from './writers.ts';

type Ranges = Amount['ranges'];

const volts = (ranges: Ranges): Amount => ({ unit: 'V', ranges, step: 0.1, digits: [2, 1] });
const minutes = (ranges: Ranges, step = 300): Amount => ({ unit: 's', ranges, step, digits: [3, 0], per: 60 });

/** Words by what QPIRI shows, with the digits that go out: two of them behind most letters. */
const wordsOf = (options: Readonly<Record<string, string>>, width = 2): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(options).map(([key, text]) => [text, key.padStart(width, '0')]));

/** The switches of QFLAG by their letter. */
const switches: readonly WriteCommand[] = [
  toggle({ letter: 'a', title: 'Buzzer', query: 'QFLAG', field: 'buzzer' }),
  toggle({ letter: 'b', title: 'Overload bypass', query: 'QFLAG', field: 'overload_bypass', dangerous: true }),
  toggle({ letter: 'j', title: 'Power saving', query: 'QFLAG', field: 'power_saving', dangerous: true }),
  toggle({ letter: 'k', title: 'Display goes back to its first page', query: 'QFLAG', field: 'lcd_reset_to_default' }),
  toggle({ letter: 'u', title: 'Restart after overload', query: 'QFLAG', field: 'overload_restart' }),
  toggle({ letter: 'v', title: 'Restart after over-temperature', query: 'QFLAG', field: 'over_temperature_restart' }),
  toggle({ letter: 'x', title: 'Light of the display', query: 'QFLAG', field: 'lcd_backlight' }),
  toggle({
    letter: 'y',
    title: 'Alarm when the first source fails',
    query: 'QFLAG',
    field: 'primary_source_interrupt_alarm',
  }),
  toggle({ letter: 'z', title: 'Record fault codes', query: 'QFLAG', field: 'record_fault_code' }),
];

/** Amperes of two digits behind the number of a unit: 02 or whole tens. */
const unitAmps2 = '[0-9](?:02|[1-9]0)';
const unitAmps3 = '[0-9](?:002|0[1-9]0|1\\d0|200)';
const amps = (digits: 2 | 3, max: number): Amount => {
  const tens = Array.from({ length: max / 10 }, (_, index) => [10 * (index + 1), 10 * (index + 1)] as const);
  return { unit: 'A', ranges: [[2, 2], ...tens], step: 1, digits: [digits, 0] };
};

const frequency = choose({ name: 'F', title: 'Output frequency', dangerous: true }, { '50 Hz': '50', '60 Hz': '60' });
const chargingCurrent = [
  free(
    { name: 'MCHGCmnn', letters: 'MCHGC', title: 'Largest charging current of unit m' },
    { pattern: unitAmps2, example: '040' },
  ),
  amount(
    {
      name: 'MNCHGC',
      letters: 'MNCHGC0',
      title: 'Largest charging current',
      shownBy: 'QPIRI max_charging_current',
      serves: { setPoint: 'battery.current.limit.charge' },
    },
    amps(3, 200),
  ),
  free(
    { name: 'MNCHGCmnnn', letters: 'MNCHGC', title: 'Largest charging current of unit m' },
    { pattern: unitAmps3, example: '1120' },
  ),
];
const utilityCurrent = [
  amount(
    {
      name: 'MUCHGC',
      letters: 'MUCHGC0',
      title: 'Largest charging current from the grid',
      shownBy: 'QPIRI max_ac_charging_current',
      serves: { setPoint: 'battery.current.limit.charge.from_grid' },
    },
    amps(2, 90),
  ),
  free(
    { name: 'MUCHGCmnn', letters: 'MUCHGC', title: 'Largest charging current from the grid, unit m' },
    { pattern: unitAmps2, example: '130' },
  ),
];
/** With three digits of the current (LV6548). */
const utilityCurrent045 = [
  amount(
    {
      name: 'MUCHGC',
      letters: 'MUCHGC0',
      title: 'Largest charging current from the grid',
      shownBy: 'QPIRI max_ac_charging_current',
      serves: { setPoint: 'battery.current.limit.charge.from_grid' },
    },
    amps(3, 200),
  ),
  free(
    { name: 'MUCHGCmnnn', letters: 'MUCHGC', title: 'Largest charging current from the grid, unit m' },
    { pattern: unitAmps3, example: '1030' },
  ),
];

interface VoltageLimits {
  readonly recharge: Ranges;
  readonly redischarge: Ranges;
  readonly charge: Ranges;
  readonly cutOff: Ranges;
}

/** Limits of 12, 24 and 48 V units. */
const usualVoltages: VoltageLimits = {
  recharge: [
    [11, 12.8],
    [22, 25.5],
    [44, 51],
  ],
  redischarge: [
    [0, 0],
    [12, 14.5],
    [24, 29],
    [48, 58],
  ],
  charge: [
    [12, 14.6],
    [24, 29.2],
    [48, 58.4],
  ],
  cutOff: [
    [10, 12],
    [20, 24],
    [40, 48],
  ],
};
/** MAX models: 24 and 48 V, with room for lithium batteries of 16 cells. */
const maxVoltages: VoltageLimits = {
  recharge: [
    [22, 28.5],
    [44, 51],
  ],
  redischarge: [
    [0, 0],
    [24, 32],
    [48, 62],
  ],
  charge: [
    [24, 32],
    [48, 64],
  ],
  cutOff: [
    [20, 24],
    [36, 48],
  ],
};

const voltages = ({ recharge, redischarge, charge, cutOff }: VoltageLimits): readonly WriteCommand[] => [
  amount(
    {
      name: 'PBCV',
      title: 'Battery voltage at which the grid takes over',
      dangerous: true,
      shownBy: 'QPIRI battery_recharge_voltage',
    },
    volts(recharge),
  ),
  amount(
    {
      name: 'PBDV',
      title: 'Battery voltage at which the battery takes over (0: full)',
      dangerous: true,
      shownBy: 'QPIRI battery_redischarge_voltage',
    },
    volts(redischarge),
  ),
  amount(
    { name: 'PBFT', title: 'Float charging voltage', dangerous: true, shownBy: 'QPIRI battery_float_charge_voltage' },
    volts(charge),
  ),
  amount(
    {
      name: 'PCVV',
      title: 'Constant charging voltage (bulk)',
      dangerous: true,
      shownBy: 'QPIRI battery_bulk_charge_voltage',
    },
    volts(charge),
  ),
  amount(
    { name: 'PSDV', title: 'Cut-off voltage of the battery', dangerous: true, shownBy: 'QPIRI battery_under_voltage' },
    volts(cutOff),
  ),
];

const battery = (types: readonly string[]): WriteCommand =>
  choose(
    { name: 'PBT', title: 'Battery type', dangerous: true, shownBy: 'QPIRI battery_type' },
    wordsOf(Object.fromEntries(Object.entries(batteryTypes).filter(([key]) => types.includes(key)))),
  );

const solarOnly = chargerPriorities.usual['3'];
const solarAndGrid = chargerPriorities.usual['2'];
const chargeWords = {
  'grid-first': 'Utility first',
  'solar-first': 'Solar first',
  'solar-and-grid': solarAndGrid,
  'solar-only': solarOnly,
} as const;

/**
 * What these off-grid inverters do with the battery follows from two priorities: whom the output is fed by, and what charges.
 * None of them can be made to discharge into the grid, nor to leave the battery alone when the grid is away. The safer of the
 * two goes first: on the way into charging the battery must not feed the home from a grid that charges it.
 */
export const pi30Modes: readonly ComposedSetPoint[] = [
  {
    setPoint: 'battery.mode',
    ways: [
      {
        value: 'self-consumption',
        steps: [
          { write: 'PCP', value: solarOnly },
          { write: 'POP', value: 'SBU first' },
        ],
        shownBy: { POP: ['SBU first'], PCP: [solarOnly, 'Solar first'] },
      },
      {
        value: 'hold',
        steps: [
          { write: 'POP', value: 'Utility first' },
          { write: 'PCP', value: solarOnly },
        ],
        shownBy: { POP: ['Utility first'], PCP: [solarOnly, 'Solar first'] },
      },
      {
        value: 'charge',
        steps: [
          { write: 'POP', value: 'Utility first' },
          { write: 'PCP', value: solarAndGrid },
        ],
        shownBy: { POP: ['Utility first'], PCP: [solarAndGrid, 'Utility first'] },
      },
    ],
  },
];

const priorities: readonly WriteCommand[] = [
  choose(
    {
      name: 'PCP',
      title: 'Charger priority',
      shownBy: 'QPIRI charger_source_priority',
      serves: { setPoint: 'inverter.priority.charge', words: chargeWords },
    },
    wordsOf(chargerPriorities.usual),
  ),
  choose(
    { name: 'PGR', title: 'Range of the grid voltage', shownBy: 'QPIRI input_voltage_range' },
    { Appliance: '00', UPS: '01' },
  ),
  choose(
    {
      name: 'POP',
      title: 'Output priority',
      shownBy: 'QPIRI output_source_priority',
      serves: {
        setPoint: 'inverter.priority.output',
        words: { 'grid-first': 'Utility first', 'solar-first': 'Solar first', 'battery-first': 'SBU first' },
      },
    },
    { 'Utility first': '00', 'Solar first': '01', 'SBU first': '02' },
  ),
  choose(
    { name: 'POPLG', title: 'Operation logic', shownBy: 'QPIRI operation_logic' },
    { 'Automatic mode': '00', 'On-line mode': '01', 'ECO mode': '02' },
  ),
  free({ name: 'PPCP', title: 'Charger priority of unit m (m0n)' }, { pattern: '[0-9]0[0123]', example: '101' }),
  choose(
    { name: 'PPVOKC', title: 'When parallel units count the sun as there', shownBy: 'QPIRI pv_ok_condition' },
    {
      'As long as one unit of inverters has connect PV, parallel system will consider PV OK': '0',
      'Only All of inverters have connect PV, parallel system will consider PV OK': '1',
    },
  ),
  choose(
    { name: 'PSPB', title: 'What limits the power of the sun', shownBy: 'QPIRI pv_power_balance' },
    {
      'PV input max current will be the max charged current': '0',
      'PV input max power will be the sum of the max charged power and loads power': '1',
    },
  ),
];

const clock = (yearDigits: 2 | 4): WriteCommand =>
  free(
    { name: 'DAT', title: 'Date and time' },
    { pattern: clockPattern(yearDigits), example: yearDigits === 4 ? '20260119123000' : '260119123000' },
  );

const rest: readonly WriteCommand[] = [
  act({ name: 'PF', title: 'All settings back to those of the factory', dangerous: true }),
  free(
    { name: 'POPM', title: `Output mode of unit m (mn; n: ${Object.values(outputModes).join(', ')})`, dangerous: true },
    { pattern: '[0-9][0-7]', example: '01' },
  ),
  free(
    { name: 'PBATCD', title: 'What the battery may do: abc', dangerous: true },
    { pattern: '[01]{3}', example: '111' },
  ),
  amount(
    {
      name: 'PBATMAXDISC',
      title: 'Largest discharging current (0: no limit)',
      dangerous: true,
      shownBy: 'QPIRI max_discharging_current',
      serves: { setPoint: 'battery.current.limit.discharge', amounts: [30, 150] },
    },
    {
      unit: 'A',
      ranges: [
        [0, 0],
        [30, 150],
      ],
      step: 1,
      digits: [3, 0],
    },
  ),
  free(
    { name: 'BTA', title: 'Correction of the battery voltage, steps of 0.05 V', dangerous: true },
    { pattern: '[-+]0\\d', example: '-01' },
  ),
  act({ name: 'PSAVE', title: 'Keep the settings in the EEPROM', dangerous: true }),
];

/** Equalisation and the time at constant voltage. */
const equalisation: readonly WriteCommand[] = [
  choose(
    { name: 'PBEQE', title: 'Equalisation', shownBy: 'QBEQI equalization_enabled' },
    { Disabled: '0', Enabled: '1' },
  ),
  amount(
    { name: 'PBEQT', title: 'Time of equalisation', shownBy: 'QBEQI equalization_time' },
    minutes([[300, 54_000]]),
  ),
  amount(
    { name: 'PBEQP', title: 'Time between two equalisations', shownBy: 'QBEQI equalization_period' },
    { unit: 's', ranges: [[0, 90 * 86_400]], step: 86_400, digits: [3, 0], per: 86_400 },
  ),
  amount(
    { name: 'PBEQV', title: 'Voltage of equalisation', dangerous: true, shownBy: 'QBEQI equalization_voltage' },
    {
      unit: 'V',
      ranges: [
        [24, 32],
        [48, 64],
      ],
      step: 0.01,
      digits: [2, 2],
    },
  ),
  amount(
    { name: 'PBEQOT', title: 'Longest time of equalisation', shownBy: 'QBEQI equalization_over_time' },
    minutes([[300, 54_000]]),
  ),
  choose(
    { name: 'PBEQA', title: 'Equalise now', dangerous: true, shownBy: 'QBEQI equalization_active' },
    { Inactive: '0', Active: '1' },
  ),
  amount(
    {
      name: 'PCVT',
      title: 'Longest time at constant voltage (0: by itself)',
      shownBy: 'QPIRI max_charging_time_for_cv_stage',
    },
    minutes([[0, 54_000]]),
  ),
];

/** What only the customer edition of 2015 lists. */
const stages: readonly WriteCommand[] = [
  amount({ name: 'MSCHGC', title: 'Largest charging current from the sun' }, amps(3, 200)),
  choose({ name: 'PCST', title: 'Stages of charging', shownBy: 'QCST charging_stage' }, wordsOf(stageCounts)),
];

/** What only the documents of MAX, GK and MK models list; PBMS is of MAX models alone. */
const maintenance: readonly WriteCommand[] = [
  choose(
    { name: 'V', title: 'Output voltage', dangerous: true },
    { '110 V': '110', '120 V': '120', '127 V': '127', '220 V': '220', '230 V': '230', '240 V': '240' },
  ),
  act({ name: 'ATE1', title: 'Factory test on: the remote panel stops asking', dangerous: true }),
  act({ name: 'ATE0', title: 'Factory test off' }),
  act({ name: 'BTA0', title: 'Correction of the battery voltage back to that of the factory', dangerous: true }),
  free(
    { name: 'BTA1', title: 'First point of the battery voltage, as measured', dangerous: true },
    { pattern: '\\d{3}\\.\\d\\d', example: '048.00' },
  ),
  free(
    { name: 'BTA2', title: 'Second point of the battery voltage, as measured', dangerous: true },
    { pattern: '\\d{3}\\.\\d\\d', example: '056.00' },
  ),
  act({ name: 'RTEY', title: 'Erase the energy counters', dangerous: true }),
  act({ name: 'RTDL', title: 'Erase the data log', dangerous: true }),
  free(
    { name: 'PBMS', title: 'What a battery reports, told in its place', dangerous: true },
    {
      pattern: '[01] \\d{3} [01] [01] [01] \\d{3} \\d{3} \\d{3} \\d{4} \\d{4}',
      example: '0 080 0 0 0 564 540 440 0050 0100',
    },
  ),
];

const colour = '(?:[01]\\d\\d|2[0-4]\\d|25[0-5])';

/** The lights of the front. */
const lights: readonly WriteCommand[] = [
  choose({ name: 'PLEDE', title: 'Lights', shownBy: 'QLED led_enabled' }, { Disabled: '0', Enabled: '1' }),
  choose(
    { name: 'PLEDS', title: 'Speed of the lights', shownBy: 'QLED led_speed' },
    { Low: '0', Medium: '1', Fast: '2' },
  ),
  choose(
    { name: 'PLEDM', title: 'Effect of the lights', shownBy: 'QLED led_effect' },
    { Breathing: '0', Unknown: '1', Solid: '2', 'Right Scrolling': '3' },
  ),
  amount(
    { name: 'PLEDB', title: 'Brightness of the lights', shownBy: 'QLED led_brightness' },
    { unit: '', ranges: [[1, 9]], step: 1, digits: [1, 0] },
  ),
  amount(
    { name: 'PLEDT', title: 'Number of colours', shownBy: 'QLED led_number_of_colors' },
    { unit: '', ranges: [[1, 3]], step: 1, digits: [1, 0] },
  ),
  free(
    { name: 'PLEDC', title: 'Colour n (1 line, 2 AVR, 3 battery) and RRRGGGBBB' },
    { pattern: `[123]${colour}{3}`, example: '2023011255' },
  ),
];

const feedIn = toggle({
  letter: 'd',
  title: 'Feed the sun into the grid',
  query: 'QFLAG',
  field: 'solar_feed_to_grid',
  dangerous: true,
  serves: { setPoint: 'grid.export.enabled', words: enabledWords },
});

const max: readonly WriteCommand[] = [
  frequency,
  ...chargingCurrent,
  ...utilityCurrent,
  ...voltages(maxVoltages),
  battery(['0', '1', '2']),
  ...switches,
  feedIn,
  ...priorities,
  clock(2),
  ...rest,
  ...equalisation,
  ...maintenance,
  ...lights,
];

/** Writers by definition. */
export const pi30Writes = {
  pi30: [
    frequency,
    ...chargingCurrent,
    ...utilityCurrent,
    ...voltages(usualVoltages),
    battery(['0', '1', '2']),
    ...switches,
    ...priorities,
    clock(4),
    ...rest,
    ...stages,
    ...equalisation,
    ...maintenance.filter(({ name }) => name !== 'PBMS'),
  ],
  pi41: [
    frequency,
    ...chargingCurrent,
    ...utilityCurrent,
    ...voltages(usualVoltages),
    battery(['0', '1', '2']),
    ...switches,
    ...priorities,
    clock(4),
    ...rest,
    ...equalisation,
  ],
  max,
  mst: [...max, ...stages],
  m044: [
    frequency,
    ...chargingCurrent,
    ...utilityCurrent,
    ...voltages(maxVoltages),
    battery(Object.keys(batteryTypes)),
    ...switches,
    feedIn,
    ...priorities,
    clock(2),
    ...rest,
    ...equalisation,
    ...maintenance,
    ...lights,
  ],
  m045: [
    frequency,
    ...chargingCurrent,
    ...utilityCurrent045,
    ...voltages(maxVoltages),
    battery(['0', '1', '2']),
    ...switches,
    feedIn,
    ...priorities,
    clock(2),
    ...rest,
    ...equalisation,
    ...maintenance,
    ...lights,
  ],
} as const satisfies Readonly<Record<string, readonly WriteCommand[]>>;
