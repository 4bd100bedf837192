// Deye and Sunsynk hybrid inverters. Battery power is positive while discharging, grid power while importing.
import type { RegisterRow } from '#codec/register-rows.ts';
import { modbusDefinition } from '../modbus-device.ts';
import type { RegisterWrite } from '../register-writes.ts';
import { deyeModes } from './deye-modes.ts';
import {
  common,
  degrees,
  energyToday,
  energyTotal,
  kindRow,
  live,
  probeOf,
  serialRow,
  setting,
  states,
  sumOfStrings,
  tenthAmperes,
  tenthVolts,
} from './deye-rows.ts';

const phases = [1, 2, 3] as const;
const strings = [1, 2, 3, 4] as const;
const programs = [1, 2, 3, 4, 5, 6] as const;
const onOff = { 0: 'Off', 1: 'On' } as const;
const switchWords = { on: 'On', off: 'Off' } as const;
const workModes = { 0: 'Export first', 1: 'Zero export to load', 2: 'Zero export to CT' } as const;
const patterns = { 0: 'Battery first', 1: 'Load first' } as const;

/** Settings of both families at their own registers. */
interface ControlPlaces {
  readonly chargeA: number;
  readonly dischargeA: number;
  readonly shutdownSoc: number;
  readonly gridChargeSoc: number;
  readonly gridChargeA: number;
  readonly gridCharge: number;
  readonly pattern: number;
  readonly mode: number;
  readonly exportW: number;
  readonly exportSurplus: number;
  readonly timeOfUse: number;
  readonly programPower: number;
  readonly programSoc: number;
  readonly programCharging: number;
}

function controls(at: ControlPlaces, scale: number): RegisterRow[] {
  return [
    setting(at.chargeA, 'u16', { label: 'Battery max charging current', unit: 'A' }),
    setting(at.dischargeA, 'u16', { label: 'Battery max discharging current', unit: 'A' }),
    setting(at.shutdownSoc, 'u16', { label: 'Battery shutdown SOC', unit: '%' }),
    setting(at.shutdownSoc + 1, 'u16', { label: 'Battery restart SOC', unit: '%' }),
    setting(at.shutdownSoc + 2, 'u16', { label: 'Battery low SOC', unit: '%' }),
    setting(at.gridChargeSoc, 'u16', { label: 'Battery grid charging start', unit: '%' }),
    setting(at.gridChargeA, 'u16', { label: 'Battery grid charging current', unit: 'A' }),
    setting(at.gridCharge, 'u16', { label: 'Battery grid charging', options: onOff }),
    setting(at.pattern, 'u16', { label: 'Energy pattern', options: patterns }),
    setting(at.mode, 'u16', { label: 'Work mode', options: workModes }),
    setting(at.exportW, 'u16', { label: 'Export surplus power', unit: 'W', scale }),
    setting(at.exportSurplus, 'u16', { label: 'Export surplus', options: onOff }),
    // Bit 0 switches it on, bits 1 to 7 are the days from Monday.
    setting(at.timeOfUse, 'u16', {
      label: 'Time of use',
      options: { 0: 'Off', 255: 'Every day' },
      otherwise: 'Some days',
    }),
    ...programs.flatMap((program) => [
      setting(at.programPower + program - 1, 'u16', { label: `Program ${program} power`, unit: 'W', scale }),
      setting(at.programSoc + program - 1, 'u16', { label: `Program ${program} SOC`, unit: '%' }),
      setting(at.programCharging + program - 1, 'u16', {
        label: `Program ${program} charging`,
        options: { 0: 'Off', 1: 'Grid', 2: 'Generator', 3: 'Grid and generator' },
      }),
    ]),
  ];
}

