// Where the address a person gave meets the definition: the line both need, and the device that is meant on it.
import { formatAddress, type LinkAddress } from '#core/address.ts';
import { SolsteadError } from '#core/errors.ts';
import type { ByteDefinition } from '#devices/definition.ts';

/** The line: baud rate and framing come from the address where it names them, else from the definition. */
export function lineAddress(address: LinkAddress, { serial }: Pick<ByteDefinition, 'serial'>): LinkAddress {
  if (address.scheme === 'udp') return { scheme: 'udp', host: address.host, port: address.port };
  if (address.scheme !== 'serial' && address.scheme !== 'tcp') return address;
  const mode = { ...serial, ...address.mode };
  return address.scheme === 'serial'
    ? { scheme: 'serial', path: address.path, mode }
    : { scheme: 'tcp', host: address.host, port: address.port, mode };
}

/** The definition with the wire format of the device the address means. Errors: `address.invalid`. */
export function definitionAt<D extends ByteDefinition>(address: LinkAddress, definition: D): D {
  const wireAt = definition.way === 'polled' ? definition.wireAt : undefined;
  const target = 'target' in address ? address.target : undefined;
  if (address.scheme === 'mqtt') return definition;
  if (wireAt !== undefined) return { ...definition, wire: wireAt(address.scheme, target ?? {}) };
  if (target === undefined) return definition;
  const why = `${definition.title} has no ${Object.keys(target).join(' and ')} to choose`;
  throw new SolsteadError('address.invalid', { at: formatAddress(address), why });
}
