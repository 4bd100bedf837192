// The demand charge: what the highest mean power of a billing period costs, or the mean of several. It is booked where the figure
// changes, at the slot that changed it, so that the charge of a month is the sum of its days, and each says which slot cost what.
import type { MilliWh } from '../types.ts';
import { holds } from './day-plan.ts';
import { divided, shareOf, taxed, type Money, type Percent, type Taxed } from './decimal.ts';
import { periodsLater, type Moment, type TariffCalendar } from './tariff-calendar.ts';
import type { DemandCharge, Step } from './tariff.ts';

/** A slot that is being filled. */
interface Slot {
  readonly startMs: number;
  readonly endMs: number;
  readonly dayMs: number;
  readonly counts: boolean;
  /** The share of its power that counts; absent: all of it. */
  readonly percent: Percent | undefined;
  energy: MilliWh;
}

/** What a billing period has shown so far, the periods before it, and how much was charged. */
export interface DemandState {
  startMs: number;
  slot: Slot | undefined;
  /** The highest slots, highest first: their day, mW. */
  tops: { readonly dayMs: number; readonly power: number }[];
  /** Figures of earlier periods: when they began, and the sum of this many highest, mW. */
  before: { readonly startMs: number; readonly sum: number; readonly of: number }[];
  /** Charged so far in this period: a power as a fraction, mW, and an amount if steps give it. */
  charged: { sum: number; of: number; amount: Money };
  /** Whether anything of this period was booked. */
  isTold: boolean;
}

/** A state at the very beginning. */
const newDemand = (): DemandState => ({
  startMs: Number.NEGATIVE_INFINITY,
  slot: undefined,
  tops: [],
  before: [],
  charged: { sum: 0, of: 1, amount: 0n },
  isTold: false,
});

/** By how much the charge has changed. */
export interface DemandChange {
  readonly charge: DemandCharge;
  readonly atMs: number;
  /** mW */
  readonly power: number;
  readonly cost: Taxed;
  /** 1 with what is booked first in a billing period. */
  readonly times: 0 | 1;
}

/** The amount of the step a figure is in. */
export const stepAmount = (steps: readonly Step[], figure: number): Money =>
  (steps.find(({ upTo = Number.POSITIVE_INFINITY }) => figure <= upTo) ?? steps.at(-1))?.amount ?? 0n;

const sumOf = (tops: DemandState['tops']): number => tops.reduce((sum, { power }) => sum + power, 0);

/** The sum of the highest slots of a period, at least as if each were the minimum. */
const figureOf = (state: DemandState, { minimum, highest }: DemandCharge): number =>
  Math.max(minimum * highest, sumOf(state.tops));

/** Follows the demand charges of one scenario. */
export function demandFollower(
  states: Map<string, DemandState>,
  change: (change: DemandChange) => void,
): {
  /** Closes slots that end before a moment, while the calendar is still where they began. */
  close(calendar: TariffCalendar, untilMs: number): void;
  /** A moment of a version: a new billing period begins with the minimum charge. */
  pass(calendar: TariffCalendar): void;
  add(calendar: TariffCalendar, energy: MilliWh): void;
} {
  const stateOf = (name: string): DemandState => {
    const known = states.get(name);
    if (known !== undefined) return known;
    const made = newDemand();
    states.set(name, made);
    return made;
  };
  const pass = (calendar: TariffCalendar): void => {
    for (const charge of calendar.stretch.version.demand) begin(stateOf(charge.name), charge, { calendar, change });
  };
  return {
    pass,
    close(calendar, untilMs) {
      for (const [name, state] of states) {
        const { slot } = state;
        if (slot === undefined || slot.endMs > untilMs) continue;
        state.slot = undefined;
        const charge = calendar.stretch.version.demand.find((one) => one.name === name);
        if (charge === undefined || !slot.counts) continue;
        if (take(state, charge, slot)) settle(state, charge, { calendar, change, atMs: slot.startMs });
      }
    },
    add(calendar, energy) {
      for (const charge of calendar.stretch.version.demand) {
        const state = stateOf(charge.name);
        state.slot ??= openSlot(charge, calendar);
        state.slot.energy += energy;
      }
    },
  };
}

