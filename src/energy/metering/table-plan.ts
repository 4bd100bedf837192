// A plan for readings that came on their own, as a table: the kind of each device and its interval are derived from its readings.
import { because } from '#core/reason.ts';
import { metricOf, type MetricId } from '#core/catalogue.ts';
import type { DeviceKind } from '#core/device-kind.ts';
import { seriesOf, type Series, type SeriesSet } from './columns.ts';
import { planOf } from './plan-of.ts';
import type { MeteredDevice, PlanOptions } from './plan-options.ts';
import { gapLimitOf, type MeterPlan, type Source } from './plan.ts';
import { doesSumPhases, guessRoles, type RoleGuess } from './guess-roles.ts';
import { isDaily, rhythmOf, type Rhythm } from './rhythm.ts';

/** What a person may say about a table. */
export interface TableOptions extends PlanOptions {
  /** ms between readings; absent: derived from the times. */
  readonly intervalMs?: number;
  /** How long a reading holds, ms; Infinity: until the next. */
  readonly gapLimitMs?: number;
  /** Which device speaks for a side of the home (`grid`) if several could. */
  readonly speakers?: ReadonlyMap<string, string>;
  /** What devices are, if that is known. */
  readonly kinds?: ReadonlyMap<string, DeviceKind>;
}

/** A series of a table. */
export interface TableKey {
  readonly device: string;
  readonly metric: MetricId;
}

/** A plan with how it was found, by id of the source. */
export interface TablePlan {
  readonly plan: MeterPlan;
  readonly rhythms: ReadonlyMap<string, Rhythm>;
  /** The roles that were assumed because none was given. */
  readonly guesses: readonly RoleGuess[];
}

const metered =
  /^(grid\.(voltage|connected)|battery\.(soc|voltage|current)|(pv|grid|battery|load)\.power|grid\.power\.l[123]|(pv|load)\.energy|grid\.energy\.(import|export)(\.l[123])?|battery\.energy\.(charge|discharge)|relay\.power\.\d+|meter\.(power|energy\.(forward|backward))\.\d+)$/;

/** Whether a metric has to do with energy. */
export const isTabled = (metric: MetricId): boolean => metered.test(metric);

/** What a device is, by what it gives: everything solar is an inverter's. */
function kindOf(metrics: readonly MetricId[]): DeviceKind {
  const has = (start: string): boolean => metrics.some((metric) => metric.startsWith(start));
  if (has('pv.') || has('load.') || has('inverter.')) return 'inverter';
  if (has('grid.') || has('meter.')) return 'meter';
  return has('battery.') ? 'battery' : 'relay';
}

function rhythmFor(series: Series, { intervalMs, gapLimitMs }: TableOptions): Rhythm {
  const told = rhythmOf(series);
  const interval = intervalMs ?? told.intervalMs;
  const kept = interval === undefined ? {} : { intervalMs: interval };
  if (gapLimitMs !== undefined) return { ...kept, gapLimitMs, why: because('rhythm.gap-given') };
  if (intervalMs === undefined) return told;
  return { intervalMs, gapLimitMs: gapLimitOf(intervalMs), why: because('rhythm.given') };
}

/** The metrics a device may speak for. */
function spokenBy(device: string, metrics: readonly MetricId[], { speakers }: TableOptions): MetricId[] {
  return metrics.filter((metric) => {
    const speaker = speakers?.get(metric.split('.')[0] ?? '');
    return speaker === undefined || speaker === device;
  });
}

/** The plan of a table whose series are in order of time. */
export function tablePlan(keys: readonly TableKey[], series: SeriesSet, choices: TableOptions): TablePlan {
  const rhythms = new Map<string, Rhythm>();
  const daily = new Set(choices.daily);
  for (const { device, metric } of keys) {
    const own = seriesOf(series, device, metric);
    const name = `${device} ${metric}`;
    rhythms.set(name, rhythmFor(own, choices));
    if (metricOf(metric).kind === 'counter' && isDaily(own, choices.timeZone)) daily.add(name);
  }
  const devices = [...new Set(keys.map(({ device }) => device))].sort().map((id): MeteredDevice => {
    const given = keys.filter(({ device }) => device === id).map(({ metric }) => metric);
    const metrics = spokenBy(id, given, choices);
    const intervals = new Map(given.map((metric) => [metric, rhythms.get(`${id} ${metric}`)?.intervalMs ?? 60_000]));
    const intervalMs = Math.min(...intervals.values());
    return { id, kind: choices.kinds?.get(id) ?? kindOf(given), intervalMs, intervals, metrics };
  });
  const sumsPhases = new Set(
    devices.filter(({ id, metrics }) => doesSumPhases(series, id, metrics) === true).map(({ id }) => id),
  );
  const options = { ...choices, daily, sumsPhases };
  const guesses = guessRoles({ devices, options, series, nameOf: (device) => device });
  const roles = new Map([...guesses.map(({ device, role }) => [device, role] as const), ...(choices.roles ?? [])]);
  const plan = planOf(devices, { ...options, roles });
  const bySource = new Map<string, Rhythm>();
  const sources = plan.sources.map((source): Source => {
    const metric = source.kind === 'counter' ? source.metric : source.metrics[0];
    const rhythm = rhythms.get(`${source.device} ${metric}`);
    if (rhythm === undefined) return source;
    bySource.set(source.id, rhythm);
    return { ...source, gapLimitMs: rhythm.gapLimitMs };
  });
  const presence = plan.presence?.map((one) => ({
    ...one,
    gapLimitMs: rhythms.get(`${one.device} ${one.metric}`)?.gapLimitMs ?? one.gapLimitMs,
  }));
  return {
    plan: { ...plan, learnsDays: true, sources, ...(presence === undefined ? {} : { presence }) },
    rhythms: bySource,
    guesses,
  };
}
