// The side of a Noise handshake that begins it, with a key that both know: Noise_NNpsk0_25519_ChaChaPoly_SHA256.
// Source: The Noise Protocol Framework, revision 34, sections 5 and 9.
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { concatBytes, fromHex, toUtf8 } from '#core/bytes.ts';

const protocolName = 'Noise_NNpsk0_25519_ChaChaPoly_SHA256';
/** Bytes of a key, and of the tag behind what is sealed. */
const [keyBytes, tagBytes] = [32, 16];
const cipher = 'chacha20-poly1305';
/** What stands before the 32 bytes of a key of X25519 in DER. Source: RFC 8410. */
const [publicHead, privateHead] = [fromHex('302a300506032b656e032100'), fromHex('302e020100300506032b656e04220420')];
const nothing: Uint8Array = new Uint8Array(0);

/** Seals or opens, one message after the other. */
export interface NoiseCipher {
  seal(plain: Uint8Array, associated?: Uint8Array): Uint8Array;
  /** Undefined: it was sealed with another key, in another order, or was changed on the way. */
  open(sealed: Uint8Array, associated?: Uint8Array): Uint8Array | undefined;
}

/** Both directions, once the handshake is done. */
export interface NoiseChannel {
  readonly outward: NoiseCipher;
  readonly inward: NoiseCipher;
}

/** The handshake of who begins. */
export interface NoiseHandshake {
  /** What is sent first. */
  readonly first: Uint8Array;
  /** What comes out of the answer; undefined: whoever answers has another key. */
  finish(answer: Uint8Array): NoiseChannel | undefined;
}

const hash = (...parts: readonly Uint8Array[]): Uint8Array =>
  createHash('sha256')
    .update(concatBytes(...parts))
    .digest();
const hmac = (key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array =>
  createHmac('sha256', key)
    .update(concatBytes(...parts))
    .digest();

/** Three keys out of two. Source: the same, section 4.3. */
function hkdf(chaining: Uint8Array, input: Uint8Array): readonly [Uint8Array, Uint8Array, Uint8Array] {
  const temporary = hmac(chaining, input);
  const first = hmac(temporary, Uint8Array.of(1));
  const second = hmac(temporary, first, Uint8Array.of(2));
  return [first, second, hmac(temporary, second, Uint8Array.of(3))];
}

/** A cipher with a key: its nonce counts up. Source: the same, sections 5.1 and 12.3. */
function cipherOf(key: Uint8Array): NoiseCipher {
  let count = 0n;
  const next = (): Uint8Array => {
    const nonce = new Uint8Array(12);
    new DataView(nonce.buffer).setBigUint64(4, count, true);
    count += 1n;
    return nonce;
  };
  return {
    seal(plain, associated = nothing) {
      const sealing = createCipheriv(cipher, key, next(), { authTagLength: tagBytes });
      sealing.setAAD(associated, { plaintextLength: plain.length });
      return concatBytes(sealing.update(plain), sealing.final(), sealing.getAuthTag());
    },
    open(sealed, associated = nothing) {
      const length = sealed.length - tagBytes;
      if (length < 0) return undefined;
      const opening = createDecipheriv(cipher, key, next(), { authTagLength: tagBytes });
      opening.setAAD(associated, { plaintextLength: length });
      opening.setAuthTag(sealed.subarray(length));
      try {
        return concatBytes(opening.update(sealed.subarray(0, length)), opening.final());
      } catch {
        // Its tag does not fit.
        return undefined;
      }
    },
  };
}

/** The key pair of one handshake from its private bytes, for printed examples. */
export function keyPairOf(privateBytes: Uint8Array): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
  const der = Buffer.from(concatBytes(privateHead, privateBytes));
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

const bytesOf = (key: KeyObject): Uint8Array =>
  Uint8Array.from(key.export({ format: 'der', type: 'spki' }).subarray(publicHead.length));

/** What both can compute alone; undefined for a key that would make it known to everybody. Source: the same, section 12.1. */
function shared(privateKey: KeyObject, theirs: Uint8Array): Uint8Array | undefined {
  const der = Buffer.from(concatBytes(publicHead, theirs));
  try {
    return diffieHellman({ privateKey, publicKey: createPublicKey({ key: der, format: 'der', type: 'spki' }) });
  } catch {
    // A point of low order.
    return undefined;
  }
}

/** What a handshake is made of. */
interface NoiseParts {
  /** The key that both know, 32 bytes. */
  readonly psk: Uint8Array;
  /** What both said before. */
  readonly prologue: Uint8Array;
  /** Its own keys; new ones if absent. */
  readonly pair?: ReturnType<typeof keyPairOf>;
  /** What the first message carries; nothing if absent. */
  readonly payload?: Uint8Array;
}

/** Begins a handshake. */
export function beginNoise({ psk, prologue, pair, payload = nothing }: NoiseParts): NoiseHandshake {
  const { privateKey, publicKey } = pair ?? generateKeyPairSync('x25519');
  // Its name is longer than a hash, so that its hash stands for it.
  let digest = hash(toUtf8(protocolName));
  let chaining = digest;
  let key: Uint8Array = nothing;
  const mixHash = (bytes: Uint8Array): void => {
    digest = hash(digest, bytes);
  };
  const mixKey = (bytes: Uint8Array): void => {
    [chaining, key] = hkdf(chaining, bytes);
  };
  mixHash(prologue);
  const [mixed, secret] = hkdf(chaining, psk);
  chaining = mixed;
  mixHash(secret);
  const own = bytesOf(publicKey);
  mixHash(own);
  mixKey(own);
  const sealed = cipherOf(key).seal(payload, digest);
  mixHash(sealed);
  return {
    first: concatBytes(own, sealed),
    finish(answer) {
      if (answer.length < keyBytes + tagBytes) return undefined;
      const theirs = answer.subarray(0, keyBytes);
      mixHash(theirs);
      mixKey(theirs);
      const both = shared(privateKey, theirs);
      if (both === undefined) return undefined;
      mixKey(both);
      if (cipherOf(key).open(answer.subarray(keyBytes), digest) === undefined) return undefined;
      const [outward, inward] = hkdf(chaining, nothing);
      return { outward: cipherOf(outward), inward: cipherOf(inward) };
    },
  };
}
