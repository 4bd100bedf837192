// Passkeys (WebAuthn): a key in a phone, computer or stick that signs a challenge of this server for this server's name alone, after it
// has made sure who holds it.
import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import type { NewPasskey, PasskeyOptions, PasskeyProof } from '#api/credentials.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import type { AccountRecord, CredentialStore, PasskeyRecord } from '#core/records.ts';
import { type Challenges, makeChallenges } from './challenges.ts';

/** Loaded with the first passkey, not at the start. */
const webauthn = () => import('@simplewebauthn/server');

const mostPasskeys = 20;
const mostTransports = 10;

/** Where the browser is that asks: passkeys belong to a name. */
export interface PasskeyPlace {
  /** `https://solar.example.com:6789` */
  readonly origin: string;
  /** The name alone. */
  readonly host: string;
}

/** A passkey as its owner sees it. */
export type PasskeyView = Pick<PasskeyRecord, 'id' | 'name' | 'createdMs' | 'usedMs'>;

/** Who sits at a session: a challenge that was made for one of them is good there alone. */
export interface AtSession {
  readonly account: AccountRecord;
  /** Hash of its token. */
  readonly session: string;
}

/** Passkeys over the records. */
export interface Passkeys {
  list(account: string): Promise<readonly PasskeyView[]>;
  /** What a browser needs to make one. Errors: `input.invalid`. */
  creation(by: AtSession, place: PasskeyPlace): Promise<PasskeyOptions>;
  /** Errors: `input.invalid`. */
  add(by: AtSession, made: NewPasskey, place: PasskeyPlace): Promise<PasskeyView>;
  /** Errors: `input.invalid`. */
  remove(account: string, id: string): Promise<void>;
  /** What a browser needs to sign with one: in a session, or to sign in, where nobody is named yet. Errors: `input.invalid`. */
  request(by: AtSession | undefined, place: PasskeyPlace): Promise<PasskeyOptions>;
  /**
   * The account whose passkey signed. Whoever signs in answers what was made for signing in, and whoever proves who they are what was made for
   * their session. `account`: only of this one. Errors: `access.credentials`.
   */
  proven(proof: PasskeyProof, place: PasskeyPlace, by?: Partial<AtSession>): Promise<string>;
}

/** What a challenge is for. */
const purposeOf = (what: 'make' | 'sign', session: string | undefined, { host }: PasskeyPlace): string =>
  JSON.stringify([what, session ?? '', host]);

/** Browsers make passkeys for names only, and only over TLS or on the computer itself. Source: WebAuthn §5.1.3, Secure Contexts §3.1. */
function checkPlace({ origin, host }: PasskeyPlace): void {
  const isSafe = origin.startsWith('https://') || host === 'localhost' || host.endsWith('.localhost');
  if (isIP(host.replace(/^\[|\]$/g, '')) !== 0 || !isSafe)
    throw new SolsteadError('input.invalid', {
      at: 'passkey',
      why: because('passkey.place', { host: external(host) }),
    });
}

/** A short name for one in addresses: credential ids may have a thousand characters. */
const shortId = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 16);

const viewOf = ({ id, name, createdMs, usedMs }: PasskeyRecord): PasskeyView => ({
  id: shortId(id),
  name,
  createdMs,
  ...(usedMs === undefined ? {} : { usedMs }),
});

const refused = (at: string, cause?: unknown): SolsteadError =>
  new SolsteadError('input.invalid', { at, why: because('passkey.refused'), cause });

interface PasskeyParts {
  readonly credentials: CredentialStore;
  readonly clock: Pick<Clock, 'nowMs' | 'monotonicMs'>;
  readonly challenges: Challenges;
}

