// `solstead recover`: a new password for an account of a home that is not running.
import { systemClock as clock } from '#core/clock.ts';
import type { Secret } from '#core/secrets.ts';
import { recover as recoverAccount } from '#hub/recover.ts';
import type { CommandContext } from '../context.ts';
import { printDone } from '../print.ts';

/** Flags of `solstead recover`. */
export interface RecoverFlags {
  readonly data: string;
  readonly records?: Secret;
  readonly name?: string;
  readonly json?: boolean;
}

const instead = 'Stop it first: it would not know of the new password at once.';

/** Makes the password and prints it once. Errors: `input.usage`, `folder.locked`, `store.*`. */
export async function recover(
  { data, records: place, name, json }: RecoverFlags,
  context: CommandContext,
): Promise<void> {
  const records = await context.openRecords({ folder: data, instead, ...(place === undefined ? {} : { place }) });
  try {
    const { name: account, password, hadCodes } = await recoverAccount({ records, clock, name });
    printDone(
      json,
      { account, password, hadCodes },
      `The new password of ${account} is`,
      '',
      `  ${password}`,
      '',
      'It is shown only once, and every browser is signed out. Sign in with it and choose one of your own.',
      ...(hadCodes
        ? ['Codes of an app are not asked for any more: switch them on again on the page of your account.']
        : []),
    );
  } finally {
    await records.close();
  }
}
