// The words of mpp-solar's file that stand for several queries, and those that only list what there is.
import type { Definition } from '#devices/definition.ts';
import { queriesOf } from '#devices/mpp-solar/rounds.ts';
import { oldDefaults, oldIdentities, oldQueries } from '#devices/mpp-solar/old-commands.ts';

/** A command of mpp-solar by our name. */
export function ourName({ id }: Pick<Definition, 'id'>, name: string): string {
  const known = oldQueries[id] ?? {};
  return Object.hasOwn(known, name) ? (known[name] ?? name) : name;
}

/** The names that mpp-solar has for commands of a definition, beside ours. */
export const theirNames = ({ id }: Pick<Definition, 'id'>): readonly string[] => Object.keys(oldQueries[id] ?? {});

/** What mpp-solar asks where no command is given, by its name; undefined: it does not know the device. */
export const defaultOf = ({ id }: Pick<Definition, 'id'>): string | undefined => oldDefaults[id];

/** The words that stand for several commands. */
export const specialWords = ['get_status', 'get_settings', 'get_device_id'] as const;
export type SpecialWord = (typeof specialWords)[number];

/** What is only listed. */
export const listingWords: readonly string[] = ['list_commands', 'get_version'];

function identityOf(definition: Definition): readonly string[] {
  const named = definition.identity.flatMap((one) =>
    'command' in one ? [one.command] : 'report' in one ? [one.report] : [],
  );
  return oldIdentities[definition.id] ?? [...new Set(named)];
}

/** What a word asks of a device, or an empty command. */
export function asksOf(definition: Definition, word: SpecialWord | ''): readonly string[] {
  switch (word) {
    case '': {
      const standard = defaultOf(definition);
      return standard === undefined ? queriesOf(definition, 'status') : [ourName(definition, standard)];
    }
    case 'get_status':
      return queriesOf(definition, 'status');
    case 'get_settings':
      return queriesOf(definition, 'settings');
    case 'get_device_id':
      return identityOf(definition);
  }
}
