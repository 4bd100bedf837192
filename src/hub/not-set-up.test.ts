import { expect, test } from 'vitest';
import type { FoundDevice } from '#core/field.ts';
import { notSetUp } from './not-set-up.ts';

const found = (changes: Partial<FoundDevice>): FoundDevice => ({
  protocol: 'shelly-pro3em-http',
  title: 'Shelly Pro 3EM',
  kind: 'meter',
  address: 'http://192.168.1.10',
  seenMs: 0,
  ...changes,
});
const nearby = found({ name: 'shellypro3em-02ffeeddccbb' });
const spoken = found({ address: 'mqtt://127.0.0.1:1883', topic: 'house/meter' });

test.each([
  ['nothing is set up', { address: 'serial:///dev/ttyUSB0' }, 2],
  ['at that address, whatever its port and protocol', { address: 'tcp://192.168.1.10:502' }, 1],
  ['at an address beside it', { address: 'http://192.168.1.100' }, 2],
  ['by its name in the network', { address: 'http://ShellyPro3EM-02FFEEDDCCBB.local/' }, 1],
  ['over the broker, under the topic that is its name', { address: 'mqtt://x', topic: 'shellypro3em-02ffeeddccbb' }, 1],
  ['over the broker, under another topic', { address: 'mqtt://x', topic: 'house/meter' }, 1],
  ['at an address of no form any more', { address: 'nonsense' }, 2],
])('%s', (_case, record, left) => {
  expect(notSetUp([nearby, spoken], [record])).toHaveLength(left);
});
