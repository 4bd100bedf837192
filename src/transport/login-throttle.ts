// Slows down guessing of passwords: a name that fails is refused for a minute to the address that failed with it; an address that
// fails with many names is checked slowly from then on. Who has the right password behind the same address still gets in.
import type { Clock } from '#core/clock.ts';
import { networkOf } from '#core/network-of.ts';

const mostFailures = { pair: 5, address: 15 } as const;
const windowMs = 60_000;
const mostKeys = 1000;
/** Pause between two checks of an address that failed often, ms. */
const slowMs = 500;
/** Most that wait for a check of one address; others are refused. */
const mostWaiting = 64;

interface Attempts {
  failures: number;
  firstMs: number;
}

/** Login attempts by remote address. */
export interface LoginThrottle {
  /** Runs a check unless this name failed too often from there in the last minute; undefined then, or if the check has no answer. */
  attempt<Account>(
    who: { readonly address: string; readonly username: string },
    check: () => Promise<Account | undefined>,
  ): Promise<Account | undefined>;
}

interface Line {
  last: Promise<unknown>;
  waiting: number;
}

/** A throttle that has seen nobody yet. */
export function makeLoginThrottle(clock: Clock): LoginThrottle {
  const pairs = new Map<string, Attempts>();
  const addresses = new Map<string, Attempts>();
  const lines = new Map<string, Line>();
  const attemptsOf = (known: Map<string, Attempts>, key: string): Attempts => {
    const nowMs = clock.monotonicMs();
    const old = known.get(key);
    if (old !== undefined && nowMs - old.firstMs < windowMs) return old;
    const fresh: Attempts = { failures: 0, firstMs: nowMs };
    known.delete(key);
    known.set(key, fresh);
    const oldest = known.keys().next().value;
    if (known.size > mostKeys && oldest !== undefined) known.delete(oldest);
    return fresh;
  };
  return {
    async attempt({ address, username }, check) {
      const network = networkOf(address);
      const pair = attemptsOf(pairs, `${network} ${username.slice(0, 100)}`);
      const all = attemptsOf(addresses, network);
      const line = lines.get(network) ?? { last: Promise.resolve(), waiting: 0 };
      if (line.waiting >= mostWaiting) return undefined;
      const run = async (): Promise<Awaited<ReturnType<typeof check>>> => {
        if (pair.failures >= mostFailures.pair) return undefined;
        if (all.failures >= mostFailures.address) await clock.sleep(slowMs);
        const account = await check();
        if (account === undefined) {
          pair.failures += 1;
          all.failures += 1;
        }
        return account;
      };
      lines.set(network, line);
      line.waiting += 1;
      // One after the other, or a thousand guesses sent at once would all be checked before the first is counted.
      const outcome = line.last.then(run, run);
      line.last = outcome.catch(() => undefined);
      try {
        return await outcome;
      } finally {
        line.waiting -= 1;
        if (line.waiting === 0) lines.delete(network);
      }
    },
  };
}
