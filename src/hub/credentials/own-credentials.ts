// What the person of a session does with their own credentials. Everything that changes them wants a recent proof of who it is, and
// leaves a line in the audit log.
import type { NewPasskey, PasskeyOptions, PasskeyProof } from '#api/credentials.ts';
import { grantText } from '#core/access.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { AccountRecord, RecordStore } from '#core/records.ts';
import { isPassword } from '../passwords.ts';
import { personOf, type Sessions } from '../sessions.ts';
import type { SignInThrottle } from '../sign-in-throttle.ts';
import type { AtSession, PasskeyPlace, Passkeys, PasskeyView } from './passkeys.ts';
import { type MadeToken, makeProgramTokens, type NewToken, type TokenView } from './program-tokens.ts';
import type { FactorState, NewTotp, SecondFactors } from './second-factor.ts';
import { assertProven, provenForMs } from './step-up.ts';

/** The credentials of an account as its owner sees them. */
export interface CredentialView extends FactorState {
  readonly passkeys: readonly PasskeyView[];
  /** Until when the last proof holds, epoch ms. */
  readonly provenUntilMs: number;
}

/** A proof of who it is: one of them. */
export interface Proof {
  readonly password?: string | undefined;
  /** With the password, where codes of an app are on. */
  readonly code?: string | undefined;
  readonly pin?: string | undefined;
  readonly passkey?: PasskeyProof | undefined;
}

/** One's own credentials, by the token of a session. Errors of all: `access.denied` if no person has the token; `access.step-up`. */
export interface OwnCredentials {
  view(token: string): Promise<CredentialView>;
  /** Proves again who it is. Errors: `access.credentials`, `access.second-factor`, `access.throttled`, `input.invalid`. */
  confirm(token: string, proof: Proof, place: PasskeyPlace): Promise<CredentialView>;
  beginTotp(token: string): Promise<NewTotp>;
  turnOnTotp(token: string, code: string): Promise<CredentialView>;
  turnOffTotp(token: string): Promise<CredentialView>;
  /** Those of before are worth nothing from then on. */
  newRecoveryCodes(token: string): Promise<readonly string[]>;
  setPin(token: string, pin: string | undefined): Promise<CredentialView>;
  /** For a browser that makes a passkey, or signs with one of the account. */
  passkeyOptions(token: string, what: 'make' | 'sign', place: PasskeyPlace): Promise<PasskeyOptions>;
  addPasskey(token: string, made: NewPasskey, place: PasskeyPlace): Promise<CredentialView>;
  removePasskey(token: string, id: string): Promise<CredentialView>;
  /** Tokens of programs that the person made, and those of the installation for who manages all of its people. */
  tokens(token: string): Promise<readonly TokenView[]>;
  addToken(token: string, made: NewToken): Promise<MadeToken>;
  /** Wants no proof: it only takes access away. */
  removeToken(token: string, id: string): Promise<void>;
}

interface OwnParts {
  readonly records: Pick<RecordStore, 'sessions' | 'grants' | 'tokens' | 'sites' | 'devices'>;
  readonly clock: Clock;
  readonly sessions: Sessions;
  readonly factors: SecondFactors;
  readonly passkeys: Passkeys;
  readonly throttle: SignInThrottle;
  note(account: AccountRecord, action: string, subject: string): Promise<void>;
  /** Announces that somebody may do more, or less, from now on. */
  changed(): void;
}

/** Checks a proof. Errors: `access.credentials`, `access.second-factor`, `access.throttled`, `input.invalid` if there is none. */
async function check(
  { factors, passkeys, throttle }: OwnParts,
  by: AtSession,
  { password, code, pin, passkey, place }: Proof & { readonly place: PasskeyPlace },
): Promise<string> {
  const { account } = by;
  if (passkey !== undefined) {
    await passkeys.proven(passkey, place, by);
    return 'passkey';
  }
  if (pin !== undefined) {
    await factors.checkPin(account, pin);
    return 'PIN';
  }
  if (password === undefined)
    throw new SolsteadError('input.invalid', { at: 'password', why: because('step-up.empty') });
  // A stolen session guesses no faster than a known browser.
  const attempt = throttle.attemptFrom(`password ${account.id}`);
  if (!(await isPassword(account.passwordHash, password)))
    throw new SolsteadError('access.credentials', { at: 'password', why: because('step-up.password') });
  // A password that leaked with a session would prove nothing else.
  await factors.check(account, { code }, `proof of ${account.id}`);
  attempt.passed();
  return 'password';
}

