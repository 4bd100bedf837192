// A message that only one browser can read. Source: RFC 8291 (Message Encryption for Web Push) over RFC 8188 (aes128gcm).
import { createCipheriv, createECDH, type ECDH, hkdfSync, randomBytes } from 'node:crypto';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';

/** The keys of a subscription. */
export interface PushKeys {
  /** Public key of the browser on P-256, uncompressed: 65 bytes. */
  readonly publicKey: Uint8Array;
  /** 16 bytes that browser and server alone know. */
  readonly auth: Uint8Array;
}

/** What is new for each message; tests give that of the document. */
export interface PushChance {
  readonly salt: Uint8Array;
  readonly own: ECDH;
}

/** Longest record, bytes: what every push service takes. Source: RFC 8030 §7.2. */
const recordBytes = 4096;
/** Longest message, bytes: a record holds its head, a tag of 16 bytes and a delimiter, too. */
export const longestPush = recordBytes - 86 - 16 - 1;

const derived = (key: Uint8Array, salt: Uint8Array, { info, length }: { info: Uint8Array; length: number }): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, info, length));

const chance = (): PushChance => {
  const own = createECDH('prime256v1');
  own.generateKeys();
  return { salt: randomBytes(16), own };
};

function sharedWith({ publicKey, auth }: PushKeys, own: ECDH): Buffer {
  try {
    if (auth.length === 16) return own.computeSecret(publicKey);
  } catch {
    // No point of the curve.
  }
  throw new SolsteadError('input.invalid', { at: 'settings.p256dh', why: because('alert.push-key') });
}

/** The body of a push message. Errors: `input.invalid` where the keys are none. */
export function encryptedPush(plain: Uint8Array, keys: PushKeys, { salt, own }: PushChance = chance()): Uint8Array {
  const ownPublic = own.getPublicKey();
  const about = Buffer.concat([Buffer.from('WebPush: info\0'), keys.publicKey, ownPublic]);
  const secret = derived(sharedWith(keys, own), keys.auth, { info: about, length: 32 });
  const key = derived(secret, salt, { info: Buffer.from('Content-Encoding: aes128gcm\0'), length: 16 });
  const nonce = derived(secret, salt, { info: Buffer.from('Content-Encoding: nonce\0'), length: 12 });
  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(recordBytes);
  // 2 ends the last record.
  const sealed = [cipher.update(Buffer.concat([plain, Buffer.of(2)])), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat([salt, size, Buffer.of(ownPublic.length), ownPublic, ...sealed]);
}
