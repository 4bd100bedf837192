// Slows down guessing of passwords: a name that fails is refused for a minute to the address that failed with it; an address that
// fails with many names is checked slowly from then on. Names behind an address take turns, so that who has the right password
// gets in between those who guess.
import type { Clock } from '#core/clock.ts';
import { networkOf } from '#core/network-of.ts';

const mostFailures = { pair: 5, address: 15 } as const;
const windowMs = 60_000;
const mostKeys = 1000;
/** Pause before a check of an address that failed often, ms. */
const slowMs = 250;
/** Most that wait for a check of one address: the last of them still has its answer before a device gives up, some 10 s. */
const mostWaiting = 24;

interface Attempts {
  failures: number;
  firstMs: number;
}

/** Who wants to come in. */
export interface LoginAttempt {
  readonly address: string;
  readonly username: string;
  /** Whether nobody waits for the answer any more. */
  isGone?(): boolean;
}

/** Login attempts by remote address. */
export interface LoginThrottle {
  /**
   * Runs a check unless this name failed too often from there in the last minute; undefined then, or if the check has no answer.
   * `busy`: too many others of the address wait, so nothing was checked.
   */
  attempt<Account>(who: LoginAttempt, check: () => Promise<Account | undefined>): Promise<Account | 'busy' | undefined>;
}

interface Waiting {
  readonly who: LoginAttempt;
  run(): Promise<void>;
  refuse(): void;
}

/** Who waits behind one address: name by name, each with one attempt in turn. */
function makeLine() {
  const names = new Map<string, Waiting[]>();
  const waitingOf = (name: string): number => names.get(name)?.length ?? 0;
  const size = (): number => [...names.values()].reduce((sum, { length }) => sum + length, 0);
  const dropGone = (): void => {
    for (const [name, all] of names) {
      const here = all.filter(({ who }) => who.isGone?.() !== true);
      for (const one of all) if (!here.includes(one)) one.refuse();
      if (here.length === 0) names.delete(name);
      else names.set(name, here);
    }
  };
  return {
    next(): Waiting | undefined {
      const [name, all = []] = names.entries().next().value ?? [];
      if (name === undefined) return undefined;
      const first = all.shift();
      names.delete(name);
      if (all.length > 0) names.set(name, all);
      return first;
    },
    /** Takes one more; of too many the newest of the name that has the most is refused. */
    join(newcomer: Waiting): void {
      const name = newcomer.who.username;
      if (size() >= mostWaiting) dropGone();
      if (size() >= mostWaiting) {
        const most = [...names.values()].reduce((long, all) => (all.length > long.length ? all : long), []);
        if (most.length <= waitingOf(name) + 1) {
          newcomer.refuse();
          return;
        }
        most.pop()?.refuse();
      }
      names.set(name, [...(names.get(name) ?? []), newcomer]);
    },
  };
}

/** A throttle that has seen nobody yet. */
export function makeLoginThrottle(clock: Clock): LoginThrottle {
  const pairs = new Map<string, Attempts>();
  const addresses = new Map<string, Attempts>();
  const lines = new Map<string, ReturnType<typeof makeLine>>();
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
  const checked = async <Account>(who: LoginAttempt, check: () => Promise<Account | undefined>) => {
    if (who.isGone?.() === true) return 'busy';
    const network = networkOf(who.address);
    const pair = attemptsOf(pairs, `${network} ${who.username.slice(0, 100)}`);
    const all = attemptsOf(addresses, network);
    if (pair.failures >= mostFailures.pair) return undefined;
    if (all.failures >= mostFailures.address) await clock.sleep(slowMs);
    const account = await check();
    if (account === undefined) {
      pair.failures += 1;
      all.failures += 1;
    }
    return account;
  };
  /** One after the other, or a thousand guesses sent at once would all be checked before the first is counted. */
  const serve = async (network: string, line: ReturnType<typeof makeLine>): Promise<void> => {
    for (let next = line.next(); next !== undefined; next = line.next()) await next.run();
    lines.delete(network);
  };
  return {
    attempt<Account>(who: LoginAttempt, check: () => Promise<Account | undefined>) {
      const network = networkOf(who.address);
      const { promise, resolve, reject } = Promise.withResolvers<Account | 'busy' | undefined>();
      const line = lines.get(network);
      const own = line ?? makeLine();
      const run = async (): Promise<void> => await checked(who, check).then(resolve, reject);
      own.join({ who, run, refuse: () => resolve('busy') });
      if (line === undefined) {
        lines.set(network, own);
        void serve(network, own);
      }
      return promise;
    },
  };
}
