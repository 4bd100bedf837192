// Readings as series of points, as servers of the family of Prometheus take them: labels with a name, and values in order of time.
import type { MetricId } from './catalogue.ts';
import type { Batch, MetricValue } from './reading.ts';
import { asHere, type Called, inBaseUnit, seriesName } from './series-names.ts';

/** Labels of a series; its name is `__name__`. */
export type SeriesLabels = Readonly<Record<string, string>>;

/** Points of one series: each moment once, ascending. */
export interface SeriesPoints {
  readonly labels: SeriesLabels;
  /** Epoch milliseconds. */
  readonly atMs: readonly number[];
  /** In the base unit of the name. */
  readonly value: readonly number[];
}

/** The last text of each metric that is a text, by {@link textKey}. */
export type LastTexts = ReadonlyMap<string, string>;

/** Longest text that becomes a label. */
const longestText = 200;

/** Under which key a text is remembered. */
const textKey = (device: string, metric: string): string => `${device} ${metric}`;

/** How series are labelled. */
export interface Labelling {
  /** Labels that all get. */
  readonly further?: SeriesLabels;
  readonly names?: Called;
}

/** The labels of a metric of a device: further ones, then those of its own. */
export function labelsOf(
  { site, device, metric }: { readonly site: string; readonly device: string; readonly metric: MetricId },
  { further = {}, names = asHere }: Labelling = {},
): SeriesLabels {
  const { name, labels } = seriesName(metric, names.metric(metric));
  return { ...further, __name__: name, site, device: names.device(device), ...labels };
}

/** A text as it is in a label. */
export const labelText = (text: string): string => text.slice(0, longestText).toWellFormed();

interface Building {
  readonly labels: SeriesLabels;
  readonly points: Map<number, number>;
}

class Builder {
  readonly texts: Map<string, string>;
  readonly #series = new Map<string, Building>();
  readonly #labelling: Labelling;

  constructor(labelling: Labelling, texts: LastTexts) {
    this.#labelling = labelling;
    this.texts = new Map(texts);
  }

  add({ site, device, atMs }: Batch, metric: MetricId, value: MetricValue): void {
    const key = `${site} ${textKey(device, metric)}`;
    const labels = (): SeriesLabels => labelsOf({ site, device, metric }, this.#labelling);
    if (typeof value === 'number') {
      const made = this.#series.getOrInsertComputed(key, () => ({ labels: labels(), points: new Map() }));
      if (Number.isFinite(value)) made.points.set(atMs, inBaseUnit(value, seriesName(metric)));
      return;
    }
    const of = (text: string): Building =>
      this.#series.getOrInsertComputed(`${key} ${text}`, () => ({ labels: { ...labels(), text }, points: new Map() }));
    const [text, before] = [labelText(value), this.texts.get(textKey(device, metric))];
    of(text).points.set(atMs, 1);
    // What it said before is over.
    if (before !== undefined && before !== text) of(before).points.set(atMs, 0);
    this.texts.set(textKey(device, metric), text);
  }

  series(): readonly SeriesPoints[] {
    return [...this.#series.values()].flatMap(({ labels, points }) => {
      const rows = [...points].toSorted(([left], [right]) => left - right);
      if (rows.length === 0) return [];
      return [{ labels, atMs: rows.map(([at]) => at), value: rows.map(([, value]) => value) }];
    });
  }
}

/** Batches as series, and the texts to remember once they were taken. */
export function seriesPoints(
  batches: readonly Batch[],
  { texts = new Map(), ...labelling }: Labelling & { readonly texts?: LastTexts } = {},
): { readonly series: readonly SeriesPoints[]; readonly texts: LastTexts } {
  const builder = new Builder(labelling, texts);
  for (const batch of batches)
    for (const [index, metric] of batch.metric.entries()) {
      const value = batch.value[index];
      if (value !== undefined) builder.add(batch, metric, value);
    }
  return { series: builder.series(), texts: builder.texts };
}
