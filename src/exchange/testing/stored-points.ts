// For tests only: history held in an array, and one that is made while it is read.
import type { MetricId } from '#core/catalogue.ts';
import type { HistoryPage, HistoryStore, SeriesKey } from '#core/history.ts';
import type { Batch, Quality } from '#core/reading.ts';

/** One stored point. */
export interface StoredPoint extends SeriesKey {
  readonly atMs: number;
  readonly value: number;
  readonly quality: Quality;
}

/** A store that holds points; equal moments of a series overwrite each other. */
export interface PointStore extends Pick<HistoryStore, 'append' | 'pages' | 'range' | 'series'> {
  points(): readonly StoredPoint[];
}

const keyText = ({ site, device, metric }: SeriesKey): string => `${site}|${device}|${metric}`;

/** Makes a store with these points. */
export function pointStore(points: readonly StoredPoint[] = []): PointStore {
  const all = new Map<string, Map<number, StoredPoint>>();
  const add = (point: StoredPoint): void =>
    void all.getOrInsertComputed(keyText(point), () => new Map<number, StoredPoint>()).set(point.atMs, point);
  for (const point of points) add(point);
  const columns = ({ series, fromMs, toMs }: { series: readonly SeriesKey[]; fromMs: number; toMs: number }) =>
    series.map((key) => ({
      key,
      points: [...(all.get(keyText(key))?.values() ?? [])]
        .filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
        .toSorted((a, b) => a.atMs - b.atMs),
    }));
  return {
    async append(batches: readonly Batch[]) {
      for (const { site, device, atMs, metric, value, quality } of batches)
        for (const [row, one] of metric.entries())
          add({ site, device, metric: one, atMs, value: Number(value[row]), quality: quality[row] ?? 'good' });
    },
    async *pages(query): AsyncGenerator<HistoryPage> {
      // Two pages wherever there are two moments: the cut must make no difference.
      const times = columns(query).flatMap(({ points: found }) => found.map(({ atMs }) => atMs));
      const middleMs = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? query.toMs;
      for (const [fromMs, toMs] of [
        [query.fromMs, middleMs],
        [middleMs, query.toMs],
      ] as const) {
        const found = columns({ series: query.series, fromMs, toMs }).filter(({ points: some }) => some.length > 0);
        if (found.length === 0) continue;
        const page = found.map(({ key, points: some }) => ({
          key,
          atMs: some.map(({ atMs }) => atMs),
          value: some.map(({ value }) => value),
          quality: some.map(({ quality }) => quality),
        }));
        yield { fromMs, toMs, columns: page };
      }
    },
    async range({ limit, stepMs, ...query }) {
      return columns(query).map(({ key, points: found }) => {
        const steps = new Map<number, StoredPoint>();
        for (const point of found)
          steps.set(stepMs === undefined ? point.atMs : Math.floor(point.atMs / stepMs) * stepMs, point);
        const kept = [...steps].slice(0, limit ?? steps.size);
        return { key, atMs: kept.map(([atMs]) => atMs), value: kept.map(([, { value }]) => value), cut: false };
      });
    },
    series: async (site) =>
      [...all.values()].flatMap((some) => [...some.values()].slice(0, 1)).filter((key) => key.site === site),
    points: () => [...all.values()].flatMap((some) => [...some.values()]),
  };
}

/** Options of {@link endlessPages}. */
export interface EndlessOptions {
  readonly series: readonly SeriesKey[];
  readonly stepMs: number;
  /** Called for every page with the number of points made so far. */
  readonly onPage?: (points: number) => void;
}

/** History that makes its pages on demand: every series has a value every `stepMs`. */
export function endlessPages({ series, stepMs, onPage }: EndlessOptions): Pick<HistoryStore, 'pages' | 'range'> {
  return {
    async *pages({ fromMs, toMs, pagePoints = 20_000 }) {
      const rows = Math.ceil(pagePoints / series.length);
      let made = 0;
      for (let startMs = fromMs; startMs < toMs; startMs += rows * stepMs) {
        const endMs = Math.min(toMs, startMs + rows * stepMs);
        const atMs = Array.from({ length: Math.ceil((endMs - startMs) / stepMs) }, (_, row) => startMs + row * stepMs);
        made += atMs.length * series.length;
        onPage?.(made);
        yield {
          fromMs: startMs,
          toMs: endMs,
          columns: series.map((key, index) => ({
            key,
            atMs,
            value: atMs.map((at) => ((at / stepMs) % 997) + index / 10),
            quality: atMs.map(() => 'good' as const),
          })),
        };
      }
    },
    range: async () => [],
  };
}

/** A series of the house `home`. */
export const seriesOf = (device: string, metric: MetricId): SeriesKey => ({ site: 'home', device, metric });
