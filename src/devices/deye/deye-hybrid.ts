// Deye and Sunsynk hybrid inverters. Battery power is positive while discharging, grid power while importing.
import type { RegisterRow } from '#codec/register-rows.ts';
import type { MetricId } from '#core/catalogue.ts';
import { freezeDeep, numeric } from '../define.ts';
import type { Derivation, DiscoveryAnswer, DiscoveryStep, RequestDefinition } from '../definition.ts';
import { modbusDefinition } from '../modbus-device.ts';
import { deyeModes } from './deye-modes.ts';
import {
  batteryCurrent,
  common,
  degrees,
  energyToday,
  energyTotal,
  kindRow,
  live,
  powerByCurrent,
  probeOf,
  ratedPowerRow,
  serialRow,
  splitPower,
  states,
  sumOfStrings,
  tenthAmperes,
  tenthVolts,
  wordsOf,
} from './deye-rows.ts';
import { type ControlPlaces, controls, writes } from './deye-settings.ts';

const phases = [1, 2, 3] as const;
const strings = [1, 2, 3, 4] as const;
const p3Controls: ControlPlaces = {
  chargeA: 108,
  dischargeA: 109,
  shutdownSoc: 115,
  gridChargeSoc: 127,
  gridChargeA: 128,
  gridCharge: 130,
  pattern: 141,
  mode: 142,
  exportW: 143,
  exportSurplus: 145,
  timeOfUse: 146,
  programTime: 148,
  programPower: 154,
  programSoc: 166,
  programCharging: 172,
  peakShaving: 178,
  // Two bits each, of which the lower is the switch.
  peakBits: { generator: 1 << 2, grid: 1 << 4 },
  generatorPeakW: 190,
  gridPeakW: 191,
};

interface PowerWords extends Pick<RegisterRow, 'label' | 'metric'> {
  /** Registers of the phases it is the sum of. */
  readonly sumOf?: readonly number[];
}

/** The largest power that can flow, W: of a phase and of all where the high word is 0, and of all at all. */
interface MostPower {
  readonly phaseW: number;
  readonly mostW: number;
  readonly widestW: number;
}
/** A connection of three times 63 A, which these units pass on; they give 20 kW, so that more than 22 kW is never fed in. */
const lowVoltage: MostPower = { phaseW: 32_767, mostW: 43_500, widestW: 43_500 };
/** Units of up to 80 kW. */
const highVoltage: MostPower = { phaseW: 60_000, mostW: 60_000, widestW: 150_000 };

/** Powers whose high words stand at 687 to 711, on newer firmwares only. */
function splitPowers({ phaseW, ...most }: MostPower): RegisterRow[] {
  const power = (register: number, high: number, { label, metric, sumOf }: PowerWords): RegisterRow =>
    live(register, 'i16', {
      label,
      unit: 'W',
      ...(metric === undefined ? {} : { metric }),
      ...splitPower({ high, ...most, ...(sumOf === undefined ? { mostW: phaseW } : { phases: sumOf }) }),
    });
  return [
    ...phases.map((phase) => power(615 + phase, 704 + phase, { label: `External CT${phase} power` })),
    power(619, 708, { label: 'External power', sumOf: [616, 617, 618] }),
    ...phases.map((phase) =>
      power(621 + phase, 686 + phase, { label: `Grid L${phase} power`, metric: `grid.power.l${phase}` }),
    ),
    power(625, 690, { label: 'Grid power', metric: 'grid.power', sumOf: [622, 623, 624] }),
    ...phases.map((phase) => power(632 + phase, 690 + phase, { label: `Output L${phase} power` })),
    power(636, 694, { label: 'Power', sumOf: [633, 634, 635] }),
    ...phases.map((phase) =>
      power(649 + phase, 655 + phase, { label: `Load L${phase} power`, metric: `load.power.l${phase}` }),
    ),
    power(653, 659, { label: 'Load power', metric: 'load.power', sumOf: [650, 651, 652] }),
  ];
}

const threePhaseEnergies: readonly RegisterRow[] = [
  energyToday(514, 'Today battery charge'),
  energyToday(515, 'Today battery discharge'),
  energyTotal(516, 'Total battery charge', 'battery.energy.charge'),
  energyTotal(518, 'Total battery discharge', 'battery.energy.discharge'),
  energyToday(520, 'Today energy import'),
  energyToday(521, 'Today energy export'),
  energyTotal(522, 'Total energy import', 'grid.energy.import'),
  energyTotal(524, 'Total energy export', 'grid.energy.export'),
  energyToday(526, 'Today load consumption'),
  energyTotal(527, 'Total load consumption', 'load.energy'),
  energyToday(529, 'Today production'),
  energyTotal(534, 'Total production', 'pv.energy'),
];

