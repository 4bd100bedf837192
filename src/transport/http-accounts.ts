// The passwords of devices with a web server: read when a device asks for one, and not tried again and again when it is wrong – the
// makers' throttling would shut everybody out, the owner's browser too.
import type { Clock } from '#core/clock.ts';
import type { HttpRequest } from '#core/http-exchange.ts';
import type { Secret, SecretStore } from '#core/secrets.ts';
import { type DigestChallenge, digestHeader, digestKey, readDigestChallenge } from './http-digest.ts';

type Asked = Pick<HttpRequest, 'method' | 'path'>;

/** The password of one device. */
export interface HttpAccount {
  /** The `Authorization` of a request, if the device has asked for one before; undefined: send it without. */
  ready(asked: Asked): string | undefined;
  /**
   * The answer to a challenge; `sent` is what the request was sent with, and whether it answered a challenge already. Undefined: there is no
   * password, it is wrong, or the challenge is of another kind.
   */
  answer(challenge: string, asked: Asked, sent: 'nothing' | 'ready' | 'answer'): Promise<string | undefined>;
  /** Whether the device did not take its password the last time. */
  readonly isRefused: boolean;
}

/** The accounts of devices, by the name of their secret. */
export interface HttpAccounts {
  /** `by`: how the device takes its password; by digest if absent. */
  of(ref: string, by?: 'basic'): HttpAccount;
}

/** The user of all devices that are known to ask in this way. Source: [shelly-rpc], Authentication. */
const username = 'admin';
/** So long a wrong password is not tried again, ms; another one at once. */
const wrongMs = 3_600_000;
/** Longest challenge that is read, characters. */
const longestChallenge = 2000;
/** Accounts that are remembered. */
const most = 1000;

/** A challenge that was answered. */
interface Used {
  readonly challenge: DigestChallenge;
  readonly key: string;
  count: number;
}

class Account implements HttpAccount {
  readonly #read: () => Promise<Secret | undefined>;
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  #used: Used | undefined;
  /** Whether a nonce may be used more than once. */
  #isLasting = true;
  #wrong: { readonly key: string; readonly untilMs: number } | undefined;
  #isRefused = false;

  constructor(read: () => Promise<Secret | undefined>, clock: Pick<Clock, 'monotonicMs'>) {
    this.#read = read;
    this.#clock = clock;
  }

  get isRefused(): boolean {
    return this.#isRefused;
  }

  ready(asked: Asked): string | undefined {
    return this.#isLasting && this.#used !== undefined ? this.#header(this.#used, asked) : undefined;
  }

  async answer(header: string, asked: Asked, sent: 'nothing' | 'ready' | 'answer'): Promise<string | undefined> {
    const challenge = readDigestChallenge(header);
    const used = this.#used;
    this.#used = undefined;
    if (sent === 'answer') {
      if (challenge?.isStale !== true && used !== undefined)
        this.#wrong = { key: used.key, untilMs: this.#clock.monotonicMs() + wrongMs };
      this.#isRefused = true;
      return undefined;
    }
    // A device that gives a nonce for each request says so by this, and is not asked in vain each time.
    if (sent === 'ready' && challenge?.isStale === false) this.#isLasting = false;
    const password = challenge === undefined ? undefined : await this.#read();
    if (challenge === undefined || password === undefined) {
      this.#isRefused = false;
      return undefined;
    }
    const key = digestKey(username, challenge.realm, password.reveal());
    if (this.#wrong?.key === key && this.#clock.monotonicMs() < this.#wrong.untilMs) {
      this.#isRefused = true;
      return undefined;
    }
    this.#isRefused = false;
    this.#used = { challenge, key, count: 0 };
    return this.#header(this.#used, asked);
  }

  #header(used: Used, { method, path }: Asked): string {
    used.count += 1;
    const cnonce = process.getBuiltinModule('node:crypto').randomBytes(12).toString('base64url');
    return digestHeader(used.challenge, { method, uri: path, username, key: used.key, count: used.count, cnonce });
  }
}

/**
 * A device that takes its password in the clear only, as those of the first generation of a maker. It is given when it asks, never before.
 * Source: RFC 7617; [shelly-gen1], "Common HTTP API", authentication.
 */
function basicAccount(read: () => Promise<Secret | undefined>, clock: Pick<Clock, 'monotonicMs'>): HttpAccount {
  let given: string | undefined;
  let wrong: { readonly header: string; readonly untilMs: number } | undefined;
  let isRefused = false;
  return {
    get isRefused() {
      return isRefused;
    },
    ready: () => undefined,
    async answer(challenge, _asked, sent) {
      isRefused = sent !== 'nothing';
      if (isRefused && given !== undefined) wrong = { header: given, untilMs: clock.monotonicMs() + wrongMs };
      if (isRefused || challenge.length > longestChallenge || !/^basic(?:\s|$)/i.test(challenge)) return undefined;
      const password = await read();
      if (password === undefined) return undefined;
      given = `Basic ${Buffer.from(`${username}:${password.reveal()}`, 'utf8').toString('base64')}`;
      isRefused = wrong?.header === given && clock.monotonicMs() < wrong.untilMs;
      return isRefused ? undefined : given;
    },
  };
}

/** The accounts over the secrets. */
export function makeHttpAccounts(secrets: Pick<SecretStore, 'read'>, clock: Pick<Clock, 'monotonicMs'>): HttpAccounts {
  const accounts = new Map<string, HttpAccount>();
  return {
    of(ref, by) {
      const name = `${by ?? 'digest'} ${ref}`;
      const known = accounts.get(name);
      if (known !== undefined) return known;
      const oldest = accounts.keys().next().value;
      if (accounts.size >= most && oldest !== undefined) accounts.delete(oldest);
      const read = (): Promise<Secret | undefined> => secrets.read(ref);
      const made = by === 'basic' ? basicAccount(read, clock) : new Account(read, clock);
      accounts.set(name, made);
      return made;
    },
  };
}
