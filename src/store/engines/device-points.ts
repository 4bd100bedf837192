// Points of a device's series, as the history on top of the engine needs them.
import type { MetricId } from '#core/catalogue.ts';
import type { SeriesKey } from '#core/history.ts';
import type { TimeRange } from '#core/time.ts';
import type { DeviceSeries, PartialSeries, PointEngine } from './point-engine.ts';
import { mergePoints, type SeriesColumns } from './partial-series.ts';

/** Keys by device, each metric once. */
export function seriesByDevice(keys: readonly SeriesKey[]): readonly DeviceSeries[] {
  const groups = Map.groupBy(keys, ({ site, device }) => JSON.stringify([site, device]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const metrics = [...new Set(group.map(({ metric }) => metric))];
    return [{ site: first.site, device: first.device, metrics }];
  });
}

/** Partial series by metric. */
export function partialsByMetric(partials: readonly PartialSeries[]): ReadonlyMap<MetricId, readonly PartialSeries[]> {
  return Map.groupBy(
    partials.filter(({ atMs }) => atMs.length > 0),
    ({ metric }) => metric,
  );
}

/** The stored points of a range by metric, one for each time stamp; metrics without a point are left out. */
export async function mergedPoints(
  engine: PointEngine,
  series: DeviceSeries,
  range: TimeRange,
): Promise<ReadonlyMap<MetricId, SeriesColumns>> {
  if (range.fromMs >= range.toMs) return new Map();
  const partials = partialsByMetric(await engine.points(series, range));
  return new Map([...partials].map(([metric, own]) => [metric, mergePoints(own)]));
}