/** Making them. */
function registration({ credentials, clock, challenges }: PasskeyParts): Pick<Passkeys, 'creation' | 'add'> {
  const assertRoom = async (account: string): Promise<readonly PasskeyRecord[]> => {
    const known = await credentials.passkeys(account);
    if (known.length < mostPasskeys) return known;
    throw new SolsteadError('input.invalid', { at: 'passkey', why: because('passkey.many', { most: mostPasskeys }) });
  };
  return {
    async creation({ account: { id, name }, session }, place) {
      checkPlace(place);
      const known = await assertRoom(id);
      return (await webauthn()).generateRegistrationOptions({
        rpName: 'Solstead',
        rpID: place.host,
        userName: name,
        userID: Buffer.from(id),
        challenge: new Uint8Array(challenges.make(purposeOf('make', session, place))),
        attestationType: 'none',
        excludeCredentials: known.map((one) => ({ id: one.id })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      });
    },
    async add({ account, session }, { name, passkey }, place) {
      checkPlace(place);
      if (name.trim() === '') throw new SolsteadError('input.invalid', { at: 'name', why: because('passkey.name') });
      await assertRoom(account.id);
      const purpose = purposeOf('make', session, place);
      const { verifyRegistrationResponse } = await webauthn();
      const { registrationInfo } = await verifyRegistrationResponse({
        response: {
          ...passkey,
          response: { ...passkey.response, transports: [...(passkey.response.transports ?? [])] },
        },
        expectedChallenge: (challenge) => challenges.isOpen(purpose, challenge) && challenges.use(challenge),
        expectedOrigin: place.origin,
        expectedRPID: place.host,
        requireUserVerification: true,
      }).catch((error: unknown) => {
        throw refused('passkey', error);
      });
      if (registrationInfo === undefined) throw refused('passkey');
      const { id, publicKey, counter } = registrationInfo.credential;
      const record: PasskeyRecord = {
        id,
        account: account.id,
        name: name.trim(),
        publicKey: Buffer.from(publicKey).toString('base64url'),
        counter,
        transports: (passkey.response.transports ?? []).slice(0, mostTransports),
        createdMs: clock.nowMs(),
      };
      await credentials.addPasskey(record);
      return viewOf(record);
    },
  };
}

/** Signing with them. */
function signing({ credentials, clock, challenges }: PasskeyParts): Pick<Passkeys, 'request' | 'proven'> {
  const wrong = (cause?: unknown): SolsteadError =>
    new SolsteadError('access.credentials', { at: 'passkey', why: because('passkey.refused'), cause });
  return {
    async request(by, place) {
      checkPlace(place);
      const known = by === undefined ? [] : await credentials.passkeys(by.account.id);
      return (await webauthn()).generateAuthenticationOptions({
        rpID: place.host,
        challenge: new Uint8Array(challenges.make(purposeOf('sign', by?.session, place))),
        userVerification: 'required',
        allowCredentials: known.map(({ id, transports }) => ({ id, transports: [...transports] })),
      });
    },
    async proven(proof, place, { account, session } = {}) {
      const key = await credentials.passkey(proof.id);
      if (key === undefined || (account !== undefined && key.account !== account.id)) throw wrong();
      const purpose = purposeOf('sign', session, place);
      const { verifyAuthenticationResponse } = await webauthn();
      const { verified, authenticationInfo } = await verifyAuthenticationResponse({
        response: proof,
        expectedChallenge: (challenge) => challenges.isOpen(purpose, challenge),
        expectedOrigin: place.origin,
        expectedRPID: place.host,
        requireUserVerification: true,
        credential: {
          id: key.id,
          publicKey: new Uint8Array(Buffer.from(key.publicKey, 'base64url')),
          counter: key.counter,
          transports: [...key.transports],
        },
      }).catch((error: unknown) => {
        throw wrong(error);
      });
      const { challenge } = JSON.parse(Buffer.from(proof.response.clientDataJSON, 'base64url').toString()) as {
        readonly challenge: string;
      };
      if (!verified || !challenges.use(challenge)) throw wrong();
      const use = { id: key.id, counter: authenticationInfo.newCounter, usedMs: clock.nowMs() };
      if (!(await credentials.usePasskey(use))) throw wrong();
      return key.account;
    },
  };
}

/** Makes them. */
export function makePasskeys(credentials: CredentialStore, clock: Pick<Clock, 'nowMs' | 'monotonicMs'>): Passkeys {
  const parts = { credentials, clock, challenges: makeChallenges(clock) };
  return {
    list: async (account) => (await credentials.passkeys(account)).map(viewOf),
    async remove(account, id) {
      const found = (await credentials.passkeys(account)).find((one) => shortId(one.id) === id);
      if (found !== undefined && (await credentials.removePasskey(account, found.id))) return;
      throw new SolsteadError('input.invalid', { at: 'passkey', why: because('passkey.unknown') });
    },
    ...registration(parts),
    ...signing(parts),
  };
}
