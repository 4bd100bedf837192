// The definitions of one process, the tables of each loaded when a device of it is used: a home has two or three kinds of devices,
// and all tables together take as much memory as the rest of an idle home.
import { SolsteadError } from '#core/errors.ts';
import { because, type Reason } from '#core/reason.ts';
import type { Definition } from './definition.ts';
import { builtInDefinitions } from './generated/built-in.ts';
import { type ListedDefinition, unknownProtocol, withId } from './listed.ts';

/** A file of a user's device that has problems: its devices do not start. */
export interface BrokenDefinition {
  readonly file: string;
  /** Where it is; absent: among those of its folder. */
  readonly path?: string;
  /** It is code, not a table. */
  readonly isPlugIn?: boolean;
  /** The id it was to have, where it can be told. */
  readonly id?: string;
  /** Each with its place (`my.yaml:14:41: …`), in the order of the file. */
  readonly problems: readonly Reason[];
}

/** The definitions of one process: the built-in ones and those of its owner. */
export interface Registry {
  readonly listed: readonly ListedDefinition[];
  readonly broken: readonly BrokenDefinition[];
  /** What has this id or alias, in any case; undefined if nothing has. */
  find(idOrAlias: string): ListedDefinition | undefined;
  /** The same, loaded. Errors: `protocol.unknown`. */
  definitionOf(idOrAlias: string): Promise<Definition>;
  /** All of them, loaded. */
  all(): Promise<readonly Definition[]>;
}

/** Why a device of a broken file does not start: its first problem, and how many there are beside it. */
function brokenBecause({ problems: [problem = because('device-file.empty'), ...others] }: BrokenDefinition): Reason {
  return because('protocol.broken', { problem, more: others.length });
}

/** A registry of these definitions. */
export function registryOf(known: readonly ListedDefinition[], broken: readonly BrokenDefinition[] = []): Registry {
  return {
    listed: known,
    broken,
    find: (idOrAlias) => withId(known, idOrAlias),
    async definitionOf(idOrAlias) {
      const found = withId(known, idOrAlias);
      if (found !== undefined) return found.load();
      const own = broken.find(({ id }) => id === idOrAlias.toLowerCase());
      if (own === undefined) throw unknownProtocol(known, idOrAlias);
      throw new SolsteadError('protocol.unknown', { at: idOrAlias, why: brokenBecause(own) });
    },
    all: () => Promise.all(known.map((one) => one.load())),
  };
}

/** A registry that takes definitions and gives them up while it is used: its lists are one and the same, and change. */
export interface OpenRegistry extends Registry {
  /** Adds a definition, or replaces the one of its id. */
  put(one: ListedDefinition): void;
  drop(id: string): void;
}

/** An open registry that begins with these definitions. */
export function openRegistry(
  known: readonly ListedDefinition[],
  broken: readonly BrokenDefinition[] = [],
): OpenRegistry {
  const all = [...known];
  const drop = (id: string): void => {
    const place = all.findIndex((one) => one.id === id);
    if (place >= 0) all.splice(place, 1);
  };
  return {
    ...registryOf(all, broken),
    put(one) {
      drop(one.id);
      all.push(one);
    },
    drop,
  };
}

/** The built-in definitions. */
export const builtIn: Registry = Object.freeze(registryOf(builtInDefinitions));
