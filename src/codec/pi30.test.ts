import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, fromLatin1, toHex, toLatin1 } from '#core/bytes.ts';
import { crc16Xmodem } from '#core/checksum.ts';
import { pi30Wire } from './pi30.ts';

// Check values, and commands whose raw CRC needs the adjustment: computed by the rule of [voltronic-pi30].
const plain: Record<string, string> = {
  QPI: 'beac',
  QID: 'd6ea',
  QSID: 'bb05',
  QVFW: '6299',
  QPIRI: 'f854',
  QFLAG: '9874',
  QPIGS: 'b7a9',
  QPIGS2: '682d',
  QMOD: '49c1',
  QPIWS: 'b4da',
  QDI: '711b',
  QMN: 'bb64',
  QBEQI: '2ea9',
  QT: '27ff',
  QET: '81b6',
  QLT: '3b2e',
  QBMS: '6144',
  QPGS0: '3fda',
  QPGS1: '2ffb',
  QP2GS0: '1405',
  POP00: 'c248',
  POP01: 'd269',
  PCP00: '8d7a',
  PBT00: '270e',
};
const adjusted: Record<string, string> = {
  POP02: 'e20b',
  QGMN: '4929',
  QBOOT: '0b88',
  POPM01: '0e25',
  POPM36: '2991',
  'PCVV48.3': '420e',
  'PCVV51.3': 'aa29',
  'PCVV53.1': 'e40b',
  'PCVV57.0': '29eb',
  'PBFT55.7': 'd00b',
  'PBFT57.5': '9e29',
  'PSDV40.7': '0e97',
  MCHGC090: '0e8f',
  PPCP403: '0b42',
};
/** Raw CRC with a zero byte, which stays as it is. */
const zeros: Record<string, string> = {
  'PBFT48.8': '1500',
  MUCHGC340: '0007',
  MUCHGC430: '1c00',
  PPCP401: '2a00',
  QED20260119: '000f',
};

const requests = Object.entries({ ...plain, ...adjusted, ...zeros });

function answerOf(bytes: Uint8Array, command: string) {
  const frames = pi30Wire.framer().push(bytes);
  expect(frames).toHaveLength(1);
  expect(frames[0]!.fault).toBeUndefined();
  return pi30Wire.answer(frames[0]!.bytes, command);
}

const frame = (payload: string, crc?: readonly [number, number], end = 0x0d): Uint8Array => {
  const body = fromLatin1(`(${payload}`);
  const sum = crc16Xmodem(body);
  return concatBytes(body, Uint8Array.of(...(crc ?? [sum >>> 8, sum & 0xff]), end));
};

/** Payloads whose plain CRC has the byte at this place. */
function payloadsWith(byte: number, place: 'high' | 'low', count: number): string[] {
  const found: string[] = [];
  for (let number = 0; found.length < count; number += 1) {
    const crc = crc16Xmodem(fromLatin1(`(${number}`));
    if ((place === 'high' ? crc >>> 8 : crc & 0xff) === byte) found.push(String(number));
  }
  return found;
}

describe('PI30 requests', () => {
  test.each(requests)('%s ends with %s', (command, crc) => {
    expect(toHex(pi30Wire.request(command))).toBe(`${toHex(fromLatin1(command))}${crc}0d`);
  });

  test('every fact was checked', () => expect(requests).toHaveLength(43));

  test.each(['', 'Q PI', 'QPI\r', 'Q(PI', 'QPÏ'])('"%s" is no command', (command) => {
    expect(() => pi30Wire.request(command)).toThrow(TypeError);
  });

  test('no request has a reserved byte before its end', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z0-9.]{1,12}$/), (command) => {
        const bytes = pi30Wire.request(command);
        const reserved = bytes.subarray(0, -1).filter((byte) => byte === 0x28 || byte === 0x0d || byte === 0x0a);
        expect(reserved).toHaveLength(0);
      }),
    );
  });
});

