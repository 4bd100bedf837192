// Taxes on sums of lines, and what a sum of lines comes to at least or at most. Whatever is booked to a line is handed on to those
// that name it; what they add is booked to lines of their own, which others may name in turn.
import type { Booking, LineHead } from './cost-lines.ts';
import { shareOf, taxed, type Money, type Taxed } from './decimal.ts';
import { voidFrom } from './energy-account.ts';
import type { TariffCalendar } from './tariff-calendar.ts';
import type { SumLimit, TariffVersion, TaxOnLines } from './tariff.ts';

/** The sum of a limit's lines in a period, the limit's correction of it, and earlier credits. */
export interface LimitState {
  startMs: number;
  sum: Money;
  change: Money;
  lots: { readonly untilMs: number; amount: Money }[];
}

/** Books to a line. */
export type Post = (line: Pick<LineHead, 'kind' | 'name' | 'window'>, booking: Booking) => void;

/** What refers to a line. */
interface Heirs {
  readonly taxes: readonly TaxOnLines[];
  readonly limits: readonly SumLimit[];
}

const percentScale = 1_000_000n;

const heirsByVersion = new WeakMap<TariffVersion, ReadonlyMap<string, Heirs>>();

/** The taxes and limits of a version by the names of the lines they refer to. */
function heirsOf(version: TariffVersion): ReadonlyMap<string, Heirs> {
  const known = heirsByVersion.get(version);
  if (known !== undefined) return known;
  const names = new Set([...version.taxes, ...version.limits].flatMap(({ of }) => of));
  const heirs = new Map(
    [...names].map((name): [string, Heirs] => [
      name,
      {
        taxes: version.taxes.filter(({ of }) => of.includes(name)),
        limits: version.limits.filter(({ of }) => of.includes(name)),
      },
    ]),
  );
  heirsByVersion.set(version, heirs);
  return heirs;
}

function limitState(states: Map<string, LimitState>, name: string): LimitState {
  const known = states.get(name);
  if (known !== undefined) return known;
  const made: LimitState = { startMs: Number.NEGATIVE_INFINITY, sum: 0n, change: 0n, lots: [] };
  states.set(name, made);
  return made;
}

/** Whether a limit cuts what is sold: what it cuts is not earned. */
const isOfCredit = ({ of, atLeast }: SumLimit, version: TariffVersion): boolean =>
  atLeast !== undefined && atLeast <= 0n && version.export.some(({ name }) => of.includes(name));

const least = (all: readonly Money[]): Money => all.reduce((low, one) => (one < low ? one : low));

/** How much of the earlier credits a sum uses. */
function creditUsed({ sum, lots }: LimitState, { atLeast }: SumLimit): Money {
  if (atLeast === undefined || sum <= atLeast) return 0n;
  return least([lots.reduce((all, { amount }) => all + amount, 0n), sum - atLeast]);
}

/** How much a sum is corrected by: raised to its minimum, lowered by credits and to its maximum. */
function changeOf(state: LimitState, limit: SumLimit): Money {
  const { sum } = state;
  const { atLeast, atMost } = limit;
  if (atLeast !== undefined && sum < atLeast) return atLeast - sum;
  const used = creditUsed(state, limit);
  if (atMost !== undefined && sum - used > atMost) return atMost - sum;
  return -used;
}

function closePeriod(state: LimitState, limit: SumLimit, calendar: TariffCalendar): void {
  const { carry, per } = limit;
  let used = creditUsed(state, limit);
  for (const lot of state.lots) {
    const part = least([lot.amount, used]);
    lot.amount -= part;
    used -= part;
  }
  const cut = limit.atLeast === undefined ? 0n : least([0n, limit.atLeast]) - state.sum;
  // A minimum bill is not a credit: only what is cut below 0 lives on.
  if (carry !== 0 && cut > 0n)
    state.lots.push({ untilMs: voidFrom(state.startMs, { per, carry }, calendar), amount: cut });
  const now = calendar.startOf(per);
  state.lots = state.lots.filter(({ untilMs, amount }) => untilMs > now && amount > 0n);
}

/** Hands bookings on to the taxes and limits that name their line. */
export function lineSums(
  states: Map<string, LimitState>,
  post: Post,
): {
  /** A moment of a version: a new period of a limit begins. */
  pass(calendar: TariffCalendar): void;
  add(name: string, booking: Booking, calendar: TariffCalendar): void;
} {
  const settle = (
    limit: SumLimit,
    state: LimitState,
    at: { readonly calendar: TariffCalendar; readonly atMs: number },
  ) => {
    const { version } = at.calendar.stretch;
    const wanted = changeOf(state, limit);
    const more = wanted - state.change;
    if (more === 0n) return;
    state.change = wanted;
    const cost = taxed(more, { percent: limit.vatPercent ?? version.vatPercent, included: version.vatIncluded });
    const kind = isOfCredit(limit, version) ? 'credit-limit' : 'limit';
    const line = { kind, name: limit.name, window: '' } as const;
    post(line, { atMs: at.atMs, quantity: 0, price: 0n, cost });
  };
  const begin = (limit: SumLimit, calendar: TariffCalendar): LimitState => {
    const state = limitState(states, limit.name);
    const startMs = calendar.startOf(limit.per);
    if (state.startMs === startMs) return state;
    if (Number.isFinite(state.startMs)) closePeriod(state, limit, calendar);
    Object.assign(state, { startMs, sum: 0n, change: 0n });
    return state;
  };
  return {
    pass(calendar) {
      for (const limit of calendar.stretch.version.limits)
        settle(limit, begin(limit, calendar), { calendar, atMs: calendar.atMs });
    },
    add(name, { atMs, cost }, calendar) {
      const { version } = calendar.stretch;
      const heirs = heirsOf(version).get(name);
      if (heirs === undefined) return;
      for (const tax of heirs.taxes)
        post({ kind: 'tax', name: tax.name, window: '' }, taxBooking(tax, { atMs, cost }, version));
      for (const limit of heirs.limits) {
        const state = begin(limit, calendar);
        state.sum += version.vatIncluded ? cost.net + cost.vat : cost.net;
        settle(limit, state, { calendar, atMs });
      }
    },
  };
}

function taxBooking(
  { percent, vatPercent }: TaxOnLines,
  { atMs, cost }: { readonly atMs: number; readonly cost: Taxed },
  version: TariffVersion,
): Booking {
  const net = shareOf({ amount: cost.net, percent });
  const vat = shareOf({ amount: net, percent: vatPercent ?? version.vatPercent });
  return { atMs, quantity: 0, price: percent * percentScale, cost: { net, vat } };
}
