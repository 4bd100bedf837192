// Rows of a table (time, metric, value, perhaps device) as columns and a plan, so that the ledger can run over a file alone.
import { isMetricId, type MetricId } from '#core/catalogue.ts';
import type { DeviceKind } from '#core/field.ts';
import type { ReadingColumns } from './columns.ts';
import { planOf, type MeteredDevice, type PlanChoices } from './plan-of.ts';
import type { MeterPlan } from './plan.ts';

/** One row as it stands in a file; a value that is no number stays out, counted. */
export interface TableRow {
  /** Epoch ms. */
  readonly atMs: number;
  readonly metric: string;
  readonly value: number;
  /** Absent: the file is of one device without a name. */
  readonly device?: string;
}

/** What a table gave. */
export interface TableReadings {
  readonly plan: MeterPlan;
  readonly readings: readonly ReadingColumns[];
  /** Of the first and last reading taken; absent where there is none. */
  readonly span?: { readonly fromMs: number; readonly toMs: number };
  /** Rows left out, by reason. */
  readonly left: { readonly unknownMetric: number; readonly noTime: number };
}

interface Growing {
  readonly device: string;
  readonly metric: MetricId;
  readonly atMs: number[];
  readonly value: number[];
}

const unnamed = 'device';

/** What a device is, by what it gives: everything of the sun is an inverter's. */
function kindOf(metrics: readonly MetricId[]): DeviceKind {
  const has = (start: string): boolean => metrics.some((metric) => metric.startsWith(start));
  if (has('pv.') || has('load.') || has('inverter.')) return 'inverter';
  if (has('grid.')) return 'meter';
  return has('battery.') ? 'battery' : 'relay';
}

/** The usual pause between readings: the middle of all, ms. */
function intervalOf({ atMs }: Growing): number {
  const sorted = [...new Set(atMs)].sort((left, right) => left - right);
  const pauses = sorted.slice(1).map((at, index) => at - (sorted[index] ?? at));
  pauses.sort((left, right) => left - right);
  return pauses[pauses.length >> 1] ?? 10_000;
}

function deviceOf(id: string, all: readonly Growing[]): MeteredDevice {
  const own = all.filter(({ device }) => device === id);
  const metrics = own.map(({ metric }) => metric);
  const intervals = new Map(own.map((column) => [column.metric, intervalOf(column)]));
  return { id, kind: kindOf(metrics), intervalMs: Math.min(...intervals.values()), intervals, metrics };
}

/** Columns and a sensible plan from the rows of a table, in any order. */
export function readTable(rows: Iterable<TableRow>, choices: PlanChoices): TableReadings {
  const columns = new Map<string, Growing>();
  const left = { unknownMetric: 0, noTime: 0 };
  let [fromMs, toMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { atMs, metric, value, device = unnamed } of rows) {
    if (!Number.isFinite(atMs)) left.noTime += 1;
    else if (!isMetricId(metric)) left.unknownMetric += 1;
    else {
      const key = `${device} ${metric}`;
      const column = columns.get(key) ?? { device, metric, atMs: [], value: [] };
      columns.set(key, column);
      column.atMs.push(Math.round(atMs));
      column.value.push(value);
      fromMs = Math.min(fromMs, atMs);
      toMs = Math.max(toMs, atMs);
    }
  }
  const all = [...columns.values()];
  const ids = [...new Set(all.map(({ device }) => device))];
  const plan = planOf(
    ids.map((id) => deviceOf(id, all)),
    choices,
  );
  const readings = all.map(({ device, metric, atMs, value }) => ({ key: { device, metric }, atMs, value }));
  return { plan, readings, left, ...(all.length === 0 ? {} : { span: { fromMs, toMs } }) };
}
