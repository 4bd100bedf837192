// For tests only: a passkey in software, as a browser and its authenticator answer together.
// Source: WebAuthn level 3 §6.1 (authenticator data), §6.5.1 (attested data), §8.7 (no attestation); RFC 8949 (CBOR); RFC 9053 (ES256).
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { NewPasskey, PasskeyProof } from '#api/credentials.ts';

/** A key of one account at one place. */
export interface SoftKey {
  /** Answers `optionsForPasskey`. */
  made(challenge: string): NewPasskey['passkey'];
  /** Answers `requestPasskey`. */
  signed(challenge: string): PasskeyProof;
}

const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();

/** Major type and length of a CBOR item below 65 536. */
function head(major: number, size: number): Buffer {
  if (size < 24) return Buffer.from([(major << 5) | size]);
  return size < 256 ? Buffer.from([(major << 5) | 24, size]) : Buffer.from([(major << 5) | 25, size >> 8, size & 255]);
}
const cborText = (text: string): Buffer => Buffer.concat([head(3, Buffer.byteLength(text)), Buffer.from(text)]);
const cborBytes = (bytes: Uint8Array): Buffer => Buffer.concat([head(2, bytes.length), bytes]);

/** User present and verified; with the key itself. */
const flags = { signed: 0x05, made: 0x45 } as const;

/** Makes one for pages of an origin. */
export function softKey(origin: string): SoftKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const id = randomBytes(16);
  let counter = 0;
  const data = (flag: number): Buffer => {
    const fixed = Buffer.alloc(5);
    fixed.writeUInt8(flag);
    fixed.writeUInt32BE((counter += 1), 1);
    return Buffer.concat([sha256(new URL(origin).hostname), fixed]);
  };
  const client = (type: string, challenge: string): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const named = {
    id: id.toString('base64url'),
    rawId: id.toString('base64url'),
    type: 'public-key',
    clientExtensionResults: {},
  } as const;
  return {
    made(challenge) {
      // {1: EC2, 3: ES256, -1: P-256, -2: x, -3: y}
      const key = Buffer.concat([
        Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
        cborBytes(Buffer.from(x, 'base64url')),
        Buffer.from([0x22]),
        cborBytes(Buffer.from(y, 'base64url')),
      ]);
      const size = Buffer.from([0, id.length]);
      const authData = Buffer.concat([data(flags.made), Buffer.alloc(16), size, id, key]);
      const attestation = Buffer.concat([
        head(5, 3),
        cborText('fmt'),
        cborText('none'),
        cborText('attStmt'),
        head(5, 0),
        cborText('authData'),
        cborBytes(authData),
      ]);
      return {
        ...named,
        response: {
          clientDataJSON: client('webauthn.create', challenge).toString('base64url'),
          attestationObject: attestation.toString('base64url'),
        },
      };
    },
    signed(challenge) {
      const said = client('webauthn.get', challenge);
      const authenticatorData = data(flags.signed);
      return {
        ...named,
        response: {
          clientDataJSON: said.toString('base64url'),
          authenticatorData: authenticatorData.toString('base64url'),
          signature: sign('sha256', Buffer.concat([authenticatorData, sha256(said)]), privateKey).toString('base64url'),
        },
      };
    },
  };
}
