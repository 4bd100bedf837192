// Charts from history: any metric of any device, and the home's own power flow assembled step by step.
import { because } from '#core/reason.ts';
import { isMetricId, metricLabel, metricOf, type MetricId } from '#core/catalogue.ts';
import { SolsteadError } from '#core/errors.ts';
import type { Aggregate } from '#core/history.ts';
import { type FlowSource, pastFlows, powersOf, type SteppedRange } from './flow-history.ts';
import type { Flow, History } from '#api/contract.ts';
import type { ChartQuery } from './chart-query.ts';

type Line = History['series'][number];

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
/** Most steps of a chart. */
export const mostSteps = 20_000;

/** The step that cuts a stretch into about 300 pieces. */
export function niceStep(spanMs: number): number {
  return niceSteps.find((step) => spanMs / step <= usualSteps) ?? 30 * day;
}

interface FlowLine {
  readonly label: string;
  /** The metric whose unit it has. */
  readonly like: MetricId;
  pick(flow: Flow): number | undefined;
}

const flowLines = {
  'flow.pv': { label: 'Solar', like: 'pv.power', pick: (flow) => powersOf(flow).pvW },
  'flow.grid': { label: 'Grid', like: 'grid.power', pick: (flow) => powersOf(flow).gridW },
  'flow.battery': { label: 'Battery', like: 'battery.power', pick: (flow) => powersOf(flow).batteryW },
  'flow.load': { label: 'Home', like: 'load.power', pick: (flow) => powersOf(flow).loadW },
  'flow.soc': { label: 'State of charge', like: 'battery.soc', pick: (flow) => flow.soc },
} as const satisfies Record<string, FlowLine>;

function lineOf(metric: keyof typeof flowLines, flows: readonly Flow[]): Line {
  const { label, like, pick } = flowLines[metric];
  const atMs: number[] = [];
  const value: number[] = [];
  for (const flow of flows) {
    const found = pick(flow);
    if (found === undefined) continue;
    atMs.push(flow.atMs);
    value.push(found);
  }
  return { device: 'home', metric, label, unit: metricOf(like).unit, atMs, value };
}

const isFlowLine = (metric: string): metric is keyof typeof flowLines => Object.hasOwn(flowLines, metric);

async function deviceLines(
  { store, site }: FlowSource,
  query: ChartQuery & SteppedRange & { aggregate: Aggregate },
): Promise<readonly Line[]> {
  const wanted = query.metrics.filter((metric) => !isFlowLine(metric));
  for (const metric of wanted) {
    if (!isMetricId(metric))
      throw new SolsteadError('input.invalid', { at: 'metric', why: because('metric.unknown', { metric }) });
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

function stepOf({ fromMs, toMs, stepMs = niceStep(toMs - fromMs) }: ChartQuery): number {
  if (!(toMs > fromMs)) throw new SolsteadError('input.invalid', { at: 'from', why: because('chart.from-to') });
  if (!(Number.isSafeInteger(stepMs) && stepMs > 0))
    throw new SolsteadError('input.invalid', { at: 'stepMs', why: because('chart.step') });
  if ((toMs - fromMs) / stepMs <= mostSteps) return stepMs;
  const why = because('chart.steps', { most: mostSteps });
  throw new SolsteadError('input.invalid', { at: 'stepMs', why });
}

/** Answers a chart query. Errors: `input.invalid` for a metric, stretch or step that makes no sense. */
export async function chart(source: FlowSource, query: ChartQuery): Promise<History> {
  const { fromMs, toMs } = query;
  const stepMs = stepOf(query);
  const aggregate = query.aggregate ?? 'timeMean';
  const flowNames = query.metrics.filter(isFlowLine);
  const [devices, flows] = await Promise.all([
    deviceLines(source, { ...query, fromMs, toMs, stepMs, aggregate }),
    flowNames.length === 0 ? [] : pastFlows(source, { fromMs, toMs, stepMs }),
  ]);
  return { fromMs, toMs, stepMs, aggregate, series: [...flowNames.map((name) => lineOf(name, flows)), ...devices] };
}
