// Addresses that are no device: a rented computer asks there for its own keys. Names are looked at when they are resolved, each time.
import { lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';

/** Where Amazon, Google, Azure and others (169.254.169.254), Amazon's containers, Alibaba, Oracle and Azure's fabric answer. */
const ofIpv4 = ['169.254.169.254', '169.254.170.2', '100.100.100.200', '192.0.0.192', '168.63.129.16'];
/** Amazon, Google, Oracle and Scaleway over IPv6. */
const ofIpv6 = ['fd00:ec2::254', 'fd20:ce::254', 'fd00:c1::a9fe:a9fe', 'fd00:42::42'];
let known: BlockList | undefined;

/** All of them, put together when the first address is looked at. */
function metadata(): BlockList {
  if (known !== undefined) return known;
  known = new BlockList();
  for (const address of ofIpv4) {
    known.addAddress(address, 'ipv4');
    // Through the translator of a network without IPv4. Source: RFC 6052 §2.1.
    known.addAddress(`64:ff9b::${address}`, 'ipv6');
  }
  for (const address of ofIpv6) known.addAddress(address, 'ipv6');
  return known;
}

/** Whether a rented computer asks there for its own keys. */
export function isMetadata(address: string): boolean {
  // The name of a network interface is no part of it.
  const plain = address.replace(/%.*$/, '');
  const version = isIP(plain);
  return version !== 0 && metadata().check(plain, version === 6 ? 'ipv6' : 'ipv4');
}

const refused = (at: string): SolsteadError =>
  new SolsteadError('link.forbidden', { at, why: because('host.metadata'), help: because('help.metadata') });

/** Refuses such an address. Errors: `link.forbidden`. */
export function assertDeviceHost(name: string, host: string): void {
  if (isMetadata(host)) throw refused(name);
}

/** Says whether a name may lead to these addresses now: it may have led elsewhere when it was given. Errors: `address.invalid`. */
export type MayReach = (found: readonly string[]) => Promise<void>;

async function reached(ask: () => Promise<void>, told: (error: Error | null) => void): Promise<void> {
  let failure: Error | null = null;
  try {
    await ask();
  } catch (error) {
    failure = error instanceof Error ? error : new TypeError('assertion: a failure that is no error', { cause: error });
  }
  told(failure);
}

/** Resolves names as the system does, but for those that lead where they may not. */
export function deviceLookup(mayReach: MayReach = async () => undefined): LookupFunction {
  return (host, options, done) => {
    systemLookup(host, options, (thrown, address, family) => {
      const addresses = typeof address === 'string' ? [address] : (address ?? []).map((one) => one.address);
      if (thrown !== null) done(thrown, address, family);
      else if (addresses.some(isMetadata)) done(refused(host), '', 0);
      else
        void reached(
          () => mayReach(addresses),
          (error) => done(error, error === null ? address : '', family),
        );
    });
  };
}
