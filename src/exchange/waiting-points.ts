// Points of an import that wait to be written, and what history has at their times. Millions pass through: no text is made for a point.
import type { MetricId } from '#core/catalogue.ts';
import type { HistoryStore, SeriesKey } from '#core/history.ts';
import type { Batch, Quality } from '#core/reading.ts';

/** A converted value. */
export interface ImportPoint {
  readonly device: string;
  readonly metric: MetricId;
  readonly atMs: number;
  readonly value: number;
  readonly quality: Quality;
}

/** Of points of the same series and time the last one counts. */
export class WaitingPoints {
  readonly #devices = new Map<string, Map<string, Map<number, ImportPoint>>>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(point: ImportPoint): void {
    const metrics = this.#devices.getOrInsertComputed(point.device, () => new Map());
    const own = metrics.getOrInsertComputed(point.metric, () => new Map());
    if (!own.has(point.atMs)) this.#count += 1;
    own.set(point.atMs, point);
  }

  /** The points of a series by time; undefined if there are none. */
  of({ device, metric }: Pick<SeriesKey, 'device' | 'metric'>): ReadonlyMap<number, ImportPoint> | undefined {
    return this.#devices.get(device)?.get(metric);
  }

  all(): ImportPoint[] {
    const points: ImportPoint[] = [];
    for (const metrics of this.#devices.values())
      for (const own of metrics.values()) for (const point of own.values()) points.push(point);
    return points;
  }

  clear(): void {
    this.#devices.clear();
    this.#count = 0;
  }
}

/** Points that history has at their times: as they are, or with another value. */
export interface PresentPoints {
  readonly same: ReadonlySet<ImportPoint>;
  readonly other: ReadonlySet<ImportPoint>;
}

/** What history has of these points. Errors: `store.failed`. */
export async function presentPoints(
  waiting: WaitingPoints,
  { store, site }: { readonly store: Pick<HistoryStore, 'pages' | 'series'>; readonly site: string },
): Promise<PresentPoints> {
  const series = (await store.series(site)).filter((key) => waiting.of(key) !== undefined);
  const [same, other] = [new Set<ImportPoint>(), new Set<ImportPoint>()];
  if (series.length === 0) return { same, other };
  let [fromMs, toMs] = [Infinity, -Infinity];
  for (const { atMs } of waiting.all()) [fromMs, toMs] = [Math.min(fromMs, atMs), Math.max(toMs, atMs + 1)];
  for await (const { columns } of store.pages({ series, fromMs, toMs }))
    for (const { key, atMs, value, quality } of columns) {
      const own = waiting.of(key);
      for (const [row, at] of atMs.entries()) {
        const point = own?.get(at);
        if (point === undefined) continue;
        const isSame = value[row] === point.value && quality[row] === point.quality;
        (isSame ? same : other).add(point);
      }
    }
  return { same, other };
}

/** The points as batches: one for each device and moment. */
export function batchesOf(points: readonly ImportPoint[], site: string): readonly Batch[] {
  const devices = Map.groupBy(points, ({ device }) => device);
  return [...devices].flatMap(([device, all]) => {
    const moments = Map.groupBy(all, ({ atMs }) => atMs);
    return Array.from(moments, ([atMs, some]): Batch => {
      const metric = some.map((point) => point.metric);
      const value = some.map((point) => point.value);
      return { site, device, atMs, metric, value, quality: some.map(({ quality }) => quality) };
    });
  });
}
