// Which values an output gets: devices and metrics, no more often than wished, and only what differs by enough. Old values, and those
// that wait for a confirmation, are for nobody outside.
import type { MetricId } from '#core/catalogue.ts';
import type { OutputFilter } from '#core/output.ts';
import type { Batch, MetricValue } from '#core/reading.ts';

/** A filter at work. */
export interface Sieve {
  /** Whether a device, or a metric of it, is let through at all. */
  wants(device: string, metric?: MetricId): boolean;
  /** What is let through of a batch; undefined if that is nothing. */
  take(batch: Batch): Batch | undefined;
  /** Forgets what was let through of a device. */
  forget(device: string): void;
  /** When the first value may pass again, epoch ms, where values pass seldom and however they are; undefined: as they come. */
  nextMs?(): number | undefined;
  /** Batches that a condition held back since the start; absent: there is none. */
  heldBack?(): number;
}

/** What was let through last of one metric of one device. */
interface Last {
  readonly value: MetricValue;
  readonly atMs: number;
}

/** What passes no more often than this is seldom, s. */
export const seldomSeconds = 60;

/** Whether one of some patterns names a metric. */
function matcher(patterns: readonly string[]): (metric: string) => boolean {
  const whole = new Set(patterns);
  const beginnings = patterns.flatMap((text) => (text.endsWith('*') ? [text.slice(0, -1)] : []));
  return (metric) => whole.has(metric) || beginnings.some((beginning) => metric.startsWith(beginning));
}

function chooser({ devices, exceptDevices = [], metrics, exceptMetrics = [] }: OutputFilter): Sieve['wants'] {
  const [those, notThose] = [devices === undefined ? undefined : new Set(devices), new Set(exceptDevices)];
  const [isMeant, isNotMeant] = [metrics === undefined ? () => true : matcher(metrics), matcher(exceptMetrics)];
  return (device, metric) =>
    those?.has(device) !== false &&
    !notThose.has(device) &&
    (metric === undefined || (isMeant(metric) && !isNotMeant(metric)));
}

/** By how much a metric has to differ, in its unit. */
function bandOf({ deadBands = [] }: OutputFilter): (metric: string) => number {
  const bands = deadBands.map(({ metrics, by }) => ({ matches: matcher([metrics]), by }));
  const known = new Map<string, number>();
  return (metric) => {
    const before = known.get(metric);
    if (before !== undefined) return before;
    const by = bands.find(({ matches }) => matches(metric))?.by ?? 0;
    known.set(metric, by);
    return by;
  };
}

/** A filter at work. */
export function makeSieve(filter: OutputFilter): Sieve {
  const { everySeconds = 0, changesOnly = false, againSeconds = Number.POSITIVE_INFINITY } = filter;
  const wants = chooser(filter);
  const band = bandOf(filter);
  const last = new Map<string, Map<string, Last>>();
  const differs = (metric: string, value: MetricValue, before: Last): boolean =>
    typeof value === 'number' && typeof before.value === 'number'
      ? value !== before.value && Math.abs(value - before.value) >= band(metric)
      : value !== before.value;
  const isLetThrough = (metric: string, value: MetricValue, { before, atMs }: { before: Last; atMs: number }) => {
    const passedMs = atMs - before.atMs;
    // A clock that was set back begins anew.
    if (passedMs < 0 || passedMs >= againSeconds * 1000) return true;
    return passedMs >= everySeconds * 1000 && (!changesOnly || differs(metric, value, before));
  };
  const isRemembered = everySeconds > 0 || changesOnly;
  return {
    wants,
    take(batch) {
      const { device, atMs } = batch;
      if (!wants(device)) return undefined;
      const seen = last.get(device) ?? new Map<string, Last>();
      const kept = [...batch.metric.entries()].flatMap(([index, metric]) => {
        const [value, quality] = [batch.value[index], batch.quality[index]];
        if (value === undefined || quality === undefined || quality === 'stale' || quality === 'held') return [];
        if (!wants(device, metric)) return [];
        const before = seen.get(metric);
        if (before !== undefined && !isLetThrough(metric, value, { before, atMs })) return [];
        if (isRemembered) seen.set(metric, { value, atMs });
        return [{ metric, value, quality }];
      });
      if (kept.length === 0) return undefined;
      if (isRemembered) last.set(device, seen);
      return {
        ...batch,
        metric: kept.map(({ metric }) => metric),
        value: kept.map(({ value }) => value),
        quality: kept.map(({ quality }) => quality),
      };
    },
    forget: (device) => void last.delete(device),
    nextMs() {
      if (everySeconds < seldomSeconds || changesOnly || last.size === 0) return undefined;
      const passedMs = [...last.values()].flatMap((metrics) => [...metrics.values()].map(({ atMs }) => atMs));
      return Math.min(...passedMs) + everySeconds * 1000;
    },
  };
}
