// What is dangerous asks whoever sits at a session to prove again who they are; a proof holds for some minutes, and for that session alone.
import type { Principal } from '#core/access.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { minuteMs } from '#core/time.ts';

/** How long a proof holds, ms. */
export const provenForMs = 5 * minuteMs;

/** The home itself may, and people: nobody else could prove who it is. Errors: `access.denied`. */
export function assertPerson({ kind }: Pick<Principal, 'kind'>): void {
  if (kind === 'person' || kind === 'home') return;
  throw new SolsteadError('access.denied', { at: 'session', why: because('account.person-only') });
}

/**
 * Refuses a person whose session has not seen a proof for a while; a clock that went back makes a proof old, too. Programs have none,
 * whatever their scope. Errors: `access.step-up`, `access.denied`.
 */
export function assertProven(principal: Pick<Principal, 'kind' | 'provenMs'>, clock: Pick<Clock, 'nowMs'>): void {
  assertPerson(principal);
  const { provenMs } = principal;
  if (provenMs === undefined) return;
  const passedMs = clock.nowMs() - provenMs;
  if (passedMs >= 0 && passedMs < provenForMs) return;
  const why = because('step-up.now', { minutes: provenForMs / minuteMs });
  throw new SolsteadError('access.step-up', { at: 'session', why });
}
