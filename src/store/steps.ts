// Points and rows of roll-ups, in order of time, turned into the answer of one series; for every store that reads in that order.
import type { Aggregate, RangeQuery } from '#core/history.ts';
import type { Points } from './chunks/points.ts';
import { addSummary, type OpenSummary, type Summary, summaryOf } from './chunks/summary.ts';

/** Columns of one series' answer. */
export interface StepColumns {
  readonly atMs: number[];
  readonly value: number[];
  /** Whether `limit` cut the answer. */
  readonly cut: boolean;
}

const aggregates: Readonly<Record<Aggregate, (step: Summary, endMs: number) => number>> = {
  mean: ({ sum, count }) => sum / count,
  timeMean: ({ area, last, lastMs, firstMs }, endMs) => (area + last * (endMs - lastMs)) / (endMs - firstMs),
  min: ({ min }) => min,
  max: ({ max }) => max,
  first: ({ first }) => first,
  last: ({ last }) => last,
  sum: ({ sum }) => sum,
  count: ({ count }) => count,
};

interface OpenStep {
  readonly startMs: number;
  readonly endMs: number;
  readonly summary: OpenSummary;
}

/**
 * Gathers the answer of one series. A step is dated by its start, aligned to the epoch; `timeMean` weighs each value by the
 * time to the next point, the last one to the end of the step or of the range.
 */
export class Answer {
  readonly #query: RangeQuery;
  readonly #atMs: number[] = [];
  readonly #value: number[] = [];
  #step: OpenStep | undefined;
  #cut = false;
  /** Rows that begin earlier were already returned. */
  #rowsUntilMs = Number.NEGATIVE_INFINITY;

  constructor(query: RangeQuery) {
    this.#query = query;
  }

  /** Whether anything more would be cut off. */
  get isFull(): boolean {
    return this.#cut;
  }

  #tell(atMs: number, value: number): void {
    if (this.#atMs.length >= (this.#query.limit ?? Number.POSITIVE_INFINITY)) this.#cut = true;
    else {
      this.#atMs.push(atMs);
      this.#value.push(value);
    }
  }

  #close(): void {
    if (this.#step === undefined) return;
    const { startMs, endMs, summary } = this.#step;
    this.#step = undefined;
    const valueOf = aggregates[this.#query.aggregate ?? 'mean'];
    this.#tell(startMs, valueOf(summary, Math.min(endMs, this.#query.toMs)));
  }

  /** Adds points of the range. */
  addPoints(points: Points): void {
    const { atMs, value } = points;
    const { stepMs } = this.#query;
    if (stepMs === undefined) {
      this.#close();
      for (let index = 0; index < atMs.length && !this.#cut; index += 1)
        this.#tell(atMs[index] ?? 0, value[index] ?? 0);
      return;
    }
    for (let from = 0; from < atMs.length && !this.#cut; ) {
      const at = atMs[from] ?? 0;
      const open = this.#step !== undefined && at < this.#step.endMs ? this.#step : undefined;
      const startMs = open?.startMs ?? Math.floor(at / stepMs) * stepMs;
      const endMs = open?.endMs ?? startMs + stepMs;
      let to = from + 1;
      while (to < atMs.length && (atMs[to] ?? 0) < endMs) to += 1;
      const summary = summaryOf(points, from, to);
      if (open === undefined) {
        this.#close();
        this.#step = { startMs, endMs, summary };
      } else addSummary(open.summary, summary);
      from = to;
    }
  }

  /** Adds a row of a roll-up; one that begins at the same time as an earlier one is left out. */
  addRow(summary: Summary, { startMs, widthMs }: { readonly startMs: number; readonly widthMs: number }): void {
    if (startMs < this.#rowsUntilMs || this.#cut) return;
    this.#rowsUntilMs = startMs + widthMs;
    if (this.#step !== undefined && startMs < this.#step.endMs) {
      addSummary(this.#step.summary, summary);
      return;
    }
    this.#close();
    const stepMs = this.#query.stepMs ?? widthMs;
    const stepStartMs = Math.floor(startMs / stepMs) * stepMs;
    const endMs = Math.max(stepStartMs + stepMs, startMs + widthMs);
    this.#step = { startMs: stepStartMs, endMs, summary: { ...summary } };
  }

  /** Everything that was gathered. */
  columns(): StepColumns {
    this.#close();
    return { atMs: this.#atMs, value: this.#value, cut: this.#cut };
  }
}

/** Asserts that a query can be answered: whole steps and limits above 0. */
export function assertRange({
  fromMs,
  toMs,
  stepMs,
  limit,
}: Pick<RangeQuery, 'fromMs' | 'toMs' | 'stepMs' | 'limit'>): void {
  if (Number.isNaN(fromMs) || Number.isNaN(toMs)) throw new TypeError('assertion: the range is not a number');
  for (const whole of [stepMs, limit])
    if (whole !== undefined && !(Number.isSafeInteger(whole) && whole > 0))
      throw new TypeError(`assertion: ${whole} is no step or limit`);
}
