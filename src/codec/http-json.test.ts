// HTTP answers as frames: any chunking, hostile bytes, bounds; and what a status means.
import { inEnglish } from '#core/reason.ts';
import { fc } from '#tools/testkit/property.ts';
import { expect, test } from 'vitest';
import { concatBytes, fromLatin1, toHex, toUtf8 } from '#core/bytes.ts';
import type { Frame } from '#core/framer.ts';
import { httpRequestBytes, httpResponseBytes, readHttpHead, readHttpRequest } from '#core/http-exchange.ts';
import { httpJsonWire } from './http-json.ts';

const wire = httpJsonWire({
  id: 'try',
  title: 'Try',
  maxBody: 2000,
  request: (command) => ({ method: 'GET', path: `/${command}` }),
  refusal: (body) => (typeof body['error'] === 'string' ? body['error'] : undefined),
});

const response = (status: number, body: string): Uint8Array =>
  httpResponseBytes({ status, type: 'application/json' }, toUtf8(body));
const shown = (frames: readonly Frame[]): string[] =>
  frames.map(({ bytes, fault }) => `${fault ?? 'good'} ${toHex(bytes)}`);

test('requests and heads are read as they are written', () => {
  const path = fc.stringMatching(/^\/[a-z0-9?=&./_%-]{0,40}$/);
  fc.assert(
    fc.property(fc.constantFrom('GET', 'POST', 'PUT'), path, fc.string({ minLength: 1 }), (method, where, body) => {
      const asked = { method, path: where, ...(method === 'GET' ? {} : { body }) };
      expect(readHttpRequest(httpRequestBytes(asked))).toEqual(asked);
    }),
  );
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 599 }), fc.uint8Array({ maxLength: 50 }), (status, body) => {
      const bytes = httpResponseBytes({ status, type: 'text/html; charset=utf-8' }, body);
      expect(readHttpHead(bytes)).toMatchObject({ status, length: body.length, type: 'text/html' });
    }),
  );
  expect(readHttpRequest(fromLatin1('PUT / \n'))).toBeUndefined();
  // A path cannot smuggle a line in.
  expect(readHttpRequest(fromLatin1('GET /a b\n'))).toBeUndefined();
});

test('any chunking gives the same frames, noise and all', () => {
  const part = fc.oneof(
    fc.jsonValue().map((value) => response(200, JSON.stringify({ value }))),
    fc.uint8Array({ maxLength: 20 }),
    fc.constantFrom(fromLatin1('HTTP '), fromLatin1('HTTP 200 9999999 x/y\n')),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
      const stream = concatBytes(...parts);
      const whole = wire.framer().push(stream);
      const single = wire.framer();
      const pieces = [...stream].flatMap((byte) => {
        expect(single.pending).toBeLessThan(wire.maxFrame);
        return single.push(Uint8Array.of(byte));
      });
      const good = (frames: readonly Frame[]): string[] => shown(frames).filter((text) => text.startsWith('good'));
      expect(good(pieces)).toEqual(good(whole));
      for (const { bytes } of whole) expect(bytes.length).toBeLessThanOrEqual(Math.max(wire.maxFrame, stream.length));
    }),
  );
});

test('behind noise and behind one that is too long the next answer is found', () => {
  const answer = response(200, '{"a":1}');
  const good = (stream: Uint8Array): string[] =>
    wire
      .framer()
      .push(stream)
      .filter(({ fault }) => fault === undefined)
      .map(({ bytes }) => toHex(bytes));
  expect(good(concatBytes(fromLatin1('~~~'), answer))).toEqual([toHex(answer)]);
  expect(good(concatBytes(response(200, 'x'.repeat(5000)), answer))).toEqual([toHex(answer)]);
  expect(good(concatBytes(httpResponseBytes({ status: 0, type: '' }, toUtf8('no HTTP')), answer))).toEqual([
    toHex(answer),
  ]);
});

test.each([
  [200, '{"a":1}', 'payload', ''],
  [200, '{"error":"busy"}', 'refused', 'busy'],
  [200, '[1]', 'foreign', 'not a JSON object'],
  [200, '<html>', 'foreign', 'not a JSON object'],
  [301, '', 'refused', 'not followed'],
  [401, '', 'refused', 'account'],
  [404, '<html>', 'refused', 'switched on'],
  [418, '', 'refused', 'status 418'],
  [429, '{"a":1}', 'foreign', 'status 429'],
  [503, '{"a":1}', 'foreign', 'status 503'],
] as const)('a status %i with %s means %s', (...[status, body, kind, why]) => {
  const answer = wire.answer(response(status, body), 'page');
  expect(answer.kind).toBe(kind);
  expect('why' in answer ? inEnglish(answer.why) : '').toContain(why);
});

test.each([
  [200, '{"a":', 'malformed'],
  [200, '<html>', 'malformed'],
  [503, '{"a":1}', 'malformed'],
  [404, '<html>', undefined],
  [200, '{"a":1}', undefined],
])('a frame of status %i with %s is faulty: %s', (status, body, fault) =>
  expect(
    wire
      .framer()
      .push(response(status, body))
      .map((frame) => frame.fault),
  ).toEqual([fault]),
);

test('its own request is no answer', () => {
  expect(
    wire
      .framer()
      .push(wire.request('page'))
      .filter(({ fault }) => fault === undefined),
  ).toEqual([]);
  expect(wire.answer(wire.request('page'), 'page').kind).toBe('foreign');
});
