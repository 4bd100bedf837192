// A chart query from an address, converted into the hub's: metrics, a stretch of time, steps.
import { because, type Reason } from '#core/reason.ts';
import type { HistoryQuery } from '#api/contract.ts';
import { flowLines } from '#api/flow-lines.ts';
import type { AuditExportQuery } from '#api/settings.ts';
import type { AuditFilter } from '#core/audit.ts';
import { isMetricId } from '#core/catalogue.ts';
import { SolsteadError } from '#core/errors.ts';
import { instantIn } from '#core/instant.ts';
import { mostSteps } from '#hub/chart.ts';
import type { ChartQuery } from '#hub/chart-query.ts';

const maxMetrics = 50;

/** What a query is interpreted with. */
export interface QueryFrame {
  /** IANA zone in which times without an offset are meant. */
  readonly timeZone: string;
  readonly nowMs: number;
}

const fail = (at: string, why: Reason): never => {
  throw new SolsteadError('input.invalid', { at, why });
};

/** Reads the query of a chart. Errors: `input.invalid`, naming the field. */
export function chartQuery(query: HistoryQuery, { timeZone, nowMs }: QueryFrame): ChartQuery {
  const { device, stepMs, aggregate } = query;
  const fromMs = instantOf(query.from, 'from', timeZone);
  const toMs = query.to === undefined ? nowMs : instantOf(query.to, 'to', timeZone);
  if (fromMs >= toMs) fail('from', because('request.from-to'));
  if (stepMs !== undefined && (toMs - fromMs) / stepMs > mostSteps) {
    fail('stepMs', because('request.steps', { count: Math.ceil((toMs - fromMs) / stepMs), most: mostSteps }));
  }
  return {
    metrics: metricsOf(query.metric),
    fromMs,
    toMs,
    ...(device === undefined ? {} : { device }),
    ...(stepMs === undefined ? {} : { stepMs }),
    ...(aggregate === undefined ? {} : { aggregate }),
  };
}

function metricsOf(text: string): readonly string[] {
  const metrics = [...new Set(text.split(',').map((metric) => metric.trim()))];
  if (metrics.length > maxMetrics)
    fail('metric', because('request.metrics', { count: metrics.length, most: maxMetrics }));
  const flows: readonly string[] = flowLines;
  for (const metric of metrics) {
    if (!flows.includes(metric) && !isMetricId(metric)) fail('metric', because('metric.unknown', { metric }));
  }
  return metrics;
}

/** A moment: ISO 8601, local to the zone without an offset, or epoch ms. Errors: `input.invalid`, naming the field. */
export function instantOf(text: string, field: string, timeZone: string): number {
  return instantIn(timeZone, text) ?? fail(field, because('request.time', { field }));
}

/** Which lines of the audit log are wanted; it is of no home, so that times without an offset are UTC. Errors: `input.invalid`. */
export function auditFilter({ from, to, ...same }: Omit<AuditExportQuery, 'format'>): AuditFilter {
  const [fromMs, toMs] = [
    from === undefined ? undefined : instantOf(from, 'from', 'UTC'),
    to === undefined ? undefined : instantOf(to, 'to', 'UTC'),
  ];
  if (fromMs !== undefined && toMs !== undefined && fromMs >= toMs) fail('from', because('request.from-to'));
  return { ...same, fromMs, toMs };
}
