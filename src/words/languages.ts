// Whole languages, for whatever runs where their files are. English comes with the program; others are loaded when somebody
// reads in them.
import { catalogue } from '#core/catalogue.ts';
import { errorRegistry } from '#core/errors.ts';
import { setPoints } from '#core/set-points.ts';
import { en } from './en.ts';
import { firstWords, type Language, wholeLanguage } from './language.ts';
import { englishSource, sourceOf } from './sources.ts';

/** English, assembled from the texts of the rooms. */
export const english: Language = {
  tag: englishSource.tag,
  formats: englishSource.formats,
  messages: en,
  errors: errorRegistry,
  metrics: catalogue,
  setPoints,
  setting: (title) => title,
};

/** The language of a tag; English if there is no such language. */
export async function languageOf(tag: string): Promise<Language> {
  const source = await sourceOf(tag);
  return source === englishSource ? english : wholeLanguage(await firstWords(source), source);
}
