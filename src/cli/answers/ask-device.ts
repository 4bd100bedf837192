// Asks a device word by word, and hands each answer on as it comes: a question that fails does not take the others along.
import { isSolsteadError, messageOf } from '#core/errors.ts';
import type { DeviceAnswer } from '#core/field.ts';
import { visible } from '#core/visible.ts';
import type { BareField } from '../context.ts';
import type { Asking } from './questions.ts';

/** The answers to one word. */
export interface Heard {
  readonly asking: Asking;
  readonly answers: readonly DeviceAnswer[];
  /** Questions that gave no answer. */
  readonly failed: readonly string[];
}

/** Who is told. */
export interface Listener {
  onHeard(heard: Heard): Promise<void>;
  /** Questions that gave no answer, as soon as that is known. */
  onFailed(queries: readonly string[]): void;
  tellError(line: string): void;
}

/** What is wrong with one question alone; anything else is wrong with the link, and the next would fail alike. */
const isOfQuestion = (error: unknown): boolean =>
  isSolsteadError(error, 'command.unknown', 'command.refused', 'link.timeout', 'frame.checksum', 'frame.malformed');

/** Asks; without a field there is nothing to be asked. Errors: the last of a question where it was the only word or none gave an answer; those of the link at once. */
export async function askDevice(
  field: Pick<BareField, 'readOnce'> | undefined,
  place: Parameters<BareField['readOnce']>[0],
  {
    askings,
    isEach,
    listener,
  }: {
    readonly askings: readonly Asking[];
    /** Whether each question is asked by itself; a device that is listened to, or looked through first, is so once for all of them. */
    readonly isEach: boolean;
    readonly listener: Listener;
  },
): Promise<void> {
  let first: Error | undefined;
  let left = askings.reduce((sum, { queries }) => sum + (isEach ? queries.length : 1), 0);
  for (const asking of askings) {
    const answers: DeviceAnswer[] = [];
    const failed: string[] = [];
    const rounds = isEach || asking.queries.length === 0 ? asking.queries.map((query) => [query]) : [asking.queries];
    // One that is looked through first says then what it asks by itself.
    const what = isEach ? undefined : asking.what;
    for (const queries of rounds) {
      left -= 1;
      const asked = { queries, what, optional: asking.optional, isMoreToCome: left > 0 };
      try {
        answers.push(...((await field?.readOnce(place, asked)) ?? []));
      } catch (error) {
        if (!isOfQuestion(error)) throw error;
        failed.push(...queries);
        listener.onFailed(queries);
        // The first ends the command, and is told then.
        if (first === undefined) first = error instanceof Error ? error : new Error(messageOf(error));
        else listener.tellError(visible(`solstead: ${messageOf(error)}`));
      }
    }
    const isMute = asking.queries.length > 0 && answers.length === 0;
    if (!isMute) await listener.onHeard({ asking, answers, failed });
    else if (askings.length === 1) break;
  }
  if (first !== undefined) throw first;
}
