// VE.Direct text and HEX on one line, by the maker's documents and recorded messages.
import { because } from '#core/reason.ts';
import { fc } from '#tools/testkit/property.ts';
import { expect, test } from 'vitest';
import { concatBytes, fromHex, fromLatin1 } from '#core/bytes.ts';
import { sum8 } from '#core/checksum.ts';
import { asyncMessage, vedirectHexWire } from './vedirect-hex.ts';
import { vedirectTextWire } from './vedirect-text.ts';

function textBlock(lines: Uint8Array): Uint8Array {
  const body = concatBytes(lines, fromLatin1('\r\nChecksum\t'));
  return concatBytes(body, Uint8Array.of((0x100 - sum8(body)) & 0xff));
}

test('HEX messages inside a block of text do not count; one that nobody asked for is told', () => {
  const block = textBlock(fromLatin1('\r\nPID\t0xA053\r\nV\t12450'));
  fc.assert(
    fc.property(fc.nat(block.length - 2), (at) => {
      const unasked = fromLatin1(':A0002000148\n');
      const asked = fromLatin1(':7F0ED009600DB\n');
      const damaged = fromLatin1(':A0002000149\n');
      const mixed = concatBytes(block.subarray(0, at), asked, damaged, unasked, block.subarray(at));
      const frames = vedirectTextWire.framer().push(mixed);
      expect(frames).toEqual([{ bytes: unasked }, { bytes: block }]);
      expect(frames.map(({ bytes }) => vedirectTextWire.read(bytes)?.report)).toEqual(['0200', 'text']);
    }),
  );
});

test('a colon in a value is text', () => {
  const block = textBlock(fromLatin1('\r\nPID\t0xA053\r\nBMV\t7:12\r\nV\t1'));
  expect(vedirectTextWire.framer().push(block)).toEqual([{ bytes: block }]);
});

test.each([0x3a, 0x0a, 0x0d, 0x09])('a checksum byte of %i is the checksum', (wanted) => {
  const blocks = Array.from({ length: 2560 }, (_, index) =>
    textBlock(fromLatin1(`\r\nPID\t0xA053\r\n${'Z'.repeat(index >> 4)}\t${index & 15}`)),
  );
  const block = blocks.find((candidate) => candidate.at(-1) === wanted)!;
  expect(vedirectTextWire.framer().push(concatBytes(block, block))).toEqual([{ bytes: block }, { bytes: block }]);
});

test('the history of a battery monitor is a block of its own after noise', () => {
  const block = textBlock(fromLatin1('\r\nH1\t-96470\r\nH2\t-6671'));
  const noise = fromLatin1('x\r\nV\t12');
  expect(vedirectTextWire.framer().push(concatBytes(noise, block))).toEqual([
    { bytes: noise, fault: 'malformed' },
    { bytes: block },
  ]);
});

test('an asynchronous message tells its register', () => {
  // bms: charger voltage EDD5 = 12.45 V: A + D5 + ED + 00 + DD + 04 + check = 0x55.
  const frame = fromLatin1(':AD5ED00DD04A8\n');
  expect(vedirectHexWire.framer().push(frame)).toEqual([{ bytes: frame }]);
  expect(asyncMessage(frame)).toEqual({ register: 'EDD5', payload: fromHex('dd04') });
  expect(vedirectHexWire.answer(frame, 'EDD5').kind).toBe('foreign');
  expect(asyncMessage(fromLatin1(':7F0ED009600DB\n'))).toBeUndefined();
});

test.each([
  ['ping', ':154\n'],
  ['EDF0', ':7F0ED0071\n'],
  ['1000', ':70010003E\n'],
  ['EDF0=6400', ':8F0ED0064000C\n'],
])('VE.Direct HEX asks %s', (command, letters) => {
  expect(vedirectHexWire.request(command)).toEqual(fromLatin1(letters));
});

test.each([
  [':70010007800C6\n', '1000', { kind: 'payload', payload: fromHex('7800') }],
  [':7001001003D\n', '1000', { kind: 'refused', why: because('refused.vedirect-register') }],
  [':3F0ED0075\n', 'EDF0', { kind: 'refused', why: because('refused.kind') }],
  [':4AAAAFD\n', 'EDF0', { kind: 'refused', why: because('refused.frame') }],
  [':51641F9\n', 'ping', { kind: 'payload', payload: fromHex('1641') }],
  [':70010007800C6\n', 'EDF0', { kind: 'foreign', why: because('frame.other-request') }],
  [':70010003E\n', '1000', { kind: 'foreign', why: because('frame.echo') }],
  [':8F0ED0064000C\n', 'EDF0=6400', { kind: 'ack' }],
  [':8F0ED04640008\n', 'EDF0=6400', { kind: 'refused', why: because('refused.vedirect-parameter') }],
])('HEX %s answers %s', (letters, command, meaning) => {
  const [frame] = vedirectHexWire.framer().push(fromLatin1(`noise${letters}`));
  expect(frame?.fault).toBeUndefined();
  expect(vedirectHexWire.answer(frame!.bytes, command)).toEqual(meaning);
});
