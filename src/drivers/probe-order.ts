// What is tried on a link with unknown devices, as the definitions say: questions that do no harm to other devices on it.
import type { LinkAddress } from '#core/address.ts';
import type { LinkDefinition, Definition } from '#devices/definition.ts';

const rankOf = ({ autodetect }: LinkDefinition): number =>
  typeof autodetect === 'number' ? autodetect : Number.POSITIVE_INFINITY;

/** Definitions that are asked for by unit address, for a link where nothing else answers. */
export function addressedOn(definitions: readonly Definition[], address: LinkAddress): readonly LinkDefinition[] {
  return definitions
    .filter((definition): definition is LinkDefinition => 'autodetect' in definition)
    .filter(({ links, autodetect }) => autodetect === 'addressed' && links.some((link) => link === address.scheme));
}

/** Definitions to be tried on a link, in this order. */
export function probeOrder(definitions: readonly Definition[], address: LinkAddress): readonly LinkDefinition[] {
  const isTargeted = 'target' in address || address.scheme === 'udp';
  const isTried = (definition: LinkDefinition): boolean => {
    const { autodetect } = definition;
    // Who is connected tells by its characteristics what it is not; who is only heard has a key nobody gave yet.
    if (address.scheme === 'ble') return 'ble' in definition && definition.ble?.profile.kind === 'gatt';
    if (!isTargeted) return typeof autodetect === 'number';
    // One that is found everywhere and can be addressed, too.
    const isAddressed = 'wireAt' in definition && definition.wireAt !== undefined;
    return autodetect === 'addressed' || (typeof autodetect === 'number' && isAddressed);
  };
  return definitions
    .filter((definition): definition is LinkDefinition => 'autodetect' in definition)
    .filter(({ links }) => links.some((link) => link === address.scheme))
    .filter(isTried)
    .toSorted((left, right) => {
      const [first, second] = [rankOf(left), rankOf(right)];
      return first === second ? 0 : first - second;
    });
}
