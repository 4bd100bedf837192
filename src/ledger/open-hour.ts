// Time that is not settled yet, live: the readings since the last settled hour, minute by minute, in memory only.
import type { Clock } from '#core/clock.ts';
import type { PageColumns } from '#core/history.ts';
import type { MetricId } from '#core/catalogue.ts';
import { type Batch, readingsOf, type Quality } from '#core/reading.ts';
import { hourMs, hourOf, minuteMs } from '#core/time.ts';
import type { ReadingColumns } from '#energy/metering/columns.ts';
import { type MeterPlan, standIns } from '#energy/metering/plan.ts';
import type { Correction } from '#energy/metering/correction.ts';
import { type LedgerState, type Settled, settleHour } from '#energy/metering/settle.ts';
import { knownEnergy } from '#energy/metering/allocation.ts';
import type { Channel, EnergyBucket, MilliWh } from '#energy/types.ts';
import { bucketsOfHours } from './hour-buckets.ts';
import { isHeeded } from './metered.ts';

/** What the open time depends on. */
export interface OpenHourParts {
  readonly clock: Clock;
  planAt(hourMs: number): MeterPlan;
  corrections(): readonly Correction[];
}

/** The open time of a home. */
export interface OpenHour {
  /** Starts again from a settled state; readings before it are forgotten. */
  rebase(state: LedgerState): void;
  /** Whether it has a state to continue from. */
  readonly isReady: boolean;
  /** The moment of that state, epoch ms. */
  readonly baseMs: number | undefined;
  take(batch: Batch): void;
  /** Readings from history, as after a restart. */
  recall(columns: readonly PageColumns[]): void;
  /** The plan for this time has changed: what was computed is recomputed. */
  startAgain(): void;
  /** From the settled state until now; made at most ten times a second. */
  buckets(): readonly EnergyBucket[];
  /** Energy from powers that coarse counters have not shown yet, by channel, up to the last buckets. */
  pending(): Readonly<Partial<Record<Channel, MilliWh>>>;
}

/** A series in order of arrival. */
interface Column {
  readonly key: { readonly device: string; readonly metric: MetricId };
  readonly atMs: number[];
  readonly value: number[];
  readonly quality: Quality[];
  /** Readings before this index are already in the stretches. */
  passed: number;
}

/** Readings come a little after their time: the last seconds are recomputed each time. */
const lateMs = 5000;
/** A result is valid for this long, and for this multiple of the time it took. */
const fresh = { ms: 100, timesCost: 50, mostMs: 300 } as const;
/** A clock that was set ahead by more than this is left to settling: minute by minute, years would hold up everything else, ms. */
const mostOpenMs = 26 * hourMs;
/** While there is no state to begin from, only this much is remembered. */
const mostHours = 2;

/** Open time without a state. */
export function makeOpenHour(parts: OpenHourParts): OpenHour {
  return new LiveHours(parts);
}

class LiveHours implements OpenHour {
  readonly #parts: OpenHourParts;
  readonly #columns = new Map<string, Column>();
  #base: LedgerState | undefined;
  #state: LedgerState | undefined;
  #stretches: Settled[] = [];
  #pending: Partial<Record<Channel, MilliWh>> = {};
  #made: { readonly atMs: number; readonly goodMs: number; readonly buckets: readonly EnergyBucket[] } | undefined;

  constructor(parts: OpenHourParts) {
    this.#parts = parts;
  }

  get isReady(): boolean {
    return this.#base !== undefined;
  }

  get baseMs(): number | undefined {
    return this.#base?.atMs;
  }

  rebase(state: LedgerState): void {
    this.#base = state;
    this.#forget(state.atMs);
    this.#startAgain();
  }

