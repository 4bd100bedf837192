// Addresses of this computer and of the network that it stands in: whoever asks them from here sees what a stranger cannot.
import { BlockList, isIP } from 'node:net';

const near = new BlockList();
// Source: RFC 1122 §3.2.1.3, RFC 1918, RFC 3927, RFC 6598; RFC 4193, RFC 4291 §2.5.
const ofIpv4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
];
for (const [network, bits] of ofIpv4) near.addSubnet(network, bits, 'ipv4');
near.addSubnet('::', 127, 'ipv6');
near.addSubnet('fc00::', 7, 'ipv6');
near.addSubnet('fe80::', 10, 'ipv6');

/** Whether an address is one of this computer or its network; what is not known counts as one. */
export function isNearAddress(address: string | undefined): boolean {
  const plain = (address ?? '').replace(/%.*$/, '');
  const version = isIP(plain);
  return version === 0 || near.check(plain, version === 6 ? 'ipv6' : 'ipv4');
}
