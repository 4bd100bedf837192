// The beginning side of a handshake against the vector of the Noise community, and against a key that is another.
import { expect, test } from 'vitest';
import { fromHex, fromLatin1, toHex, toLatin1, toUtf8 } from '#core/bytes.ts';
import { beginNoise, keyPairOf } from './noise.ts';

/** Source: cacophony test vectors, Noise_NNpsk0_25519_ChaChaPoly_SHA256. */
const vector = {
  prologue: toUtf8('John Galt'),
  psk: toUtf8('This is my Austrian perspective!'),
  ephemeral: fromHex('893e28b9dc6ca8d611ab664754b8ceb7bac5117349a4439a6b0569da977c464a'),
  first:
    'ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c794479b962b8aff8485742ac32f905ba45369e2465fb59e138a93d67a0d1266b6a54',
  answer:
    '95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f144808843d6062704d5a9c422a8e834423f8c1feada7e8d0d910a1a2cd030fb584221e3',
  /** From the first message on by turns: who begins, who answers. */
  messages: [
    ['F. A. Hayek', 'e632c3763d7669067383433197a3baddf146e9e70ad4b4e9e59e0f'],
    ['Carl Menger', '64c6bee32ea91c8474bb4c21d7a700109ad45af77b29764ba5eb1e'],
    ['Jean-Baptiste Say', 'e2fa0bed0603b62d3ccac2ecabbf3fe33f3e86514909b323361626266cb2471cc8'],
    ['Eugen B\u00f6hm von Bawerk', '0c01dc9cec1fe4ddd692e8dd32188aa351088dc91183639a53b57aa4692b5ebdef8b8ca111'],
  ],
} as const;

const begun = (psk: Uint8Array = vector.psk) =>
  beginNoise({
    psk,
    prologue: vector.prologue,
    pair: keyPairOf(vector.ephemeral),
    payload: toUtf8('Ludwig von Mises'),
  });

test('says what the vector says, and reads what it reads', () => {
  const handshake = begun();
  expect(toHex(handshake.first)).toBe(vector.first);
  const channel = handshake.finish(fromHex(vector.answer));
  expect(channel).toBeDefined();
  const carried = vector.messages.map(([text, sealed], index) =>
    index % 2 === 0
      ? toHex(channel?.outward.seal(fromLatin1(text)) ?? new Uint8Array(0))
      : toLatin1(channel?.inward.open(fromHex(sealed)) ?? new Uint8Array(0)),
  );
  expect(carried).toEqual(vector.messages.map(([text, sealed], index) => (index % 2 === 0 ? sealed : text)));
});

test('another key, a changed answer and a point of low order are no channel', () => {
  expect(begun(toUtf8('This is my Prussian perspective!')).finish(fromHex(vector.answer))).toBeUndefined();
  const changed = fromHex(vector.answer);
  changed[40] = (changed[40] ?? 0) ^ 1;
  expect(begun().finish(changed)).toBeUndefined();
  expect(begun().finish(new Uint8Array(48))).toBeUndefined();
  expect(begun().finish(new Uint8Array(47))).toBeUndefined();
});

test('each handshake has keys of its own', () => {
  const one = beginNoise({ psk: vector.psk, prologue: vector.prologue });
  const other = beginNoise({ psk: vector.psk, prologue: vector.prologue });
  expect(toHex(one.first)).not.toBe(toHex(other.first));
});
