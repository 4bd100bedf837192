// The closed list of units. Base units only: kilo lives in the web's formatter, scale is applied at decode.

/** Every unit a field or metric may carry. `''` is dimensionless (a count, a state, a factor). */
export const units = ['W', 'VA', 'var', 'Wh', 'V', 'A', 'Ah', 'Ω', 'Hz', '°C', '%', 's', 'dBm', ''] as const;

/** A unit of the closed list. */
export type Unit = (typeof units)[number];

const known: ReadonlySet<string> = new Set(units);

/** Whether a text is one of {@link units}. */
export function isUnit(text: string): text is Unit {
  return known.has(text);
}

/** Units whose large figures people know in kilo. */
export const kiloUnits: ReadonlySet<Unit> = new Set<Unit>(['W', 'VA', 'var', 'Wh']);

/**
 * Units as they stand in names of series, base units of the SI, and how many of them one of ours is.
 * Source: Prometheus documentation, "Metric and label naming", base units.
 */
export const baseUnits: Readonly<Record<Unit, readonly [word: string, factor: number]>> = {
  W: ['watts', 1],
  VA: ['voltamperes', 1],
  var: ['vars', 1],
  Wh: ['joules', 3600],
  V: ['volts', 1],
  A: ['amperes', 1],
  Ah: ['coulombs', 3600],
  Ω: ['ohms', 1],
  Hz: ['hertz', 1],
  '°C': ['celsius', 1],
  '%': ['ratio', 0.01],
  s: ['seconds', 1],
  dBm: ['dbm', 1],
  '': ['', 1],
};

/** A unit as people write it, in a base unit: `kWh` is 1000 of `Wh`. */
export interface ScaledUnit {
  readonly unit: Unit;
  /** Base units in one of it. */
  readonly factor: number;
}

const prefixes: readonly (readonly [prefix: string, factor: number])[] = [
  ['m', 1e-3],
  ['k', 1e3],
  ['M', 1e6],
  ['G', 1e9],
];
/** Never prefixed: `m%` and `k°C` are not units anybody uses. */
const unprefixed: ReadonlySet<Unit> = new Set<Unit>(['%', '°C', 's', 'dBm', '']);

const spellings: ReadonlyMap<string, ScaledUnit> = new Map([
  ...units
    .filter((unit) => unit !== '')
    .flatMap((unit): [string, ScaledUnit][] => [
      [unit, { unit, factor: 1 }],
      ...(unprefixed.has(unit)
        ? []
        : prefixes.map(([prefix, factor]): [string, ScaledUnit] => [prefix + unit, { unit, factor }])),
    ]),
  ['ms', { unit: 's', factor: 1e-3 }],
  ['h', { unit: 's', factor: 3600 }],
  ['C', { unit: '°C', factor: 1 }],
  ['Watt', { unit: 'W', factor: 1 }],
  ['Volt', { unit: 'V', factor: 1 }],
  ['Ampere', { unit: 'A', factor: 1 }],
  ['Prozent', { unit: '%', factor: 1 }],
  ['percent', { unit: '%', factor: 1 }],
]);

// A capital M in a text without other capitals is a mega; in lower case it is a milli only for volts and amperes.
const byLowerCase: ReadonlyMap<string, ScaledUnit> = new Map(
  [...spellings]
    .filter(([text]) => !/^M|^m(W|VA|var|Hz)/.test(text))
    .map(([text, scaled]) => [text.toLowerCase(), scaled]),
);

/** Reads a unit as people and other programs write it (`kWh`, `kwh`, `Watt`); undefined if it is none of ours. */
export function scaledUnit(text: string): ScaledUnit | undefined {
  return spellings.get(text) ?? byLowerCase.get(text.toLowerCase());
}

/** Prefixes that devices and people use with a unit, the usual one first. */
const everyday: Partial<Record<Unit, readonly string[]>> = {
  W: ['', 'k', 'M', 'm'],
  VA: ['', 'k'],
  var: ['', 'k'],
  Wh: ['', 'k', 'M'],
  V: ['', 'm', 'k'],
  A: ['', 'm'],
  Ah: ['', 'm'],
  Hz: ['', 'm'],
};

/** A way in which a number of a unit is written. */
export interface WrittenUnit extends ScaledUnit {
  readonly text: string;
  /** What is added once it is multiplied, in the base unit; absent: nothing. */
  readonly offset?: number;
}

/** 32 °F is 0 °C, and 9 °F more are 5 °C more. */
const fahrenheit: WrittenUnit = { text: '°F', unit: '°C', factor: 5 / 9, offset: -160 / 9 };

/** The ways in which a number of a unit is written, by their spelling: `W`, `kW` and so on. */
export function writtenAs(unit: Unit): readonly WrittenUnit[] {
  if (unit === '°C') return [{ text: '°C', unit, factor: 1 }, fahrenheit];
  const texts = unit === 's' ? ['s', 'ms', 'h'] : (everyday[unit] ?? ['']).map((prefix) => prefix + unit);
  return texts.map((text) => ({ text, unit, factor: scaledUnit(text)?.factor ?? 1 }));
}

const secondsOfHour = 3600;

/** Hundredths of what stands beside them. */
export const percent = '%' satisfies Unit;

/** Units that give another one when they are multiplied, and how much of it one of each gives. */
export const unitProducts = [
  { of: ['V', 'A'], unit: 'W', factor: 1 },
  { of: ['V', 'Ah'], unit: 'Wh', factor: 1 },
  { of: ['W', 's'], unit: 'Wh', factor: 1 / secondsOfHour },
  { of: ['A', 's'], unit: 'Ah', factor: 1 / secondsOfHour },
] as const satisfies readonly { readonly of: readonly [Unit, Unit]; readonly unit: Unit; readonly factor: number }[];
