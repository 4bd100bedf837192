// Series that have to be read completely before they become points: energies of intervals, parts of sums, means of intervals.
import type { MetricId } from '#core/catalogue.ts';
import { metricOf } from '#core/catalogue.ts';
import type { Quality } from '#core/reading.ts';
import type { SourceValue } from './import-source.ts';
import type { ImportPlan, PlannedSeries } from './import-plan.ts';
import { countedUp, type Continuation, type Piece } from './counted-up.ts';
import { dayStart, intervalOf } from './intervals.ts';
import { joined, multiplied, type SumPart } from './joined-series.ts';
import { growingSeries, type GrowingSeries } from './readings-columns.ts';
import type { TimedColumns } from './timed-columns.ts';

/** The points of one metric of one device. */
export interface GatheredPoints extends TimedColumns {
  readonly device: string;
  readonly metric: MetricId;
  readonly quality: Quality;
}

/** Values that may be held: 16 bytes each, twice while they grow. */
export const mostGathered = 20_000_000;
const shortestHoldMs = 300_000;

interface Gathering {
  readonly planned: PlannedSeries & { readonly metric: MetricId };
  readonly values: GrowingSeries;
  /** Ends of the values that have one, by their start. */
  readonly ends: Map<number, number>;
}

/** Holds what an import gathers. */
export interface Gatherer {
  readonly count: number;
  /** Holds a value; it is already in the metric's unit. */
  hold(planned: PlannedSeries & { readonly metric: MetricId }, value: SourceValue): void;
  /** The metrics of devices that are counted up, for which history is queried. */
  counted(): readonly { readonly device: string; readonly metric: MetricId }[];
  points(known: (device: string, metric: MetricId) => Continuation): readonly GatheredPoints[];
}

const isPower = (metric: MetricId): boolean => metricOf(metric).kind !== 'counter';

/** Energies as pieces of time. */
function piecesOf({ planned, values, ends }: Gathering): Piece[] {
  const { gathered } = planned;
  const { atMs, value } = values.columns();
  if (gathered === undefined) return [];
  const { kind, rules } = gathered;
  if (kind === 'interval')
    return Array.from(
      atMs,
      (at, row): Piece => ({ ...intervalOf(at, ends.get(at), rules), energy: Math.max(0, value[row] ?? 0) }),
    );
  const order = Array.from(atMs, (_, row) => row).sort((a, b) => (atMs[a] ?? 0) - (atMs[b] ?? 0));
  const pieces: Piece[] = [];
  for (const [place, row] of order.entries()) {
    const [toMs, now] = [atMs[row] ?? 0, value[row] ?? 0];
    const before = order[place - 1];
    const [fromMs, last] = before === undefined ? [undefined, 0] : [atMs[before] ?? 0, value[before] ?? 0];
    if (kind === 'daily') {
      const day = dayStart(toMs - 1, rules.timeZone);
      const isAnew = fromMs === undefined || fromMs <= day || now < last;
      // The first value of a daily meter has been counted since midnight.
      const from = isAnew ? Math.max(day, now < last ? (fromMs ?? day) : day) : fromMs;
      pieces.push({ fromMs: from, toMs, energy: isAnew ? now : now - last });
    } else if (fromMs !== undefined && now >= last) pieces.push({ fromMs, toMs, energy: now - last });
  }
  return pieces;
}

/** A power as points: means begin at the start of their interval. */
function powerOf({ planned, values, ends }: Gathering): SumPart {
  const { atMs, value } = values.columns();
  const rules = planned.gathered?.rules;
  const isMean = planned.gathered?.kind === 'mean' && rules !== undefined;
  const at = isMean ? Array.from(atMs, (one) => intervalOf(one, ends.get(one), rules).fromMs) : Array.from(atMs);
  return {
    atMs: at,
    value: Array.from(value),
    factor: 1,
    holdMs: Math.max(shortestHoldMs, 3 * (rules?.usualMs ?? 0)),
  };
}

/** An empty gatherer for a plan. */
export function gatherer({ products }: Pick<ImportPlan, 'products'>): Gatherer {
  const all = new Map<PlannedSeries, Gathering>();
  let count = 0;
  const groups = () => Map.groupBy(all.values(), ({ planned }) => `${planned.device}/${planned.metric}`);
  return {
    get count() {
      return count;
    },
    hold(planned, { atMs, untilMs, value }) {
      const { device, metric } = planned;
      const gathering = all.getOrInsertComputed(planned, () => ({
        planned,
        values: growingSeries({ device, metric }),
        ends: new Map<number, number>(),
      }));
      gathering.values.push(atMs, value);
      if (untilMs !== undefined) gathering.ends.set(atMs, untilMs);
      count += 1;
    },
    counted: () =>
      [...all.values()]
        .filter(({ planned }) => !isPower(planned.metric))
        .map(({ planned: { device, metric } }) => ({ device, metric })),
    points(known) {
      const made = [...groups().values()].flatMap((group): GatheredPoints[] => {
        const [first] = group;
        if (first === undefined) return [];
        const { device, metric } = first.planned;
        const columns = isPower(metric)
          ? joined(
              group.map(powerOf),
              group.every(({ planned }) => planned.gathered?.isRows === true),
            )
          : countedUp(group.map(piecesOf), known(device, metric));
        return [{ device, metric, quality: 'good', ...columns }];
      });
      const found = (device: string, metric: MetricId) =>
        made.find((one) => one.device === device && one.metric === metric);
      const multiples = products.flatMap(({ device, metric, of: [one, other] }): GatheredPoints[] => {
        const [left, right] = [found(device, one), found(device, other)];
        return left === undefined || right === undefined
          ? []
          : [{ device, metric, quality: 'good', ...multiplied(left, right) }];
      });
      return [...made, ...multiples];
    },
  };
}
