// From power to energy: the last value holds until the next, up to the gap limit; the sign says which way it went.
// Work is counted in whole milliwatts times whole milliseconds, so that no cut in time can change a sum.
import { metricOf } from '#core/catalogue.ts';
import type { NestedReason } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import { hourMs, minuteMs, type TimeRange } from '#core/time.ts';
import { firstAt, type Series } from './columns.ts';
import type { MilliWh } from '../types.ts';
import { eventId, type MinuteAccumulator } from './minute-accumulator.ts';
import type { PowerSource } from './plan.ts';
import { workPerMilliWh, type ShapePart } from './allocation.ts';

/** What a power source carries from one stretch to the next; plain JSON. */
export interface PowerState {
  /** The last good reading of each metric: epoch ms and milliwatts. */
  readonly last: readonly (readonly [atMs: number, mw: number] | null)[];
  /** Work since the full hour, milliwatts times ms. */
  readonly positive: number;
  readonly negative: number;
}

/** A power over one stretch: work of both signs and known time, a number a minute, and any part of that. */
export interface Trace {
  readonly positive: Float64Array;
  readonly negative: Float64Array;
  readonly knownMs: Float64Array;
  /** The part of one minute in [fromMs, toMs). */
  part(stretch: TimeRange, sign: 'positive' | 'negative'): ShapePart;
  /** Reads on through the trace from the beginning of the stretch: every call returns what has come since the one before. */
  meter(sign: 'positive' | 'negative'): (toMs: number) => Heard;
}

/** What a power did in some time: work of one sign, milliwatts times ms, and for how long it was known. */
export interface Heard {
  readonly work: number;
  readonly knownMs: number;
}

/** Values of a device's integer types that mean "no value", W. */
const sentinels: ReadonlySet<number> = new Set([32_767, -32_768, 65_535, 2_147_483_647, -2_147_483_648, 4_294_967_295]);
const margin = 1.2;
const noiseW = 100;

/** State before the first reading. */
export function emptyPower(source: PowerSource): PowerState {
  return { last: source.metrics.map(() => null), positive: 0, negative: 0 };
}

interface Samples {
  readonly atMs: Float64Array;
  readonly mw: Float64Array;
  count: number;
}

/** Why a power is impossible, or undefined if it is not. */
function against(source: PowerSource, metric: PowerSource['metrics'][number], watts: number): NestedReason | undefined {
  if (!Number.isFinite(watts)) return because('value.no-number');
  const { min, max } = metricOf(metric);
  if (sentinels.has(watts)) return because('power.unknowing', { watts });
  // A little below 0 is the noise of a power that has no sign; it is not energy.
  if (watts < min - noiseW || watts > max || Math.abs(watts) > source.plausibleW * margin) {
    return because('power.too-much', { watts });
  }
  return undefined;
}

/** What a power is read with. */
interface PowerRun {
  readonly book: MinuteAccumulator;
  /** What a person decided on an event: whether its energy is booked. */
  decided(eventId: string): boolean | undefined;
}

/** The good samples of one metric in a stretch, with the last one before it in front. */
function goodSamples(
  source: PowerSource,
  index: number,
  { series, state, book, decided }: PowerRun & { readonly series: Series; readonly state: PowerState },
): Samples {
  const metric = source.metrics[index];
  const [low, high] = [firstAt(series, book.stretch.fromMs), firstAt(series, book.stretch.toMs)];
  const sign = source.reversed === true ? -1 : 1;
  const samples = { atMs: new Float64Array(high - low + 1), mw: new Float64Array(high - low + 1), count: 0 };
  const before = state.last[index];
  if (before != null) {
    [samples.atMs[0], samples.mw[0]] = before;
    samples.count = 1;
  }
  for (let at = low; at < high && metric !== undefined; at += 1) {
    const watts = series.value[at] ?? Number.NaN;
    const why = against(source, metric, watts);
    const atMs = series.atMs[at] ?? 0;
    if (why !== undefined) {
      const reason = because('power.left-out', { why });
      const event = { atMs, source: source.id, kind: 'rejected' } as const;
      book.tell({ ...event, energy: 0, reason });
      // A person may vouch for a value, but not for one that is not a number.
      if (!Number.isFinite(watts) || decided(eventId(event)) !== true) continue;
    }
    samples.atMs[samples.count] = atMs;
    samples.mw[samples.count] = Math.round(watts * 1000) * sign;
    samples.count += 1;
  }
  return samples;
}

