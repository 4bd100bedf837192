// Links of homes that somebody may not manage: they are neither tested nor added to another home, however their address is spelled.
import { lookup } from 'node:dns/promises';
import { readdir, readlink, realpath } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { networkInterfaces } from 'node:os';
import { everySite, isPermitted, type Principal } from '#core/access.ts';
import { formatAddress, type LinkAddress, parseAddress } from '#core/address.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { networkOf } from '#core/network-of.ts';
import { because } from '#core/reason.ts';
import type { DeviceRecord } from '#core/records.ts';
import { isTopic } from '#core/topic-filter.ts';
import { concerns, isSaidBy } from './broker-places.ts';

/** Longest wait for a name to be resolved, ms; one that is not is compared as it is written. */
const lookupMs = 2000;

/** A link of a home. */
type UsedLink = Pick<DeviceRecord, 'site' | 'address' | 'linkSites'>;

/** How names are looked up; absent: as this computer does. */
interface Names {
  readonly clock: Pick<Clock, 'sleep'>;
  readonly lookUp?: (host: string) => Promise<readonly { readonly address: string }[]>;
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

const writtenHost = (host: string): string => host.toLowerCase().replace(/\.$/, '');

const lookUpHere = (host: string) => lookup(host, { all: true });

async function hostsOf(host: string, { clock, lookUp = lookUpHere }: Names): Promise<readonly string[]> {
  const written = writtenHost(host);
  if (isIP(written) !== 0) return [plainHost(written)];
  const stop = new AbortController();
  const late = clock.sleep(lookupMs, { signal: stop.signal }).then(
    () => [],
    () => [],
  );
  const found = await Promise.race([lookUp(written).catch(() => []), late]);
  stop.abort();
  return [written, ...found.map(({ address }) => plainHost(address))];
}

const hidFolder = '/sys/class/hidraw';

/** Nodes of the USB devices of a vendor and product; the kernel names the device after both (`0003:0665:5161.0001`). */
async function hidNodes(usb: string): Promise<readonly string[]> {
  const nodes = await readdir(hidFolder).catch((): string[] => []);
  const named = await Promise.all(
    nodes.map(async (node) => [node, await readlink(join(hidFolder, node, 'device')).catch(() => '')] as const),
  );
  return named.flatMap(([node, device]) => (device.toLowerCase().includes(`:${usb}.`) ? [`/dev/${node}`] : []));
}

/** What an address leads to, as names that can be compared; none for a broker, which homes share. */
async function endsOf(text: string, names: Names): Promise<readonly string[]> {
  let address: LinkAddress;
  try {
    address = parseAddress(text);
  } catch {
    // It leads nowhere; whoever uses it says what is wrong.
    return [];
  }
  if (address.scheme === 'mqtt') return [];
  if (address.scheme === 'mqtt-line') return [`line ${address.topic}`];
  if (address.scheme === 'test') return [];
  if (address.scheme === 'ocpp') return [`ocpp ${address.identity}`];
  if ('usb' in address) return [`hid ${address.usb}`, ...(await hidNodes(address.usb))];
  if ('path' in address) {
    const { path } = address;
    return [path, await realpath(path).catch(() => path)];
  }
  // Whoever connects to it first has it; by which adapter does not matter.
  if (address.scheme === 'ble') return [`ble ${address.device}`];
  return (await hostsOf(address.host, names)).map((one) => endOf(address, one));
}

type HostAddress = Extract<LinkAddress, { readonly host: string }>;

const endOf = ({ scheme, port }: HostAddress, host: string): string =>
  `${scheme === 'udp' ? 'udp' : 'tcp'} ${host} ${port}`;

/** What an address names, as it is written; undefined for one that names no host. */
function writtenEnd(text: string): string | undefined {
  try {
    const address = parseAddress(text);
    return 'host' in address ? endOf(address, writtenHost(address.host)) : undefined;
  } catch {
    return undefined;
  }
}

/** The homes whose links somebody may use. */
export function linkSitesOf(by: Principal, sites: readonly string[]): readonly string[] {
  const manages = (site: string): boolean => isPermitted(by, { action: 'device.manage', site });
  return manages(everySite) ? [everySite] : sites.filter(manages);
}

/** Links that are being tried, by who tries them. */
export interface LinkTrials {
  /** The returned function ends it. */
  begin(address: string, linkSites: readonly string[]): () => void;
  readonly running: ReadonlySet<Pick<UsedLink, 'address' | 'linkSites'>>;
}

/** None yet. */
export function linkTrials(): LinkTrials {
  const running = new Set<Pick<UsedLink, 'address' | 'linkSites'>>();
  return {
    running,
    begin(address, linkSites) {
      const trial = { address, linkSites };
      running.add(trial);
      return () => void running.delete(trial);
    },
  };
}

/**
 * Refuses to let the name of a link lead to a device of another home: when it was given it may have led elsewhere. Asked with what was
 * found, each time it is connected. Errors: `address.invalid`, without naming the device.
 */
export async function assertMayReach(
  address: LinkAddress,
  found: readonly string[],
  parts: Names & { readonly used: readonly UsedLink[]; readonly trials: LinkTrials },
): Promise<void> {
  if (!('host' in address) || address.scheme === 'mqtt') return;
  const { used, trials } = parts;
  const written = endOf(address, writtenHost(address.host));
  const isAsker = (one: Pick<UsedLink, 'address'>): boolean => writtenEnd(one.address) === written;
  const ends = new Set(found.map((one) => endOf(address, plainHost(one))));
  for (const { site, linkSites = [everySite] } of askersOf([...used, ...trials.running], isAsker)) {
    const isOwn = (one: UsedLink): boolean => one.site === site || linkSites.includes(one.site);
    if (linkSites.includes(everySite)) continue;
    const others = new Set(used.filter((one) => !isOwn(one) && !isAsker(one)).map((one) => one.address));
    for (const other of others)
      if ((await endsOf(other, parts)).some((end) => ends.has(end)))
        throw new SolsteadError('address.invalid', { at: formatAddress(address), why: because('address.not-here') });
  }
}

/** Those who use a link as it is written. */
function askersOf<Link extends Pick<UsedLink, 'address' | 'linkSites'>>(
  links: readonly Link[],
  isAsker: (one: Link) => boolean,
): readonly (Pick<UsedLink, 'linkSites'> & { readonly site?: string })[] {
  return links.filter(isAsker);
}

/** Topics of a device on the broker of the installation. */
const topicsOf = ({ address, topic }: Pick<DeviceRecord, 'address' | 'topic'>): readonly string[] => {
  if (topic !== undefined) return [topic];
  if (!address.startsWith('mqtt-line:')) return [];
  const line = parseAddress(address);
  return line.scheme === 'mqtt-line' ? [line.topic] : [];
};

/** Whether a topic of the broker is no affair of another home: what that one and its devices say and hear. */
export function isOwnTopic(
  site: string,
  topic: string,
  used: readonly Pick<DeviceRecord, 'site' | 'address' | 'topic'>[],
): boolean {
  const others = used.filter((one) => one.site !== site).flatMap(topicsOf);
  return isTopic(topic) && !topic.startsWith('$') && isSaidBy(site, topic) && !concerns(topic, others);
}

/**
 * Refuses what a home would say on the broker by itself where that is the affair of another one: it would be taken for the word of the
 * installation. Errors: `address.invalid`, without naming the device.
 */
export function assertOwnTopic(...[site, topic, used]: Parameters<typeof isOwnTopic>): void {
  if (isOwnTopic(site, topic, used)) return;
  throw new SolsteadError('address.invalid', { at: topic, why: because('address.not-here') });
}

/** Whether a path is that of a link of these, however it is spelled. */
export async function pathsOf(addresses: readonly string[], clock: Pick<Clock, 'sleep'>): Promise<ReadonlySet<string>> {
  const isPath = (text: string): boolean => /^(?:serial|hid):/.test(text);
  return new Set((await Promise.all(addresses.filter(isPath).map((one) => endsOf(one, { clock })))).flat());
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
  const [asked, ...others] = await Promise.all([address, ...addresses].map((one) => endsOf(one, { clock })));
  const taken = new Set(others.flat());
  if (asked?.some((end) => taken.has(end)) !== true) return;
  throw new SolsteadError('address.invalid', { at: address, why: because('address.not-here') });
}
