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