// The settings live in an EEPROM, as usual.
function writes(maxW: number, scale: number): RegisterWrite[] {
  const soc = { min: 0, max: 100, step: 1 } as const;
  const amperes = { min: 0, max: 240, step: 1 } as const;
  const list: RegisterWrite[] = [
    {
      field: 'battery_max_charging_current',
      title: 'Highest charging current',
      limits: amperes,
      serves: { setPoint: 'battery.current.limit.charge' },
    },
    {
      field: 'battery_max_discharging_current',
      title: 'Highest discharging current',
      limits: amperes,
      serves: { setPoint: 'battery.current.limit.discharge' },
    },
    {
      field: 'battery_shutdown_soc',
      title: 'Charge at which discharging ends',
      limits: soc,
      serves: { setPoint: 'battery.soc.min' },
    },
    { field: 'battery_restart_soc', title: 'Charge at which it begins again', limits: soc },
    { field: 'battery_low_soc', title: 'Charge that is called low', limits: soc },
    { field: 'battery_grid_charging_start', title: 'Charge below which the grid charges', limits: soc },
    {
      field: 'battery_grid_charging_current',
      title: 'Highest charging current from the grid',
      limits: amperes,
      serves: { setPoint: 'battery.current.limit.charge.from_grid' },
    },
    {
      field: 'battery_grid_charging',
      title: 'Whether the grid may charge the battery',
      serves: { setPoint: 'battery.charge.from_grid', words: switchWords },
    },
    {
      field: 'energy_pattern',
      title: 'What the sun feeds first',
      serves: {
        setPoint: 'inverter.priority.solar',
        words: { 'battery-load-grid': 'Battery first', 'load-battery-grid': 'Load first' },
      },
    },
    { field: 'work_mode', title: 'Work mode' },
    {
      field: 'export_surplus_power',
      title: 'Highest feed-in',
      limits: { min: 0, max: maxW, step: scale },
      serves: { setPoint: 'grid.export.limit' },
    },
    {
      field: 'export_surplus',
      title: 'Whether surplus is fed in',
      serves: { setPoint: 'grid.export.enabled', words: switchWords },
    },
    { field: 'time_of_use', title: 'Whether the time slots hold', words: ['Off', 'Every day'] },
    ...programs.flatMap((program): readonly RegisterWrite[] => [
      {
        field: `program_${program}_power`,
        title: `Power of time slot ${program}`,
        limits: { min: 0, max: maxW, step: scale },
      },
      { field: `program_${program}_soc`, title: `Charge of time slot ${program}`, limits: soc },
      { field: `program_${program}_charging`, title: `What charges the battery in time slot ${program}` },
    ]),
  ];
  return list.map((write) => ({ ...write, asBlock: true }));
}

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
  programPower: 154,
  programSoc: 166,
  programCharging: 172,
};

