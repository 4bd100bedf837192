// A budget of energy or money for a month or a year: what is used, and where it is heading.
import type { Span } from './periods.ts';

/** The state of a budget. */
export interface BudgetState {
  readonly used: bigint;
  /** Below 0 when it is exceeded. */
  readonly left: bigint;
  /** The total at the end if it goes on as it has so far; absent in the first twentieth, when nothing can be said. */
  readonly projected?: bigint;
  readonly state: 'within' | 'heading-over' | 'over';
}

/** A budget at a moment; limit and use have the same unit: mWh, or an amount of money (10⁻¹⁸). */
export interface BudgetQuestion {
  readonly limit: bigint;
  /** What was used from the beginning of the span until now. */
  readonly used: bigint;
  readonly span: Span;
  readonly nowMs: number;
}

/** The state of a budget: `over` when it is used up, `heading-over` when the end is projected beyond it. */
export function budgetState({ limit, used, span, nowMs }: BudgetQuestion): BudgetState {
  const wholeMs = span.endMs - span.startMs;
  const passedMs = Math.min(Math.max(nowMs - span.startMs, 0), wholeMs);
  const projected = passedMs * 20 < wholeMs ? undefined : (used * BigInt(wholeMs)) / BigInt(passedMs);
  const heading = projected !== undefined && projected > limit;
  return {
    used,
    left: limit - used,
    ...(projected === undefined ? {} : { projected }),
    state: used > limit ? 'over' : heading ? 'heading-over' : 'within',
  };
}
