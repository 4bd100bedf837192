// What an account asks for beside its password, and the short proofs: codes of the time, recovery codes, the PIN. Guesses are bounded, and
// nothing counts twice.
import { randomBytes } from 'node:crypto';
import type { PasskeyProof } from '#api/credentials.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { makeTurns } from '#core/in-turn.ts';
import { because, type Reason } from '#core/reason.ts';
import type { AccountRecord, CredentialStore } from '#core/records.ts';
import { makeSecret, type Sealer } from '#core/secrets.ts';
import { minuteMs } from '#core/time.ts';
import { hashPassword, isPassword } from '../passwords.ts';
import type { Passkeys, PasskeyPlace } from './passkeys.ts';
import { makeRecoveryCodes, recoveryCodeHash } from './recovery-codes.ts';
import { otpauth, stepOfCode } from './totp.ts';
import { makeTries } from './tries.ts';

/** Bytes of a shared secret. Source: RFC 4226 §4, R6. */
const totpBytes = 20;

/** What somebody gives beside the password. */
export interface FactorProof {
  readonly code?: string | undefined;
  readonly passkey?: PasskeyProof | undefined;
  readonly place?: PasskeyPlace | undefined;
}

/** What an account has besides its password. */
export interface FactorState {
  readonly totp: boolean;
  readonly pin: boolean;
  readonly recoveryCodes: number;
}

/** A secret for an app that makes codes; shown this once. */
export interface NewTotp {
  readonly secret: string;
  /** For a QR code. */
  readonly address: string;
}

/** What an account gave beside its password. */
export type GivenFactor = 'code' | 'recovery code' | 'passkey';

/** Second factors over the records. */
export interface SecondFactors {
  state(account: string): Promise<FactorState>;
  /**
   * Lets through who gives what the account asks for, and says what that was; undefined: it asks for nothing. `browser`: a browser known to the
   * account. Errors: `access.second-factor`, `access.throttled`.
   */
  check(account: AccountRecord, proof: FactorProof, browser: string | undefined): Promise<GivenFactor | undefined>;
  /** A new secret; it counts once a first code was given. */
  beginTotp(account: AccountRecord): Promise<NewTotp>;
  /** Errors: `input.invalid`, `access.throttled`. */
  turnOnTotp(account: AccountRecord, code: string): Promise<void>;
  turnOffTotp(account: AccountRecord): Promise<void>;
  newRecoveryCodes(account: AccountRecord): Promise<readonly string[]>;
  useRecoveryCode(account: string, typed: string): Promise<boolean>;
  /** Undefined removes it. Errors: `input.invalid`. */
  setPin(account: AccountRecord, pin: string | undefined): Promise<void>;
  /** Errors: `access.credentials`, `access.throttled`. */
  checkPin(account: AccountRecord, pin: string): Promise<void>;
}

interface FactorParts {
  readonly credentials: CredentialStore;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly passkeys: Passkeys;
}

const aboutTotp = (account: string): string => `totp of ${account}`;
const wrong = (why: Reason): SolsteadError => new SolsteadError('access.second-factor', { at: 'code', why });

function assertMay(waitMs: number, at: string, code: 'factor.throttled' | 'pin.throttled'): void {
  if (waitMs === 0) return;
  const why = because(code, { minutes: Math.ceil(waitMs / minuteMs) });
  throw new SolsteadError('access.throttled', { at, why, retrySeconds: Math.ceil(waitMs / 1000) });
}

type Totp = Pick<SecondFactors, 'check' | 'beginTotp' | 'turnOnTotp' | 'turnOffTotp'>;

