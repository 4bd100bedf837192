// The answering side of a handshake against the vector of the Noise community.
import crypto from 'node:crypto';
import { expect, test } from 'vitest';
import { answerNoise } from './esphome-noise.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));

test('answers what the vector answers', () => {
  // Source: cacophony test vectors, Noise_NNpsk0_25519_ChaChaPoly_SHA256.
  const first = hex(
    'ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c794479b962b8aff8485742ac32f905ba45369e2465fb59e138a93d67a0d1266b6a54',
  );
  const secret = Buffer.from('bbdb4cdbd309f1a1f2e1456967fe288cadd6f712d65dc7b7793d5e63da6b375b', 'hex');
  const der = Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), secret]);
  const answered = answerNoise(first, {
    psk: Buffer.from('This is my Austrian perspective!'),
    prologue: Buffer.from('John Galt'),
    payload: Buffer.from('Murray Rothbard'),
    ephemeral: crypto.createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }),
  });
  expect(Buffer.from(answered.payload).toString()).toBe('Ludwig von Mises');
  expect(Buffer.from(answered.message).toString('hex')).toBe(
    '95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f144808843d6062704d5a9c422a8e834423f8c1feada7e8d0d910a1a2cd030fb584221e3',
  );
  const sealed = hex('e632c3763d7669067383433197a3baddf146e9e70ad4b4e9e59e0f');
  expect(Buffer.from(answered.reads.decryptWithAd(new Uint8Array(), sealed)).toString()).toBe('F. A. Hayek');
});
