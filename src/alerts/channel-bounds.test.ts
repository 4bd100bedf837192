import { expect, test } from 'vitest';
import type { ChannelRecord } from '#core/alert.ts';
import { assertRoom, channelTests } from './channel-bounds.ts';

const channel = (id: string, account?: string): ChannelRecord => ({
  id,
  site: 'home',
  name: id,
  isOn: true,
  settings: { kind: 'mqtt' },
  least: 'info',
  isEscalation: false,
  reports: [],
  ...(account === undefined ? {} : { account }),
});
const several = (count: number, account?: string) =>
  Array.from({ length: count }, (_, index) => channel(`${account ?? 'home'}${index}`, account));

test('people have room for five channels each, and leave the home its fifty', () => {
  const people = Array.from({ length: 20 }, (_, index) => several(5, `p${index}`)).flat();
  const home = several(49);
  expect(() => assertRoom([...people, ...home], { id: 'x', account: undefined })).not.toThrow();
  expect(() => assertRoom([...people, ...several(50)], { id: 'x', account: undefined })).toThrow(/50 channels/);
  expect(() => assertRoom(several(50), { id: 'x', account: 'vera' })).not.toThrow();
  expect(() => assertRoom(several(4, 'vera'), { id: 'x', account: 'vera' })).not.toThrow();
  expect(() => assertRoom(several(5, 'vera'), { id: 'x', account: 'vera' })).toThrow(/5 channels/);
});

test('what is changed keeps its room; what becomes somebody’s needs one', () => {
  const all = [...several(5, 'vera'), ...several(50)];
  expect(() => assertRoom(all, { id: 'vera0', account: 'vera' })).not.toThrow();
  expect(() => assertRoom(all, { id: 'home0', account: undefined })).not.toThrow();
  expect(() => assertRoom(all, { id: 'home0', account: 'vera' })).toThrow(/5 channels/);
  expect(() => assertRoom(all, { id: 'vera0', account: undefined })).toThrow(/50 channels/);
});

test('ten tests of one person in a minute; others have theirs', () => {
  let nowMs = 0;
  const tests = channelTests({ monotonicMs: () => nowMs });
  for (nowMs = 0; nowMs < 10_000; nowMs += 1000) tests.begin('vera');
  expect(() => tests.begin('vera')).toThrow(expect.objectContaining({ code: 'access.throttled', retrySeconds: 50 }));
  expect(() => tests.begin('anna')).not.toThrow();
  nowMs = 60_000;
  expect(() => tests.begin('vera')).not.toThrow();
  expect(() => tests.begin('vera')).toThrow(/wait 1 s/);
});

test('only so many people are remembered: the first is forgotten', () => {
  const tests = channelTests({ monotonicMs: () => 0 });
  for (let count = 0; count < 10; count += 1) tests.begin('vera');
  for (let person = 0; person < 9_999; person += 1) tests.begin(`p${person}`);
  expect(() => tests.begin('vera')).toThrow(expect.objectContaining({ code: 'access.throttled' }));
  tests.begin('one more');
  expect(() => tests.begin('vera')).not.toThrow();
});
