import { expect, test } from 'vitest';
import { errorIn, isBelow, namesIn, saidToMessage, streamIn } from './nats-streams.ts';

test.each([
  ['solstead.>', 'solstead.home.roof', true],
  ['solstead.>', 'solstead', false],
  ['solstead.*', 'solstead.home', true],
  ['solstead.*', 'solstead.home.roof', false],
  ['solstead.*.roof', 'solstead.home.roof', true],
  ['*.home.>', 'solstead.home.roof', true],
  ['>', 'a', true],
  ['a.b', 'a.b', true],
  ['a.b', 'a.b.c', false],
  ['a.b.c', 'a.b', false],
])('%s takes %s: %s', (filter, subject, takes) => {
  expect(isBelow(filter, subject)).toBe(takes);
});

test('answers of JetStream, and of others', () => {
  const full =
    '{"error":{"code":503,"err_code":10077,"description":"maximum messages exceeded"},"stream":"HOME","seq":0}';
  expect(saidToMessage('{"stream":"HOME","seq":7,"duplicate":true}')).toEqual({ stream: 'HOME' });
  expect(saidToMessage(full)).toEqual({ number: 10_077, said: 'maximum messages exceeded' });
  for (const other of [
    '',
    'ok',
    '[]',
    'null',
    '{}',
    '{"stream":"HOME"}',
    '{"seq":1}',
    '{"error":"no"}',
    '{"error":{}}',
  ])
    expect(saidToMessage(other)).toBeUndefined();
  expect(errorIn('{"error":{"err_code":10039}}')).toEqual({ number: 10_039, said: '10039' });
  expect(namesIn('{"streams":["HOME","a.b","c d",5,"*"]}')).toEqual(['HOME']);
  expect(namesIn('{"streams":null}')).toEqual([]);
  expect(namesIn('x')).toEqual([]);
  expect(streamIn('{"config":{"name":"HOME","subjects":["a.>",5]}}')).toEqual({ name: 'HOME', subjects: ['a.>'] });
  expect(streamIn('{"config":{"name":"HOME","subjects":["a.>"],"no_ack":true}}')).toBeUndefined();
  expect(streamIn('{"config":{}}')).toBeUndefined();
});
