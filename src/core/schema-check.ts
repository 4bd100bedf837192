// What a person wrote down (a tariff, a device) checked against its schema: what is wrong where, as reasons. The schema is JSON
// Schema (2020-12) as far as such documents need it, so that an editor completes from the same file.
import { external } from './message-params.ts';
import { withNearest } from './near-word.ts';
import { because, type Reason } from './reason.ts';

type Kind = 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';

/** The part of JSON Schema that documents need. */
export interface Schema {
  readonly type?: Kind | readonly ['number', 'string'];
  readonly description?: string;
  readonly const?: string;
  readonly enum?: readonly (string | number)[];
  readonly pattern?: string;
  /** How to name a text of `pattern` when something else is given; not a word of JSON Schema: {@link editorSchema} leaves it out. */
  readonly form?: Reason;
  /** Units without a prefix in one of what a number counts, 1000 where it is kWh; 1 if absent. Not a word of JSON Schema, either. */
  readonly baseUnits?: number;
  /** Some texts of the form, to guess from what was meant. */
  readonly examples?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  /** Keys that are free, such as the numbers of an enumeration: what they must look like, and their values. */
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: false;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  /** Sets of keys distinguished by the key `kind`. */
  readonly oneOf?: readonly Schema[];
  /** Values of different types. */
  readonly anyOf?: readonly Schema[];
}

/** A schema as editors know it: plain JSON. */
export const editorSchema = (schema: object): unknown =>
  JSON.parse(
    JSON.stringify(schema, (key, value: unknown) => (key === 'form' || key === 'baseUnits' ? undefined : value)),
  );

/** Where in a document: keys and indices from its top. */
export type Path = readonly (string | number)[];

/** Something that is wrong, and where. */
export interface DocumentProblem {
  readonly path: Path;
  readonly why: Reason;
  /** The key itself is wrong or lacks another one, not what it holds; or it is its value, and `why` does not name the key. */
  readonly on?: 'key' | 'value';
}

type Keys = Readonly<Record<string, unknown>>;

const isKeys = (value: unknown): value is Keys => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Characters of a value that are shown. */
const mostShown = 60;
/** Keys of one place for which a near word is looked for. */
const mostGuessed = 200;

const cut = (text: string) => external(text.length <= mostShown ? text : `${text.slice(0, mostShown)}…`);

function shown(value: unknown) {
  if (value === null || value === undefined) return because('file.nothing');
  if (Array.isArray(value)) return because('file.a-list');
  if (typeof value === 'object') return because('file.keys');
  return cut(JSON.stringify(value) ?? typeof value);
}

