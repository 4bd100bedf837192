// Settling in the background: which hours are to be settled when, and the days that follow from them. It knows rules and
// days; neither knows it.
import type { CircuitCount } from '#api/meter-roles.ts';
import { isSolsteadError } from '#core/errors.ts';
import type { Clock } from '#core/clock.ts';
import type { HistoryReader } from '#core/history.ts';
import type { LedgerStore } from '#core/ledger.ts';
import { hourOf } from '#core/time.ts';
import { emptyState } from '#energy/metering/settle.ts';
import type { Correction } from '#energy/metering/correction.ts';
import type { Calendar } from './calendar.ts';
import type { Days } from './days.ts';
import { type HourSettler, openHourSettler } from './hour-settler.ts';
import { isMetered } from './metered.ts';
import type { KeptHour } from './packing.ts';
import type { Rules } from './rules.ts';

/** What settling depends on. */
export interface SettlementParts {
  readonly site: string;
  readonly clock: Clock;
  readonly store: LedgerStore;
  readonly history: HistoryReader;
  readonly rules: Rules;
  readonly days: Days;
  readonly calendar: Calendar;
  /** Resolves when what was taken is in history. */
  flush(): Promise<void>;
  /** Called when everything due has been settled. */
  onSettled(): void;
  onTrouble(error: unknown): void;
}

/** How far settling is, in hours. */
export interface LedgerWork {
  readonly done: number;
  readonly total: number;
}

/** Late values often come in many parts: waits until they have settled, but not for ever, ms. */
const quiet = { ms: 1000, longestMs: 10_000 } as const;
/** Values older than this came late. */
const lateMs = 120_000;
/** This many hours are settled before anything else after a start. */
const shortHours = 2;
const retryMs = 30_000;

/** The settlement of a home; it rests until it is opened. */
export class Settlement {
  readonly #parts: SettlementParts;
  readonly #stop = new AbortController();
  #settler: HourSettler | undefined;
  #running: Promise<void> | undefined;
  /** Whether history has reported what it holds: an unreachable server is asked again. */
  #hasAsked = false;
  #doneBefore = 0;
  /** Whether the open time does not continue from the last settled hour yet. */
  #isBehind = true;
  /** History was asked, and there is nothing to continue from. */
  #isWithoutPast = false;
  #due: { readonly sinceMs: number; readonly atMs: number } | undefined;
  #notBeforeMs = 0;
  /** Those who wait for circuits to be added to hours without. */
  #circuitCount: CircuitCount = { isRunning: false };
  #lateCircuits: ((hours: number) => void)[] = [];

  constructor(parts: SettlementParts) {
    this.#parts = parts;
  }

  /** Hours before this are settled; absent before the first reading. */
  get settledMs(): number | undefined {
    return this.#settler?.headMs;
  }

  /** How many hours were settled since the start; settling again counts again. */
  get settledHours(): number {
    return this.#settler?.settledHours ?? 0;
  }

  /** Absent when nothing is to be done. */
  get work(): LedgerWork | undefined {
    const left = this.#settler?.openWork() ?? 0;
    if (left === 0) return undefined;
    const done = this.settledHours - this.#doneBefore;
    return { done, total: done + left };
  }

  /** Begins; rules and days are open already. Errors: `store.*`. */
  async open(): Promise<void> {
    this.#settler = await openHourSettler(this.#parts);
    try {
      await this.#discover();
    } catch (error) {
      // An unreachable history must not keep a home from starting.
      if (!isSolsteadError(error, 'store.failed')) throw error;
      this.#parts.onTrouble(error);
    }
  }

