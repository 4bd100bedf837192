// Tokens of programs: personal ones do for a program what a person may do themselves, and end with the account; those of the installation
// are for programs that stay when people go. Each has a scope of its own, and is shown once.
import { randomBytes, randomUUID } from 'node:crypto';
import { everySite, type Grant, isPermitted, mayKnow, type Principal } from '#core/access.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { permit } from '#core/permit.ts';
import { because } from '#core/reason.ts';
import type { RecordStore, TokenRecord } from '#core/records.ts';
import { dayMs } from '#core/time.ts';
import { assertGrantable } from '../grantable.ts';
import { tokenHash } from '../sessions.ts';

/** Tokens of one account, and of the installation. */
const mostTokens = 50;
const longestMs = 3660 * dayMs;

/** Whose it is: the person's who made it, or the installation's. */
export type TokenKind = 'personal' | 'integration';

/** A token as people see it. */
export interface TokenView
  extends Pick<TokenRecord, 'id' | 'name' | 'grants' | 'createdMs' | 'expiresMs' | 'usedMs' | 'from'> {
  readonly kind: TokenKind;
}

/** A token to be made. */
export interface NewToken {
  readonly name: string;
  readonly kind: TokenKind;
  readonly grants: readonly Grant[];
  /** Epoch ms; absent: it does not expire. */
  readonly expiresMs?: number | undefined;
}

/** A token that was made; its text is returned only once. */
export interface MadeToken extends TokenView {
  readonly token: string;
}

/** Tokens of programs, for somebody. */
export interface ProgramTokens {
  /** Their own, and those of the installation for who manages all of its people. */
  list(by: Principal): Promise<readonly TokenView[]>;
  /** Errors: `input.invalid`, `access.denied` for more than one may do oneself, `site.unknown`. */
  add(by: Principal, token: NewToken): Promise<MadeToken>;
  /** Ends one at once. Errors: `input.invalid` for one that is not theirs, as for one that is not there. */
  remove(by: Principal, id: string): Promise<TokenView>;
}

const ofInstallation = { action: 'people.manage', site: everySite } as const;

const viewOf = (record: TokenRecord): TokenView => {
  const { id, name, grants, createdMs, expiresMs, usedMs, from, account } = record;
  return {
    id,
    name,
    kind: account === undefined ? 'integration' : 'personal',
    grants,
    createdMs,
    ...(expiresMs === undefined ? {} : { expiresMs }),
    ...(usedMs === undefined ? {} : { usedMs }),
    ...(from === undefined ? {} : { from }),
  };
};

/** A prefix by which leaked ones are found. */
const makeToken = (): string => `sol_${randomBytes(32).toString('base64url')}`;

const refuse = (at: string, why: 'token.name' | 'token.expiry' | 'token.unknown'): SolsteadError =>
  new SolsteadError('input.invalid', { at, why: because(why) });

/** Makes them. */
export function makeProgramTokens(
  records: Pick<RecordStore, 'tokens' | 'sites' | 'devices'>,
  clock: Pick<Clock, 'nowMs'>,
): ProgramTokens {
  const kept = async (by: Principal, kind: TokenKind): Promise<readonly TokenRecord[]> => {
    const all = await (kind === 'personal' ? records.tokens.of(by.id) : records.tokens.ofInstallation());
    // Accounts of homes that send here are no programs, nor are tablets.
    return all.filter((one) => one.kind !== 'uplink' && one.kind !== 'kiosk');
  };
  const seen = async (by: Principal): Promise<readonly TokenRecord[]> => [
    ...(await kept(by, 'personal')),
    ...(isPermitted(by, ofInstallation) ? await kept(by, 'integration') : []),
  ];
  const checkGrants = async (by: Principal, grants: readonly Grant[]): Promise<void> => {
    for (const grant of grants) {
      const { site } = grant;
      // A home of somebody else answers as one that does not exist.
      if (site !== everySite && (!mayKnow(by, site) || (await records.sites.byId(site)) === undefined))
        throw new SolsteadError('site.unknown', { at: site });
      await assertGrantable(records, by, grant);
    }
  };
  return {
    list: async (by) => (await seen(by)).map(viewOf),
    async add(by, { name, kind, grants, expiresMs }) {
      if (kind === 'integration') permit(by, ofInstallation);
      const nowMs = clock.nowMs();
      if (name.trim() === '') throw refuse('name', 'token.name');
      if (expiresMs !== undefined && (expiresMs <= nowMs || expiresMs > nowMs + longestMs))
        throw refuse('expiresMs', 'token.expiry');
      await checkGrants(by, grants);
      if ((await kept(by, kind)).length >= mostTokens)
        throw new SolsteadError('input.invalid', { at: 'token', why: because('token.many', { most: mostTokens }) });
      const token = makeToken();
      const record: TokenRecord = {
        id: randomUUID(),
        name: name.trim(),
        kind: 'token',
        tokenHash: tokenHash(token),
        ...(kind === 'personal' ? { account: by.id } : {}),
        grants,
        createdMs: nowMs,
        ...(expiresMs === undefined ? {} : { expiresMs }),
      };
      await records.tokens.save(record);
      return { ...viewOf(record), token };
    },
    async remove(by, id) {
      const found = (await seen(by)).find((one) => one.id === id);
      if (found === undefined) throw refuse('token', 'token.unknown');
      await records.tokens.remove(id);
      return viewOf(found);
    },
  };
}
