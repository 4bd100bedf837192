// Public holidays of countries, loaded only if a tariff names one: the package's tables are large.
import { because } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
import type { DayClass, TariffVersion } from './tariff.ts';

/** Public holidays (YYYY-MM-DD) by {@link holidayKey}. */
export type HolidayBook = ReadonlyMap<string, ReadonlySet<string>>;

type Place = Pick<DayClass, 'country' | 'region'>;

/** What a country, or a part of it, is called in a {@link HolidayBook}. */
const holidayKey = ({ country = '', region = '' }: Place): string => (region === '' ? country : `${country}/${region}`);

/** First and last calendar year, both included. */
export interface YearRange {
  readonly first: number;
  readonly last: number;
}

/** The public holidays of every country a tariff names (package date-holidays); `tariff.invalid` for an unknown one. */
export async function loadHolidays(
  tariff: { readonly versions: readonly Pick<TariffVersion, 'holidays'>[] },
  { first, last }: YearRange,
): Promise<HolidayBook> {
  const classes = tariff.versions.flatMap(({ holidays }) => holidays).filter(({ country }) => country !== undefined);
  const book = new Map<string, ReadonlySet<string>>();
  if (classes.length === 0) return book;
  const { default: Holidays } = await import('date-holidays');
  const known = new Holidays();
  for (const place of classes) {
    const { country = '', region } = place;
    const key = holidayKey(place);
    if (book.has(key)) continue;
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

/** Days from Easter Sunday (`easter`, `easter-2`, `easter+1`); absent if a text is anything else. */
export function easterOffset(text: string): number | undefined {
  const found = /^easter([+-]\d{1,2})?$/.exec(text);
  return found === null ? undefined : Number(found[1] ?? 0);
}

/** Easter Sunday of the Gregorian calendar (algorithm of Meeus, Jones and Butcher). */
function easterOf(year: number): Temporal.PlainDate {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
  const [d, e] = [Math.floor(b / 4), b % 4];
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const [i, k] = [Math.floor(c / 4), c % 4];
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const month = Math.floor((h + l - 7 * m + 90) / 25);
  return Temporal.PlainDate.from({ year, month, day: (h + l - 7 * m + 33 * month + 19) % 32 });
}

function isNamed(date: string, names: readonly string[]): boolean {
  return names.some((name) => {
    if (name === date || (name.length === 5 && name === date.slice(5))) return true;
    const offset = easterOffset(name);
    if (offset === undefined) return false;
    return (
      easterOf(Number(date.slice(0, 4)))
        .add({ days: offset })
        .toString() === date
    );
  });
}

/** Whether a date is of a class; `TypeError` if the book does not hold the holidays of its country. */
export function isOfClass(date: string, one: DayClass, book: HolidayBook | undefined): boolean {
  if (isNamed(date, one.except)) return false;
  if (isNamed(date, one.dates)) return true;
  if (one.country === undefined) return false;
  const days = book?.get(holidayKey(one));
  if (days === undefined) throw new TypeError(`assertion: the holidays of ${holidayKey(one)} were not loaded`);
  return days.has(date);
}
