// The counter pipeline: which readings of a counter are believed, and what their differences mean.
// A step that cannot be is held until others confirm it; a fall is held until it recovers (a glitch) or stays and grows (a
// reset, an older value, a roll-over). Every decision is told as an event, and a person may overrule it.
import { because } from '#core/reason.ts';
import { hourMs } from '#core/time.ts';
import { localDay, type LocalDay } from '../local-day.ts';
import type { LedgerEvent, MilliWh } from '../types.ts';
import { firstAt, type Series } from './columns.ts';
import { bookGap, bookStep, shapeUntil, type Difference, type ShapeTrace } from './counter-step.ts';
import { againstCount, mostOf, rolledOver, type Count, type CounterState, type Held } from './counter-state.ts';
import { eventId, type MinuteAccumulator } from './minute-accumulator.ts';
import type { CounterSource } from './plan.ts';
import type { Replacement } from './correction.ts';
import type { ShapePart } from './allocation.ts';

/** What a counter is read with. */
export interface CounterRun {
  readonly source: CounterSource;
  readonly book: MinuteAccumulator;
  readonly shape: ShapeTrace | undefined;
  /** Replacements of this counter, in order of time. */
  readonly replacements: readonly Replacement[];
  /** What a person decided on an event: whether its energy is booked. */
  decided(eventId: string): boolean | undefined;
}

/** What was counted, where that is not the difference of two readings. */
interface Counted {
  readonly energy: MilliWh;
  /** Where counting began. */
  readonly sinceMs?: number;
  readonly isEven?: boolean;
}

/** Samples that have to agree before something unlikely is believed. */
const confirmations = 3;
/** How many times the plausible power a confirmed step may still be: more than that no one's estimate is wrong. */
const farBeyond = 10;
const aroundMidnightMs = 15 * 60_000;
const settledFallMs = 10 * 60_000;
const topKeptMs = 7 * 86_400_000;

const inKwh = (energy: MilliWh): number => energy / 1e6;

/** Reads the series of a counter over the stretch of a book and gives the state it carries on. */
export function readCounter(run: CounterRun, state: CounterState, series: Series): CounterState {
  const walk = new CounterWalk(run, state);
  const { fromMs, toMs } = run.book.stretch;
  const replacements = run.replacements.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
  const high = firstAt(series, toMs);
  for (let at = firstAt(series, fromMs); at < high; at += 1) {
    const atMs = series.atMs[at] ?? 0;
    while ((replacements[0]?.atMs ?? Number.POSITIVE_INFINITY) <= atMs) walk.replace(replacements.shift());
    walk.read(atMs, series.value[at] ?? Number.NaN);
  }
  for (const replacement of replacements) walk.replace(replacement);
  return walk.end();
}

class CounterWalk {
  readonly #run: CounterRun;
  readonly #shapeBefore: readonly ShapePart[];
  #good: Count | undefined;
  #sinceMs: number;
  #resolution: MilliWh;
  #held: Held | undefined;
  #top: CounterState['top'];
  #day: LocalDay | undefined;

  constructor(run: CounterRun, state: CounterState) {
    this.#run = run;
    this.#good = state.good;
    this.#sinceMs = state.sinceMs;
    this.#resolution = state.resolution;
    this.#held = state.held;
    this.#top = state.top;
    this.#shapeBefore = state.shape;
  }

  read(atMs: number, valueWh: number): void {
    const { source } = this.#run;
    const good = this.#good;
    const value = Math.round(valueWh * 1000);
    if (good !== undefined && value === good.value && this.#held === undefined && source.span === 'total') {
      this.#unchanged(atMs, good);
      return;
    }
    const why = againstCount(valueWh, source.fallsTo !== undefined);
    if (why !== undefined) {
      this.#tell({ atMs, kind: 'rejected', energy: 0, reason: because('reading.left-out', { why }) });
      return;
    }
    this.#judge({ atMs, value });
  }

