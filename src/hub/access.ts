// Accounts and sessions: who may come in. Passwords are argon2id hashes, tokens random and kept only as SHA-256.
import { because } from '#core/reason.ts';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Grant, Principal } from '#core/access.ts';
import { SolsteadError } from '#core/errors.ts';
import type { Clock } from '#core/clock.ts';
import type { AccountRecord, RecordStore } from '#core/records.ts';
import { isTimeZone } from '#energy/local-day.ts';
import { browserToken, knownBrowser } from './known-browsers.ts';
import { makeSignInAudit } from './sign-in-audit.ts';
import { makeSignInThrottle } from './sign-in-throttle.ts';
import { hashPassword, isPassword } from './passwords.ts';
import type { Access, ClaimRequest, SignedIn } from './types.ts';

const sessionMs = 30 * 24 * 3_600_000;
const shortestPassword = 10;

/** SHA-256 of a token, hex. */
function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function personOf({ id, name }: AccountRecord, grants: readonly Grant[]): Principal {
  return { id, name, kind: 'person', grants };
}

function checkClaim({ name, password, site }: ClaimRequest): void {
  if (name.trim() === '') throw new SolsteadError('input.invalid', { at: 'name', why: because('account.name') });
  if (password.length < shortestPassword)
    throw new SolsteadError('input.invalid', {
      at: 'password',
      why: because('account.password', { least: shortestPassword }),
    });
  if (site.name.trim() === '') throw new SolsteadError('input.invalid', { at: 'site.name', why: because('site.name') });
  if (!isTimeZone(site.timeZone))
    throw new SolsteadError('input.invalid', {
      at: 'site.timeZone',
      why: because('site.time-zone', { zone: site.timeZone }),
    });
}

/** What access needs of the records. */
export type AccessRecords = Pick<RecordStore, 'accounts' | 'grants' | 'tokens' | 'sessions' | 'audit'>;

/** Who a session or the token of a program belongs to; undefined if it is unknown, expired or its account is gone. */
async function principalOf(records: AccessRecords, hashed: string, nowMs: number): Promise<Principal | undefined> {
  const person = async (account: string): Promise<Principal | undefined> => {
    const found = await records.accounts.byId(account);
    return found === undefined ? undefined : personOf(found, await records.grants.of(account));
  };
  const session = await records.sessions.byHash(hashed);
  if (session !== undefined) return session.expiresMs <= nowMs ? undefined : person(session.account);
  const token = await records.tokens.byHash(hashed);
  if (token === undefined || (token.expiresMs ?? Infinity) <= nowMs) return undefined;
  const { id, name, kind, grants, account } = token;
  if (account === undefined) return { id, name, kind, grants };
  const owner = await person(account);
  return owner === undefined ? undefined : { id, name, kind, grants, within: owner.grants };
}

/** What signing in stands on. */
interface SignInParts {
  readonly records: AccessRecords;
  readonly clock: Clock;
  openSession(account: AccountRecord, grants: readonly Grant[]): Promise<SignedIn>;
}

/** Signing in: slowed down for strangers, written down, and as slow for a name that does not exist. */
function makeSignIn({ records, clock, openSession }: SignInParts): Access['signIn'] {
  const throttle = makeSignInThrottle(clock);
  const signIns = makeSignInAudit(records.audit, clock);
  // Verified for unknown names too, so that the time of an answer does not tell which names exist.
  let decoy: Promise<string> | undefined;
  return async ({ name, password, from, browser }) => {
    const account = await records.accounts.byName(name);
    const known = knownBrowser(account, browser);
    let attempt: ReturnType<typeof throttle.attempt>;
    try {
      attempt = known === undefined ? throttle.attempt(name, from) : throttle.attemptFrom(known);
    } catch (error) {
      await signIns.failed(account, from, 'access.throttled');
      throw error;
    }
    // Awaited for known names too: the first to sign in waits for it, whoever that is.
    const decoyHash = await (decoy ??= hashPassword(randomBytes(16).toString('hex')));
    const isRight = await isPassword(account?.passwordHash ?? decoyHash, password);
    if (account === undefined || !isRight) {
      await signIns.failed(account, from, 'access.credentials');
      throw new SolsteadError('access.credentials', { at: 'sign-in' });
    }
    attempt.passed();
    await signIns.signedIn(account, from);
    return openSession(account, await records.grants.of(account.id));
  };
}

/** Access over the records; `addSite` makes the home the owner claimed. */
export function makeAccess(
  records: AccessRecords,
  clock: Clock,
  addSite: (site: ClaimRequest['site']) => Promise<void>,
): Access {
  let claiming: Promise<unknown> = Promise.resolve();

  const openSession = async (account: AccountRecord, grants: readonly Grant[]) => {
    const token = randomBytes(32).toString('base64url');
    const createdMs = clock.nowMs();
    await records.sessions.save({
      tokenHash: tokenHash(token),
      account: account.id,
      createdMs,
      expiresMs: createdMs + sessionMs,
    });
    return { principal: personOf(account, grants), token, browser: browserToken(account) };
  };
  /** Before a password is hashed, which is made to be slow: anybody may ask. */
  const assertUnclaimed = async (): Promise<void> => {
    if (await records.accounts.any()) throw new SolsteadError('access.owned', { at: 'owner' });
  };

  const claimNow = async (request: ClaimRequest): Promise<SignedIn> => {
    const name = request.name.trim();
    const account: AccountRecord = { id: randomUUID(), name, passwordHash: await hashPassword(request.password) };
    const grants: readonly Grant[] = [{ site: '*', may: 'owner' }];
    if (!(await records.accounts.saveFirst(account, grants))) throw new SolsteadError('access.owned', { at: 'owner' });
    await addSite(request.site);
    const principal = { id: account.id, kind: 'person', name } as const;
    await records.audit.append({
      atMs: clock.nowMs(),
      principal,
      action: 'claim',
      subject: 'home',
      outcome: 'done',
    });
    return openSession(account, grants);
  };

  return {
    isClaimed: () => records.accounts.any(),
    async claim(request) {
      checkClaim(request);
      await assertUnclaimed();
      // One after the other: of many at once the first decides, and the others are refused before their password is hashed.
      const claimed = claiming.then(async () => {
        await assertUnclaimed();
        return claimNow(request);
      });
      claiming = claimed.catch(() => undefined);
      return claimed;
    },
    signIn: makeSignIn({ records, clock, openSession }),
    principal: (token) => principalOf(records, tokenHash(token), clock.nowMs()),
    signOut: (token) => records.sessions.remove(tokenHash(token)),
  };
}
