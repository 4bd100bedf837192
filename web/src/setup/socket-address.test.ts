import { expect, test } from 'vitest';
import { socketAddress } from './socket-address.ts';

const account = { host: '192.168.1.10', username: 'meter', password: 'a-b_c' };
const page = (text: string) => new URL(text);

test('is by the host that devices reach, and over TLS or below a path by that of the page', () => {
  const of = (text: string, host = account.host) => socketAddress({ ...account, host, page: page(text) });
  expect(of('http://home.local:6789/')).toBe('ws://192.168.1.10:6789/shelly/meter/a-b_c');
  expect(of('http://home.local/')).toBe('ws://192.168.1.10/shelly/meter/a-b_c');
  expect(of('http://home.local:6789/', 'fd00::1')).toBe('ws://[fd00::1]:6789/shelly/meter/a-b_c');
  expect(of('https://home.example.com/')).toBe('wss://home.example.com/shelly/meter/a-b_c');
  expect(of('https://example.com:8443/solar/')).toBe('wss://example.com:8443/solar/shelly/meter/a-b_c');
});
