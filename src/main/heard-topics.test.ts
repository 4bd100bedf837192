import { expect, test } from 'vitest';
import { heardTopics } from './heard-topics.ts';

test('a home says nothing by itself where rules of another one hear, and where its own do', () => {
  const heard = heardTopics();
  const end = heard.begin('home', 'garage/open');
  const mayCabin = (topic: string): void => heard.assertMaySay('cabin', topic);
  expect(() => mayCabin('garage/open')).toThrow(/^garage\/open: /);
  expect(() => mayCabin('garage/open/state')).not.toThrow();
  expect(() => heard.assertMaySay('home', 'garage/open')).not.toThrow();
  end();
  expect(() => mayCabin('garage/open')).not.toThrow();
  const ends = ['home', 'cabin'].map((site) => heard.begin(site, 'garage/open'));
  for (const site of ['home', 'cabin'])
    expect(() => heard.assertMaySay(site, 'garage/open')).toThrow(/^garage\/open: /);
  ends[0]?.();
  expect(() => mayCabin('garage/open')).not.toThrow();
});
