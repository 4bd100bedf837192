// How often somebody may try to sign in. Guesses are slowed down by address and, from addresses the account does not know, by name;
// the owner at home, or where the account was signed in before, is never locked out by what strangers do.
import { because } from '#core/reason.ts';
import { BlockList, isIP } from 'node:net';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { nameKey } from '#core/name-key.ts';
import { networkOf } from '#core/network-of.ts';

/** Failed attempts from one address, or by strangers on one name, before there is a wait. */
const mostAttempts = { from: 5, name: 30, browser: 10 };
const waitMs = 60_000;
/** Passwords of strangers that are checked at once: each occupies a processor for a while, and addresses cost an attacker nothing. */
const strangersAtOnce = 8;
/** Addresses and names remembered; the oldest go first. */
const mostKeys = 10_000;

/** Networks that are not reached over the internet: loopback, private, link-local, unique local. */
const ownNetworks = new BlockList();
for (const [net, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
] as const)
  ownNetworks.addSubnet(net, bits, 'ipv4');
ownNetworks.addAddress('::1', 'ipv6');
ownNetworks.addSubnet('fc00::', 7, 'ipv6');
ownNetworks.addSubnet('fe80::', 10, 'ipv6');

function isOwnNetwork(address: string): boolean {
  // `fe80::1%eth0` ends with the name of the network interface.
  const plain = address.replace(/%.*$/, '');
  const version = isIP(plain);
  return version !== 0 && ownNetworks.check(plain, version === 6 ? 'ipv6' : 'ipv4');
}

/** Counts attempts that have not succeeded, by key, and remembers what else each was made with. */
interface Counter {
  /** Counts an attempt; to be called before it is checked, or many at once would pass. Errors: `access.throttled`. */
  attempt(key: string, other: string): void;
  /** Forgets the attempts that were made with this; those of others stay. */
  forget(key: string, other: string): void;
}

function limitKeys(kept: Map<string, unknown> | Set<string>): void {
  for (const key of kept.keys()) {
    if (kept.size <= mostKeys) return;
    kept.delete(key);
  }
}

const throttled = (seconds: number): SolsteadError =>
  new SolsteadError('access.throttled', {
    at: 'sign-in',
    why: because('account.throttled', { seconds }),
    retrySeconds: seconds,
  });

function makeCounter(clock: Clock, most: number): Counter {
  const attempts = new Map<string, { readonly made: readonly string[]; readonly untilMs: number }>();
  return {
    attempt(key, other) {
      const nowMs = clock.monotonicMs();
      const known = attempts.get(key);
      const made = known === undefined || known.untilMs <= nowMs ? [] : known.made;
      if (made.length >= most) {
        const seconds = Math.ceil(((known?.untilMs ?? nowMs) - nowMs) / 1000);
        throw throttled(seconds);
      }
      attempts.delete(key);
      attempts.set(key, { made: [...made, other], untilMs: nowMs + waitMs });
      limitKeys(attempts);
    },
    forget(key, other) {
      const known = attempts.get(key);
      if (known === undefined) return;
      const made = known.made.filter((one) => one !== other);
      if (made.length === 0) attempts.delete(key);
      else attempts.set(key, { ...known, made });
    },
  };
}

/** An attempt being checked. */
export interface Attempt {
  /** It succeeded. */
  passed(): void;
  /** It was checked, whatever the outcome; to be called once. */
  ended(): void;
}

/** Slows guessing down. */
export interface SignInThrottle {
  /**
   * Counts an attempt to sign in with a name from an address; success is reported to what it returns. `isKnown`: the account is
   * signed in from there already.
   * Errors: `access.throttled`.
   */
  attempt(name: string, from: string, isKnown?: boolean): Attempt;
  /** The same from a browser in which the account was signed in before: it has a limit of its own. Errors: `access.throttled`. */
  attemptFrom(browser: string): Attempt;
}

/** A throttle without any attempts yet. */
export function makeSignInThrottle(clock: Clock): SignInThrottle {
  const byAddress = makeCounter(clock, mostAttempts.from);
  // One for the own network and one for strangers: strangers cannot lock out people at home.
  const byName = { own: makeCounter(clock, mostAttempts.name), strangers: makeCounter(clock, mostAttempts.name) };
  /** Names with the networks they signed in from. */
  const familiar = new Set<string>();
  const byBrowser = makeCounter(clock, mostAttempts.browser);
  /** Attempts of strangers being checked now. */
  let strangers = 0;
  return {
    attemptFrom(browser) {
      byBrowser.attempt(browser, '');
      return { passed: () => byBrowser.forget(browser, ''), ended: () => undefined };
    },
    attempt(name, from, isKnown = false) {
      const key = nameKey(name);
      const network = networkOf(from);
      const pair = `${network} ${key}`;
      const isOwn = isOwnNetwork(from);
      if (!isOwn && strangers >= strangersAtOnce) throw throttled(1);
      byAddress.attempt(network, key);
      const names = isOwn ? byName.own : byName.strangers;
      // A familiar address has only its own limit.
      if (!isKnown && !familiar.has(pair)) names.attempt(key, network);
      if (!isOwn) strangers += 1;
      return {
        ended() {
          if (!isOwn) strangers -= 1;
        },
        passed() {
          byAddress.forget(network, key);
          names.forget(key, network);
          familiar.delete(pair);
          familiar.add(pair);
          limitKeys(familiar);
        },
      };
    },
  };
}
