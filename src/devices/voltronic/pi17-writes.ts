// The writers of the PI17 family. Letters and limits: [mpp-solar] pi17, pi17infini; currents are in tenths of an ampere (BATS
// shows 3000 for 300 A; mpp-solar calls them milliamperes). Every one goes out as `^S`.
import type { ComposedSetPoint, WriteCommand } from '../definition.ts';
import { hybridModes } from './hybrid-modes.ts';
import { amount, type Amount, choose, clockPattern, free, type Writer } from './writers.ts';

const set = (writer: Writer): Writer => ({ ...writer, letters: `^S${writer.letters ?? writer.name}` });
const onOff = { off: '0', on: '1' };
const time = '(?:[01]\\d|2[0-3])[0-5]\\d';
const tenths: Omit<Amount, 'ranges' | 'unit'> = { step: 0.1, digits: [4, 0], per: 0.1 };

/** The switches of FLAG, in their order. */
const toggles: readonly (readonly [letter: string, title: string, field: string, dangerous?: true])[] = [
  ['A', 'Mute the buzzer', 'mute_buzzer_beep'],
  ['B', 'Mute the buzzer in standby', 'mute_buzzer_beep_in_standby_mode'],
  ['C', 'Mute the buzzer while the battery discharges', 'mute_buzzer_beep_only_on_battery_discharged_status'],
  ['D', 'A generator is the AC input', 'generator_as_ac_input'],
  ['E', 'Wide range of the AC input', 'wide_ac_input_range'],
  ['F', 'Relay between neutral and earth', 'n_g_relay_function', true],
  ['G', 'Less power at high grid voltage', 'de_rating_power_for_grid_voltage'],
  ['H', 'Less power at high grid frequency', 'de_rating_power_for_grid_frequency'],
  ['I', 'Battery with a BMS', 'bms_battery_connect', true],
];

const switches: readonly WriteCommand[] = toggles.map(([letter, title, field, dangerous]) =>
  choose(
    {
      name: `PE${letter}`,
      title,
      letters: '^S',
      shownBy: `FLAG ${field}`,
      ...(dangerous === undefined ? {} : { dangerous }),
    },
    { enabled: `PE${letter}`, disabled: `PD${letter}` },
  ),
);

/** Older letters of four of them; the document of 2022 no longer has A and B. */
const older = {
  A: choose(set({ name: 'PA', title: 'Mute the buzzer', shownBy: 'FLAG mute_buzzer_beep' }), onOff),
  B: choose(
    set({ name: 'PB', title: 'Mute the buzzer in standby', shownBy: 'FLAG mute_buzzer_beep_in_standby_mode' }),
    onOff,
  ),
  C: choose(
    set({
      name: 'PC',
      title: 'Mute the buzzer while the battery discharges',
      shownBy: 'FLAG mute_buzzer_beep_only_on_battery_discharged_status',
    }),
    onOff,
  ),
  F: choose(
    set({ name: 'PF', title: 'Relay between neutral and earth', dangerous: true, shownBy: 'FLAG n_g_relay_function' }),
    onOff,
  ),
};

const controls: readonly WriteCommand[] = (
  [
    ['A', 'The sun charges the battery', 'solar_charge_battery', 'battery.charge.enabled'],
    ['B', 'The grid charges the battery', 'ac_charge_battery', 'battery.charge.from_grid'],
    ['C', 'Feed the grid', 'feed_power_to_utility', 'grid.export.enabled'],
    ['D', 'The battery feeds the loads while the sun shines', 'battery_discharge_to_loads_when_solar_input_normal'],
    ['E', 'The battery feeds the loads without sun', 'battery_discharge_to_loads_when_solar_input_loss'],
    ['F', 'The battery feeds the grid while the sun shines', 'battery_discharge_to_feed_grid_when_solar_input_normal'],
    ['G', 'The battery feeds the grid without sun', 'battery_discharge_to_feed_grid_when_solar_input_loss'],
  ] as const
).map(([letter, title, field, setPoint]) =>
  choose(
    set({
      name: `ED${letter}`,
      title,
      shownBy: `HECS ${field}`,
      ...(setPoint === undefined ? {} : { serves: { setPoint, words: { on: 'on', off: 'off' } } }),
    }),
    onOff,
  ),
);

/** What the battery does by the permissions of HECS. */
export const pi17Modes: readonly ComposedSetPoint[] = hybridModes({
  write: (letter) => `ED${letter}`,
  on: 'on',
  off: 'off',
});

