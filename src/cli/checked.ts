// What a look at a file that somebody wrote found: told to people in lines, to programs as one document.
import { SolsteadError } from '#core/errors.ts';
import { because, inEnglish, type Reason } from '#core/reason.ts';
import { visible } from '#core/visible.ts';
import type { PlacedProblem } from '#core/yaml-places.ts';
import { FoundAndFailed } from './failure.ts';
import { exitCodes } from './ending.ts';
import type { FileKind } from './file-kinds.ts';

/** Something that is wrong, for programs. */
interface ToldProblem {
  readonly line?: number;
  readonly column?: number;
  readonly code: string;
  readonly message: string;
}

/** What was found. */
export interface Checked {
  readonly file: string;
  readonly kind: FileKind;
  readonly problems: readonly ToldProblem[];
  /** What it holds. */
  readonly holds: Readonly<Record<string, unknown>>;
  /** Lines for people: what was found, and what goes to the standard error. */
  readonly lines: readonly string[];
  readonly warnings?: readonly string[];
  /** Why it is no good. */
  readonly failure?: Error;
  /** The exit code of a failure that its lines have told already; absent: it is told, and has its own. */
  readonly ending?: number;
}

/** A mistake at its place. */
export const toldPlace = ({ line, column, why }: PlacedProblem): ToldProblem => ({ line, column, ...toldReason(why) });

/** A mistake whose place is in its words. */
export function toldReason(why: Reason): ToldProblem {
  if (why.code !== 'file.at') return { code: why.code, message: inEnglish(why) };
  const { line, column, reason } = why.params as {
    readonly line: number;
    readonly column: number;
    readonly reason: Reason;
  };
  return { line, column, code: reason.code, message: inEnglish(reason) };
}

/** One of them for programs. */
export const foundOf = ({ file, kind, problems, holds, failure }: Checked): Readonly<Record<string, unknown>> => ({
  file,
  kind,
  ok: failure === undefined,
  ...holds,
  problems,
});

/** A file that is wrong at places of it, all of which are told. */
export function placesIn({
  file,
  kind,
  problems,
}: Pick<Checked, 'file' | 'kind'> & { readonly problems: readonly PlacedProblem[] }): Checked {
  return {
    file,
    kind,
    problems: problems.map(toldPlace),
    holds: {},
    lines: problems.map(({ line, column, why }) => visible(`${file}:${line}:${column}: ${inEnglish(why)}`)),
    failure: new SolsteadError('input.invalid', { at: file, why: because('check.wrong', { count: problems.length }) }),
    ending: exitCodes.failed,
  };
}

/** Where it is told. */
export interface CheckStreams {
  readonly out: { write(text: string): unknown };
  readonly err: { write(text: string): unknown };
}

/** Tells people what was found. Errors: the failure, unless its lines have told it. */
export function tellChecked(
  { lines, warnings = [], failure, ending }: Pick<Checked, 'lines' | 'warnings' | 'failure' | 'ending'>,
  { out, err }: CheckStreams,
): void {
  for (const line of warnings) err.write(`${line}\n`);
  for (const line of lines) out.write(`${line}\n`);
  if (failure === undefined) return;
  if (ending === undefined) throw failure;
  process.exitCode = ending;
}

/** Tells programs. Errors: the failure, with what was found. */
export function printChecked(
  found: Readonly<Record<string, unknown>>,
  { failure, ending }: Pick<Checked, 'failure' | 'ending'>,
  { out }: Pick<CheckStreams, 'out'>,
): void {
  if (failure !== undefined) throw new FoundAndFailed(found, failure, ending);
  out.write(`${JSON.stringify(found, undefined, 2)}\n`);
}
