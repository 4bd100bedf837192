// Clients that are no browsers: a short access token, and a refresh token that is exchanged for the next pair. One that comes a second time
// was copied: then the whole family ends, whoever has which of them.
import { randomBytes } from 'node:crypto';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { AccountRecord, RecordStore } from '#core/records.ts';
import { type Client, tokenHash, type Sessions } from '../sessions.ts';
import { type AccessTokens, isAccessToken } from './access-tokens.ts';

/** What a client gets. */
export interface ClientTokens {
  readonly accessToken: string;
  /** Epoch ms. */
  readonly accessExpiresMs: number;
  readonly refreshToken: string;
  readonly refreshExpiresMs: number;
}

/** Client tokens over the records. */
export interface Clients {
  /** Opens a session for somebody who has just shown who they are. */
  enter(account: AccountRecord, client: Client): Promise<ClientTokens>;
  /** Exchanges a refresh token. Errors: `access.refresh`. */
  refresh(refreshToken: string, from: string): Promise<ClientTokens>;
  /** Ends the session of an access or refresh token; nothing happens for what is none. */
  revoke(token: string): Promise<void>;
}

interface ClientParts {
  readonly records: Pick<RecordStore, 'accounts' | 'sessions' | 'refreshes'>;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly sessions: Sessions;
  readonly accessTokens: AccessTokens;
  /** Writes a line of the audit log. */
  note(
    account: AccountRecord,
    line: { readonly action: string; readonly subject: string; readonly outcome: string },
  ): Promise<void>;
  changed(): void;
}

/** A prefix by which leaked ones are found. */
const makeRefreshToken = (): string => `solr_${randomBytes(32).toString('base64url')}`;

/** Makes them. */
export function makeClients({ records, clock, sessions, accessTokens, note, changed }: ClientParts): Clients {
  const over = (reason: 'refresh.over' | 'refresh.reused'): SolsteadError =>
    new SolsteadError('access.refresh', { at: 'refreshToken', why: because(reason) });
  const next = (endsMs: number) => {
    const refreshToken = makeRefreshToken();
    return { refreshToken, row: { tokenHash: tokenHash(refreshToken), createdMs: clock.nowMs(), expiresMs: endsMs } };
  };
  const endReused = async (session: string, from: string): Promise<void> => {
    const found = await records.sessions.byHash(session);
    const account = found === undefined ? undefined : await records.accounts.byId(found.account);
    await records.sessions.remove(session);
    changed();
    if (account !== undefined) await note(account, { action: 'refresh', subject: from, outcome: 'access.refresh' });
  };
  return {
    async enter(account, client) {
      const session = await sessions.openClient(account, client);
      const { refreshToken, row } = next(sessions.endOf(session));
      await records.refreshes.save({ ...row, session: session.tokenHash });
      const access = await accessTokens.issue({ account: account.id, session: session.tokenHash });
      return {
        accessToken: access.token,
        accessExpiresMs: access.expiresMs,
        refreshToken,
        refreshExpiresMs: row.expiresMs,
      };
    },
    async refresh(given, from) {
      const { refreshToken, row } = next(sessions.longestEnd());
      const rotation = await records.refreshes.rotate(tokenHash(given), row);
      if (rotation.outcome === 'unknown') throw over('refresh.over');
      if (rotation.outcome === 'reused') {
        await endReused(rotation.session, from);
        throw over('refresh.reused');
      }
      const session = await sessions.used(rotation.session, from);
      if (session === undefined) throw over('refresh.over');
      const access = await accessTokens.issue({ account: session.account, session: session.tokenHash });
      return {
        accessToken: access.token,
        accessExpiresMs: access.expiresMs,
        refreshToken,
        refreshExpiresMs: Math.min(row.expiresMs, session.expiresMs),
      };
    },
    async revoke(token) {
      if (isAccessToken(token)) await sessions.close(token);
      else {
        const nowMs = clock.nowMs();
        // Used up by this, whichever one it was.
        const rotation = await records.refreshes.rotate(tokenHash(token), {
          tokenHash: tokenHash(makeRefreshToken()),
          createdMs: nowMs,
          expiresMs: nowMs,
        });
        if (rotation.outcome === 'unknown') return;
        await records.sessions.remove(rotation.session);
      }
      changed();
    },
  };
}
