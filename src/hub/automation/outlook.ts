// What a home knows of days to come, for its automation: prices and public holidays. Asked for in the background and kept for a while; a
// decision waits for nothing.
import type { Program } from '#automation/engine.ts';
import { holidayCalendar, type HolidayWish, type IsHoliday, yearsAround } from '#automation/holiday-calendar.ts';
import type { Prices } from '#automation/prices.ts';
import { dayMs, minuteMs, type TimeRange } from '#core/time.ts';

/** What it is made of. */
export interface OutlookParts {
  prices(span: TimeRange): Promise<Prices | undefined>;
  onTrouble(message: string): void;
}

/** Prices of tomorrow come once a day, and a tariff is changed seldom, ms. */
const priceMs = 5 * minuteMs;
/** So far before and behind now prices are asked for: what begins today, and the night after tomorrow, ms. */
const reach = { backMs: dayMs, aheadMs: 2 * dayMs } as const;

/** The outlook of one home. */
export class Outlook {
  readonly #parts: OutlookParts;
  #pricesMs = Number.NEGATIVE_INFINITY;
  #prices: Prices | undefined;
  #wish: HolidayWish | undefined;
  #year: number | undefined;
  #isHoliday: IsHoliday | undefined;

  constructor(parts: OutlookParts) {
    this.#parts = parts;
  }

  get prices(): Prices | undefined {
    return this.#prices;
  }

  isHoliday = (date: string): boolean | undefined => this.#isHoliday?.(date);

  /** Asks anew for what a program needs and is due. */
  refresh({ usesPrices, holidays }: Pick<Program, 'usesPrices' | 'holidays'>, nowMs: number): void {
    if (!usesPrices) this.#prices = undefined;
    else if (Math.abs(nowMs - this.#pricesMs) >= priceMs) this.#askPrices(nowMs);
    const year = new Date(nowMs).getUTCFullYear();
    if (holidays === this.#wish && year === this.#year) return;
    this.#wish = holidays;
    this.#year = year;
    holidayCalendar(holidays, yearsAround(nowMs)).then(
      (is) => {
        if (this.#wish === holidays) this.#isHoliday = is;
      },
      (error: unknown) => this.#parts.onTrouble(`public holidays: ${String(error)}`),
    );
  }

  #askPrices(nowMs: number): void {
    this.#pricesMs = nowMs;
    const span = { fromMs: nowMs - reach.backMs, toMs: nowMs + reach.aheadMs };
    this.#parts.prices(span).then(
      (prices) => void (this.#prices = prices),
      (error: unknown) => {
        // What is not known decides nothing; it is asked for again.
        this.#prices = undefined;
        this.#parts.onTrouble(`prices: ${String(error)}`);
      },
    );
  }
}
