// History in VictoriaMetrics: one Prometheus series for each metric, found in Grafana by name and labels.
import type { HistoryStore } from '#core/history.ts';
import { type ServerAddress, historyServer } from './engine-http.ts';
import { historyOver } from './engine-history.ts';
import { victoriaEngine } from './victoria-engine.ts';

/** Where the history lives. */
export interface VictoriaHistoryOptions extends ServerAddress {
  /** First word of every series' name; letters and digits, `solstead` when absent. Two homes' servers may share an engine. */
  readonly prefix?: string | undefined;
}

/**
 * A history in VictoriaMetrics (single node, tried with 1.79): `solstead_grid_power{site, device, metric="grid.power"}`, with a
 * label `quality` if it is not good; texts as `solstead_inverter_mode_text{…, text="line"}`, cut after 4096 characters.
 * Nothing is sent before the first call, so that a server may be away.
 *
 * What the engine cannot do: it keeps about 13 significant digits of a value; a point that is written again with another value
 * does not replace the first (the larger counts; of two qualities the better), and `status` counts both; points are in memory for some seconds before
 * they are on disk, so a kill −9 of the server loses them; time begins on 2 January 1970 and ends two days from now (other points
 * are refused here, because the server drops them silently), and what is older than `-retentionPeriod` (a month unless set) is dropped.
 * Start it with `-retentionPeriod=100y -dedup.minScrapeInterval=1ms`: with the latter it makes sums, counts and means itself.
 */
export function openVictoriaHistory(options: VictoriaHistoryOptions): HistoryStore {
  const { clock, prefix = 'solstead' } = options;
  return historyOver(victoriaEngine(historyServer(options, 'Bearer'), { clock, prefix }), clock);
}
