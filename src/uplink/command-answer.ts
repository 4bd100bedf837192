// What is said of a command that came from the far side: how it ended, or why it failed.
import { isSolsteadError, reasonOf } from '#core/errors.ts';
import type { UpFrame } from './wire.ts';

type Result = Extract<UpFrame, { type: 'result' }>;

/** Carries a command out and says what came of it; never throws. */
export async function commandAnswer(
  id: string,
  carriedOut: () => Promise<Pick<Result, 'outcome' | 'before' | 'after'>>,
): Promise<Result> {
  try {
    const { outcome, before, after } = await carriedOut();
    return {
      type: 'result',
      id,
      outcome,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    };
  } catch (error) {
    const code = isSolsteadError(error) ? { code: error.code } : {};
    return { type: 'result', id, outcome: 'failed', ...code, reason: reasonOf(error) };
  }
}
