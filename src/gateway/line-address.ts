// The address of a line with what the device's definition says of it filled in.
import type { LinkAddress } from '#core/address.ts';
import type { PolledDefinition } from '#devices/definition.ts';

/** Baud rate and framing come from the address where it names them, else from the definition. */
export function lineAddress(address: LinkAddress, { serial }: PolledDefinition): LinkAddress {
  return 'mode' in address ? { ...address, mode: { ...serial, ...address.mode } } : address;
}
