// The public holidays of a home: those of its country, and days of its people's own.
import { reasonOf, SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import { isOfClass, loadHolidays } from '#energy/money/holidays.ts';
import type { DayClass } from '#energy/money/tariff.ts';

/** Which days are holidays, as people wrote it. */
export interface HolidayWish {
  /** ISO 3166. */
  readonly country?: string;
  readonly region?: string;
  /** YYYY-MM-DD, MM-DD of each year, days from Easter. */
  readonly dates?: readonly string[];
}

/** Whether a day, YYYY-MM-DD, is one; undefined: it lies outside of the years that were loaded. */
export type IsHoliday = (date: string) => boolean | undefined;

/** Calendar years, both included. */
export interface Years {
  readonly first: number;
  readonly last: number;
}

/** The year of a moment, and those beside it. */
export function yearsAround(atMs: number): Years {
  const year = new Date(atMs).getUTCFullYear();
  return { first: year - 1, last: year + 1 };
}

/** Loads them. Errors: `automation.invalid` for a country or a part of it that is not known. */
export async function holidayCalendar(wish: HolidayWish | undefined, years: Years): Promise<IsHoliday | undefined> {
  if (wish === undefined) return undefined;
  const { country, region, dates = [] } = wish;
  const place = { ...(country === undefined ? {} : { country }), ...(region === undefined ? {} : { region }) };
  const own: DayClass = { name: 'holiday', dates, except: [], begins: 0, ...place };
  const book = await loadHolidays({ versions: [{ holidays: [own] }] }, years).catch((thrown: unknown) => {
    throw new SolsteadError('automation.invalid', { at: 'holidays', why: whyOf(wish, thrown) });
  });
  return (date) => {
    const of = Number(date.slice(0, 4));
    return of < years.first || of > years.last ? undefined : isOfClass(date, own, book);
  };
}

function whyOf({ country = '', region }: HolidayWish, thrown: unknown): Reason {
  const place = region === undefined ? country : `${country}/${region}`;
  return thrown instanceof SolsteadError ? because('act.no-country', { place: external(place) }) : reasonOf(thrown);
}
