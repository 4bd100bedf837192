// Holds a value against a schema and says what is wrong where, in words for the person who wrote it.
import type { Schema } from './schema.ts';

/** Where in a document: keys and indices from its top. */
export type Path = readonly (string | number)[];

/** Something that is wrong, and where. */
export interface DocumentProblem {
  readonly path: Path;
  readonly why: string;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'a set of keys' : JSON.stringify(value);
}

const wanted: Readonly<Record<Schema['type'], string>> = {
  object: 'a set of keys',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
};

function isOfType(value: unknown, type: Schema['type']): boolean {
  switch (type) {
    case 'object':
      return isRecord(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'string':
    case 'boolean':
      return typeof value === type;
  }
}

/** Small words apart from one another: swapped, missing and wrong letters. */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let at = 1; at <= left.length; at += 1) {
    const next = [at];
    for (let to = 1; to <= right.length; to += 1) {
      const change = (row[to - 1] ?? 0) + (left[at - 1] === right[to - 1] ? 0 : 1);
      next.push(Math.min(change, (row[to] ?? 0) + 1, (next[to - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

function nearest(word: string, known: readonly string[]): string {
  const best = known
    .map((other) => ({ other, far: distance(word.toLowerCase(), other.toLowerCase()) }))
    .sort((a, b) => a.far - b.far)[0];
  return best !== undefined && best.far <= 2 ? `; did you mean ${best.other}?` : '';
}

function checkObject(value: Readonly<Record<string, unknown>>, schema: Schema, path: Path): DocumentProblem[] {
  const { properties = {}, patternProperties = {}, required = [] } = schema;
  const missing = required
    .filter((key) => !Object.hasOwn(value, key))
    .map((key) => ({ path, why: `the key ${key} is missing` }));
  const found = Object.entries(value).flatMap(([key, part]): DocumentProblem[] => {
    const free = Object.entries(patternProperties).find(([pattern]) => new RegExp(pattern).test(key))?.[1];
    const own = Object.hasOwn(properties, key) ? properties[key] : free;
    if (own !== undefined) return check(part, own, [...path, key]);
    const known = Object.keys(properties);
    const hint = known.length === 0 ? '; keys are numbers' : nearest(key, known);
    return [{ path: [...path, key], why: `the key ${key} is unknown${hint}` }];
  });
  return [...missing, ...found];
}

/** What is wrong with a value; nothing where it fits. */
export function check(value: unknown, schema: Schema, path: Path = []): DocumentProblem[] {
  if (!isOfType(value, schema.type))
    return [{ path, why: `${kindOf(value)} stands where ${wanted[schema.type]} is needed` }];
  if (isRecord(value)) return checkObject(value, schema, path);
  if (Array.isArray(value)) {
    const { items, minItems = 0 } = schema;
    if (value.length < minItems) return [{ path, why: `the list is empty` }];
    return items === undefined ? [] : value.flatMap((part: unknown, index) => check(part, items, [...path, index]));
  }
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema;
  if (typeof value === 'number' && (value < minimum || value > maximum))
    return [{ path, why: `${value} is outside ${minimum} to ${maximum}` }];
  if (typeof value !== 'string') return [];
  if (schema.enum !== undefined && !schema.enum.includes(value)) {
    const known = schema.enum.filter((word) => word !== '');
    return [{ path, why: `${JSON.stringify(value)} is none of ${known.join(', ')}${nearest(value, known)}` }];
  }
  if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(value))
    return [{ path, why: `${JSON.stringify(value)} is not ${schema.description ?? 'allowed here'}` }];
  return [];
}
