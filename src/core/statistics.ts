// Hours of energy for the long-term statistics of Home Assistant: what is asked, and what was given.
import type { Secret } from './secrets.ts';

/** Rows of energy of a stretch of whole days, YYYY-MM-DD, `to` not included, as the interface answers them. */
export type YieldRows = (query: {
  readonly by: 'year' | 'hour';
  readonly from: string;
  readonly to: string;
}) => Promise<readonly unknown[]>;

/** What is asked of a Home Assistant. */
export interface StatisticsAsk {
  /** Of its web page, or of its WebSocket interface. */
  readonly address: string;
  readonly token: Secret;
  /** Ids of statistics; absent: all. */
  readonly series?: readonly string[] | undefined;
  /** Absent or false: only shown. */
  readonly isGiven: boolean;
}

/** One statistic, and what Home Assistant lacked of it. */
export interface GivenStatistic {
  readonly id: string;
  readonly name: string;
  /** Settled hours of the home. */
  readonly hours: number;
  /** Of these, those that are new there, or were corrected. */
  readonly changed: number;
  /** Starts of the first and the last hour, epoch ms. */
  readonly fromMs: number;
  readonly toMs: number;
  /** The sums of energy at the ends of these, kWh. */
  readonly firstKwh: number;
  readonly lastKwh: number;
}

/** All that was shown or given. */
export interface GivenStatistics {
  readonly statistics: readonly GivenStatistic[];
  /** Hours that do not begin with an hour of UTC, which Home Assistant does not take. */
  readonly odd: number;
}

/** A home. */
export interface NamedSite {
  readonly id: string;
  readonly name: string;
}
