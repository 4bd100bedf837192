// How a home shows who it is: in the header of the handshake, or, where a client cannot send headers, in its first message.
import { isRecord } from '#core/entries.ts';

/** Client id and secret as they came. */
export interface Credentials {
  readonly clientId: string;
  readonly secret: string;
}

const longest = 200;
const ofText = (clientId: unknown, secret: unknown): Credentials | undefined =>
  typeof clientId === 'string' && typeof secret === 'string' && clientId.length <= longest && secret.length <= longest
    ? { clientId, secret }
    : undefined;

/** Those of `Authorization: Basic …`. Source: RFC 7617. */
export function headerCredentials(header: string | undefined): Credentials | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/=]{1,600})$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : ofText(text.slice(0, colon), text.slice(colon + 1));
}

/** The header of these. */
export function basicHeader({ clientId, secret }: Credentials): string {
  return `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`;
}

/** Those of a first message `{type: 'auth', clientId, clientSecret}`. */
export function credentialsIn(text: string): Credentials | undefined {
  try {
    const found: unknown = JSON.parse(text);
    return isRecord(found) && found['type'] === 'auth' ? ofText(found['clientId'], found['clientSecret']) : undefined;
  } catch {
    return undefined;
  }
}
