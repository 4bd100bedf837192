// Where what a plug-in says of itself has another shape than it may have, and what was expected there.
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { external } from '#core/message-params.ts';
import { withNearest } from '#core/near-word.ts';
import { because, type Reason } from '#core/reason.ts';

/** The words of a choice, of which a fault of the schema names but one. */
function wordsOf(schema: TSchema, schemaPath: string): readonly string[] {
  const place = schemaPath.replace(/^#/, '').replace(/\/anyOf\/\d+$/, '');
  const found: unknown = Value.Pointer.Get(schema, place);
  if (typeof found !== 'object' || found === null) return [];
  const parts: readonly unknown[] = 'anyOf' in found && Array.isArray(found.anyOf) ? found.anyOf : [found];
  return parts.flatMap((part) =>
    typeof part === 'object' && part !== null && 'const' in part ? [String(part.const)] : [],
  );
}

type Fault = ReturnType<typeof Value.Errors>[number];

/** Where several shapes are told apart by one word: the shape that was meant, and each word of them. */
function meantBy(first: Fault, all: readonly Fault[]): { readonly fault: Fault; readonly known: readonly string[] } {
  const [, union] = /^(.*\/anyOf)\/\d+\/properties\/\w+$/.exec(first.schemaPath) ?? [];
  const known: string[] = [];
  if (union === undefined) return { fault: first, known };
  const within = all.filter(({ schemaPath }) => schemaPath.startsWith(`${union}/`));
  const shapeOf = ({ schemaPath }: Fault): string => schemaPath.slice(union.length + 1).replace(/\/.*$/, '');
  const others = new Set<string>();
  for (const fault of within) {
    if (fault.keyword !== 'const' || fault.instancePath !== first.instancePath) continue;
    others.add(shapeOf(fault));
    known.push(String(fault.params.allowedValue));
  }
  const meant = within.find((fault) => !others.has(shapeOf(fault)));
  return meant === undefined ? { fault: first, known } : { fault: meant, known: [] };
}

/** What is wrong first. */
export function misshapen(schema: TSchema, said: unknown): Reason {
  const all = Value.Errors(schema, said);
  const begun = all.find(({ keyword }) => keyword === 'const') ?? all[0];
  const { fault: first, known: shapes } = begun === undefined ? { fault: begun, known: [] } : meantBy(begun, all);
  const where = first?.instancePath.replace('/plugin', '').slice(1) ?? '';
  if (first?.keyword !== 'const')
    return because('plugin.shape', { said: external(`${where} ${first?.message ?? ''}`.trim().slice(0, 200)) });
  const given: unknown = Value.Pointer.Get(said, first.instancePath);
  const word = typeof given === 'string' ? given.slice(0, 60) : typeof given === 'number' ? `${given}` : typeof given;
  const known = shapes.length > 0 ? shapes : wordsOf(schema, first.schemaPath).filter((one) => one !== '');
  const parts = { where: external(where.slice(0, 120)), word: external(word), known };
  return withNearest(because('plugin.word', parts), word, known);
}
