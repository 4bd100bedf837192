import { fc } from '#tools/testkit/property.ts';
import { expect, test } from 'vitest';
import { filterCovers, isTopic, topicMatches } from './topic-filter.ts';

test.each([
  ['home/+/power', 'home/meter/power', true],
  ['home/+/power', 'home/meter/l1/power', false],
  ['home/#', 'home', true],
  ['home/#', 'home/a/b', true],
  ['home/#', 'homes/a', false],
  ['#', 'a/b', true],
  ['#', '$SYS/broker', false],
  ['+/broker', '$SYS/broker', false],
  ['$SYS/#', '$SYS/broker', true],
  ['+/+', '/finance', true],
  ['+', '/finance', false],
  ['home/meter', 'home/meter/', false],
])('filter %s and topic %s: %s', (filter, topic, expected) => {
  expect(topicMatches(filter, topic)).toBe(expected);
});

test.each([
  ['#', '#', true],
  ['home/#', '#', false],
  ['home/#', 'home/+/power', true],
  ['home/#', 'home', true],
  ['home/+', 'home/#', false],
  ['home/+', 'home/+', true],
  ['home/a', 'home/+', false],
  ['#', '$SYS/#', false],
  ['#', '$share/group/home/#', false],
])('filter %s covers filter %s: %s', (outer, inner, expected) => {
  expect(filterCovers(outer, inner)).toBe(expected);
});

test('a filter takes a topic level by level, whatever the levels are', () => {
  const level = fc.constantFrom('a', 'ab', 'b', '+', '$x', '');
  const filter = fc
    .tuple(fc.array(level, { minLength: 1, maxLength: 4 }), fc.boolean())
    .map(([levels, open]) => [...levels, ...(open ? ['#'] : [])]);
  const topic = fc.array(fc.constantFrom('a', 'ab', 'b', '$x', ''), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(filter, topic, (wanted, levels) => {
      const hasRest = wanted.at(-1) === '#';
      const exact = hasRest ? wanted.slice(0, -1) : wanted;
      const isHidden = levels[0]?.startsWith('$') === true && wanted[0]?.startsWith('$') !== true;
      const isLong = hasRest ? levels.length >= exact.length : levels.length === exact.length;
      const isTaken = !isHidden && isLong && exact.every((one, index) => one === '+' || one === levels[index]);
      expect(topicMatches(wanted.join('/'), levels.join('/'))).toBe(isTaken);
    }),
  );
});

test('what a covered filter takes, the covering one takes', () => {
  const level = fc.constantFrom('a', 'b', '+', '$x', '');
  const filter = fc.tuple(fc.array(level, { minLength: 1, maxLength: 4 }), fc.boolean());
  const text = filter.map(([levels, open]) => [...levels, ...(open ? ['#'] : [])].join('/'));
  const topic = fc.array(fc.constantFrom('a', 'b', '$x', ''), { minLength: 1, maxLength: 5 }).map((it) => it.join('/'));
  let covered = 0;
  fc.assert(
    fc.property(text, text, topic, (outer, inner, sent) => {
      if (!filterCovers(outer, inner) || !topicMatches(inner, sent)) return;
      covered += 1;
      expect(topicMatches(outer, sent)).toBe(true);
    }),
    { numRuns: 20_000 },
  );
  expect(covered).toBeGreaterThan(50);
});

test('topics have no wildcards', () => {
  expect(['a/b', '', 'a/+', '#'].map(isTopic)).toEqual([true, false, false, false]);
});
