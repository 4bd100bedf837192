// Who sends a push message: a key of the installation that browsers subscribe with, and a short-lived token that it signs. Source: RFC 8292.
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { SecretStore } from '#core/secrets.ts';

/** The key of the installation. */
export interface VapidKeys {
  /** Uncompressed point, base64url. */
  readonly publicKey: string;
  readonly privateKey: KeyObject;
}

/** The name of the key among the secrets. */
const ref = 'alerts.vapid';
/** How long a token is good, s: at most a day. Source: RFC 8292 §2. */
const tokenS = 12 * 3600;

const base64url = (text: string): string => Buffer.from(text).toString('base64url');

function keysOf(privateKey: KeyObject): VapidKeys {
  const { x = '', y = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  return { publicKey: point.toString('base64url'), privateKey };
}

/** The key of an installation, made at its first use. Errors: `store.*`. */
export async function vapidKeys(secrets: SecretStore): Promise<VapidKeys> {
  const kept = await secrets.read(ref);
  if (kept !== undefined) return keysOf(createPrivateKey(kept.reveal()));
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  await secrets.save(ref, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  return keysOf(privateKey);
}

/** The header `Authorization` for a push service. */
export function vapidHeader(
  { publicKey, privateKey }: VapidKeys,
  { origin, nowMs }: { readonly origin: string; readonly nowMs: number },
): string {
  const head = base64url(JSON.stringify({ typ: 'JWT', alg: 'ES256' }));
  const claims = { aud: origin, exp: Math.floor(nowMs / 1000) + tokenS, sub: 'https://github.com/solstead' };
  const signed = `${head}.${base64url(JSON.stringify(claims))}`;
  const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `vapid t=${signed}.${signature.toString('base64url')}, k=${publicKey}`;
}
