// Combines the address a person gave with the definition: the line, and the device that is meant on it.
import { because } from '#core/reason.ts';
import { formatAddress, type LinkAddress } from '#core/address.ts';
import { SolsteadError } from '#core/errors.ts';
import { devicePasswordRef } from '#core/secrets.ts';
import type { LinkDefinition } from '#devices/definition.ts';

/** The line: baud rate and framing come from the address if it names them, else from the definition. */
export function lineAddress(address: LinkAddress, definition: LinkDefinition): LinkAddress {
  const serial = 'serial' in definition ? definition.serial : undefined;
  switch (address.scheme) {
    case 'serial':
      return { scheme: 'serial', path: address.path, mode: { ...serial, ...address.mode } };
    case 'tcp':
      return { scheme: 'tcp', host: address.host, port: address.port, mode: { ...serial, ...address.mode } };
    case 'udp':
      return { scheme: 'udp', host: address.host, port: address.port };
    case 'http':
      return { scheme: 'http', host: address.host, port: address.port, tls: address.tls };
    case 'hid':
    case 'mqtt':
      return address;
  }
}

/** The definition with the wire format of the device the address means. Errors: `address.invalid`. */
export function definitionAt<D extends LinkDefinition>(address: LinkAddress, definition: D): D {
  const wireAt = 'wireAt' in definition ? definition.wireAt : undefined;
  const target = 'target' in address ? address.target : undefined;
  if (address.scheme === 'mqtt') return definition;
  if (wireAt !== undefined) return { ...definition, wire: wireAt(address.scheme, target ?? {}) };
  if (target === undefined) return definition;
  const why = because('line.no-target', { title: definition.title, targets: Object.keys(target) });
  throw new SolsteadError('address.invalid', { at: formatAddress(address), why });
}

/** An address of HTTP with the name of the device's password; any other as it is. */
export function withPasswordOf(device: string, address: LinkAddress): LinkAddress {
  return address.scheme === 'http' ? { ...address, passwordRef: devicePasswordRef(device) } : address;
}
