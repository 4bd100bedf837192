// What is posted: batches of a home as JSON, or a form of one's own with values in it.
import { isMetricId, type MetricId } from '#core/catalogue.ts';
import type { Batch, MetricValue } from '#core/reading.ts';
import type { Names } from '../names.ts';

/** A batch as others read it. */
export interface BatchJson {
  readonly site: string;
  readonly device: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** By metric; what is no number and no text is not there. */
  readonly values: Readonly<Record<string, MetricValue>>;
}

const isSaid = (value: MetricValue | undefined): value is MetricValue =>
  typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));

/** A batch as JSON, under the names of the output. */
export function batchJson({ site, device, atMs, metric, value }: Batch, names: Names): BatchJson {
  const values = metric.flatMap((id, index) => {
    const one = value[index];
    return isSaid(one) ? [[names.metric(id), one] as const] : [];
  });
  return { site, device: names.device(device), time: new Date(atMs).toISOString(), values: Object.fromEntries(values) };
}

const gap = /\{\{\s*([a-z0-9_.]+)\s*\}\}/g;
const isGap = (name: string): boolean => ['site', 'device', 'time'].includes(name) || isMetricId(name);

/** Why a text is no template: the gap that names nothing, or that it is no JSON. */
export function templateFault(text: string): { readonly gap: string } | 'json' | undefined {
  const unknown = [...text.matchAll(gap)].find(([, name = '']) => !isGap(name))?.[1];
  if (unknown !== undefined) return { gap: unknown };
  try {
    JSON.parse(text.replaceAll(gap, 'null'));
    return undefined;
  } catch {
    return 'json';
  }
}

/** A template with what is known of a device in its gaps; what is not known is `null`. */
export function filled(
  template: string,
  { site, device, time }: Omit<BatchJson, 'values'>,
  valueOf: (metric: MetricId) => MetricValue | undefined,
): string {
  const named: Readonly<Record<string, string>> = { site, device, time };
  return template.replaceAll(gap, (_whole, name: string) => {
    const value = named[name] ?? (isMetricId(name) ? valueOf(name) : undefined);
    return JSON.stringify(isSaid(value) ? value : null);
  });
}
