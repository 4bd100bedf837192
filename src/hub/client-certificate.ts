// The certificate of a client of the broker, by its fingerprint: that of a certificate it signed itself is as good as any other, because the
// handshake proves that the client has its key.
import { X509Certificate } from 'node:crypto';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';

/**
 * The SHA-256 fingerprint in what a person gives, 64 hex digits in small letters: the fingerprint as `openssl x509 -fingerprint -sha256` prints
 * it, or the certificate itself as PEM. Errors: `input.invalid`.
 */
export function fingerprintIn(text: string): string {
  const digits = text
    .trim()
    .replace(/^sha-?256[^=:]{0,20}[=:]\s*/i, '')
    .replaceAll(/[\s:]/g, '')
    .toLowerCase();
  if (/^[\da-f]{64}$/.test(digits)) return digits;
  const begin = text.indexOf('-----BEGIN CERTIFICATE-----');
  if (begin >= 0) {
    try {
      return plainFingerprint(new X509Certificate(text.slice(begin)).fingerprint256);
    } catch {
      // Not whole, or changed: told as what is no certificate.
    }
  }
  throw new SolsteadError('input.invalid', { at: 'certificate', why: because('broker.no-fingerprint') });
}

/** A fingerprint as it is kept. */
const plainFingerprint = (fingerprint: string): string => fingerprint.replaceAll(':', '').toLowerCase();
