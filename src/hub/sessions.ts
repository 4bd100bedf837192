// Sessions and tokens: who a request comes from. Tokens are random and kept only as SHA-256; a session ends some time after it was
// opened, and sooner when nobody uses it.
import { createHash, randomBytes } from 'node:crypto';
import type { Grant, Principal } from '#core/access.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { AccountRecord, RecordStore, SessionRecord } from '#core/records.ts';
import { dayMs, minuteMs } from '#core/time.ts';
import { type AccessTokens, isAccessToken } from './credentials/access-tokens.ts';

/** Where somebody comes from. */
export interface Client {
  /** The client's address, for throttling. */
  readonly from: string;
  /** What it is, in words, such as `Firefox on Linux`; absent if not known. */
  readonly device?: string;
}

/** A session as its owner sees it. */
export interface SessionView extends Required<Client> {
  readonly id: string;
  readonly createdMs: number;
  /** When it was last used, to some minutes. */
  readonly usedMs: number;
  /** When it ends if it is not used any more. */
  readonly endsMs: number;
  /** Whether it is the one that asks. */
  readonly current: boolean;
}

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

/** Notes from time to time that something is used. If that cannot be noted, it works all the same. */
function touchIf(usedMs: number | undefined, nowMs: number, touch: () => Promise<void>): void {
  if (usedMs !== undefined && Math.abs(nowMs - usedMs) < touchMs) return;
  touch().catch(() => undefined);
}

/** The program of a token. */
async function programIn(
  records: People,
  { hashed, nowMs, from = '' }: { readonly hashed: string; readonly nowMs: number; readonly from: string | undefined },
): Promise<Principal | undefined> {
  const found = await records.tokens.byHash(hashed);
  // The secret of a home that sends here opens its uplink and nothing else.
  if (found === undefined || found.kind === 'uplink' || (found.expiresMs ?? Infinity) <= nowMs) return undefined;
  // The link of a tablet that nobody has opened yet shows nothing by itself.
  if (found.kind === 'kiosk' && found.expiresMs !== undefined) return undefined;
  const { id, name, kind, grants, account } = found;
  const owner = account === undefined ? undefined : await personIn(records, account);
  if (account !== undefined && owner === undefined) return undefined;
  touchIf(found.usedMs, nowMs, () => records.tokens.touch({ tokenHash: hashed, usedMs: nowMs, from }));
  return { id, name, kind, grants, ...(owner === undefined ? {} : { within: owner.grants }) };
}

/** Sessions over the records. */
export interface Sessions {
  /** Opens one; the token is returned only once. */
  open(account: AccountRecord, client: Client): Promise<string>;
  /** Opens one that no token of its own leads to, but those that name it. */
  openClient(account: AccountRecord, client: Client): Promise<SessionRecord>;
  /** When a session ends if it is not used any more, epoch ms. */
  endOf(session: SessionRecord): number;
  /** When one that is used now ends if it is not used any more. */
  longestEnd(): number;
  /** The session with this hash, used now; undefined if it has ended. */
  used(hash: string, from: string): Promise<SessionRecord | undefined>;
  /** Ends the session of a token. */
  close(token: string): Promise<void>;
  /** Who a session or the token of a program belongs to; undefined if it is unknown, expired or its account is gone. */
  principal(token: string, from: string | undefined): Promise<Principal | undefined>;
  /** The session of a token with its account. Errors: `access.denied` if it belongs to no person. */
  own(token: string): Promise<{ readonly session: SessionRecord; readonly account: AccountRecord }>;
  list(token: string): Promise<readonly SessionView[]>;
  /** Errors: `input.invalid` if the account has no such session. */
  end(token: string, id: string): Promise<void>;
}

interface SessionParts {
  readonly records: People & Pick<RecordStore, 'sessions'>;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly accessTokens: AccessTokens;
}

