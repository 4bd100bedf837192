// JSON as a Shelly writes it: numbers that are measured always have their decimals, as some batteries read `229` otherwise than `229.0`.

/** A number with its decimals. */
interface Measured {
  readonly value: number;
  readonly decimals: number;
}

/** What is written. */
export type Told = string | number | boolean | null | Measured | readonly Told[] | { readonly [key: string]: Told };

/** A number that is always written with so many decimals; what is not known is null, as the maker documents it. */
export const measured = (value: number | undefined, decimals: number): Told =>
  value === undefined || !Number.isFinite(value) ? null : { value, decimals };

const isMeasured = (told: object): told is Measured =>
  'decimals' in told && 'value' in told && typeof told.decimals === 'number' && typeof told.value === 'number';

function fixed({ value, decimals }: Measured): string {
  const text = value.toFixed(decimals);
  // No −0.0: it is a zero to nobody who reads texts.
  return Number(text) === 0 ? text.replace('-', '') : text;
}

/** Its text, without spaces. */
export function shellyText(told: Told): string {
  if (told === null || typeof told !== 'object') return JSON.stringify(told);
  if (Array.isArray(told)) return `[${told.map(shellyText).join(',')}]`;
  if (isMeasured(told)) return fixed(told);
  const fields = Object.entries(told).map(([key, one]) => `${JSON.stringify(key)}:${shellyText(one)}`);
  return `{${fields.join(',')}}`;
}
