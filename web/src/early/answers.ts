// What was asked before the program ran: `early.ts` leaves its requests here, and the first call of the same address takes them.
import { clock } from '../clock.ts';

/** A request on its way since an instant of the clock that never runs backwards, ms. */
export interface EarlyAsked {
  readonly sinceMs: number;
  readonly answer: Promise<Response>;
}

/** Older answers are not taken: what they say may have changed, ms. */
const freshMs = 10_000;

/** Requests by their address, relative to the page. */
export type EarlyAnswers = Map<string, EarlyAsked>;

interface Place {
  solsteadEarly?: EarlyAnswers;
}

/** Where they are left; `place` is the window. */
export const earlyAnswers = (place: Place = globalThis as Place): EarlyAnswers => (place.solsteadEarly ??= new Map());

/** What was asked early may not be so any more once something was changed. */
export const forgetEarly = (place?: Place): void => earlyAnswers(place).clear();

/** The answer to what was asked early, once; undefined where nothing was, it is too old, or it failed. */
export async function takeEarly(
  address: string,
  { place, nowMs = clock.monotonicMs() }: { readonly place?: Place; readonly nowMs?: number } = {},
): Promise<Response | undefined> {
  const answers = earlyAnswers(place);
  const asked = answers.get(address);
  answers.delete(address);
  if (asked === undefined || nowMs - asked.sinceMs > freshMs) return undefined;
  return asked.answer.catch(() => undefined);
}
