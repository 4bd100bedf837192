// Holds a tariff that was read against its schema and says what is wrong where, in words for the person who wrote it.
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import type { Schema } from './file-schema.ts';

/** Where in a document: keys and indices from its top. */
export type Path = readonly (string | number)[];

/** Something that is wrong, and where. */
export interface Problem {
  readonly path: Path;
  readonly why: Reason;
  /** Whether the key is wrong and not what it holds. */
  readonly atKey?: true;
}

type Keys = Readonly<Record<string, unknown>>;

const isKeys = (value: unknown): value is Keys => typeof value === 'object' && value !== null && !Array.isArray(value);

function shown(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a set of keys';
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function fits(value: unknown, type: NonNullable<Schema['type']>): boolean {
  switch (type) {
    case 'object':
      return isKeys(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return Number.isFinite(value);
    case 'string':
    case 'boolean':
      return typeof value === type;
  }
}

/** How many letters are wrong, missing or too many. */
function distance(words: readonly [string, string]): number {
  const [left, right] = words;
  const letters = Array.from(right);
  let row = Array.from({ length: letters.length + 1 }, (_, index) => index);
  for (const [at, letter] of Array.from(left).entries()) {
    const next = [at + 1];
    for (const [to, other] of letters.entries())
      next.push(Math.min((row[to] ?? 0) + (letter === other ? 0 : 1), (row[to + 1] ?? 0) + 1, (next[to] ?? 0) + 1));
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** A reason with the word that was probably meant, where one is near. */
export function withNear(reason: Reason, word: unknown, known: readonly string[]): Reason {
  if (typeof word !== 'string' || word.length > 40) return reason;
  const meant = otherWords[word.toLowerCase()];
  if (meant !== undefined && known.includes(meant)) return because('word.near', { reason, near: meant });
  const near = known
    .map((other) => ({ other, far: distance([word.toLowerCase(), other.toLowerCase()]) }))
    .filter(({ far }) => far <= 2)
    .sort((left, right) => left.far - right.far)[0];
  return near === undefined ? reason : because('word.near', { reason, near: near.other });
}

function keyProblems(value: Keys, { properties = {}, required = [] }: Schema, path: Path): Problem[] {
  const missing = required
    .filter((key) => !Object.hasOwn(value, key))
    .map((key) => ({ path, why: because('file.no-key', { key }) }));
  const found = Object.entries(value).flatMap(([key, part]): Problem[] => {
    const own = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (own !== undefined) return problemsOf(part, own, [...path, key]);
    return [
      {
        path: [...path, key],
        atKey: true,
        why: withNear(because('file.unknown-key', { key: shown(key) }), key, Object.keys(properties)),
      },
    ];
  });
  return [...found, ...missing];
}

function variantProblems(value: unknown, variants: readonly Schema[], path: Path): Problem[] {
  if (!isKeys(value)) return [{ path, why: because('file.type-object', { value: shown(value) }) }];
  const word = value['kind'];
  const kinds = variants.map(({ properties }) => properties?.['kind']?.const ?? '');
  const variant = variants[kinds.indexOf(typeof word === 'string' ? word : '')];
  if (variant !== undefined) return keyProblems(value, variant, path);
  if (!Object.hasOwn(value, 'kind')) return [{ path, why: because('file.no-kind', { kinds: kinds.join(', ') }) }];
  const why = withNear(because('file.none-of', { value: shown(word), kinds }), word, kinds);
  return [{ path: [...path, 'kind'], why }];
}

function scalarProblems(value: unknown, schema: Schema, path: Path): Problem[] {
  const {
    minimum = Number.NEGATIVE_INFINITY,
    maximum = Number.POSITIVE_INFINITY,
    pattern,
    description = 'allowed here',
  } = schema;
  if (typeof value === 'number' && (value < minimum || value > maximum))
    return [{ path, why: because('file.range', { value, min: minimum, max: maximum }) }];
  if (schema.enum !== undefined && !schema.enum.some((word) => word === value)) {
    const kinds = schema.enum.map(String);
    return [{ path, why: withNear(because('file.none-of', { value: shown(value), kinds }), value, kinds) }];
  }
  if (typeof value === 'string' && pattern !== undefined && !new RegExp(pattern).test(value))
    return [{ path, why: because('file.form', { value: shown(value), form: external(description) }) }];
  return [];
}

/** Words people write for another one. */
const otherWords: Readonly<Record<string, string>> = {
  'billing-period': 'billing',
  annual: 'year',
  daily: 'day',
  hourly: 'hour',
  monthly: 'month',
  quarterhour: 'quarter-hour',
  yearly: 'year',
};

/** What is wrong with a value; nothing where it fits. */
export function problemsOf(value: unknown, schema: Schema, path: Path = []): Problem[] {
  if (schema.anyOf !== undefined) {
    const fitting = schema.anyOf.find(({ type }) => type === undefined || fits(value, type));
    return problemsOf(value, fitting ?? schema.anyOf[0] ?? {}, path);
  }
  if (schema.oneOf !== undefined) return variantProblems(value, schema.oneOf, path);
  if (schema.type !== undefined && !fits(value, schema.type))
    return [{ path, why: because(`file.type-${schema.type}`, { value: shown(value) }) }];
  if (isKeys(value)) return keyProblems(value, schema, path);
  if (!Array.isArray(value)) return scalarProblems(value, schema, path);
  const { items, minItems = 0 } = schema;
  if (value.length < minItems) return [{ path, why: because('file.empty-list') }];
  return items === undefined ? [] : value.flatMap((part: unknown, index) => problemsOf(part, items, [...path, index]));
}
