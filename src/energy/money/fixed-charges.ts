// Standing charges: by the local day, those of longer periods spread over their days. Each falls due as its day begins, so it is
// charged once however long a day is and however a period is cut.
import type { Booking, LineHead } from './cost-lines.ts';
import { flooredQuotient, taxed, type Money } from './decimal.ts';
import { daysBetween, type TariffCalendar } from './tariff-calendar.ts';

/** One day's share of an amount over a number of days; the shares add up to exactly the amount. */
function dayShare(amount: Money, { index, days }: { index: number; days: number }): Money {
  const upTo = (count: number): Money => flooredQuotient([amount * BigInt(count), BigInt(days)]);
  return upTo(index + 1) - upTo(index);
}

/** Books the standing charges of the local day the calendar is in, as the day begins. */
export function bookStanding(
  calendar: TariffCalendar,
  post: (line: Pick<LineHead, 'kind' | 'name' | 'window'>, booking: Booking) => void,
): void {
  const { day, zone, stretch } = calendar;
  const atMs = day.startMs;
  const { version } = stretch;
  for (const { name, amount, per, vatPercent = version.vatPercent } of version.standing) {
    const whole = calendar.periodOf(per);
    const index = daysBetween({ startMs: whole.startMs, endMs: atMs }, zone);
    const place = { index, days: calendar.daysOf(per) };
    const { net, vat } = taxed(amount, { percent: vatPercent, included: version.vatIncluded });
    const cost = { net: dayShare(net, place), vat: dayShare(vat, place) };
    // Shown as a price of twelve decimals: what a day costs, as written.
    const price = dayShare(amount, place) / 1_000_000n;
    post({ kind: 'standing', name, window: '' }, { atMs, quantity: 1, price, cost });
  }
}
