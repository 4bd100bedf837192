// What those who take the readings of a daemon may know of it: its devices, and the newest of everything.
import { findMetric, type MetricId } from '#core/catalogue.ts';
import type { Clock } from '#core/clock.ts';
import type { DeviceFacts, SiteFacts } from '#core/consumer.ts';
import type { Field } from '#core/field.ts';
import type { Batch } from '#core/reading.ts';
import type { DeviceRecord, SiteRecord } from '#core/records.ts';
import type { ListedDefinition } from '#devices/listed.ts';
import type { KnownValue } from '#outputs/output-kind.ts';

/** A device of the daemon. */
export interface RunningRecord {
  readonly record: DeviceRecord;
  readonly listed: ListedDefinition;
}

/** The devices, and who knows how they are. */
interface HomeParts {
  readonly clock: Clock;
  readonly field: Field;
  readonly site: SiteRecord;
  devices(): readonly RunningRecord[];
}

/** The newest of everything. */
export interface Newest {
  take(batch: Batch): void;
  last(device: string, metric: MetricId): KnownValue | undefined;
  remove(device: string): void;
  /** Of devices that are not old. */
  values(): readonly KnownValue[];
}

/** A device is old after this many of its intervals without a word, as in a house; and what a busy computer is granted, ms. */
const stale = { intervals: 1.75, graceMs: 2000 } as const;

/** Nothing is known yet. */
export function makeNewest({ clock, field, devices }: Omit<HomeParts, 'site'>): Newest {
  const known = new Map<string, Map<MetricId, KnownValue>>();
  const seenMs = new Map<string, number>();
  const isFresh = (device: string): boolean => {
    const atMs = seenMs.get(device);
    if (atMs === undefined || !devices().some(({ record }) => record.id === device)) return false;
    const { intervalMs } = field.status(device);
    return clock.monotonicMs() - atMs <= stale.intervals * intervalMs + stale.graceMs;
  };
  return {
    take(batch: Batch) {
      const values = known.get(batch.device) ?? new Map<MetricId, KnownValue>();
      known.set(batch.device, values);
      seenMs.set(batch.device, clock.monotonicMs());
      for (const [index, metric] of batch.metric.entries()) {
        const value = batch.value[index];
        if (value !== undefined) values.set(metric, { device: batch.device, metric, value, atMs: batch.atMs });
      }
    },
    last: (device: string, metric: MetricId) => known.get(device)?.get(metric),
    remove(device: string) {
      known.delete(device);
      seenMs.delete(device);
    },
    values: (): readonly KnownValue[] =>
      [...known].flatMap(([device, values]) => (isFresh(device) ? [...values.values()] : [])),
  };
}

/** What they may see of its devices. */
export function siteFacts({ site, field, devices }: Omit<HomeParts, 'clock'>): SiteFacts {
  const factsOf = ({ record, listed }: RunningRecord): DeviceFacts => {
    const { state, identity, intervalMs } = field.status(record.id);
    const { kind, title } = listed;
    return { record, kind, title, identity, isOnline: state === 'online', intervalMs, counterWidths: {} };
  };
  return {
    site,
    devices: () => devices().map(factsOf),
    device(id) {
      const found = devices().find(({ record }) => record.id === id);
      return found === undefined ? undefined : factsOf(found);
    },
    metric: findMetric,
  };
}
