// What a language is: one text for each code. Adding a language is adding a file with a `Language` in it and its line in
// `languages.ts`; the compiler and `languages.test.ts` report what is missing.
import type { MetricKey } from '#core/catalogue.ts';
import type { ErrorCode } from '#core/errors.ts';
import type { SetPointKey } from '#core/set-points.ts';
import type { MessageCode } from './en.ts';

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
