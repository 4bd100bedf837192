// Holds a value against a schema and says what is wrong where, in words for the person who wrote it.
import { nearest } from '../nearest.ts';
import type { Schema } from './columns.ts';

/** Where in a document: keys and indices from its top. */
export type Path = readonly (string | number)[];

/** Something that is wrong, and where. */
export interface DocumentProblem {
  readonly path: Path;
  readonly why: string;
  /** The key itself is wrong, not what stands behind it. */
  readonly on?: 'key';
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Characters of a word that are shown, and compared. */
const mostShown = 60;

/** Keys of one place for which a near word is looked for. */
const mostGuessed = 200;

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= mostShown ? text : `${text.slice(0, mostShown)}…`;
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'a set of keys' : shown(value);
}

type Kind = Extract<Schema['type'], string>;

const wanted: Readonly<Record<Kind, string>> = {
  object: 'a set of keys',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
};

const kindsOf = ({ type }: Schema): readonly Kind[] => (typeof type === 'string' ? [type] : type);

function isOfType(value: unknown, type: Kind): boolean {
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

/** How free keys look, in words. */
function keyForm(patterns: Readonly<Record<string, Schema>>): string {
  return Object.keys(patterns).every((pattern) => pattern.includes('[1-9]'))
    ? 'are numbers'
    : 'are short words without spaces';
}

/** What YAML made of a word that was meant as another thing. */
function hintOf(value: unknown, kinds: readonly Kind[]): string {
  if (kinds.includes('string') && (typeof value === 'number' || typeof value === 'boolean'))
    return `: put it in quotes`;
  if (
    typeof value === 'string' &&
    /^\s*-?\d/.test(value) &&
    kinds.some((kind) => kind === 'number' || kind === 'integer')
  )
    return ': write it without quotes and units';
  return '';
}

const missingHints: Readonly<Record<string, string>> = {
  registers: '; a device that is asked in text has questions',
};

function checkObject(value: Readonly<Record<string, unknown>>, schema: Schema, path: Path): DocumentProblem[] {
  const { properties = {}, patternProperties = {}, required = [] } = schema;
  const missing: DocumentProblem[] = required
    .filter((key) => !Object.hasOwn(value, key))
    .map((key) => ({ path, why: `the key ${key} is missing${missingHints[key] ?? ''}` }));
  const found = Object.entries(value).flatMap(([key, part], index): DocumentProblem[] => {
    const free = Object.entries(patternProperties).find(([pattern]) => new RegExp(pattern).test(key))?.[1];
    const own = Object.hasOwn(properties, key) ? properties[key] : free;
    if (own !== undefined) return check(part, own, [...path, key]);
    const known = Object.keys(properties);
    const guesses = index < mostGuessed ? known : [];
    const hint = known.length === 0 ? `; keys ${keyForm(patternProperties)}` : nearest(key, guesses);
    return [{ path: [...path, key], why: `the key ${key.slice(0, mostShown)} is unknown${hint}`, on: 'key' }];
  });
  return [...missing, ...found];
}

/** What a text is not. */
function misfit({ description = 'what is needed here', examples }: Schema): string {
  return examples === undefined ? `does not fit: ${description}` : 'is none of docs/metrics.md';
}

/** What is wrong with a value; nothing if it fits. */
export function check(value: unknown, schema: Schema, path: Path = []): DocumentProblem[] {
  const kinds = kindsOf(schema);
  if (!kinds.some((kind) => isOfType(value, kind))) {
    const needed = kinds.map((kind) => wanted[kind]).join(' or ');
    return [{ path, why: `${kindOf(value)} stands where ${needed} is needed${hintOf(value, kinds)}` }];
  }
  if (isRecord(value)) return checkObject(value, schema, path);
  if (Array.isArray(value)) {
    const { items, minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
    if (value.length < minItems) return [{ path, why: 'the list is empty' }];
    if (value.length > maxItems)
      return [{ path, why: `the list has ${value.length} entries; ${maxItems} is the most` }];
    return items === undefined ? [] : value.flatMap((part: unknown, index) => check(part, items, [...path, index]));
  }
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema;
  if (typeof value === 'number' && (value < minimum || value > maximum))
    return [{ path, why: `${value} is outside ${minimum} to ${maximum}` }];
  if (typeof value !== 'string') return [];
  if (schema.enum !== undefined && !schema.enum.includes(value)) {
    const known = schema.enum.filter((word) => word !== '');
    return [{ path, why: `${shown(value)} is none of ${known.join(', ')}${nearest(value, known)}` }];
  }
  if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(value))
    return [{ path, why: `${shown(value)} ${misfit(schema)}${nearest(value, schema.examples ?? [])}` }];
  return [];
}
