// What can be set of Deye and Sunsynk hybrids: the same settings at registers of their own on one and on three phases.
import type { RegisterRow } from '#codec/register-rows.ts';
import type { RegisterWrite } from '../register-writes.ts';
import { setting } from './deye-rows.ts';

const programs = [1, 2, 3, 4, 5, 6] as const;
const onOff = { 0: 'Off', 1: 'On' } as const;
const bitWords = (bit: number): Readonly<Record<number, string>> => ({ 0: 'Off', [bit]: 'On' });
const switchWords = { on: 'On', off: 'Off' } as const;
const workModes = { 0: 'Export first', 1: 'Zero export to load', 2: 'Zero export to CT' } as const;
const patterns = { 0: 'Battery first', 1: 'Load first' } as const;

/** Settings of both families at their own registers. */
export interface ControlPlaces {
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
  readonly programTime: number;
  readonly programPower: number;
  readonly programSoc: number;
  readonly programCharging: number;
  /** Register of the switches, and the bit that says whether the generator's and the grid's is on. */
  readonly peakShaving: number;
  readonly peakBits: { readonly generator: number; readonly grid: number };
  readonly generatorPeakW: number;
  readonly gridPeakW: number;
}

/** Bit 0 of the time of use switches it on, bits 1 to 7 are its days from Monday. */
const weekBits = 0xfe;
const weekDays = { 0: 'No day', 0x3e: 'Monday to Friday', 0xc0: 'Saturday and Sunday', 0xfe: 'Every day' } as const;

/** Rows of the settings; powers count in `scale` watts. */
export function controls(at: ControlPlaces, scale: number): RegisterRow[] {
  return [
    setting(at.chargeA, 'u16', { label: 'Battery max charging current', unit: 'A' }),
    setting(at.dischargeA, 'u16', { label: 'Battery max discharging current', unit: 'A' }),
    setting(at.shutdownSoc, 'u16', { label: 'Battery shutdown SOC', unit: '%' }),
    setting(at.shutdownSoc + 1, 'u16', { label: 'Battery restart SOC', unit: '%' }),
    setting(at.shutdownSoc + 2, 'u16', { label: 'Battery low SOC', unit: '%' }),
    setting(at.gridChargeSoc, 'u16', { label: 'Battery grid charging start', unit: '%' }),
    setting(at.gridChargeA, 'u16', { label: 'Battery grid charging current', unit: 'A' }),
    // Of these registers the setting is the lowest bit alone, of a slot's the lowest two; others are neighbours (kellerza/sunsynk).
    setting(at.gridCharge, 'u16', { label: 'Battery grid charging', options: onOff, mask: 1 }),
    setting(at.pattern, 'u16', { label: 'Energy pattern', options: patterns, mask: 1 }),
    setting(at.mode, 'u16', { label: 'Work mode', options: workModes }),
    setting(at.exportW, 'u16', { label: 'Export surplus power', unit: 'W', scale }),
    setting(at.exportSurplus, 'u16', { label: 'Export surplus', options: onOff, mask: 1 }),
    setting(at.timeOfUse, 'u16', { label: 'Time of use', options: onOff, mask: 1 }),
    setting(at.timeOfUse, 'u16', {
      label: 'Time of use days',
      options: weekDays,
      otherwise: 'Other days',
      mask: weekBits,
    }),
    setting(at.peakShaving, 'u16', {
      label: 'Generator peak shaving',
      options: bitWords(at.peakBits.generator),
      mask: at.peakBits.generator,
    }),
    setting(at.peakShaving, 'u16', {
      label: 'Grid peak shaving',
      options: bitWords(at.peakBits.grid),
      mask: at.peakBits.grid,
    }),
    setting(at.generatorPeakW, 'u16', { label: 'Generator peak shaving power', unit: 'W', scale }),
    setting(at.gridPeakW, 'u16', { label: 'Grid peak shaving power', unit: 'W', scale }),
    ...programs.flatMap((program) => [
      setting(at.programTime + program - 1, 'u16', { label: `Program ${program} time`, clock: 'decimal' }),
      setting(at.programPower + program - 1, 'u16', { label: `Program ${program} power`, unit: 'W', scale }),
      setting(at.programSoc + program - 1, 'u16', { label: `Program ${program} SOC`, unit: '%' }),
      setting(at.programCharging + program - 1, 'u16', {
        label: `Program ${program} charging`,
        options: { 0: 'Off', 1: 'Grid', 2: 'Generator', 3: 'Grid and generator' },
        mask: 3,
      }),
    ]),
  ];
}

/** Whether the slots hold, and what is drawn beyond a limit coming from the battery. */
function peakWrites(scale: number): readonly RegisterWrite[] {
  return [
    { field: 'time_of_use', title: 'Whether the time slots hold' },
    { field: 'time_of_use_days', title: 'Days on which the time slots hold' },
    { field: 'grid_peak_shaving', title: 'Whether the battery covers what is drawn beyond a limit' },
    {
      field: 'grid_peak_shaving_power',
      title: 'Limit of what is drawn from the grid (with peak shaving)',
      limits: { min: 0, max: Math.min(80_000, 65_000 * scale), step: scale },
      serves: { setPoint: 'grid.import.limit', along: [{ write: 'grid_peak_shaving', value: 'On' }] },
    },
    {
      field: 'generator_peak_shaving',
      title: 'Whether the battery covers what is drawn from the generator beyond a limit',
    },
    {
      field: 'generator_peak_shaving_power',
      title: 'Limit of what is drawn from the generator (with peak shaving)',
      limits: { min: 0, max: 22_000, step: scale },
    },
  ];
}

const soc = { min: 0, max: 100, step: 1 } as const;
const amperes = { min: 0, max: 240, step: 1 } as const;

const batteryWrites: readonly RegisterWrite[] = [
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
];

/** The time slots, powers up to `maxW` in steps of `scale`. */
const programWrites = (maxW: number, scale: number): readonly RegisterWrite[] =>
  programs.flatMap((program): readonly RegisterWrite[] => [
    { field: `program_${program}_time`, title: `Begin of time slot ${program}` },
    {
      field: `program_${program}_power`,
      title: `Power of time slot ${program}`,
      limits: { min: 0, max: maxW, step: scale },
    },
    { field: `program_${program}_soc`, title: `Charge of time slot ${program}`, limits: soc },
    { field: `program_${program}_charging`, title: `What charges the battery in time slot ${program}` },
  ]);

/** What can be set, powers up to `maxW` in steps of `scale`. The settings live in an EEPROM, as usual. */
export function writes(maxW: number, scale: number): RegisterWrite[] {
  const list: RegisterWrite[] = [
    ...batteryWrites,
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
    ...peakWrites(scale),
    ...programWrites(maxW, scale),
  ];
  return list.map((write) => ({ ...write, asBlock: true }));
}
