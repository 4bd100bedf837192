// The counter pipeline: which readings of a counter are believed, and what their differences mean.
// An impossible step, or one its power contradicts, is held until others confirm it; a fall is held until it recovers (a glitch) or
// stays and grows (a reset, an older value, a roll-over). A counter that contradicts its power is silent until it has proved itself.
// Every decision is reported as an event, and a person may overrule it.
import { because } from '#core/reason.ts';
import { dayMs, hourMs, minuteMs } from '#core/time.ts';
import type { MilliWh } from '../types.ts';
import { firstAt, type Series } from './columns.ts';
import type { Replacement } from './correction.ts';
import { confirmations, CounterBooks, freshMost, inKwh, type CounterRun } from './counter-books.ts';
import { checkStill, riseAgainstPower, suspected, suspectRate } from './counter-doubts.ts';
import { cameBack, fall } from './counter-falls.ts';
import { againstCount, atPace, mostOf, paceMs, type Count, type CounterState } from './counter-state.ts';
import { powerParts } from './counter-step.ts';
import * as suspicions from './suspicion.ts';

const aroundMidnightMs = 15 * 60_000;
const topKeptMs = 7 * dayMs;
const doubtKeptMs = hourMs;
/** What the same counter may show more than its pace when its device is back under other topics, mWh. */
const sameMost = 100_000;
/** Another counter hardly ever stands so near above, as a share of what was read. */
const likeShare = 0.01;

/** Reads the series of a counter over the stretch of a book and returns the state it carries on. */
export function readCounter(run: CounterRun, state: CounterState, series: Series): CounterState {
  const counter = new CounterBooks(run, state);
  const { fromMs, toMs } = run.book.stretch;
  const replacements = run.replacements.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
  const high = firstAt(series, toMs);
  for (let at = firstAt(series, fromMs); at < high; at += 1) {
    const atMs = series.atMs[at] ?? 0;
    while ((replacements[0]?.atMs ?? Number.POSITIVE_INFINITY) <= atMs) replace(counter, replacements.shift());
    read(counter, atMs, series.value[at] ?? Number.NaN);
  }
  for (const replacement of replacements) replace(counter, replacement);
  return counter.end();
}

function read(counter: CounterBooks, atMs: number, valueWh: number): void {
  const { source } = counter.run;
  const { good, held, suspicion } = counter.is;
  const value = Math.round(valueWh * 1000);
  const isSame = good !== undefined && value === good.value && held === undefined && suspicion === undefined;
  if (isSame && source.span === 'total') {
    const heard = counter.hear(atMs);
    counter.unchanged(atMs, good);
    if (heard.work > 0) checkStill(counter, { atMs, value });
    return;
  }
  const why = againstCount(valueWh, source.fallsTo !== undefined);
  if (why !== undefined) {
    counter.tell({ atMs, kind: 'rejected', energy: 0, reason: because('reading.left-out', { why }) });
    if (!Number.isFinite(valueWh) || counter.decided('rejected', atMs) !== true) return;
  }
  const heard = counter.hear(atMs);
  // What one counter owed is nothing that another one could prove.
  const isMoved = good !== undefined && hasMoved(counter, good, atMs);
  if (isMoved) delete counter.is.suspicion;
  if (suspicion !== undefined && !isMoved) suspected(counter, { atMs, value }, heard);
  else {
    judge(counter, { atMs, value });
    if (heard.work > 0) checkStill(counter, { atMs, value });
  }
}

/** The meter was replaced: the old one's end is booked, the new one's start is where counting goes on. */
function replace(counter: CounterBooks, replacement: Replacement | undefined): void {
  if (replacement === undefined) return;
  const { atMs, oldEndWh, newStartWh } = replacement;
  const oldEnd = oldEndWh === undefined ? undefined : Math.round(oldEndWh * 1000);
  const { good } = counter.is;
  const energy = good === undefined || oldEnd === undefined ? 0 : Math.max(0, oldEnd - good.value);
  delete counter.is.held;
  delete counter.is.top;
  delete counter.is.suspicion;
  counter.hear(atMs);
  if (good !== undefined && energy > 0) counter.take({ atMs, value: good.value + energy });
  const reason = because('meter.exchanged', { oldKwh: inKwh(energy), newKwh: newStartWh / 1000 });
  counter.tell({ atMs, kind: 'replaced', energy, reason });
  counter.rebase({ atMs, value: Math.round(newStartWh * 1000) });
}

