// Rows of devices that speak in JSON objects: a path in the object instead of a place in bytes.
import { because } from '#core/reason.ts';
import type { MetricId } from '#core/catalogue.ts';
import type { Unit } from '#core/unit.ts';
import { readBody } from '#codec/http-json.ts';
import type { JsonObject } from '#codec/shelly-rpc.ts';
import {
  addProblem,
  addRaw,
  blankColumns,
  freezeRows,
  toDecoded,
  wholeAnswer,
  type Columns,
  type Decoded,
  type Table,
} from '#codec/table.ts';
import type { MqttDefinition, StateRow } from './definition.ts';

/** A row and the kind of value that stands at its path. */
export interface TypedStateRow extends StateRow {
  readonly type: 'number' | 'boolean' | 'string' | 'option';
  /** Where the unit stands that came along, and what it has to be: a value in another one is not read. */
  readonly only?: { readonly path: string; readonly is: string };
  /** How much of `unit` one of the device's is; 1 if absent. */
  readonly scale?: number;
  /** What is added then, in `unit`; nothing if absent. */
  readonly offset?: number;
  /** Numbers and truths come as text, as in topics that carry one value each. */
  readonly asText?: true;
  /** Words for on and off, in small letters, where the device has its own. */
  readonly switchWords?: { readonly on: readonly string[]; readonly off: readonly string[] };
}

interface Place {
  readonly path: string;
  readonly name: string;
  readonly label: string;
  readonly metric?: MetricId;
  readonly flip?: boolean;
}

/** A number in `unit`. */
export function numberAt(
  place: Place,
  unit: Unit,
  how: Pick<TypedStateRow, 'scale' | 'offset' | 'asText'> = {},
): TypedStateRow {
  return { ...place, unit, type: 'number', ...how };
}

/** A number that comes as text, in `unit` once it is multiplied by `scale`. */
export function textNumberAt(place: Place, unit: Unit, scale = 1): TypedStateRow {
  return numberAt(place, unit, { asText: true, ...(scale === 1 ? {} : { scale }) });
}

/** A switch that is told in words, in any case. */
export function wordSwitchAt(place: Place, on: readonly string[], off: readonly string[]): TypedStateRow {
  return {
    ...place,
    unit: '',
    type: 'boolean',
    switchWords: Object.freeze({ on: Object.freeze([...on]), off: Object.freeze([...off]) }),
  };
}

/** A number beside its unit, as in `{"Unit": "Wh", "Value": 12}`; in `unit` where the device says so. */
export function quantityAt(place: Place, unit: Unit): TypedStateRow {
  const { path } = place;
  return {
    ...numberAt({ ...place, path: `${path}/Value` }, unit),
    only: Object.freeze({ path: `${path}/Unit`, is: unit }),
  };
}

/** A number that stands for a word. */
export function optionAt(place: Place, options: Readonly<Record<string, string>>): TypedStateRow {
  return { ...place, unit: '', type: 'option', options };
}

/** A switch or a state. */
export function booleanAt(place: Place): TypedStateRow {
  return { ...place, unit: '', type: 'boolean' };
}

/** A text. */
export function textAt(place: Place): TypedStateRow {
  return { ...place, unit: '', type: 'string' };
}

/** What devices say instead of a value they do not have, in small letters. */
const noValue: ReadonlySet<string> = new Set(['', 'nan', 'null', 'none', 'unknown', 'unavailable', '-', 'n/a']);
/** A number as text: decimals, no other bases, no thousands. Each digit is taken one way only: the time it takes grows with the length. */
const numberText = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/** A value as the row's type has it, where it comes as text or as a word; as it is otherwise. */
function typedValue({ type, asText, switchWords }: TypedStateRow, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const word = value.trim().toLowerCase();
  if ((asText === true || switchWords !== undefined) && noValue.has(word)) return undefined;
  if (type === 'boolean' && switchWords !== undefined)
    return switchWords.on.includes(word) ? true : switchWords.off.includes(word) ? false : value;
  if (asText === true && type === 'number' && numberText.test(word)) return Number(word);
  return value;
}

/** In its unit, without the noise of binary fractions. */
const scaled = (value: number, { scale = 1, offset = 0 }: Pick<TypedStateRow, 'scale' | 'offset'>): number =>
  scale === 1 && offset === 0 ? value : Number((value * scale + offset).toPrecision(12));

/** An object by the names of what it holds. */
const membersOf = (value: object): Readonly<Record<string, unknown>> => value as Readonly<Record<string, unknown>>;

/** Most levels of a state that are looked at. */
const mostDepth = 8;

