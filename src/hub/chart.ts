// Charts from history: any metric of any device, and the home's own power flow put together step by step.
import { isMetricId, metricLabel, metricOf, type MetricId } from '#core/catalogue.ts';
import { SolsteadError } from '#core/errors.ts';
import type { DeviceKind } from '#core/field.ts';
import type { Aggregate, HistoryStore, SeriesPoints } from '#core/history.ts';
import type { FlowDevice } from './flow.ts';
import type { Chart, ChartQuery } from './types.ts';

type Line = Chart['series'][number];
type Steps = ReadonlyMap<number, number>;

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const niceSteps = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
  ...[1, 7, 30].map((count) => count * day),
];
const usualSteps = 300;
const mostSteps = 20_000;

/** The step that cuts a stretch into about 300 pieces. */
export function niceStep(spanMs: number): number {
  return niceSteps.find((step) => spanMs / step <= usualSteps) ?? 30 * day;
}

/** The arms of the flow: which metric of which kinds of device, the first kind that has it. */
const arms: Readonly<Record<'pv' | 'grid' | 'battery' | 'soc', { metric: MetricId; kinds: readonly DeviceKind[]; label: string }>> = {
  pv: { metric: 'pv.power', kinds: ['inverter', 'meter'], label: 'Solar' },
  grid: { metric: 'grid.power', kinds: ['meter', 'inverter'], label: 'Grid' },
  battery: { metric: 'battery.power', kinds: ['battery', 'inverter'], label: 'Battery' },
  soc: { metric: 'battery.soc', kinds: ['battery', 'inverter'], label: 'State of charge' },
};

/** How long a value stands in for steps without a point, in steps; a device that reports on change may skip some. */
const holdSteps = 2;

function held(points: SeriesPoints, stepMs: number): Map<number, number> {
  const steps = new Map<number, number>();
  for (const [index, atMs] of points.atMs.entries()) {
    const value = points.value[index];
    if (value === undefined) continue;
    const nextMs = points.atMs[index + 1] ?? atMs + stepMs;
    const untilMs = Math.min(nextMs, atMs + (holdSteps + 1) * stepMs);
    for (let at = atMs; at < untilMs; at += stepMs) steps.set(at, value);
  }
  return steps;
}

function sumSteps(parts: readonly Steps[], mean = false): Map<number, number> {
  const sums = new Map<number, { sum: number; count: number }>();
  for (const part of parts) {
    for (const [at, value] of part) {
      const entry = sums.get(at) ?? { sum: 0, count: 0 };
      sums.set(at, { sum: entry.sum + value, count: entry.count + 1 });
    }
  }
  return new Map([...sums].map(([at, { sum, count }]) => [at, mean ? sum / count : sum]));
}

function toLine(steps: Steps, head: Pick<Line, 'device' | 'metric' | 'label' | 'unit'>): Line {
  const ordered = [...steps].toSorted(([left], [right]) => left - right);
  return { ...head, atMs: ordered.map(([at]) => at), value: ordered.map(([, value]) => value) };
}

/** Where charts read from. */
export interface ChartSource {
  readonly store: HistoryStore;
  readonly site: string;
  readonly devices: readonly FlowDevice[];
}

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
}

/** The home's flow by steps; an arm nobody measures has no steps. `load` = pv + grid + battery where the grid is known. */
export async function flowSteps({ store, site, devices }: ChartSource, span: Span): Promise<Record<'pv' | 'grid' | 'battery' | 'load' | 'soc', Steps>> {
  const known = await store.series(site);
  const chosen = (name: keyof typeof arms): string[] => {
    const { metric, kinds } = arms[name];
    const has = (id: string): boolean => known.some((key) => key.device === id && key.metric === metric);
    for (const kind of kinds) {
      const ids = devices.filter((device) => device.kind === kind && has(device.id)).map(({ id }) => id);
      if (ids.length > 0) return ids;
    }
    return [];
  };
  const read = async (name: keyof typeof arms): Promise<Steps> => {
    const series = chosen(name).map((device) => ({ site, device, metric: arms[name].metric }));
    if (series.length === 0) return new Map();
    const points = await store.range({ series, ...span, aggregate: 'timeMean' });
    return sumSteps(points.map((part) => held(part, span.stepMs)), name === 'soc');
  };
  const [pv, grid, battery, soc] = await Promise.all([read('pv'), read('grid'), read('battery'), read('soc')]);
  const load = new Map([...grid].map(([at, value]) => [at, Math.max(0, value + (pv.get(at) ?? 0) + (battery.get(at) ?? 0))]));
  return { pv, grid, battery, load, soc };
}

const flowLines = {
  'flow.pv': { key: 'pv', label: 'Solar', like: 'pv.power' },
  'flow.grid': { key: 'grid', label: 'Grid', like: 'grid.power' },
  'flow.battery': { key: 'battery', label: 'Battery', like: 'battery.power' },
  'flow.load': { key: 'load', label: 'Home', like: 'load.power' },
  'flow.soc': { key: 'soc', label: 'State of charge', like: 'battery.soc' },
} as const;

const isFlowLine = (metric: string): metric is keyof typeof flowLines => metric in flowLines;

async function deviceLines({ store, site }: ChartSource, query: ChartQuery & Span & { aggregate: Aggregate }): Promise<readonly Line[]> {
  const wanted = query.metrics.filter((metric) => !isFlowLine(metric));
  for (const metric of wanted) {
    if (!isMetricId(metric)) throw new SolsteadError('input.invalid', { at: 'metric', why: `${metric} is not in the catalogue` });
  }
  if (wanted.length === 0) return [];
  const series = (await store.series(site)).filter(
    (key) => wanted.includes(key.metric) && (query.device === undefined || key.device === query.device),
  );
  if (series.length === 0) return [];
  const { fromMs, toMs, stepMs, aggregate } = query;
  const answers = await store.range({ series, fromMs, toMs, stepMs, aggregate });
  return answers.map(({ key, atMs, value }) => ({
    device: key.device,
    metric: key.metric,
    label: metricLabel(key.metric),
    unit: metricOf(key.metric).unit,
    atMs,
    value,
  }));
}

/** Answers a chart query. Errors: `input.invalid` for a metric, stretch or step that makes no sense. */
export async function chart(source: ChartSource, query: ChartQuery): Promise<Chart> {
  const { fromMs, toMs } = query;
  if (!(toMs > fromMs)) throw new SolsteadError('input.invalid', { at: 'from', why: 'the end must come after the beginning' });
  const stepMs = query.stepMs ?? niceStep(toMs - fromMs);
  if ((toMs - fromMs) / stepMs > mostSteps)
    throw new SolsteadError('input.invalid', { at: 'stepMs', why: `more than ${mostSteps} steps; take a longer step or a shorter stretch` });
  const aggregate = query.aggregate ?? 'timeMean';
  const flowNames = query.metrics.filter(isFlowLine);
  const flow = flowNames.length === 0 ? undefined : await flowSteps(source, { fromMs, toMs, stepMs });
  const flowSeries = flowNames.map((metric) => {
    const { key, label, like } = flowLines[metric];
    return toLine(flow?.[key] ?? new Map(), { device: 'home', metric, label, unit: metricOf(like).unit });
  });
  const series = [...flowSeries, ...(await deviceLines(source, { ...query, fromMs, toMs, stepMs, aggregate }))];
  return { fromMs, toMs, stepMs, aggregate, series };
}
