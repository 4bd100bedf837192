// Which keys an output of answers gives: the two regular expressions that people bring along from mpp-solar's files.
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';

/** Longest expression; what people write has some words in it. */
const longest = 500;

/** Looks for an expression in a key, as `re.search` does. */
type Search = (key: string) => boolean;

/** Errors: `input.invalid`. */
async function searchFor(field: 'filter' | 'exclude', source: string): Promise<Search> {
  const invalid = (said: string) =>
    new SolsteadError('input.invalid', { at: field, why: because('answers.regex', { said: external(said) }) });
  if (source.length > longest) throw invalid(`longer than ${longest} characters`);
  // An engine that never looks back: what a file says must not be able to stop the program (a+)+$.
  const { RE2JS } = await import('re2js');
  try {
    const found = RE2JS.compile(source);
    return (key) => found.matcher(key).find();
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error));
  }
}

/** Whether a key is wanted. The expressions are looked for anywhere in it; `exclude` wins. Errors: `input.invalid` with the field. */
export async function keyFilter({
  filter,
  exclude,
}: {
  readonly filter?: string | undefined;
  readonly exclude?: string | undefined;
}): Promise<Search> {
  const wants = filter === undefined || filter === '' ? undefined : await searchFor('filter', filter);
  const bars = exclude === undefined || exclude === '' ? undefined : await searchFor('exclude', exclude);
  return (key) => bars?.(key) !== true && wants?.(key) !== false;
}
