// The signs of grid and battery in a foreign file, where its words do not say which way is positive: what the home uses is what
// sun, battery and grid give together, so rows that have all of them show it.
import { isMetricId, type MetricId } from '#core/catalogue.ts';
import { because } from '#core/reason.ts';
import type { ImportSource, SourceItem, SourceSeries } from './import-source.ts';
import type { MappedSeries } from './mapping.ts';

type Side = 'pv' | 'load' | 'grid' | 'battery';
type Row = Partial<Record<Side, number>>;

/** Rows that say something are enough at this number; a file that has few of them is not read further than that. */
const enoughRows = 2000;
const mostRows = 200_000;
/** Losses of converters and rounding: share of the largest power of a row, and at least so many watts. */
const tolerance = { share: 0.1, leastW: 40 };
/** How much of the rows have to fit one way, and how much more than the other. */
const [fitting, fittingMore] = [0.7, 2] as const;

function sideOf(metric: MetricId, hasWhole: (side: Side) => boolean): Side | undefined {
  if (metric === 'load.power') return 'load';
  if (metric === 'grid.power') return 'grid';
  if (metric === 'battery.power') return 'battery';
  if (metric === 'pv.power') return 'pv';
  return /^pv\.power\.s\d+$/.test(metric) && !hasWhole('pv') ? 'pv' : undefined;
}

/** The metric a series is or would be if its sign were known. */
const metricOf = ({ metric, openMetric }: MappedSeries): MetricId | undefined => metric ?? openMetric;

/** Where each series of a device belongs in the balance. */
function sidesOf(mapped: readonly MappedSeries[]): ReadonlyMap<SourceSeries, Side> {
  const hasWhole = (side: Side): boolean => mapped.some((one) => metricOf(one) === `${side}.power`);
  return new Map(
    mapped.flatMap((one): [SourceSeries, Side][] => {
      const metric = metricOf(one);
      const side = metric === undefined || !isMetricId(metric) ? undefined : sideOf(metric, hasWhole);
      return side === undefined ? [] : [[one.series, side]];
    }),
  );
}

/** How often the two ways of each sign fit. */
class Votes {
  #rows = 0;
  #telling = 0;
  readonly #fits = { grid: { plain: 0, turned: 0 }, battery: { plain: 0, turned: 0 } };

  get isEnough(): boolean {
    return this.#telling >= enoughRows || this.#rows >= mostRows;
  }

  add({ pv, load, grid, battery = 0 }: Row): void {
    this.#rows += 1;
    if (pv === undefined || load === undefined || grid === undefined) return;
    const allowed = Math.max(
      tolerance.leastW,
      tolerance.share * Math.max(...[pv, load, grid, battery].map((power) => Math.abs(power))),
    );
    const fits = (gridSign: number, batterySign: number): boolean =>
      Math.abs(load - pv - gridSign * grid - batterySign * battery) <= allowed;
    const [both, gridTurned, batteryTurned, bothTurned] = [fits(1, 1), fits(-1, 1), fits(1, -1), fits(-1, -1)];
    if ([both, gridTurned, batteryTurned, bothTurned].every((one) => one === both)) return;
    this.#telling += 1;
    this.#fits.grid.plain += Number(both || batteryTurned);
    this.#fits.grid.turned += Number(gridTurned || bothTurned);
    this.#fits.battery.plain += Number(both || gridTurned);
    this.#fits.battery.turned += Number(batteryTurned || bothTurned);
  }

  /** 1, −1, or undefined where the rows do not say. */
  sign(side: 'grid' | 'battery'): 1 | -1 | undefined {
    const { plain, turned } = this.#fits[side];
    const isSure = (one: number, other: number): boolean =>
      one > 0 && one >= fitting * this.#telling && one > fittingMore * other;
    return isSure(plain, turned) ? 1 : isSure(turned, plain) ? -1 : undefined;
  }
}

/** Counts the rows of one device. */
async function votesOf(source: ImportSource, mapped: readonly MappedSeries[]): Promise<Votes> {
  const votes = new Votes();
  const sides = sidesOf(mapped);
  const factors = new Map(mapped.map(({ series, factor }) => [series, factor] as const));
  // A source makes its series anew each time it is read.
  const names = new Map([...sides].map(([series]) => [keyOf(series), series] as const));
  let at: { readonly file: string; readonly line: number } | undefined;
  let row: Row = {};
  const take = (item: SourceItem): void => {
    if (item.kind !== 'value') return;
    const series = names.get(keyOf(item.series));
    const side = series === undefined ? undefined : sides.get(series);
    if (series === undefined || side === undefined) return;
    if (at !== undefined && (at.line !== item.line || at.file !== item.file)) {
      votes.add(row);
      row = {};
    }
    at = item;
    row[side] = (row[side] ?? 0) + item.value * (factors.get(series) ?? 1);
  };
  for await (const items of source.items()) {
    for (const item of items) take(item);
    if (votes.isEnough) break;
  }
  votes.add(row);
  return votes;
}

const keyOf = ({ part, name, unit }: SourceSeries): string => `${part ?? ''}\u0000${name}\u0000${unit ?? ''}`;

const isOpen = ({ isSignOpen, openMetric }: MappedSeries): boolean => isSignOpen === true || openMetric !== undefined;

function signed(one: MappedSeries, votes: Votes): MappedSeries {
  const metric = metricOf(one);
  if (!isOpen(one) || (metric !== 'grid.power' && metric !== 'battery.power')) return one;
  const sign = votes.sign(metric === 'grid.power' ? 'grid' : 'battery');
  if (sign === undefined) return one;
  const { openMetric: _, isSignOpen: _open, ...rest } = one;
  const why = because(sign === 1 ? 'import.balanced' : 'import.balance-turned', { how: one.why });
  return { ...rest, metric, factor: sign * one.factor, why };
}

/**
 * The mapping with signs that were open as solar, grid, battery and home agree; those that the rows do not tell stay as they are, and
 * what is open altogether is left out. Reads the beginning of the source once more where there is something to find out.
 */
export async function balancedSigns(
  source: ImportSource,
  mapped: readonly MappedSeries[],
): Promise<readonly MappedSeries[]> {
  if (source.isRows !== true || !mapped.some(isOpen)) return mapped;
  const devices = Map.groupBy(
    mapped.filter((one) => metricOf(one) !== undefined),
    ({ device }) => device,
  );
  const found = new Map<SourceSeries, MappedSeries>();
  for (const own of devices.values()) {
    const sides = new Set(sidesOf(own).values());
    if (!own.some(isOpen) || !(['pv', 'load', 'grid'] as const).every((side) => sides.has(side))) continue;
    const votes = await votesOf(source, own);
    for (const one of own) found.set(one.series, signed(one, votes));
  }
  return mapped.map((one) => found.get(one.series) ?? one);
}
