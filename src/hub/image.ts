// The live image of one site: the latest value of everything, with its age and quality.
import type { MetricId } from '#core/catalogue.ts';
import type { Batch, MetricValue, Quality } from '#core/reading.ts';
import type { LiveValue } from '#api/contract.ts';

interface Entry {
  readonly value: MetricValue;
  readonly atMs: number;
  readonly quality: Quality;
}

/** What was taken last. */
interface LastValue {
  readonly value: MetricValue;
  readonly atMs: number;
}

interface DeviceImage {
  readonly entries: Map<MetricId, Entry>;
  lastSeenMs: number | undefined;
  intervalMs: number;
  stale: boolean;
}

/**
 * A device is stale after this many of its intervals without a word: under two, so that what people see is stale
 * within two.
 */
const staleAfterIntervals = 1.75;

const none: readonly string[] = [];

/** The image of one site. */
export interface Image {
  /** Sets a device's expected interval, ms; adds it if new. */
  place(device: string, intervalMs: number): void;
  remove(device: string): void;
  has(device: string): boolean;
  /** Takes the newer values; returns the metrics that changed the image. */
  take(batch: Batch, nowMs: number): readonly MetricId[];
  /** Fills in values from before a restart: stale until the device reports them again. */
  restore(batch: Batch): void;
  lastSeenMs(device: string): number | undefined;
  /** The last value, as it was taken. */
  last(device: string, metric: MetricId): LastValue | undefined;
  /** The same of one device. */
  lastOf(device: string): (metric: MetricId) => LastValue | undefined;
  isStale(device: string): boolean;
  /** Finds devices whose staleness changed by `nowMs`: all, or this one. */
  age(nowMs: number, only?: string): readonly string[];
  /** A value with its quality now. */
  value(device: string, metric: MetricId): LiveValue | undefined;
  /** All values of a device. */
  values(device: string): readonly LiveValue[];
}

/** An empty image. */
export function makeImage(): Image {
  const devices = new Map<string, DeviceImage>();

  const view = (device: string, image: DeviceImage, [metric, entry]: readonly [MetricId, Entry]): LiveValue => ({
    device,
    metric,
    value: entry.value,
    atMs: entry.atMs,
    quality: image.stale ? 'stale' : entry.quality,
  });

  return {
    place(device, intervalMs) {
      const image = devices.get(device);
      if (image === undefined) {
        devices.set(device, { entries: new Map(), lastSeenMs: undefined, intervalMs, stale: true });
      } else image.intervalMs = intervalMs;
    },
    remove: (device) => void devices.delete(device),
    has: (device) => devices.has(device),
    take(batch, nowMs) {
      const image = devices.get(batch.device);
      return image === undefined ? [] : takeNewer(image, batch, nowMs);
    },
    restore({ device, atMs, metric, value }) {
      const entries = devices.get(device)?.entries;
      if (entries === undefined) return;
      for (const [index, id] of metric.entries()) {
        const recalled = value[index];
        if (recalled !== undefined && !entries.has(id)) entries.set(id, { value: recalled, atMs, quality: 'stale' });
      }
    },
    lastSeenMs: (device) => devices.get(device)?.lastSeenMs,
    last: (device, metric) => devices.get(device)?.entries.get(metric),
    lastOf(device) {
      const entries = devices.get(device)?.entries;
      return (metric) => entries?.get(metric);
    },
    isStale: (device) => devices.get(device)?.stale ?? true,
    age(nowMs, only) {
      const one = only === undefined ? undefined : devices.get(only);
      if (only !== undefined && one !== undefined) return turns(one, nowMs) ? [only] : none;
      return [...devices].filter(([, image]) => turns(image, nowMs)).map(([device]) => device);
    },
    value(device, metric) {
      const image = devices.get(device);
      const entry = image?.entries.get(metric);
      return image === undefined || entry === undefined ? undefined : view(device, image, [metric, entry]);
    },
    values(device) {
      const image = devices.get(device);
      return image === undefined ? [] : [...image.entries].map((entry) => view(device, image, entry));
    },
  };
}

function isHeard({ lastSeenMs, intervalMs }: DeviceImage, nowMs: number): boolean {
  return lastSeenMs !== undefined && nowMs - lastSeenMs <= staleAfterIntervals * intervalMs;
}

/** Whether it becomes stale by now, or is heard again. */
function turns(image: DeviceImage, nowMs: number): boolean {
  const stale = !isHeard(image, nowMs);
  if (stale === image.stale) return false;
  image.stale = stale;
  return true;
}

/** Takes what is newer. What lies ahead of our clock was stamped before the clock was set back: it is not newer. */
function takeNewer(image: DeviceImage, { atMs, metric, value, quality }: Batch, nowMs: number): readonly MetricId[] {
  const isNewerThan = (knownMs: number): boolean => atMs >= knownMs || knownMs > nowMs;
  const changed: MetricId[] = [];
  for (let index = 0; index < metric.length; index += 1) {
    const [id, found] = [metric[index], value[index]];
    if (id === undefined || found === undefined) continue;
    const known = image.entries.get(id);
    if (known !== undefined && !isNewerThan(known.atMs)) continue;
    image.entries.set(id, { value: found, atMs, quality: quality[index] ?? 'good' });
    changed.push(id);
  }
  if (image.lastSeenMs === undefined || isNewerThan(image.lastSeenMs)) image.lastSeenMs = Math.min(atMs, nowMs);
  return changed;
}
