// From history answers to the lines of a chart: gaps, the live end, and the equivalent table. Pure.
import type { Flow, History } from '#api/contract.ts';
import { hourMs } from '#core/time.ts';

/** One point: epoch ms and value; a null value breaks the line. */
export type ChartPoint = readonly [number, number | null];

/** One line of a chart. */
export interface ChartLine {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  /** Name of the colour: a custom property without its dashes. */
  readonly tone: string;
  readonly points: readonly ChartPoint[];
  /** Shown as a level in a strip of its own, 0 to 100. */
  readonly strip?: boolean;
  readonly filled?: boolean;
  /** A part of a whole: stacked on those before it, negative values below the line. */
  readonly stacked?: boolean;
  /** What the signs mean, one word each. */
  readonly ways?: { readonly positive: string; readonly negative: string };
}

/** Metrics of the home's own chart, in the order of the legend. */
export const homeMetrics = ['flow.pv', 'flow.load', 'flow.battery', 'flow.grid', 'flow.soc'] as const;
/** One of {@link homeMetrics}. */
export type HomeMetric = (typeof homeMetrics)[number];

/** Points of a series; if steps are missing, the line breaks instead of guessing. */
export function withGaps(atMs: readonly number[], value: readonly number[], stepMs: number): readonly ChartPoint[] {
  const points: ChartPoint[] = [];
  for (const [index, at] of atMs.entries()) {
    const before = atMs[index - 1];
    if (before !== undefined && at - before > 2.5 * stepMs) points.push([before + stepMs, null]);
    points.push([at, value[index] ?? null]);
  }
  return points;
}

/** Value of a flow for one of the home's metrics. */
function flowValue(flow: Flow, metric: HomeMetric): number | undefined {
  switch (metric) {
    case 'flow.pv':
      return flow.pv.powerW;
    case 'flow.grid':
      return flow.grid.powerW;
    case 'flow.battery':
      return flow.battery.powerW;
    case 'flow.load':
      return flow.load.powerW;
    case 'flow.soc':
      return flow.soc;
  }
}

/** Points with the flows heard since then at the end. */
export function withTrail(
  points: readonly ChartPoint[],
  trail: readonly Flow[],
  metric: HomeMetric,
): readonly ChartPoint[] {
  const last = points.at(-1)?.[0] ?? 0;
  const later = trail.filter((flow) => flow.atMs > last);
  if (later.length === 0) return points;
  return [...points, ...later.map((flow): ChartPoint => [flow.atMs, flowValue(flow, metric) ?? null])];
}

/** Points of one metric of an answer. */
export function pointsOf(history: History | undefined, metric: string): readonly ChartPoint[] {
  const series = history?.series.find((each) => each.metric === metric);
  return series === undefined || history === undefined ? [] : withGaps(series.atMs, series.value, history.stepMs);
}

/** Where an axis begins: at the beginning of the span, or soon before the first value if most of the span has none. */
export function axisBegin(
  lines: readonly Pick<ChartLine, 'points'>[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): number {
  const firstMs = Math.min(...lines.flatMap(({ points }) => points.find(([, value]) => value !== null)?.[0] ?? []));
  if (!Number.isFinite(firstMs) || toMs - firstMs > (toMs - fromMs) / 2) return fromMs;
  return Math.max(fromMs, Math.min(firstMs, toMs - hourMs));
}

/** One row of the table alternative: the mean of each line between two marks. */
export interface TableRow {
  readonly atMs: number;
  readonly means: readonly (number | undefined)[];
}

/** Means of the lines from each mark to the next. */
export function tableRows(lines: readonly ChartLine[], marks: readonly number[], toMs: number): readonly TableRow[] {
  return marks.map((atMs, index) => {
    const end = marks[index + 1] ?? toMs;
    const means = lines.map(({ points }) => {
      const inside = points.flatMap(([at, value]) => (at >= atMs && at < end && value !== null ? [value] : []));
      return inside.length === 0 ? undefined : inside.reduce((sum, value) => sum + value, 0) / inside.length;
    });
    return { atMs, means };
  });
}