  /** After a short absence today is right at once; a long one is caught up in the background. */
  async catchUpShortly(): Promise<void> {
    if ((this.#settler?.openWork() ?? 0) <= shortHours) await this.#run();
  }

  /** Notes that a reading went to history. */
  took(atMs: number): void {
    const { rules, days, clock } = this.#parts;
    const settler = this.#settler;
    if (settler === undefined) return;
    const { firstMs } = rules;
    // While it opens, it is not known yet what history holds of the running hour: then it is read back.
    if (
      this.#isWithoutPast &&
      !days.isLive &&
      firstMs !== undefined &&
      settler.headMs === undefined &&
      settler.openWork() === 0
    )
      days.begin(emptyState(hourOf(firstMs)));
    settler.touch([hourOf(atMs)]);
    if (atMs < clock.nowMs() - lateMs) this.#want();
  }

  /** Marks hours to be settled again because their rules changed; resolves when that is kept. Errors: `store.failed`. */
  async touch(hours: readonly number[]): Promise<void> {
    this.#settler?.touch(hours);
    await this.#settler?.saveDirty();
    this.#isBehind = true;
    this.#want();
  }

  /** Resolves when a kill can no longer lose anything that was taken, once history has it. */
  async saveDirty(): Promise<void> {
    await this.#settler?.saveDirty();
  }

  /** To be called a few times a second. */
  tick(): void {
    const settler = this.#settler;
    if (this.#stop.signal.aborted || this.#running !== undefined || settler === undefined) return;
    const nowMs = this.#parts.clock.monotonicMs();
    if (nowMs < this.#notBeforeMs || nowMs < (this.#due?.atMs ?? 0)) return;
    const isBehind = this.#isBehind && this.#parts.rules.firstMs !== undefined;
    const isIdle = settler.openWork() === 0 && !this.#parts.days.isDirty && !settler.mustStandBack;
    if (this.#hasAsked && isIdle && !isBehind) return;
    void this.#run();
  }

  /** Resolves when everything due now is done. */
  async settled(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
    await this.#run();
  }

  /**
   * Adds circuits to hours that were settled before there were circuits, as far as history holds their readings; no other
   * figure changes. Resolves to how many hours got some.
   */
  async countCircuitsAgain(): Promise<number> {
    let count = 0;
    this.#circuitCount = { isRunning: true, part: 0 };
    this.#lateCircuits.push((hours) => (count = hours));
    await this.settled();
    this.#circuitCount = { isRunning: false, hours: count };
    return count;
  }

  /** How far adding circuits is, or how many hours got some when it was done last. */
  get circuitCount(): CircuitCount {
    return this.#circuitCount;
  }

  /** What hours would be with other corrections: those that differ from what is stored. Errors: `store.*`. */
  async trySettling(
    hours: readonly number[],
    corrections: readonly Correction[],
  ): Promise<ReadonlyMap<number, KeptHour>> {
    return (await this.#settler?.trySettling(hours, corrections)) ?? new Map();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await this.#settler?.flush().catch(() => undefined);
  }

  /** Series that history has and the rules do not know, such as those of a home from before the ledger. */
  async #discover(): Promise<void> {
    const { site, history, rules } = this.#parts;
    const series = (await history.series(site)).filter(
      ({ device, metric }) => rules.isPresent(device) && isMetered(metric) && !rules.knows(device, metric),
    );
    this.#hasAsked = series.length === 0;
    if (this.#hasAsked) return;
    const firsts = await history.range({ series, fromMs: 0, toMs: Number.MAX_SAFE_INTEGER, limit: 1 });
    const touched: number[] = [];
    for (const { key, atMs } of firsts) {
      const first = atMs[0];
      if (first === undefined) continue;
      rules.heard(key.device, [key.metric], first);
      touched.push(hourOf(first));
    }
    this.#settler?.touch(touched);
    this.#hasAsked = true;
  }

  #want(): void {
    const nowMs = this.#parts.clock.monotonicMs();
    const sinceMs = this.#due?.sinceMs ?? nowMs;
    this.#due = { sinceMs, atMs: Math.min(nowMs + quiet.ms, sinceMs + quiet.longestMs) };
  }

  async #run(): Promise<void> {
    const { clock, days, onTrouble, onSettled } = this.#parts;
    const told = (): void => {
      days.settled();
      onSettled();
    };
    this.#running = this.#work().then(told, (error: unknown) => {
      if (this.#stop.signal.aborted) return;
      this.#notBeforeMs = clock.monotonicMs() + retryMs;
      onTrouble(error);
    });
    await this.#running;
    this.#running = undefined;
  }

  async #work(): Promise<void> {
    const settler = this.#settler;
    if (settler === undefined) return;
    const { days } = this.#parts;
    const { signal } = this.#stop;
    this.#due = undefined;
    if (!this.#hasAsked) await this.#discover();
    this.#doneBefore = settler.settledHours;
    if (await settler.standBack()) {
      await days.readMarks();
      this.#isBehind = true;
    }
    const waiting = this.#lateCircuits.splice(0);
    if (waiting.length > 0) {
      const hours = await settler.addCircuits(signal, ({ done, total }) => {
        this.#circuitCount = { isRunning: true, part: done / total };
      });
      for (const tell of waiting) tell(hours);
      await days.readMarks();
    }
    while (!signal.aborted) {
      const before = settler.settledHours;
      if (await settler.settleNext()) {
        this.#isBehind ||= settler.settledHours > before;
        await days.readMarks();
        await days.addUp(settler.headMs ?? 0, signal);
        continue;
      }
      await days.addUp(Number.POSITIVE_INFINITY, signal);
      break;
    }
    if (this.#isBehind && !signal.aborted) await this.#catchUp(settler);
  }

  /** The open time continues from the last settled hour. */
  async #catchUp(settler: HourSettler): Promise<void> {
    const { firstMs } = this.#parts.rules;
    const state = (await settler.headState()) ?? (firstMs === undefined ? undefined : emptyState(hourOf(firstMs)));
    this.#isWithoutPast = state === undefined;
    if (state === undefined) return;
    this.#isBehind = false;
    await this.#parts.days.goOnFrom(state, () => settler.flush());
  }
}
