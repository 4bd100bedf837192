import { expect, test } from 'vitest';
import { invitationLink, isOwnName } from './invitation-link.ts';

test.each([
  ['http://localhost:6789/', '192.168.1.5', 'http://192.168.1.5:6789/#/join/abc'],
  ['http://127.0.0.1:6789/', 'fd00::5', 'http://[fd00::5]:6789/#/join/abc'],
  ['https://[::1]/solar/', '192.168.1.5', 'https://192.168.1.5/solar/#/join/abc'],
  ['http://localhost:6789/', undefined, 'http://localhost:6789/#/join/abc'],
  ['https://sun.example/solar/', '192.168.1.5', 'https://sun.example/solar/#/join/abc'],
])('the link of an invitation made at %s, where this computer is %s', (base, host, link) => {
  expect(invitationLink(base, { code: 'abc', host })).toBe(link);
});

test('a name that means another computer at the guest is known', () => {
  const names = [
    'http://localhost/',
    'http://127.0.0.2:1/',
    'http://[::1]/',
    'http://192.168.1.5/',
    'http://localhost.example/',
  ];
  expect(names.map(isOwnName)).toEqual([true, true, true, false, false]);
});