const battery: readonly WriteCommand[] = [
  choose(set({ name: 'BT', title: 'Battery type', dangerous: true, shownBy: 'BATS battery_type' }), {
    Ordinary: '0',
    'Li-Fe': '1',
  }),
  free(set({ name: 'MCHGV', title: 'Constant and float charging voltage, tenths of a volt', dangerous: true }), {
    pattern: '0[45]\\d\\d,0[45]\\d\\d',
    example: '0576,0566',
  }),
  free(set({ name: 'ACCB', title: 'The grid keeps the battery at a voltage: 0 or 1, tenths of a volt' }), {
    pattern: '[01],0(?:[45]\\d\\d|600)',
    example: '1,0450',
  }),
  amount(
    set({
      name: 'MCHGC',
      title: 'Largest charging current',
      shownBy: 'BATS battery_maximum_charge_current',
      serves: { setPoint: 'battery.current.limit.charge' },
    }),
    {
      unit: 'A',
      ranges: [[0, 300]],
      ...tenths,
    },
  ),
  amount(
    set({
      name: 'MUCHGC',
      title: 'Largest charging current from the grid',
      shownBy: 'BATS max_ac_charging_current',
      serves: { setPoint: 'battery.current.limit.charge.from_grid' },
    }),
    { unit: 'A', ranges: [[0, 300]], ...tenths },
  ),
  amount(
    set({
      name: 'BDCM',
      title: 'Largest discharging current in hybrid mode',
      dangerous: true,
      shownBy: 'BATS battery_discharge_max_current_in_hybrid_mode',
      serves: { setPoint: 'battery.current.limit.discharge' },
    }),
    { unit: 'A', ranges: [[0, 375]], step: 1, digits: [4, 0] },
  ),
  free(
    set({
      name: 'BATDV',
      title: 'Voltages at which the battery stops and starts again, without and with the grid, tenths of a volt',
      dangerous: true,
    }),
    { pattern: '0[45]\\d\\d,0[45]\\d\\d,0[45]\\d\\d,0[45]\\d\\d', example: '0420,0440,0430,0450' },
  ),
  free(
    set({
      name: 'BCA',
      title: 'When float charging stops (tenths of an ampere, minutes) and begins again (tenths of a volt)',
    }),
    { pattern: '0\\d\\d\\d,0\\d\\d,0\\d\\d\\d', example: '0000,060,0530' },
  ),
];

const common: readonly WriteCommand[] = [
  amount(
    set({
      name: 'GPMP',
      letters: 'GPMP0',
      title: 'Largest power fed into the grid',
      shownBy: 'GPMP maximum_feeding_grid_power',
      serves: { setPoint: 'grid.export.limit' },
    }),
    { unit: 'W', ranges: [[0, 15_000]], step: 1, digits: [5, 0] },
  ),
  choose(set({ name: 'LON', title: 'Power to the loads', dangerous: true }), onOff),
  free(set({ name: 'DAT', title: 'Date and time' }), { pattern: clockPattern(2), example: '190518224530' }),
  choose(set({ name: 'LST', title: 'When the display sleeps' }), {
    never: '00',
    '30 s': '01',
    '1 min': '02',
    '90 s': '03',
    '5 min': '10',
    '10 min': '20',
  }),
  choose(
    set({
      name: 'SEP',
      title: 'Whom the sun serves first',
      shownBy: 'HECS solar_energy_distribution_priority',
      serves: {
        setPoint: 'inverter.priority.solar',
        words: {
          'battery-load-grid': 'Battery-Load-Grid',
          'load-battery-grid': 'Load-Battery-Grid',
          'load-grid-battery': 'Load-Grid-Battery',
        },
      },
    }),
    {
      'Battery-Load-Grid': '00',
      'Load-Battery-Grid': '01',
      'Load-Grid-Battery': '02',
    },
  ),
  ...controls,
  ...battery,
  ...switches,
  older.C,
  older.F,
];

const chargeTime = free(set({ name: 'ACCT', title: 'Time of charging from the grid: hhmm-hhmm' }), {
  pattern: `${time}-${time}`,
  example: '2200-0259',
});
const chargeTimes = free(set({ name: 'ACCT', title: 'Two times of charging from the grid: hhmm,hhmm,hhmm,hhmm' }), {
  pattern: `${time},${time},${time},${time}`,
  example: '2200,2259,2300,2359',
});

/** Writers by definition. */
export const pi17Writes = {
  pi17: [...common, older.A, older.B, chargeTime],
  infini: [...common, chargeTimes],
} as const satisfies Readonly<Record<string, readonly WriteCommand[]>>;