  take(batch: Batch): void {
    const { device, atMs } = batch;
    if (this.#base !== undefined && atMs < this.#base.atMs) return;
    let isTaken = false;
    for (const { metric, value, quality } of readingsOf(batch)) {
      if (typeof value !== 'number' || !isHeeded(metric)) continue;
      const column = this.#column({ device, metric });
      column.atMs.push(atMs);
      column.value.push(value);
      column.quality.push(quality);
      isTaken = true;
    }
    if (isTaken && this.#state !== undefined && atMs < this.#state.atMs) this.#startAgain();
    if (this.#base === undefined && isTaken) this.#bound();
  }

  recall(columns: readonly PageColumns[]): void {
    for (const { key, atMs, value, quality } of columns) {
      const column = this.#column(key);
      for (const [index, at] of atMs.entries()) {
        column.atMs.push(at);
        column.value.push(value[index] ?? Number.NaN);
        column.quality.push(quality[index] ?? 'good');
      }
    }
    this.#startAgain();
  }

  startAgain(): void {
    this.#startAgain();
  }

  pending(): Readonly<Partial<Record<Channel, MilliWh>>> {
    return this.#pending;
  }

  buckets(): readonly EnergyBucket[] {
    const { clock } = this.#parts;
    const nowMs = clock.nowMs();
    const made = this.#made;
    if (made !== undefined && Math.abs(nowMs - made.atMs) < made.goodMs) return made.buckets;
    const sinceMs = clock.monotonicMs();
    const buckets = this.#make(nowMs);
    const goodMs = Math.min(fresh.mostMs, Math.max(fresh.ms, fresh.timesCost * (clock.monotonicMs() - sinceMs)));
    this.#made = { atMs: nowMs, goodMs, buckets };
    return buckets;
  }

  #make(nowMs: number): readonly EnergyBucket[] {
    const { planAt, corrections } = this.#parts;
    const base = this.#base;
    if (base === undefined || this.#state === undefined || nowMs <= base.atMs) return [];
    if (nowMs - this.#state.atMs > mostOpenMs) return [];
    let state = this.#state;
    while (true) {
      const edge = (Math.floor(state.atMs / minuteMs) + 1) * minuteMs;
      if (edge > nowMs - lateMs) break;
      const settled = this.#settle(state, edge);
      this.#stretches.push(settled);
      state = settled.after;
    }
    this.#state = state;
    for (const column of this.#columns.values()) {
      while (column.passed < column.atMs.length && (column.atMs[column.passed] ?? 0) < state.atMs) column.passed += 1;
    }
    const tail: Settled[] = [];
    for (let last = state; last.atMs < nowMs; last = tail.at(-1)?.after ?? last) {
      const edge = (Math.floor(last.atMs / hourMs) + 1) * hourMs;
      tail.push(this.#settle(last, Math.min(edge, nowMs)));
    }
    this.#pending = pendingOf(planAt(hourOf(nowMs)), tail.at(-1)?.after ?? state);
    const span = { fromMs: base.atMs, toMs: nowMs };
    return bucketsOfHours({ span, settled: [...this.#stretches, ...tail], corrections: corrections(), planAt });
  }

  #settle(state: LedgerState, toMs: number): Settled {
    const { planAt, corrections } = this.#parts;
    const plan = planAt(hourOf(state.atMs));
    const readings = [...this.#columns.values()].map(
      ({ key, atMs, value, quality, passed }): ReadingColumns => ({
        key,
        atMs: atMs.slice(passed),
        value: value.slice(passed),
        quality: quality.slice(passed),
      }),
    );
    return settleHour({ plan, readings, corrections: corrections() }, state, toMs);
  }

  #column(key: Column['key']): Column {
    const { device, metric } = key;
    return this.#columns.getOrInsertComputed(`${device} ${metric}`, () => ({
      key: { device, metric },
      atMs: [],
      value: [],
      quality: [],
      passed: 0,
    }));
  }

  #startAgain(): void {
    this.#state = this.#base;
    this.#stretches = [];
    this.#made = undefined;
    for (const column of this.#columns.values()) column.passed = 0;
  }

  /** Drops readings before a moment. */
  #forget(beforeMs: number): void {
    for (const [name, column] of this.#columns) {
      const kept = [...column.atMs.keys()].filter((index) => (column.atMs[index] ?? 0) >= beforeMs);
      if (kept.length === 0) this.#columns.delete(name);
      else
        this.#columns.set(name, {
          key: column.key,
          atMs: kept.map((index) => column.atMs[index] ?? 0),
          value: kept.map((index) => column.value[index] ?? Number.NaN),
          quality: kept.map((index) => column.quality[index] ?? 'good'),
          passed: 0,
        });
    }
  }

  /** Without a state to begin from nothing removes readings. */
  #bound(): void {
    const nowMs = this.#parts.clock.nowMs();
    const oldest = Math.min(...[...this.#columns.values()].map(({ atMs }) => atMs[0] ?? nowMs));
    if (oldest < nowMs - 2 * mostHours * hourMs) this.#forget(nowMs - mostHours * hourMs);
  }
}

/** A counter's power is at most one counter step ahead of what it shows. */
function pendingOf(plan: MeterPlan, { atMs, counters }: LedgerState): Partial<Record<Channel, MilliWh>> {
  const pending: Partial<Record<Channel, MilliWh>> = {};
  const others = standIns(plan);
  for (const source of plan.sources) {
    const state = counters[source.id];
    if (source.kind !== 'counter' || state === undefined || others.has(source.id)) continue;
    if (source.channel === 'circuit') continue;
    const known = Math.min(knownEnergy(state.shape, state.sinceMs, atMs), state.resolution);
    pending[source.channel] = (pending[source.channel] ?? 0) + known;
  }
  if (plan.derives === 'load' || plan.derives === 'import') {
    const { pv = 0, import: taken = 0, discharge = 0, charge = 0, export: given = 0, load = 0 } = pending;
    const own =
      plan.derives === 'load' ? pv + taken + discharge - charge - given : load + charge + given - pv - discharge;
    pending[plan.derives] = Math.max(0, own);
  }
  return pending;
}
