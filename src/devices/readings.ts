// From decoded fields to readings for the hub, and to fields for people.
import { type MetricId, metricOf } from '#core/catalogue.ts';
import type { Batch, MetricValue, Quality } from '#core/reading.ts';
import type { Unit } from '#core/unit.ts';
import type { Decoded, FieldValue, Row } from '#codec/table.ts';
import type { Derivation } from './definition.ts';

/** What a decoded answer belongs to: `ReadCommand` as `{ rows: command.table.rows, derive: command.derive }`, or a message definition. */
export interface FieldSource {
  readonly rows: readonly Row[];
  readonly derive?: readonly Derivation[] | undefined;
}

/** The columns of a batch. */
export type Readings = Pick<Batch, 'metric' | 'value' | 'quality'>;

function metricValue(value: NonNullable<FieldValue>, isFlipped: boolean): MetricValue {
  if (typeof value === 'boolean') return value === isFlipped ? 0 : 1;
  return typeof value === 'number' && isFlipped ? 0 - value : value;
}

/** Where a derivation's fields are in the rows. */
interface Places {
  readonly rows: readonly Row[];
  /** All that it follows from. */
  readonly all: readonly number[];
  readonly from: readonly number[];
  readonly sumOf: readonly number[] | undefined;
  readonly unless: number;
}

/** Rows a derivation takes its inputs from: looked up by name once, not for every answer. */
const inputPlaces = new WeakMap<Derivation, Places>();

function placesOf(rows: readonly Row[], derivation: Derivation): Places {
  const known = inputPlaces.get(derivation);
  if (known?.rows === rows) return known;
  const placeOf = (name: string): number => rows.findIndex((row) => row.name === name);
  const { unless } = derivation;
  const from = derivation.from.map(placeOf);
  const sumOf = derivation.sumOf?.map(placeOf);
  const places: Places = {
    rows,
    all: [...from, ...(sumOf ?? [])],
    from,
    sumOf,
    unless: unless === undefined ? -1 : placeOf(unless),
  };
  inputPlaces.set(derivation, places);
  return places;
}

/** The sum of the numbers that are there; undefined if none is. */
function sumAt(values: Decoded['values'], places: readonly number[]): number | undefined {
  let sum: number | undefined;
  for (const place of places) {
    const value = values[place];
    if (typeof value === 'number') sum = (sum ?? 0) + value;
  }
  return sum;
}

function derivedValue({ rows }: FieldSource, { values }: Decoded, derivation: Derivation): MetricValue | undefined {
  const { needs, calc } = derivation;
  const places = placesOf(rows, derivation);
  if (places.unless >= 0 && values[places.unless] !== undefined) return undefined;
  const inputs: NonNullable<FieldValue>[] = [];
  for (const place of places.from) {
    const value = values[place];
    if (value !== undefined) inputs.push(value);
    else if (needs !== 'any') return undefined;
  }
  if (places.sumOf !== undefined) {
    const sum = sumAt(values, places.sumOf);
    if (sum === undefined) return undefined;
    inputs.push(sum);
  }
  const value = inputs.length === 0 ? undefined : calc(...inputs);
  if (typeof value !== 'number') return value;
  return Number.isFinite(value) ? value + 0 : undefined;
}

/**
 * The readings of a decoded answer, in the catalogue's sign: what was measured is `good`, and so is what was
 * computed from measured fields of the same answer (volts times amperes are no guess);
 * absent fields give none.
 */
export function readings(source: FieldSource, decoded: Decoded): Readings {
  const metric: MetricId[] = [];
  const value: MetricValue[] = [];
  const quality: Quality[] = [];
  const { values } = decoded;
  let index = -1;
  for (const row of source.rows) {
    index += 1;
    const found = values[index];
    if (row.metric === undefined || found === undefined) continue;
    metric.push(row.metric);
    value.push(metricValue(found, row.flip === true));
    quality.push('good');
  }
  for (const derivation of source.derive ?? []) {
    const found = derivedValue(source, decoded, derivation);
    if (found === undefined) continue;
    metric.push(derivation.metric);
    value.push(found);
    quality.push(derivation.quality ?? 'good');
  }
  return { metric, value, quality };
}

/** How long the parts of a sum are waited for, ms. */
const settleMs = { counter: 60_000, other: 3000 } as const;

/**
 * What follows from values that came in several messages: the derivations that need a field of the newest one, computed with what is known
 * of the others. `ageMs`: since when the device has been heard, and has had the parts it has; `mayGrow`: more of
 * them may be heard.
 */
export function laterReadings(
  { rows, derive = [] }: FieldSource,
  {
    fresh,
    known,
    ageMs,
    mayGrow,
  }: {
    readonly fresh: Decoded['values'];
    readonly known: Decoded['values'];
    readonly ageMs: number;
    readonly mayGrow: boolean;
  },
): Readings {
  const metric: MetricId[] = [];
  const value: MetricValue[] = [];
  const quality: Quality[] = [];
  const decoded = { values: known, raws: [], problems: [] };
  for (const derivation of derive) {
    const { all: inputs } = placesOf(rows, derivation);
    if (!inputs.some((place) => fresh[place] !== undefined)) continue;
    // A sum of what has been said so far would jump with each part that is heard for the first time.
    const isCounter = metricOf(derivation.metric).kind === 'counter';
    if (ageMs < (isCounter ? settleMs.counter : inputs.length > 1 || mayGrow ? settleMs.other : 0)) continue;
    const found = derivedValue({ rows }, decoded, derivation);
    if (found === undefined) continue;
    metric.push(derivation.metric);
    value.push(found);
    quality.push(derivation.quality ?? 'good');
  }
  return { metric, value, quality };
}

/** One field as people see it; the value keeps the maker's sign, a computed one has the catalogue's. */
export interface Field {
  readonly name: string;
  readonly label: string;
  /** null where it is absent. */
  readonly value: number | string | boolean | null;
  readonly unit: Unit;
  /** What stood on the wire, where the value is its reading. */
  readonly raw?: number | string;
  readonly metric?: MetricId;
  readonly computed?: true;
}

/** Every field of a decoded answer, absent ones included, and what was computed from them. */
export function fields(source: FieldSource, decoded: Decoded): readonly Field[] {
  const measured = source.rows.map(({ name, label, unit, metric }, index): Field => {
    const raw = decoded.raws[index];
    return {
      name,
      label,
      value: decoded.values[index] ?? null,
      unit,
      ...(raw === undefined ? {} : { raw }),
      ...(metric === undefined ? {} : { metric }),
    };
  });
  const computed = (source.derive ?? []).map((derivation): Field => {
    const { name, label, unit, metric } = derivation;
    return { name, label, value: derivedValue(source, decoded, derivation) ?? null, unit, metric, computed: true };
  });
  return [...measured, ...computed];
}
