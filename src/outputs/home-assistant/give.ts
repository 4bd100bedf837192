// Hours of energy given to a Home Assistant: what it has is asked for first, and only what is new or was corrected goes there.
import type { Clock } from '#core/clock.ts';
import { isRecord } from '#core/entries.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import type { GivenStatistics, NamedSite, StatisticsAsk, YieldRows } from '#core/statistics.ts';
import { because } from '#core/reason.ts';
import { dayMs } from '#core/time.ts';
import { type HomeAssistant, invalidFormat, openHomeAssistant } from './socket.ts';
import { changedHours, type Statistic, type StatisticHour, statisticUnit, statisticsOf } from './statistics.ts';

/** Hours of one message. */
const mostHours = 2000;
/** Years that are looked through for the first hour. */
const firstYear = 2000;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const isEmpty = (row: unknown): boolean =>
  !isRecord(row) ||
  !['pvWh', 'loadWh', 'importWh', 'exportWh', 'chargeWh', 'dischargeWh', 'generatorWh'].some((name) => name in row);

/** All hours of the home, a month at a time. */
async function hoursOf(rowsOf: YieldRows, nowMs: number): Promise<readonly unknown[]> {
  const until = new Date(nowMs + dayMs).toISOString().slice(0, 10);
  const years = await rowsOf({ by: 'year', from: `${firstYear}-01-01`, to: until });
  const first = years.find((row) => !isEmpty(row));
  if (!isRecord(first) || typeof first['startMs'] !== 'number') return [];
  // A year begins in the zone of the home.
  let month = new Date(first['startMs'] + dayMs);
  const rows: unknown[] = [];
  while (month.getTime() <= nowMs + dayMs) {
    const next = new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 1));
    const day = (at: Date): string => `${at.toISOString().slice(0, 7)}-01`;
    rows.push(...(await rowsOf({ by: 'hour', from: day(month), to: day(next) })));
    month = next;
  }
  return rows;
}

/** What Home Assistant has of a statistic. */
async function knownOf(peer: HomeAssistant, { metadata, hours }: Statistic): Promise<ReadonlyMap<number, number>> {
  const { statistic_id: id } = metadata;
  const [first, last] = [hours[0], hours.at(-1)];
  if (first === undefined || last === undefined) return new Map();
  const result = await peer.ask({
    type: 'recorder/statistics_during_period',
    start_time: new Date(first.startMs).toISOString(),
    end_time: new Date(last.startMs + 1).toISOString(),
    statistic_ids: [id],
    period: 'hour',
    types: ['sum'],
    units: { energy: statisticUnit },
  });
  const all = listOf(isRecord(result) ? result[id] : undefined);
  return new Map(
    all.flatMap((row): [number, number][] => {
      if (!isRecord(row) || typeof row['sum'] !== 'number') return [];
      const start = row['start'];
      const startMs = typeof start === 'string' ? Date.parse(start) : start;
      return typeof startMs === 'number' && Number.isFinite(startMs) ? [[startMs, row['sum']]] : [];
    }),
  );
}

/** Gives it hours. */
async function give(peer: HomeAssistant, { metadata }: Statistic, hours: readonly StatisticHour[]): Promise<void> {
  for (let from = 0; from < hours.length; from += mostHours) {
    const stats = hours
      .slice(from, from + mostHours)
      .map(({ startMs, sum }) => ({ start: new Date(startMs).toISOString(), state: sum, sum }));
    const command = { type: 'recorder/import_statistics', metadata, stats };
    try {
      await peer.ask(command);
    } catch (error) {
      const isOlder =
        isSolsteadError(error, 'command.refused') && isRecord(error.cause) && error.cause['code'] === invalidFormat;
      if (!isOlder) throw error;
      const { mean_type: _mean, unit_class: _class, ...older } = metadata;
      await peer.ask({ ...command, metadata: older });
    }
  }
}

/** The address of its WebSocket interface, of that or of its web page. Errors: `input.usage`. */
function socketAddress(given: string): string {
  if (!URL.canParse(given) || !/^(wss?|https?):$/.test(new URL(given).protocol))
    throw new SolsteadError('input.usage', { at: 'Home Assistant', why: because('statistics.address') });
  const url = new URL(given);
  // It asks for no name and password there, and an address is told in errors.
  if (url.username !== '' || url.password !== '')
    throw new SolsteadError('input.usage', { at: 'Home Assistant', why: because('statistics.address') });
  // As it stands in a browser: what names a page there is no part of it.
  [url.search, url.hash] = ['', ''];
  url.protocol = /^(wss|https):$/.test(url.protocol) ? 'wss:' : 'ws:';
  if (!url.pathname.endsWith('/websocket')) url.pathname = `${url.pathname.replace(/\/+$/, '')}/api/websocket`;
  return url.href;
}

/** Shows what would be given, or gives it. Errors: `input.usage`, `link.unavailable`, `access.credentials`, `command.refused`. */
export async function statisticsTo(
  { address, token, series, isGiven }: StatisticsAsk,
  {
    site,
    rowsOf,
    clock,
  }: {
    readonly site: NamedSite;
    readonly rowsOf: YieldRows;
    readonly clock: Pick<Clock, 'nowMs' | 'after'>;
  },
): Promise<GivenStatistics> {
  const at = socketAddress(address);
  const { statistics, odd } = statisticsOf(site, await hoursOf(rowsOf, clock.nowMs()));
  const peer = await openHomeAssistant(at, token, clock);
  try {
    const told = [];
    for (const statistic of statistics) {
      const { hours, metadata } = statistic;
      const id = metadata.statistic_id;
      if (series !== undefined && !series.includes(id)) continue;
      const changed = changedHours(hours, await knownOf(peer, statistic));
      if (isGiven) await give(peer, statistic, changed);
      const [first, last] = [hours[0], hours.at(-1)];
      if (first === undefined || last === undefined) continue;
      const ends = { fromMs: first.startMs, toMs: last.startMs, firstKwh: first.sum, lastKwh: last.sum };
      told.push({ id, name: metadata.name, hours: hours.length, changed: changed.length, ...ends });
    }
    return { statistics: told, odd };
  } finally {
    peer.close();
  }
}