function judge(counter: CounterBooks, to: Count): void {
  const { source } = counter.run;
  const { good, top, doubt, resolution } = counter.is;
  if (good === undefined) {
    counter.rebase(to);
    return;
  }
  if (top !== undefined && to.atMs - top.atMs > topKeptMs) delete counter.is.top;
  if (doubt !== undefined && to.atMs - doubt.first.atMs > doubtKeptMs) delete counter.is.doubt;
  if (source.span === 'daily' && startDay(counter, good, to)) return;
  if (isOther(counter, good, to)) return;
  const step = to.value - good.value;
  if (step < 0 && source.fallsTo === undefined) {
    if (counter.decided('glitch', to.atMs) === true) believeFall(counter, good, to);
    else fall(counter, good, to);
    return;
  }
  const isTooFar = counter.hasWitness(to.atMs) && suspicions.isTooFar(step, counter.work, counter.limits());
  if (Math.abs(step) > mostOf(source, to.atMs - good.atMs) + resolution || isTooFar) {
    rise(counter, good, to);
    return;
  }
  if (cameBack(counter, good, to)) return;
  // A step that was impossible so fast has become possible by now: it was real.
  const { held } = counter.is;
  if (held?.way === 'up' && to.value >= held.first.value) delete counter.is.held;
  counter.dropHeld();
  believe(counter, good, to);
}

/** Whether the device went on under another protocol or other topics since its last reading. */
const hasMoved = ({ run }: CounterBooks, good: Count, atMs: number): boolean =>
  run.source.movedMs?.some((moveMs) => good.atMs < moveMs && moveMs <= atMs) === true;

/**
 * The first reading after its device went on under another protocol or other topics: unless it goes on from the last one as the counter
 * went before, it is another counter, and what lies between the two is no energy.
 */
function isOther(counter: CounterBooks, good: Count, to: Count): boolean {
  if (!hasMoved(counter, good, to.atMs)) return false;
  const { fallsTo } = counter.run.source;
  const { pace, resolution } = counter.is;
  const step = to.value - good.value;
  const paced = pace === undefined ? 0 : atPace(pace, to.atMs - good.atMs);
  const shown = fallsTo === undefined ? step : Math.abs(step);
  if (shown >= 0 && shown <= 2 * paced + 2 * resolution + sameMost) return false;
  // A counter of thousands of kilowatt-hours that shows a little more is the same: the pace before a night says nothing about the morning.
  if (shown >= 0 && shown <= good.value * likeShare && shown <= mostOf(counter.run.source, to.atMs - good.atMs))
    return false;
  if (counter.decided('held', to.atMs) === true) return false;
  const figures = { fromKwh: inKwh(good.value), toKwh: inKwh(to.value) };
  counter.dropHeld();
  const { energy } = counter.bookPower(to.atMs);
  counter.tell({ atMs: to.atMs, kind: 'held', energy, reason: because('counter.other', figures) });
  counter.rebase(to);
  delete counter.is.top;
  delete counter.is.doubt;
  return true;
}

/** Books a possible step; one far beyond the counter's own pace may turn out to be false. */
function believe(counter: CounterBooks, good: Count, to: Count): void {
  const { pace, resolution } = counter.is;
  const step = to.value - good.value;
  const ms = to.atMs - good.atMs;
  const isOdd = pace !== undefined && paceMs(pace) >= minuteMs && step > 5 * atPace(pace, ms) + 3 * resolution + 50_000;
  const { booked = [], disagreed } = counter.audited(to);
  if (disagreed !== undefined) suspectRate(counter, disagreed, to);
  else if (isOdd && booked.length > 0)
    counter.is.doubt = { base: good, first: to, channel: counter.run.source.channel, booked };
}

