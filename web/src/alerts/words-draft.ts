// Words of a home's own for a kind of alert, as they are typed.
import type { AlertSettings, AlertSettingsChange } from '#api/alerts.ts';
import { changeOf, draftOf } from './kind-draft.ts';

/** Words of one's own for a kind, in a language. */
export type Template = NonNullable<AlertSettings['templates']>[number];

/** Which words are meant. */
export type WordsKey = Pick<Template, 'kind' | 'language'>;

/** The same with what is typed. */
export interface WordsDraft extends WordsKey {
  readonly title: string;
  readonly text: string;
}

const isOf =
  ({ kind, language }: WordsKey) =>
  (one: WordsKey): boolean =>
    one.kind === kind && one.language === language;

/** The words that are kept, or none. */
export function wordsOf({ templates = [] }: Pick<AlertSettings, 'templates'>, key: WordsKey): WordsDraft {
  const { title = '', text = '' } = templates.find(isOf(key)) ?? {};
  return { kind: key.kind, language: key.language, title, text };
}

/** Whether a kind is said in words of one's own. */
export const hasWords = ({ templates = [] }: Pick<AlertSettings, 'templates'>, key: WordsKey): boolean =>
  templates.some(isOf(key));

/** What is saved: these words in place of those that were kept; without any they are the usual ones again. */
export function withWords(before: AlertSettings, draft: WordsDraft): AlertSettingsChange | undefined {
  const rest = (before.templates ?? []).filter((one) => !isOf(draft)(one));
  const isUsual = draft.title.trim() === '' && draft.text.trim() === '';
  const change = changeOf(draftOf(before), before);
  return change === undefined ? undefined : { ...change, templates: isUsual ? rest : [...rest, draft] };
}

/** A place put into a text where somebody is typing; and where they are behind it. */
export function putIn(
  text: string,
  place: string,
  { from, to }: { readonly from: number; readonly to: number },
): { readonly text: string; readonly caret: number } {
  const put = `{${place}}`;
  return { text: `${text.slice(0, from)}${put}${text.slice(to)}`, caret: from + put.length };
}
