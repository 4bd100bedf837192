// The heading of a CSV file of readings: one row for each point (time, metric, value, optionally device) or one column for each series.
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import { catalogue, isMetricId, metricOf, type MetricId } from '#core/catalogue.ts';
import { SolsteadError } from '#core/errors.ts';
import { scaledUnit } from '#core/unit.ts';
import { nearName } from './near-name.ts';
import { plainCell } from './text-cell.ts';

/** A place in a file; line and column are counted from 1. */
export interface FilePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A series as a heading or a row names it. */
export interface NamedSeries {
  readonly device: string;
  readonly metric: MetricId;
  /** Factor to the unit of the metric. */
  readonly factor: number;
}

/** How the cells of a row are to be read. */
export type ReadingsHeading = {
  readonly delimiter: string;
  readonly size: number;
  readonly time: number;
} & (
  | {
      readonly kind: 'long';
      readonly metric: number;
      readonly value: number;
      readonly device: number;
      readonly quality: number;
    }
  | { readonly kind: 'wide'; readonly series: readonly (readonly [cell: number, series: NamedSeries])[] }
);

/** The name of a device that the file does not name. */
export const unnamedDevice = 'file';

const timeWords = new Set(['time', 'timestamp', 'datetime', 'date', 'zeit', 'zeitpunkt', 'ts', 'epoch', 'at']);
const otherWords = new Set(['site', 'quality', 'unit']);

/** The error for a place. */
export function wrongAt({ file, line, column }: FilePlace, why: Reason): SolsteadError {
  return new SolsteadError('readings.invalid', { at: `${file}:${line}:${column}`, why });
}

/** The metrics people mean in such files; others are searched if none of them is similar. */
const usual = Object.keys(catalogue).filter((id) => /\.(power|energy)/.test(id) && !id.endsWith('#'));

function unknownMetric(text: string): Reason {
  const near = nearName(text, usual) ?? nearName(text, Object.keys(catalogue));
  const name = external(text.slice(0, 60));
  return near === undefined ? because('readings.metric', { name }) : because('readings.metric-near', { name, near });
}

/** Reads `grid.power`, `meter/grid.power`, `pv.energy (kWh)`; errors: `readings.invalid` with the place. */
export function namedSeries(text: string, place: FilePlace & { readonly device?: string }): NamedSeries {
  const [, name = '', unit] = /^\s*(.*?)\s*(?:[([]([^)\]]*)[)\]])?\s*$/.exec(plainCell(text)) ?? [];
  const cut = name.lastIndexOf('/');
  const metric = name.slice(cut + 1);
  if (!isMetricId(metric)) throw wrongAt(place, unknownMetric(metric));
  const own = cut === -1 ? (place.device ?? unnamedDevice) : name.slice(0, cut).trim();
  if (unit === undefined) return { device: own, metric, factor: 1 };
  const scaled = scaledUnit(unit);
  if (scaled?.unit !== metricOf(metric).unit)
    throw wrongAt(place, because('readings.unit', { unit, metric, own: metricOf(metric).unit }));
  return { device: own, metric, factor: scaled.factor };
}

/** The column of a cell in its line. */
export function columnOf(cells: readonly string[], cell: number): number {
  return cells.slice(0, cell).reduce((sum, text) => sum + text.length + 1, 1);
}

/** The cells of a line. */
export function cellsOf(line: string, { delimiter }: { readonly delimiter: string }): string[] {
  if (!line.includes('"')) return line.split(delimiter);
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const sign = line[at] ?? '';
    if (sign === '"' && isQuoted && line[at + 1] === '"') {
      cell += sign;
      at += 1;
    } else if (sign === '"') isQuoted = !isQuoted;
    else if (sign === delimiter && !isQuoted) {
      cells.push(cell);
      cell = '';
    } else cell += sign;
  }
  return [...cells, cell];
}

/** The heading of a file from its first line. Errors: `readings.invalid` with line and column. */
export function readHeading(text: string, { file, line }: Omit<FilePlace, 'column'>): ReadingsHeading {
  const delimiter = [';', '\t', ','].find((sign) => text.includes(sign));
  if (delimiter === undefined) throw wrongAt({ file, line, column: 1 }, because('readings.heading'));
  const cells = cellsOf(text, { delimiter });
  const words = cells.map((cell) => cell.trim().toLowerCase());
  const time = words.findIndex((word) => timeWords.has(word));
  if (time === -1) throw wrongAt({ file, line, column: 1 }, because('readings.no-time'));
  const size = cells.length;
  const [metric, value] = [words.indexOf('metric'), words.indexOf('value')];
  if (metric !== -1 && value === -1)
    throw wrongAt({ file, line, column: columnOf(cells, metric) }, because('readings.no-value'));
  if (metric !== -1) {
    const [device, quality] = [words.indexOf('device'), words.indexOf('quality')];
    return { kind: 'long', delimiter, size, time, metric, value, device, quality };
  }
  const series = cells.flatMap((cell, index): [number, NamedSeries][] => {
    if (index === time || otherWords.has(words[index] ?? '') || cell.trim() === '') return [];
    return [[index, namedSeries(cell, { file, line, column: columnOf(cells, index) })]];
  });
  const seen = new Set<string>();
  for (const [index, { device, metric: own }] of series) {
    const name = `${device}/${own}`;
    if (seen.has(name))
      throw wrongAt({ file, line, column: columnOf(cells, index) }, because('readings.twice', { name: own }));
    seen.add(name);
  }
  if (series.length === 0) throw wrongAt({ file, line, column: 1 }, because('readings.no-metric'));
  return { kind: 'wide', delimiter, size, time, series };
}
