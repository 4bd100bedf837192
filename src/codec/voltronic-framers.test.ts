// The framers of PI16, PI17, PI18 and REVO in the suite of every wire format, and what is special about each.
import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, fromLatin1, toHex, toLatin1 } from '#core/bytes.ts';
import { crc16Xmodem, sum8 } from '#core/checksum.ts';
import { type Family, framerConformance } from './framer-conformance.ts';
import { pi16BareWire, pi16Wire } from './pi16.ts';
import { pi17Wire } from './pi17.ts';
import { pi18LvxWire, pi18SvWire, pi18Wire } from './pi18.ts';
import { pi30ChkWire } from './pi30-chk.ts';

const adjust = (byte: number): number => (byte === 0x28 || byte === 0x0d || byte === 0x0a ? byte + 1 : byte);
const sealed = (body: Uint8Array, isAdjusted: boolean): Uint8Array => {
  const crc = crc16Xmodem(body);
  const bytes = [crc >>> 8, crc & 0xff].map((byte) => (isAdjusted ? adjust(byte) : byte));
  return concatBytes(body, Uint8Array.of(...bytes, 0x0d));
};
const bracket = (payload: Uint8Array): Uint8Array => sealed(concatBytes(fromLatin1('('), payload), true);
const caret =
  (isAdjusted: boolean, off = 0) =>
  (payload: Uint8Array): Uint8Array =>
    sealed(concatBytes(fromLatin1(`^D${String(payload.length + 3 + off).padStart(3, '0')}`), payload), isAdjusted);
const chk = (payload: Uint8Array): Uint8Array => {
  const body = concatBytes(fromLatin1('('), payload);
  return concatBytes(body, Uint8Array.of((sum8(body) + 1) & 0xff, 0x0a));
};

const spaced = fc
  .stringMatching(/^[0-9A-Z. -]{1,60}$/)
  .filter((text) => !['ACK', 'NAK', 'QPIGS', 'QALL'].includes(text));
const commas = fc.stringMatching(/^[0-9A-Z.,+-]{1,60}$/);
const caretSample = fromLatin1('05,1');

const families: readonly Family[] = [
  { wire: pi16Wire, encode: bracket, command: 'QPIGS', payload: spaced.map(fromLatin1), damage: 1, begins: [0x28] },
  {
    wire: pi17Wire,
    encode: caret(false),
    command: 'GS',
    payload: commas.map(fromLatin1),
    damage: 5,
    begins: [0x5e],
    sample: caretSample,
  },
  {
    wire: pi18Wire,
    encode: caret(true),
    command: 'GS',
    payload: commas.map(fromLatin1),
    damage: 5,
    begins: [0x5e],
    sample: caretSample,
  },
  {
    wire: pi18LvxWire,
    encode: caret(true),
    command: 'GS',
    payload: commas.map(fromLatin1),
    damage: 5,
    begins: [0x5e],
    sample: caretSample,
  },
];

framerConformance(families);

describe('PI17 and PI18', () => {
  test('a CR inside the CRC does not end the frame: T of PI17, recorded', () => {
    // 20210521234743 has the CRC 0D52; PI18 sends it as 0E52.
    const plain = sealed(fromLatin1('^D01720210521234743'), false);
    expect(toHex(plain.subarray(-3))).toBe('0d520d');
    const framer = pi17Wire.framer();
    const cut = [...plain].flatMap((byte) => framer.push(Uint8Array.of(byte)));
    expect(cut.map(({ bytes, fault }) => [fault, toHex(bytes)])).toEqual([[undefined, toHex(plain)]]);
    expect(pi18Wire.framer().push(sealed(fromLatin1('^D01720210521234743'), true))[0]?.fault).toBeUndefined();
    expect(pi17Wire.framer().push(sealed(fromLatin1('^D01720210521234743'), true))[0]?.fault).toBe('checksum');
  });

  test('every CRC byte may be CR, in any chunking', () => {
    let found = 0;
    for (let number = 0; number < 3000; number += 1) {
      const whole = caret(false)(fromLatin1(String(number)));
      if (!whole.subarray(-3, -1).includes(0x0d)) continue;
      found += 1;
      const framer = pi17Wire.framer();
      const frames = [...concatBytes(whole, whole)].flatMap((byte) => framer.push(Uint8Array.of(byte)));
      expect(frames.map(({ bytes, fault }) => fault ?? toHex(bytes))).toEqual([toHex(whole), toHex(whole)]);
    }
    expect(found).toBeGreaterThan(10);
  });

  test('the length may be off by two, not by three', () => {
    const faults = [-3, -2, -1, 0, 1, 2, 3].map(
      (off) => pi17Wire.framer().push(caret(false, off)(fromLatin1('00006591')))[0]?.fault ?? 'good',
    );
    expect(faults).toEqual(['malformed', 'good', 'good', 'good', 'good', 'good', 'malformed']);
  });

  test('ACK and NAK', () => {
    for (const wire of [pi17Wire, pi18Wire]) {
      const frames = wire.framer().push(fromHex('5e310bc20d5e301be30d'));
      expect(frames.map(({ bytes }) => wire.answer(bytes, '^SPOP0').kind)).toEqual(['ack', 'refused']);
    }
  });

  test('a frame that lost its end gives way to the next one', () => {
    const whole = caret(true)(fromLatin1('18'));
    const frames = pi18Wire.framer().push(concatBytes(whole.subarray(0, 7), whole));
    expect(frames.map(({ fault }) => fault ?? 'good')).toEqual(['malformed', 'good']);
  });

  test('LVX is asked without CRC, SV with and without', () => {
    expect(toLatin1(pi18LvxWire.request('GS'))).toBe('^P005GS\r');
    expect([pi18SvWire.request('GS').length, pi18SvWire.request('PIRI').length]).toEqual([8, 12]);
    expect(() => pi18Wire.request('gs')).toThrow(TypeError);
    expect(() => pi17Wire.request('^X')).toThrow(TypeError);
  });
});

