// Accounts and sessions: who may come in. Passwords are argon2id hashes, tokens random and kept only as SHA-256.
import { because } from '#core/reason.ts';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Grant, Principal } from '#core/access.ts';
import { SolsteadError } from '#core/errors.ts';
import type { Clock } from '#core/clock.ts';
import type { AccountRecord, RecordStore } from '#core/records.ts';
import { isTimeZone } from '#energy/local-day.ts';
import { makeSignInThrottle } from './sign-in-throttle.ts';
import { hashPassword, isPassword } from './passwords.ts';
import type { Access, ClaimRequest } from './types.ts';

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

/** Access over the records; `addSite` makes the home the owner claimed. */
export function makeAccess(
  records: AccessRecords,
  clock: Clock,
  addSite: (site: ClaimRequest['site']) => Promise<void>,
): Access {
  const throttle = makeSignInThrottle(clock);
  // Verified for unknown names too, so that the time of an answer does not tell which names exist.
  let decoy: Promise<string> | undefined;

  const openSession = async (account: AccountRecord, grants: readonly Grant[]) => {
    const token = randomBytes(32).toString('base64url');
    const createdMs = clock.nowMs();
    await records.sessions.save({
      tokenHash: tokenHash(token),
      account: account.id,
      createdMs,
      expiresMs: createdMs + sessionMs,
    });
    return { principal: personOf(account, grants), token };
  };

  return {
    isClaimed: () => records.accounts.any(),
    async claim(request) {
      checkClaim(request);
      const name = request.name.trim();
      const account: AccountRecord = { id: randomUUID(), name, passwordHash: await hashPassword(request.password) };
      const grants: readonly Grant[] = [{ site: '*', may: 'owner' }];
      if (!(await records.accounts.saveFirst(account, grants)))
        throw new SolsteadError('access.owned', { at: 'owner' });
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
    },
    async signIn({ name, password, from }) {
      const attempt = throttle.attempt(name, from);
      const account = await records.accounts.byName(name);
      // Awaited for known names too: the first to sign in waits for it, whoever that is.
      const decoyHash = await (decoy ??= hashPassword(randomBytes(16).toString('hex')));
      const isRight = await isPassword(account?.passwordHash ?? decoyHash, password);
      if (account === undefined || !isRight) throw new SolsteadError('access.credentials', { at: 'sign-in' });
      attempt.passed();
      return openSession(account, await records.grants.of(account.id));
    },
    principal: (token) => principalOf(records, tokenHash(token), clock.nowMs()),
    signOut: (token) => records.sessions.remove(tokenHash(token)),
  };
}
