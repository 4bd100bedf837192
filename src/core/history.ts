// The interface of history (time series), written by the hub and answered by whichever store the home uses.
import type { MetricId } from './catalogue.ts';
import type { Batch, MetricValue, Quality } from './reading.ts';

/** One series: one metric of one device of one site. */
export interface SeriesKey {
  readonly site: string;
  readonly device: string;
  readonly metric: MetricId;
}

/** How the points of one step become one value. `mean` is over the points, `timeMean` holds each value until the next. */
export type Aggregate = 'mean' | 'timeMean' | 'min' | 'max' | 'first' | 'last' | 'sum' | 'count';

/** A question for a stretch of history. */
export interface RangeQuery {
  readonly series: readonly SeriesKey[];
  /** Inclusive, epoch ms. */
  readonly fromMs: number;
  /** Exclusive, epoch ms. */
  readonly toMs: number;
  /** Width of a step, ms, aligned to the epoch; absent: the points as they were stored. */
  readonly stepMs?: number;
  readonly aggregate?: Aggregate;
  /** Most points to return per series; the answer says when it was cut. */
  readonly limit?: number;
}

/**
 * The answer for one series; `atMs` and `value` are columns of one length. A step carries its start; one without points is
 * left out.
 */
export interface SeriesPoints {
  readonly key: SeriesKey;
  readonly atMs: readonly number[];
  readonly value: readonly number[];
  /** Whether `limit` cut the answer. */
  readonly cut: boolean;
}

/** A question for every stored point of some series. */
export interface PageQuery {
  readonly series: readonly SeriesKey[];
  /** Inclusive, epoch ms. */
  readonly fromMs: number;
  /** Exclusive, epoch ms. */
  readonly toMs: number;
  /** About as many points a page, over all series; absent: the store's own measure. */
  readonly pagePoints?: number;
}

/** The points of one series in a page, in order of time; `atMs`, `value` and `quality` are columns of one length. */
export interface PageColumns {
  readonly key: SeriesKey;
  readonly atMs: readonly number[];
  readonly value: readonly number[];
  readonly quality: readonly Quality[];
}

/** All points of a stretch of time; series without a point in it are left out. Pages follow each other without overlap. */
export interface HistoryPage {
  /** Inclusive, epoch ms. */
  readonly fromMs: number;
  /** Exclusive, epoch ms. */
  readonly toMs: number;
  readonly columns: readonly PageColumns[];
}

/** The last value stored of one series, text metrics included. */
export interface LastValue {
  readonly key: SeriesKey;
  readonly atMs: number;
  readonly value: MetricValue;
  readonly quality: Quality;
}

/** Size and health of a history store. */
export interface HistoryStatus {
  readonly points: number;
  readonly bytes: number;
  readonly series: number;
  /** Why the last write failed, where it did; writing is retried. */
  readonly failure?: string;
}

/** A store of time series. Text metrics keep their last value only. */
export interface HistoryStore {
  /** Resolves when the batches are durable: they survive a kill −9 and a power cut. Errors: `store.failed`. */
  append(batches: readonly Batch[]): Promise<void>;
  range(query: RangeQuery): Promise<readonly SeriesPoints[]>;
  /** Every stored point with its quality, in pages of bounded size, in order of time: for export, ledger and moving house. */
  pages(query: PageQuery): AsyncIterable<HistoryPage>;
  /** The series of a site. */
  series(site: string): Promise<readonly SeriesKey[]>;
  /** The last value of every series, to fill the image after a restart. */
  lastValues(): Promise<readonly LastValue[]>;
  /** Forgets a device's history. */
  forget(site: string, device: string): Promise<void>;
  status(): Promise<HistoryStatus>;
  close(): Promise<void>;
}
