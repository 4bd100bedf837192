// Whether the plant has paid for itself: what it saved so far, and when it is paid back at the pace of the last year.
import { dayMs } from '#core/time.ts';
import type { Span } from './periods.ts';

/** A day that was counted, and what the plant saved on it (10⁻¹⁸; below 0 where it cost). */
export interface SavedDay extends Span {
  readonly saved: bigint;
  /** Some of its energy has no price: what it saved is not the pace of a day. */
  readonly isUnpriced?: boolean;
}

/** What is asked of a plant; money in 10⁻¹⁸ of the currency. */
export interface PaybackQuestion {
  /** Price less subsidies. */
  readonly net: bigint;
  /** Counted days in order, from the day of the plant on. */
  readonly days: readonly SavedDay[];
  readonly nowMs: number;
}

/** How far a plant has paid for itself. */
export interface PaybackState {
  readonly saved: bigint;
  /** Below 0 when it brought more than it cost. */
  readonly left: bigint;
  /** Counted days of the last year, with prices. */
  readonly yearDays: number;
  /** What it saves in a year; absent with fewer than {@link leastPaceDays} days. */
  readonly perYear?: bigint;
  readonly state: 'paid-back' | 'on-the-way' | 'never' | 'unknown';
  /** When it was paid back, or will be at the pace of the last year. */
  readonly paidBackMs?: number;
}

/** Fewer counted days say nothing about a year. */
export const leastPaceDays = 90;
/** With fewer counted days of a year, seasons are missing. */
export const wholeYearDays = 350;
const yearDays = 365;
/** Nothing that is built lasts as long: later than this it is never. */
const mostYears = 100n;

/** What a plant has brought, and when it is paid back; what it saves is taken to go on as in the last year. */
export function paybackOf({ net, days, nowMs }: PaybackQuestion): PaybackState {
  const saved = days.reduce((sum, day) => sum + day.saved, 0n);
  const left = net - saved;
  // The day that is not over would make the pace of a year too low.
  const recent = days.filter(
    ({ startMs, endMs, isUnpriced }) =>
      isUnpriced !== true && startMs >= nowMs - (yearDays + 1) * dayMs && endMs <= nowMs,
  );
  const last = recent.slice(-yearDays);
  const known = { saved, left, yearDays: last.length };
  const perYear =
    last.length < leastPaceDays
      ? undefined
      : (last.reduce((sum, day) => sum + day.saved, 0n) * BigInt(yearDays)) / BigInt(last.length);
  const pace = perYear === undefined ? {} : { perYear };
  if (left <= 0n) return { ...known, ...pace, state: 'paid-back', paidBackMs: momentOf({ net, days, nowMs }) };
  if (perYear === undefined) return { ...known, state: 'unknown' };
  if (perYear <= 0n || left > perYear * mostYears) return { ...known, ...pace, state: 'never' };
  const daysLeft = Number((left * BigInt(yearDays)) / perYear);
  return { ...known, ...pace, state: 'on-the-way', paidBackMs: nowMs + daysLeft * dayMs };
}

/** The end of the day since which what was saved is at least what was paid. */
function momentOf({ net, days, nowMs }: PaybackQuestion): number {
  let sum = 0n;
  let moment: number | undefined;
  for (const { saved, endMs } of days) {
    sum += saved;
    if (sum < net) moment = undefined;
    else moment ??= endMs;
  }
  return Math.min(moment ?? nowMs, nowMs);
}