/** Rows of the three-phase families; low and high voltage differ in the scales of battery and powers. */
function threePhaseRows({
  batteryVolts,
  amperes,
  watts,
}: {
  batteryVolts: number;
  amperes: number;
  watts: number;
}): RegisterRow[] {
  return [
    kindRow,
    serialRow,
    live(500, 'u16', { label: 'Device state', options: states, metric: 'inverter.mode' }),
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
    degrees(540, 'DC temperature'),
    degrees(541, 'Temperature', { metric: 'inverter.temperature' }),
    degrees(586, 'Battery temperature', { metric: 'battery.temperature' }),
    live(587, 'u16', { label: 'Battery voltage', unit: 'V', scale: batteryVolts, metric: 'battery.voltage' }),
    live(588, 'u16', { label: 'Battery', unit: '%', metric: 'battery.soc' }),
    live(590, 'i16', { label: 'Battery power', unit: 'W', scale: watts, metric: 'battery.power' }),
    live(591, 'i16', { label: 'Battery current', unit: 'A', scale: amperes, metric: 'battery.current' }),
    ...phases.map((phase) => tenthVolts(597 + phase, `Grid L${phase} voltage`, { metric: `grid.voltage.l${phase}` })),
    live(609, 'u16', { label: 'Grid frequency', unit: 'Hz', scale: 0.01, metric: 'grid.frequency' }),
    // Newer firmwares have the high words at 687 to 711; the low words alone reach 32 kW and are right on all of them.
    ...phases.map((phase) =>
      live(621 + phase, 'i16', { label: `Grid L${phase} power`, unit: 'W', metric: `grid.power.l${phase}` }),
    ),
    live(625, 'i16', { label: 'Grid power', unit: 'W', metric: 'grid.power' }),
    live(636, 'i16', { label: 'Power', unit: 'W' }),
    ...phases.map((phase) =>
      live(649 + phase, 'i16', { label: `Load L${phase} power`, unit: 'W', metric: `load.power.l${phase}` }),
    ),
    live(653, 'i16', { label: 'Load power', unit: 'W', metric: 'load.power' }),
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

/** SG04LP3: three phases, battery at 48 V. */
export const deyeP3 = modbusDefinition({
  ...common,
  id: 'deye-p3',
  aliases: ['deye-sg04lp3', 'sunsynk-p3'],
  title: 'Deye and Sunsynk three-phase hybrid, low-voltage battery',
  models: ['SUN-5K-SG04LP3', 'SUN-8K-SG04LP3', 'SUN-12K-SG04LP3', 'Sunsynk 12K three-phase'],
  rows: threePhaseRows({ batteryVolts: 0.01, amperes: 0.01, watts: 1 }),
  derive: [sumOfStrings(pvPowers)],
  writes: writes(16_000, 1),
  modes: deyeModes,
  probe: probeOf('LV three-phase hybrid'),
});

/** SG01HP3: three phases, high-voltage battery; powers count in tens of watts. */
export const deyeP3Hv = modbusDefinition({
  ...common,
  id: 'deye-p3-hv',
  aliases: ['deye-sg01hp3'],
  title: 'Deye and Sunsynk three-phase hybrid, high-voltage battery',
  models: ['SUN-10K-SG01HP3', 'SUN-25K-SG01HP3', 'SUN-50K-SG01HP3'],
  rows: threePhaseRows({ batteryVolts: 0.1, amperes: 0.01, watts: 10 }),
  derive: [sumOfStrings(pvPowers)],
  writes: writes(50_000, 10),
  modes: deyeModes,
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
  programPower: 256,
  programSoc: 268,
  programCharging: 274,
};

/** SG03LP1, SG04LP1, SG05LP1: one phase. */
export const deyeP1 = modbusDefinition({
  ...common,
  id: 'deye-p1',
  aliases: ['deye', 'sunsynk', 'deye-hybrid'],
  title: 'Deye and Sunsynk single-phase hybrid',
  models: ['SUN-3.6K-SG03LP1', 'SUN-5K-SG03LP1', 'SUN-8K-SG01LP1', 'Sunsynk 5.5K', 'Sunsynk 8.8K'],
  rows: [
    kindRow,
    serialRow,
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
    ...([1, 2] as const).flatMap((string) => [
      tenthVolts(107 + 2 * string, `PV${string} voltage`, { metric: `pv.voltage.s${string}` }),
      tenthAmperes(108 + 2 * string, `PV${string} current`, { metric: `pv.current.s${string}` }),
    ]),
    tenthVolts(150, 'Grid voltage', { metric: 'grid.voltage' }),
    tenthVolts(157, 'Load voltage', { metric: 'load.voltage' }),
    live(169, 'i16', { label: 'Grid power', unit: 'W', metric: 'grid.power' }),
    live(172, 'i16', { label: 'External CT power', unit: 'W' }),
    live(175, 'i16', { label: 'Power', unit: 'W' }),
    live(178, 'i16', { label: 'Load power', unit: 'W', metric: 'load.power' }),
    degrees(182, 'Battery temperature', { metric: 'battery.temperature' }),
    live(183, 'u16', { label: 'Battery voltage', unit: 'V', scale: 0.01, metric: 'battery.voltage' }),
    live(184, 'u16', { label: 'Battery', unit: '%', metric: 'battery.soc' }),
    ...([1, 2, 3, 4] as const).map((string) =>
      live(185 + string, 'u16', { label: `PV${string} power`, unit: 'W', metric: `pv.power.s${string}` }),
    ),
    live(190, 'i16', { label: 'Battery power', unit: 'W', metric: 'battery.power' }),
    live(191, 'i16', { label: 'Battery current', unit: 'A', scale: 0.01, metric: 'battery.current' }),
    live(192, 'u16', { label: 'Load frequency', unit: 'Hz', scale: 0.01, metric: 'load.frequency' }),
    ...controls(p1Controls, 1),
  ],
  derive: [sumOfStrings(pvPowers)],
  writes: writes(16_000, 1),
  modes: deyeModes,
  probe: probeOf('Single-phase hybrid'),
});
