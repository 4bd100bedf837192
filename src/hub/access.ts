// Accounts: who may sign in. Passwords are argon2id hashes; whoever signed in has a session (sessions.ts).
import { because } from '#core/reason.ts';
import { randomUUID } from 'node:crypto';
import type { Grant } from '#core/access.ts';
import { SolsteadError } from '#core/errors.ts';
import type { Clock } from '#core/clock.ts';
import { everySite, grantText, isPermitted } from '#core/access.ts';
import type { AuditRecord } from '#core/audit.ts';
import { networkOf } from '#core/network-of.ts';
import type { OutsidePerson } from '#core/outside-person.ts';
import type { AccountRecord } from '#core/records.ts';
import type { Vault } from '#core/secrets.ts';
import { isTimeZone } from '#energy/local-day.ts';
import { makeAccessTokens } from './credentials/access-tokens.ts';
import { makeClients } from './credentials/clients.ts';
import { makeKioskEntry } from './credentials/kiosks.ts';
import { memoryVault } from './credentials/memory-vault.ts';
import { makeOwnCredentials } from './credentials/own-credentials.ts';
import { makePasskeys } from './credentials/passkeys.ts';
import { makeSecondFactors } from './credentials/second-factor.ts';
import { makeTries, throttledCode, type Tries } from './credentials/tries.ts';
import { isGrantable } from './grantable.ts';
import { browserToken } from './known-browsers.ts';
import { makeLineLimit } from './line-limit.ts';
import { type AccessParts, type AccessRecords, makePasskeySignIn, makeRecover, makeSignInCheck } from './sign-in.ts';
import { makeSignInAudit } from './sign-in-audit.ts';
import { makeSignInThrottle } from './sign-in-throttle.ts';
import { assertOwnName, checkName } from './account-name.ts';
import { checkPassword } from './password-strength.ts';
import { makeOutsideEntry, outsideAccount } from './outside-people.ts';
import { hashPassword, isPassword } from './passwords.ts';
import { type Client, makeSessions, personOf, tokenHash } from './sessions.ts';
import type { AcceptRequest, Access, ClaimRequest, SignedIn } from './types.ts';

async function checkClaim({ name, password, site }: ClaimRequest): Promise<void> {
  checkName(name);
  await checkPassword(password, [name, site.name]);
  if (site.name.trim() === '') throw new SolsteadError('input.invalid', { at: 'site.name', why: because('site.name') });
  if (!isTimeZone(site.timeZone))
    throw new SolsteadError('input.invalid', {
      at: 'site.timeZone',
      why: because('site.time-zone', { zone: site.timeZone }),
    });
}

/** The first account, which owns the home. */
function makeClaim(
  { records, enter, note }: AccessParts,
  addSite: (site: ClaimRequest['site']) => Promise<void>,
): Access['claim'] {
  let claiming: Promise<unknown> = Promise.resolve();
  /** Checked before a password is hashed, which is slow by design: anybody may ask. */
  const assertUnclaimed = async (): Promise<void> => {
    if (await records.accounts.any()) throw new SolsteadError('access.owned', { at: 'owner' });
  };
  const claimNow = async (request: ClaimRequest, client: Client, as?: OutsidePerson): Promise<SignedIn> => {
    const name = request.name.trim();
    const id = as === undefined ? randomUUID() : outsideAccount(as);
    const account: AccountRecord = { id, name, passwordHash: await hashPassword(request.password) };
    const grants: readonly Grant[] = [{ site: '*', may: 'owner' }];
    if (!(await records.accounts.saveFirst(account, grants))) throw new SolsteadError('access.owned', { at: 'owner' });
    await addSite(request.site);
    await note(account, 'claim', 'home');
    return enter(account, client);
  };
  return async (request, client, as) => {
    await checkClaim(request);
    await assertUnclaimed();
    // One at a time: of many at once the first wins, and the others are refused before their password is hashed.
    const claimed = claiming.then(async () => {
      await assertUnclaimed();
      return claimNow(request, client, as);
    });
    claiming = claimed.catch(() => undefined);
    return claimed;
  };
}

