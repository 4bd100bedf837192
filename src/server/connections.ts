// How many connections the web server holds, by network and in all, so that a stranger cannot use up what the others need: files,
// memory and time. Who signed in keeps theirs; of the others the oldest of the network that has most gives way to a new one.
import { readFileSync } from 'node:fs';
import { BlockList, isIP, type Socket } from 'node:net';
import { networkOf } from '#core/network-of.ts';

/** Bounds of the connections of a server. */
export interface ConnectionBounds {
  /** In all. */
  readonly all: number;
  /** From one network, whoever has them; this computer and proxies that are trusted carry everybody's and may have all. */
  readonly network: number;
  /** From one network without anybody signed in; this computer and trusted proxies may have half of all. */
  readonly strangers: number;
}

/** Descriptors for devices, the broker's clients and files. */
const otherDescriptors = 400;
const mostConnections = 1000;
const mostStrangers = 64;

/** Files this process may have open; undefined where the system does not say. */
function descriptorLimit(): number | undefined {
  try {
    const soft = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    return soft === undefined ? undefined : Number(soft);
  } catch {
    return undefined;
  }
}

/** The bounds that fit a process which may have `descriptors` files open. */
export function boundsWithin(descriptors: number | undefined = descriptorLimit()): ConnectionBounds {
  const room = descriptors ?? Infinity;
  const all = Math.max(8, Math.min(mostConnections, Math.max(room - otherDescriptors, Math.floor(room / 3))));
  return { all, network: Math.floor(all / 2), strangers: Math.min(mostStrangers, Math.floor(all / 4)) };
}

/** Ranges that a list of trusted proxies may name by a word. Source: proxy-addr. */
const namedRanges: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/** Addresses whose connections are many people's. */
export function sharedAddresses(proxies: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const one of ['loopback', ...proxies].flatMap((name) => namedRanges[name] ?? [name])) {
    const [address = '', bits] = one.split('/');
    const width = isIP(address) === 6 ? 128 : 32;
    const prefix = bits === undefined ? width : Number(bits);
    // A mask that is written out is left to count as any other address.
    if (isIP(address) === 0 || !(prefix >= 0 && prefix <= width)) continue;
    list.addSubnet(address, prefix, width === 128 ? 'ipv6' : 'ipv4');
  }
  return (address) => isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** The connections of a server. */
export interface Connections {
  /** Takes a new one; older ones, or itself, are ended where there are too many. */
  admit(socket: Socket): void;
  /** Somebody who is signed in asks on it. */
  entered(socket: Socket): void;
  /** How many are open. */
  count(): number;
}

interface Connection {
  readonly socket: Socket;
  readonly network: string;
  isStranger: boolean;
}

/** What {@link makeConnections} needs. */
export interface ConnectionsOptions {
  readonly bounds?: ConnectionBounds | undefined;
  readonly trustedProxies?: readonly string[] | undefined;
  /** A bounded log, by key. */
  readonly tell: (key: string, line: string) => void;
}

/** What the connection below TLS and that within it have in common. */
const endsOf = ({ remoteAddress, remotePort, localAddress, localPort }: Socket): string =>
  [remoteAddress, remotePort, localAddress, localPort].join(' ');

/** The oldest connection of a stranger in the network that has most of them. */
function oldestOfMost(open: Iterable<Connection>): Connection | undefined {
  const byNetwork = Map.groupBy(
    [...open].filter(({ isStranger }) => isStranger),
    ({ network }) => network,
  );
  let most: readonly Connection[] = [];
  for (const group of byNetwork.values()) if (group.length > most.length) most = group;
  return most[0];
}

/** Counts the connections of one server. */
export function makeConnections({
  bounds = boundsWithin(),
  trustedProxies = [],
  tell,
}: ConnectionsOptions): Connections {
  const open = new Map<string, Connection>();
  const isShared = sharedAddresses(trustedProxies);
  const end = (ended: Connection): void => {
    for (const [ends, one] of open) if (one === ended) open.delete(ends);
    ended.socket.destroy();
    const { network } = ended;
    tell(`web ${network}`, `web: ${network} has too many connections, or all together are too many: some were ended`);
  };
  return {
    admit(socket) {
      // One that has gone already has no address.
      const address = socket.remoteAddress?.replace(/^::ffff:(?=[\d.]+$)/i, '') ?? 'unknown';
      const own: Connection = { socket, network: networkOf(address), isStranger: true };
      const ends = endsOf(socket);
      open.set(ends, own);
      socket.once('close', () => {
        if (open.get(ends) === own) open.delete(ends);
      });
      const shared = isShared(address);
      const here = [...open.values()].filter(({ network }) => network === own.network);
      const strangersHere = here.filter(({ isStranger }) => isStranger);
      const most = shared ? { network: bounds.all, strangers: Math.floor(bounds.all / 2) } : bounds;
      const [oldestHere] = strangersHere;
      if (oldestHere !== undefined && (strangersHere.length > most.strangers || here.length > most.network))
        end(oldestHere);
      if (open.size <= bounds.all) return;
      const oldest = oldestOfMost(open.values());
      if (oldest !== undefined) end(oldest);
    },
    entered(socket) {
      const own = open.get(endsOf(socket));
      if (own !== undefined) own.isStranger = false;
    },
    count: () => open.size,
  };
}
