import { because } from '#core/reason.ts';
import { fc } from '#tools/testkit/property.ts';
import { expect, test } from 'vitest';
import { fromLatin1, toLatin1 } from '#core/bytes.ts';
import { framerConformance } from './framer-conformance.ts';
import { type LineFormat, lineWire } from './line-text.ts';

const plain: LineFormat = { start: '(', end: 'cr', checksum: 'crc16-xmodem', accepted: ['ACK'], refused: ['NAK'] };
const answer = (format: LineFormat, text: string): string =>
  // An answer is guarded like a request is.
  toLatin1(lineWire(format).request(text));

framerConformance([
  {
    wire: lineWire(plain),
    encode: (payload) => fromLatin1(answer(plain, `(${toLatin1(payload)}`)),
    command: 'GET 1',
    payload: fc
      .string({ unit: fc.constantFrom('0', '1', '9', '.', ' ', '-', 'A', 'C', 'K'), minLength: 1, maxLength: 60 })
      .filter((text) => text !== 'ACK' && text !== 'NAK')
      .map(fromLatin1),
    damage: 1,
    begins: [0x28, 0x0d, 0x0a],
  },
]);

test.each([
  ['none', 'lf', '123456789\n'],
  ['sum8', 'cr', '123456789DD\r'],
  ['xor8', 'crlf', '12345678931\r\n'],
  ['crc16-xmodem', 'cr', '12345678931C3\r'],
  ['crc16-modbus', 'lf', '1234567894B37\n'],
] as const)('a request guarded with %s, ended with %s', (checksum, end, line) =>
  expect(toLatin1(lineWire({ ...plain, checksum, end }).request('123456789'))).toBe(line),
);

test('what a line means', () => {
  const format: LineFormat = { ...plain, checksum: 'none', end: 'crlf', start: '' };
  const wire = lineWire(format);
  const meant = (text: string) => wire.answer(fromLatin1(`${text}\r\n`), 'GET 1');
  expect(meant('230.1 50')).toEqual({ kind: 'payload', payload: fromLatin1('230.1 50') });
  expect(meant('ACK')).toEqual({ kind: 'ack' });
  expect(meant('NAK')).toMatchObject({ kind: 'refused' });
  expect(meant('GET 1')).toMatchObject({ kind: 'foreign', why: because('frame.echo') });
  expect(lineWire({ ...format, start: '#' }).answer(fromLatin1('230\r\n'), 'GET 1')).toMatchObject({ kind: 'foreign' });
  expect(() => wire.request('GET\r')).toThrow('assertion');
});
