// Falls of a counter: glitches, roll-overs, resets, older values, and the return from each.
import { because } from '#core/reason.ts';
import { hourMs } from '#core/time.ts';
import { confirmations, freshMost, inKwh, type CounterBooks } from './counter-books.ts';
import { atPace, isOtherUnit, isSureRoll, mostOf, rolledOver, type Count, type Held } from './counter-state.ts';
import * as suspicions from './suspicion.ts';

const settledFallMs = 10 * 60_000;
/** How long a counter has to go on from the value after a small fall; until then it may only be wavering. */
const settledWaverMs = 15 * 60_000;
/** The share of a fall that has to come at once: a counter that falls little by little wavers. */
const wholeFall = 0.7;

/** A counter that had fallen is back where it was: what was counted in between is already included in its step. */
export function cameBack(counter: CounterBooks, good: Count, to: Count): boolean {
  const { top, resolution, pace, doubt } = counter.is;
  if (top === undefined || to.value < top.value || good.value >= top.value) return false;
  const most = mostOf(counter.run.source, to.atMs - top.atMs) + resolution;
  if (to.value - top.value > most) return false;
  // Climbing past the old top step by step is not a return.
  const paced = pace === undefined ? 0 : atPace(pace, to.atMs - good.atMs);
  if (to.value - good.value <= Math.max(2 * resolution, 3 * paced + resolution)) return false;
  const isTakenOut = doubt !== undefined && doubt.base.atMs === top.atMs;
  if (isTakenOut) counter.takeOut(doubt);
  const grown = good.value - (isTakenOut ? doubt.first.value : top.start);
  const energy = counter.decided('glitch', to.atMs) === false ? 0 : Math.max(0, to.value - top.value - grown);
  delete counter.is.held;
  delete counter.is.top;
  counter.take(to, { energy });
  const reason = because('counter.came-back', { kwh: inKwh(to.value), missingKwh: inKwh(energy) });
  counter.tell({ atMs: to.atMs, kind: 'glitch', energy, reason });
  return true;
}

/** A reading below the last one that was believed. */
export function fall(counter: CounterBooks, good: Count, to: Count): void {
  const { source } = counter.run;
  if (source.span === 'total' && rollOver(counter, good, to)) return;
  const held = counter.hold('down', to);
  if (wasSpike(counter, held, to)) return;
  const hasGrown = held.last.value > held.first.value;
  if (held.count < confirmations || !hasGrown) return;
  const heldMs = to.atMs - held.first.atMs;
  // A daily counter has no reason to fall at another hour, so it has to be sure of it.
  if (source.span === 'daily' && heldMs < settledFallMs) return;
  // Counters may waver by a step or two; those recover by themselves.
  if (good.value - held.first.value <= 2 * counter.is.resolution) return;
  const isSmall = held.first.value > good.value / 10 || isOtherUnit(held.first.value, good.value);
  const isWaver = held.drop < wholeFall * (good.value - held.first.value);
  if (isSmall && (heldMs < settledWaverMs || isWaver)) return;
  beginAgain(counter, { good, first: held.first }, to);
}

/** A roll-over is believed when a second reading goes on from the first, or the first is just past the end. */
function rollOver(counter: CounterBooks, good: Count, to: Count): boolean {
  const { source } = counter.run;
  const { held } = counter.is;
  const isConfirmed = held?.way === 'down' && counter.goesOn(held.last, to);
  const first = isConfirmed ? held.first : to;
  const rolled = rolledOver(source, counter.is, first);
  if (rolled === undefined || counter.decided('rollover', first.atMs) === false) return false;
  if (!isConfirmed && !isSureRoll(counter.is, rolled, { ...to, gapLimitMs: source.gapLimitMs })) return false;
  const power = suspicions.energyOfWork(isConfirmed ? held.work : counter.work);
  const isDenied = counter.hasWitness(first.atMs) && rolled > 1.5 * power + 4 * counter.is.resolution + 100_000;
  if (isDenied && counter.decided('rollover', first.atMs) === undefined) return false;
  delete counter.is.held;
  const booked = counter.take(first, { energy: rolled });
  const reason = because('counter.rolled-over', { kwh: inKwh(rolled) });
  counter.tell({ atMs: first.atMs, kind: 'rollover', energy: rolled, reason });
  counter.is.top = { ...good, start: 0 };
  counter.is.doubt = { base: good, first, channel: source.channel, booked: booked ?? [] };
  if (isConfirmed) counter.take(to);
  return true;
}

/** A counter that had jumped is back at its old values: what was booked for the jump is taken out. */
function wasSpike(counter: CounterBooks, held: Held, to: Count): boolean {
  const { doubt, good, resolution } = counter.is;
  if (doubt === undefined || good === undefined || doubt.first.value <= doubt.base.value) return false;
  const { base, first } = doubt;
  if (counter.decided('glitch', first.atMs) === true) return false;
  const isBack = to.value >= base.value && to.value < first.value;
  if (!isBack || to.value - base.value > mostOf(counter.run.source, to.atMs - base.atMs) + resolution) return false;
  if (held.count < 2) return true;
  const grown = good.value - first.value;
  counter.takeOut(doubt);
  delete counter.is.held;
  const energy = Math.max(0, to.value - base.value - grown);
  counter.take(to, { energy, isHeard: true });
  const reason = because('counter.spike', { kwh: inKwh(first.value - base.value) });
  counter.tell({ atMs: first.atMs, kind: 'glitch', energy: 0, reason });
  return true;
}

/** The fall is real: near 0 its value is new energy, at an older value only its growth is; or its power decides. */
function beginAgain(
  counter: CounterBooks,
  { good, first }: { readonly good: Count; readonly first: Count },
  to: Count,
): void {
  const { source } = counter.run;
  const soon = Math.max(mostOf(source, first.atMs - good.atMs), Math.min(mostOf(source, hourMs), freshMost));
  const isNearZero = first.value <= good.value / 10 && first.value <= soon + counter.is.resolution;
  const decided = counter.decided('reset', first.atMs);
  const figures = { fromKwh: inKwh(good.value), toKwh: inKwh(first.value) };
  if (decided === undefined && counter.hasWitness(to.atMs)) {
    const { energy } = counter.bookPower(to.atMs);
    counter.tell({ atMs: first.atMs, kind: 'reset', energy, reason: because('counter.began-again-power', figures) });
    counter.rebase(to);
    // What came from the power is included in the step of a counter that comes back.
    counter.is.top = { ...good, start: to.value - energy };
    return;
  }
  const fromZero = decided ?? (isNearZero && !isOtherUnit(first.value, good.value));
  const energy = fromZero ? to.value : to.value - first.value;
  const reason = fromZero ? because('counter.began-again', figures) : because('counter.fell-back', figures);
  counter.tell({ atMs: first.atMs, kind: 'reset', energy, reason });
  const booked = fromZero ? counter.take(first, { energy: first.value }) : undefined;
  counter.rebase(first);
  counter.is.top = { ...good, start: fromZero ? 0 : first.value };
  counter.is.doubt = { base: good, first, channel: source.channel, booked: booked ?? [] };
  counter.take(to, { energy: to.value - first.value, isHeard: true });
}
