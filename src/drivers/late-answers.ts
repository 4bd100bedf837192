// Where answers do not name their question, one that comes after a question was given up may be to that question: what was asked
// before decides, not the form of the answer, which may fit both.
import type { Clock } from '#core/clock.ts';
import { because } from '#core/reason.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import type { ReadCommand } from '#devices/definition.ts';

/** How long after a question its answer may come, in times of what an answer usually takes. */
const latest = 8;

/** Keeps the late answers to one device's questions from being taken for those to the next. */
export interface LateAnswers {
  /** A question goes out: until its exchange has ended, what comes is held against the one before. */
  begin(): void;
  /** Whether what came may as well answer the question that was given up; only the first such answer is passed over. */
  mayBe(command: ReadCommand, payload: Uint8Array): boolean;
  answered(command: ReadCommand): void;
  /** The exchange failed: the error that says so, in words that name the question it may have been an answer to. */
  failed(command: ReadCommand, error: unknown): unknown;
  /** The line was opened anew: nothing is on it. */
  clear(): void;
}

/** Nothing was asked yet. `responseMs`: what an answer usually takes. */
export function makeLateAnswers(clock: Clock, responseMs: number): LateAnswers {
  let open: { readonly command: ReadCommand; readonly askedMs: number } | undefined;
  let askedMs = clock.monotonicMs();
  let isPassed = false;
  /** Questions that were left unanswered without an answer to them coming late: they raise no doubt until they are answered. */
  const silent = new Set<string>();
  return {
    begin() {
      askedMs = clock.monotonicMs();
      isPassed = false;
    },
    mayBe(command, payload) {
      if (open === undefined || isPassed || open.command.name === command.name || silent.has(open.command.name))
        return false;
      if (clock.monotonicMs() - open.askedMs > latest * responseMs) return false;
      isPassed = open.command.table.decode(payload).problems.length === 0;
      return isPassed;
    },
    answered(command) {
      silent.delete(command.name);
      // It was asked twice: the second answer may still come.
      open = open?.command.name === command.name ? { command, askedMs } : undefined;
    },
    failed(command, error) {
      if (!isSolsteadError(error, 'link.timeout', 'frame.checksum', 'frame.malformed')) return error;
      const before = open?.command.name;
      open = { command, askedMs };
      if (!isPassed || before === undefined) return error;
      silent.add(before);
      return new SolsteadError(error.code, { at: error.at, why: because('answer.to-which', { before }), cause: error });
    },
    clear() {
      open = undefined;
      silent.clear();
    },
  };
}
