// The people of an installation: who may do what at which home, and who is invited. Asked for by the door alone.
import { randomBytes, randomUUID } from 'node:crypto';
import { everySite, type Grant, isPermitted, type Principal } from '#core/access.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { AccountRecord, InvitationRecord, RecordStore } from '#core/records.ts';
import { dayMs } from '#core/time.ts';
import { type Kiosks, makeKiosks } from './credentials/kiosks.ts';
import { assertPerson } from './credentials/step-up.ts';
import { assertGrantable } from './grantable.ts';
import { tokenHash } from './sessions.ts';
import type { GrantChange, InvitationView, NewInvitation, PersonView } from './person-views.ts';

/** How long an invitation is valid. */
const invitationMs = 7 * dayMs;
/** Open invitations of one account. */
const mostInvitations = 50;

/** People, for somebody who may manage them. */
export interface People {
  list(by: Principal): Promise<readonly PersonView[]>;
  invite(by: Principal, site: string, may: Grant['may']): Promise<NewInvitation>;
  invitations(by: Principal): Promise<readonly InvitationView[]>;
  /** The site of an invitation. Errors: `invitation.unknown`. */
  invitedTo(by: Principal, id: string): Promise<string>;
  withdraw(id: string): Promise<void>;
  /** Changes what an account may do at a site; without `may` it may do nothing there any more. Errors: `input.invalid`, `access.denied`. */
  grant(by: Principal, change: GrantChange): Promise<PersonView>;
  /** Signs an account out everywhere. Errors: `input.invalid` if there is none. */
  endSessions(account: string): Promise<void>;
  /** Tablets on a wall. */
  readonly kiosks: Kiosks;
  /** Removes an account. Errors: `input.invalid` for the last owner. */
  remove(account: string): Promise<void>;
}

/** What people depend on. */
export interface PeopleParts {
  readonly records: Pick<
    RecordStore,
    'accounts' | 'grants' | 'invitations' | 'sites' | 'devices' | 'sessions' | 'tokens'
  >;
  readonly clock: Pick<Clock, 'nowMs'>;
  inTurn<T>(change: () => Promise<T>): Promise<T>;
  /** Announces that somebody may do more, or less, from now on. */
  changed(): void;
}

const isOwnerOfAll = ({ site, may }: Grant): boolean => site === everySite && may === 'owner';
const unknown = (): SolsteadError =>
  new SolsteadError('input.invalid', { at: 'account', why: because('account.unknown') });

/** Whom somebody may know of, and whether an owner remains. */
function lookUp({ records, clock }: Pick<PeopleParts, 'records' | 'clock'>) {
  const mayManage = (by: Principal, site: string): boolean => isPermitted(by, { action: 'people.manage', site });
  const viewFor = async (by: Principal, { id, name }: AccountRecord): Promise<PersonView | undefined> => {
    const all = await records.grants.of(id);
    const grants = all.filter(({ site }) => mayManage(by, site));
    // A person of another home does not exist here.
    return grants.length > 0 || mayManage(by, everySite) ? { id, name, grants } : undefined;
  };
  return {
    viewFor,
    async known(by: Principal, id: string): Promise<PersonView> {
      const account = await records.accounts.byId(id);
      const view = account === undefined ? undefined : await viewFor(by, account);
      if (view === undefined) throw unknown();
      return view;
    },
    async assertSite(site: string): Promise<void> {
      if (site !== everySite && (await records.sites.byId(site)) === undefined)
        throw new SolsteadError('site.unknown', { at: site });
    },
    async assertOwnerLeft(without: string): Promise<void> {
      if (!(await records.grants.of(without)).some(isOwnerOfAll)) return;
      for (const { id } of await records.accounts.list())
        if (id !== without && (await records.grants.of(id)).some(isOwnerOfAll)) return;
      throw new SolsteadError('input.invalid', { at: 'account', why: because('account.last-owner') });
    },
    waiting: async (by: Principal): Promise<readonly InvitationRecord[]> =>
      (await records.invitations.list()).filter(
        ({ site, expiresMs }) => expiresMs > clock.nowMs() && mayManage(by, site),
      ),
  };
}

const viewOf = ({ id, site, may, createdMs, expiresMs }: InvitationRecord): InvitationView => {
  return { id, site, may, createdMs, expiresMs };
};

/** Makes them. */
export function makePeople({ records, clock, inTurn, changed }: PeopleParts): People {
  const { viewFor, known, assertSite, assertOwnerLeft, waiting } = lookUp({ records, clock });
  return {
    async list(by) {
      const views = await Promise.all((await records.accounts.list()).map((account) => viewFor(by, account)));
      return views.flatMap((view) => view ?? []);
    },
    invite: (by, site, may) =>
      inTurn(async () => {
        // Whoever accepts it has to find an account behind it that still may.
        assertPerson(by);
        await assertSite(site);
        await assertGrantable(records, by, { site, may });
        const own = (await records.invitations.list()).filter(({ account }) => account === by.id);
        for (const old of own.slice(mostInvitations - 1)) await records.invitations.remove(old.id);
        const code = randomBytes(24).toString('base64url');
        const createdMs = clock.nowMs();
        const invitation: InvitationRecord = {
          id: randomUUID(),
          codeHash: tokenHash(code),
          site,
          may,
          account: by.id,
          createdMs,
          expiresMs: createdMs + invitationMs,
        };
        await records.invitations.save(invitation);
        return { ...viewOf(invitation), code };
      }),
    invitations: async (by) => (await waiting(by)).map(viewOf),
    async invitedTo(by, id) {
      const found = (await waiting(by)).find((one) => one.id === id);
      if (found === undefined)
        throw new SolsteadError('invitation.unknown', { at: 'invitation', why: because('invitation.over') });
      return found.site;
    },
    withdraw: (id) => records.invitations.remove(id),
    kiosks: makeKiosks(records, clock, { changed }),
    grant: (by, { account, site, may }) =>
      inTurn(async () => {
        await known(by, account);
        await assertSite(site);
        if (may !== undefined) await assertGrantable(records, by, { site, may });
        if (site === everySite && may !== 'owner') await assertOwnerLeft(account);
        if (may === undefined) await records.grants.remove(account, site);
        else await records.grants.save(account, { site, may });
        changed();
        return (await known(by, account).catch(() => undefined)) ?? { id: account, name: '', grants: [] };
      }),
    async endSessions(account) {
      if ((await records.accounts.byId(account)) === undefined) throw unknown();
      await records.sessions.removeAll(account);
      changed();
    },
    remove: (account) =>
      inTurn(async () => {
        if ((await records.accounts.byId(account)) === undefined) throw unknown();
        await assertOwnerLeft(account);
        await records.accounts.remove(account);
        changed();
      }),
  };
}
