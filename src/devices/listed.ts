// What is known of a definition without its tables, and how one is found among others.
import type { LinkAddress } from '#core/address.ts';
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import type { BleDevice, BleSigns, Definition, NameSigns } from './definition.ts';
import { toldMetrics } from './told-metrics.ts';
import { withNearest } from '#core/near-word.ts';

/** What is told of a definition without its tables. */
export interface DefinitionFacts
  extends Pick<Definition, 'id' | 'aliases' | 'models' | 'kind' | 'maker' | 'title' | 'verified' | 'mode'> {
  readonly links: readonly Exclude<LinkAddress['scheme'], 'test'>[];
  /** Whether an address can name the unit, the framing or the logger it is reached by. */
  readonly addressed: boolean;
  /** How many channels it may have, each a meter of its own; absent: it is one meter. */
  readonly channels?: number;
  /** Whether it is read only with a key. */
  readonly keyed?: true;
  /** By what it is recognised among Bluetooth devices. */
  readonly ble?: BleSigns;
  /** By what it is recognised in the local network. */
  readonly mdns?: readonly NameSigns[];
  /** Speed of its serial line. */
  readonly baud?: number;
}

/** A definition that is loaded when it is used. */
export interface ListedDefinition extends DefinitionFacts {
  load(): Promise<Definition>;
}

const bleFacts = ({ signs, profile }: BleDevice): Pick<DefinitionFacts, 'ble' | 'keyed'> =>
  profile.kind === 'adverts' ? { ble: signs, keyed: true } : { ble: signs };

/** The facts of a definition. */
export function factsOf(definition: Definition): DefinitionFacts {
  const { id, aliases, models, kind, maker, title, verified, mode, links } = definition;
  const addressed = 'wireAt' in definition && definition.wireAt !== undefined;
  const beside = [...toldMetrics(definition)].filter((metric) => metric.startsWith('meter.power.')).length;
  const channels = beside === 0 ? {} : { channels: beside + 1 };
  const ble = 'ble' in definition && definition.ble !== undefined ? bleFacts(definition.ble) : {};
  const named = definition.mdns === undefined ? {} : { mdns: definition.mdns };
  const facts = {
    id,
    aliases,
    models,
    kind,
    maker,
    title,
    verified,
    mode,
    links,
    addressed,
    ...channels,
    ...ble,
    ...named,
  };
  return 'serial' in definition && definition.serial !== undefined ? { ...facts, baud: definition.serial.baud } : facts;
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

/** A reason with the nearest that there is. */
const withNearestOf = (known: readonly Named[], why: Reason, idOrAlias: string): Reason =>
  withNearest(
    why,
    idOrAlias,
    known.flatMap(({ id, aliases }) => [id, ...aliases]),
  );

/** That nothing has an id; the nearest is named. */
export const unknownProtocol = (known: readonly Named[], idOrAlias: string): SolsteadError =>
  new SolsteadError('protocol.unknown', {
    at: idOrAlias,
    why: withNearestOf(known, because('protocol.none'), idOrAlias),
  });

/** The same where the place is that of a file, and what was written there is named with it. */
export const noProtocol = (known: readonly Named[], idOrAlias: string): Reason =>
  withNearestOf(known, because('daemon.protocol', { value: external(idOrAlias.slice(0, 60)) }), idOrAlias);
