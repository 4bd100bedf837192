// Codes that follow from the time. Source: RFC 6238 with the parameters that every app knows: SHA-1, 30 s, 6 digits (RFC 4226 §5.3).
import { createHmac, timingSafeEqual } from 'node:crypto';

const stepMs = 30_000;
const digits = 6;
/** Steps before and after the present one that count, too: clocks are never the same. */
const leeway = 1;
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Bytes as base32 without padding. Source: RFC 4648 §6. */
export function base32(bytes: Uint8Array): string {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      text += letters[(held >>> (bits - 5)) & 31] ?? '';
      bits -= 5;
    }
    held &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + (letters[(held << (5 - bits)) & 31] ?? '');
}

/** The time step of a moment. */
export function stepAt(atMs: number): number {
  return Math.floor(atMs / stepMs);
}

/** The code of a step. */
export function codeOf(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac('sha1', secret).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 15;
  const number = (hash.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** digits;
  return String(number).padStart(digits, '0');
}

/** The step whose code this is, among those that count now; undefined if it is none. */
export function stepOfCode(secret: Uint8Array, code: string, atMs: number): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const given = Buffer.from(code);
  const now = stepAt(atMs);
  let found: number | undefined;
  for (let step = now - leeway; step <= now + leeway; step += 1)
    if (timingSafeEqual(Buffer.from(codeOf(secret, step)), given)) found = step;
  return found;
}

/** The address that an app reads from a QR code. Source: Key URI format of Google Authenticator. */
export function otpauth(
  secret: Uint8Array,
  { issuer, account }: { readonly issuer: string; readonly account: string },
) {
  const label = [issuer, account].map((part) => encodeURIComponent(part)).join(':');
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}`;
}
