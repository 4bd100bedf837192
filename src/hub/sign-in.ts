// Signing in: by name and password with what else the account asks for, by a passkey, and by a recovery code for who has lost the password.
import { randomBytes } from 'node:crypto';
import type { Clock } from '#core/clock.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import { networkOf } from '#core/network-of.ts';
import { because } from '#core/reason.ts';
import type { AccountRecord, RecordStore } from '#core/records.ts';
import type { Passkeys } from './credentials/passkeys.ts';
import type { GivenFactor, SecondFactors } from './credentials/second-factor.ts';
import { knownBrowser } from './known-browsers.ts';
import { checkPassword } from './password-strength.ts';
import { hashPassword, isPassword } from './passwords.ts';
import type { SignInAudit } from './sign-in-audit.ts';
import type { SignInThrottle } from './sign-in-throttle.ts';
import type { Client } from './sessions.ts';
import type { Access, SignedIn, SignInRequest } from './types.ts';

/** What access needs of the records. */
export type AccessRecords = Pick<
  RecordStore,
  | 'accounts'
  | 'grants'
  | 'tokens'
  | 'sessions'
  | 'refreshes'
  | 'credentials'
  | 'invitations'
  | 'sites'
  | 'devices'
  | 'audit'
>;

/** What accounts depend on. */
export interface AccessParts {
  readonly records: AccessRecords;
  readonly clock: Clock;
  readonly throttle: SignInThrottle;
  readonly signIns: SignInAudit;
  readonly factors: SecondFactors;
  readonly passkeys: Passkeys;
  enter(account: AccountRecord, client: Client): Promise<SignedIn>;
  /** Writes down what somebody did with an account; of very many lines some. */
  note(account: AccountRecord, action: string, subject: string): Promise<void>;
  /** Announces that somebody may do more, or less, from now on. */
  changed(): void;
}

/** Whether an account is signed in from there: known places outlast a restart with its sessions. */
async function isKnownPlace({ sessions }: AccessRecords, { id }: AccountRecord, from: string): Promise<boolean> {
  const network = networkOf(from);
  return (await sessions.of(id)).some((session) => networkOf(session.from) === network);
}

/** Somebody who shows who they are: throttled for strangers, logged, and equally slow for a name that does not exist. */
export function makeSignInCheck({ records, throttle, factors, signIns }: AccessParts) {
  // Verified for unknown names too, so that response times do not reveal which names exist.
  let decoy: Promise<string> | undefined;
  const verified = async (account: AccountRecord | undefined, password: string): Promise<boolean> => {
    // Awaited for known names too: the first to sign in waits for it, whoever that is.
    const decoyHash = await (decoy ??= hashPassword(randomBytes(16).toString('hex')));
    return isPassword(account?.passwordHash ?? decoyHash, password);
  };
  return async ({ name, password, browser, from, ...proof }: SignInRequest): Promise<AccountRecord> => {
    const account = await records.accounts.byName(name);
    const known = knownBrowser(account, browser);
    const isFamiliar = account !== undefined && (await isKnownPlace(records, account, from));
    let attempt: ReturnType<SignInThrottle['attempt']>;
    try {
      attempt = known === undefined ? throttle.attempt(name, from, isFamiliar) : throttle.attemptFrom(known);
    } catch (error) {
      await signIns.failed(account, from, 'access.throttled');
      throw error;
    }
    const isRight = await verified(account, password).finally(() => attempt.ended());
    if (account === undefined || !isRight) {
      await signIns.failed(account, from, 'access.credentials');
      throw new SolsteadError('access.credentials', { at: 'sign-in' });
    }
    let factor: GivenFactor | undefined;
    try {
      factor = await factors.check(account, proof, known);
    } catch (error) {
      await signIns.failed(account, from, isSolsteadError(error) ? error.code : 'failed');
      throw error;
    }
    attempt.passed();
    await signIns.signedIn(account, from, factor === undefined ? 'password' : `password + ${factor}`);
    return account;
  };
}

/** Signing in by a passkey alone: it knows whose it is, and who holds it. */
export function makePasskeySignIn({
  records,
  throttle,
  passkeys,
  signIns,
  enter,
}: AccessParts): Access['signInByPasskey'] {
  return async ({ passkey, place }, client) => {
    const { from } = client;
    // No name is tried, so that only the address counts.
    const attempt = throttle.attempt(`passkey ${from}`, from, false);
    try {
      const account = await records.accounts.byId(await passkeys.proven(passkey, place));
      if (account === undefined) throw new SolsteadError('access.credentials', { at: 'passkey' });
      attempt.passed();
      await signIns.signedIn(account, from, 'passkey');
      return await enter(account, client);
    } catch (error) {
      if (isSolsteadError(error, 'access.credentials')) await signIns.failed(undefined, from, error.code);
      throw error;
    } finally {
      attempt.ended();
    }
  };
}

/** A new password for who has lost the old one and has a printed code. All sessions end. */
export function makeRecover({ records, throttle, factors, signIns, note, changed }: AccessParts): Access['recover'] {
  return async ({ name, code, newPassword, from }) => {
    const account = await records.accounts.byName(name);
    const sites = (await records.sites.list()).map((one) => one.name);
    await checkPassword(newPassword, [name, ...sites], 'newPassword');
    const attempt = throttle.attempt(name, from, account !== undefined && (await isKnownPlace(records, account, from)));
    try {
      if (account === undefined || !(await factors.useRecoveryCode(account.id, code))) {
        await signIns.failed(account, from, 'access.credentials');
        throw new SolsteadError('access.credentials', { at: 'code', why: because('recovery.wrong') });
      }
      attempt.passed();
    } finally {
      attempt.ended();
    }
    await records.accounts.save({ ...account, passwordHash: await hashPassword(newPassword) });
    await records.sessions.removeAll(account.id);
    await note(account, 'recover password', account.name);
    changed();
  };
}
