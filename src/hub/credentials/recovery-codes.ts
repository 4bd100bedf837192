// Recovery codes: printed and put away, each good once, in place of a code of the time or of a forgotten password.
import { createHash, randomInt } from 'node:crypto';

/** Codes of a sheet. */
const codesOfSheet = 10;
/** Letters and digits that are not easily confused, 31 of them: a code of 24 has 118 bits, so that a plain hash of it keeps it. */
const letters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const characters = 24;

/** A code in groups that can be read and typed. */
function makeCode(): string {
  const all = Array.from({ length: characters }, () => letters[randomInt(letters.length)] ?? '').join('');
  return all.replaceAll(/(.{4})(?=.)/g, '$1-');
}

/** A sheet of them. */
export function makeRecoveryCodes(): readonly string[] {
  return Array.from({ length: codesOfSheet }, makeCode);
}

/** What is kept of a code, as it was typed; undefined if it cannot be one. So many bits need no slow hash. */
export function recoveryCodeHash(account: string, typed: string): string | undefined {
  const plain = typed.toUpperCase().replaceAll(/[\s-]/g, '');
  if (plain.length !== characters) return undefined;
  return createHash('sha256').update(`recovery ${account} ${plain}`).digest('hex');
}
