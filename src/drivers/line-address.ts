// Combines the address a person gave with the definition: the line, and the device that is meant on it.
import { because } from '#core/reason.ts';
import { formatAddress, isSecured, type LinkAddress } from '#core/address.ts';
import { SolsteadError } from '#core/errors.ts';
import { devicePasswordRef } from '#core/secrets.ts';
import type { ByteScheme, LinkDefinition } from '#devices/definition.ts';

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
      return httpLine(address, definition);
    case 'ble': {
      const profile = 'ble' in definition ? definition.ble?.profile : undefined;
      return { ...address, ...(profile === undefined ? {} : { profile }) };
    }
    case 'test':
      return { scheme: 'test', protocol: address.protocol ?? definition.id };
    case 'hid':
    case 'esphome':
    case 'solar-assistant':
    case 'mqtt-line':
    case 'ocpp':
    case 'mqtt':
      return address;
  }
}

type HttpPlace = Extract<LinkAddress, { scheme: 'http' }>;

function httpLine({ target: _target, pause: _pause, ...line }: HttpPlace, definition: LinkDefinition) {
  const by = 'passwordBy' in definition ? definition.passwordBy : undefined;
  return by === undefined ? line : { ...line, passwordBy: by };
}

/** The definition with the wire format of the device the address means. Errors: `address.invalid`. */
export function definitionAt<D extends LinkDefinition>(address: LinkAddress, definition: D): D {
  const wireAt = 'wireAt' in definition ? definition.wireAt : undefined;
  const target = 'target' in address ? address.target : undefined;
  if (address.scheme === 'mqtt' || address.scheme === 'ocpp') return definition;
  if (address.scheme === 'http' && address.pause === 'stop') return stopping(address, definition);
  if (wireAt !== undefined) return { ...definition, wire: wireAt(bytesOver(address.scheme, definition), target ?? {}) };
  if (target === undefined) return definition;
  const why = because('line.no-target', { title: definition.title, targets: Object.keys(target) });
  throw new SolsteadError('address.invalid', { at: formatAddress(address), why });
}

/** The definition of a charger that is paused by ending its charge. */
function stopping<D extends LinkDefinition>(address: HttpPlace, definition: D): D {
  const { pause: _, ...place } = address;
  const found = definitionAt(place, definition);
  if ('stopping' in definition && definition.stopping !== undefined) return { ...found, ...definition.stopping };
  const why = because('line.no-target', { title: definition.title, targets: ['pause'] });
  throw new SolsteadError('address.invalid', { at: formatAddress(address), why });
}

/** How bytes go: examples come as they do on the cable of a device, or over the first way that it has. */
function bytesOver(scheme: ByteScheme | 'test', { links }: LinkDefinition): ByteScheme {
  if (scheme !== 'test') return scheme;
  const ways: readonly ByteScheme[] = links;
  return ways.find((way) => way === 'serial') ?? ways[0] ?? 'serial';
}

/** An address with the name of the device's password or key, where it may want one; any other as it is. */
export function withPasswordOf(device: string, address: LinkAddress): LinkAddress {
  return isSecured(address) ? { ...address, passwordRef: devicePasswordRef(device) } : address;
}
