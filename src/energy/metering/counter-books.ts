// The books of one counter while its readings are gone through: the state it carries, what its power did meanwhile, and how a step, a
// gap or its power is booked. What is believed is decided elsewhere.
import { because } from '#core/reason.ts';
import { localDay, type LocalDay } from '../local-day.ts';
import type { LedgerEvent, MilliWh } from '../types.ts';
import { dayMs, type TimeRange } from '#core/time.ts';
import { appendHalfHours, completedShape, knownEnergy, type AllocationPart, type ShapePart } from './allocation.ts';
import type { Replacement } from './correction.ts';
import {
  bookGap,
  bookStep,
  powerParts,
  shapeUntil,
  type Booked,
  type Difference,
  type ShapeTrace,
} from './counter-step.ts';
import { mostOf, pacedBy, type Count, type CounterState, type Doubt, type Held } from './counter-state.ts';
import { eventId, type MinuteAccumulator } from './minute-accumulator.ts';
import { gapShape, hasProfile, profiled, unseenUntil, type SitePlace } from './gap-shape.ts';
import type { Neighbours } from './neighbours.ts';
import type { CounterSource } from './plan.ts';
import type { Heard } from './power.ts';
import * as suspicions from './suspicion.ts';

/** What a counter is read with. */
export interface CounterRun {
  readonly source: CounterSource;
  readonly book: MinuteAccumulator;
  readonly shape: ShapeTrace | undefined;
  /** What says something about the time it is silent. */
  readonly neighbours?: Neighbours | undefined;
  /** Whether it remembers its day. */
  readonly learnsDays?: boolean;
  /** Where the home is; absent: not known. */
  readonly place?: SitePlace | undefined;
  /** Replacements of this counter, in order of time. */
  readonly replacements: readonly Replacement[];
  /** What a person decided on an event: whether its energy is booked. */
  decided(eventId: string): boolean | undefined;
}

/** What was counted, where that is not the difference of two readings. */
export interface Counted {
  readonly energy: MilliWh;
  /** Where counting began. */
  readonly sinceMs?: number;
  readonly isEven?: boolean;
  /** Readings arrived in that time and were held, so it is not a gap. */
  readonly isHeard?: boolean;
}

type Mutable<State> = { -readonly [Key in keyof State]: State[Key] };

/** A step that was taken, and what its power says of it and those before. */
export interface Audited {
  readonly booked: Booked | undefined;
  readonly disagreed?: { readonly verdict: 'too-fast' | 'too-slow'; readonly audit: suspicions.Audit };
}

/** Samples that have to agree before something unlikely is believed. */
export const confirmations = 3;
/** The most a counter that began again may show at once without being questioned, mWh. */
export const freshMost = 2_000_000;

/** Milliwatt-hours as people read them. */
export const inKwh = (energy: MilliWh): number => energy / 1e6;

/** One counter, gone through reading by reading. */
export class CounterBooks {
  readonly run: CounterRun;
  readonly #shapeBefore: readonly ShapePart[];
  readonly #meter: ((toMs: number) => Heard) | undefined;
  readonly is: Mutable<CounterState>;
  work: number;
  knownMs: number;
  audit: suspicions.OpenAudit | undefined;
  #day: LocalDay | undefined;
  /** The last reading before the current one. */
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(run: CounterRun, state: CounterState) {
    this.run = run;
    const { audit, ...rest } = state;
    this.is = { ...rest };
    if (audit !== undefined) this.audit = { ...audit, short: [...audit.short] };
    this.#shapeBefore = state.shape;
    this.work = state.heard?.work ?? 0;
    this.knownMs = state.heard?.knownMs ?? 0;
    const { shape, source } = run;
    // A counter of both ways has no power of one sign beside it.
    if (shape !== undefined && source.fallsTo === undefined)
      this.#meter = shape.trace.meter(shape.source.positive === source.channel ? 'positive' : 'negative');
  }