/** A new password of one's own. Every other session ends, and every browser is a stranger again. */
function makeChangePassword(parts: AccessParts, own: ReturnType<typeof makeSessions>['own']): Access['changePassword'] {
  const { records, throttle, factors, enter, note, changed } = parts;
  return async (token, { password, newPassword, code }, client) => {
    const { account } = await own(token);
    const sites = (await records.sites.list()).map(({ name }) => name);
    await checkPassword(newPassword, [account.name, ...sites], 'newPassword');
    // A stolen session guesses no faster than a known browser.
    const attempt = throttle.attemptFrom(`password ${account.id}`);
    if (!(await isPassword(account.passwordHash, password)))
      throw new SolsteadError('access.credentials', { at: 'password' });
    // Who has a session and the password is not yet whoever holds the phone.
    await factors.check(account, { code }, `proof of ${account.id}`);
    attempt.passed();
    const renewed = { ...account, passwordHash: await hashPassword(newPassword) };
    await records.accounts.save(renewed);
    await records.sessions.removeAll(account.id);
    await note(account, 'change password', account.name);
    changed();
    return enter(renewed, client);
  };
}

const invitationOver = (): SolsteadError =>
  new SolsteadError('input.invalid', { at: 'code', why: because('invitation.over') });

/** What invitations need. */
type InvitationParts = AccessParts & { readonly wrongCodes: Tries };

/** A code that somebody names, and where they come from. */
type NamedCode = Pick<AcceptRequest, 'code'> & Pick<Client, 'from'>;

/**
 * A code that no invitation has. Codes cannot be guessed; who tries all the same is told to wait and stands in the audit log. A code that
 * is right is taken whatever others behind the same address have tried.
 */
async function wrongCode({ wrongCodes, signIns }: InvitationParts, from: string): Promise<SolsteadError> {
  await signIns.invitationRefused(from);
  const waitMs = wrongCodes.begin(networkOf(from));
  return waitMs === 0 ? invitationOver() : throttledCode(waitMs);
}

/** The invitation of a code, and who invites. Errors: `input.invalid` if it was used, is too old, or its maker may give that no more. */
async function openInvitation(parts: InvitationParts, { code, from }: NamedCode) {
  const { records, clock } = parts;
  const invitation = await records.invitations.byHash(tokenHash(code));
  if (invitation === undefined || invitation.expiresMs <= clock.nowMs()) throw await wrongCode(parts, from);
  const { site, may } = invitation;
  const inviter = await records.accounts.byId(invitation.account);
  const by = inviter === undefined ? undefined : personOf(inviter, await records.grants.of(inviter.id));
  const mayStill =
    by !== undefined && isPermitted(by, { action: 'people.manage', site }) && isGrantable(by, { site, may });
  if (!mayStill) throw invitationOver();
  return { invitation, by: by.name };
}

/** Tells somebody who was invited what to. */
function makeInvitationReader(parts: InvitationParts): Access['invitation'] {
  return async (code, from) => {
    const { invitation, by } = await openInvitation(parts, { code, from });
    const { site, may, expiresMs } = invitation;
    const home = site === everySite ? undefined : (await parts.records.sites.byId(site))?.name;
    return { may, by, expiresMs, ...(home === undefined ? {} : { home }) };
  };
}

/** Makes the account of somebody who was invited. */
function makeAccept(parts: InvitationParts): Access['accept'] {
  const { records, enter, note } = parts;
  const accept: Access['accept'] = async ({ code, name, password }, client) => {
    const { invitation } = await openInvitation(parts, { code, from: client.from });
    const { site, may } = invitation;
    const trimmed = checkName(name);
    const sites = (await records.sites.list()).map((one) => one.name);
    await checkPassword(password, [trimmed, ...sites]);
    assertOwnName(trimmed, await records.accounts.list());
    const account: AccountRecord = { id: randomUUID(), name: trimmed, passwordHash: await hashPassword(password) };
    if (!(await records.accounts.saveInvited(account, { site, may }, invitation.id))) throw invitationOver();
    await note(account, 'accept invitation', `${site} ${grantText(may)}`);
    return enter(account, client);
  };
  let last: Promise<unknown> = Promise.resolve();
  // One at a time: of many with one code the first uses it up, and the others hash no password.
  return (request, client) => {
    const accepted = last.then(() => accept(request, client));
    last = accepted.catch(() => undefined);
    return accepted;
  };
}

