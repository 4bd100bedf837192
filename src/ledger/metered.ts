// Which metrics matter to the ledger.
import type { MetricId } from '#core/catalogue.ts';

const metered = /^(pv|grid|battery|load)\.(power(\.l[123])?|energy(\..+)?)$|^grid\.(voltage|connected)$/;

/** Whether a metric matters to the ledger. */
export const isMetered = (metric: MetricId): boolean => metered.test(metric);
