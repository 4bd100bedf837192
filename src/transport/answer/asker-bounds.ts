// Who may ask a port of this home, and how often: addresses of local networks, each so many times a second.
import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Clock } from '#core/clock.ts';

/** Requests of one address a second, and at once after a pause. */
const perSecond = 20;
const atOnce = 40;
/** Addresses that are remembered; more than a home has. */
const mostAddresses = 500;

const local = new BlockList();
for (const [network, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  // Addresses that a provider shares among its customers: overlay networks of homes use them, too. RFC 6598.
  ['100.64.0.0', 10],
] as const)
  local.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [
  ['::1', 128],
  ['fe80::', 10],
  ['fc00::', 7],
] as const)
  local.addSubnet(network, bits, 'ipv6');

/** The address of a socket as people write it. */
export const plainAddress = (address: string | undefined): string =>
  (address ?? '').replace(/^::ffff:(?=[\d.]+$)/i, '').replace(/%.*$/, '');

const listedIn = (list: BlockList, address: string): boolean =>
  isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** Whether an address is one of a local network. */
export const isLocalAddress = (address: string, networks: BlockList = new BlockList()): boolean =>
  listedIn(local, address) || listedIn(networks, address);

/** The networks that this computer is in: they are local whatever their addresses, as homes have public ones of IPv6. */
function ownNetworks(): BlockList {
  const list = new BlockList();
  for (const { address, family, cidr } of Object.values(networkInterfaces()).flatMap((one = []) => one)) {
    const bits = Number(cidr?.split('/')[1]);
    if (Number.isInteger(bits)) list.addSubnet(address, bits, family === 'IPv6' ? 'ipv6' : 'ipv4');
  }
  return list;
}

/** Whether a request is answered. */
export interface AskerBounds {
  /** Whether it is an address of a local network. */
  isLocal(address: string): boolean;
  /** False: it comes from outside, or too many came from there. */
  admits(address: string): boolean;
}

/** Requests that are admitted at once after a pause, and each second. */
interface Allowed {
  readonly atOnce: number;
  readonly perSecond: number;
}

interface Bucket {
  readonly left: number;
  readonly atMs: number;
}

/** What is left of what is allowed, with one taken if there is one. */
function taken(before: Bucket | undefined, { atOnce, perSecond }: Allowed, nowMs: number): Bucket & { isOne: boolean } {
  const filled = before === undefined ? atOnce : before.left + ((nowMs - before.atMs) * perSecond) / 1000;
  const left = Math.min(atOnce, filled);
  return { left: left < 1 ? left : left - 1, atMs: nowMs, isOne: left >= 1 };
}

/** Counts requests by address; `ofAll`: also of all together, where one sender may have many addresses and each request costs. */
export function askerBounds(clock: Clock, ofAll?: Allowed): AskerBounds {
  const known = new Map<string, Bucket>();
  let all: Bucket | undefined;
  const networks = ownNetworks();
  const isLocal = (address: string): boolean => isLocalAddress(address, networks);
  return {
    isLocal,
    admits(address) {
      if (!isLocal(address)) return false;
      const nowMs = clock.monotonicMs();
      const { isOne, ...left } = taken(known.get(address), { atOnce, perSecond }, nowMs);
      known.delete(address);
      known.set(address, left);
      const [oldest] = known.keys();
      if (known.size > mostAddresses && oldest !== undefined) known.delete(oldest);
      if (!isOne || ofAll === undefined) return isOne;
      const whole = taken(all, ofAll, nowMs);
      all = whole;
      return whole.isOne;
    },
  };
}
