// What an import does with each of its series, once they have been looked at and mapped: which are taken value by value, which are
// energies to be counted up, parts of a sum or means that begin earlier.
import { metricOf, type MetricId } from '#core/catalogue.ts';
import { because, type Reason } from '#core/reason.ts';
import { dayMs, minuteMs } from '#core/time.ts';
import type { ImportSource } from './import-source.ts';
import { type IntervalRules, intervalRules } from './intervals.ts';
import type { ColumnKind } from './known-column.ts';
import type { MappedSeries } from './mapping.ts';
import { isIntervalByValues, kindOfEnergy } from './series-kind.ts';
import { type SeenSeries, usualPause } from './seen-series.ts';

/** A series and what is done with it. */
export interface PlannedSeries extends MappedSeries {
  /** Absent: taken value by value as it comes. */
  readonly gathered?: {
    readonly kind: ColumnKind | 'value';
    readonly rules: IntervalRules;
    /** Values of the same moment were written together. */
    readonly isRows: boolean;
  };
}

/** A metric that is made from two others in the same rows. */
export interface PlannedProduct {
  readonly device: string;
  readonly metric: MetricId;
  readonly of: readonly [MetricId, MetricId];
}

/** Everything an import does. */
export interface ImportPlan {
  readonly series: readonly PlannedSeries[];
  readonly products: readonly PlannedProduct[];
}

/** How the times of a source are to be understood. */
export interface PlanFrame {
  readonly timeZone: string;
  readonly isEndStamped: boolean;
  readonly isRows: boolean;
}

const isEnergy = (metric: MetricId): boolean => /\.energy(\.|$)/.test(metric);

function told(how: Reason, kind: ColumnKind | 'value', seen: SeenSeries): Reason {
  const pauseMs = usualPause(seen) ?? 0;
  const minutes = Math.round(pauseMs / minuteMs);
  if (kind === 'daily') return because('import.daily', { how });
  if (kind === 'mean') return because('import.mean', { how, minutes });
  if (kind !== 'interval') return how;
  if (seen.hasEnds) return because('import.of-ends', { how });
  if (pauseMs < 0.9 * dayMs) return because('import.of-interval', { how, minutes });
  const unit = pauseMs <= 1.1 * dayMs ? 'day' : pauseMs <= 32 * dayMs ? 'month' : 'year';
  return because('import.of-days', { how, unit });
}

/** A meter's value is much larger than an interval's energy. */
const muchMore = 10;

/** The frame of a plan, with what the file's energies say about each other. */
interface Frame extends PlanFrame {
  readonly greatest: number | undefined;
}

/** A one-way value is never below 0; if a file has it negative throughout, its sign only repeats the direction. */
function turned(mapped: MappedSeries, seen: SeenSeries): MappedSeries {
  const { metric, factor, isPart, why } = mapped;
  const goesOneWay =
    metric !== undefined && (isEnergy(metric) || (isPart === true && /^(grid|battery)\./.test(metric)));
  const isBelow = seen.max <= 0 && seen.min < 0;
  // A sign that a person or a format has already corrected is right.
  if (!goesOneWay || !isBelow || (isEnergy(metric) && factor < 0)) return mapped;
  return { ...mapped, factor: -factor, why: because('import.turned', { how: why }) };
}

/** A power that goes both ways and does not say which is positive: what is taken is told. */
function withOpenSign(mapped: MappedSeries, { min, max }: SeenSeries): MappedSeries {
  const { metric, isSignOpen, why } = mapped;
  if (metric === undefined || isSignOpen !== true || min >= 0 || max <= 0) return mapped;
  const side = metric === 'grid.power' ? 'grid' : 'battery';
  return { ...mapped, why: because('import.sign-taken', { how: why, side }) };
}

function planned(given: MappedSeries, seen: SeenSeries | undefined, frame: Frame): PlannedSeries {
  const mapped = seen === undefined ? given : withOpenSign(turned(given, seen), seen);
  const { metric, kind: stated, isPart, why } = mapped;
  if (metric === undefined || seen === undefined) return mapped;
  const rules = intervalRules(seen, frame);
  if (!isEnergy(metric) || metricOf(metric).kind !== 'counter') {
    const kind = stated === 'mean' ? 'mean' : 'value';
    if (kind === 'value' && isPart !== true) return mapped;
    return { ...mapped, why: told(why, kind, seen), gathered: { kind, rules, isRows: frame.isRows } };
  }
  const { greatest } = frame;
  const isOfTheirSize = greatest !== undefined && Math.abs(seen.max * mapped.factor) <= muchMore * greatest;
  const hints = { isAmongIntervals: greatest !== undefined, isOfTheirSize };
  const found = kindOfEnergy(seen, { stated: stated === 'mean' ? undefined : stated, ...hints });
  if ('why' in found) {
    const { series, device, factor } = mapped;
    return { series, device, factor, why: found.why };
  }
  const { kind } = found;
  if (kind === 'total' && isPart !== true) return mapped;
  return { ...mapped, why: told(why, kind, seen), gathered: { kind, rules, isRows: frame.isRows } };
}

/** Battery power if only its voltage and its current are given, each direction of the current on its own. */
function productsOf(series: readonly PlannedSeries[]): readonly PlannedProduct[] {
  const devices = new Set(series.filter(({ metric }) => metric === 'battery.current').map(({ device }) => device));
  return [...devices].flatMap((device): PlannedProduct[] => {
    const own = series.filter((one) => one.device === device);
    const has = (metric: MetricId): boolean => own.some((one) => one.metric === metric);
    const isSigned = own.some(({ metric, isPart }) => metric === 'battery.current' && isPart === true);
    if (!isSigned || !has('battery.voltage') || has('battery.power')) return [];
    return [{ device, metric: 'battery.power', of: ['battery.voltage', 'battery.current'] }];
  });
}

/** What an import has to know about its source. */
export const planFrame = ({ isEndStamped, isRows }: ImportSource, timeZone: string): PlanFrame => ({
  timeZone,
  isEndStamped: isEndStamped === true,
  isRows: isRows === true,
});

/** Plans an import: `seen` and `mapping` are of the same series in the same order. */
export function planImport(
  mapping: readonly MappedSeries[],
  seen: readonly SeenSeries[],
  frame: PlanFrame,
): ImportPlan {
  // The greatest energy of an interval that certainly is one, in the metric's unit; absent: the file has none.
  let greatest: number | undefined;
  for (const [index, { metric, kind, factor }] of mapping.entries()) {
    const its = seen[index];
    if (metric === undefined || its === undefined || !isEnergy(metric)) continue;
    if (kind !== 'interval' && !(kind === undefined && isIntervalByValues(its))) continue;
    greatest = Math.max(greatest ?? 0, Math.abs(its.max * factor), Math.abs(its.min * factor));
  }
  const series = mapping.map((mapped, index) => planned(mapped, seen[index], { ...frame, greatest }));
  const products = productsOf(series);
  const isNeeded = ({ device, metric }: MappedSeries): boolean =>
    products.some((product) => product.device === device && metric !== undefined && product.of.includes(metric));
  const all = series.map((one, index): PlannedSeries => {
    const its = seen[index];
    if (one.gathered !== undefined || its === undefined || !isNeeded(one)) return one;
    return { ...one, gathered: { kind: 'value', rules: intervalRules(its, frame), isRows: frame.isRows } };
  });
  return { series: all, products };
}