  /** The meter was exchanged: the old one's end is booked, the new one's start is where counting goes on. */
  replace(replacement: Replacement | undefined): void {
    if (replacement === undefined) return;
    const { atMs, oldEndWh, newStartWh } = replacement;
    const oldEnd = oldEndWh === undefined ? undefined : Math.round(oldEndWh * 1000);
    const good = this.#good;
    const energy = good === undefined || oldEnd === undefined ? 0 : Math.max(0, oldEnd - good.value);
    this.#held = undefined;
    this.#top = undefined;
    if (good !== undefined && energy > 0) this.#take({ atMs, value: good.value + energy });
    const reason = because('meter.exchanged', { oldKwh: inKwh(energy), newKwh: newStartWh / 1000 });
    this.#tell({ atMs, kind: 'replaced', energy, reason });
    this.#rebase({ atMs, value: Math.round(newStartWh * 1000) });
  }

  end(): CounterState {
    const { source, shape, book } = this.#run;
    const isShaped = shape !== undefined && this.#good !== undefined;
    return {
      ...(this.#good === undefined ? {} : { good: this.#good }),
      sinceMs: this.#sinceMs,
      resolution: this.#resolution,
      ...(this.#held === undefined ? {} : { held: this.#held }),
      ...(this.#top === undefined ? {} : { top: this.#top }),
      shape: isShaped
        ? shapeUntil(
            this.#earlierShape(),
            { fromMs: this.#sinceMs, toMs: book.stretch.toMs },
            { shape, book, source, boundaryMs: this.#held?.first.atMs ?? 0 },
          )
        : [],
    };
  }

  #earlierShape(): readonly ShapePart[] {
    return this.#sinceMs < this.#run.book.stretch.fromMs ? this.#shapeBefore : [];
  }

  #tell(event: Omit<LedgerEvent, 'id' | 'count' | 'source'>): void {
    this.#run.book.tell({ ...event, source: this.#run.source.id });
  }

  #unchanged(atMs: number, good: Count): void {
    const { source, book } = this.#run;
    book.covered(source.id, { fromMs: good.atMs, toMs: atMs }, atMs - good.atMs <= source.gapLimitMs);
    this.#good = { atMs, value: good.value };
  }

  #judge(to: Count): void {
    const { source } = this.#run;
    const good = this.#good;
    if (good === undefined) {
      this.#rebase(to);
      return;
    }
    if (this.#top !== undefined && to.atMs - this.#top.atMs > topKeptMs) this.#top = undefined;
    if (source.span === 'daily' && this.#startDay(good, to)) return;
    const step = to.value - good.value;
    if (step < 0 && source.fallsTo === undefined) {
      this.#fall(good, to);
      return;
    }
    const most = mostOf(source, to.atMs - good.atMs) + this.#resolution;
    if (Math.abs(step) > most) {
      this.#rise(good, to);
      return;
    }
    // A step that could not be so fast can be by now: it was real.
    if (this.#held?.way === 'up' && to.value >= this.#held.first.value) this.#held = undefined;
    this.#dropHeld();
    this.#take(to);
  }

  /** What was held turned out to be nothing. */
  #dropHeld(): void {
    const held = this.#held;
    if (held === undefined) return;
    const reason = because('counter.glitch', { kwh: inKwh(held.first.value) });
    this.#tell({ atMs: held.first.atMs, kind: 'glitch', energy: 0, reason });
    this.#held = undefined;
  }

  /** Believes a reading and books what was counted since the last; `since` where counting began again meanwhile. */
  #take(to: Count, counted?: Counted): void {
    const { source, book } = this.#run;
    const good = this.#good;
    if (good === undefined) return;
    const isGap = to.atMs - good.atMs > source.gapLimitMs;
    const lastMs = Math.max(good.atMs, counted?.sinceMs ?? good.atMs);
    book.covered(source.id, { fromMs: isGap ? lastMs : good.atMs, toMs: to.atMs }, !isGap);
    const step = counted?.energy ?? to.value - good.value;
    const energy = Math.abs(step);
    if (counted?.sinceMs !== undefined) this.#sinceMs = counted.sinceMs;
    else if (!isGap && energy > 0) {
      this.#resolution = this.#resolution === 0 ? energy : Math.min(this.#resolution, energy);
    }
    this.#good = to;
    if (energy === 0) return;
    this.#bookDifference({
      energy,
      channel: step < 0 && source.fallsTo !== undefined ? source.fallsTo : source.channel,
      sinceMs: this.#sinceMs,
      lastMs,
      toMs: to.atMs,
      resolution: counted?.sinceMs === undefined ? this.#resolution : energy,
      isGap,
      isEven: counted?.isEven === true,
    });
    this.#sinceMs = to.atMs;
  }

