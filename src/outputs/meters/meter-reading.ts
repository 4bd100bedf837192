// What a meter that this home plays shows, whichever protocol asks. The sign is decided here and nowhere else: what is taken from the grid is
// positive, what is given to it negative; protocols that have it the other way, or two positive numbers, turn it where they write it.
import type { MetricId } from '#core/catalogue.ts';
import type { Reason } from '#core/reason.ts';
import { because } from '#core/reason.ts';
import { external } from '#core/message-params.ts';
import type { GridPower, KnownValue } from '../output-kind.ts';

/** What is taken for the mains where no voltage and no frequency are measured, V and Hz. */
const mains = { voltageV: 230, frequencyHz: 50 } as const;
/** On top of the interval in which a device gives values, ms. */
const lateMs = 2000;
/** By how much phases may differ from the total to be its own: a part of it, and W. */
const roundedPart = 0.02;
const roundedW = 5;

/** Counters since ever, Wh; absent: not known. */
interface Counters {
  readonly importWh?: number | undefined;
  readonly exportWh?: number | undefined;
}

/** One phase. Power is + from the grid; current, apparent power and power factor are without a sign. */
export interface MeterPhase extends Counters {
  readonly powerW: number;
  readonly voltageV: number;
  readonly currentA: number;
  readonly apparentVA: number;
  /** + inductive. */
  readonly reactiveVar: number;
  readonly factor: number;
}

/** A reading. Power is + from the grid. */
export interface MeterReading extends Counters {
  /** When it was measured, epoch ms. */
  readonly atMs: number;
  readonly powerW: number;
  readonly frequencyHz: number;
  readonly phases: readonly [MeterPhase, MeterPhase, MeterPhase];
}

/** What a reading is made of. */
export interface ReadingParts {
  readonly values: readonly KnownValue[];
  /** What the home says of its grid connection; absent: nothing. */
  readonly grid: GridPower | undefined;
  /** Counters of the ledger, for a home whose meter has none. */
  readonly counted: Counters | undefined;
  /** How often a device gives values, ms. */
  intervalOf(device: string): number;
  readonly nowMs: number;
}

/** Whose reading it is, and what holds where less is known. */
export interface ReadingChoice {
  readonly device?: string | undefined;
  readonly split: 'even' | 'l1';
  readonly freshSeconds: number;
}

type Values = ReadonlyMap<string, KnownValue>;
type PhaseNumber = 1 | 2 | 3;

const phaseNumbers: readonly PhaseNumber[] = [1, 2, 3];

function numberOf(values: Values, metric: MetricId): number | undefined {
  const found = values.get(metric)?.value;
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
}

const valuesOf = (values: readonly KnownValue[], device: string): Values =>
  new Map(values.flatMap((one) => (one.device === device ? [[one.metric, one]] : [])));

/** The powers of three phases; undefined unless all are known. */
function phasePowers(values: Values): readonly number[] | undefined {
  const powers = phaseNumbers.flatMap((phase) => numberOf(values, `grid.power.l${phase}`) ?? []);
  return powers.length === phaseNumbers.length ? powers : undefined;
}

const sumOf = (powers: readonly number[]): number => powers.reduce((sum, power) => sum + power, 0);

/** Whether three phases are those of a total. */
function isTotalOf(powers: readonly number[], powerW: number): boolean {
  return Math.abs(sumOf(powers) - powerW) <= Math.max(roundedW, roundedPart * Math.abs(powerW));
}

/** The oldest of some values, epoch ms. */
function oldest(values: Values, metrics: readonly MetricId[]): number {
  return Math.min(...metrics.map((metric) => values.get(metric)?.atMs ?? Number.NEGATIVE_INFINITY));
}

const phaseMetrics = phaseNumbers.map((phase): MetricId => `grid.power.l${phase}`);

/** A total, its phases if they are known, and what else the same device says. */
interface Source {
  readonly powerW: number;
  readonly atMs: number;
  readonly powers: readonly number[] | undefined;
  readonly values: Values;
  readonly intervalMs: number | undefined;
}

function deviceSource(device: string, { values: all, intervalOf }: ReadingParts): Source | Reason {
  const values = valuesOf(all, device);
  const powers = phasePowers(values);
  const total = numberOf(values, 'grid.power');
  const powerW = total ?? (powers === undefined ? undefined : sumOf(powers));
  if (powerW === undefined) return because('meter.no-power', { device: external(device) });
  const isWhole = powers !== undefined && isTotalOf(powers, powerW);
  const metrics: readonly MetricId[] = [
    ...(total === undefined ? [] : (['grid.power'] as const)),
    ...(isWhole ? phaseMetrics : []),
  ];
  return {
    powerW,
    atMs: oldest(values, metrics),
    powers: isWhole ? powers : undefined,
    values,
    intervalMs: intervalOf(device),
  };
}

