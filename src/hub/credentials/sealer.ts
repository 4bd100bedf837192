// Encryption of secrets that are kept: AES-256-GCM with the key of the installation.
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { makeSecret, type Sealer, type Secret } from '#core/secrets.ts';

/** Length of the key, bytes. */
const keyBytes = 32;
const [ivBytes, tagBytes] = [12, 16];
const form = 'v1';
const algorithm = 'aes-256-gcm';

/** A sealer with a key of 32 bytes. What it makes is `v1.<id of the key>.<base64url of nonce, tag and text>`. */
export function makeSealer(key: Secret): Sealer {
  const bytes = Buffer.from(key.reveal(), 'base64url');
  if (bytes.length !== keyBytes) throw new TypeError('assertion: the key is not 32 bytes');
  const keyId = createHash('sha256').update('key id ').update(bytes).digest('hex').slice(0, 8);
  return {
    seal(secret, about) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv(algorithm, bytes, iv).setAAD(Buffer.from(about));
      const text = Buffer.concat([cipher.update(secret.reveal(), 'utf8'), cipher.final()]);
      return [form, keyId, Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url')].join('.');
    },
    open(sealed, about) {
      const [version, id, text = ''] = sealed.split('.');
      const all = Buffer.from(text, 'base64url');
      const fail = (cause?: unknown): SolsteadError =>
        new SolsteadError('store.corrupt', {
          at: about,
          why: because(version === form && id !== keyId ? 'secret.other-key' : 'secret.changed'),
          cause,
        });
      if (version !== form || id !== keyId || all.length < ivBytes + tagBytes) throw fail();
      try {
        const decipher = createDecipheriv(algorithm, bytes, all.subarray(0, ivBytes), { authTagLength: tagBytes })
          .setAAD(Buffer.from(about))
          .setAuthTag(all.subarray(ivBytes, ivBytes + tagBytes));
        const plain = Buffer.concat([decipher.update(all.subarray(ivBytes + tagBytes)), decipher.final()]);
        return makeSecret(plain.toString('utf8'));
      } catch (error) {
        throw fail(error);
      }
    },
  };
}
