// The available languages. English comes with the program; others are loaded when somebody reads in them.
import { catalogue } from '#core/catalogue.ts';
import { errorRegistry } from '#core/errors.ts';
import { setPoints } from '#core/set-points.ts';
import { en } from './en.ts';
import type { Language } from './language.ts';

/** English, assembled from the texts of the rooms. */
export const english: Language = {
  tag: 'en',
  formats: 'en-GB',
  messages: en,
  errors: errorRegistry,
  metrics: catalogue,
  setPoints,
  setting: (title) => title,
};

/** Loads a language other than English, by its tag. */
const others: Readonly<Record<string, () => Promise<Language>>> = {
  'en-XA': async () => (await import('./pseudo.ts')).pseudoLanguage(english),
};

/** Tags of the languages to choose from; the pseudo-language is for tests. */
export const tags: readonly string[] = [english.tag, ...Object.keys(others)];

/** The language of a tag; English if there is no such language. */
export async function languageOf(tag: string): Promise<Language> {
  return (await others[tag]?.()) ?? english;
}
