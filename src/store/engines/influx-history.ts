// History in InfluxDB: one measurement for each metric, found in Grafana by measurement and tags.
import type { HistoryStore } from '#core/history.ts';
import { historyServer, type ServerAddress } from './engine-http.ts';
import { historyOver } from './engine-history.ts';
import { influxEngine, type InfluxPlace } from './influx-engine.ts';

/** Where the history lives; 2.x takes a token. */
export type InfluxHistoryOptions = ServerAddress & InfluxPlace;

/**
 * A history in InfluxDB 1.x or 2.x: measurement `grid.power` with the tags `site`, `device` and `quality` and the field `value`
 * (a float) or `text`. Nothing is sent before the first call, so that a server may be away; a missing database of 1.x is made.
 *
 * Tried with 1.6. Of 2.x only writing was tried, against another server that takes it; it reads through `/query`, which needs the
 * mapping of a database to the bucket that 2.x makes automatically for buckets of the same name, and reports no bytes.
 * Of two points at one moment the better quality counts, of the same quality the later. Points of one moment with two
 * qualities are counted twice by `status`. A database must only be used by Solstead.
 */
export function openInfluxHistory(options: InfluxHistoryOptions): HistoryStore {
  return historyOver(influxEngine(historyServer(options, 'Token'), options), options.clock);
}
