// For tests only: a passkey in software, that signs what it is asked to.
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { PasskeyProof } from '#api/credentials.ts';
import type { PasskeyRecord } from '#core/records.ts';
import type { PasskeyPlace } from '../credentials/passkeys.ts';

const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();

/** A passkey of an account, and its answer to a challenge. */
export function ownPasskey(account: string, id: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  // COSE: EC2, ES256, P-256. Source: RFC 9053 §7.1.1.
  const cose = Buffer.concat([
    Buffer.from('a5010203262001215820', 'hex'),
    Buffer.from(x, 'base64url'),
    Buffer.from('225820', 'hex'),
    Buffer.from(y, 'base64url'),
  ]);
  const record: PasskeyRecord = {
    id: Buffer.from(id).toString('base64url'),
    account,
    name: id,
    publicKey: cose.toString('base64url'),
    counter: 0,
    transports: [],
    createdMs: 0,
  };
  let counter = 0;
  const answer = (challenge: string, { origin, host }: PasskeyPlace): PasskeyProof => {
    const client = Buffer.from(JSON.stringify({ type: 'webauthn.get', challenge, origin, crossOrigin: false }));
    counter += 1;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    // Its holder was there (1) and was verified (4). Source: WebAuthn §6.1.
    const data = Buffer.concat([sha256(host), Buffer.from([5]), count]);
    return {
      id: record.id,
      rawId: record.id,
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: client.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: sign('sha256', Buffer.concat([data, sha256(client)]), privateKey).toString('base64url'),
      },
    };
  };
  return { record, answer };
}
