// What a value has to become that a rule waits for, as it is read.
import { metricOf, type MetricId } from '#core/catalogue.ts';
import type { MetricValue } from '#core/reading.ts';

/** `on` of a relay is 1; undefined: the value can never be this. */
export function changedTo(metric: MetricId, to: string | number): MetricValue | undefined {
  const { kind } = metricOf(metric);
  if (kind === 'text') return String(to);
  const value = kind === 'binary' && (to === 'on' || to === 'off') ? Number(to === 'on') : to;
  return typeof value === 'number' ? value : undefined;
}
