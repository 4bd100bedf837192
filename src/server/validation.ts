// Checks requests against the schemas of the contract: the first problem becomes one sentence that names its field.
import { because, type Reason } from '#core/reason.ts';
import { lineOfText } from '#api/line.ts';
import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Value } from 'typebox/value';
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { isRecord } from '#core/entries.ts';
import { nearWord } from '#core/near-word.ts';
import { isMeant, meantSchema, type UnknownField, unknownField } from './unknown-field.ts';

/** Longest name of an unknown field that is repeated. */
const mostNameLetters = 60;

/** A complaint of a compiled schema. */
interface Complaint {
  readonly keyword: string;
  readonly schemaPath: string;
  readonly instancePath: string;
  readonly message: string;
  readonly params: object;
}

interface SchemaNode {
  readonly description?: unknown;
  readonly anyOf?: readonly { readonly const?: unknown; readonly type?: unknown }[];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** The part of a schema that a path such as `#/properties/site/anyOf/0` points at; of a choice among words all of them. */
function nodeAt(schema: TSchema, path: string): SchemaNode {
  let node: unknown = schema;
  for (const step of path
    .replace(/\/anyOf\/\d+$/, '')
    .split('/')
    .slice(1))
    node = isObject(node) ? node[step] : undefined;
  return isObject(node) ? node : {};
}

/**
 * Whether a complaint is about what was meant: of several forms of an object, told apart by a word such as `kind`, the others
 * complain as well, and about what has no place in this one.
 */
function isAboutMeant(schema: TSchema, { schemaPath, instancePath }: Complaint, asked: unknown): boolean {
  const places = instancePath.split('/').slice(1);
  const steps = schemaPath.split('/').slice(1);
  let node: unknown = schema;
  let value = asked;
  for (const [index, step] of steps.entries()) {
    const before = steps[index - 1];
    if (before === 'anyOf' && Array.isArray(node) && isRecord(value)) {
      const forms: readonly TSchema[] = node;
      const own = forms[Number(step)];
      const given = value;
      if (forms.some((each) => isMeant(each, given)) && own !== undefined && !isMeant(own, given)) return false;
    }
    node = isObject(node) ? node[step] : undefined;
    if (before === 'properties' || step === 'items') {
      const place = places.shift() ?? '';
      value = isObject(value) ? value[place] : undefined;
    }
  }
  return true;
}

const param = (complaint: Complaint, name: string): unknown =>
  isObject(complaint.params) ? complaint.params[name] : '';

function expected(complaint: Complaint, { field, node }: { field: string; node: SchemaNode }): Reason {
  if (node.anyOf !== undefined) {
    const choices = node.anyOf.map((choice) => String(choice.const ?? choice.type));
    return because('request.one-of', { field, choices });
  }
  switch (complaint.keyword) {
    case 'type':
      return because('request.type', { field, type: String(param(complaint, 'type')) });
    case 'minLength':
      return because('request.least', { field, least: Number(param(complaint, 'limit')) });
    case 'pattern':
      return because(param(complaint, 'pattern') === lineOfText ? 'request.characters' : 'request.form', { field });
    case 'maxLength':
      return because('request.most', { field, most: Number(param(complaint, 'limit')) });
    case 'minimum':
    case 'maximum':
      return because(`request.${complaint.keyword}`, { field, limit: Number(param(complaint, 'limit')) });
    case 'exclusiveMinimum':
      return because('request.above', { field, limit: Number(param(complaint, 'limit')) });
    case 'minItems':
    case 'maxItems':
      return because(complaint.keyword === 'minItems' ? 'request.few' : 'request.many', {
        field,
        limit: Number(param(complaint, 'limit')),
      });
  }
  return because('request.other', { field, said: external(complaint.message) });
}

/** The error for a complaint about a request; never repeats the value, which may be a password. */
function invalid(schema: TSchema, complaint: Complaint): SolsteadError {
  const path = complaint.instancePath.split('/').slice(1);
  if (complaint.keyword === 'required') {
    const missing = param(complaint, 'requiredProperties');
    const at = [...path, Array.isArray(missing) ? String(missing[0]) : ''].join('.');
    return new SolsteadError('input.invalid', { at, why: because('request.missing', { field: at }) });
  }
  const at = path.length === 0 ? 'body' : path.join('.');
  const node = nodeAt(schema, complaint.schemaPath);
  const reason = expected(complaint, { field: at, node });
  const { description } = node;
  const why =
    typeof description === 'string' && reason.code !== 'request.characters'
      ? because('request.described', { reason, description: external(description) })
      : reason;
  return new SolsteadError('input.invalid', { at, why });
}

/** The error for a field that the contract does not know. The name is shown as it came, so it is cut short. */
function unknown({ path, known }: UnknownField): SolsteadError {
  const name = (path.at(-1) ?? '').slice(0, mostNameLetters);
  const at = [...path.slice(0, -1), name].join('.');
  const field = external(at);
  const near = nearWord(name, known);
  const why =
    near !== undefined
      ? because('request.unknown-near', { field, near })
      : known.length > 0
        ? because('request.unknown', { field, known })
        : because('request.not-known', { field });
  return new SolsteadError('input.invalid', { at, why });
}

/**
 * Compiles schemas for Fastify; text of query and path becomes numbers if the schema wants them, bodies stay. What the
 * contract does not know is refused, not dropped: it may have been intended.
 */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  // Compiled with the first request that needs it: most routes wait long for theirs.
  let check: ReturnType<typeof Compile> | undefined;
  return (value: unknown) => {
    check ??= Compile(schema);
    const converted = httpPart === 'body' ? value : Value.Convert(schema, value);
    const foreign = httpPart === 'params' ? undefined : unknownField(schema, converted);
    if (foreign !== undefined) return { error: unknown(foreign) };
    if (check.Check(converted)) return { value: converted };
    const meant = meantSchema(schema, converted);
    const complaints = Value.Errors(meant, converted);
    const first = complaints.find((each) => isAboutMeant(meant, each, converted)) ?? complaints[0];
    return {
      error: first === undefined ? new TypeError('assertion: a refused request has no fault') : invalid(meant, first),
    };
  };
};
