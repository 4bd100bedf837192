// How a hub is doing, in numbers: what monitoring systems scrape. Numbers that end in a name in the plural count since the start.
import type { Device } from '#api/contract.ts';
import type { AuditHead } from '#core/audit.ts';
import type { ConsumerHealth } from '#core/consumer.ts';
import type { LineQueue } from '#core/field.ts';
import type { HistoryStatus } from '#core/history.ts';
import type { OutputFigures } from '#core/output.ts';
import type { WriterFigures } from './history-writer.ts';

/** One home in numbers. */
export interface SiteFigures {
  readonly site: string;
  readonly devices: readonly Pick<Device, 'id' | 'state' | 'lastSeenMs' | 'health'>[];
  /** Batches and values that were taken. */
  readonly batches: number;
  readonly values: number;
  /** Values that were not taken, by why. */
  readonly rejected: ReadonlyMap<string, number>;
  readonly writer: WriterFigures;
  readonly consumers: readonly ConsumerHealth[];
  readonly outputs: readonly OutputFigures[];
}

/** The installation in numbers. */
export interface WholeFigures {
  readonly history: Pick<HistoryStatus, 'points' | 'series' | 'bytes'> | undefined;
  readonly lines: readonly LineQueue[];
  readonly audit: readonly AuditHead[];
  readonly issues: readonly { readonly part: string }[];
}

/** What somebody may see of it: homes as a whole, and the installation if all homes are theirs to see. */
export interface HubFigures {
  readonly sites: readonly SiteFigures[];
  readonly whole?: WholeFigures;
}
