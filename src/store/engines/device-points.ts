// Points of a device's series, as the history above the engine wants them.
import type { MetricId } from '#core/catalogue.ts';
import type { SeriesKey } from '#core/history.ts';
import type { DeviceSeries, PointEngine, Strand, Stretch } from './point-engine.ts';
import { mergePoints, type SeriesColumns } from './strands.ts';

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

/** Strands by their metric. */
export function strandsByMetric(strands: readonly Strand[]): ReadonlyMap<MetricId, readonly Strand[]> {
  return Map.groupBy(
    strands.filter(({ atMs }) => atMs.length > 0),
    ({ metric }) => metric,
  );
}

/** The stored points of a stretch by metric, one a moment; metrics without a point are left out. */
export async function mergedPoints(
  engine: PointEngine,
  series: DeviceSeries,
  stretch: Stretch,
): Promise<ReadonlyMap<MetricId, SeriesColumns>> {
  if (stretch.fromMs >= stretch.toMs) return new Map();
  const strands = strandsByMetric(await engine.points(series, stretch));
  return new Map([...strands].map(([metric, own]) => [metric, mergePoints(own)]));
}
