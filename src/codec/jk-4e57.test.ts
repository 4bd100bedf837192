import { because } from '#core/reason.ts';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, toHex } from '#core/bytes.ts';
import { sum16 } from '#core/checksum.ts';
import { jk4e57Wire } from './jk-4e57.ts';

/** A frame by its header bytes after the terminal id: command, source, type. */
function frame(header: string, data = '850f'): Uint8Array {
  const middle = fromHex(`${header}${data}0000000068`);
  const length = 2 + 4 + middle.length + 4;
  const body = concatBytes(Uint8Array.of(0x4e, 0x57, length >>> 8, length & 0xff, 0, 0, 0, 0), middle);
  const sum = sum16(body);
  return concatBytes(body, Uint8Array.of(0, 0, sum >>> 8, sum & 0xff));
}

describe('JK 4E 57', () => {
  // [jk-ttl].
  test('the request for everything', () => {
    expect(toHex(jk4e57Wire.request('read_all'))).toBe('4e5700130000000006030000000000006800000129');
  });

  test('an unknown command is our own mistake', () => expect(() => jk4e57Wire.request('write')).toThrow(TypeError));

  test('a reply to the request is its payload', () => {
    const reply = frame('060001');
    expect(jk4e57Wire.framer().push(reply)).toEqual([{ bytes: reply }]);
    expect(jk4e57Wire.answer(reply, 'read_all')).toEqual({ kind: 'payload', payload: fromHex('850f') });
  });

  test.each([
    ['060300', because('frame.request')],
    ['060002', because('frame.unasked')],
    ['030001', because('frame.other-command', { command: 3 })],
  ])('header %s is foreign', (header, why) => {
    expect(jk4e57Wire.answer(frame(header), 'read_all')).toEqual({ kind: 'foreign', why });
  });

  test('a frame without its end mark is faulty', () => {
    const bytes = frame('060001');
    bytes[bytes.length - 5] = 0x69;
    bytes[bytes.length - 1] = bytes.at(-1)! + 1;
    expect(jk4e57Wire.framer().push(bytes)).toEqual([{ bytes, fault: 'checksum' }]);
  });

  test('the upper half of the checksum is not looked at', () => {
    const bytes = frame('060001');
    bytes[bytes.length - 4] = 0x12;
    expect(jk4e57Wire.framer().push(bytes)).toEqual([{ bytes }]);
  });

  test('a length that promises too much does not swallow the next frame', () => {
    const lie = fromHex('4e5701f0');
    const reply = frame('060001');
    expect(jk4e57Wire.framer().push(concatBytes(lie, reply))).toEqual([
      { bytes: lie, fault: 'malformed' },
      { bytes: reply },
    ]);
  });

  test.each(['4e570000', '4e570011', '4e57ffff'])('%s announces no possible frame', (start) => {
    const framer = jk4e57Wire.framer();
    expect(framer.push(concatBytes(fromHex(start), frame('060001')))).toEqual([{ bytes: frame('060001') }]);
    expect(framer.pending).toBe(0);
  });

  test('4E 57 inside the data is data', () => {
    const reply = frame('060001', 'b44e5700140000000000');
    expect(jk4e57Wire.framer().push(concatBytes(reply, reply))).toEqual([{ bytes: reply }, { bytes: reply }]);
  });
});
