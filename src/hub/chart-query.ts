// What is asked of the history of a home.
import type { Aggregate } from '#core/history.ts';

/** A question for a chart; metrics of the catalogue or `flow.pv`, `flow.grid`, `flow.battery`, `flow.load`, `flow.soc`. */
export interface ChartQuery {
  readonly metrics: readonly string[];
  readonly device?: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs?: number;
  readonly aggregate?: Aggregate;
}
