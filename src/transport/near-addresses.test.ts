// Which addresses are those of this computer and its network.
import { expect, test } from 'vitest';
import { isNearAddress } from './near-addresses.ts';

test('this computer and its network, also where an IPv4 address is written as IPv6', () => {
  for (const near of [
    '127.0.0.1',
    '127.9.9.9',
    '10.1.2.3',
    '192.168.1.1',
    '172.16.0.1',
    '172.31.255.255',
    '169.254.1.1',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    '::',
    'fe80::1%eth0',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::ffff:192.168.1.1',
    undefined,
    'no address',
  ])
    expect([near, isNearAddress(near)]).toEqual([near, true]);
  for (const far of ['8.8.8.8', '172.32.0.1', '100.128.0.1', '192.169.0.1', '2001:db8::1', '::ffff:8.8.8.8'])
    expect([far, isNearAddress(far)]).toEqual([far, false]);
});
