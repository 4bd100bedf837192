// What is dangerous asks whoever sits at a session to prove again who they are; a proof holds for some minutes, and for that session alone.
import type { Principal } from '#core/access.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { minuteMs } from '#core/time.ts';

/** How long a proof holds, ms. */
export const provenForMs = 5 * minuteMs;

/**
 * Refuses a person whose session has not seen a proof for a while; a clock that went back makes a proof old, too. Programs are held to the
 * scope that a person gave them. Errors: `access.step-up`.
 */
export function assertProven(
  { kind, provenMs }: Pick<Principal, 'kind' | 'provenMs'>,
  clock: Pick<Clock, 'nowMs'>,
): void {
  if (kind !== 'person' || provenMs === undefined) return;
  const passedMs = clock.nowMs() - provenMs;
  if (passedMs >= 0 && passedMs < provenForMs) return;
  const why = because('step-up.now', { minutes: provenForMs / minuteMs });
  throw new SolsteadError('access.step-up', { at: 'session', why });
}
