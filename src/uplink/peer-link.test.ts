// Whether a home that speaks the documented form is there, over connections that overlap.
import { expect, test } from 'vitest';
import { PeerLink } from './peer-link.ts';

test('a home that connects again before its first connection has ended is not away in between, nor afterwards', () => {
  const link = new PeerLink('uplink://home-1');
  const states: boolean[] = [];
  link.onState((isConnected) => states.push(isConnected));
  const first = link.hold();
  link.hears('a/b', '1');
  const second = link.hold();
  first();
  first();
  expect(link.isConnected).toBe(true);
  const heard: string[] = [];
  link.subscribe('a/#', ({ topic }) => heard.push(topic));
  expect(heard).toEqual(['a/b']);
  second();
  expect(link.isConnected).toBe(false);
  expect(states).toEqual([true, false]);
});
