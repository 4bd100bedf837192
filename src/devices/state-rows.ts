// Rows of devices that speak in JSON objects: a path in the state instead of a place in bytes.
import type { MetricId } from '#core/catalogue.ts';
import type { Unit } from '#core/unit.ts';
import { addProblem, blankColumns, freezeRows, toDecoded, type Decoded } from '#codec/table.ts';
import type { StateRow } from './definition.ts';

/** A row and the kind of value that stands at its path. */
export interface TypedStateRow extends StateRow {
  readonly type: 'number' | 'boolean' | 'string';
}

interface Place {
  readonly path: string;
  readonly name: string;
  readonly label: string;
  readonly metric?: MetricId;
}

/** A number in `unit`. */
export function numberAt(place: Place, unit: Unit): TypedStateRow {
  return { ...place, unit, type: 'number' };
}

/** A switch or a state. */
export function booleanAt(place: Place): TypedStateRow {
  return { ...place, unit: '', type: 'boolean' };
}

/** A text. */
export function textAt(place: Place): TypedStateRow {
  return { ...place, unit: '', type: 'string' };
}

/** What stands at a path such as `em:0/a_act_power`; undefined where there is nothing. */
function valueAt(state: Readonly<Record<string, unknown>>, path: string): unknown {
  let value: unknown = state;
  for (const key of path.split('/')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

/**
 * Compiles rows to a decoder of (partial) states. What is not in the state, or null (the device could not measure it), is
 * absent; a value of another type is absent with a reason.
 */
export function stateTable(typed: readonly TypedStateRow[]): {
  readonly rows: readonly TypedStateRow[];
  decode(state: Readonly<Record<string, unknown>>): Decoded;
} {
  const rows = freezeRows(typed);
  const blank: readonly undefined[] = Object.freeze(rows.map(() => undefined));
  const newColumns = blankColumns(rows.length);
  return {
    rows,
    decode(state) {
      const columns = newColumns();
      for (const [index, { path, type }] of rows.entries()) {
        const value = valueAt(state, path);
        if (value === undefined || value === null) continue;
        if (type === 'number' && typeof value === 'number' && Number.isFinite(value)) columns.values[index] = value + 0;
        else if (type === 'boolean' && typeof value === 'boolean') columns.values[index] = value;
        else if (type === 'string' && typeof value === 'string') columns.values[index] = value;
        else addProblem(columns, index, `${path} is not a ${type}`);
      }
      return toDecoded(columns, blank);
    },
  };
}
