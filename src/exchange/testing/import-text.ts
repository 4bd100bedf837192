// For tests only: a text imported from beginning to end, and what became of it.
import type { MetricId } from '#core/catalogue.ts';
import { inEnglish } from '#core/reason.ts';
import { csvSource, type CsvOptions } from '../csv-source.ts';
import { balancedSigns } from '../balanced-signs.ts';
import type { MakerWords } from '../guess.ts';
import { importHistory, type ImportResult, scan } from '../import-history.ts';
import { planFrame, planImport } from '../import-plan.ts';
import type { ImportSource } from '../import-source.ts';
import { mapSeries, type StatedMapping } from '../mapping.ts';
import { bytesOf } from './read-source.ts';
import { pointStore, type PointStore, seriesOf } from './stored-points.ts';

/** How a text is imported. */
export interface TakeOptions extends Partial<CsvOptions> {
  readonly store?: PointStore;
  readonly device?: string;
  readonly stated?: StatedMapping;
  readonly isLive?: boolean;
  readonly words?: MakerWords;
}

/** What became of a text. */
export interface Taken {
  readonly title: string;
  /** `heading: metric` of what was taken, `heading: –` of the rest. */
  readonly columns: readonly string[];
  readonly whys: readonly string[];
  readonly store: PointStore;
  readonly result: ImportResult;
  /** What a meter counted, in kWh, as its differences. */
  energy(metric: MetricId): number;
  /** Times and values of a metric. */
  points(metric: MetricId): readonly (readonly [time: string, value: number])[];
}

const nowMs = Date.UTC(2027, 0, 1);

/** Imports a source. */
export async function takenOf(source: ImportSource, options: TakeOptions = {}): Promise<Taken> {
  const {
    store = pointStore(),
    device = 'old',
    stated = new Map(),
    timeZone = 'Europe/Berlin',
    isLive = false,
    words = new Map(),
  } = options;
  const seen = await scan(source);
  const guessed = mapSeries(
    seen.series.map(({ series }) => series),
    { device, stated, words },
  );
  const mapped = await balancedSigns(source, guessed);
  const plan = planImport(mapped, seen.series, planFrame(source, timeZone));
  const into = { store, site: seriesOf('x', 'pv.power').site, nowMs, isDry: false, isLive: () => isLive };
  const result = await importHistory(source, { ...into, mapping: plan.series, products: plan.products });
  const of = (metric: MetricId) =>
    store
      .points()
      .filter((point) => point.metric === metric && point.device === device)
      .toSorted((a, b) => a.atMs - b.atMs);
  return {
    title: source.title,
    columns: plan.series.map(({ series, metric }) => `${series.name}: ${metric ?? '–'}`),
    whys: plan.series.map(({ why }) => inEnglish(why)),
    store,
    result,
    energy: (metric) => {
      const points = of(metric);
      return Math.round((points.at(-1)?.value ?? 0) * 1000 - (points[0]?.value ?? 0) * 1000) / 1e6;
    },
    points: (metric) =>
      of(metric).map(({ atMs, value }) => [new Date(atMs).toISOString().slice(0, 16), value] as const),
  };
}

/** Imports a CSV text. */
export async function taken(text: string | Uint8Array, options: TakeOptions = {}): Promise<Taken> {
  const source = await csvSource(bytesOf(text, 65_536), { file: 'x.csv', timeZone: 'Europe/Berlin', ...options });
  return takenOf(source, options);
}
