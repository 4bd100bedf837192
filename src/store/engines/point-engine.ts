// What an outside time-series engine has to offer so that a whole history can be built on it.
import type { MetricId } from '#core/catalogue.ts';
import type { Aggregate, LastValue, SeriesKey } from '#core/history.ts';
import type { Quality } from '#core/reading.ts';
import type { TimeRange } from '#core/time.ts';
import type { PointColumns } from '../point-columns.ts';

/** Series of one device: engines are asked device by device. */
export interface DeviceSeries {
  readonly site: string;
  readonly device: string;
  readonly metrics: readonly MetricId[];
}

/** The points of one series that have one quality, in order of time; each quality is a series of its own to the engine. */
export interface PartialSeries {
  readonly metric: MetricId;
  readonly quality: Quality;
  readonly atMs: readonly number[];
  readonly value: readonly number[];
}

/** Whole steps: `fromMs` and `toMs` are multiples of `stepMs`. */
export interface WholeSteps extends TimeRange {
  readonly stepMs: number;
  readonly aggregate: Aggregate;
}

/** Size of what an engine keeps. */
export interface EngineTotals {
  readonly points: number;
  readonly bytes: number;
}

/** An engine; each function rejects with `store.failed` if the server is away or refuses. */
export interface PointEngine {
  readonly place: string;
  /** The time the engine can keep, epoch ms. */
  bounds(): TimeRange;
  /** Writes points that {@link packBatches} packed; of two at one moment of a partial series the later one counts. */
  write(columns: PointColumns): Promise<void>;
  /** Makes what was written visible to the calls below, if that takes a step of its own. */
  settle(): Promise<void>;
  points(series: DeviceSeries, range: TimeRange): Promise<readonly PartialSeries[]>;
  count(series: DeviceSeries, range: TimeRange): Promise<number>;
  /** Whether {@link steps} answers this aggregate exactly as `steps.ts` does. */
  canStep(aggregate: Aggregate): Promise<boolean>;
  /** One value for each step and partial series, at the step's start; steps without a point are left out. */
  steps(series: DeviceSeries, query: WholeSteps): Promise<readonly PartialSeries[]>;
  /** The last values of a site, or of all sites, by partial series: several may belong to one series. */
  latest(site?: string): Promise<readonly LastValue[]>;
  /** Keys of a site's series, or of all sites; each once. */
  keys(site?: string): Promise<readonly SeriesKey[]>;
  forget(site: string, device: string): Promise<void>;
  totals(): Promise<EngineTotals>;
}