describe('REVO', () => {
  const text = spaced.map(fromLatin1);

  test('an answer with CHK and LF, in any chunking, after one with CRC', () => {
    fc.assert(
      fc.property(text, text, (first, second) => {
        const stream = concatBytes(bracket(first), chk(second));
        for (const size of [1, 7, stream.length]) {
          const framer = pi30ChkWire.framer();
          const frames = [];
          for (let at = 0; at < stream.length; at += size) frames.push(...framer.push(stream.subarray(at, at + size)));
          expect(frames.map(({ fault }) => fault ?? 'good')).toEqual(['good', 'good']);
          expect(pi30ChkWire.answer(frames[1]!.bytes, 'QALL')).toEqual({ kind: 'payload', payload: second });
          expect(pi30ChkWire.answer(frames[0]!.bytes, 'QPIGS')).toEqual({ kind: 'payload', payload: first });
        }
      }),
    );
  });

  test('a CRC where a CHK belongs is foreign, and the other way round', () => {
    const payload = fromLatin1('230.0 50.0');
    expect(pi30ChkWire.answer(bracket(payload), 'QALL').kind).toBe('foreign');
    expect(pi30ChkWire.answer(chk(payload), 'QPIGS').kind).toBe('foreign');
  });

  test('an answer in which both sums hold by chance is the one the command calls for', () => {
    const both = chk(Uint8Array.of(0x20, 0x5a, 0x2d, 0x20));
    expect(pi30ChkWire.answer(both, 'QALL').kind).toBe('payload');
    expect(pi30ChkWire.answer(both, 'QPIGS').kind).toBe('payload');
  });

  test('a damaged answer is faulty and the next one is found', () => {
    const bad = chk(fromLatin1('000100 56.0'));
    // One bit above the first: the sum may be one less, as one recorded answer has it.
    bad[3] = bad[3]! ^ 0x04;
    const frames = pi30ChkWire.framer().push(concatBytes(bad, chk(fromLatin1('000100 56.0'))));
    expect(frames.map(({ fault }) => fault ?? 'good')).toEqual(['checksum', 'good']);
  });

  test('PSET goes out with its sum and without an end', () => {
    expect(toHex(pi30ChkWire.request('PSET1'))).toBe(
      toHex(concatBytes(fromLatin1('PSET1'), Uint8Array.of((sum8(fromLatin1('PSET1')) + 1) & 0xff))),
    );
  });

  test('hostile bytes neither throw nor hold back more than a frame', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 }), (parts) => {
        const framer = pi30ChkWire.framer();
        for (const part of parts) {
          for (const { bytes } of framer.push(part))
            expect(['payload', 'ack', 'refused', 'foreign']).toContain(pi30ChkWire.answer(bytes, 'QALL').kind);
          expect(framer.pending).toBeLessThan(pi30ChkWire.maxFrame);
        }
      }),
    );
  });
});

describe('PI16', () => {
  test('energies carry the sum of their letters', () => {
    expect(toLatin1(pi16Wire.request('QED20150620'))).toBe('QED20150620106\r');
    expect(toLatin1(pi16Wire.request('QPIGS'))).toBe('QPIGS\r');
  });

  test('an answer without CRC is good only where the definition says so', () => {
    const bare = fromLatin1('(226.1 000378\r');
    expect(pi16Wire.framer().push(bare)[0]?.fault).toBe('checksum');
    const [frame] = pi16BareWire.framer().push(bare);
    expect(frame?.fault).toBeUndefined();
    expect(pi16BareWire.answer(frame!.bytes, 'QPIGS')).toEqual({
      kind: 'payload',
      payload: fromLatin1('226.1 000378'),
    });
    const [whole] = pi16BareWire.framer().push(bracket(fromLatin1('PI16')));
    expect(pi16BareWire.answer(whole!.bytes, 'QPI')).toEqual({ kind: 'payload', payload: fromLatin1('PI16') });
    expect(pi16BareWire.answer(fromLatin1('(NAK\r'), 'QPI').kind).toBe('refused');
    expect(pi16BareWire.answer(fromLatin1('(ACK\r'), 'SON').kind).toBe('ack');
  });

  test('the echo of a request is foreign', () => {
    const [echo] = pi16Wire.framer().push(pi16Wire.request('QPIGS'));
    expect(echo?.fault).toBeUndefined();
    expect(pi16Wire.answer(echo!.bytes, 'QPIGS').kind).toBe('foreign');
  });
});
