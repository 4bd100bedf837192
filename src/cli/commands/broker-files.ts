// `solstead broker acl`: the accounts of the built-in broker as files for Mosquitto.
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SolsteadError, systemCode } from '#core/errors.ts';
import { because, said } from '#core/reason.ts';
import type { Secret } from '#core/secrets.ts';
import { visible } from '#core/visible.ts';
import { makeBrokerAccounts } from '#hub/broker-accounts.ts';
import { isMosquittoName, type LeftOut, mosquittoFiles } from '#hub/mosquitto-files.ts';
import type { CommandContext } from '../context.ts';
import { printDone } from '../print.ts';

/** Flags of `solstead broker acl`. */
export interface BrokerFilesFlags {
  readonly data: string;
  readonly records?: Secret;
  /** Folder the files go to. */
  readonly output: string;
  /** Name of the account for the home itself. */
  readonly home: string;
  readonly json?: boolean;
}

const instead = 'Stop it first: it learns while it runs which topics belong to whom.';

const reasons: Readonly<Record<LeftOut, string>> = {
  'no-hash':
    'was made by an earlier version: its password is not known in a form for Mosquitto. Remove it and make it again',
  'no-line': 'has a name or a topic that such a file cannot hold: add it by hand',
  'no-topic': 'has used no topic yet, so it may use none: add a line for it to the access list',
};

async function write(path: string, text: string): Promise<void> {
  try {
    // Whoever can read hashes can guess at them; a file that is there may be in use.
    await writeFile(path, text, { mode: 0o600, flag: 'wx' });
  } catch (thrown) {
    const why = systemCode(thrown) === 'EEXIST' ? because('backup.exists') : said(thrown);
    throw new SolsteadError('input.usage', { at: path, why, cause: thrown });
  }
}

/** Writes the files. Errors: `input.usage`, `folder.locked`, `store.*`. */
export async function writeBrokerFiles(flags: BrokerFilesFlags, context: CommandContext): Promise<void> {
  const { data, records: place, output, home } = flags;
  if (!isMosquittoName(home)) throw new SolsteadError('input.usage', { at: '--home', why: because('broker.name') });
  const records = await context.openRecords({ folder: data, instead, ...(place === undefined ? {} : { place }) });
  try {
    const owned = new Map((await makeBrokerAccounts(records).list()).map(({ username, topics }) => [username, topics]));
    const accounts = (await records.brokerAccounts.list()).map((account) => ({
      ...account,
      topics: owned.get(account.username) ?? [],
    }));
    const password = randomBytes(15).toString('base64url');
    const { passwords, acl, left } = mosquittoFiles(accounts, { username: home, password });
    await mkdir(output, { recursive: true, mode: 0o700 });
    const [passwordFile, aclFile] = [join(output, 'passwords'), join(output, 'acl')];
    await write(passwordFile, passwords);
    await write(aclFile, acl);
    printDone(
      flags.json,
      { passwordFile, aclFile, home: { username: home, password }, leftOut: left },
      'These lines of mosquitto.conf use them; Mosquitto must be able to read the files, and nobody else:',
      '',
      '  allow_anonymous false',
      `  password_file ${passwordFile}`,
      `  acl_file ${aclFile}`,
      '',
      `The home signs in as ${home}, with a password that is shown only once:`,
      '',
      `  SOLSTEAD_MQTT_PASSWORD=${password} solstead serve --mqtt-broker mqtt://${home}@host:1883`,
      ...left.map(({ username, why }) => `Account ${visible(username)} ${reasons[why]}.`),
    );
  } finally {
    await records.close();
  }
}
