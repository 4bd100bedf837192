import { expect, test } from 'vitest';
import { earlyAnswers, forgetEarly, takeEarly } from './answers.ts';

const asked = (answer: Promise<Response>) => {
  const place = {};
  earlyAnswers(place).set('api/v1/session', { sinceMs: 1000, answer });
  return place;
};

test('what was asked early is taken once', async () => {
  const answer = new Response('{}');
  const place = asked(Promise.resolve(answer));
  expect(await takeEarly('api/v1/sites', { place, nowMs: 2000 })).toBeUndefined();
  expect(await takeEarly('api/v1/session', { place, nowMs: 2000 })).toBe(answer);
  expect(await takeEarly('api/v1/session', { place, nowMs: 2000 })).toBeUndefined();
});

test('nothing that was asked before a change is taken after it', async () => {
  const place = asked(Promise.resolve(new Response('{}')));
  forgetEarly(place);
  expect(await takeEarly('api/v1/session', { place, nowMs: 2000 })).toBeUndefined();
});

test('an answer that is old, or failed, is not taken', async () => {
  const old = asked(Promise.resolve(new Response('{}')));
  expect(await takeEarly('api/v1/session', { place: old, nowMs: 11_001 })).toBeUndefined();
  const failed = asked(Promise.reject(new TypeError('the server is away')));
  expect(await takeEarly('api/v1/session', { place: failed, nowMs: 2000 })).toBeUndefined();
});