type Change = <T>(
  token: string,
  line: readonly [action: string, subject?: string],
  act: (account: AccountRecord) => Promise<T>,
) => Promise<{ readonly result: T }>;

/** Tokens of the person's programs. */
function ownTokens(
  { records, clock, sessions, note, changed }: OwnParts,
  change: Change,
): Pick<OwnCredentials, 'tokens' | 'addToken' | 'removeToken'> {
  const programs = makeProgramTokens(records, clock);
  const personOfAccount = async (account: AccountRecord) => personOf(account, await records.grants.of(account.id));
  return {
    async tokens(token) {
      const { account } = await sessions.own(token);
      return programs.list(await personOfAccount(account));
    },
    async addToken(token, made) {
      const scope = made.grants.map(({ site, may }) => `${site} ${grantText(may)}`).join(', ');
      const line = [`add ${made.kind} token`, `${made.name}: ${scope}`] as const;
      return (await change(token, line, async (account) => programs.add(await personOfAccount(account), made))).result;
    },
    async removeToken(token, id) {
      const { account } = await sessions.own(token);
      const { kind, name } = await programs.remove(await personOfAccount(account), id);
      await note(account, `remove ${kind} token`, name);
      changed();
    },
  };
}

/** Makes them. */
export function makeOwnCredentials(parts: OwnParts): OwnCredentials {
  const { records, clock, sessions, factors, passkeys, note } = parts;
  const viewOf = async (account: string, provenMs: number): Promise<CredentialView> => ({
    ...(await factors.state(account)),
    passkeys: await passkeys.list(account),
    provenUntilMs: provenMs + provenForMs,
  });
  /** Does what wants a proof, and writes it down. */
  const change = async <T>(
    token: string,
    line: Parameters<Change>[1],
    act: (account: AccountRecord, by: AtSession) => Promise<T>,
  ): Promise<{ readonly result: T; readonly view: CredentialView }> => {
    const { account, session } = await sessions.own(token);
    assertProven({ kind: 'person', provenMs: session.provenMs }, clock);
    const result = await act(account, { account, session: session.tokenHash });
    const [action, subject = account.name] = line;
    await note(account, action, subject);
    return { result, view: await viewOf(account.id, session.provenMs) };
  };
  return {
    async view(token) {
      const { account, session } = await sessions.own(token);
      return viewOf(account.id, session.provenMs);
    },
    async confirm(token, proof, place) {
      const { account, session } = await sessions.own(token);
      const how = await check(parts, { account, session: session.tokenHash }, { ...proof, place });
      const provenMs = clock.nowMs();
      await records.sessions.prove(session.tokenHash, provenMs);
      await note(account, 'confirm', how);
      return viewOf(account.id, provenMs);
    },
    beginTotp: async (token) => (await change(token, ['begin second factor'], factors.beginTotp)).result,
    turnOnTotp: async (token, code) =>
      (await change(token, ['turn on second factor'], (account) => factors.turnOnTotp(account, code))).view,
    turnOffTotp: async (token) => (await change(token, ['turn off second factor'], factors.turnOffTotp)).view,
    newRecoveryCodes: async (token) => (await change(token, ['make recovery codes'], factors.newRecoveryCodes)).result,
    setPin: async (token, pin) =>
      (await change(token, [pin === undefined ? 'remove PIN' : 'set PIN'], (account) => factors.setPin(account, pin)))
        .view,
    async passkeyOptions(token, what, place) {
      const { account, session } = await sessions.own(token);
      const by = { account, session: session.tokenHash };
      if (what === 'sign') return passkeys.request(by, place);
      assertProven({ kind: 'person', provenMs: session.provenMs }, clock);
      return passkeys.creation(by, place);
    },
    addPasskey: async (token, made, place) =>
      (await change(token, ['add passkey', made.name], (_account, by) => passkeys.add(by, made, place))).view,
    removePasskey: async (token, id) =>
      (await change(token, ['remove passkey', id], (account) => passkeys.remove(account.id, id))).view,
    ...ownTokens(parts, change),
  };
}