/** Both batteries of the three-phase families, by what one count is: V, and W. */
const batteryRows = (batteryVolts: number, watts: number): readonly RegisterRow[] => [
  degrees(586, 'Battery temperature', { metric: 'battery.temperature' }),
  live(587, 'u16', { label: 'Battery voltage', unit: 'V', scale: batteryVolts, metric: 'battery.voltage' }),
  live(588, 'u16', { label: 'Battery', unit: '%', metric: 'battery.soc' }),
  live(589, 'u16', { label: 'Battery 2', unit: '%' }),
  live(590, 'i16', { label: 'Battery power', unit: 'W', scale: watts }),
  live(591, 'i16', {
    label: 'Battery current',
    unit: 'A',
    scale: 0.01,
    metric: 'battery.current',
    ...batteryCurrent({ power: 590, voltage: 587, wattsEach: watts, voltsEach: batteryVolts }, { tenths: false }),
  }),
  tenthVolts(593, 'Battery 2 voltage', { scale: batteryVolts }),
  live(594, 'i16', { label: 'Battery 2 current', unit: 'A', scale: 0.01 }),
  live(595, 'i16', { label: 'Battery 2 power', unit: 'W', scale: watts }),
  degrees(596, 'Battery 2 temperature'),
];

/** Rows of the three-phase families; low and high voltage differ in the scales of battery and powers. */
function threePhaseRows({
  batteryVolts,
  watts,
  most,
}: {
  batteryVolts: number;
  watts: number;
  most: MostPower;
}): RegisterRow[] {
  return [
    kindRow,
    serialRow,
    live(500, 'u16', { label: 'Device state', options: states, metric: 'inverter.mode' }),
    ...threePhaseEnergies,
    degrees(540, 'DC temperature'),
    degrees(541, 'Temperature', { metric: 'inverter.temperature' }),
    ...batteryRows(batteryVolts, watts),
    ...phases.map((phase) => tenthVolts(597 + phase, `Grid L${phase} voltage`, { metric: `grid.voltage.l${phase}` })),
    live(609, 'u16', { label: 'Grid frequency', unit: 'Hz', scale: 0.01, metric: 'grid.frequency' }),
    ...splitPowers(most),
    live(667, 'i16', { label: 'Generator power', unit: 'W', ...splitPower({ high: 671, ...most }) }),
    ...strings.map((string) =>
      live(671 + string, 'u16', { label: `PV${string} power`, unit: 'W', scale: watts, metric: `pv.power.s${string}` }),
    ),
    ...strings.flatMap((string) => [
      tenthVolts(674 + 2 * string, `PV${string} voltage`, { metric: `pv.voltage.s${string}` }),
      tenthAmperes(675 + 2 * string, `PV${string} current`, { metric: `pv.current.s${string}` }),
    ]),
    ...controls(p3Controls, watts),
  ];
}

const pvPowers = strings.map((string) => `pv${string}_power`);

/** Both inputs for batteries; the second holds zeros where nothing hangs on it. */
const bothBatteries: Derivation = {
  metric: 'battery.power',
  name: 'battery_power_of_both',
  label: 'Battery power (both inputs)',
  unit: 'W',
  from: ['battery_power', 'battery_2_power', 'battery_2', 'battery_2_voltage'],
  calc(...values) {
    const [first = 0, second = 0, soc = 0, volts = 0] = values.map(numeric);
    return first + (soc <= 100 && volts > 0 ? second : 0);
  },
};

/** Large units have up to eight trackers; the last four are read for themselves, as others refuse them. */
const lastStrings = [5, 6, 7, 8] as const;
const lastStringRows = lastStrings.map((string) =>
  live(722 + string, 'u16', { label: `PV${string} power`, unit: 'W', scale: 10, metric: `pv.power.s${string}` }),
);

