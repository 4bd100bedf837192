// Trials of an automation over the recorded past of a home: one at a time in the process, a bit after another, so that the house goes on.
import type { Program } from '#automation/engine.ts';
import { holidayCalendar, yearsAround } from '#automation/holiday-calendar.ts';
import type { Prices } from '#automation/prices.ts';
import { runTrial, type TrialOutcome } from '#automation/trial/trial.ts';
import type { Clock } from '#core/clock.ts';
import { reasonOf, SolsteadError } from '#core/errors.ts';
import { because, type Reason } from '#core/reason.ts';
import { dayMs, minuteMs, type TimeRange } from '#core/time.ts';
import type { ActingHome } from './acting-home.ts';
import { pastDevices, pastRows, stepOfPast } from './past.ts';

/** A trial. */
export interface Trial extends TimeRange {
  readonly stepMs: number;
  readonly state: 'running' | 'done' | 'failed';
  /** From 0 to 1. */
  readonly share: number;
  readonly outcome?: TrialOutcome | undefined;
  readonly failure?: Reason | undefined;
}

/** The longest past of one trial, ms. */
const longestTrialMs = 31 * dayMs;
/** What was recorded counts for so long, ms: of a past that is kept as means of five minutes, two of them may be missing. */
const freshMs = 15 * minuteMs;

interface Running {
  readonly site: string;
  readonly control: AbortController;
}

/** A turn of a trial, ms: so long does nobody else have one. */
const turnMs = 10;
/** What a trial may take in all, turn by turn, ms. */
const mostMs = 5 * minuteMs;

/** The trials of an installation. */
export class Trials {
  readonly #clock: Clock;
  readonly #bySite = new Map<string, Trial>();
  #running: Running | undefined;
  /** The one that was ended last may still be reading. */
  #ended: Promise<void> = Promise.resolve();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The last trial of a home. */
  of(site: string): Trial | undefined {
    return this.#bySite.get(site);
  }

  /** Begins one; one of the same home that runs ends. Errors: `input.invalid`, `automation.busy` while another home's runs. */
  begin(
    site: string,
    { home, program, fromMs, toMs }: { readonly home: ActingHome; readonly program: Program } & TimeRange,
  ): Trial {
    const span = { fromMs, toMs: Math.min(toMs, this.#clock.nowMs()) };
    if (!(span.toMs > fromMs && span.toMs - fromMs <= longestTrialMs))
      throw new SolsteadError('input.invalid', {
        at: 'from',
        why: because('act.trial-stretch', { days: longestTrialMs / dayMs }),
      });
    if (this.#running !== undefined && this.#running.site !== site)
      throw new SolsteadError('automation.busy', { at: 'automation', why: because('act.trial-busy') });
    this.end(site);
    const control = new AbortController();
    this.#running = { site, control };
    const stepMs = stepOfPast(span);
    // Steps of a past are those of its charts.
    const aligned = { fromMs: Math.ceil(fromMs / stepMs) * stepMs, toMs: span.toMs };
    const trial: Trial = { ...aligned, stepMs, state: 'running', share: 0 };
    this.#bySite.set(site, trial);
    const tell = (change: Partial<Trial>): void => {
      const now = this.#bySite.get(site);
      if (now !== undefined && !control.signal.aborted) this.#bySite.set(site, { ...now, ...change });
    };
    const before = this.#ended;
    const run = async (): Promise<TrialOutcome> => {
      await before;
      control.signal.throwIfAborted();
      return this.#run({ home, program, trial, signal: control.signal, onProgress: (share) => tell({ share }) });
    };
    this.#ended = run()
      .then(
        (outcome) => tell({ state: 'done', share: 1, outcome }),
        (error: unknown) => tell({ state: 'failed', failure: reasonOf(error) }),
      )
      .finally(() => {
        if (this.#running?.control === control) this.#running = undefined;
      });
    return trial;
  }

  /** Ends that of a home, if it runs, and forgets it. */
  end(site: string): void {
    this.#bySite.delete(site);
    if (this.#running?.site !== site) return;
    this.#running.control.abort(new Error('the trial was ended'));
    this.#running = undefined;
  }

  /** Gives others their turn after each of its own, and ends what takes too much in all. */
  #breather(signal: AbortSignal): () => Promise<void> {
    let sinceMs = this.#clock.monotonicMs();
    let tookMs = 0;
    return async () => {
      const nowMs = this.#clock.monotonicMs();
      if (nowMs - sinceMs < turnMs) return;
      tookMs += nowMs - sinceMs;
      if (tookMs > mostMs)
        throw new SolsteadError('automation.busy', {
          at: 'trial',
          why: because('act.trial-long', { minutes: mostMs / minuteMs }),
        });
      await this.#clock.sleep(0, { signal });
      sinceMs = this.#clock.monotonicMs();
    };
  }

  async #run({
    home,
    program,
    trial: { fromMs, toMs, stepMs },
    signal,
    onProgress,
  }: {
    readonly home: ActingHome;
    readonly program: Program;
    readonly trial: Trial;
    readonly signal: AbortSignal;
    onProgress(share: number): void;
  }): Promise<TrialOutcome> {
    const { timeZone: zone, latitude, longitude } = home.facts.site;
    let prices: Prices | undefined;
    const rows = pastRows(home, program, {
      fromMs,
      toMs,
      stepMs,
      signal,
      breathe: this.#breather(signal),
      onProgress,
      onPrices: (known) => void (prices = known),
    });
    const isHoliday = await holidayCalendar(program.holidays, yearsAround(fromMs));
    return runTrial(program, rows, {
      zone,
      place: latitude === undefined || longitude === undefined ? undefined : { latitude, longitude },
      devices: await pastDevices(home, { freshMs }),
      freshMs,
      everyMs: stepMs,
      signal,
      isHoliday,
      prices: () => prices,
    });
  }
}
