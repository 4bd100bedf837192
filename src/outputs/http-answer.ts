// What an answer of an HTTP server says of the values it was sent: taken, never to be taken, or a trouble of the server that passes.
import { SolsteadError } from '#core/errors.ts';
import type { HttpAnswer } from '#core/http-client.ts';
import { errorIn, shownOf } from '#core/http-said.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';

/** Longest part of an answer that is shown. */
const longestSaid = 300;

/** What is known of the words of a kind of server. */
interface Meaning {
  /** Words that mean the values themselves. */
  readonly isUnfit: RegExp;
  /** Nothing is known of its words: any program could be behind it. */
  readonly isSilent?: boolean | undefined;
}

/** Of a near server: the error that a server of this kind tells, and nothing else. */
function ofNear(text: string, { isUnfit, isSilent }: Meaning): string | undefined {
  if (isSilent === true) return undefined;
  return errorIn(text) ?? (isUnfit.test(text) ? text : undefined);
}

/** What a server said, in one line. */
export function saidIn(answer: HttpAnswer, meaning: Meaning): Reason {
  const { status } = answer;
  const words = shownOf(answer, { most: longestSaid, ofNear: (text) => ofNear(text, meaning) });
  return words === ''
    ? because('output.status-only', { status })
    : because('output.status', { status, said: external(words) });
}

/** Statuses that may be about the content: wrong, too large, not to be processed. Source: RFC 9110 §15.5. */
const aboutContent = [400, 413, 422];

/**
 * Asserts that a server took what it was sent. `isUnfit` says whether its words mean the values themselves. Errors: `output.unfit`,
 * `output.refused` if it may be the values; `output.failed` for everything that passes or that a person mends, such as a wrong account, an
 * unknown database or a server that is busy.
 */
export function assertTaken(answer: HttpAnswer, { at, ...meaning }: Meaning & { readonly at: string }): void {
  const { status, text, retrySeconds } = answer;
  if (status >= 200 && status < 300) return;
  const why = saidIn(answer, meaning);
  if (aboutContent.includes(status))
    throw new SolsteadError(meaning.isUnfit.test(text) ? 'output.unfit' : 'output.refused', { at, why });
  throw new SolsteadError('output.failed', { at, why, ...(retrySeconds === undefined ? {} : { retrySeconds }) });
}
