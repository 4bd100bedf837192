// The interface of whatever uses the readings of a site: history, ledger, anomalies, outputs, rules, an uplink.
// A site hands every batch that passed its gate to its consumers, in order; nothing else is in the path of a reading.
import type { Metric, MetricId } from './catalogue.ts';
import type { DeviceKind } from './device-kind.ts';
import type { CounterWidths } from './field.ts';
import type { Batch } from './reading.ts';
import type { DeviceRecord, SiteRecord } from './records.ts';
import type { SpoolState } from './spool.ts';

/** A device of a site, with what its definition and the device itself say about it. */
export interface DeviceFacts {
  readonly record: DeviceRecord;
  readonly kind: DeviceKind;
  /** Title of its definition. */
  readonly title: string;
  /** What it calls itself: model, serial number, firmware. Empty until it was asked. */
  readonly identity: Readonly<Record<string, string>>;
  readonly isOnline: boolean;
  /** Expected ms between live values. */
  readonly intervalMs: number;
  /** Where its counters begin again from 0. */
  readonly counterWidths: CounterWidths;
}

/** What a consumer may look up about its site at any time. */
export interface SiteFacts {
  readonly site: SiteRecord;
  devices(): readonly DeviceFacts[];
  device(id: string): DeviceFacts | undefined;
  /** The catalogue's row of a metric: name, unit, sign, range. */
  metric(id: MetricId): Metric | undefined;
}

/** What happens at a site besides readings; `device-changed`: state, identity or health. */
export interface SiteEvent {
  readonly kind: 'device-placed' | 'device-changed' | 'device-removed';
  readonly device: string;
}

/** What a consumer wants to see; what is absent does not narrow, except that events only go to consumers that ask for them. */
export interface ConsumerWants {
  /** Ids of devices. */
  readonly devices?: readonly string[];
  /** Ids of metrics, or the beginning of one followed by `*`: `battery.*`. A batch without any of them is not handed over. */
  readonly metrics?: readonly string[];
  readonly events?: readonly SiteEvent['kind'][];
}

/**
 * A consumer of one site. One that needs every batch, even across a restart, keeps them in a spool; one that only needs the
 * newest keeps nothing.
 */
export interface Consumer {
  /** Short and unique on its site, for logs and people: `history`, `mqtt`. */
  readonly name: string;
  readonly wants?: ConsumerWants;
  /**
   * Takes a batch; called for each, in order. It never waits: it queues the batch and continues at a pace of its own. What
   * it throws is counted and reported once, and harms nobody else; one that holds the others up is left out for a while.
   */
  take(batch: Batch): void;
  event?(event: SiteEvent): void;
  /** What waits in its spool; absent: it has none. */
  backlog?(): SpoolState;
  /** Resolves when what was taken is durable or delivered, whichever it promises. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** How a consumer is doing. */
export interface ConsumerHealth {
  readonly name: string;
  /** Batches handed over. */
  readonly taken: number;
  /** Calls that threw. */
  readonly failed: number;
  /** Calls that held the path longer than they may; those of a site's own consumers are not timed. */
  readonly slow: number;
  /** Batches it was not given while it was left out. */
  readonly missed: number;
  /** What waits in its spool, if it has one. */
  readonly spool?: SpoolState;
  /** What went wrong in the last minutes, in words. */
  readonly trouble?: string;
}
