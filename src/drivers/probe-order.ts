// What is tried when nobody knows what hangs on a link: questions that harm no other device on it, most usual first.
import type { LinkAddress } from '#core/address.ts';
import type { ByteDefinition, Definition } from '#devices/definition.ts';

/**
 * Families that say who they are when asked, or speak by themselves. A Modbus register means something else in every
 * maker's map, so those are only tried where the address names a unit (`?unit=1`).
 */
export const telling = [
  'pi30',
  'pi41',
  'pi34',
  'pi18',
  'pi18lvx',
  'pi17',
  'pi16',
  'jk-serial',
  'jk-pb',
  'jbd',
  'daly',
  'daly40',
  'vedirect',
  'vedirect-bmv',
];

function rankOf({ id }: Definition): number {
  const rank = telling.indexOf(id);
  return rank < 0 ? telling.length : rank;
}

/** Definitions to be tried on a link, in this order. */
export function probeOrder(definitions: readonly Definition[], address: LinkAddress): readonly ByteDefinition[] {
  const isTargeted = 'target' in address || address.scheme === 'udp';
  return definitions
    .filter((definition) => definition.way !== 'messages')
    .filter(({ links }) => links.some((link) => link === address.scheme))
    .filter((definition) => definition.way !== 'polled' || definition.probe.telling !== false)
    .filter((definition) =>
      isTargeted
        ? definition.way === 'polled' && (definition.wireAt !== undefined || address.scheme === 'udp')
        : telling.includes(definition.id) || (definition.way === 'polled' && definition.probe.telling === true),
    )
    .toSorted((left, right) => rankOf(left) - rankOf(right));
}