/** A step greater than any power could have brought, or than its own power did. */
function rise(counter: CounterBooks, good: Count, to: Count): void {
  if (counter.decided('glitch', to.atMs) === true) {
    counter.take(to);
    delete counter.is.held;
    return;
  }
  if (cameBack(counter, good, to)) return;
  const held = counter.hold('up', to);
  if (held.count < confirmations) return;
  const { first } = held;
  const step = Math.abs(first.value - good.value);
  const booked = counter.decided('held', first.atMs);
  if (booked !== true && counter.hasWitness(to.atMs)) {
    riseAgainstPower(counter, { held, step }, to);
    return;
  }
  const { source } = counter.run;
  const { sinceMs, resolution, pace } = counter.is;
  // A counter that is rarely updated takes large steps; an estimate of the highest power may be too low.
  const sinceStep = mostOf(source, first.atMs - sinceMs);
  const isSoon = step <= Math.max(sinceStep, 2 * mostOf(source, first.atMs - good.atMs)) + resolution;
  // What an hour could bring is spread over one: the clock was set back, or the counter had stood still within it.
  const anHour = Math.min(
    mostOf(source, hourMs),
    Math.max(2 * (pace === undefined ? 0 : atPace(pace, hourMs)), freshMost),
  );
  const isBooked = booked ?? (isSoon || step <= anHour);
  delete counter.is.held;
  if (isBooked) {
    const reason = because('counter.jump-booked', { kwh: inKwh(step), readings: confirmations });
    counter.tell({ atMs: first.atMs, kind: 'held', energy: step, reason });
    const counted = isSoon
      ? undefined
      : { energy: first.value - good.value, sinceMs: first.atMs - hourMs, isEven: true };
    const parts = counter.take(first, counted);
    if (parts !== undefined) counter.is.doubt = { base: good, first, channel: source.channel, booked: parts };
  } else {
    const reason = because('counter.jump-left-out', { kwh: inKwh(step) });
    counter.tell({ atMs: first.atMs, kind: 'held', energy: 0, reason });
    counter.rebase(first);
    counter.is.doubt = { base: good, first, channel: source.channel, booked: [] };
  }
  counter.take(to);
}

/** A fall that a person believes: near 0 the counter began again, otherwise it only goes on from there. */
function believeFall(counter: CounterBooks, good: Count, to: Count): void {
  const energy = to.value <= good.value / 10 ? to.value : 0;
  const reason = because('counter.fall-believed', { fromKwh: inKwh(good.value), toKwh: inKwh(to.value) });
  counter.tell({ atMs: to.atMs, kind: 'glitch', energy, reason });
  if (energy > 0) counter.take(to, { energy });
  counter.rebase(to);
}

/** A daily counter that began a new day: what it shows has been counted since. */
function startDay(counter: CounterBooks, good: Count, to: Count): boolean {
  const { startMs, endMs } = counter.dayOf(to.atMs);
  const { sinceMs, resolution } = counter.is;
  const sinceStart = to.atMs - startMs;
  const isNear = Math.min(sinceStart, endMs - to.atMs) <= aroundMidnightMs;
  // What it shows is still from an earlier day, so it may begin again late.
  const isFall = to.value < good.value && (isNear || sinceMs < startMs);
  const isUnseen = good.atMs < startMs && sinceStart > aroundMidnightMs && to.value !== good.value;
  if (!isFall && !isUnseen) return false;
  if (to.value > mostOf(counter.run.source, Math.max(sinceStart, aroundMidnightMs)) + resolution) return false;
  if (counter.decided('day-start', to.atMs) === false) {
    counter.tell({ atMs: to.atMs, kind: 'day-start', energy: 0, reason: because('counter.no-new-day') });
    counter.rebase(to);
    return true;
  }
  const isLate = isUnseen || sinceStart <= endMs - to.atMs;
  // Read at midnight exactly, it must have begun earlier: its clock runs a little fast.
  const fromMs = isLate && to.atMs > startMs ? Math.max(startMs, isUnseen ? startMs : sinceMs) : sinceMs;
  counter.dropHeld();
  if (isUnseen) delete counter.is.top;
  else counter.is.top = { ...good, start: 0 };
  const filled = fillDay(counter, to.atMs, fromMs);
  counter.take(to, { energy: to.value, sinceMs: fromMs });
  // A day that began with 0 begins counting now.
  counter.begin(to.atMs);
  counter.audit = undefined;
  const reason =
    filled > 0
      ? because('counter.new-day-filled', { atMs: fromMs, kwh: inKwh(filled) })
      : because('counter.new-day', { atMs: fromMs });
  counter.tell({ atMs: to.atMs, kind: 'day-start', energy: to.value + filled, reason });
  return true;
}

/** What its power brought after the last reading of a daily counter's day, which no reading of the counter covers. */
function fillDay(counter: CounterBooks, atMs: number, fromMs: number): MilliWh {
  const { sinceMs } = counter.is;
  if (fromMs <= sinceMs || !counter.hasWitness(atMs)) return 0;
  const { source, book } = counter.run;
  const whole = counter.shapeTo(atMs).filter((part) => part.toMs <= fromMs);
  const { parts } = powerParts(whole, { rest: 0, debt: 0 });
  if (parts.length > 0) book.book({ source: source.id, channel: source.channel, rule: 'power' }, parts);
  return parts.reduce((sum, one) => sum + one.energy, 0);
}
