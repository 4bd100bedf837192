// `solstead backup list` and `solstead backup now`: backups of a home that runs, asked of it with the token of a program.
import type { Backups } from '#api/backup.ts';
import { systemClock as clock } from '#core/clock.ts';
import { isRecord } from '#core/entries.ts';
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import { printJson } from '../print.ts';
import { addressAt, awayWords, type RunningHomeFlags, tokenOf } from '../running-home.ts';
import { tell } from '../tell-addresses.ts';

/** Flags of both. */
export interface RunningBackupFlags extends RunningHomeFlags {
  readonly json?: boolean;
}

/** Longest wait for an answer, and between two looks at a backup that is made, ms. */
const patienceMs = 60_000;
const lookMs = 500;

function isBackups(value: unknown): value is Backups {
  return isRecord(value) && isRecord(value['settings']) && Array.isArray(value['places']);
}

/** Asks the home that runs. Errors: `input.usage`, `backup.failed`. */
async function asked(flags: RunningBackupFlags, method: 'GET' | 'POST'): Promise<Backups> {
  const url = addressAt(flags, 'api/v1/backups');
  const token = await tokenOf(flags);
  const at = url.origin;
  try {
    const answer = await fetch(url, {
      method,
      // The token is for this home alone.
      redirect: 'manual',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(patienceMs),
      ...(method === 'POST' ? { body: '{}' } : {}),
    });
    const body: unknown = await answer.json();
    if (answer.ok && isBackups(body)) return body;
    const detail = isRecord(body) && typeof body['detail'] === 'string' ? body['detail'] : undefined;
    const why =
      detail === undefined
        ? because('server.answered', { status: answer.status })
        : because('outside.said', { said: external(detail) });
    throw new SolsteadError('backup.failed', { at, why });
  } catch (error) {
    if (error instanceof SolsteadError) throw error;
    const why = because('running.away', { said: external(awayWords(error)) });
    throw new SolsteadError('backup.failed', { at, why, cause: error });
  }
}

const moment = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

function tellBackups({ places, lastMs, nextMs, hasPassphrase, failure }: Backups): void {
  for (const { settings, backups, failure: own } of places) {
    tell(`${settings.id} (${settings.kind})${own === undefined ? '' : ': the last one did not arrive'}`);
    for (const { name, bytes } of backups) tell(`  ${name}  ${(bytes / 2 ** 20).toFixed(1)} MiB`);
    if (backups.length === 0) tell('  none');
  }
  if (lastMs !== undefined) tell(`The last one arrived everywhere: ${moment(lastMs)}`);
  if (nextMs !== undefined) tell(`The next one: ${moment(nextMs)}`);
  if (failure !== undefined) tell(`The last try failed: ${moment(failure.atMs)}; its page Backups says why`);
  if (!hasPassphrase) tell('There is no passphrase yet: set one on its page Backups.');
}

/** Lists the backups at every place of a home that runs. Errors: `input.usage`, `backup.failed`. */
export async function listBackups(flags: RunningBackupFlags): Promise<void> {
  const found = await asked(flags, 'GET');
  if (flags.json === true) printJson(found);
  else tellBackups(found);
}

/** Lets a home that runs make a backup, and waits for it. Errors: `input.usage`, `backup.failed`. */
export async function backUpNow(flags: RunningBackupFlags): Promise<void> {
  let found = await asked(flags, 'POST');
  while (found.work !== undefined) {
    await clock.sleep(lookMs);
    found = await asked(flags, 'GET');
  }
  if (flags.json === true) printJson(found);
  else tellBackups(found);
  if (found.failure !== undefined)
    throw new SolsteadError('backup.failed', { at: flags.url, why: because('backup.see-page') });
}
