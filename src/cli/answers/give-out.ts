// Gives answers out to their outputs while they come, and waits for each to have them: a program that ends before its broker has
// acknowledged has sent nothing.
import { withoutPassword } from '#core/address.ts';
import { type Clock, isWithin } from '#core/clock.ts';
import { messageOf, SolsteadError } from '#core/errors.ts';
import type { NamedAnswer } from '#core/named-answer.ts';
import { because } from '#core/reason.ts';
import { visible } from '#core/visible.ts';
import type { AnswerSink } from '#outputs/answers/answer-sink.ts';

/** An open output. */
export interface OpenOutput {
  readonly name: string;
  /** Where it goes, as it is shown; absent: where it does by itself. */
  readonly place?: string | undefined;
  readonly sink: AnswerSink;
}

/** Outputs that are given answers. */
export interface GivenOut {
  /** Resolves when each has it, or could not. */
  give(answer: NamedAnswer): Promise<void>;
  /** Closes all. Errors: the first that an output could not deliver with. */
  end(): Promise<void>;
}

/** How long an output may take to say goodbye, ms. */
const goodbyeMs = 1000;

/** One that could not deliver is given nothing more; it harms no other. `seconds` is the longest wait for it, over all answers. */
export function giveOut(
  outputs: readonly OpenOutput[],
  { clock, seconds, tellError }: { readonly clock: Clock; readonly seconds: number; tellError(line: string): void },
): GivenOut {
  const failed = new Map<string, Error>();
  const waitedMs = new Map<string, number>();
  const deliver = async ({ name, place, sink }: OpenOutput, answer: NamedAnswer): Promise<void> => {
    if (failed.has(name)) return;
    const late = new AbortController();
    const why = because('answers.late', { seconds });
    const at = place === undefined ? name : `${name}, ${withoutPassword(place)}`;
    const before = waitedMs.get(name) ?? 0;
    const beganMs = clock.monotonicMs();
    const tooLate = (): void => late.abort(new SolsteadError('output.failed', { at, why }));
    const cancel = clock.after(Math.max(0, seconds * 1000 - before), tooLate);
    try {
      await sink.deliver([answer], late.signal);
    } catch (error) {
      failed.set(name, error instanceof Error ? error : new Error(messageOf(error)));
      // The first ends the command, and is told then.
      if (failed.size > 1) tellError(visible(`solstead: ${name}: ${messageOf(error)}`));
    } finally {
      cancel();
      waitedMs.set(name, before + clock.monotonicMs() - beganMs);
    }
  };
  return {
    async give(answer) {
      await Promise.all(outputs.map((output) => deliver(output, answer)));
    },
    async end() {
      await Promise.all(outputs.map(({ sink }) => isWithin(clock, goodbyeMs, sink.close())));
      const [first] = failed.values();
      if (first !== undefined) throw first;
    },
  };
}
