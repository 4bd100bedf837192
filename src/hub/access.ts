// Accounts and sessions: who may come in. Passwords are argon2id hashes, tokens random and kept only as SHA-256.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { SolsteadError } from '#core/errors.ts';
import type { Clock } from '#core/clock.ts';
import type { AccountRecord, RecordStore } from '#core/records.ts';
import { isTimeZone } from '#energy/local-day.ts';
import type { Access, ClaimRequest, Person } from './types.ts';

const sessionMs = 30 * 24 * 3_600_000;
const shortestPassword = 10;
/** Attempts without success from one address before it must wait; a name bears more, so that strangers cannot lock its owner out. */
const mostAttempts = { from: 5, name: 30 };
const waitMs = 60_000;

/** SHA-256 of a token, hex. */
function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function personOf({ id, name, role }: AccountRecord): Person {
  return { id, name, role };
}

function checkClaim({ name, password, site }: ClaimRequest): void {
  if (name.trim() === '') throw new SolsteadError('input.invalid', { at: 'name', why: 'the account needs a name' });
  if (password.length < shortestPassword)
    throw new SolsteadError('input.invalid', {
      at: 'password',
      why: `the password needs at least ${shortestPassword} characters`,
    });
  if (site.name.trim() === '')
    throw new SolsteadError('input.invalid', { at: 'site.name', why: 'the home needs a name' });
  if (!isTimeZone(site.timeZone))
    throw new SolsteadError('input.invalid', {
      at: 'site.timeZone',
      why: `${site.timeZone} is not a time zone; write it as Europe/Berlin`,
    });
}

/** Counts attempts that have not succeeded, by key. */
interface Throttle {
  /** Counts an attempt; to be called before it is looked at, or many at once would pass. Errors: `access.throttled`. */
  attempt(key: string): void;
  passed(key: string): void;
}

const mostKeys = 10_000;

function makeThrottle(clock: Clock, most: number): Throttle {
  const attempts = new Map<string, { readonly count: number; readonly untilMs: number }>();
  return {
    attempt(key) {
      const nowMs = clock.monotonicMs();
      const known = attempts.get(key);
      const count = known === undefined || known.untilMs <= nowMs ? 0 : known.count;
      if (count >= most) {
        const seconds = Math.ceil(((known?.untilMs ?? nowMs) - nowMs) / 1000);
        throw new SolsteadError('access.throttled', { at: 'sign-in', why: `too many attempts; wait ${seconds} s` });
      }
      attempts.delete(key);
      attempts.set(key, { count: count + 1, untilMs: nowMs + waitMs });
      if (attempts.size > mostKeys) attempts.delete(attempts.keys().next().value ?? key);
    },
    passed: (key) => void attempts.delete(key),
  };
}

/** Access over the records; `addSite` makes the home the owner claimed. */
export function makeAccess(
  records: RecordStore,
  clock: Clock,
  addSite: (site: ClaimRequest['site']) => Promise<void>,
): Access {
  const throttles = { from: makeThrottle(clock, mostAttempts.from), name: makeThrottle(clock, mostAttempts.name) };
  // Verified for unknown names too, so that the time of an answer does not tell which names exist.
  const decoy = hash(randomBytes(16).toString('hex'));

  const openSession = async (account: AccountRecord): Promise<{ person: Person; token: string }> => {
    const token = randomBytes(32).toString('base64url');
    const createdMs = clock.nowMs();
    await records.saveSession({
      tokenHash: tokenHash(token),
      account: account.id,
      createdMs,
      expiresMs: createdMs + sessionMs,
    });
    return { person: personOf(account), token };
  };

  return {
    isClaimed: async () => (await records.accounts()).length > 0,
    async claim(request) {
      checkClaim(request);
      const account: AccountRecord = {
        id: randomUUID(),
        name: request.name.trim(),
        role: 'owner',
        passwordHash: await hash(request.password),
      };
      if (!(await records.saveFirstAccount(account))) throw new SolsteadError('access.owned', { at: 'owner' });
      await addSite(request.site);
      await records.audit({
        atMs: clock.nowMs(),
        account: account.name,
        action: 'claim',
        subject: 'home',
        outcome: 'done',
      });
      return openSession(account);
    },
    async signIn({ name, password, from }) {
      const key = name.trim().toLowerCase();
      throttles.from.attempt(from);
      throttles.name.attempt(key);
      const account = (await records.accounts()).find((known) => known.name.toLowerCase() === key);
      const isRight = await verify(account?.passwordHash ?? (await decoy), password);
      if (account === undefined || !isRight) throw new SolsteadError('access.credentials', { at: 'sign-in' });
      throttles.from.passed(from);
      throttles.name.passed(key);
      return openSession(account);
    },
    async person(token) {
      const session = await records.session(tokenHash(token));
      if (session === undefined || session.expiresMs <= clock.nowMs()) return undefined;
      const account = (await records.accounts()).find(({ id }) => id === session.account);
      return account === undefined ? undefined : personOf(account);
    },
    signOut: (token) => records.removeSession(tokenHash(token)),
  };
}
