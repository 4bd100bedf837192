// Back in without the password: whoever may use this computer's data folder makes a new one.
import { randomInt } from 'node:crypto';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { AccountRecord, RecordStore } from '#core/records.ts';
import { hashPassword } from './passwords.ts';

/** Letters and digits that are not easily confused; 20 of them are 98 bits. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password that cannot be guessed, in groups that can be read out. */
function madePassword(): string {
  const group = (): string => Array.from({ length: 5 }, () => letters[randomInt(letters.length)] ?? '').join('');
  return Array.from({ length: 4 }, group).join('-');
}

/** What recovering needs. */
export interface RecoverOptions {
  readonly records: Pick<RecordStore, 'accounts' | 'sessions' | 'credentials' | 'audit'>;
  readonly clock: Pick<Clock, 'nowMs'>;
  /** The account; absent: the only one. */
  readonly name?: string | undefined;
}

async function accountOf({ records, name }: RecoverOptions): Promise<AccountRecord> {
  const accounts = await records.accounts.list();
  const [only] = accounts;
  const found = name === undefined && accounts.length === 1 ? only : await records.accounts.byName(name ?? '');
  if (found !== undefined) return found;
  const known = accounts.map((account) => account.name);
  const why = known.length === 0 ? because('account.none') : because('account.names', { known });
  throw new SolsteadError('input.usage', { at: name ?? '--name', why });
}

/** What somebody is let in with again. */
export interface Recovered {
  readonly name: string;
  /** Shown only once. */
  readonly password: string;
  /** Whether the codes of an app were asked for before. */
  readonly hadCodes: boolean;
}

/**
 * Gives an account a new password, ends all its sessions, and asks for no codes of an app any more: they may be lost, too. Passkeys stay.
 * Errors: `input.usage`, `store.*`.
 */
export async function recover(options: RecoverOptions): Promise<Recovered> {
  const { records, clock } = options;
  const account = await accountOf(options);
  const password = madePassword();
  await records.accounts.save({ ...account, passwordHash: await hashPassword(password) });
  const hadCodes = (await records.credentials.totp(account.id)) !== undefined;
  await records.credentials.saveTotp(account.id, undefined);
  await records.credentials.replaceRecoveryCodes(account.id, []);
  await records.sessions.removeAll(account.id);
  await records.audit.append({
    atMs: clock.nowMs(),
    principal: { kind: 'home', name: 'command line' },
    action: 'recover password',
    subject: account.name,
    outcome: 'done',
  });
  return { name: account.name, password, hadCodes };
}