  end(): CounterState {
    const { source, shape, book } = this.run;
    this.hear(book.stretch.toMs);
    this.#keepNeighbours();
    const { good, sinceMs, held } = this.is;
    const range = { fromMs: sinceMs, toMs: book.stretch.toMs };
    const context = { shape, book, source, boundaryMs: held?.first.atMs ?? 0 };
    return {
      ...this.is,
      // Counter and power are compared a day at a time: a late reading changes no other day.
      ...(this.audit === undefined || book.stretch.toMs % dayMs === 0 ? {} : { audit: this.audit }),
      ...(good === undefined || this.#meter === undefined ? {} : { heard: { work: this.work, knownMs: this.knownMs } }),
      shape: shape !== undefined && good !== undefined ? shapeUntil(this.#earlierShape(), range, context) : [],
    };
  }

  /** Follows the power up to a moment. */
  hear(atMs: number): Heard {
    const heard = this.#meter?.(atMs) ?? { work: 0, knownMs: 0 };
    this.work += heard.work;
    this.knownMs += heard.knownMs;
    return heard;
  }

  /** Counting goes on from here; what the power did before is done with. */
  begin(atMs: number): void {
    this.is.sinceMs = atMs;
    this.work = 0;
    this.knownMs = 0;
  }

  #earlierShape(): readonly ShapePart[] {
    return this.is.sinceMs < this.run.book.stretch.fromMs ? this.#shapeBefore : [];
  }

  shapeTo(toMs: number): ShapePart[] {
    const { shape, book, source } = this.run;
    return shapeUntil(this.#earlierShape(), { fromMs: this.is.sinceMs, toMs }, { shape, book, source });
  }

  limits(): suspicions.Limits & { readonly patienceMs: number } {
    const { resolution, patienceMs = 0 } = this.is;
    return { resolution, intervalMs: this.run.shape?.source.intervalMs ?? 0, patienceMs };
  }

  /** Whether the power was known since counting began, so that a reading can be checked against it. */
  hasWitness(atMs: number): boolean {
    const { isVouched, sinceMs } = this.is;
    if (this.#meter === undefined || isVouched === true) return false;
    return suspicions.isWitness({ work: this.work, knownMs: this.knownMs }, atMs - sinceMs);
  }

  tell(event: Omit<LedgerEvent, 'id' | 'count' | 'source'>): void {
    this.run.book.tell({ ...event, source: this.run.source.id });
  }

  decided(kind: LedgerEvent['kind'], atMs: number): boolean | undefined {
    return this.run.decided(eventId({ kind, source: this.run.source.id, atMs }));
  }

  unchanged(atMs: number, good: Count): void {
    const { source, book } = this.run;
    book.covered(source.id, { fromMs: good.atMs, toMs: atMs }, atMs - good.atMs <= source.gapLimitMs);
    this.is.good = { atMs, value: good.value };
    delete this.is.neighbours;
  }

  /** Believes a reading and books what was counted since the last one; `since` if counting began again meanwhile. */
  take(to: Count, counted?: Counted): Booked | undefined {
    const { source, book } = this.run;
    const { good, sinceMs: startMs } = this.is;
    if (good === undefined) return undefined;
    const isGap = counted?.isHeard !== true && to.atMs - good.atMs > source.gapLimitMs;
    const lastMs = Math.max(good.atMs, counted?.sinceMs ?? good.atMs);
    book.covered(source.id, { fromMs: isGap ? lastMs : good.atMs, toMs: to.atMs }, !isGap);
    const step = counted?.energy ?? to.value - good.value;
    const energy = Math.abs(step);
    if (counted?.sinceMs !== undefined) this.is.sinceMs = counted.sinceMs;
    else if (energy > 0) {
      const { resolution } = this.is;
      if (!isGap) this.is.resolution = resolution === 0 ? energy : Math.min(resolution, energy);
      this.is.pace = pacedBy(this.is.pace, { energy, ms: to.atMs - startMs }, to.atMs);
      if (!isGap && this.run.learnsDays === true && hasProfile(source.channel, this.run.place))
        this.is.profile = profiled(this.is.profile, energy, { fromMs: startMs, toMs: to.atMs });
    }
    // What the neighbours did is queried for the time since the last reading.
    this.#lastMs = good.atMs;
    this.is.good = to;
    if (energy === 0) {
      delete this.is.neighbours;
      return undefined;
    }
    const booked = this.#bookDifference({
      energy,
      channel: step < 0 && source.fallsTo !== undefined ? source.fallsTo : source.channel,
      sinceMs: this.is.sinceMs,
      lastMs,
      toMs: to.atMs,
      resolution: counted?.sinceMs === undefined ? this.is.resolution : energy,
      isGap,
      isEven: counted?.isEven === true,
    });
    if (isGap && this.is.profile !== undefined) this.is.profile = unseenUntil(this.is.profile, to.atMs);
    delete this.is.neighbours;
    this.begin(to.atMs);
    return booked;
  }

  #bookDifference(difference: Difference): Booked {
    const { energy, lastMs, toMs, isGap } = difference;
    const parts = () => (difference.isEven === true ? [] : this.shapeTo(toMs));
    if (!isGap) return bookStep(this.run, difference, parts);
    const minutes = Math.round((toMs - lastMs) / 60_000);
    const isBooked = this.decided('gap', toMs) !== false;
    const own = parts();
    const shapeFor = (rest: MilliWh) => this.#gapParts(own, rest, { fromMs: lastMs, toMs });
    const booked = isBooked ? bookGap(this.run, difference, { own, shapeFor }) : [];
    const reason = because('counter.gap', { minutes, kwh: inKwh(energy) });
    this.tell({ atMs: toMs, kind: 'gap', energy: isBooked ? energy : 0, reason });
    return booked;
  }

