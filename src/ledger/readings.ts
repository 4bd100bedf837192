// The readings of a plan's sources from history, as columns.
import type { HistoryReader, PageColumns, SeriesKey } from '#core/history.ts';
import type { TimeRange } from '#core/time.ts';
import type { ReadingColumns } from '#energy/metering/columns.ts';
import { batteriesOf, metricsOf, type MeterPlan } from '#energy/metering/plan.ts';

/** The series a plan reads. */
export function seriesOfPlan(site: string, plan: MeterPlan): SeriesKey[] {
  const keys = new Map<string, SeriesKey>();
  for (const source of plan.sources) {
    for (const metric of metricsOf(source))
      keys.set(`${source.device} ${metric}`, { site, device: source.device, metric });
  }
  for (const { device, metric } of plan.presence ?? []) keys.set(`${device} ${metric}`, { site, device, metric });
  // A battery's charge is checked against its power.
  for (const device of batteriesOf(plan)) keys.set(`${device} battery.soc`, { site, device, metric: 'battery.soc' });
  return [...keys.values()];
}

/** All readings of some series in a stretch of time, page by page as history returns them. */
export async function readColumns(
  history: HistoryReader,
  series: readonly SeriesKey[],
  span: TimeRange,
): Promise<PageColumns[]> {
  if (series.length === 0) return [];
  const columns: PageColumns[] = [];
  for await (const page of history.pages({ series, ...span })) columns.push(...page.columns);
  return columns;
}

/** How many readings of a plan lie in a stretch of time. */
export function countIn(columns: readonly ReadingColumns[], plan: MeterPlan, { fromMs, toMs }: TimeRange): number {
  const wanted = new Set(seriesOfPlan('', plan).map(({ device, metric }) => `${device} ${metric}`));
  let count = 0;
  for (const { key, atMs } of columns) {
    if (!wanted.has(`${key.device} ${key.metric}`)) continue;
    // Columns of a page are in order of time.
    count += firstFrom(atMs, toMs) - firstFrom(atMs, fromMs);
  }
  return count;
}

function firstFrom(atMs: ArrayLike<number>, wanted: number): number {
  let [low, high] = [0, atMs.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((atMs[middle] ?? wanted) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The part of columns in a stretch of time. */
export function columnsIn(columns: readonly PageColumns[], { fromMs, toMs }: TimeRange): ReadingColumns[] {
  return columns.flatMap(({ key, atMs, value, quality }) => {
    const [from, to] = [firstFrom(atMs, fromMs), firstFrom(atMs, toMs)];
    if (from === to) return [];
    return [{ key, atMs: atMs.slice(from, to), value: value.slice(from, to), quality: quality.slice(from, to) }];
  });
}
