// What is asked of a device on the command line: its own questions, and the words that stand for several of them, on every device.
import type { Definition } from '#devices/definition.ts';
import { findCommand } from '#devices/find-command.ts';
import { oldDefaults, oldIdentities, oldQueries } from '#devices/mpp-solar/old-commands.ts';
import { isLookedThrough, optionalOf, queriesOf } from '#devices/mpp-solar/rounds.ts';
import { type SpecialWord, specialWords } from './special-words.ts';

/** What a word asks. */
export interface Asking {
  /** As it was typed. */
  readonly word: string;
  readonly kind: 'one' | SpecialWord;
  /** Questions of the definition. */
  readonly queries: readonly string[];
  /** What they are, where they are what a device asks by itself. */
  readonly what?: 'status' | 'settings';
  /** Of the questions: what not every unit has, so that a refusal is no failure. */
  readonly optional?: readonly string[];
}

const isSpecial = (word: string): word is SpecialWord => specialWords.some((one) => one === word);

function identityQueries(definition: Definition): readonly string[] {
  const known = oldIdentities[definition.id];
  if (known !== undefined) return known;
  const { identity } = definition;
  return [
    ...new Set(identity.flatMap((one) => ('command' in one ? [one.command] : 'report' in one ? [one.report] : []))),
  ];
}

/** A word that is no question but several with commas between them, as mpp-solar had it before 0.16. */
function separated(definition: Definition, word: string): readonly string[] {
  const parts = word.split(',').map((part) => part.trim());
  const known = 'commands' in definition ? definition.commands : [];
  const isKnown = (part: string): boolean =>
    isSpecial(part) || findCommand(known, oldQueries[definition.id]?.[part] ?? part) !== undefined;
  return parts.length > 1 && !isKnown(word) && parts.every(isKnown) ? parts : [word];
}

/** What several questions together are. */
function roundOf(definition: Definition, what: 'status' | 'settings'): Pick<Asking, 'queries' | 'what' | 'optional'> {
  const queries = queriesOf(definition, what);
  return { queries, optional: optionalOf(definition, queries), ...(isLookedThrough(definition) ? { what } : {}) };
}

/** Whether there is nothing that a word asks of a device of this kind. */
export const isNothing = ({ kind, queries }: Asking): boolean =>
  (kind === 'get_status' || kind === 'get_settings') && queries.length === 0;

/** What the words ask of a device; an empty one is what mpp-solar asks by default. */
export function askingOf(definition: Definition, words: readonly string[]): readonly Asking[] {
  return words
    .flatMap((word) => separated(definition, word))
    .map((typed): Asking => {
      const word = typed === '' ? (oldDefaults[definition.id] ?? 'get_status') : typed;
      if (!isSpecial(word)) return { word, kind: 'one', queries: [oldQueries[definition.id]?.[word] ?? word] };
      switch (word) {
        case 'get_status':
          return { word, kind: word, ...roundOf(definition, 'status') };
        case 'get_settings':
          return { word, kind: word, ...roundOf(definition, 'settings') };
        case 'get_device_id':
          return { word, kind: word, queries: identityQueries(definition) };
        case 'list_commands':
        case 'get_version':
          return { word, kind: word, queries: [] };
      }
    });
}
