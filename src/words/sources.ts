// The available languages, each loaded when somebody reads in it. What the first view says in English comes with the program:
// it is shown where another language cannot be had.
import { catalogue } from '#core/catalogue.ts';
import { keysOf, recordOf } from '#core/entries.ts';
import { setPoints } from '#core/set-points.ts';
import * as firstInEnglish from './en/first.ts';
import type { Source } from './language.ts';

/** English. */
export const englishSource: Source = {
  tag: 'en',
  formats: 'en-GB',
  first: () =>
    Promise.resolve({
      ...firstInEnglish,
      metrics: recordOf(keysOf(catalogue), (key) => catalogue[key].label),
      setPoints,
    }),
  rest: () => import('./en/rest.ts'),
};

const sources: readonly Source[] = [
  englishSource,
  { tag: 'de', formats: 'de-DE', first: () => import('./de/first.ts'), rest: () => import('./de/rest.ts') },
  { tag: 'pt-BR', formats: 'pt-BR', first: () => import('./pt-BR/first.ts'), rest: () => import('./pt-BR/rest.ts') },
  { tag: 'nl', formats: 'nl-NL', first: () => import('./nl/first.ts'), rest: () => import('./nl/rest.ts') },
  { tag: 'fr', formats: 'fr-FR', first: () => import('./fr/first.ts'), rest: () => import('./fr/rest.ts') },
  { tag: 'pl', formats: 'pl-PL', first: () => import('./pl/first.ts'), rest: () => import('./pl/rest.ts') },
  { tag: 'es', formats: 'es-ES', first: () => import('./es/first.ts'), rest: () => import('./es/rest.ts') },
  { tag: 'it', formats: 'it-IT', first: () => import('./it/first.ts'), rest: () => import('./it/rest.ts') },
  { tag: 'th', formats: 'th-TH', first: () => import('./th/first.ts'), rest: () => import('./th/rest.ts') },
];

const pseudoTag = 'en-XA';

/** Tags of the languages to choose from; the pseudo-language is for tests. */
export const tags: readonly string[] = [...sources.map(({ tag }) => tag), pseudoTag];

/** Where the language of a tag is; English if there is no such language. */
export async function sourceOf(tag: string): Promise<Source> {
  if (tag === pseudoTag) return (await import('./pseudo.ts')).pseudoSource(englishSource);
  return sources.find((source) => source.tag === tag) ?? englishSource;
}
