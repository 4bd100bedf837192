// From a link address to the link that speaks it.
import { because } from '#core/reason.ts';
import { formatAddress, type LinkAddress } from '#core/address.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import type { Link } from '#core/link.ts';
import type { HttpAccounts } from './http-accounts.ts';
import { makeHidLink } from './hid-link.ts';
import { makeHttpLink } from './http-link.ts';
import { makeSerialLink } from './serial-link.ts';
import { deviceLookup } from './metadata-hosts.ts';
import { makeTcpLink } from './tcp-link.ts';
import { makeUdpLink } from './udp-link.ts';

/** What links are made of. */
export interface LinkParts {
  readonly clock: Clock;
  /** A peer says that it is `atMs` now, epoch ms. */
  readonly heardTime?: (source: string, atMs: number) => void;
  /** Passwords of devices with a web server; absent: none is known. */
  readonly accounts?: HttpAccounts;
  /** Whether an address may lead to these hosts now. Errors: `address.invalid`. */
  readonly mayReach?: (address: LinkAddress, found: readonly string[]) => Promise<void>;
}

/** The link of an address, not opened yet. Errors: `address.invalid` for an MQTT address, which carries messages. */
export function makeLink(address: LinkAddress, { clock, heardTime, mayReach, accounts }: LinkParts): Link {
  const lookup = deviceLookup(mayReach && ((found) => mayReach(address, found)));
  switch (address.scheme) {
    case 'serial':
      return makeSerialLink(address, clock);
    case 'hid':
      return makeHidLink(address, clock);
    case 'tcp':
      return makeTcpLink(address, clock, lookup);
    case 'udp':
      return makeUdpLink(address, clock, lookup);
    case 'http':
      return makeHttpLink(address, clock, {
        heardTime,
        lookup,
        account: address.passwordRef === undefined ? undefined : accounts?.of(address.passwordRef, address.passwordBy),
      });
    case 'mqtt':
      throw new SolsteadError('address.invalid', {
        at: formatAddress(address),
        why: because('link.is-broker'),
      });
  }
}

/** Makes links of the same parts. */
export function linksWith(parts: LinkParts): (address: LinkAddress) => Link {
  return (address) => makeLink(address, parts);
}
