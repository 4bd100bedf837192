// Slows down guessing of passwords: by remote address, one check after the other.
import type { Clock } from '#core/clock.ts';

const mostFailures = 5;
const windowMs = 60_000;
const mostAddresses = 1000;

interface Attempts {
  failures: number;
  firstMs: number;
  last: Promise<unknown>;
}

/** Login attempts by remote address. */
export interface LoginThrottle {
  /** Runs a check unless this address failed too often in the last minute; returns undefined then, or if the check has no answer. */
  attempt<Account>(address: string, check: () => Promise<Account | undefined>): Promise<Account | undefined>;
}

/** A throttle that lets an address fail five times a minute. */
export function makeLoginThrottle(clock: Clock): LoginThrottle {
  const known = new Map<string, Attempts>();
  const attemptsOf = (address: string): Attempts => {
    const nowMs = clock.monotonicMs();
    const old = known.get(address);
    if (old !== undefined && nowMs - old.firstMs < windowMs) return old;
    const fresh: Attempts = { failures: 0, firstMs: nowMs, last: old?.last ?? Promise.resolve() };
    known.delete(address);
    known.set(address, fresh);
    const oldest = known.keys().next().value;
    if (known.size > mostAddresses && oldest !== undefined) known.delete(oldest);
    return fresh;
  };
  return {
    attempt: (address, check) => {
      const attempts = attemptsOf(address);
      const run = async (): Promise<Awaited<ReturnType<typeof check>>> => {
        if (attempts.failures >= mostFailures) return undefined;
        const account = await check();
        if (account === undefined) attempts.failures += 1;
        return account;
      };
      // One after the other, or a thousand guesses sent at once would all be checked before the first is counted.
      const outcome = attempts.last.then(run, run);
      attempts.last = outcome.catch(() => undefined);
      return outcome;
    },
  };
}
