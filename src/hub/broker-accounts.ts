// Accounts of the built-in MQTT broker: devices come in with a name and a password of their own.
import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { SolsteadError } from '#core/errors.ts';
import type { BrokerAccountRecord, RecordStore } from '#core/records.ts';

/** The account a name and password belong to; undefined for strangers. */
export async function checkBrokerAccount(
  records: RecordStore,
  username: string,
  password: string,
): Promise<BrokerAccountRecord | undefined> {
  const account = (await records.brokerAccounts()).find((known) => known.username === username);
  return account !== undefined && (await verify(account.passwordHash, password)) ? account : undefined;
}

/** Makes an account with a random password, told this once. Errors: `input.invalid` when the name is taken. */
export async function makeBrokerAccount(
  records: RecordStore,
  username: string,
): Promise<{ readonly username: string; readonly password: string }> {
  if ((await records.brokerAccounts()).some((account) => account.username === username))
    throw new SolsteadError('input.invalid', { at: 'username', why: `${username} is taken; choose another name` });
  const password = randomBytes(15).toString('base64url');
  await records.saveBrokerAccount({ username, passwordHash: await hash(password), topics: ['#'] });
  return { username, password };
}
