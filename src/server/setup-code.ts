// The set-up code: whoever does something with a home that nobody owns yet, from another computer, has to know what Solstead shows
// where it runs.
import type { FastifyBaseLogger, FastifyRequest } from 'fastify';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { limitedLog } from '#core/limited-log.ts';
import { networkOf } from '#core/network-of.ts';
import { because } from '#core/reason.ts';
import { makeTries, throttledCode } from '#hub/credentials/tries.ts';
import { isCode, isFromHere } from './guard.ts';
import { type Caller, outsiderOf } from './session.ts';

/** Whether somebody asks who sits at this computer, or whom Home Assistant, which runs it, has signed in. */
export const isVouchedFor = (request: FastifyRequest): boolean =>
  isFromHere(request) || outsiderOf(request) !== undefined;

/** Checks the code of a request. Errors: `input.invalid`, `access.throttled`. */
export type CodeCheck = (asked: {
  readonly request: FastifyRequest;
  readonly code: string | undefined;
  readonly caller: Caller;
}) => Promise<void>;

/** What the check stands on. */
export interface CodeCheckParts {
  readonly setupCode?: string | undefined;
  readonly clock: Clock;
  readonly log: FastifyBaseLogger;
}

/** Makes the check: one for a server, so that a guess counts whatever it was made for. */
export function setupCodeCheck({ setupCode, clock, log }: CodeCheckParts): CodeCheck {
  const tell = limitedLog(clock, (line) => log.warn(line));
  const tries = makeTries(clock);
  return async ({ request, code, caller }) => {
    if (setupCode === undefined || isVouchedFor(request)) return;
    // What nobody has typed is no guess.
    if (code !== undefined) {
      const network = networkOf(request.ip);
      const waitMs = tries.begin(network);
      if (waitMs > 0) throw throttledCode(waitMs);
      if (isCode(code, setupCode)) return tries.right(network);
      tell(network, `a wrong set-up code came from ${request.ip}`);
      await caller.hub.access.claimRefused(request.ip);
    }
    throw new SolsteadError('input.invalid', { at: 'code', why: because('claim.code') });
  };
}
