// What a tariff of a country typically looks like: a place to start from, never a contract.
import { inEnglish } from '#core/reason.ts';
import type { FilePrice, FileTariff, FileVersion, FileWhen } from '../file-words.ts';
import { tariffFromText } from '../tariff-file.ts';
import type { Tariff } from '../tariff.ts';

/** A typical tariff with what else a country brings. */
export interface Preset {
  /** `<country>-<kind>`, lower case. */
  readonly id: string;
  /** ISO 3166 code. */
  readonly country: string;
  /** The IANA zone most of its people live in. */
  readonly zone: string;
  /** Of a part of the country alone, so that other zones of it do not begin with it. */
  readonly isRegional?: true;
  /** Emission factor of its grid, kilograms per kilowatt-hour. */
  readonly carbonFactor: number;
  /** Kilograms a tree takes up in a year. */
  readonly treeFactor: number;
  /** The month the figures are from, YYYY-MM. */
  readonly asOf: string;
  /** Where the structure and the figures are from, and what is left out. */
  readonly source: string;
  readonly tariff: FileTariff;
}

/** What a person is told before a preset is used. */
export const presetNotice = ({ asOf, source }: Preset): string =>
  `Typical, as of ${asOf}; change it to your contract. ${source}`;

/** A preset as a tariff that can be costed. */
export function presetTariff({ id, tariff }: Preset): Tariff {
  const outcome = tariffFromText(JSON.stringify(tariff));
  if ('tariff' in outcome) return outcome.tariff;
  throw new TypeError(`assertion: preset ${id}: ${outcome.problems.map(({ why }) => inEnglish(why)).join('; ')}`);
}

/** One price for every kilowatt-hour. */
export const flat = (price: number, name = 'energy'): FilePrice & { readonly kind: 'flat' } => ({
  kind: 'flat',
  name,
  price,
});

/** Days of the working week. */
export const workdays = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;

/** A window: its name, its price and when it holds. */
export const window = (name: string, price: number, when: readonly FileWhen[]) => ({ name, price, when });

/** Hours of a day, as `17:00-21:00`, with any other conditions. */
export const hours = (text: `${string}-${string}`, others: Omit<FileWhen, 'from' | 'to'> = {}): FileWhen => {
  const [from = '', to = ''] = text.split('-');
  return { ...others, from, to };
};

/** A tariff of one version that holds from the month of the figures on. */
export const since = (
  name: string,
  { currency, ...version }: FileVersion & { readonly currency: string },
): FileTariff => ({
  name,
  currency,
  versions: [version],
});