function isOfType(value: unknown, type: Kind): boolean {
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

/** Words people write for another one. */
const synonyms: Readonly<Record<string, string>> = {
  'billing-period': 'billing',
  annual: 'year',
  daily: 'day',
  monday: 'mon',
  tuesday: 'tue',
  wednesday: 'wed',
  thursday: 'thu',
  friday: 'fri',
  saturday: 'sat',
  sunday: 'sun',
  hourly: 'hour',
  monthly: 'month',
  quarterhour: 'quarter-hour',
  yearly: 'year',
};

/** A reason with the known word that was probably meant, if one is near. */
export function withNear(reason: Reason, word: unknown, known: readonly string[]): Reason {
  if (typeof word !== 'string') return reason;
  const synonym = synonyms[word.toLowerCase()];
  if (synonym !== undefined && known.includes(synonym)) return because('word.near', { reason, near: synonym });
  return withNearest(reason, word, known);
}

/** A key as it may be shown: one that is an address may hold a password. */
const shownKey = (key: string) => (/@|:\/\//.test(key) ? external('…') : cut(key));

/** What is wrong with a value. */
const ofKey = (path: Path, why: Reason): DocumentProblem => ({ path, why, on: 'value' });

/** What is wrong, with the key that holds it where that is not said: with its line and column it is found in any file. */
export function namedProblem({ path, why, on }: DocumentProblem): Reason {
  const key = on === 'value' ? path.findLast((step) => typeof step === 'string') : undefined;
  return key === undefined ? why : because('file.of-key', { key: shownKey(key), reason: why });
}

function unknownKey(key: string, { properties = {}, patternProperties }: Schema, isGuessed: boolean): Reason {
  const why = because('file.unknown-key', { key: shownKey(key) });
  if (patternProperties === undefined) return isGuessed ? withNear(why, key, Object.keys(properties)) : why;
  const isNumber = Object.keys(patternProperties).every((pattern) => pattern.includes('[1-9]'));
  return because(isNumber ? 'file.number-keys' : 'file.word-keys', { reason: why });
}

function keyProblems(value: Keys, schema: Schema, path: Path): DocumentProblem[] {
  const { properties = {}, patternProperties = {}, required = [] } = schema;
  const missing = required
    .filter((key) => !Object.hasOwn(value, key))
    .map((key): DocumentProblem => ({ path, why: because('file.no-key', { key }), on: 'key' }));
  const found = Object.entries(value).flatMap(([key, part], index): DocumentProblem[] => {
    const free = Object.entries(patternProperties).find(([pattern]) => new RegExp(pattern).test(key))?.[1];
    const own = Object.hasOwn(properties, key) ? properties[key] : free;
    if (own !== undefined) return problemsOf(part, own, [...path, key]);
    return [{ path: [...path, key], why: unknownKey(key, schema, index < mostGuessed), on: 'key' }];
  });
  return [...found, ...missing];
}

function variantProblems(value: unknown, variants: readonly Schema[], path: Path): DocumentProblem[] {
  if (!isKeys(value)) return [ofKey(path, because('file.type-object', { value: shown(value) }))];
  const word = value['kind'];
  const kinds = variants.map(({ properties }) => properties?.['kind']?.const ?? '');
  const variant = variants[kinds.indexOf(typeof word === 'string' ? word : '')];
  if (variant !== undefined) return keyProblems(value, variant, path);
  if (!Object.hasOwn(value, 'kind')) {
    return [{ path, why: because('file.no-kind', { kinds: { oneOf: kinds } }), on: 'key' }];
  }
  const why = because('file.none-of', { value: shown(word), kinds: { oneOf: kinds } });
  return [ofKey([...path, 'kind'], withNear(why, word, kinds))];
}

const factors: Readonly<Record<string, number>> = { k: 1e3, M: 1e6 };

/** A number that was written with its unit, as it is counted: 2 kW are 2000, 20 kWh of what counts kWh are 20. */
function countedIn(value: unknown, baseUnits = 1): string | undefined {
  const written = typeof value === 'string' ? /^(-?\d+(?:\.\d+)?) ?([kM]?)(?:%|[WVA]h?)$/.exec(value) : null;
  if (written === null) return undefined;
  const [, count, prefix = ''] = written;
  return String(Number(((Number(count) * (factors[prefix] ?? 1)) / baseUnits).toPrecision(12)));
}

/** A value of the wrong type, with what YAML made of a word that was meant differently. */
function wrongType(value: unknown, kinds: readonly Kind[], { form, pattern, baseUnits }: Schema): Reason {
  const [first = 'object', other] = kinds;
  // In quotes it would be none of the form either.
  if (
    form !== undefined &&
    typeof value === 'number' &&
    pattern !== undefined &&
    !new RegExp(pattern).test(String(value))
  )
    return because('file.form', { value: shown(value), form });
  const given = { value: shown(value) };
  const reason = other === undefined ? because(`file.type-${first}`, given) : because('file.type-number-string', given);
  if (first === 'string' && (typeof value === 'number' || typeof value === 'boolean'))
    return because('file.quotes', { reason });
  const isNumber = typeof value === 'string' && /^\s*-?\d/.test(value) && (first === 'number' || first === 'integer');
  if (!isNumber) return reason;
  const near = countedIn(value, baseUnits);
  const why = because('file.no-quotes', { reason });
  return near === undefined ? why : because('word.near', { reason: why, near });
}

function listProblems(value: readonly unknown[], schema: Schema, path: Path): DocumentProblem[] {
  const { items, minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
  if (value.length < minItems) return [ofKey(path, because('file.empty-list'))];
  if (value.length > maxItems) return [ofKey(path, because('file.long-list', { count: value.length, most: maxItems }))];
  return items === undefined ? [] : value.flatMap((part, index) => problemsOf(part, items, [...path, index]));
}

function scalarProblem(value: unknown, schema: Schema): Reason | undefined {
  const { minimum: min = Number.NEGATIVE_INFINITY, maximum: max = Number.POSITIVE_INFINITY } = schema;
  if (typeof value === 'number' && (value < min || value > max)) return because('file.range', { value, min, max });
  if (schema.enum !== undefined && !schema.enum.some((word) => word === value)) {
    const known = schema.enum.map(String).filter((word) => word !== '');
    return withNear(because('file.none-of', { value: shown(value), kinds: { oneOf: known } }), value, known);
  }
  const { pattern, form = because('form.text'), examples = [] } = schema;
  if (typeof value !== 'string' || pattern === undefined || new RegExp(pattern).test(value)) return undefined;
  return withNear(because('file.form', { value: shown(value), form }), value, examples);
}

/** What is wrong with a value; nothing if it fits. */
export function problemsOf(value: unknown, schema: Schema, path: Path = []): DocumentProblem[] {
  if (schema.anyOf !== undefined) {
    const fitting = schema.anyOf.find(
      ({ type }) => type === undefined || [type].flat().some((one) => isOfType(value, one)),
    );
    const problems = problemsOf(value, fitting ?? schema.anyOf[0] ?? {}, path);
    // A number in quotes, where another of them is one.
    const number = schema.anyOf.find(({ type }) => type === 'number' || type === 'integer');
    const isQuoted = problems.length > 0 && number !== undefined && typeof value === 'string' && /^\d+$/.test(value);
    return isQuoted ? [ofKey(path, wrongType(value, ['number'], number))] : problems;
  }
  if (schema.oneOf !== undefined) return variantProblems(value, schema.oneOf, path);
  const { type = [] } = schema;
  const kinds = typeof type === 'string' ? [type] : type;
  if (kinds.length > 0 && !kinds.some((kind) => isOfType(value, kind)))
    return [ofKey(path, wrongType(value, kinds, schema))];
  if (isKeys(value)) return keyProblems(value, schema, path);
  if (Array.isArray(value)) return listProblems(value, schema, path);
  const why = scalarProblem(value, schema);
  return why === undefined ? [] : [ofKey(path, why)];
}