/** SG04LP3: three phases, battery at 48 V. */
export const deyeP3 = modbusDefinition({
  ...common,
  id: 'deye-p3',
  aliases: ['deye-sg04lp3', 'sunsynk-p3'],
  title: 'Deye and Sunsynk three-phase hybrid, low-voltage battery',
  models: ['SUN-5K-SG04LP3', 'SUN-8K-SG04LP3', 'SUN-12K-SG04LP3', 'SUN-20K-SG05LP3', 'Sunsynk 12K three-phase'],
  rows: threePhaseRows({ batteryVolts: 0.01, watts: 1, most: lowVoltage }),
  derive: [sumOfStrings(pvPowers), bothBatteries],
  writes: writes(20_000, 1),
  composed: deyeModes,
  probe: probeOf('LV three-phase hybrid'),
});

/** SG01HP3: three phases, high-voltage battery; powers count in tens of watts. */
export const deyeP3Hv = modbusDefinition({
  ...common,
  id: 'deye-p3-hv',
  aliases: ['deye-sg01hp3'],
  title: 'Deye and Sunsynk three-phase hybrid, high-voltage battery',
  sources: [...common.sources, 'Battery 2, PV5 to PV8: kellerza/sunsynk three_phase_hv.py, kbialek/deye-inverter-mqtt'],
  models: ['SUN-10K-SG01HP3', 'SUN-25K-SG01HP3', 'SUN-50K-SG01HP3', 'SUN-80K-SG02HP3'],
  rows: [...threePhaseRows({ batteryVolts: 0.1, watts: 10, most: highVoltage }), ...lastStringRows],
  plan: { ...common.plan, walls: [lastStringRows[0]?.register ?? 0] },
  derive: [bothBatteries],
  sums: [{ metric: 'pv.power', of: [...strings, ...lastStrings].map((string) => `pv.power.s${string}` as const) }],
  writes: writes(50_000, 10),
  composed: deyeModes,
  probe: probeOf('HV three-phase hybrid', 'HV three-phase hybrid 6-15 kW', 'HV three-phase hybrid 20-50 kW'),
});

const p1Controls: ControlPlaces = {
  chargeA: 210,
  dischargeA: 211,
  shutdownSoc: 217,
  gridChargeSoc: 229,
  gridChargeA: 230,
  gridCharge: 232,
  pattern: 243,
  mode: 244,
  exportW: 245,
  exportSurplus: 247,
  timeOfUse: 248,
  programTime: 250,
  programPower: 256,
  programSoc: 268,
  programCharging: 274,
  peakShaving: 280,
  // Four bits each (ha-solarman deye_hybrid.yaml, kellerza/sunsynk single_phase.py).
  peakBits: { generator: 1 << 4, grid: 1 << 8 },
  generatorPeakW: 292,
  gridPeakW: 293,
};

/** Single-phase units of 10 kW and more are large; one that does not say its size is as its battery's current counts. */
type Size = 'small' | 'large' | 'unknown';
const p1Battery = { power: 190, voltage: 183, wattsEach: 1, voltsEach: 0.01 } as const;

/** Voltages and powers of generator, grid and load. */
function onePhasePowers(size: Size): readonly RegisterRow[] {
  const power = (register: number, label: string, metric?: MetricId): RegisterRow =>
    live(register, 'i16', {
      label,
      unit: 'W',
      ...(size === 'large' ? { scale: 10 } : {}),
      ...(metric === undefined ? {} : { metric }),
      ...(size === 'unknown' ? powerByCurrent(191, p1Battery) : {}),
    });
  return [
    tenthVolts(150, 'Grid voltage', { metric: 'grid.voltage' }),
    tenthVolts(157, 'Load voltage', { metric: 'load.voltage' }),
    live(166, 'u16', { label: 'Generator power', unit: 'W' }),
    power(167, 'Grid L1 power'),
    power(168, 'Grid L2 power'),
    power(169, 'Grid power', 'grid.power'),
    power(170, 'External CT1 power'),
    power(171, 'External CT2 power'),
    power(172, 'External CT power'),
    live(175, 'i16', { label: 'Power', unit: 'W' }),
    power(176, 'Load L1 power'),
    power(177, 'Load L2 power'),
    power(178, 'Load power', 'load.power'),
  ];
}