function openSlot({ slotMinutes, when, factors }: DemandCharge, { atMs, minute, day }: Moment): Slot {
  const startMs = atMs - (minute % slotMinutes) * 60_000;
  const counts = when === undefined || holds(when, day, atMs);
  const percent = factors.find((factor) => holds(factor.when, day, atMs))?.percent;
  return { startMs, endMs: startMs + slotMinutes * 60_000, dayMs: day.startMs, counts, percent, energy: 0 };
}

/** The period in which the highest power is looked for. */
const peakPeriod = ({ per }: DemandCharge): 'month' | 'billing' => (per === 'month' ? 'month' : 'billing');

/** Where the figure of a charge is settled. */
interface At {
  readonly calendar: TariffCalendar;
  readonly change: (change: DemandChange) => void;
}

function begin(state: DemandState, charge: DemandCharge, at: At): void {
  const { calendar } = at;
  const period = peakPeriod(charge);
  const { startMs } = calendar.periodOf(period);
  if (state.startMs !== startMs) {
    if (Number.isFinite(state.startMs))
      state.before.push({ startMs: state.startMs, sum: figureOf(state, charge), of: charge.highest });
    const { zone } = calendar;
    const sinceMs = periodsLater(startMs, { period, count: 1 - charge.last, zone });
    state.before = state.before.filter((one) => one.startMs >= sinceMs);
    Object.assign(state, { startMs, tops: [], charged: { sum: 0, of: 1, amount: 0n }, isTold: false });
  }
  settle(state, charge, { ...at, atMs: calendar.atMs });
}

/** Takes a slot among the highest of its period; false if it is not one of them. */
function take(state: DemandState, { slotMinutes, highest, oneADay }: DemandCharge, slot: Slot): boolean {
  const { dayMs, percent, energy } = slot;
  const whole = energy * (60 / slotMinutes);
  const power = percent === undefined ? whole : Number(shareOf({ amount: BigInt(whole), percent }));
  if (state.tops.length >= highest && power <= (state.tops.at(-1)?.power ?? 0)) return false;
  const rival = oneADay ? state.tops.find((top) => top.dayMs === dayMs) : undefined;
  if (rival !== undefined && rival.power >= power) return false;
  const others = state.tops.filter((top) => top !== rival);
  state.tops = [...others, { dayMs, power }].sort((left, right) => right.power - left.power).slice(0, highest);
  return true;
}

/** The mean of the period and the periods before it, as a fraction, mW. */
function meanOf(state: DemandState, charge: DemandCharge): { readonly sum: number; readonly of: number } {
  const { highest } = charge;
  const before = state.before.map(({ sum, of }) => (of === highest ? sum : Math.round((sum * highest) / of)));
  const sum = before.reduce((all, one) => all + one, figureOf(state, charge));
  return { sum, of: highest * (1 + before.length) };
}

const monthsOf = { day: 1, month: 1, billing: 1, year: 12 } as const;

/** Books by how much what the period costs has changed. */
function settle(
  state: DemandState,
  charge: DemandCharge,
  { calendar, change, atMs }: At & { readonly atMs: number },
): void {
  const { version } = calendar.stretch;
  const { sum, of } = meanOf(state, charge);
  const { charged } = state;
  const tax = { percent: charge.vatPercent ?? version.vatPercent, included: version.vatIncluded };
  const power = sum / of - charged.sum / charged.of;
  const tell = (cost: Taxed, amount: Money): void => {
    const times = state.isTold ? 0 : 1;
    state.isTold = true;
    state.charged = { sum, of, amount };
    change({ charge, atMs, power, cost, times });
  };
  if (charge.steps !== undefined) {
    const amount = stepAmount(charge.steps, sum / of);
    if (amount !== charged.amount) tell(taxed(amount - charged.amount, tax), amount);
    return;
  }
  const more = BigInt(sum) * BigInt(charged.of) - BigInt(charged.sum) * BigInt(of);
  if (more === 0n) return;
  const days = charge.per === 'day' ? BigInt(calendar.daysOf(peakPeriod(charge))) : 1n;
  const price = taxed(charge.price * days, tax);
  const parts = BigInt(of) * BigInt(charged.of) * BigInt(monthsOf[charge.per]);
  tell({ net: divided([price.net * more, parts]), vat: divided([price.vat * more, parts]) }, 0n);
}
