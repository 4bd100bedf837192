// Public holidays of countries, loaded only where a tariff names one: the package's tables are large.
import { because } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
import type { HolidayRule, Tariff } from './tariff.ts';

/** Public holidays (YYYY-MM-DD) by {@link holidayKey}. */
export type HolidayBook = ReadonlyMap<string, ReadonlySet<string>>;

/** What a country, or a part of it, is called in a {@link HolidayBook}. */
export const holidayKey = ({ country = '', region = '' }: HolidayRule): string =>
  region === '' ? country : `${country}/${region}`;

/** First and last calendar year, both included. */
export interface YearRange {
  readonly first: number;
  readonly last: number;
}

/** The public holidays of every country a tariff names (package date-holidays); `tariff.invalid` for an unknown one. */
export async function loadHolidays(tariff: Tariff, { first, last }: YearRange): Promise<HolidayBook> {
  const rules = tariff.versions.map(({ holidays }) => holidays).filter(({ country }) => country !== undefined);
  const book = new Map<string, ReadonlySet<string>>();
  if (rules.length === 0) return book;
  const { default: Holidays } = await import('date-holidays');
  const known = new Holidays();
  for (const rule of rules) {
    const { country = '', region } = rule;
    const key = holidayKey(rule);
    if (!(country in known.getCountries()) || (region !== undefined && !(region in (known.getStates(country) ?? {}))))
      throw new SolsteadError('tariff.invalid', { at: `holidays: ${key}`, why: because('holidays.country') });
    const calendar = region === undefined ? new Holidays(country) : new Holidays(country, region);
    const days = new Set<string>();
    for (let year = first; year <= last; year += 1)
      for (const { date, type } of calendar.getHolidays(year)) if (type === 'public') days.add(date.slice(0, 10));
    book.set(key, days);
  }
  return book;
}
