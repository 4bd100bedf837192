// The passwords of devices with a web server: read when a device asks for one, and not tried again and again when it is wrong – the
// makers' throttling would shut everybody out, the owner's browser too.
import { randomBytes } from 'node:crypto';
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
  of(ref: string): HttpAccount;
}

/** The user of all devices that are known to ask in this way. Source: [shelly-rpc], Authentication. */
const username = 'admin';
/** So long a wrong password is not tried again, ms; another one at once. */
const wrongMs = 3_600_000;
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
    const cnonce = randomBytes(12).toString('base64url');
    return digestHeader(used.challenge, { method, uri: path, username, key: used.key, count: used.count, cnonce });
  }
}

/** The accounts over the secrets. */
export function makeHttpAccounts(secrets: Pick<SecretStore, 'read'>, clock: Pick<Clock, 'monotonicMs'>): HttpAccounts {
  const accounts = new Map<string, Account>();
  return {
    of(ref) {
      const known = accounts.get(ref);
      if (known !== undefined) return known;
      const oldest = accounts.keys().next().value;
      if (accounts.size >= most && oldest !== undefined) accounts.delete(oldest);
      const made = new Account(() => secrets.read(ref), clock);
      accounts.set(ref, made);
      return made;
    },
  };
}
