// The live image of one site: the latest value of everything, with its age and quality.
import type { MetricId } from '#core/catalogue.ts';
import type { Batch, MetricValue, Quality } from '#core/reading.ts';
import { readingsOf } from '#core/reading.ts';
import type { LiveValue } from './types.ts';

interface Entry {
  value: MetricValue;
  atMs: number;
  quality: Quality;
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

/** The image of one site. */
export interface Image {
  /** Sets a device's expected interval, ms; makes its place. */
  place(device: string, intervalMs: number): void;
  remove(device: string): void;
  has(device: string): boolean;
  /** Takes the newer values; returns the metrics that changed the image. `seen` false: filled from history. */
  take(batch: Batch, seen?: boolean): readonly MetricId[];
  lastSeenMs(device: string): number | undefined;
  lastAtMs(device: string, metric: MetricId): number | undefined;
  isStale(device: string): boolean;
  /** Finds devices whose staleness changed by `nowMs`. */
  age(nowMs: number): readonly string[];
  /** A value with its quality now. */
  value(device: string, metric: MetricId): LiveValue | undefined;
  /** All values of a device. */
  values(device: string): readonly LiveValue[];
}

/** An empty image. */
export function makeImage(): Image {
  const devices = new Map<string, DeviceImage>();

  const view = (device: string, image: DeviceImage, metric: MetricId, entry: Entry): LiveValue => ({
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
    take(batch, seen = true) {
      const image = devices.get(batch.device);
      if (image === undefined) return [];
      const changed: MetricId[] = [];
      for (const { metric, value, atMs, quality } of readingsOf(batch)) {
        const entry = image.entries.get(metric);
        if (entry !== undefined && entry.atMs >= atMs) continue;
        image.entries.set(metric, { value, atMs, quality });
        changed.push(metric);
      }
      if (seen && batch.atMs >= (image.lastSeenMs ?? Number.NEGATIVE_INFINITY)) image.lastSeenMs = batch.atMs;
      return changed;
    },
    lastSeenMs: (device) => devices.get(device)?.lastSeenMs,
    lastAtMs: (device, metric) => devices.get(device)?.entries.get(metric)?.atMs,
    isStale: (device) => devices.get(device)?.stale ?? true,
    age(nowMs) {
      const turned: string[] = [];
      for (const [device, image] of devices) {
        const stale = image.lastSeenMs === undefined || nowMs - image.lastSeenMs > staleAfterIntervals * image.intervalMs;
        if (stale === image.stale) continue;
        image.stale = stale;
        turned.push(device);
      }
      return turned;
    },
    value(device, metric) {
      const image = devices.get(device);
      const entry = image?.entries.get(metric);
      return image === undefined || entry === undefined ? undefined : view(device, image, metric, entry);
    },
    values(device) {
      const image = devices.get(device);
      if (image === undefined) return [];
      return [...image.entries].map(([metric, entry]) => view(device, image, metric, entry));
    },
  };
}