/** The grid connection of the home, with the phases of the device that measures it. */
function homeSource({ grid, values: all, intervalOf }: ReadingParts): Source | Reason {
  if (grid === undefined) return because('meter.no-grid');
  if (grid.isEstimated) return because('meter.estimated');
  const devices = [...new Set(all.flatMap(({ device, metric }) => (metric.startsWith('grid.power') ? [device] : [])))];
  const found = devices.flatMap((device) => {
    const values = valuesOf(all, device);
    const powers = phasePowers(values);
    const total = numberOf(values, 'grid.power') ?? (powers === undefined ? undefined : sumOf(powers));
    return total === undefined || !isTotalOf([total], grid.powerW) ? [] : [{ device, values, powers }];
  });
  // One that has phases says more of the same.
  const best = found.find(({ powers }) => powers !== undefined && isTotalOf(powers, grid.powerW)) ?? found[0];
  const powers = best?.powers !== undefined && isTotalOf(best.powers, grid.powerW) ? best.powers : undefined;
  const atMs = powers === undefined ? grid.atMs : Math.min(grid.atMs, oldest(best?.values ?? new Map(), phaseMetrics));
  return {
    powerW: grid.powerW,
    atMs,
    powers,
    values: best?.values ?? new Map(),
    intervalMs: best === undefined ? undefined : intervalOf(best.device),
  };
}

const positive = (value: number | undefined): number | undefined =>
  value === undefined || value < 0 ? undefined : value;

/** A phase: what is not measured is that of a resistive load at the voltage of the mains. */
function phaseOf(values: Values, phase: PhaseNumber, powerW: number): MeterPhase {
  const of = (name: 'voltage' | 'current' | 'power_apparent'): number | undefined =>
    numberOf(values, `grid.${name}.l${phase}`);
  const voltageV = positive(of('voltage')) ?? positive(numberOf(values, 'grid.voltage')) ?? mains.voltageV;
  const measured = of('current');
  const apparentVA = Math.max(
    Math.abs(powerW),
    positive(of('power_apparent')) ?? (measured === undefined ? 0 : Math.abs(measured) * voltageV),
  );
  const currentA = measured === undefined ? apparentVA / Math.max(1, voltageV) : Math.abs(measured);
  return {
    powerW,
    voltageV,
    currentA,
    apparentVA,
    reactiveVar: Math.sqrt(Math.max(0, apparentVA ** 2 - powerW ** 2)),
    factor: apparentVA === 0 ? 1 : Math.abs(powerW) / apparentVA,
    importWh: positive(numberOf(values, `grid.energy.import.l${phase}`)),
    exportWh: positive(numberOf(values, `grid.energy.export.l${phase}`)),
  };
}

/** Phases of a total that nobody measures by phase carry no currents and voltages of a phase; counters are shared as the power is. */
function phasesOf(
  { values, powers, powerW }: Source,
  split: ReadingChoice['split'],
  total: Counters,
): MeterReading['phases'] {
  if (powers !== undefined) {
    const [l1 = 0, l2 = 0, l3 = 0] = powers;
    return [phaseOf(values, 1, l1), phaseOf(values, 2, l2), phaseOf(values, 3, l3)];
  }
  const own = new Map([...values].filter(([metric]) => metric === 'grid.voltage'));
  const shared = (phase: PhaseNumber): MeterPhase => {
    const part = split === 'even' ? 1 / 3 : phase === 1 ? 1 : 0;
    const counter = (wh: number | undefined): number | undefined => (wh === undefined ? undefined : wh * part);
    const { importWh, exportWh } = total;
    return { ...phaseOf(own, phase, powerW * part + 0), importWh: counter(importWh), exportWh: counter(exportWh) };
  };
  return [shared(1), shared(2), shared(3)];
}

/**
 * The reading of now, or why there is none. It is no older than the interval of its device and a bound, and never older than was chosen:
 * a battery that follows an old value acts on what is not so any more.
 */
export function meterReading(choice: ReadingChoice, parts: ReadingParts): MeterReading | Reason {
  const { device, split, freshSeconds } = choice;
  const source = device === undefined || device === '' ? homeSource(parts) : deviceSource(device, parts);
  if ('code' in source) return source;
  const { values, powerW, atMs, intervalMs = freshSeconds * 1000 } = source;
  const ageMs = parts.nowMs - atMs;
  const mostMs = Math.min(intervalMs + lateMs, freshSeconds * 1000);
  // A value of the future is one of a clock that was set back: nobody knows how old it is.
  if (!(ageMs <= mostMs && ageMs >= -lateMs))
    return because('meter.old', { age: Math.round(Math.abs(ageMs) / 1000), most: Math.round(mostMs / 1000) });
  const total: Counters = {
    importWh: positive(numberOf(values, 'grid.energy.import')) ?? positive(parts.counted?.importWh),
    exportWh: positive(numberOf(values, 'grid.energy.export')) ?? positive(parts.counted?.exportWh),
  };
  return {
    atMs,
    powerW,
    frequencyHz: positive(numberOf(values, 'grid.frequency')) ?? mains.frequencyHz,
    ...total,
    phases: phasesOf(source, split, total),
  };
}
