import { expect, test } from 'vitest';
import { isSolsteadError } from '#core/errors.ts';
import { fc } from '#tools/testkit/property.ts';
import { mostSubjectBytes, subjectFault, subjectOf, subjectsOf, templateOf } from './subjects.ts';

const json = templateOf({ body: 'json' });
const plain = templateOf({ body: 'plain' });

test('a metric is as many words as it has parts; any other name is one', () => {
  expect(subjectOf(json, { site: 'home', device: 'roof' })).toBe('solstead.home.roof');
  expect(subjectOf(plain, { site: 'home', device: 'roof', metric: 'pv.power' })).toBe('solstead.home.roof.pv.power');
  expect(subjectOf('{{metric}}.of.{{ device }}', { site: 'home', device: 'a.b', metric: 'pv.power' })).toBe(
    'pv.power.of.a%2Eb',
  );
  expect(subjectOf('{{site}}-{{device}}', { site: 'one', device: '$1 é%' })).toBe('one-%241%20%C3%A9%25');
});

test('whatever things are called, a subject has as many words as its text, and two names never become one', () => {
  const name = fc.string({ minLength: 1, maxLength: 30, unit: 'binary' });
  fc.assert(
    fc.property(name, name, (one, other) => {
      const [first, second] = [one, other].map((device) => subjectOf(json, { site: 'home', device }));
      expect(first).toMatch(/^solstead\.home\.[A-Za-z0-9_%-]+$/);
      expect(first === second).toBe(Buffer.from(one).equals(Buffer.from(other)));
    }),
  );
});

test('one that is too long is refused, and no shorter one made of it', () => {
  const long = (): string => subjectOf(json, { site: 'home', device: 'd'.repeat(mostSubjectBytes) });
  expect(long).toThrow(expect.toSatisfy((error) => isSolsteadError(error, 'output.refused')));
});

test.each([
  [json, 'solstead.home.*'],
  [plain, 'solstead.home.*.>'],
  ['a.{{metric}}.of.{{device}}', 'a.>'],
  ['a.{{device}}-x.b', 'a.*.b'],
  ['{{ device }}', '*'],
  ['$KV.house.{{device}}.{{metric}}', '$KV.house.*.>'],
])('all of %s are below %s', (template, all) => {
  expect(subjectsOf(template, 'home')).toBe(all);
});

test('a text of which none can be made', () => {
  const codeOf = (subject: string, body: 'json' | 'plain' = 'json') => subjectFault({ subject, body })?.code;
  expect(codeOf('')).toBeUndefined();
  expect(codeOf('house.{{device}}')).toBeUndefined();
  expect(codeOf('$KV.house.{{device}}.{{metric}}', 'plain')).toBeUndefined();
  for (const bad of ['a b', 'a..b', '.a', 'a.', 'a.*', 'a.>', 'a.{b}', 'a\u200bb', 'a\tb'])
    expect(codeOf(bad)).toBe('output.subject');
  expect(codeOf('{{time}}')).toBe('output.subject-gap');
  expect(codeOf('{{}}')).toBe('output.subject-gap');
  for (const own of ['$SYS.a', '$JS.API.x', '_INBOX.a']) expect(codeOf(own)).toBe('output.subject-server');
  expect(codeOf('{{metric}}')).toBe('output.subject-not');
  expect(codeOf('{{metric}}', 'plain')).toBe('output.subject-needs');
});
