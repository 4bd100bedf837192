// Links of homes that somebody may not manage: they are neither tested nor added to another home, however their address is spelled.
import { lookup } from 'node:dns/promises';
import { realpath } from 'node:fs/promises';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { isPermitted, type Principal } from '#core/access.ts';
import { type LinkAddress, parseAddress } from '#core/address.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { networkOf } from '#core/network-of.ts';
import { because } from '#core/reason.ts';

/** Longest wait for a name to be resolved, ms; one that is not is compared as it is written. */
const lookupMs = 2000;

/** A link of a home. */
interface UsedLink {
  readonly site: string;
  readonly address: string;
}

const thisComputer = 'this computer';

/** One spelling of an IP address; all of this computer's are the same. */
function plainHost(address: string): string {
  const bare = address.replace(/%.*$/, '');
  const own = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  // Only a mapped IPv4 address is shortened by this.
  const mapped = networkOf(bare);
  const host = isIP(mapped) === 4 ? mapped : bare;
  const isOwn = /^127\.|^0\.0\.0\.0$|^::1?$/.test(host) || own.some((one) => one.address === host);
  return isOwn ? thisComputer : host;
}

async function hostsOf(host: string, clock: Pick<Clock, 'sleep'>): Promise<readonly string[]> {
  const written = host.toLowerCase().replace(/\.$/, '');
  if (isIP(written) !== 0) return [plainHost(written)];
  const stop = new AbortController();
  const late = clock.sleep(lookupMs, { signal: stop.signal }).then(
    () => [],
    () => [],
  );
  const found = await Promise.race([lookup(written, { all: true }).catch(() => []), late]);
  stop.abort();
  return [written, ...found.map(({ address }) => plainHost(address))];
}

/** What an address leads to, as names that can be compared; none for a broker, which homes share. */
async function endsOf(text: string, clock: Pick<Clock, 'sleep'>): Promise<readonly string[]> {
  let address: LinkAddress;
  try {
    address = parseAddress(text);
  } catch {
    // It leads nowhere; whoever uses it says what is wrong.
    return [];
  }
  if (address.scheme === 'mqtt') return [];
  if ('path' in address) {
    const { path } = address;
    return [path, await realpath(path).catch(() => path)];
  }
  const { scheme, host, port } = address;
  const wire = scheme === 'udp' ? 'udp' : 'tcp';
  return (await hostsOf(host, clock)).map((one) => `${wire} ${one} ${port}`);
}

/** Refuses an address that leads to a device of a home that somebody may not manage. Errors: `address.invalid`, without naming it. */
export async function assertOwnLink(
  by: Principal,
  address: string,
  { used, clock }: { readonly used: readonly UsedLink[]; readonly clock: Pick<Clock, 'sleep'> },
): Promise<void> {
  const foreign = used.filter(({ site }) => !isPermitted(by, { action: 'device.manage', site }));
  if (foreign.length === 0) return;
  const addresses = [...new Set(foreign.map((one) => one.address))];
  const [asked, ...others] = await Promise.all([address, ...addresses].map((one) => endsOf(one, clock)));
  const taken = new Set(others.flat());
  if (asked?.some((end) => taken.has(end)) !== true) return;
  throw new SolsteadError('address.invalid', { at: address, why: because('address.not-here') });
}
