// How much of the metered energy a part of a contract counts: what is left after netting, at least a minimum, in tiers. Each
// stage is a function of what its period has added up so far, and the change of that is what is booked: so a bill is right
// at any moment, and a period that is cut anywhere adds up.
import type { MilliWh } from '../types.ts';
import { periodsLater, type TariffCalendar } from './tariff-calendar.ts';
import type { Carry, Netting, TariffPeriod, TieredPrice } from './tariff.ts';

/** A credit left over: how much, and when it expires, epoch ms. */
interface Lot {
  readonly untilMs: number;
  energy: MilliWh;
}

/** Energy of the part's own side and of the other by window, and how much of it was booked. */
export interface NetState {
  startMs: number;
  own: MilliWh[];
  other: MilliWh[];
  booked: MilliWh[];
  lots: Lot[];
}

/** How much was counted since a period began, and if there is a minimum, how much of that was booked. */
export interface CountState {
  startMs: number;
  energy: MilliWh;
  booked: MilliWh;
}

/** A change of what is to be paid for: in which window, by how much. */
export type Deliver = (window: number, energy: MilliWh) => void;

/** When what is left over at the end of a period expires. */
export function voidFrom(
  startMs: number,
  { per, carry }: { readonly per: TariffPeriod; readonly carry: Carry },
  calendar: TariffCalendar,
): number {
  const { zone } = calendar;
  // Called when the calendar is already in the next period: the year is that of the one that has ended.
  if (carry === 'year') return calendar.yearEndOf(startMs);
  return periodsLater(startMs, { period: per, count: carry + 1, zone });
}

const sum = (list: readonly MilliWh[]): MilliWh => {
  let total = 0;
  for (const one of list) total += one;
  return total;
};

/** How much of each window is netted by `amount`: first what was given in the window itself, then the others in their order. */
function setOff(state: NetState, amount: MilliWh): readonly MilliWh[] {
  const { own, other } = state;
  if (own.length === 1) return [amount];
  let left = amount;
  const off = own.map((energy, window) => {
    const part = Math.min(energy, other[window] ?? 0, left);
    left -= part;
    return part;
  });
  for (let window = 0; window < off.length && left > 0; window += 1) {
    const part = Math.min((own[window] ?? 0) - (off[window] ?? 0), left);
    off[window] = (off[window] ?? 0) + part;
    left -= part;
  }
  return off;
}

/** How much of its own side is netted: never what netting leaves out, and earlier credits included. */
function offOf(
  state: NetState,
  { downTo, isImport }: { readonly downTo: MilliWh; readonly isImport: boolean },
): number {
  const own = sum(state.own);
  const other = sum(state.other);
  if (!isImport) return Math.min(own, Math.max(0, other - downTo));
  let credit = 0;
  for (const { energy } of state.lots) credit += energy;
  return Math.min(Math.max(0, own - downTo), other + credit);
}

/** How energy is netted. */
export interface NetRule {
  readonly net: Netting;
  readonly counts: 'rest' | 'netted';
  readonly isImport: boolean;
}

/** Closes the period that has ended: credits that were used go, what is left over becomes one. */
function closePeriod(state: NetState, { net, isImport }: NetRule, calendar: TariffCalendar): MilliWh {
  const [taken, given] = isImport ? [sum(state.own), sum(state.other)] : [sum(state.other), sum(state.own)];
  const wanted = Math.max(0, taken - net.downTo);
  let used = Math.max(0, wanted - given);
  for (const lot of state.lots) {
    const part = Math.min(lot.energy, used);
    lot.energy -= part;
    used -= part;
  }
  const left = Math.max(0, given - wanted);
  if (left > 0 && net.carry !== 0) {
    const untilMs = voidFrom(state.startMs, { per: net.per, carry: net.carry }, calendar);
    state.lots.push({ untilMs, energy: left });
  }
  let expired = 0;
  const now = calendar.startOf(net.per);
  state.lots = state.lots.filter(({ untilMs, energy }) => {
    if (untilMs > now && energy > 0) return true;
    expired += energy;
    return false;
  });
  return expired;
}

/** Adds a bucket to a netting account; `deliver` is given the change of what counts, window by window. */
export function netted(
  state: NetState,
  rule: NetRule,
  {
    calendar,
    window,
    windows,
    own,
    other,
    deliver,
  }: {
    readonly calendar: TariffCalendar;
    readonly window: number;
    readonly windows: number;
    readonly own: MilliWh;
    readonly other: MilliWh;
    readonly deliver: Deliver;
  },
): void {
  const { net, counts, isImport } = rule;
  const startMs = calendar.startOf(net.per);
  while (state.own.length < windows) {
    state.own.push(0);
    state.other.push(0);
    state.booked.push(0);
  }
  if (startMs !== state.startMs) {
    const expired = Number.isFinite(state.startMs) ? closePeriod(state, rule, calendar) : 0;
    state.startMs = startMs;
    for (const list of [state.own, state.other, state.booked]) list.fill(0);
    if (!isImport && counts === 'rest' && expired > 0) deliver(window, expired);
  }
  if (own === 0 && other === 0) return;
  state.own[window] = (state.own[window] ?? 0) + own;
  state.other[window] = (state.other[window] ?? 0) + other;
  const off = setOff(state, offOf(state, { downTo: net.downTo, isImport }));
  // With a carry what is left over is a credit: it is stored with its expiry.
  const hasRest = isImport || net.carry === 0;
  for (let index = 0; index < off.length; index += 1) {
    const part = off[index] ?? 0;
    const now = counts === 'netted' ? part : hasRest ? (state.own[index] ?? 0) - part : 0;
    const change = now - (state.booked[index] ?? 0);
    if (change === 0) continue;
    state.booked[index] = now;
    deliver(index, change);
  }
}

/** Energy that is charged in any case: the change in the charged energy of the billing period. */
export function atLeast(
  state: CountState,
  { minimum, startMs }: { readonly minimum: MilliWh; readonly startMs: number },
  change: MilliWh,
): MilliWh {
  if (state.startMs !== startMs) {
    state.startMs = startMs;
    state.energy = 0;
    state.booked = 0;
  }
  state.energy += change;
  const now = Math.max(minimum, state.energy);
  const delta = now - state.booked;
  state.booked = now;
  return delta;
}

/** How much of an energy falls into a tier from one edge to another; negative energy falls into the first. */
function inTier(energy: MilliWh, [from, to]: readonly [MilliWh, MilliWh]): MilliWh {
  const inside = Math.min(energy, to) - from;
  return from === 0 ? inside : Math.max(0, inside);
}

/** Divides a change of a period's energy among tiers; `days` is how many of its days a tier per day counts. */
export function tiered(
  state: CountState,
  { part, startMs, days }: { readonly part: TieredPrice; readonly startMs: number; readonly days: () => number },
  { change, deliver }: { readonly change: MilliWh; readonly deliver: Deliver },
): void {
  if (state.startMs !== startMs) {
    state.startMs = startMs;
    state.energy = 0;
  }
  const before = state.energy;
  state.energy += change;
  let from = 0;
  for (const [index, { upTo, upToPerDay }] of part.tiers.entries()) {
    const to = upTo ?? (upToPerDay === undefined ? Number.POSITIVE_INFINITY : upToPerDay * days());
    const delta = inTier(state.energy, [from, to]) - inTier(before, [from, to]);
    from = to;
    if (delta !== 0) deliver(index, delta);
  }
}
