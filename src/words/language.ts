// What a language is: one text for each code. Adding one is adding a folder with the same files as `en` and those of
// `core/reasons`, and its line in `sources.ts`; the compiler, `languages.test.ts` and `node tools/words.ts <tag>` report what is
// missing. It comes in two parts: what the first view of the app says, so that a phone need not wait for all of it, and the rest.
import { keysOf, recordOf } from '#core/entries.ts';
import type { MetricKey } from '#core/catalogue.ts';
import type { ErrorCode } from '#core/errors.ts';
import type { SetPointKey } from '#core/set-points.ts';
import type { MessageCode } from './en.ts';
import type * as firstInEnglish from './en/first.ts';
import type * as restInEnglish from './en/rest.ts';

/** Title and repairs of an error. */
export interface ErrorWords {
  readonly title: string;
  readonly repair: string;
  /** What helps on the command line, if that differs. */
  readonly cli?: string;
}

/** All words of one language. */
export interface Language {
  /** BCP 47 tag of the language, for the page's `lang` and its plural rules. */
  readonly tag: string;
  /** How numbers and dates are written if the reader's country is not known. */
  readonly formats: string;
  /** ICU messages. */
  readonly messages: Readonly<Record<MessageCode, string>>;
  readonly errors: Readonly<Record<ErrorCode, ErrorWords>>;
  /** Labels of metrics by their key in the catalogue; an index is appended. */
  readonly metrics: Readonly<Record<MetricKey, { readonly label: string }>>;
  /** Labels of set-points by their key, likewise; of a choice also what each of its words means. */
  readonly setPoints: Readonly<
    Record<SetPointKey, { readonly label: string; readonly words?: Readonly<Record<string, string>> }>
  >;
  /** What a maker's setting is called, from the English title of its definition. */
  setting(title: string): string;
}

/** A language of which the rest may still be on its way. */
export interface SomeWords extends Omit<Language, 'messages' | 'errors'> {
  readonly messages: Readonly<Partial<Record<MessageCode, string>>>;
  readonly errors: Readonly<Partial<Record<ErrorCode, ErrorWords>>>;
}

/** The texts of a part in another language: one for each code that the part has in English. */
export type Texts<Part> = Readonly<Record<keyof Part & string, string>>;

type TextsOf<Parts> = { readonly [Name in keyof Parts as Name extends 'errors' ? never : Name]: Texts<Parts[Name]> };

/** What the first file of a language exports. */
export type FirstParts = TextsOf<typeof firstInEnglish> & {
  readonly metrics: Readonly<Record<MetricKey, string>>;
  readonly setPoints: Language['setPoints'];
};

/** What its other file exports. */
export type RestParts = TextsOf<typeof restInEnglish> & { readonly errors: Language['errors'] };

/** Where the words of a language are. */
export interface Source {
  readonly tag: string;
  /** As `Language.formats`. */
  readonly formats: string;
  readonly first: () => Promise<FirstParts>;
  readonly rest: () => Promise<RestParts>;
  /** What a maker's setting is called; its title in the manual if left out. */
  readonly setting?: (title: string) => string;
}

/** Tables of texts are told from those of metrics, set-points and errors by their names. */
function messagesIn(parts: Readonly<Record<string, object>>): SomeWords['messages'] {
  const messages: Record<string, string> = {};
  for (const [name, part] of Object.entries(parts)) if (/(Words|Reasons)$/.test(name)) Object.assign(messages, part);
  return messages;
}

/** What the first view says. */
export async function firstWords({ tag, formats, first, setting = (title) => title }: Source): Promise<SomeWords> {
  const parts = await first();
  const { metrics, setPoints } = parts;
  return {
    tag,
    formats,
    messages: messagesIn(parts),
    errors: {},
    metrics: recordOf(keysOf(metrics), (key) => ({ label: metrics[key] })),
    setPoints,
    setting,
  };
}

/** The language with its rest. */
export async function wholeLanguage(first: SomeWords, { rest }: Source): Promise<Language> {
  const parts = await rest();
  // The compiler has seen that both parts together have every code.
  const messages = { ...first.messages, ...messagesIn(parts) } as Language['messages'];
  return { ...first, messages, errors: parts.errors };
}
