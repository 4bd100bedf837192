// Addresses that are no device: a rented computer asks there for its own keys. Names are looked at when they are resolved, each time.
import { lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';

/** Where Amazon, Google, Azure and others (169.254.169.254), Amazon's containers, Amazon over IPv6 and Alibaba answer. */
const metadata = new BlockList();
for (const address of ['169.254.169.254', '169.254.170.2', '100.100.100.200']) metadata.addAddress(address, 'ipv4');
metadata.addAddress('fd00:ec2::254', 'ipv6');

function isMetadata(address: string): boolean {
  const version = isIP(address);
  return version !== 0 && metadata.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

const refused = (at: string): SolsteadError =>
  new SolsteadError('link.forbidden', { at, why: because('host.metadata'), help: because('help.metadata') });

/** Refuses such an address. Errors: `link.forbidden`. */
export function assertDeviceHost(name: string, host: string): void {
  if (isMetadata(host)) throw refused(name);
}

/** Resolves names as the system does, but for those that lead to such an address. */
export const deviceLookup: LookupFunction = (host, options, done) => {
  systemLookup(host, options, (thrown, address, family) => {
    const addresses = typeof address === 'string' ? [address] : (address ?? []).map((one) => one.address);
    if (thrown === null && addresses.some(isMetadata)) done(refused(host), '', 0);
    else done(thrown, address, family);
  });
};
