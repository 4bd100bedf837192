// Access tokens of clients: signed, for a quarter of an hour, and worth nothing without their session. The signing keys are secrets of the
// installation and are renewed from time to time.
import { randomBytes, randomUUID } from 'node:crypto';
import { isRecord } from '#core/entries.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { makeSecret, type Secret, type SecretStore } from '#core/secrets.ts';
import { dayMs, minuteMs } from '#core/time.ts';

/** Loaded with the first token, not at the start. */
const jose = () => import('jose');

/** How long an access token is good, ms. */
const accessMs = 15 * minuteMs;
/** How old a signing key becomes before there is another, and how long tokens of the one before are read. */
const [renewMs, afterMs] = [30 * dayMs, dayMs];
/** How far clocks may be apart, s. */
const leewaySeconds = 30;
/** Longer texts are no tokens of ours. */
const mostCharacters = 2048;
const secretRef = 'access-token.keys';
const algorithm = 'HS256';
const about = { issuer: 'solstead', audience: 'solstead-api', typ: 'at+jwt' } as const;

/** Whom an access token is for. */
export interface AccessClaims {
  readonly account: string;
  /** `tokenHash` of the session. */
  readonly session: string;
}

/** Makes and reads them. */
export interface AccessTokens {
  issue(claims: AccessClaims): Promise<{ readonly token: string; readonly expiresMs: number }>;
  /** Undefined if it is not of this installation, was changed, or has expired. */
  read(token: string): Promise<AccessClaims | undefined>;
}

interface SigningKey {
  readonly id: string;
  readonly secret: Secret;
  readonly createdMs: number;
}

/** Whether a text looks like an access token; those of sessions and programs have no dots. */
export function isAccessToken(token: string): boolean {
  return token.length <= mostCharacters && /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(token);
}

function keysIn(text: string): readonly SigningKey[] {
  const broken = (): SolsteadError =>
    new SolsteadError('store.corrupt', { at: secretRef, why: because('secret.changed') });
  const list: unknown = JSON.parse(text);
  if (!Array.isArray(list)) throw broken();
  return list.map((one: unknown) => {
    if (!isRecord(one)) throw broken();
    const { id, key, createdMs } = one;
    if (typeof id !== 'string' || typeof key !== 'string' || typeof createdMs !== 'number') throw broken();
    return { id, secret: makeSecret(key), createdMs };
  });
}

function signingKeys(secrets: SecretStore, clock: Pick<Clock, 'nowMs'>) {
  let loading: Promise<readonly SigningKey[]> | undefined;
  const renewed = async (known: readonly SigningKey[]): Promise<readonly SigningKey[]> => {
    const nowMs = clock.nowMs();
    const fresh = { id: randomUUID(), secret: makeSecret(randomBytes(32).toString('base64url')), createdMs: nowMs };
    // The one before still reads what it signed.
    const keys = [fresh, ...known.filter(({ createdMs }) => nowMs - createdMs < renewMs + afterMs)].slice(0, 3);
    const text = keys.map(({ id, secret, createdMs }) => ({ id, key: secret.reveal(), createdMs }));
    await secrets.save(secretRef, JSON.stringify(text));
    return keys;
  };
  const load = async (): Promise<readonly SigningKey[]> => {
    const kept = await secrets.read(secretRef);
    return kept === undefined ? [] : keysIn(kept.reveal());
  };
  const all = async (): Promise<readonly SigningKey[]> => {
    loading ??= load();
    try {
      return await loading;
    } catch (error) {
      loading = undefined;
      throw error;
    }
  };
  const isFresh = (key: SigningKey | undefined): key is SigningKey =>
    key !== undefined && Math.abs(clock.nowMs() - key.createdMs) < renewMs;
  return {
    all,
    /** The one that signs, made if there is none that is young enough. */
    async current(): Promise<SigningKey> {
      const [first] = await all();
      if (isFresh(first)) return first;
      const before = loading;
      // Many at once renew it once.
      loading = (before ?? Promise.resolve([])).then(async (known) => (isFresh(known[0]) ? known : renewed(known)));
      const [key] = await all();
      if (key === undefined) throw new TypeError('assertion: no signing key was made');
      return key;
    },
  };
}

/** Access tokens over the secrets of an installation. */
export function makeAccessTokens(secrets: SecretStore, clock: Pick<Clock, 'nowMs'>): AccessTokens {
  const keys = signingKeys(secrets, clock);
  return {
    async issue({ account, session }) {
      const { SignJWT } = await jose();
      const { id, secret } = await keys.current();
      const issuedS = Math.floor(clock.nowMs() / 1000);
      const expiresS = issuedS + accessMs / 1000;
      const token = await new SignJWT({ sid: session })
        .setProtectedHeader({ alg: algorithm, typ: about.typ, kid: id })
        .setSubject(account)
        .setIssuer(about.issuer)
        .setAudience(about.audience)
        .setJti(randomUUID())
        .setIssuedAt(issuedS)
        .setExpirationTime(expiresS)
        .sign(Buffer.from(secret.reveal(), 'base64url'));
      return { token, expiresMs: expiresS * 1000 };
    },
    async read(token) {
      if (!isAccessToken(token)) return undefined;
      const { jwtVerify, errors } = await jose();
      const known = await keys.all();
      try {
        const { payload } = await jwtVerify(
          token,
          ({ kid }) => {
            const key = known.find(({ id }) => id === kid);
            if (key === undefined) throw new errors.JWSSignatureVerificationFailed();
            return Buffer.from(key.secret.reveal(), 'base64url');
          },
          {
            ...about,
            algorithms: [algorithm],
            requiredClaims: ['sub', 'sid', 'iat', 'exp', 'jti'],
            clockTolerance: leewaySeconds,
            maxTokenAge: accessMs / 1000,
            currentDate: new Date(clock.nowMs()),
          },
        );
        const { sub, sid } = payload;
        return typeof sub === 'string' && typeof sid === 'string' ? { account: sub, session: sid } : undefined;
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined;
        throw error;
      }
    },
  };
}
