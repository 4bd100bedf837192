import { describe, expect, test } from 'vitest';
import { fc } from '#tools/testkit/property.ts';
import { topicPattern, type Words } from './topic-pattern.ts';

const at = (pattern: string, places: Words, topic: string) => topicPattern(pattern).match(places, topic);

/** As a broker matches (MQTT 3.1.1, 4.7). */
function topicMatches(filter: string, topic: string): boolean {
  const [wanted, levels] = [filter.split('/'), topic.split('/')];
  const rest = wanted.indexOf('#');
  const length = rest === -1 ? wanted.length : rest;
  const isLong = rest === -1 ? levels.length === length : levels.length >= length;
  return isLong && wanted.slice(0, length).every((level, index) => level === '+' || level === levels[index]);
}

describe('patterns of topics', () => {
  test.each([
    ['{prefix}/relay/{n}', { prefix: 'a/b' }, 'a/b/relay/3', { n: '3' }],
    [
      '{prefix}/inverter_{n}/{what}/state',
      { prefix: 'sa' },
      'sa/inverter_2/pv_power/state',
      { n: '2', what: 'pv_power' },
    ],
    ['{tele}/SENSOR', { prefix: 'x', tele: 'tele/x' }, 'tele/x/SENSOR', {}],
    ['zigbee2mqtt/{name+}', {}, 'zigbee2mqtt/cellar/plug', { name: 'cellar/plug' }],
    ['{prefix}/relay/{n}', { prefix: 'a' }, 'a/relay/3/power', undefined],
    ['{prefix}/relay/{n}', { prefix: 'a' }, 'b/relay/3', undefined],
    ['{prefix}/relay/{n}', { prefix: 'a' }, 'a/relay/', undefined],
    ['{prefix}/a{n}', { prefix: 'a' }, 'a/a', undefined],
    ['x/{name+}', {}, 'x', undefined],
  ] as const)('%s in %o of %s', (...[pattern, places, topic, words]) =>
    expect(at(pattern, places, topic)).toEqual(words),
  );

  test('its filter matches every topic the pattern matches', () => {
    const level = fc.string({ minLength: 1, maxLength: 6 }).map((text) => text.replaceAll(/[/+#$\0]/g, 'x'));
    fc.assert(
      fc.property(fc.array(level, { minLength: 1, maxLength: 6 }), level, (levels, prefix) => {
        for (const pattern of ['{prefix}/{a}/{b}', '{prefix}/{rest+}', '{prefix}/x{a}/state', '{a}/{b}']) {
          const made = topicPattern(pattern);
          const places = { prefix };
          const topic = [prefix, ...levels].join('/');
          expect(made.match(places, topic) === undefined || topicMatches(made.filter(places), topic)).toBe(true);
        }
      }),
    );
  });

  test('a prefix that looks like a pattern is text', () => {
    expect(at('{prefix}/a', { prefix: '{b}' }, 'c/a')).toBeUndefined();
    expect(at('{prefix}/a', { prefix: '{b}' }, '{b}/a')).toEqual({});
  });
});