  /** A counter that is silent at the end of the range remembers what others did in that time. */
  #keepNeighbours(): void {
    const { source, book } = this.run;
    const { good, suspicion } = this.is;
    const isSilent = good !== undefined && book.stretch.toMs - good.atMs > source.gapLimitMs;
    if (!isSilent || suspicion !== undefined || this.run.neighbours === undefined) return;
    this.#lastMs = good.atMs;
    this.is.neighbours = this.#neighboursTo(book.stretch.toMs);
  }

  /** The shape of a gap: from its own power, and where that is not known from the other sources, the sky, the charge or the day before. */
  #gapParts(own: readonly ShapePart[], energy: MilliWh, gap: TimeRange): readonly ShapePart[] {
    const { source, place } = this.run;
    const { channel, timeZone } = source;
    const { profile } = this.is;
    const others = gapShape(gap, { channel, profile, place, timeZone, neighbours: this.#neighboursTo(gap.toMs) });
    if (!others.some(({ work }) => work > 0)) return own;
    return knownEnergy(own, gap.fromMs, gap.toMs) > 0 ? completedShape(energy, { own, others }, gap) : others;
  }

  #neighboursTo(toMs: number): readonly ShapePart[] {
    const { neighbours, book } = this.run;
    const { good, neighbours: before = [] } = this.is;
    if (neighbours === undefined || good === undefined) return [];
    const parts = [...before];
    const fromMs = Math.max(book.stretch.fromMs, Math.min(toMs, this.#lastMs));
    for (const part of neighbours({ fromMs, toMs })) appendHalfHours(parts, part);
    return parts;
  }

  /** Books what the power brought since counting began, in the counter's place. Gives the energy. */
  bookPower(
    toMs: number,
    { rest = 0, debt = 0 } = {},
  ): { readonly energy: MilliWh; readonly rest: number; readonly debt: MilliWh } {
    const { source, book } = this.run;
    const { sinceMs } = this.is;
    const { parts, ...left } = powerParts(this.shapeTo(toMs), { rest, debt });
    if (parts.length > 0) book.book({ source: source.id, channel: source.channel, rule: 'power' }, parts);
    if (this.knownMs >= (toMs - sinceMs) / 2) {
      // What was read unchanged until now is covered already.
      const fromMs = Math.max(sinceMs, this.is.good?.atMs ?? sinceMs);
      book.covered(source.id, { fromMs, toMs }, false);
    }
    return { energy: parts.reduce((sum, one) => sum + one.energy, 0), ...left };
  }

  /** Continues from a reading without booking anything. */
  rebase(to: Count): void {
    this.is.good = to;
    this.begin(to.atMs);
    delete this.is.neighbours;
    delete this.is.held;
    this.audit = undefined;
  }

  hold(way: Held['way'], to: Count): Held {
    const { held, good } = this.is;
    let next: Held;
    if (held?.way === way && this.goesOn(held.last, to)) {
      next = { ...held, last: to, count: held.count + 1 };
    } else {
      if (held !== undefined && held.way !== way) this.dropHeld();
      const before = (held?.way === way ? held.last.value : good?.value) ?? to.value;
      next = { way, first: to, last: to, count: 1, work: this.work, drop: before - to.value };
    }
    this.is.held = next;
    return next;
  }

  /** Whether a reading follows from one that is held back. */
  goesOn(held: Count, to: Count): boolean {
    const { source } = this.run;
    const step = to.value - held.value;
    if (step < 0 && source.fallsTo === undefined) return false;
    return Math.abs(step) <= mostOf(source, to.atMs - held.atMs) + this.is.resolution;
  }

  /** The held readings were false. */
  dropHeld(): void {
    const { held } = this.is;
    if (held === undefined) return;
    const reason = because('counter.glitch', { kwh: inKwh(held.first.value) });
    this.tell({ atMs: held.first.atMs, kind: 'glitch', energy: 0, reason });
    delete this.is.held;
  }

  /** Removes what was booked and turned out to be false. */
  takeOut({ booked, channel }: Doubt): void {
    const { source, book } = this.run;
    for (const { rule, parts } of booked) {
      const negative = parts.map((part): AllocationPart => ({ ...part, energy: -part.energy }));
      book.book({ source: source.id, channel, rule }, negative);
    }
    delete this.is.doubt;
  }

  /** Takes a step and compares it with the power; returns whether their sums disagree. */
  audited(to: Count): Audited {
    const { good, sinceMs } = this.is;
    const energy = to.value - (good?.value ?? to.value);
    if (energy === 0 || !this.hasWitness(to.atMs)) {
      if (energy !== 0) this.audit = undefined;
      return { booked: this.take(to) };
    }
    const audit = (this.audit ??= suspicions.emptyAudit(sinceMs));
    suspicions.addToAudit(audit, { energy, work: this.work, fromMs: sinceMs, toMs: to.atMs });
    const booked = this.take(to);
    const verdict = suspicions.verdictOf(audit, this.limits());
    return verdict === 'too-fast' || verdict === 'too-slow' ? { booked, disagreed: { verdict, audit } } : { booked };
  }

  dayOf(atMs: number): LocalDay {
    if (this.#day === undefined || atMs < this.#day.startMs || atMs >= this.#day.endMs) {
      this.#day = localDay(atMs, this.run.source.timeZone);
    }
    return this.#day;
  }
}
