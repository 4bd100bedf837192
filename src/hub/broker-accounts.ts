// Accounts of the built-in MQTT broker: devices come in with a name and a password of their own.
import { because } from '#core/reason.ts';
import { randomBytes } from 'node:crypto';
import { SolsteadError } from '#core/errors.ts';
import type { BrokerAccountRecord, RecordStore } from '#core/records.ts';
import { hashPassword, isPassword } from './passwords.ts';

/** The account a name and password belong to; undefined for strangers. */
export async function checkBrokerAccount(
  records: Pick<RecordStore, 'brokerAccounts'>,
  username: string,
  password: string,
): Promise<BrokerAccountRecord | undefined> {
  const account = await records.brokerAccounts.byUsername(username);
  return account !== undefined && (await isPassword(account.passwordHash, password)) ? account : undefined;
}

/** Makes an account with a random password, told this once. Errors: `input.invalid` when the name is taken. */
export async function makeBrokerAccount(
  records: Pick<RecordStore, 'brokerAccounts'>,
  username: string,
): Promise<{ readonly username: string; readonly password: string }> {
  if ((await records.brokerAccounts.byUsername(username)) !== undefined)
    throw new SolsteadError('input.invalid', { at: 'username', why: because('name.taken', { name: username }) });
  const password = randomBytes(15).toString('base64url');
  await records.brokerAccounts.save({ username, passwordHash: await hashPassword(password), topics: ['#'] });
  return { username, password };
}
