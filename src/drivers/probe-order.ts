// What is tried when nobody knows what hangs on a link, as the definitions say: questions that harm no other device on it.
import type { LinkAddress } from '#core/address.ts';
import type { ByteDefinition, Definition } from '#devices/definition.ts';

const rankOf = ({ autodetect }: ByteDefinition): number =>
  typeof autodetect === 'number' ? autodetect : Number.POSITIVE_INFINITY;

/** Definitions to be tried on a link, in this order. */
export function probeOrder(definitions: readonly Definition[], address: LinkAddress): readonly ByteDefinition[] {
  const isTargeted = 'target' in address || address.scheme === 'udp';
  const isTried = (definition: ByteDefinition): boolean => {
    const { autodetect } = definition;
    if (!isTargeted) return typeof autodetect === 'number';
    // One that is found everywhere and can be addressed, too.
    const isAddressed = definition.way === 'polled' && definition.wireAt !== undefined;
    return autodetect === 'addressed' || (typeof autodetect === 'number' && isAddressed);
  };
  return definitions
    .filter((definition) => definition.way !== 'messages')
    .filter(({ links }) => links.some((link) => link === address.scheme))
    .filter(isTried)
    .toSorted((left, right) => {
      const [first, second] = [rankOf(left), rankOf(right)];
      return first === second ? 0 : first - second;
    });
}