describe('PI30 answers', () => {
  test('ACK and NAK as they are sent', () => {
    expect(answerOf(fromHex('2841434b39200d'), 'POP00')).toEqual({ kind: 'ack' });
    expect(answerOf(fromHex('284e414b73730d'), 'QPIGS2')).toEqual({
      kind: 'refused',
      why: because('refused.nak', { command: external('QPIGS2'), said: 'NAK' }),
    });
  });

  test('the payload is without ( and CRC', () => {
    const answer = answerOf(frame('B'), 'QMOD');
    expect(answer.kind === 'payload' && toLatin1(answer.payload)).toBe('B');
  });

  test('LF ends an answer as well, CR LF makes no second frame', () => {
    expect(answerOf(frame('PI30', undefined, 0x0a), 'QPI').kind).toBe('payload');
    expect(pi30Wire.framer().push(concatBytes(frame('PI30'), Uint8Array.of(0x0a)))).toHaveLength(1);
  });

  test.each(['high', 'low'] as const)(
    'a reserved %s CRC byte is taken plain and adjusted, in any chunking',
    (place) => {
      let checked = 0;
      for (const byte of [0x28, 0x0d, 0x0a]) {
        for (const payload of payloadsWith(byte, place, 3)) {
          const crc = crc16Xmodem(fromLatin1(`(${payload}`));
          const raised = place === 'high' ? ([byte + 1, crc & 0xff] as const) : ([crc >>> 8, byte + 1] as const);
          for (const bytes of [frame(payload), frame(payload, raised), frame(payload, undefined, 0x0a)]) {
            const framer = pi30Wire.framer();
            const frames = [...bytes].flatMap((one) => framer.push(Uint8Array.of(one)));
            expect(frames).toEqual([{ bytes }]);
            expect(framer.pending).toBe(0);
            checked += 1;
          }
        }
      }
      expect(checked).toBe(27);
    },
  );

  test('a zero CRC byte is taken as 0 and as 1, no other byte is', () => {
    const [payload = ''] = payloadsWith(0, 'low', 1);
    const high = crc16Xmodem(fromLatin1(`(${payload}`)) >>> 8;
    expect(answerOf(frame(payload), 'QID').kind).toBe('payload');
    expect(answerOf(frame(payload, [high, 1]), 'QID').kind).toBe('payload');
    expect(pi30Wire.framer().push(frame(payload, [high, 2]))[0]?.fault).toBe('checksum');
    expect(pi30Wire.framer().push(frame('B', [0xe8, 0xc9]))[0]?.fault).toBe('checksum');
  });

  test('the echo of a request is foreign, with ( and without', () => {
    const why = because('frame.echo');
    expect(answerOf(pi30Wire.request('QPGS0'), 'QPGS0')).toEqual({ kind: 'foreign', why });
    expect(answerOf(frame('QPGS0'), 'QPGS0')).toEqual({ kind: 'foreign', why });
    expect(answerOf(pi30Wire.request('QPIGS'), 'QMOD').kind).toBe('foreign');
  });

  test('an answer after the echo is found', () => {
    const frames = pi30Wire.framer().push(concatBytes(pi30Wire.request('QMOD'), frame('B')));
    expect(frames.map(({ bytes }) => pi30Wire.answer(bytes, 'QMOD').kind)).toEqual(['foreign', 'payload']);
  });

  test('the zeros a USB-HID bridge fills its reports with are not part of anything', () => {
    const framer = pi30Wire.framer();
    const bytes = concatBytes(frame('PI30'), new Uint8Array(8 - (frame('PI30').length % 8)));
    expect(framer.push(bytes)).toEqual([{ bytes: frame('PI30') }]);
    expect(framer.pending).toBe(0);
  });

  test('a frame that lost its end gives way to the next one', () => {
    const lost = frame('230.0 50.0').subarray(0, 8);
    expect(pi30Wire.framer().push(concatBytes(lost, frame('B')))).toEqual([
      { bytes: lost, fault: 'malformed' },
      { bytes: frame('B') },
    ]);
  });

  test('the maker\'s sample with the text "d9" for its CRC fails', () => {
    expect(pi30Wire.framer().push(fromLatin1('(Sd9\r'))[0]?.fault).toBe('checksum');
  });
});