  #bookDifference(difference: Difference): void {
    const { source, book, shape } = this.#run;
    const { energy, sinceMs, lastMs, toMs, isGap } = difference;
    const parts = () =>
      difference.isEven === true
        ? []
        : shapeUntil(this.#earlierShape(), { fromMs: sinceMs, toMs }, { shape, book, source });
    if (!isGap) {
      bookStep(this.#run, difference, parts);
      return;
    }
    bookGap(this.#run, difference, parts());
    const minutes = Math.round((toMs - lastMs) / 60_000);
    this.#tell({ atMs: toMs, kind: 'gap', energy, reason: because('counter.gap', { minutes, kwh: inKwh(energy) }) });
  }

  /** Goes on from a reading without booking anything. */
  #rebase(to: Count): void {
    this.#good = to;
    this.#sinceMs = to.atMs;
    this.#held = undefined;
  }

  #hold(way: Held['way'], to: Count): Held {
    const held = this.#held;
    if (held?.way === way && this.#goesOn(held.last, to)) {
      this.#held = { ...held, last: to, count: held.count + 1 };
    } else {
      if (held !== undefined && held.way !== way) this.#dropHeld();
      this.#held = { way, first: to, last: to, count: 1 };
    }
    return this.#held;
  }

  /** Whether a reading follows from one that is held. */
  #goesOn(held: Count, to: Count): boolean {
    const { source } = this.#run;
    const step = to.value - held.value;
    if (step < 0 && source.fallsTo === undefined) return false;
    return Math.abs(step) <= mostOf(source, to.atMs - held.atMs) + this.#resolution;
  }

  /** A step further than any power could have brought. */
  #rise(good: Count, to: Count): void {
    const { source, decided } = this.#run;
    if (this.#cameBack(good, to)) return;
    const held = this.#hold('up', to);
    if (held.count < confirmations) return;
    const { first } = held;
    const step = Math.abs(first.value - good.value);
    const id = eventId({ kind: 'held', source: source.id, atMs: first.atMs });
    // A counter that is written seldom steps far at once; an estimate of the most power may be too low.
    const sinceStep = mostOf(source, first.atMs - this.#sinceMs);
    const sinceReading = farBeyond * mostOf(source, first.atMs - good.atMs);
    const isSoon = step <= Math.max(sinceStep, sinceReading) + this.#resolution;
    // What an hour could bring is laid over one: the clock was set back, or the counter had stood still inside.
    const isBooked = decided(id) ?? (isSoon || step <= mostOf(source, hourMs));
    this.#held = undefined;
    if (isBooked) {
      this.#tell({
        atMs: first.atMs,
        kind: 'held',
        energy: step,
        reason: because('counter.jump-booked', { kwh: inKwh(step), readings: confirmations }),
      });
      this.#take(
        first,
        isSoon ? undefined : { energy: first.value - good.value, sinceMs: first.atMs - hourMs, isEven: true },
      );
    } else {
      const reason = because('counter.jump-left-out', { kwh: inKwh(step) });
      this.#tell({ atMs: first.atMs, kind: 'held', energy: 0, reason });
      this.#rebase(first);
    }
    this.#take(to);
  }

  /** A counter that had fallen is back where it was: what was counted meanwhile is in its step already. */
  #cameBack(good: Count, to: Count): boolean {
    const top = this.#top;
    if (top === undefined || to.value < top.value) return false;
    const most = mostOf(this.#run.source, to.atMs - top.atMs) + this.#resolution;
    if (to.value - top.value > most) return false;
    const energy = Math.max(0, to.value - top.value - (good.value - top.start));
    this.#held = undefined;
    this.#top = undefined;
    this.#take(to, { energy });
    const reason = because('counter.came-back', { kwh: inKwh(to.value), missingKwh: inKwh(energy) });
    this.#tell({ atMs: to.atMs, kind: 'glitch', energy, reason });
    return true;
  }

  #fall(good: Count, to: Count): void {
    const { source } = this.#run;
    const rolled = rolledOver(source, { good, resolution: this.#resolution, sinceMs: this.#sinceMs, shape: [] }, to);
    if (rolled !== undefined && source.span === 'total') {
      this.#held = undefined;
      this.#take(to, { energy: rolled });
      const reason = because('counter.rolled-over', { kwh: inKwh(rolled) });
      this.#tell({ atMs: to.atMs, kind: 'rollover', energy: rolled, reason });
      return;
    }
    const held = this.#hold('down', to);
    const hasGrown = held.last.value > held.first.value;
    if (held.count < confirmations || !hasGrown) return;
    // A daily counter has no reason to fall at another hour, so it has to be sure of it.
    if (source.span === 'daily' && to.atMs - held.first.atMs < settledFallMs) return;
    // By a step or two counters waver; those come back by themselves.
    if (good.value - held.first.value <= 2 * this.#resolution) return;
    this.#beginAgain(good, held, to);
  }

  /** The fall is real: from near 0 its value is new energy, from an older value only what it grows by. */
  #beginAgain(good: Count, { first }: Held, to: Count): void {
    const { source, decided } = this.#run;
    const most = mostOf(source, Math.max(first.atMs - good.atMs, hourMs)) + this.#resolution;
    const isNearZero = first.value <= good.value / 10 && first.value <= most;
    const id = eventId({ kind: 'reset', source: source.id, atMs: first.atMs });
    const fromZero = decided(id) ?? isNearZero;
    this.#top = { ...good, start: fromZero ? 0 : first.value };
    this.#held = undefined;
    const energy = fromZero ? to.value : to.value - first.value;
    const figures = { fromKwh: inKwh(good.value), toKwh: inKwh(first.value) };
    const reason = fromZero ? because('counter.began-again', figures) : because('counter.fell-back', figures);
    this.#tell({ atMs: first.atMs, kind: 'reset', energy, reason });
    if (fromZero) this.#take(first, { energy: first.value });
    this.#rebase(first);
    this.#take(to);
  }

  #dayOf(atMs: number): LocalDay {
    if (this.#day === undefined || atMs < this.#day.startMs || atMs >= this.#day.endMs) {
      this.#day = localDay(atMs, this.#run.source.timeZone);
    }
    return this.#day;
  }

  /** A daily counter that began a new day: what it shows was counted since. */
  #startDay(good: Count, to: Count): boolean {
    const { startMs, endMs } = this.#dayOf(to.atMs);
    const sinceStart = to.atMs - startMs;
    const isNear = Math.min(sinceStart, endMs - to.atMs) <= aroundMidnightMs;
    // What it shows is of an earlier day still: then it may begin again late.
    const isFall = to.value < good.value && (isNear || this.#sinceMs < startMs);
    const isUnseen = good.atMs < startMs && sinceStart > aroundMidnightMs && to.value !== good.value;
    if (!isFall && !isUnseen) return false;
    if (to.value > mostOf(this.#run.source, Math.max(sinceStart, aroundMidnightMs)) + this.#resolution) return false;
    const isLate = isUnseen || sinceStart <= endMs - to.atMs;
    const fromMs = isLate ? Math.max(startMs, isUnseen ? startMs : this.#sinceMs) : this.#sinceMs;
    this.#dropHeld();
    this.#top = isUnseen ? undefined : { ...good, start: 0 };
    this.#take(to, { energy: to.value, sinceMs: fromMs });
    // A day that began with 0 begins counting now.
    this.#sinceMs = to.atMs;
    const reason = because('counter.new-day', { atMs: fromMs });
    this.#tell({ atMs: to.atMs, kind: 'day-start', energy: to.value, reason });
    return true;
  }
}
