// The contract between server and clients for credentials: tokens of clients and programs, second factors, passkeys, the proof that it is
// still the same person; schemas and types, as in contract.ts.
import Type, { type Static } from 'typebox';
import type { Frozen } from './frozen.ts';
import { line } from './line.ts';
import { GrantView } from './people.ts';

const atMs = Type.Number({ description: 'Epoch milliseconds, UTC' });
const password = Type.String({ minLength: 1, maxLength: 200 });
const newPassword = Type.String({ minLength: 10, maxLength: 200 });
const name = line({ minLength: 1, maxLength: 80 });
const code = line({ minLength: 1, maxLength: 40, description: 'Code of the app, or a recovery code' });
/** Bytes as base64url; the longest is an attestation with certificates. */
const bytes = (maxLength: number) => Type.String({ maxLength, pattern: '^[A-Za-z0-9_-]*$' });
const credentialId = bytes(1400);
/** Nothing of them is used: clients send an empty object. */
const extensions = Type.Object({});
const attachment = Type.Optional(Type.Enum(['platform', 'cross-platform']));
const transports = Type.Array(Type.Enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']), {
  maxItems: 10,
});

/** What a passkey signed. Source: WebAuthn §5.1.9, AuthenticationResponseJSON. */
export const PasskeyProof = Type.Object({
  id: credentialId,
  rawId: credentialId,
  type: Type.Literal('public-key'),
  response: Type.Object({
    clientDataJSON: bytes(2000),
    authenticatorData: bytes(4000),
    // ML-DSA-87, the longest there is, has 4627 bytes.
    signature: bytes(6200),
    userHandle: Type.Optional(bytes(200)),
  }),
  clientExtensionResults: extensions,
  authenticatorAttachment: attachment,
});

export type PasskeyProof = Frozen<Static<typeof PasskeyProof>>;

/** A new passkey. Source: WebAuthn §5.1.8, RegistrationResponseJSON. */
export const NewPasskey = Type.Object({
  name,
  passkey: Type.Object({
    id: credentialId,
    rawId: credentialId,
    type: Type.Literal('public-key'),
    response: Type.Object({
      clientDataJSON: bytes(2000),
      attestationObject: bytes(20_000),
      authenticatorData: Type.Optional(bytes(20_000)),
      transports: Type.Optional(transports),
      publicKeyAlgorithm: Type.Optional(Type.Integer()),
      publicKey: Type.Optional(bytes(4000)),
    }),
    clientExtensionResults: extensions,
    authenticatorAttachment: attachment,
  }),
});

export type NewPasskey = Frozen<Static<typeof NewPasskey>>;

/** What a browser is given to make a passkey, or to sign with one: the JSON form of WebAuthn's options. */
export const PasskeyOptions = Type.Object(
  { challenge: Type.String() },
  { additionalProperties: true, description: 'PublicKeyCredential options as JSON, for the browser’s own functions' },
);

export type PasskeyOptions = Frozen<Static<typeof PasskeyOptions>>;

/** Which of the two a browser is about to do. */
export const PasskeyUse = Type.Object({ use: Type.Enum(['make', 'sign']) });
/** Signing in by a passkey alone. */
export const PasskeySignIn = Type.Object({ passkey: PasskeyProof });

/** A client that signs in. */
export const ClientSignIn = Type.Object({ name, password, code: Type.Optional(code) });
/** What a client goes on with: `accessToken` as the bearer, and `refreshToken` for the next pair, once. */
export const ClientTokens = Type.Object({
  accessToken: Type.String(),
  accessExpiresMs: atMs,
  refreshToken: Type.String(),
  refreshExpiresMs: atMs,
});
export const RefreshRequest = Type.Object({ refreshToken: line({ minLength: 1, maxLength: 100 }) });
/** An access or refresh token whose session ends. */
export const RevokeRequest = Type.Object({ token: line({ minLength: 1, maxLength: 2048 }) });

/** Somebody who has lost the password and has a printed code. */
export const PasswordRecovery = Type.Object({ name, code, newPassword });

const PasskeyView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  createdMs: atMs,
  /** When it was last used. */
  usedMs: Type.Optional(atMs),
});

/** What an account has besides its password. */
export const CredentialView = Type.Object({
  totp: Type.Boolean({ description: 'Whether signing in asks for a code of the time' }),
  pin: Type.Boolean(),
  recoveryCodes: Type.Integer({ description: 'How many are left' }),
  passkeys: Type.Array(PasskeyView),
  provenUntilMs: Type.Number({ description: 'Until when the last proof holds, epoch milliseconds' }),
});
export type CredentialView = Frozen<Static<typeof CredentialView>>;

/** A proof that it is still the person who signed in: one of them. */
export const PersonProof = Type.Object({
  password: Type.Optional(password),
  code: Type.Optional(code),
  pin: Type.Optional(line({ minLength: 1, maxLength: 12 })),
  passkey: Type.Optional(PasskeyProof),
});

/** A secret for an app that makes codes; told this once, and on after a first code. */
export const NewTotp = Type.Object({
  secret: Type.String({ description: 'base32' }),
  address: Type.String({ description: 'otpauth:// address, for a QR code' }),
});
export const TotpCode = Type.Object({ code });
export const RecoveryCodes = Type.Object({ codes: Type.Array(Type.String()) });
export const NewPin = Type.Object({ pin: line({ minLength: 6, maxLength: 12, description: '6 to 12 digits' }) });

const tokenKind = Type.Enum(['personal', 'integration'], {
  description:
    'personal: it does what its maker may do, and ends with the account; integration: it belongs to the installation',
});

const tokenView = {
  id: Type.String(),
  name: Type.String(),
  kind: tokenKind,
  grants: Type.Array(GrantView),
  createdMs: atMs,
  /** Absent: it does not expire. */
  expiresMs: Type.Optional(atMs),
  /** When it was last used, to some minutes, and from which address. */
  usedMs: Type.Optional(atMs),
  from: Type.Optional(Type.String()),
};
/** A token of a program. */
const TokenView = Type.Object(tokenView);
export type TokenView = Frozen<Static<typeof TokenView>>;
export const TokenViews = Type.Array(TokenView);
/** A token to be made: its scope is what it may do where. */
export const NewToken = Type.Object({
  name,
  kind: tokenKind,
  grants: Type.Array(GrantView, { minItems: 1, maxItems: 50 }),
  expiresMs: Type.Optional(atMs),
});
/** A new token; its text is told this once. */
export const MadeToken = Type.Object({ ...tokenView, token: Type.String() });
