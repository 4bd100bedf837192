// The values of a charge point's meter as one state, whatever way it tells them: units, phases, totals and defaults. Pure.
// Source: OCPP 1.6 edition 2, 7.31 (Measurand), 7.35 (Phase), 7.43 (SampledValue), 7.45 (UnitOfMeasure).
import type { MeterValue, SampledValue } from './requests.ts';

/** What was measured; what was not told, or could not be read, is absent. */
export interface Measured {
  /** W into the car. */
  power?: number;
  /** Wh, of the meter of the charger. */
  energy?: number;
  /** State of charge of the car, %. */
  soc?: number;
  /** A and V of each phase. */
  current_l1?: number;
  current_l2?: number;
  current_l3?: number;
  voltage_l1?: number;
  voltage_l2?: number;
  voltage_l3?: number;
}

/** When it was measured, by the clock of the charge point, as it wrote it. */
export interface MeasuredAt {
  readonly values: Measured;
  readonly timestamp?: string | undefined;
}

const energyRegister = 'Energy.Active.Import.Register';

/** How much of ours one of the unit is; what has no factor is another quantity. */
const factors: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'Power.Active.Import': { '': 1, W: 1, kW: 1000 },
  [energyRegister]: { '': 1, Wh: 1, kWh: 1000 },
  'Current.Import': { '': 1, A: 1, mA: 0.001 },
  Voltage: { '': 1, V: 1, mV: 0.001 },
  SoC: { '': 1, Percent: 1 },
};

/** Words come from outside: `constructor` is no unit. */
function factorOf(measurand: string, unit: string): number | undefined {
  const units = Object.hasOwn(factors, measurand) ? factors[measurand] : undefined;
  return units !== undefined && Object.hasOwn(units, unit) ? units[unit] : undefined;
}

/** What is plausible of each; beyond it is a fault of the meter. */
const most: Readonly<Record<string, number>> = {
  'Power.Active.Import': 1e6,
  [energyRegister]: 1e12,
  'Current.Import': 1000,
  Voltage: 1000,
  SoC: 100,
};

/** A number with a point or a comma; undefined: it is none. */
function numberOf({ value, format }: SampledValue): number | undefined {
  if (format === 'SignedData') return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  const plain = value.trim().replace(/^([+-]?\d+),(\d+)$/, '$1.$2');
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,2})?$/i.test(plain) ? Number(plain) : undefined;
}

type Phase = 'l1' | 'l2' | 'l3';
const phases: readonly Phase[] = ['l1', 'l2', 'l3'];

/** `L1` and `L1-N` are the phase; `N` and `L1-L2` are none. */
function phaseOf(phase: string | undefined): Phase | 'none' | 'all' {
  if (phase === undefined || phase === '') return 'all';
  const [, digit] = /^L([123])(?:-N)?$/i.exec(phase) ?? [];
  return digit === undefined ? 'none' : (phases[Number(digit) - 1] ?? 'none');
}

/** What one measurand says: its total, and each phase. */
type Said = Partial<Record<Phase | 'all', number>>;

/** Towards the car: `Outlet` is meant where nothing is said; `Inlet` is the side of the house. */
const placeRank = ({ location = 'Outlet' }: SampledValue): number => ['Inlet', 'Outlet'].indexOf(location);

function saidIn(samples: readonly SampledValue[]): ReadonlyMap<string, Said> {
  const said = new Map<string, Said>();
  // The outlet comes last and wins.
  const ordered = samples.filter((one) => placeRank(one) >= 0).toSorted((a, b) => placeRank(a) - placeRank(b));
  const soc = samples.filter(({ measurand }) => measurand === 'SoC');
  for (const sample of [...ordered, ...soc]) {
    const { measurand = energyRegister, unit = '', phase } = sample;
    const factor = factorOf(measurand, unit);
    const number = numberOf(sample);
    const at = phaseOf(phase);
    if (factor === undefined || number === undefined || at === 'none') continue;
    const value = number * factor;
    if (Math.abs(value) > (most[measurand] ?? 0)) continue;
    said.set(measurand, { ...said.get(measurand), [at]: value });
  }
  return said;
}

/** The total, or the sum of the phases that are told. */
function totalOf(said: Said | undefined): number | undefined {
  if (said === undefined) return undefined;
  if (said.all !== undefined) return said.all;
  const parts = phases.flatMap((phase) => said[phase] ?? []);
  return parts.length === 0 ? undefined : parts.reduce((sum, one) => sum + one, 0);
}

/** Each phase; of a value without one, the first. */
function perPhase(name: 'current' | 'voltage', said: Said | undefined): Measured {
  if (said === undefined) return {};
  const first = said.l1 ?? said.all;
  return Object.fromEntries(
    phases.flatMap((phase) => {
      const value = phase === 'l1' ? first : said[phase];
      return value === undefined || value < 0 ? [] : [[`${name}_${phase}`, value]];
    }),
  );
}

const atLeastZero = (value: number | undefined): number | undefined =>
  value === undefined || value < 0 ? undefined : value;

/** All that the values say, the newest of each. */
export function measuredIn(meterValues: readonly MeterValue[]): MeasuredAt {
  const said = saidIn(meterValues.flatMap(({ sampledValue }) => sampledValue));
  const power = atLeastZero(totalOf(said.get('Power.Active.Import')));
  const energy = atLeastZero(totalOf(said.get(energyRegister)));
  const soc = atLeastZero(said.get('SoC')?.all);
  return {
    timestamp: meterValues.at(-1)?.timestamp,
    values: {
      ...(power === undefined ? {} : { power }),
      ...(energy === undefined ? {} : { energy }),
      ...(soc === undefined ? {} : { soc }),
      ...perPhase('current', said.get('Current.Import')),
      ...perPhase('voltage', said.get('Voltage')),
    },
  };
}
