// How a metric is called where Prometheus' rules hold: one table for every output of that family and for the page that is scraped.
// Base units are in the name, an index is a label, so that a sum over all series of a name means something.
// Source: Prometheus documentation, "Metric and label naming" and "Writing exporters".
import { metricKey, metricOf, type MetricId, type MetricKind } from './catalogue.ts';
import { baseUnits } from './unit.ts';

/** A metric as a series. */
export interface SeriesName {
  /** `solstead_grid_power_watts`, `solstead_pv_energy_joules_total`. */
  readonly name: string;
  /** What it counts or measures, in English. */
  readonly help: string;
  readonly type: 'gauge' | 'counter';
  /** The index of the metric, if it has one: `phase="l1"`. */
  readonly labels: Readonly<Record<string, string>>;
  /** What a value is multiplied by to be in the base unit. */
  readonly factor: number;
  readonly kind: MetricKind;
}

/** The last part of an indexed metric, the label that has its index, and what stands before it there. */
const indexes = [
  { end: '.l#', word: 'by_phase', label: 'phase', before: 'l' },
  { end: '.s#', word: 'by_string', label: 'string', before: 's' },
  { end: '.#', word: 'by_index', label: 'index', before: '' },
] as const;

/** What devices and metrics are called where they go. */
export interface Called {
  device(id: string): string;
  metric(id: string): string;
}

/** As they are called here. */
export const asHere: Called = { device: (id) => id, metric: (id) => id };

const known = new Map<MetricId, SeriesName>();

function made(metric: MetricId, called: string = metric): SeriesName {
  const { key, index } = metricKey(metric);
  const { unit, kind, label, sign } = metricOf(metric);
  const found = indexes.find(({ end }) => key.endsWith(end));
  const ending = found === undefined ? '' : found.end.replace('#', String(index));
  // Another name may have no index: then it stands for that one alone.
  const isIndexed = ending !== '' && called.endsWith(ending);
  const stem = (isIndexed ? called.slice(0, -ending.length) : called).replaceAll('.', '_');
  const [word, factor] = baseUnits[unit];
  const last = kind === 'counter' ? 'total' : kind === 'text' ? 'info' : '';
  return {
    name: ['solstead', stem, isIndexed ? (found?.word ?? '') : '', word, last].filter((part) => part !== '').join('_'),
    help: sign === undefined ? label : `${label} (${sign})`,
    type: kind === 'counter' ? 'counter' : 'gauge',
    labels: found === undefined ? {} : { [found.label]: `${found.before}${index}` },
    factor,
    kind,
  };
}

/**
 * What a metric is called. A text is a series of its own for each text, with the label `text` and the value 1. One that is `called`
 * otherwise has that between `solstead_` and its unit.
 */
export const seriesName = (metric: MetricId, called: string = metric): SeriesName =>
  called === metric ? known.getOrInsertComputed(metric, (id) => made(id)) : made(metric, called);

/** A value in the base unit, without the noise of multiplying: 12.3 % is 0.123. */
export const inBaseUnit = (value: number, { factor }: Pick<SeriesName, 'factor'>): number =>
  factor === 1 ? value : Number((value * factor).toPrecision(15));
