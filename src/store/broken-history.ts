// The stand-in for a history that cannot be opened: the home runs on without it, and says why. Nothing is written anywhere.
import type { SolsteadError } from '#core/errors.ts';
import { reasonOf } from '#core/errors.ts';
import type { HistoryStore } from '#core/history.ts';

/** A history that holds nothing and takes nothing: every query for points gets the error. */
export function brokenHistory(error: SolsteadError): HistoryStore {
  const fail = async (): Promise<never> => {
    throw error;
  };
  return {
    append: fail,
    range: fail,
    pages: () => ({ [Symbol.asyncIterator]: () => ({ next: fail }) }),
    series: async () => [],
    lastValues: async () => [],
    forget: fail,
    status: async () => ({ points: 0, bytes: 0, series: 0, failure: reasonOf(error) }),
    setRetention: fail,
    maintain: async () => undefined,
    close: async () => undefined,
  };
}
