// The interface of history (time series), written by the hub and answered by whichever store the home uses.
import type { Reason } from './reason.ts';
import type { MetricId } from './catalogue.ts';
import type { Fence } from './lease.ts';
import type { Batch, MetricValue, Quality } from './reading.ts';
import type { Snapshot } from './snapshot.ts';

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

/** Values of a device to be removed: all of some moments, epoch ms. */
export interface PointsToRemove {
  readonly site: string;
  readonly device: string;
  readonly atMs: readonly number[];
}

/** The last value stored of one series, text metrics included. */
export interface LastValue {
  readonly key: SeriesKey;
  readonly atMs: number;
  readonly value: MetricValue;
  readonly quality: Quality;
}

/** How finely time is kept: points as they came, or roll-ups of 5 minutes, of an hour and of a day (UTC). */
export type HistoryTier = 'raw' | 'fiveMinutes' | 'hours' | 'days';

/** What one tier holds. */
export interface TierStatus {
  /** Points, or rows of a roll-up: one a series and stretch. */
  readonly rows: number;
  /** As compressed, without the file's own overhead. */
  readonly bytes: number;
  /** Start of the oldest stretch kept, epoch ms; absent: the tier is empty. */
  readonly fromMs?: number;
}

/** A stretch that cannot be read any more; everything else stays readable. */
export interface HistoryDamage {
  /** The damaged thing, by name. */
  readonly at: string;
  readonly reason: Reason;
  /** Inclusive, epoch ms. */
  readonly fromMs: number;
  /** Exclusive, epoch ms. */
  readonly toMs: number;
}

/** Work in the background, in small slices; it goes on after a restart. */
export interface HistoryWork {
  readonly kind: 'retention';
  /** Parts done, of `total`. */
  readonly done: number;
  readonly total: number;
  /** When it began, epoch ms. */
  readonly sinceMs: number;
}

/** Size and health of a history store. */
export interface HistoryStatus {
  readonly points: number;
  readonly bytes: number;
  readonly series: number;
  /** Why the last write failed, if it did; writing is retried. */
  readonly failure?: Reason;
  /** What is under way, if anything. */
  readonly work?: HistoryWork;
  /** By tier, if the store has tiers; points that wait in its log are not included. */
  readonly tiers?: Readonly<Record<HistoryTier, TierStatus>>;
  /** The rules that were set, without the defaults; absent if the engine has retention settings of its own. */
  readonly retention?: readonly RetentionRule[];
  /** What was found damaged since the store was opened, if anything. */
  readonly damage?: readonly HistoryDamage[];
  /** What is wrong with its file as a whole, or was put right when it was opened. */
  readonly file?: readonly Reason[];
  /** The latest time supported by time observed to pass, epoch ms: nothing is deleted as if it were later. */
  readonly reachedMs?: number;
  /** How far the wall clock is ahead of that, ms; absent: it is not. */
  readonly aheadMs?: number;
}

/**
 * How long some series are kept; the first rule that fits a series decides. An absent length is the standard: 90 days
 * of raw points, 365 of 5 minutes, hours and days for ever. A tier is kept at least as long as the finer one.
 */
export interface RetentionRule {
  /** A site's id; absent: every site. */
  readonly site?: string;
  /** A metric's id, or the beginning of one followed by `*`; absent: every metric. */
  readonly metric?: string;
  /** Days to keep, above 0; `null` is for ever. */
  readonly rawDays?: number | null;
  readonly fiveMinuteDays?: number | null;
  readonly hourDays?: number | null;
}

/** How long each tier is kept unless a rule says otherwise, days; roll-ups of a day are kept for ever. */
export const standardRetention = { rawDays: 90, fiveMinuteDays: 365, hourDays: Number.POSITIVE_INFINITY } as const;

/** How long a rule keeps a tier, days; Infinity is for ever. */
export function daysKept(rule: RetentionRule, tier: keyof typeof standardRetention): number {
  const days = rule[tier];
  return days === null ? Number.POSITIVE_INFINITY : (days ?? standardRetention[tier]);
}

/**
 * A store of time series. Text metrics keep their last value only. Of two values at one moment the better quality stays
 * (good, estimated, held, stale), of equal ones the later one; the last values follow the same rule.
 */
export interface HistoryStore {
  /**
   * Resolves when the batches are durable: they survive a kill −9 and a power cut. With a fence they are all of its site, and
   * a store that several processes write to takes them from the newest holder only. Errors: `store.failed`, `store.fenced`.
   */
  append(batches: readonly Batch[], fence?: Fence): Promise<void>;
  /** Time before the oldest raw points is answered from roll-ups, in steps not finer than theirs. */
  range(query: RangeQuery): Promise<readonly SeriesPoints[]>;
  /** Every raw point with its quality, in pages of bounded size, in order of time: for export, ledger and moves. */
  pages(query: PageQuery): AsyncIterable<HistoryPage>;
  /** The series of a site. */
  series(site: string): Promise<readonly SeriesKey[]>;
  /** The last value of every series of a site, to fill its image after a restart; without one those of all sites. */
  lastValues(site?: string): Promise<readonly LastValue[]>;
  /** Forgets a device's history. */
  forget(site: string, device: string): Promise<void>;
  /**
   * Removes the values of some moments of a device, and from the roll-ups; durable when it resolves. Last values that
   * are texts stay. Absent if an engine cannot. Errors: `store.failed`, `store.fenced`.
   */
  remove?(points: PointsToRemove, fence?: Fence): Promise<void>;
  status(): Promise<HistoryStatus>;
  /** Sets the retention rules, for now and after a restart; `maintain` applies them. */
  setRetention(rules: readonly RetentionRule[]): Promise<void>;
  /** Does what is due at a time, epoch ms: flushes what waits, deletes what is too old. A store also does so automatically. */
  maintain(nowMs: number): Promise<void>;
  /**
   * Returns whose history it is: one that belongs to no home yet belongs to this one from now on. Absent if an engine keeps
   * no owner. Errors: `store.failed`.
   */
  belongTo?(home: string): Promise<string>;
  /**
   * The history as it is now: `atMoment` runs while nothing is appended, so that other stores can be caught at the same moment.
   * Absent if an engine cannot: then its pages are read. One at a time; a second one ends the first. Errors: `store.failed`.
   */
  snapshot?(atMoment?: () => Promise<void>): Promise<Snapshot>;
  close(): Promise<void>;
}

/** What reads a history and never writes it. */
export type HistoryReader = Pick<HistoryStore, 'pages' | 'range' | 'series'>;
