// How a command that failed ends: a line for people, with --json a document for programs, and the exit code.
import { type Command, CommanderError } from 'commander';
import { type ErrorCode, isSolsteadError, messageOf } from '#core/errors.ts';
import { visible } from '#core/visible.ts';
import { exitCodes } from './ending.ts';
import { oldFlagsAt } from './tell-errors.ts';

/** What a command that failed prints with `--json`, under `error`. */
interface FailureDocument {
  /** Of docs/errors.md. */
  readonly code: ErrorCode;
  readonly message: string;
  /** The flag, file or address it is about. */
  readonly at?: string;
  /** Why, as a code with parameters. */
  readonly reason?: { readonly code: string; readonly params: unknown };
  /** What to do about it. */
  readonly repair?: string;
}

/** A failure with what was found up to it: with `--json` both are one document. */
export class FoundAndFailed extends Error {
  readonly found: Readonly<Record<string, unknown>>;
  readonly failure: Error;
  /** Its exit code; absent: that of the failure. */
  readonly ending: number | undefined;

  constructor(found: Readonly<Record<string, unknown>>, failure: Error, ending?: number) {
    super(failure.message, { cause: failure });
    this.found = found;
    this.failure = failure;
    this.ending = ending;
  }
}

/** Whether the words of a call ask for JSON. */
export function wantsJson(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end === -1 ? args : args.slice(0, end)).includes('--json');
}

/** A command as it is called: `solstead backup verify`. */
function callOf(command: Command): string {
  const { parent } = command;
  return parent === null ? command.name() : `${callOf(parent)} ${command.name()}`;
}

/** What helps after an error: the help of the command that was called; undefined: flags in the spelling of mpp-solar. */
function hintOf(error: unknown, running: Command | undefined): string {
  if (!isSolsteadError(error)) return '';
  // What helps with this very error says more than the help of the command.
  const isPlain = error.code === 'input.usage' && error.help === undefined;
  const where = running === undefined ? oldFlagsAt : `\`${callOf(running)} --help\``;
  return isPlain ? ` See ${where}.` : ` ${error.cliRepair}`;
}

/** Errors of what was typed, and of data that is so until somebody decides: trying again does not help. */
const wrongUntilChanged: readonly ErrorCode[] = [
  'input.usage',
  'input.hex',
  'input.invalid',
  'address.invalid',
  'protocol.unknown',
  'command.unknown',
  'folder.missing',
  'backup.passphrase',
  'command.limits',
  'command.not-armed',
  'readings.invalid',
  'tariff.invalid',
  'series.invalid',
  'automation.invalid',
  'store.newer',
  'store.uncopied',
];

/** The exit code of something thrown. */
export function endingOf(error: unknown): number {
  if (error instanceof FoundAndFailed) return error.ending ?? endingOf(error.failure);
  // A file was named where a folder is meant; one that may not be written to is a matter of the machine.
  const isNoFolder = isSolsteadError(error, 'folder.unwritable') && error.reason?.code === 'file.no-folder';
  return isNoFolder || isSolsteadError(error, ...wrongUntilChanged) ? exitCodes.usage : exitCodes.failed;
}

/** A failure for programs. */
function failureDocument(error: unknown, running: Command | undefined): FailureDocument {
  if (error instanceof CommanderError)
    return {
      code: 'input.usage',
      message: visible(error.message.replace(/^error: /, '').replaceAll(/\s*\n+\s*/g, ' ')),
    };
  if (!isSolsteadError(error)) return { code: 'internal', message: visible(messageOf(error)) };
  const { code, at, reason } = error;
  return {
    code,
    message: visible(messageOf(error)),
    at: visible(at),
    ...(reason === undefined ? {} : { reason: { code: reason.code, params: reason.params } }),
    repair: visible(hintOf(error, running).trim()),
  };
}

/** Tells that a command failed: the standard error for people, the standard output for programs that want JSON. */
export function tellFailure(
  thrown: unknown,
  { running, isJson }: { readonly running: Command | undefined; readonly isJson: boolean },
): void {
  const { failure: error, found } = thrown instanceof FoundAndFailed ? thrown : { failure: thrown, found: {} };
  if (isJson) process.stdout.write(`${JSON.stringify({ ...found, error: failureDocument(error, running) })}\n`);
  // Commander has said its own already.
  if (error instanceof CommanderError) return;
  const sentence = messageOf(error).replace(/(?<![.?!])$/, '.');
  process.stderr.write(`${visible(`solstead: ${sentence}${hintOf(error, running)}`)}\n`);
}
