// Prices of a run over readings: the same each day, by the clocks of the home.
import type { Prices, PriceSlot } from '../prices.ts';

/** What holds from a time of day on until the next one; money per kWh. */
export interface DailyPrice {
  readonly atMinute: number;
  readonly import?: number | undefined;
  readonly export?: number | undefined;
}

type Side = 'import' | 'export';

/** The prices around a moment: of the day before it, its own and the one behind. */
export function dailyPrices(daily: readonly DailyPrice[], zone: string): (nowMs: number) => Prices {
  let made: { readonly day: string; readonly prices: Prices } | undefined;
  return (nowMs) => {
    const today = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(zone).toPlainDate();
    if (made?.day === today.toString()) return made.prices;
    const of = (side: Side): readonly PriceSlot[] => {
      const steps = daily
        .filter((one) => one[side] !== undefined)
        .toSorted((one, other) => one.atMinute - other.atMinute);
      const begins = [-1, 0, 1, 2].flatMap((days) =>
        steps.map((step) => ({
          atMs: today.add({ days }).toZonedDateTime({
            timeZone: zone,
            plainTime: Temporal.PlainTime.from({
              hour: Math.floor(step.atMinute / 60) % 24,
              minute: step.atMinute % 60,
            }),
          }).epochMilliseconds,
          price: step[side] ?? 0,
        })),
      );
      return begins
        .slice(0, -1)
        .map(({ atMs, price }, index) => ({ fromMs: atMs, toMs: begins[index + 1]?.atMs ?? atMs, price }));
    };
    const prices = { import: of('import'), export: of('export') };
    made = { day: today.toString(), prices };
    return prices;
  };
}