/** Codes of the time, and what may stand in for them. */
function totpOf({ credentials, sealer, clock, passkeys }: FactorParts): Totp {
  const tries = makeTries(clock);
  // Who begins anew while another window turns it on must not turn it off.
  const inTurn = makeTurns();
  /** The step of a code that is right and was not used; it is used up by this. */
  const usedStep = async (account: string, sealed: string, code: string): Promise<number | undefined> => {
    const secret = Buffer.from(sealer.open(sealed, aboutTotp(account)).reveal(), 'base64url');
    const step = stepOfCode(secret, code, clock.nowMs());
    return step !== undefined && (await credentials.useStep(account, step)) ? step : undefined;
  };
  return {
    async check(account, { code, passkey, place }, browser) {
      const { id } = account;
      const totp = await credentials.totp(id);
      if (totp?.isOn !== true) return undefined;
      if (passkey !== undefined && place !== undefined) {
        await passkeys.proven(passkey, place, { account });
        return 'passkey';
      }
      if (code === undefined) throw wrong(because('factor.needed'));
      const hash = recoveryCodeHash(id, code);
      if (hash !== undefined) {
        if (await credentials.useRecoveryCode(id, hash)) return 'recovery code';
        throw wrong(because('factor.wrong'));
      }
      // Who knows the password and guesses codes must not lock out the owner's own browser.
      const key = browser ?? id;
      assertMay(tries.begin(key), 'code', 'factor.throttled');
      if ((await usedStep(id, totp.sealed, code.replaceAll(/\s/g, ''))) === undefined)
        throw wrong(because('factor.wrong'));
      tries.right(key);
      return 'code';
    },
    beginTotp: ({ id, name }) =>
      inTurn(async () => {
        if ((await credentials.totp(id))?.isOn === true)
          throw new SolsteadError('input.invalid', { at: 'totp', why: because('totp.on') });
        const secret = randomBytes(totpBytes);
        const sealed = sealer.seal(makeSecret(secret.toString('base64url')), aboutTotp(id));
        await credentials.saveTotp(id, { sealed, isOn: false, lastStep: 0 });
        const address = otpauth(secret, { issuer: 'Solstead', account: name });
        return { secret: new URL(address).searchParams.get('secret') ?? '', address };
      }),
    turnOnTotp: ({ id }, code) =>
      inTurn(async () => {
        const totp = await credentials.totp(id);
        if (totp === undefined || totp.isOn)
          throw new SolsteadError('input.invalid', { at: 'code', why: because('totp.begin') });
        assertMay(tries.begin(`on ${id}`), 'code', 'factor.throttled');
        const lastStep = await usedStep(id, totp.sealed, code.replaceAll(/\s/g, ''));
        if (lastStep === undefined)
          throw new SolsteadError('input.invalid', { at: 'code', why: because('factor.wrong') });
        tries.right(`on ${id}`);
        await credentials.saveTotp(id, { ...totp, isOn: true, lastStep });
      }),
    turnOffTotp: ({ id }) => inTurn(() => credentials.saveTotp(id, undefined)),
  };
}

/** Six digits or more, and none of the first that anybody would try. */
function checkNewPin(pin: string): void {
  const digits = pin.split('').map(Number);
  const steps = new Set(digits.slice(1).map((digit, at) => digit - (digits[at] ?? 0)));
  const isRow = steps.size === 1 && [0, 1, -1].includes([...steps][0] ?? Number.NaN);
  if (!/^\d{6,12}$/.test(pin) || isRow)
    throw new SolsteadError('input.invalid', { at: 'pin', why: because('pin.digits') });
}

function pinOf({ credentials, clock }: FactorParts): Pick<SecondFactors, 'setPin' | 'checkPin'> {
  const tries = makeTries(clock);
  return {
    async setPin({ id }, pin) {
      if (pin !== undefined) checkNewPin(pin);
      await credentials.savePin(id, pin === undefined ? undefined : await hashPassword(pin));
      tries.right(id);
    },
    async checkPin({ id }, pin) {
      const hash = await credentials.pinHash(id);
      if (hash === undefined) throw new SolsteadError('access.credentials', { at: 'pin', why: because('pin.none') });
      assertMay(tries.begin(id), 'pin', 'pin.throttled');
      if (!(await isPassword(hash, pin)))
        throw new SolsteadError('access.credentials', { at: 'pin', why: because('pin.wrong') });
      tries.right(id);
    },
  };
}

/** Makes them. */
export function makeSecondFactors(parts: FactorParts): SecondFactors {
  const { credentials } = parts;
  return {
    async state(account) {
      const [totp, pinHash, recoveryCodes] = await Promise.all([
        credentials.totp(account),
        credentials.pinHash(account),
        credentials.recoveryCodes(account),
      ]);
      return { totp: totp?.isOn === true, pin: pinHash !== undefined, recoveryCodes };
    },
    ...totpOf(parts),
    async newRecoveryCodes({ id }) {
      const codes = makeRecoveryCodes();
      await credentials.replaceRecoveryCodes(
        id,
        codes.flatMap((code) => recoveryCodeHash(id, code) ?? []),
      );
      return codes;
    },
    async useRecoveryCode(account, typed) {
      const hash = recoveryCodeHash(account, typed);
      return hash !== undefined && credentials.useRecoveryCode(account, hash);
    },
    ...pinOf(parts),
  };
}