/** Several powers as one: known when all are, at every moment one of them changed. */
function summed(all: readonly Samples[], gapLimitMs: number): Samples {
  const [only] = all;
  if (only !== undefined && all.length === 1) return only;
  const moments = new Set(all.flatMap(({ atMs, count }) => Array.from(atMs.subarray(0, count))));
  const atMs = Float64Array.from(moments).sort();
  const mw = new Float64Array(atMs.length);
  const next = all.map(() => 0);
  for (const [place, moment] of atMs.entries()) {
    for (const [index, one] of all.entries()) {
      let at = next[index] ?? 0;
      while (at < one.count && (one.atMs[at] ?? 0) <= moment) at += 1;
      next[index] = at;
      const isHeld = at > 0 && moment - (one.atMs[at - 1] ?? 0) < gapLimitMs;
      mw[place] = isHeld ? (mw[place] ?? 0) + (one.mw[at - 1] ?? 0) : Number.NaN;
    }
  }
  return { atMs, mw, count: atMs.length };
}

/** Integrates samples over the minutes of a stretch. */
class SampleTrace implements Trace {
  readonly positive: Float64Array;
  readonly negative: Float64Array;
  readonly knownMs: Float64Array;
  readonly #samples: Samples;
  readonly #gapLimitMs: number;
  readonly #book: MinuteAccumulator;
  /** The sample in force when each minute begins. */
  readonly #first: Int32Array;

  constructor(samples: Samples, gapLimitMs: number, book: MinuteAccumulator) {
    this.#samples = samples;
    this.#gapLimitMs = gapLimitMs;
    this.#book = book;
    this.positive = new Float64Array(book.minutes);
    this.negative = new Float64Array(book.minutes);
    this.knownMs = new Float64Array(book.minutes);
    this.#first = new Int32Array(book.minutes).fill(-1);
    for (let index = 0; index < samples.count; index += 1) this.#hold(index);
    this.#fillFirst();
  }

