// Browsers in which an account was signed in before: strangers who guess cannot lock them out. Each holds a token that only this
// installation can have made, and that a new password makes worthless.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AccountRecord } from '#core/records.ts';

const sign = ({ id, passwordHash }: AccountRecord, nonce: string): Buffer =>
  createHmac('sha256', passwordHash).update(`browser ${id} ${nonce}`).digest();

/** A token for a browser in which this account has signed in. */
export function browserToken(account: AccountRecord): string {
  const nonce = randomBytes(16).toString('base64url');
  return `${nonce}.${sign(account, nonce).toString('base64url')}`;
}

/** What identifies the browser of a token; undefined if the token is not of this account. */
export function knownBrowser(account: AccountRecord | undefined, token: string | undefined): string | undefined {
  const [nonce = '', signature = ''] = (token ?? '').slice(0, 200).split('.');
  if (account === undefined || nonce === '') return undefined;
  const given = Buffer.from(signature, 'base64url');
  const right = sign(account, nonce);
  return given.length === right.length && timingSafeEqual(given, right) ? nonce : undefined;
}