/** Rows of one phase; from 10 kW on, powers of grid and load count in tens of watts and the battery's current in tenths of an ampere. */
function onePhaseRows(size: Size): RegisterRow[] {
  return [
    kindRow,
    serialRow,
    ratedPowerRow,
    live(59, 'u16', { label: 'Device state', options: states, metric: 'inverter.mode' }),
    energyToday(70, 'Today battery charge'),
    energyToday(71, 'Today battery discharge'),
    energyTotal(72, 'Total battery charge', 'battery.energy.charge'),
    energyTotal(74, 'Total battery discharge', 'battery.energy.discharge'),
    energyToday(76, 'Today energy import'),
    energyToday(77, 'Today energy export'),
    live(78, 'u32', {
      label: 'Total energy import',
      unit: 'Wh',
      scale: 100,
      highWord: 80,
      metric: 'grid.energy.import',
    }),
    live(79, 'u16', { label: 'Grid frequency', unit: 'Hz', scale: 0.01, metric: 'grid.frequency' }),
    energyTotal(81, 'Total energy export', 'grid.energy.export'),
    energyToday(84, 'Today load consumption'),
    energyTotal(85, 'Total load consumption', 'load.energy'),
    degrees(90, 'DC temperature'),
    degrees(91, 'Temperature', { metric: 'inverter.temperature' }),
    energyTotal(96, 'Total production', 'pv.energy'),
    energyToday(108, 'Today production'),
    ...strings.flatMap((string) => [
      tenthVolts(107 + 2 * string, `PV${string} voltage`, { metric: `pv.voltage.s${string}` }),
      tenthAmperes(108 + 2 * string, `PV${string} current`, { metric: `pv.current.s${string}` }),
    ]),
    ...onePhasePowers(size),
    degrees(182, 'Battery temperature', { metric: 'battery.temperature' }),
    live(183, 'u16', { label: 'Battery voltage', unit: 'V', scale: 0.01, metric: 'battery.voltage' }),
    live(184, 'u16', { label: 'Battery', unit: '%', metric: 'battery.soc' }),
    ...strings.map((string) =>
      live(185 + string, 'u16', { label: `PV${string} power`, unit: 'W', metric: `pv.power.s${string}` }),
    ),
    live(190, 'i16', { label: 'Battery power', unit: 'W', metric: 'battery.power' }),
    live(191, 'i16', {
      label: 'Battery current',
      unit: 'A',
      scale: 0.01,
      metric: 'battery.current',
      ...batteryCurrent(p1Battery, { tenths: size === 'large' }),
    }),
    live(192, 'u16', { label: 'Load frequency', unit: 'Hz', scale: 0.01, metric: 'load.frequency' }),
    ...controls(p1Controls, 1),
  ];
}

/** From here on a single-phase unit is a large one, W. */
const largeFromW = 10_000;
const onePhase = (size: Size): RequestDefinition =>
  modbusDefinition({
    ...common,
    id: 'deye-p1',
    aliases: ['deye', 'sunsynk', 'deye-hybrid'],
    title: 'Deye and Sunsynk single-phase hybrid',
    models: [
      'SUN-3.6K-SG03LP1',
      'SUN-5K-SG03LP1',
      'SUN-8K-SG01LP1',
      'SUN-12K-SG02LP1',
      'SUN-16K-SG01LP1',
      'Sunsynk 5.5K',
      'Sunsynk 8.8K',
    ],
    sources: [
      ...common.sources,
      'Scales from 10 kW on: davidrapan/ha-solarman #782, #997, #1072; kbialek/deye-inverter-mqtt #245',
    ],
    rows: onePhaseRows(size),
    derive: [sumOfStrings(pvPowers)],
    writes: writes(16_000, 1),
    composed: deyeModes,
    probe: probeOf('Single-phase hybrid', 'Off-grid inverter', 'Energy storage system'),
  });
const [small, large, unknown] = [onePhase('small'), onePhase('large'), onePhase('unknown')];
const ratedCommand = `holding ${ratedPowerRow.register} 2`;

/** SG03LP1, SG04LP1, SG05LP1: one phase; the rated power says in what its powers count. */
export const deyeP1: RequestDefinition = freezeDeep({
  ...unknown,
  discover(answers: readonly DiscoveryAnswer[]): DiscoveryStep {
    const answer = answers.find(({ command }) => command === ratedCommand);
    if (answer === undefined) return { kind: 'ask', command: ratedCommand, answerBytes: 9 };
    const [low = 0, high = 0] = wordsOf(answer.payload);
    const ratedW = (high * 0x1_0000 + low) / 10;
    const sized = ratedW >= largeFromW ? large : ratedW > 0 ? small : unknown;
    return { kind: 'found', definition: sized };
  },
});
