// A cell of the readings that an automation is tried on: a value, nothing, or the reason it is neither.
import { isPlausible } from '#automation/simulate/plant.ts';
import { metricOf, type MetricId } from '#core/catalogue.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import type { MetricValue } from '#core/reading.ts';
import { scaledUnit } from '#core/unit.ts';
import { isEmptyCell, type NumberStyle, readNumber, shown } from '#exchange/read-number.ts';

/** What a cell says. */
export type CellValue =
  | { readonly kind: 'value'; readonly value: MetricValue }
  | { readonly kind: 'empty' }
  | { readonly kind: 'unreadable'; readonly why: Reason };

const empty: CellValue = { kind: 'empty' };
const unreadable = (why: Reason): CellValue => ({ kind: 'unreadable', why });

const switches: ReadonlyMap<string, number> = new Map([
  ['on', 1],
  ['yes', 1],
  ['true', 1],
  ['off', 0],
  ['no', 0],
  ['false', 0],
]);

/** A number and what stands behind it: `1.5 kW`, `55 %`, `1 234,5 W`. */
const withUnit = /^([-+−]?[\d.,'’\u00a0\u202f ]*\d(?:[eE][-+]?\d{1,3})?)\s*([^\d\s.,'’]\D*)?$/;

function numberIn(metric: MetricId, text: string, style: NumberStyle): CellValue {
  const { unit, min, max } = metricOf(metric);
  const told = { text: external(shown(text)) };
  const [, count = text, written = ''] = withUnit.exec(text) ?? [];
  const scaled = written === '' ? { unit, factor: 1 } : scaledUnit(written);
  if (scaled === undefined) return unreadable(because('import.no-number', told));
  if (scaled.unit !== unit)
    return unreadable(because('act.cell-unit', { ...told, metric: external(metric), unit: unit === '' ? '1' : unit }));
  const read = readNumber(count, style);
  if (read.kind !== 'number') return read;
  const value = read.value * scaled.factor;
  if (isPlausible(metric, value)) return { kind: 'value', value };
  return unreadable(because('import.outside', { ...told, min, max, unit, metric }));
}

/** Reads a cell of a metric. */
export function cellValue(metric: MetricId, cell: string, style: NumberStyle): CellValue {
  const text = cell.trim();
  if (isEmptyCell(text)) return empty;
  const { kind } = metricOf(metric);
  if (kind === 'text') return { kind: 'value', value: text };
  const switched = kind === 'binary' ? switches.get(text.toLowerCase()) : undefined;
  if (switched !== undefined) return { kind: 'value', value: switched };
  if (!/\d/.test(text)) return unreadable(because('import.no-number', { text: external(shown(text)) }));
  return numberIn(metric, text, style);
}
