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

/** What is wrong first. */
export function misshapen(schema: TSchema, said: unknown): Reason {
  const [first] = Value.Errors(schema, said);
  const where = first?.instancePath.replace('/plugin', '').slice(1) ?? '';
  if (first?.keyword !== 'const')
    return because('plugin.shape', { said: external(`${where} ${first?.message ?? ''}`.trim().slice(0, 200)) });
  const given: unknown = Value.Pointer.Get(said, first.instancePath);
  const word = typeof given === 'string' ? given.slice(0, 60) : typeof given === 'number' ? `${given}` : typeof given;
  const known = wordsOf(schema, first.schemaPath).filter((one) => one !== '');
  const parts = { where: external(where.slice(0, 120)), word: external(word), known };
  return withNearest(because('plugin.word', parts), word, known);
}
