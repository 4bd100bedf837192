// When a page asks again by itself for what the server did not answer.
import { RequestError } from './api.ts';

/** Whether the server was not reached; what it refused stays refused. */
export const isAway = (thrown: unknown): boolean =>
  thrown instanceof RequestError && (thrown.status === 0 || thrown.status >= 502);

/** What could not be asked is asked again this often, ms: the message of it says that the page keeps trying. */
const againMs = 10_000;

/** When something is asked again by itself, ms: at its own pace, and while the server was not reached at least now and then. */
export const againAfter = (failure: unknown, paceMs: number | false = false): number | false =>
  isAway(failure) ? Math.min(paceMs === false ? againMs : paceMs, againMs) : paceMs;
