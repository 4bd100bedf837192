// The interface of a field table: what the payload of one answer says, row by row. Tables are compiled once from data
// (positional text, tagged binary, …) and decode into columns: one value a row.
import { metricOf, type MetricId } from '#core/catalogue.ts';
import { because, inEnglish, type Reason } from '#core/reason.ts';
import type { Unit } from '#core/unit.ts';

/** A decoded value in the row's unit; undefined is absent, never a guess. */
export type FieldValue = number | string | boolean | undefined;

/** What a table says about one field. */
export interface Row {
  /** The maker's word, snake_case, unique in its command. */
  readonly name: string;
  /** The maker's wording. */
  readonly label: string;
  readonly unit: Unit;
  readonly metric?: MetricId;
  /** Turns the maker's sign into ours; applied once, at decode, to the metric only – the maker's field keeps its sign. */
  readonly flip?: boolean;
  /** Readings by raw key, for an enumeration. */
  readonly options?: Readonly<Record<string, string>>;
  /** Where a counter begins again from 0, in `unit`: what its register can hold. Absent: not known. */
  readonly wrap?: number;
}

/** A value as it is kept: turning the sign of 0 must not give −0, which prints and compares otherwise. */
export const unsignedZero = (value: FieldValue): FieldValue => (value === 0 ? 0 : value);

/** A field that was there but could not be read. */
export interface Problem {
  /** Index of the row, or {@link wholeAnswer}. */
  readonly row: number;
  readonly why: Reason;
}

/** The `row` of a problem that belongs to no single row: the rest of the answer could not be read. */
export const wholeAnswer = -1;

/** The decoded columns of one answer, parallel to the table's rows. */
export interface Decoded {
  readonly values: readonly FieldValue[];
  /** What stood on the wire, kept beside an enumeration's text; parallel to the rows, absent if the same. */
  readonly raws: readonly (number | string | undefined)[];
  readonly problems: readonly Problem[];
}

/** A compiled table. */
export interface Table {
  readonly rows: readonly Row[];
  /** Decodes a payload. Never throws: what does not parse is absent and named in `problems`. */
  decode(payload: Uint8Array): Decoded;
}

/** Columns while they are filled; `raws` and `problems` come into being with their first entry. */
export interface Columns {
  readonly values: FieldValue[];
  /** A column of absent values, to be copied. */
  readonly blank: readonly undefined[];
  raws: (number | string | undefined)[] | undefined;
  problems: Problem[] | undefined;
}

/** Makes the columns of tables with so many rows, all absent. */
export function blankColumns(count: number): () => Columns {
  // Not frozen: copying a frozen array takes forty times as long.
  const blank = Array.from({ length: count }, () => undefined);
  return () => ({ values: [...blank], blank, raws: undefined, problems: undefined });
}

/** What a row is called beside its label: `AC Input Voltage` becomes `ac_input_voltage`. */
export function fieldName(label: string): string {
  const name = label.toLowerCase().replaceAll(/[^a-z\d]+/g, '_');
  return name.startsWith('_') || name.endsWith('_') ? name.replaceAll(/^_|_$/g, '') : name;
}

/** A table that cannot be compiled: our own mistake in a built-in one, and what is wrong with one that a person wrote. */
export class TableMistake extends TypeError {
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(`assertion: ${inEnglish(reason)}`);
    this.reason = reason;
  }
}

/** Rows as a table keeps them: frozen, their names unique (our own mistake otherwise, found when the module loads). */
export function freezeRows<R extends Row>(rows: readonly R[]): readonly R[] {
  const names = new Set<string>();
  for (const row of rows) {
    if (names.has(row.name)) throw new TableMistake(because('table.same-name', { name: row.name }));
    names.add(row.name);
    if (row.options !== undefined) Object.freeze(row.options);
    Object.freeze(row);
  }
  return Object.freeze([...rows]);
}

/** Bits of a number's type by which it counts up, without its sign: `u16be` has 16, `i32` has 31; undefined for a float. */
function bitsOf(type: string): number | undefined {
  const [, sign, bits] = /^([ui])(\d+)/.exec(type) ?? [];
  return bits === undefined ? undefined : Number(bits) - (sign === 'i' ? 1 : 0);
}

/** What a counter of this type holds until it begins again, as a row says it; nothing for other metrics. */
export function wrapOf(
  metric: MetricId | undefined,
  { type, scale }: { readonly type: string; readonly scale: number },
): Pick<Row, 'wrap'> {
  const bits = metric === undefined || metricOf(metric).kind !== 'counter' ? undefined : bitsOf(type);
  return bits === undefined ? {} : { wrap: 2 ** bits * scale };
}

const noProblems: readonly Problem[] = Object.freeze([]);

/** Columns as an answer; `noRaws` is what stands for raws that never came into being. */
export function toDecoded(columns: Columns, noRaws: Decoded['raws']): Decoded {
  return { values: columns.values, raws: columns.raws ?? noRaws, problems: columns.problems ?? noProblems };
}

/** Notes why a row is absent. */
export function addProblem(columns: Columns, row: number, why: Reason): void {
  columns.problems ??= [];
  columns.problems.push({ row, why });
}

/** Keeps what stood on the wire beside a row's value. */
export function addRaw(columns: Columns, row: number, raw: number | string): void {
  columns.raws ??= [...columns.blank];
  columns.raws[row] = raw;
}
