// For tests only: the app that makes codes of the time.
import { codeOf, stepAt } from '../credentials/totp.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What an app does with the address of a QR code: the code of a moment, epoch ms. */
export function ownApp(address: string): (atMs: number) => string {
  let bits = '';
  for (const letter of new URL(address).searchParams.get('secret') ?? '')
    bits += letters.indexOf(letter).toString(2).padStart(5, '0');
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  return (atMs) => codeOf(bytes, stepAt(atMs));
}
