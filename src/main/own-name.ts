// How a home can be found by name in the local network: its web server, unless nobody but this computer reaches it.
import { hostname } from 'node:os';
import type { NetworkService } from '#core/network-names.ts';

/** Longest name of a host or of a service, bytes (RFC 1035, 2.3.4). */
const mostName = 63;

/** Whether an address is of this computer alone. */
const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');

/** A name of letters, digits and dashes. */
const plain = (name: string): string => name.replaceAll(/[^a-z0-9-]+/gi, '-').replaceAll(/^-+|-+$/g, '');

/** The service of a web server; undefined where nobody else could reach it. */
export function ownService(
  {
    host,
    port,
    isSecure,
    version,
  }: { readonly host: string; readonly port: number; readonly isSecure: boolean; readonly version: string },
  name: string = hostname().split('.')[0] ?? '',
): NetworkService | undefined {
  if (isLoopback(host)) return undefined;
  const own = plain(name);
  return {
    instance: (own === '' ? 'Solstead' : `Solstead on ${own}`).slice(0, mostName),
    types: ['_solstead._tcp', isSecure ? '_https._tcp' : '_http._tcp'],
    host: (own === '' ? 'solstead' : `solstead-${own}`.toLowerCase()).slice(0, mostName),
    port,
    text: { path: '/', version },
    // Of an address that is written in IPv6 the others are announced.
    address: host === '::' || host.includes(':') ? '0.0.0.0' : host,
  };
}