/** Finding sessions, and noting their use. */
function sessionFinder({ records, clock, accessTokens }: SessionParts) {
  const isOver = ({ expiresMs, usedMs }: SessionRecord): boolean => {
    const nowMs = clock.nowMs();
    // Used in a time that is still to come: by a clock that was far ahead then. It would go on until that time has passed, too.
    return expiresMs <= nowMs || Math.abs(nowMs - usedMs) > idleMs;
  };
  const touch = (session: SessionRecord, from: string | undefined): void => {
    const usedMs = clock.nowMs();
    const used = { tokenHash: session.tokenHash, usedMs, from: from ?? session.from };
    touchIf(session.usedMs, usedMs, () => records.sessions.touch(used));
  };
  /** The session of a token, whichever kind; one that has ended may be among them. */
  const find = async (token: string): Promise<SessionRecord | undefined> => {
    if (!isAccessToken(token)) return records.sessions.byHash(tokenHash(token));
    const claims = await accessTokens.read(token);
    const session = claims === undefined ? undefined : await records.sessions.byHash(claims.session);
    return session?.account === claims?.account ? session : undefined;
  };
  const own: Sessions['own'] = async (token) => {
    const session = await find(token);
    const account = session === undefined ? undefined : await records.accounts.byId(session.account);
    if (session === undefined || account === undefined || isOver(session))
      throw new SolsteadError('access.denied', { at: 'session', why: because('account.person-only') });
    return { session, account };
  };
  const openOnes = async (account: string): Promise<readonly SessionRecord[]> =>
    (await records.sessions.of(account)).filter((one) => !isOver(one));
  return { isOver, touch, find, own, openOnes };
}

/** Opens sessions; of very many the ones that were not used for longest end. */
function sessionOpener(
  { records, clock }: SessionParts,
  openOnes: (account: string) => Promise<readonly SessionRecord[]>,
) {
  return async (hash: string, account: AccountRecord, { from, device = '' }: Client): Promise<SessionRecord> => {
    const nowMs = clock.nowMs();
    for (const old of (await openOnes(account.id)).slice(mostSessions - 1))
      await records.sessions.remove(old.tokenHash);
    const session: SessionRecord = {
      tokenHash: hash,
      account: account.id,
      createdMs: nowMs,
      expiresMs: nowMs + longestMs,
      usedMs: nowMs,
      device,
      from,
      provenMs: nowMs,
    };
    await records.sessions.save(session);
    return session;
  };
}

/** Makes them. */
export function makeSessions(
  records: Pick<RecordStore, 'accounts' | 'grants' | 'tokens' | 'sessions'>,
  clock: Pick<Clock, 'nowMs'>,
  accessTokens: AccessTokens,
): Sessions {
  const parts = { records, clock, accessTokens };
  const { isOver, touch, find, own, openOnes } = sessionFinder(parts);
  const openWith = sessionOpener(parts, openOnes);
  const endOf = ({ expiresMs, usedMs }: SessionRecord): number => Math.min(expiresMs, usedMs + idleMs);
  return {
    own,
    endOf,
    longestEnd: () => clock.nowMs() + idleMs,
    async open(account, client) {
      const token = randomBytes(32).toString('base64url');
      await openWith(tokenHash(token), account, client);
      return token;
    },
    // The hash of nothing that anybody has.
    openClient: (account, client) => openWith(tokenHash(randomBytes(32).toString('base64url')), account, client),
    async used(hash, from) {
      const session = await records.sessions.byHash(hash);
      if (session === undefined || isOver(session)) return undefined;
      const usedMs = clock.nowMs();
      await records.sessions.touch({ tokenHash: hash, usedMs, from });
      return { ...session, usedMs, from };
    },
    async close(token) {
      const session = await find(token);
      if (session !== undefined) await records.sessions.remove(session.tokenHash);
    },
    async principal(token, from) {
      const session = await find(token);
      if (session !== undefined) {
        if (isOver(session)) return undefined;
        touch(session, from);
        const person = await personIn(records, session.account);
        return person === undefined ? undefined : { ...person, provenMs: session.provenMs };
      }
      if (isAccessToken(token)) return undefined;
      return programIn(records, { hashed: tokenHash(token), nowMs: clock.nowMs(), from });
    },
    async list(token) {
      const { session: current, account } = await own(token);
      return (await openOnes(account.id)).map((session) => {
        const { createdMs, usedMs, device, from } = session;
        const endsMs = endOf(session);
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
