// Frames of the native API: in any pieces the same messages; any bytes are messages, a fault, or wait for more within bounds.
import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, toUtf8 } from '#core/bytes.ts';
import { clearFrames, keyIn, NodeFault, type NodeFrames, type NodeMessage, sealedFrames } from './frames.ts';

const message = fc.record({ type: fc.integer({ min: 1, max: 2 ** 14 }), body: fc.uint8Array({ maxLength: 300 }) });

/** What comes of bytes in pieces, and the code of the fault that ended it. */
function taken(frames: NodeFrames, pieces: readonly Uint8Array[]): { messages: NodeMessage[]; fault?: string } {
  const messages: NodeMessage[] = [];
  try {
    for (const piece of pieces) messages.push(...frames.take(piece).messages);
    return { messages };
  } catch (thrown) {
    if (!(thrown instanceof NodeFault)) throw thrown;
    return { messages, fault: thrown.why.code };
  }
}

const cut = (bytes: Uint8Array, places: readonly number[]): readonly Uint8Array[] => {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].toSorted(
    (one, other) => one - other,
  );
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
};

describe('in the clear', () => {
  test('messages come back, however they are cut', () => {
    const sent = fc.tuple(fc.array(message, { maxLength: 5 }), fc.array(fc.nat(), { maxLength: 6 }));
    fc.assert(
      fc.property(sent, ([messages, places]) => {
        const bytes = concatBytes(...messages.map((one) => clearFrames().pack(one)));
        expect(taken(clearFrames(), cut(bytes, places))).toEqual({ messages });
      }),
    );
  });

  test('a ping, byte by byte', () => {
    expect(
      taken(
        clearFrames(),
        [...fromHex('00 00 07')].map((byte) => Uint8Array.of(byte)),
      ),
    ).toEqual({
      messages: [{ type: 7, body: new Uint8Array(0) }],
    });
  });

  test.each([
    ['a sealed node', '01 00 01 01', 'esphome.no-key'],
    ['a web server', '48 54 54 50', 'esphome.no-node'],
    ['a length without end', '00 ff ff ff ff ff ff ff ff ff', 'esphome.no-node'],
    ['too long a message', '00 81 80 02 07', 'esphome.too-long'],
  ])('%s is told', (_what, hex, fault) => {
    expect(taken(clearFrames(), [fromHex(hex)])).toMatchObject({ fault });
  });
});

describe('sealed', () => {
  const psk = new Uint8Array(32).fill(7);

  test.each([
    ['a node without a key', '00 00 07', 'esphome.not-sealed'],
    ['a web server', '48 54 54 50', 'esphome.no-node'],
    ['another kind of sealing', '01 00 01 02', 'esphome.no-node'],
    ['a greeting without end', '01 ff ff', 'esphome.too-long'],
  ])('%s is told', (_what, hex, fault) => {
    expect(taken(sealedFrames(psk), [fromHex(hex)])).toMatchObject({ fault });
  });

  const framed = (body: Uint8Array): Uint8Array => concatBytes(Uint8Array.of(1, 0, body.length), body);
  const hello = framed(concatBytes(Uint8Array.of(1), toUtf8('node\0aabbccddeeff\0')));

  test('what a node says of a wrong key, and of anything else, is told', () => {
    const refused = (words: string) =>
      taken(sealedFrames(psk), [hello, framed(concatBytes(Uint8Array.of(1), toUtf8(words)))]);
    expect(refused('Handshake MAC failure')).toMatchObject({ fault: 'esphome.wrong-key' });
    expect(refused('Bad handshake packet len')).toMatchObject({ fault: 'esphome.refused' });
    expect(taken(sealedFrames(psk), [hello, framed(new Uint8Array(49))])).toMatchObject({ fault: 'esphome.wrong-key' });
  });
});

test('any bytes are messages, a fault, or wait for more', () => {
  const any = fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 8 });
  const heads = fc.constantFrom(fromHex('00'), fromHex('01'), fromHex('01 00 01 01'), fromHex('00 05 07'));
  fc.assert(
    fc.property(fc.boolean(), heads, any, (isSealed, head, pieces) => {
      const frames = isSealed ? sealedFrames(new Uint8Array(32)) : clearFrames();
      const { messages } = taken(frames, [head, ...pieces]);
      // Nothing is believed before the handshake is done.
      expect(messages.filter(() => isSealed)).toEqual([]);
    }),
  );
});

test('a key is 32 bytes as base64; anything else is a password', () => {
  const key = Buffer.from(new Uint8Array(32).fill(200)).toString('base64');
  expect(keyIn(` ${key}\n`)).toEqual(new Uint8Array(32).fill(200));
  for (const other of ['', 'open sesame', key.slice(1), `${key}=`, key.replace('=', '')])
    expect(keyIn(other)).toBeUndefined();
});
