// Sessions and tokens: who a request comes from. Tokens are random and kept only as SHA-256; a session ends some time after it was
// opened, and sooner when nobody uses it.
import { createHash, randomBytes } from 'node:crypto';
import type { Grant, Principal } from '#core/access.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { AccountRecord, RecordStore, SessionRecord } from '#core/records.ts';
import { dayMs, minuteMs } from '#core/time.ts';
import type { Client, SessionView } from './types.ts';

/** How long a session lasts at most, and unused. */
const [longestMs, idleMs] = [90 * dayMs, 14 * dayMs];
/** How often its use is noted. */
const touchMs = 5 * minuteMs;
/** Sessions of one account; the ones that were not used for longest end. */
const mostSessions = 50;

/** SHA-256 of a token, hex. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** An account as a principal. */
export function personOf({ id, name }: AccountRecord, grants: readonly Grant[]): Principal {
  return { id, name, kind: 'person', grants };
}

/** What identifies a session; it cannot be used to sign in. */
const idOf = (session: SessionRecord): string => session.tokenHash.slice(0, 16);

type People = Pick<RecordStore, 'accounts' | 'grants' | 'tokens'>;

/** The person of an account. */
async function personIn({ accounts, grants }: People, account: string): Promise<Principal | undefined> {
  const found = await accounts.byId(account);
  return found === undefined ? undefined : personOf(found, await grants.of(account));
}

/** The program of a token. */
async function programIn(records: People, hashed: string, nowMs: number): Promise<Principal | undefined> {
  const found = await records.tokens.byHash(hashed);
  if (found === undefined || (found.expiresMs ?? Infinity) <= nowMs) return undefined;
  const { id, name, kind, grants, account } = found;
  if (account === undefined) return { id, name, kind, grants };
  const owner = await personIn(records, account);
  return owner === undefined ? undefined : { id, name, kind, grants, within: owner.grants };
}

/** Sessions over the records. */
export interface Sessions {
  /** Opens one; the token is returned only once. */
  open(account: AccountRecord, client: Client): Promise<string>;
  /** Who a session or the token of a program belongs to; undefined if it is unknown, expired or its account is gone. */
  principal(token: string, from: string | undefined): Promise<Principal | undefined>;
  /** The session of a token with its account. Errors: `access.denied` if it belongs to no person. */
  own(token: string): Promise<{ readonly session: SessionRecord; readonly account: AccountRecord }>;
  list(token: string): Promise<readonly SessionView[]>;
  /** Errors: `input.invalid` if the account has no such session. */
  end(token: string, id: string): Promise<void>;
}

/** Makes them. */
export function makeSessions(
  records: Pick<RecordStore, 'accounts' | 'grants' | 'tokens' | 'sessions'>,
  clock: Pick<Clock, 'nowMs'>,
): Sessions {
  const person = (account: string): Promise<Principal | undefined> => personIn(records, account);
  const isOver = ({ expiresMs, usedMs }: SessionRecord): boolean => {
    const nowMs = clock.nowMs();
    return expiresMs <= nowMs || nowMs - usedMs > idleMs;
  };
  const touch = (session: SessionRecord, from: string | undefined): void => {
    const usedMs = clock.nowMs();
    if (Math.abs(usedMs - session.usedMs) < touchMs) return;
    // If its use cannot be noted, the session still works.
    records.sessions.touch({ tokenHash: session.tokenHash, usedMs, from: from ?? session.from }).catch(() => undefined);
  };
  const own: Sessions['own'] = async (token) => {
    const session = await records.sessions.byHash(tokenHash(token));
    const account = session === undefined ? undefined : await records.accounts.byId(session.account);
    if (session === undefined || account === undefined || isOver(session))
      throw new SolsteadError('access.denied', { at: 'session', why: because('account.person-only') });
    return { session, account };
  };
  const openOnes = async (account: string): Promise<readonly SessionRecord[]> =>
    (await records.sessions.of(account)).filter((one) => !isOver(one));
  return {
    own,
    async open(account, { from, device = '' }) {
      const token = randomBytes(32).toString('base64url');
      const nowMs = clock.nowMs();
      for (const old of (await openOnes(account.id)).slice(mostSessions - 1))
        await records.sessions.remove(old.tokenHash);
      await records.sessions.save({
        tokenHash: tokenHash(token),
        account: account.id,
        createdMs: nowMs,
        expiresMs: nowMs + longestMs,
        usedMs: nowMs,
        device,
        from,
        provenMs: nowMs,
      });
      return token;
    },
    async principal(token, from) {
      const hashed = tokenHash(token);
      const session = await records.sessions.byHash(hashed);
      if (session !== undefined) {
        if (isOver(session)) return undefined;
        touch(session, from);
        return person(session.account);
      }
      return programIn(records, hashed, clock.nowMs());
    },
    async list(token) {
      const { session: current, account } = await own(token);
      return (await openOnes(account.id)).map((session) => {
        const { createdMs, usedMs, expiresMs, device, from } = session;
        const endsMs = Math.min(expiresMs, usedMs + idleMs);
        return { id: idOf(session), createdMs, usedMs, endsMs, device, from, current: idOf(session) === idOf(current) };
      });
    },
    async end(token, id) {
      const { account } = await own(token);
      const found = (await records.sessions.of(account.id)).find((one) => idOf(one) === id);
      if (found === undefined)
        throw new SolsteadError('input.invalid', { at: 'session', why: because('session.unknown') });
      await records.sessions.remove(found.tokenHash);
    },
  };
}
