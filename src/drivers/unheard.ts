// What is said of a device that reports by itself and is silent.
import { type ErrorCode, SolsteadError } from '#core/errors.ts';
import { because, type Reason } from '#core/reason.ts';

/** Unanswered questions until it counts as offline. */
export const unansweredUntilOffline = 2;
/** Without the broker for so long, the second way is taken, ms. */
export const brokerAwayMs = 5000;

/** How it is silent. */
export interface Silence {
  /** Id of the device. */
  readonly at: string;
  /** Whether there is a connection to what carries its messages. */
  readonly isConnected: boolean;
  /** What it said to the second way, if it refused that. */
  readonly refusal: Reason | undefined;
}

/** Nothing comes from it; with its refusal of the second way, as neither hides the other. */
export function unheard({ at, isConnected, refusal: reason }: Silence): SolsteadError {
  const nothing = isConnected ? because('device.nothing') : because('broker.no-connection');
  const why = reason === undefined ? nothing : because('device.nothing-and-refused', { nothing, reason });
  return new SolsteadError('link.timeout', { at, why });
}

/** It has left, at this time, epoch ms, if that is known. */
export function gone(at: string, since: number | undefined): SolsteadError {
  const why = since === undefined ? because('device.offline') : because('device.offline-since', { since });
  return new SolsteadError('device.offline', { at, why });
}

/** What is the matter with one that is not let in for its password; anything else is a connection that does not hold. */
const turnedAwayBy: Readonly<Record<string, ErrorCode>> = {
  'charger.came-without-password': 'access.credentials',
  'charger.came-with-other-password': 'access.credentials',
};

/** It, or one that says it is it, is not let in. */
export function turnedAway(at: string, why: Reason): SolsteadError {
  return new SolsteadError(turnedAwayBy[why.code] ?? 'link.closed', { at, why });
}

/** The broker kept its values, and nothing says of when they are. */
export function keptOnly(at: string): SolsteadError {
  return new SolsteadError('link.timeout', { at, why: because('device.kept-only') });
}
