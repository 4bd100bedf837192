import { expect, test } from 'vitest';
import { hostsOf } from './setup-routes.ts';

const own = ['192.168.1.5', '10.0.0.5'];

test.each([
  // Open at http://localhost: no device reaches that.
  ['0.0.0.0', 'localhost', ['192.168.1.5', '10.0.0.5']],
  ['::', '127.0.0.1', ['192.168.1.5', '10.0.0.5']],
  ['', '[::1]', ['192.168.1.5', '10.0.0.5']],
  // The name that the browser used comes first.
  ['0.0.0.0', 'solar.local', ['solar.local', '192.168.1.5', '10.0.0.5']],
  ['0.0.0.0', '10.0.0.5', ['10.0.0.5', '192.168.1.5']],
  // One interface alone.
  ['192.168.1.5', 'localhost', ['192.168.1.5']],
  ['127.0.0.1', 'solar.local', []],
  ['localhost', 'localhost', []],
])('a broker on %s that was asked for as %s is reached at %o', (listens, asked, expected) => {
  expect(hostsOf(listens, asked, own)).toEqual(expected);
});