/** Whether a state says of anything that it is not there any more: null at some place of it. */
export function clearsAny(state: Readonly<Record<string, unknown>>, depth = 0): boolean {
  for (const key in state) {
    if (!Object.hasOwn(state, key)) continue;
    const value = state[key];
    if (value === null) return true;
    if (typeof value === 'object' && depth < mostDepth && clearsAny(membersOf(value), depth + 1)) return true;
  }
  return false;
}

/** Whether a state says that there is nothing (any more) at a path: null there or above it. */
export function isClearedAt(state: Readonly<Record<string, unknown>>, path: string): boolean {
  let value: unknown = state;
  for (const key of path.split('/')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return false;
    value = Reflect.get(value, key);
    if (value === null) return true;
  }
  return false;
}

/** What stands at a path such as `em:0/a_act_power`; undefined if there is nothing. */
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
  const places = placesOf(rows);
  return {
    rows,
    decode(state) {
      const columns = newColumns();
      readPlaces(places, state, { columns, rows, state });
      // A state has its members in the device's order.
      columns.problems?.sort((one, other) => one.row - other.row);
      return toDecoded(columns, blank);
    },
  };
}

/** The rows at one place of a state, and the places below it: a message of one value is held against its own rows alone. */
interface RowPlace {
  readonly rows: number[];
  readonly below: Map<string, RowPlace>;
}

function placesOf(rows: readonly TypedStateRow[]): RowPlace {
  const top: RowPlace = { rows: [], below: new Map() };
  for (const [index, { path }] of rows.entries()) {
    let place = top;
    for (const key of path.split('/')) {
      const below = place.below.get(key) ?? { rows: [], below: new Map<string, RowPlace>() };
      place.below.set(key, below);
      place = below;
    }
    place.rows.push(index);
  }
  return top;
}

/** What an answer is read into, and from. */
interface Reading {
  readonly columns: Columns;
  readonly rows: readonly TypedStateRow[];
  readonly state: Readonly<Record<string, unknown>>;
}

/** Reads the rows of which a part of the state holds something. */
function readPlaces(place: RowPlace, part: unknown, reading: Reading): void {
  if (part === undefined || part === null) return;
  for (const index of place.rows) {
    const row = reading.rows[index];
    if (row !== undefined) readRow(reading, index, { row, found: part });
  }
  if (typeof part !== 'object' || place.below.size === 0) return;
  const members = membersOf(part);
  if (Array.isArray(part)) {
    for (const [key, below] of place.below) if (Object.hasOwn(members, key)) readPlaces(below, members[key], reading);
    return;
  }
  for (const key in members) {
    const below = place.below.get(key);
    if (below !== undefined && Object.hasOwn(members, key)) readPlaces(below, members[key], reading);
  }
}

function readRow(
  { columns, state }: Reading,
  index: number,
  { row, found }: { readonly row: TypedStateRow; readonly found: unknown },
): void {
  const { path, type, only, options = {} } = row;
  const value = typedValue(row, found);
  if (value === undefined || value === null) return;
  if (only !== undefined && valueAt(state, only.path) !== only.is) {
    addProblem(columns, index, because('decode.other-unit', { path: only.path, unit: only.is }));
    return;
  }
  const number = typeof value === 'number' ? scaled(value, row) + 0 : Number.NaN;
  if (type === 'number' && Number.isFinite(number)) columns.values[index] = number;
  else if (type === 'boolean' && typeof value === 'boolean') columns.values[index] = value;
  else if (type === 'string' && typeof value === 'string') columns.values[index] = value;
  else if (type === 'option' && typeof value === 'number' && Object.hasOwn(options, String(value))) {
    columns.values[index] = options[String(value)];
    addRaw(columns, index, value + 0);
  } else addProblem(columns, index, because(`decode.type-${type}`, { path }));
}

/** How an answer becomes a state, where it is no state by itself. */
export interface StateOf {
  /** Whether an answer may be a list: it is an object whose `items` it is. */
  readonly takesLists?: boolean;
  /** The state that an answer holds; the answer itself if absent. */
  readonly stateOf?: (body: JsonObject) => JsonObject;
}

/** A table of answers that are one JSON object. */
export function jsonTable(typed: readonly TypedStateRow[], how: StateOf = {}): Table {
  return answerTable(stateTable(typed), how);
}

/** The table of a state as one of answers that hold it. */
export function answerTable(
  { rows, decode }: Pick<MqttDefinition, 'rows' | 'decode'>,
  { takesLists = false, stateOf }: StateOf = {},
): Table {
  const nothing = decode({});
  return {
    rows,
    decode(payload) {
      const body = readBody(payload, { takesLists });
      return body === undefined
        ? { ...nothing, problems: [{ row: wholeAnswer, why: because('decode.no-object') }] }
        : decode(stateOf?.(body) ?? body);
    },
  };
}
