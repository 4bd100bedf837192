// The energy of a home's day so far: added up as it goes, and added up again from history when that knows better –
// after a restart, after late values, after a new day or a clock that was set.
import type { Clock } from '#core/clock.ts';
import { type DayMeter, makeDayMeter, type PowerSample } from '#energy/day-meter.ts';
import { type LocalDay, localDay } from '#energy/local-day.ts';
import { holdOf, type Span } from './flow-history.ts';
import type { EnergyDay, Flow, FlowArm } from './types.ts';

/** Options of {@link makeToday}. */
export interface TodayOptions {
  readonly timeZone: string;
  readonly clock: Clock;
  /** Resolves when what was taken is in history. */
  flush(): Promise<void>;
  pastFlows(span: Span): Promise<readonly Flow[]>;
  /** The day was added up again. */
  onChanged(): void;
  onTrouble(error: unknown): void;
}

/** The energy of today. */
export interface Today {
  /** Takes the flow of this moment. */
  add(flow: Flow): void;
  energy(): EnergyDay;
  /** Values of this moment reached history behind the back of the running sum. */
  late(atMs: number): void;
  /** To be called a few times a second. */
  tick(): void;
  /** Adds the day up again from history. */
  recount(): Promise<void>;
}

/** How long a power holds while nothing is added, as when the computer slept, ms. */
const gapLimitMs = 60_000;
const recountStepMs = 30_000;
/** Late values often come in many pieces: waits until they have settled, but not for ever, ms. */
const settle = { quietMs: 1000, longestMs: 10_000 };
const retryMs = 30_000;
/** Adding up may take one part in so many of the time. */
const shareOfTime = 20;

const fresh = ({ quality, powerW }: FlowArm): number | undefined => (quality === 'stale' ? undefined : powerW);

/** What a flow says of energy: powers that are stale are not known. */
export function sampleOf({ atMs, pv, grid, battery, load }: Flow): PowerSample {
  return { atMs, pvW: fresh(pv), gridW: fresh(grid), batteryW: fresh(battery), loadW: fresh(load) };
}

const unknownAt = (atMs: number): PowerSample => ({
  atMs,
  pvW: undefined,
  gridW: undefined,
  batteryW: undefined,
  loadW: undefined,
});

/** Adds flows of the past to a meter; where nothing was heard for too long, nothing is known. */
function addPast(meter: DayMeter, flows: readonly Flow[], untilMs: number): void {
  const longestMs = holdOf(recountStepMs);
  for (const [index, flow] of flows.entries()) {
    meter.add(sampleOf(flow));
    const nextMs = flows[index + 1]?.atMs ?? untilMs;
    for (let at = flow.atMs + gapLimitMs; at < Math.min(nextMs, flow.atMs + longestMs); at += gapLimitMs)
      meter.add({ ...sampleOf(flow), atMs: at });
    if (nextMs - flow.atMs > longestMs) meter.add(unknownAt(flow.atMs + longestMs));
  }
}

/** The energy of today, from nothing. */
export function makeToday(options: TodayOptions): Today {
  return new RunningDay(options);
}

class RunningDay implements Today {
  readonly #options: TodayOptions;
  #day: LocalDay;
  #meter: DayMeter;
  #last: PowerSample | undefined;
  #isRecounting = false;
  /** When to add up again, on the monotonic clock, and when that was first wanted. */
  #due: { readonly sinceMs: number; readonly atMs: number } | undefined;
  #notBeforeMs = 0;

  constructor(options: TodayOptions) {
    this.#options = options;
    [this.#day, this.#meter] = this.#startDay();
  }

  add(flow: Flow): void {
    const sample = sampleOf(flow);
    this.#turnDay(sample.atMs);
    this.#meter.add(sample);
    this.#last = sample;
  }

  energy(): EnergyDay {
    const nowMs = this.#options.clock.nowMs();
    this.#turnDay(nowMs);
    const { measuredMs, ...sums } = this.#meter.total(nowMs);
    const { date, startMs } = this.#day;
    const measured = Math.min(1, measuredMs / Math.max(1, nowMs - startMs));
    return { date, fromMs: startMs, toMs: nowMs, ...sums, measured };
  }

  late(atMs: number): void {
    if (atMs >= this.#day.startMs) this.#want(settle.quietMs);
  }

  tick(): void {
    this.#turnDay(this.#options.clock.nowMs());
    if (this.#due === undefined || this.#isRecounting) return;
    if (this.#options.clock.monotonicMs() >= Math.max(this.#due.atMs, this.#notBeforeMs)) void this.recount();
  }

  async recount(): Promise<void> {
    if (this.#isRecounting) return;
    const { clock, flush, pastFlows, onChanged, onTrouble } = this.#options;
    const startedMs = clock.monotonicMs();
    this.#isRecounting = true;
    this.#due = undefined;
    try {
      await flush();
      const toMs = clock.nowMs();
      const [day, meter] = this.#startDay();
      const flows = await pastFlows({ fromMs: day.startMs, toMs, stepMs: recountStepMs });
      addPast(meter, flows, toMs);
      if (this.#last !== undefined && this.#last.atMs <= clock.nowMs()) meter.add(this.#last);
      [this.#day, this.#meter] = [day, meter];
      onChanged();
    } catch (error) {
      this.#want(retryMs);
      onTrouble(error);
    } finally {
      const nowMs = clock.monotonicMs();
      this.#notBeforeMs = nowMs + shareOfTime * (nowMs - startedMs);
      this.#isRecounting = false;
    }
  }

  #startDay(): [LocalDay, DayMeter] {
    const day = localDay(this.#options.clock.nowMs(), this.#options.timeZone);
    return [day, makeDayMeter(day.startMs, day.endMs, gapLimitMs)];
  }

  /** A new day begins with the power that flowed at midnight; after a clock was set, history has the rest of it. */
  #turnDay(nowMs: number): void {
    if (nowMs >= this.#day.startMs && nowMs < this.#day.endMs) return;
    [this.#day, this.#meter] = this.#startDay();
    if (this.#last !== undefined && this.#last.atMs <= nowMs) this.#meter.add(this.#last);
    this.#want(settle.quietMs);
  }

  #want(quietMs: number): void {
    const nowMs = this.#options.clock.monotonicMs();
    const sinceMs = this.#due?.sinceMs ?? nowMs;
    this.#due = { sinceMs, atMs: Math.min(nowMs + quietMs, sinceMs + Math.max(quietMs, settle.longestMs)) };
  }
}