  #end(index: number): number {
    const { atMs, count } = this.#samples;
    const limit = (atMs[index] ?? 0) + this.#gapLimitMs;
    return index + 1 < count ? Math.min(limit, atMs[index + 1] ?? limit) : limit;
  }

  #hold(index: number): void {
    const { fromMs, toMs } = this.#book.stretch;
    const { firstMs } = this.#book;
    const mw = this.#samples.mw[index] ?? 0;
    if (Number.isNaN(mw)) return;
    let at = Math.max(this.#samples.atMs[index] ?? 0, fromMs);
    const until = Math.min(this.#end(index), toMs);
    while (at < until) {
      const minute = Math.floor((at - firstMs) / minuteMs);
      const edge = Math.min(firstMs + (minute + 1) * minuteMs, until);
      if (mw > 0) this.positive[minute] = (this.positive[minute] ?? 0) + mw * (edge - at);
      else if (mw < 0) this.negative[minute] = (this.negative[minute] ?? 0) - mw * (edge - at);
      this.knownMs[minute] = (this.knownMs[minute] ?? 0) + edge - at;
      at = edge;
    }
  }

  #fillFirst(): void {
    const { atMs, count } = this.#samples;
    let at = -1;
    for (let minute = 0; minute < this.#first.length; minute += 1) {
      const startMs = this.#book.firstMs + minute * minuteMs;
      while (at + 1 < count && (atMs[at + 1] ?? 0) <= startMs) at += 1;
      this.#first[minute] = at;
    }
  }

  meter(sign: 'positive' | 'negative'): (toMs: number) => Heard {
    const factor = sign === 'positive' ? 1 : -1;
    return meterOf(this.#samples, { factor, fromMs: this.#book.stretch.fromMs, end: (index) => this.#end(index) });
  }

  part({ fromMs, toMs }: TimeRange, sign: 'positive' | 'negative'): ShapePart {
    const { firstMs, stretch } = this.#book;
    const minute = Math.floor((fromMs - firstMs) / minuteMs);
    const startMs = Math.max(stretch.fromMs, firstMs + minute * minuteMs);
    const endMs = Math.min(stretch.toMs, firstMs + (minute + 1) * minuteMs);
    if (fromMs === startMs && toMs === endMs) {
      return { fromMs, toMs, work: this[sign][minute] ?? 0, knownMs: this.knownMs[minute] ?? 0 };
    }
    const { atMs, mw, count } = this.#samples;
    let [work, knownMs] = [0, 0];
    for (let at = Math.max(0, this.#first[minute] ?? 0); at < count && (atMs[at] ?? 0) < toMs; at += 1) {
      const held = Math.min(this.#end(at), toMs) - Math.max(atMs[at] ?? 0, fromMs);
      const own = (mw[at] ?? 0) * (sign === 'positive' ? 1 : -1);
      if (held <= 0 || Number.isNaN(own)) continue;
      work += Math.max(0, own) * held;
      knownMs += held;
    }
    return { fromMs, toMs, work, knownMs };
  }
}

/** A pointer that moves forward over samples: a counter beside a power asks at each of its readings. */
function meterOf(
  { atMs, mw, count }: Samples,
  { factor, fromMs, end }: { readonly factor: number; readonly fromMs: number; end(index: number): number },
): (toMs: number) => Heard {
  let [index, at] = [-1, fromMs];
  return (toMs) => {
    let [work, knownMs] = [0, 0];
    while (at < toMs) {
      while (index + 1 < count && (atMs[index + 1] ?? 0) <= at) index += 1;
      const edge = index + 1 < count ? Math.min(toMs, atMs[index + 1] ?? toMs) : toMs;
      const own = index < 0 ? Number.NaN : (mw[index] ?? Number.NaN) * factor;
      const heldMs = index < 0 ? 0 : Math.min(edge, end(index)) - at;
      if (heldMs > 0 && !Number.isNaN(own)) {
        work += Math.max(0, own) * heldMs;
        knownMs += heldMs;
      }
      at = edge;
    }
    return { work, knownMs };
  };
}

/** A gap that a person wants booked: with the mean of the readings before and after it, as an estimate. */
function fillGap(
  source: PowerSource,
  { fromMs, toMs, mw }: TimeRange & { readonly mw: number },
  book: MinuteAccumulator,
): MilliWh {
  const channel = mw > 0 ? source.positive : source.negative;
  if (channel === undefined || !source.books.includes(channel)) return 0;
  const energy = Math.round((Math.abs(mw) * (toMs - fromMs)) / workPerMilliWh);
  book.book({ source: source.id, channel, rule: 'gap-even' }, [{ fromMs, toMs, energy }]);
  book.covered(source.id, { fromMs, toMs }, false);
  return energy;
}

function tellGaps(source: PowerSource, samples: Samples, { book, decided }: PowerRun): void {
  if (source.books.length === 0) return;
  for (let at = 1; at < samples.count; at += 1) {
    const [left, right] = [samples.atMs[at - 1] ?? 0, samples.atMs[at] ?? 0];
    if (right - left <= source.gapLimitMs) continue;
    const seconds = Math.round((right - left) / 1000);
    const reason =
      source.hasStandIn === true ? because('power.gap-stood-in', { seconds }) : because('power.gap', { seconds });
    const event = { atMs: right, source: source.id, kind: 'gap' } as const;
    const gap = { fromMs: left + source.gapLimitMs, toMs: right };
    const mw = ((samples.mw[at - 1] ?? 0) + (samples.mw[at] ?? 0)) / 2;
    const energy = decided(eventId(event)) === true ? fillGap(source, { ...gap, mw }, book) : 0;
    book.tell({ ...event, energy, reason });
  }
}

/** Sums are rounded to the nearest whole, not down: so that there is no bias over many hours. */
const half = workPerMilliWh / 2;

/** Turns work into whole milliwatt-hours a minute; the remainder stays with the hour. */
function wholes(work: Float64Array, before: number, take: (minute: number, energy: number) => void): number {
  let sum = before;
  for (let minute = 0; minute < work.length; minute += 1) {
    const own = work[minute] ?? 0;
    if (own === 0) continue;
    const energy = Math.floor((sum + own + half) / workPerMilliWh) - Math.floor((sum + half) / workPerMilliWh);
    sum += own;
    if (energy > 0) take(minute, energy);
  }
  return sum;
}

function bookTrace(source: PowerSource, trace: Trace, { state, book }: { state: PowerState; book: MinuteAccumulator }) {
  const sums = { positive: state.positive, negative: state.negative };
  for (const sign of ['positive', 'negative'] as const) {
    const channel = source[sign];
    if (channel === undefined) continue;
    const column = source.books.includes(channel) ? book.column(source.id, channel, 'power') : undefined;
    sums[sign] = wholes(trace[sign], state[sign], (minute, energy) => {
      if (column !== undefined) column[minute] = (column[minute] ?? 0) + energy;
    });
  }
  if (source.books.length > 0) {
    const { measuredMs } = book.known(source.id);
    for (let minute = 0; minute < measuredMs.length; minute += 1) measuredMs[minute] = trace.knownMs[minute] ?? 0;
  }
  return sums;
}

/** Integrates a power over the stretch of a book, books its share, and returns its trace and the state it carries on. */
export function integrate(
  source: PowerSource,
  state: PowerState,
  { series, book, decided }: PowerRun & { readonly series: readonly Series[] },
): { readonly trace: Trace; readonly state: PowerState } {
  const none: Series = { atMs: new Float64Array(0), value: new Float64Array(0) };
  const all = source.metrics.map((_metric, index) =>
    goodSamples(source, index, { series: series[index] ?? none, state, book, decided }),
  );
  const samples = summed(all, source.gapLimitMs);
  const trace = new SampleTrace(samples, source.gapLimitMs, book);
  const sums = bookTrace(source, trace, { state, book });
  tellGaps(source, samples, { book, decided });
  const { toMs } = book.stretch;
  const isFullHour = toMs % hourMs === 0;
  const last = all.map(({ atMs, mw, count }) => {
    const isHeld = count > 0;
    return isHeld ? ([atMs[count - 1] ?? 0, mw[count - 1] ?? 0] as const) : null;
  });
  return {
    trace,
    state: { last, positive: isFullHour ? 0 : sums.positive, negative: isFullHour ? 0 : sums.negative },
  };
}
