// What is known of a definition without its tables, and how one is found among others.
import type { LinkAddress } from '#core/address.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { Definition } from './definition.ts';
import { toldMetrics } from './told-metrics.ts';
import { withNearest } from '#core/near-word.ts';

/** What is told of a definition without its tables. */
export interface DefinitionFacts
  extends Pick<Definition, 'id' | 'aliases' | 'models' | 'kind' | 'maker' | 'title' | 'verified' | 'mode'> {
  readonly links: readonly LinkAddress['scheme'][];
  /** Whether an address can name the unit, the framing or the logger it is reached by. */
  readonly addressed: boolean;
  /** How many channels it may have, each a meter of its own; absent: it is one meter. */
  readonly channels?: number;
  /** Speed of its serial line. */
  readonly baud?: number;
}

/** A definition that is loaded when it is used. */
export interface ListedDefinition extends DefinitionFacts {
  load(): Promise<Definition>;
}

/** The facts of a definition. */
export function factsOf(definition: Definition): DefinitionFacts {
  const { id, aliases, models, kind, maker, title, verified, mode, links } = definition;
  const addressed = 'wireAt' in definition && definition.wireAt !== undefined;
  const beside = [...toldMetrics(definition)].filter((metric) => metric.startsWith('meter.power.')).length;
  const channels = beside === 0 ? {} : { channels: beside + 1 };
  const facts = { id, aliases, models, kind, maker, title, verified, mode, links, addressed, ...channels };
  return 'serial' in definition ? { ...facts, baud: definition.serial.baud } : facts;
}

/** A definition that is loaded already. */
export function listed(definition: Definition): ListedDefinition {
  return { ...factsOf(definition), load: async () => definition };
}

type Named = Pick<DefinitionFacts, 'id' | 'aliases'>;

/** What has an id or alias, in any case. */
export function withId<T extends Named>(known: readonly T[], idOrAlias: string): T | undefined {
  const wanted = idOrAlias.toLowerCase();
  return known.find(({ id, aliases }) => id === wanted || aliases.includes(wanted));
}

/** That nothing has an id; the nearest is named. */
export function unknownProtocol(known: readonly Named[], idOrAlias: string): SolsteadError {
  const ids = known.flatMap(({ id, aliases }) => [id, ...aliases]);
  return new SolsteadError('protocol.unknown', {
    at: idOrAlias,
    why: withNearest(because('protocol.none'), idOrAlias, ids),
  });
}
