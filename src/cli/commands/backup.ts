// `solstead backup` and `solstead restore`, for a home that is not running.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { leastPassphrase } from '#core/backup.ts';
import { systemClock as clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { because, said } from '#core/reason.ts';
import { makeSecret, type Secret } from '#core/secrets.ts';
import type { BackupFacts, CommandContext } from '../context.ts';
import { printDone, printJson } from '../print.ts';
import { tell } from '../tell-addresses.ts';
import { progressLine } from '../tell-progress.ts';

interface PassphraseFlags {
  readonly passphraseFile?: string;
}

interface PlaceFlags {
  readonly data: string;
  readonly history?: Secret;
  readonly records?: Secret;
}

/** Flags of `solstead backup`. */
export interface BackupFlags extends PassphraseFlags, PlaceFlags {
  readonly devices?: string;
  readonly to?: string;
  readonly secretFile?: string;
  readonly hostKey?: string;
  readonly unencryptedWithoutSecrets?: boolean;
  readonly json?: boolean;
}

/** Flags of `solstead backup verify`. */
export interface VerifyBackupFlags extends PassphraseFlags {
  readonly json?: boolean;
}

/** Flags of `solstead restore`. */
export interface RestoreFlags extends PassphraseFlags, PlaceFlags {
  readonly replace?: boolean;
  readonly json?: boolean;
}

/** Asks at the terminal; what is typed is not shown. */
async function asked(question: string): Promise<string> {
  const hidden = new Writable({ write: (_bytes, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: hidden, terminal: true });
  process.stderr.write(question);
  try {
    return await new Promise<string>((resolve) => lines.question('', resolve));
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}

/** The whole file. Errors: `input.usage`. */
async function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw new SolsteadError('input.usage', { at: path, why: said(error), cause: error });
  });
}

const firstLine = (text: string): string => text.split(/\r?\n/, 1)[0] ?? '';

/** Password or key of a place elsewhere; a private key has several lines. */
async function placeSecret({ secretFile }: BackupFlags, { secret }: Pick<CommandContext, 'secret'>) {
  if (secretFile === undefined) return secret('SOLSTEAD_BACKUP_SECRET');
  const text = await textOf(secretFile);
  return makeSecret(text.includes('PRIVATE KEY') ? text : firstLine(text));
}

/** The passphrase that was given, or typed. Errors: `input.usage`. */
async function passphraseOf(
  { passphraseFile }: PassphraseFlags,
  { secret }: Pick<CommandContext, 'secret'>,
): Promise<Secret | undefined> {
  const given = secret('SOLSTEAD_BACKUP_PASSPHRASE');
  if (passphraseFile !== undefined) {
    return makeSecret(firstLine(await textOf(passphraseFile)));
  }
  if (given !== undefined || !process.stdin.isTTY) return given;
  const typed = await asked('Passphrase: ');
  return typed === '' ? undefined : makeSecret(typed);
}

async function newPassphrase(flags: BackupFlags, context: CommandContext): Promise<Secret | undefined> {
  if (flags.unencryptedWithoutSecrets === true) return undefined;
  const found = await passphraseOf(flags, context);
  const at = 'passphrase';
  if (found === undefined) throw new SolsteadError('input.usage', { at, why: because('backup.no-passphrase') });
  if (found.reveal().length < leastPassphrase)
    throw new SolsteadError('input.usage', { at, why: because('backup.short-passphrase', { least: leastPassphrase }) });
  return found;
}

const sizeText = (bytes: number): string =>
  bytes < 2 ** 20 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 2 ** 20).toFixed(1)} MiB`;
const moment = (atMs: number): string => new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');

function tellFacts({ path, size, sites, madeMs, solstead, hasSecrets, parts, bytes }: BackupFacts): void {
  tell(
    `${path}: ${sizeText(size)}`,
    `  Home: ${sites.join(', ')}`,
    `  As it was at ${moment(madeMs)} UTC, by Solstead ${solstead}`,
    `  Content: ${sizeText(bytes)} in ${parts} parts; ${hasSecrets ? 'with' : 'without'} secrets`,
  );
}

/** Makes a backup and checks it. Errors: `input.usage`, `folder.locked`, `backup.*`, `store.*`. */
export async function makeBackup(flags: BackupFlags, context: CommandContext): Promise<void> {
  const { data: folder, history, records, devices, to, hostKey } = flags;
  // Nobody types a passphrase for a home that is not there.
  if (!existsSync(folder)) throw new SolsteadError('folder.missing', { at: folder });
  const passphrase = await newPassphrase(flags, context);
  const secret = await placeSecret(flags, context);
  const line = progressLine(clock, process.stderr);
  const onProgress = (bytes: number): void => line.show(`${sizeText(bytes)} written`);
  const facts = await context
    .makeBackup({ folder, history, records, devices, to, secret, hostKey, passphrase, onProgress })
    .finally(() => line.clear());
  if (flags.json === true) return printJson(facts);
  tellFacts(facts);
  tell('It was read back and is whole.');
}

/** Says what a backup holds. Errors: `input.usage`, `backup.*`. */
export async function verifyBackup(path: string, flags: VerifyBackupFlags, context: CommandContext): Promise<void> {
  const passphrase = await passphraseOf(flags, context);
  const line = progressLine(clock, process.stderr);
  const facts = await context
    .verifyBackup({ path, passphrase }, (share) => line.show(`${Math.round(share * 100)} %`))
    .finally(() => line.clear());
  if (flags.json === true) printJson(facts);
  else {
    tellFacts(facts);
    tell('It is whole.');
  }
}

/** Restores a backup. Errors: `input.usage`, `folder.*`, `backup.*`, `store.*`. */
export async function restoreBackup(path: string, flags: RestoreFlags, context: CommandContext): Promise<void> {
  const passphrase = await passphraseOf(flags, context);
  const { data: folder, history, records, replace = false } = flags;
  const line = progressLine(clock, process.stderr);
  const onProgress = (step: 'verify' | 'load', share: number): void =>
    line.show(`${step === 'verify' ? 'checking' : 'restoring'}: ${Math.round(share * 100)} %`);
  const { sites, madeMs, aside } = await context
    .restoreBackup({ path, passphrase, folder, history, records, isReplacing: replace, onProgress })
    .finally(() => line.clear());
  printDone(
    flags.json,
    { data: folder, sites, madeMs, ...(aside === undefined ? {} : { aside }) },
    `Restored ${sites.join(', ')} as it was at ${moment(madeMs)} UTC, in ${folder}.`,
    ...(aside === undefined ? [] : [`The home that was there is kept in ${aside}.`]),
  );
}
