import { Parser, type ParserEvent } from '@nats-io/nats-core/internal';
import { expect, test } from 'vitest';
import { fc } from '#tools/testkit/property.ts';
import { infoOf, mostLineBytes, mostMessageBytes, NatsGuard } from './nats-guard.ts';

const info = 'INFO {"version":"2.9.10","max_payload":1048576,"headers":true,"jetstream":true} ';

/** What of a stream the client gets before it is left, cut into pieces of this size. */
function passed(text: string, size: number): readonly Uint8Array[] {
  const guard = new NatsGuard();
  const bytes = Buffer.from(text, 'latin1');
  const all: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    try {
      all.push(guard.take(bytes.subarray(at, at + size)));
    } catch {
      break;
    }
  }
  return all;
}

const lines: readonly string[] = [
  `${info}\r\n`,
  'PING\r\n',
  'PONG\r\n',
  '+OK\r\n',
  "-ERR 'Authorization Violation'\r\n",
  'MSG _INBOX.a.1 1 5\r\nhello\r\n',
  'MSG _INBOX.a.1 1  5\r\nhello\r\n',
  'MSG a 1 back 0\r\n\r\n',
  'HMSG a 1 16 16\r\nNATS/1.0 503\r\n\r\n\r\n',
  'HMSG a 1  12 14\r\nNATS/1.0\r\n\r\nhi\r\n',
];

test('all that a server says passes, however it is cut', () => {
  const all = lines.join('');
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 80 }), (size) => {
      expect(Buffer.concat(passed(all, size)).toString()).toBe(all);
    }),
  );
});

test.each([
  ['a line without end', 'INFO {'.padEnd(mostLineBytes + 1, 'x')],
  ['a message that is longer than any answer', `MSG a 1 ${mostMessageBytes + 1}\r\n`],
  ['more headers than bytes', 'HMSG a 1 20 16\r\n'],
  ['a number of many digits', 'MSG a 1 99999999999999999999\r\n'],
  ['a greeting that is no JSON', 'INFO {oops}\r\n'],
  ['a greeting without a version', 'INFO {}\r\n'],
  ['another protocol', 'HTTP/1.1 400 Bad Request\r\n'],
  ['an error without words', '-ERR \r\n'],
  ['a line that ends with a line feed alone', 'PONG\n'],
  ['a message that goes on behind its end', 'MSG a 1 2\r\nabcd'],
])('%s is left', (_what, text) => {
  expect(() => new NatsGuard().take(Buffer.from(text))).toThrow(
    /more than 65,536 bytes, or one that no NATS server sends/,
  );
});

test('it may say so much and no more', () => {
  const guard = new NatsGuard();
  guard.allow(12);
  guard.take(Buffer.from('PING\r\nPING\r\n'));
  expect(() => guard.take(Buffer.from('P'))).toThrow(/no NATS server/);
});

test('what it says is wrong is told', () => {
  const guard = new NatsGuard();
  const said: string[] = [];
  guard.onError = (text) => said.push(text);
  guard.take(Buffer.from("-ERR 'Authorization Violation'\r\nPONG\r\n-ERR it's odd\r\n"));
  expect(said).toEqual(['Authorization Violation', "it's odd"]);
});

test('whatever passes, the client can read: it throws nothing that it would print', () => {
  const word = fc.constantFrom(
    ...lines.flatMap((line) => [line, line.slice(0, 7), line.slice(7)]),
    '\r\n',
    ' ',
    '\t',
    '{',
    '0',
  );
  let count = 0;
  const anything = fc.array(
    fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...lines) },
      { weight: 1, arbitrary: word },
      { weight: 1, arbitrary: fc.string({ maxLength: 4 }) },
    ),
  );
  fc.assert(
    fc.property(anything, fc.integer({ min: 1, max: 30 }), (parts, size) => {
      const heard: ParserEvent[] = [];
      const parser = new Parser({ push: (event: ParserEvent) => heard.push(event) });
      for (const piece of passed(parts.join(''), size)) parser.parse(piece);
      count += heard.length;
    }),
    { numRuns: 2000 },
  );
  expect(count).toBeGreaterThan(1000);
});

test('what a server says of itself', () => {
  expect(infoOf(info)).toEqual({
    mostBytes: 1_048_576,
    hasHeaders: true,
    hasStreams: true,
    needsTls: false,
    hasTls: false,
  });
  expect(infoOf('INFO {"version":"2.10.1","tls_required":true}')).toMatchObject({ needsTls: true, hasTls: true });
  expect(infoOf('INFO {"version":"2.10.1","max_payload":"much"}')).toBeUndefined();
  expect(infoOf('INFO []')).toBeUndefined();
});
