// What a device has stored by itself, minute by minute, so that a gap of the connection can be filled afterwards. Pure.
import type { MetricId } from '#core/catalogue.ts';

/** One interval that a device has stored. */
export interface StoredRow {
  /** When it began, epoch seconds of the device's clock. */
  readonly atS: number;
  readonly seconds: number;
  /** What its counters grew by, Wh. */
  readonly added: ReadonlyMap<MetricId, number>;
  /** Means over the interval, in the catalogue's units and signs. */
  readonly means: ReadonlyMap<MetricId, number>;
}

/** Some intervals, in any order. */
export interface StoredPage {
  readonly rows: readonly StoredRow[];
  /** Where the device says that it goes on, epoch seconds; absent: it says nothing. */
  readonly nextS?: number;
}

/** How a family is asked for what it has stored. */
export interface StoredMinutes {
  /** The part that stores a counter, such as `emdata:0`; undefined: none does. */
  partOf(metric: MetricId, all: ReadonlySet<MetricId>): string | undefined;
  /** Asks for [fromS, toS), epoch seconds. */
  question(part: string, range: { readonly fromS: number; readonly toS: number }): string;
  /** Reads the result; what is no number is absent. */
  read(part: string, result: unknown): StoredPage;
  /** Asks for its clock. */
  readonly clockQuestion: string;
  /** What that says, epoch ms; undefined: it is not set. */
  clockMs(result: unknown): number | undefined;
}
