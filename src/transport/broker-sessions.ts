// Who is on the built-in broker: accounts are checked here.
import type { Duplex } from 'node:stream';
import type { Client } from 'aedes';
import type { Clock } from '#core/clock.ts';
import { messageOf } from '#core/errors.ts';
import { foreign } from '#core/limited-log.ts';
import { networkOf } from '#core/network-of.ts';
import type { Connections } from './broker-bounds.ts';
import { filtersOf } from './broker-filters.ts';
import { ownClientId } from './broker-queues.ts';
import { type LoginAttempt, makeLoginThrottle } from './login-throttle.ts';

/** What an account of the broker may use. */
export interface BrokerAccount {
  /** Topic filters it may publish and subscribe to. */
  readonly topics: readonly string[];
  /** Filters it may publish to, and subscribe to, and nothing besides. */
  readonly only?: { readonly publish: readonly string[]; readonly subscribe: readonly string[] };
  /** Filters it shares with others: what it may publish to and subscribe to besides its own. */
  readonly shared?: { readonly publish: readonly string[]; readonly subscribe: readonly string[] };
  /** Whether a topic, or a filter, is its own; one that belongs to nobody yet may become its own by asking. */
  mayOwn?(topic: string): boolean;
  /** Whether a topic is its own already. */
  owns?(topic: string): boolean;
  /** What to subscribe to instead of a filter that may be nobody's own. */
  insteadOf?(filter: string): string | undefined;
}

/** A client that was let in. */
export interface BrokerSession extends BrokerAccount {
  readonly username: string;
}

/** What a client showed besides name and password. */
export interface ShownByClient {
  /** SHA-256 fingerprint of the certificate whose key it has, in small hex digits; undefined: it showed none. */
  readonly certificate: string | undefined;
}

/** What checking accounts needs. */
export interface BrokerSessionsOptions {
  readonly clock: Clock;
  authenticate(username: string, password: string, shown: ShownByClient): Promise<BrokerAccount | undefined>;
  /** The same at once, for a password that was right a while ago; undefined says nothing about it. */
  recall?(username: string, password: string, shown: ShownByClient): Promise<BrokerAccount | undefined>;
  readonly connections: Connections;
  /** Someone came in, or has gone. */
  came(client: Client): void;
  left(client: Client): void;
  /** Tells one line a minute for each key. */
  tell(key: string, line: string): void;
}

/** Return codes of a refused connection. Source: MQTT 3.1.1, table 3.1. */
export const refusals = { nameless: 2, unavailable: 3, account: 5 } as const;

/** Longest name and password that are looked at; nobody has longer ones. */
const [mostName, mostPassword] = [100, 256];

/** Why a connection is refused. */
export type Refusal = keyof typeof refusals;

/** Where a connection comes from. */
export interface BrokerVisit {
  readonly address: string;
  /** Fingerprint of the certificate that the client showed, once the handshake is done; absent: it cannot show one. */
  certificate?(): string | undefined;
  /** Called when it has named its account. */
  entered?(account: string): void;
}

/** The clients of one broker. */
export interface BrokerSessions {
  /** Notes a connection from outside, which must name its account. */
  admit(stream: Duplex, visit: BrokerVisit): void;
  /** Lets a client in, or says why not. */
  enter(client: Client, credentials: { username: string; password: string }): Promise<Refusal | undefined>;
  of(client: Client): BrokerSession | undefined;
  /** The session of a client that is connected, by its id inside the broker. */
  named(clientId: string): BrokerSession | undefined;
  /** Whether another client of the account than the one with this id, as it calls itself, listens to exactly this topic. */
  isHeardBeside(own: { readonly username: string; readonly clientId: string }, topic: string): boolean;
  /** Where it comes from. */
  addressOf(client: Client): string;
  /** Ends the connections of an account. */
  end(username: string): void;
  /** Clients from outside. */
  count(): number;
}

/** Finds the account of a name and password; those that guess do not keep those waiting whose password is known to be right. */
function makeLookUp({ clock, authenticate, recall }: BrokerSessionsOptions) {
  const throttle = makeLoginThrottle(clock);
  return async (
    who: LoginAttempt & { readonly shown: ShownByClient },
    password: string,
  ): Promise<BrokerAccount | 'busy' | undefined> => {
    const { username, shown } = who;
    if (username.length > mostName || password.length > mostPassword) return undefined;
    return (
      (await recall?.(username, password, shown)) ??
      (await throttle.attempt(who, () => authenticate(username, password, shown)))
    );
  };
}

/** Makes the sessions of one broker. */
export function makeBrokerSessions(options: BrokerSessionsOptions): BrokerSessions {
  const { tell, connections } = options;
  const accountOf = makeLookUp(options);
  const visits = new WeakMap<object, BrokerVisit>();
  const sessions = new WeakMap<Client, BrokerSession>();
  const holders = new Map<string, Client>();

  const addressOf = (client: Client): string => visits.get(client.conn)?.address ?? 'unknown';
  const begin = (client: Client, session: BrokerSession): void => {
    sessions.set(client, session);
    holders.set(client.id, client);
    client.conn.once('close', () => {
      // Another connection of the same client may have taken its place.
      if (holders.get(client.id) !== client) return;
      holders.delete(client.id);
      options.left(client);
    });
    visits.get(client.conn)?.entered?.(session.username);
    options.came(client);
  };
  const enter: BrokerSessions['enter'] = async (client, { username, password }) => {
    const address = addressOf(client);
    const stream = client.conn as Duplex;
    connections.asked(stream);
    const shown = { certificate: visits.get(client.conn)?.certificate?.() };
    const account = await accountOf({ address, username, shown, isGone: () => stream.destroyed }, password);
    if (account === 'busy') {
      tell(`busy ${networkOf(address)}`, `broker: too many wait to sign in from ${address}`);
      return 'unavailable';
    }
    if (account === undefined) {
      tell(`refused ${networkOf(address)}`, `broker: refused "${foreign(username)}" from ${address}`);
      return 'account';
    }
    const entry = connections.entered(stream, username);
    if (entry === 'gone') return 'unavailable';
    if (entry === 'many') {
      tell(`many ${username}`, `broker: ${username} has too many connections`);
      return 'unavailable';
    }
    begin(client, { username, ...account });
    return undefined;
  };
  return {
    admit: (stream, visit) => void visits.set(stream, visit),
    enter: (client, credentials) =>
      enter(client, credentials).catch((thrown: unknown): Refusal => {
        tell('store', `broker: an account could not be checked: ${messageOf(thrown)}`);
        return 'unavailable';
      }),
    of: (client) => sessions.get(client),
    named(clientId) {
      const holder = holders.get(clientId);
      return holder === undefined ? undefined : sessions.get(holder);
    },
    isHeardBeside({ username, clientId }, topic) {
      const id = ownClientId(username, clientId);
      for (const client of holders.values())
        if (client.id !== id && sessions.get(client)?.username === username && filtersOf(client).includes(topic))
          return true;
      return false;
    },
    addressOf,
    end(username) {
      for (const client of holders.values()) if (sessions.get(client)?.username === username) client.conn.destroy();
    },
    count: () => holders.size,
  };
}