/** Ending one's own sessions. */
function sessionEnds(
  { records, note, changed }: AccessParts,
  sessions: ReturnType<typeof makeSessions>,
): Pick<Access, 'signOut' | 'endSession' | 'endOtherSessions'> {
  return {
    async signOut(token) {
      await sessions.close(token);
      changed();
    },
    async endSession(token, id) {
      const { account } = await sessions.own(token);
      await sessions.end(token, id);
      await note(account, 'end session', id);
      changed();
    },
    async endOtherSessions(token) {
      const { account, session } = await sessions.own(token);
      // What changes nothing leaves no line.
      if ((await records.sessions.removeAll(account.id, session.tokenHash)) === 0) return;
      await note(account, 'end sessions', account.name);
      changed();
    },
  };
}

/** What access is given besides its records. */
interface AccessOptions {
  /** Makes the home that the owner claimed. */
  addSite(site: ClaimRequest['site']): Promise<void>;
  /** Absent: its secrets end with the process. */
  readonly vault?: Vault | undefined;
}

/** Access over the records. */
export function makeAccess(
  records: AccessRecords,
  clock: Clock,
  { addSite, vault = memoryVault() }: AccessOptions,
): Access & { changed(): void } {
  const { secrets, sealer } = vault;
  const accessTokens = makeAccessTokens(secrets, clock);
  const sessions = makeSessions(records, clock, accessTokens);
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const limit = makeLineLimit(clock);
  const line = async (
    { id, name }: AccountRecord,
    { subject, ...rest }: Pick<AuditRecord, 'action' | 'subject' | 'outcome'>,
  ): Promise<void> => {
    const left = limit(id);
    if (left === undefined) return;
    await records.audit.append({
      atMs: clock.nowMs(),
      principal: { id, kind: 'person', name },
      subject: left === 0 ? subject : `${subject} (and ${left} more)`,
      ...rest,
    });
  };
  const note: AccessParts['note'] = (account, action, subject) => line(account, { action, subject, outcome: 'done' });
  const enter: AccessParts['enter'] = async (account, client) => {
    const token = await sessions.open(account, client);
    const person = personOf(account, await records.grants.of(account.id));
    return { principal: { ...person, provenMs: clock.nowMs() }, token, browser: browserToken(account) };
  };
  const { credentials } = records;
  const throttle = makeSignInThrottle(clock);
  const passkeys = makePasskeys(credentials, clock);
  const factors = makeSecondFactors({ credentials, sealer, clock, passkeys });
  const signIns = makeSignInAudit(records.audit, clock);
  const parts: AccessParts = { records, clock, throttle, signIns, factors, passkeys, enter, note, changed };
  const invited: InvitationParts = { ...parts, wrongCodes: makeTries(clock) };
  const checked = makeSignInCheck(parts);
  const clients = makeClients({ records, clock, sessions, accessTokens, note: line, changed });
  return {
    changed,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    isClaimed: () => records.accounts.any(),
    claim: makeClaim(parts, addSite),
    enterFrom: makeOutsideEntry(parts, sessions),
    claimRefused: (from) => signIns.claimRefused(from),
    signIn: async (request) => enter(await checked(request), request),
    signInByPasskey: makePasskeySignIn(parts),
    passkeyRequest: (place) => passkeys.request(undefined, place),
    signInClient: async (request) => clients.enter(await checked(request), request),
    refresh: (token, from) => clients.refresh(token, from),
    revoke: (token) => clients.revoke(token),
    recover: makeRecover(parts),
    own: makeOwnCredentials({ records, clock, sessions, factors, passkeys, throttle, note, changed }),
    invitation: makeInvitationReader(invited),
    accept: makeAccept(invited),
    openKiosk: makeKioskEntry(invited),
    changePassword: makeChangePassword(parts, sessions.own),
    principal: sessions.principal,
    sessions: sessions.list,
    ...sessionEnds(parts, sessions),
  };
}
