// Who is on the built-in broker: accounts are checked here, and no two of them share a client id.
import type { Duplex } from 'node:stream';
import type { Client } from 'aedes';
import type { Clock } from '#core/clock.ts';
import { messageOf } from '#core/errors.ts';
import { foreign } from '#core/limited-log.ts';
import { networkOf } from '#core/network-of.ts';
import type { Connections } from './broker-bounds.ts';
import { type LoginAttempt, makeLoginThrottle } from './login-throttle.ts';

/** What an account of the broker may use. */
export interface BrokerAccount {
  /** Topic filters it may publish and subscribe to. */
  readonly topics: readonly string[];
  /** Whether a topic, or a filter, is its own; one that belongs to nobody yet may become its own by asking. */
  mayOwn?(topic: string): boolean;
  /** Whether a topic is its own already. */
  owns?(topic: string): boolean;
  /** What to subscribe to instead of a filter that may be nobody's own. */
  insteadOf?(filter: string): string | undefined;
}

/** A client that was let in. */
export interface BrokerSession extends BrokerAccount {
  /** Undefined: this process. */
  readonly username: string | undefined;
}

/** What checking accounts needs. */
export interface BrokerSessionsOptions {
  readonly clock: Clock;
  authenticate(username: string, password: string): Promise<BrokerAccount | undefined>;
  /** The same at once, for a password that was right a while ago; undefined says nothing about it. */
  recall?(username: string, password: string): Promise<BrokerAccount | undefined>;
  readonly connections: Connections;
  /** Tells one line a minute for each key. */
  tell(key: string, line: string): void;
}

/** Return codes of a refused connection. Source: MQTT 3.1.1, table 3.1. */
export const refusals = { identifier: 2, unavailable: 3, account: 5 } as const;

/** Longest name and password that are looked at; nobody has longer ones. */
const [mostName, mostPassword] = [100, 256];

/** Why a connection is refused. */
export type Refusal = keyof typeof refusals;

/** The clients of one broker. */
export interface BrokerSessions {
  /** Notes a connection from outside, which must name its account. */
  admit(stream: Duplex, remoteAddress: string): void;
  /** Notes a connection of this process, which may use every topic but those that begin with `$`. */
  trust(stream: Duplex): void;
  /** Lets a client in, or says why not. */
  enter(client: Client, credentials: { username: string; password: string }): Promise<Refusal | undefined>;
  of(client: Client): BrokerSession | undefined;
  /** Where it comes from; `unknown` for this process. */
  addressOf(client: Client): string;
  /** Whether it is this process. */
  isTrusted(client: Client): boolean;
  /** Ends the connections of an account. */
  end(username: string): void;
  /** Clients from outside. */
  count(): number;
}

/** Finds the account of a name and password; those that guess do not keep those waiting whose password is known to be right. */
function makeLookUp({ clock, authenticate, recall }: BrokerSessionsOptions) {
  const throttle = makeLoginThrottle(clock);
  return async (who: LoginAttempt, password: string): Promise<BrokerAccount | 'busy' | undefined> => {
    const { username } = who;
    if (username.length > mostName || password.length > mostPassword) return undefined;
    return (
      (await recall?.(username, password)) ?? (await throttle.attempt(who, () => authenticate(username, password)))
    );
  };
}

/** Makes the sessions of one broker. */
export function makeBrokerSessions(options: BrokerSessionsOptions): BrokerSessions {
  const { tell, connections } = options;
  const accountOf = makeLookUp(options);
  const addresses = new WeakMap<object, string>();
  const trusted = new WeakSet<object>();
  const sessions = new WeakMap<Client, BrokerSession>();
  const holders = new Map<string, Client>();

  const addressOf = (client: Client): string => addresses.get(client.conn) ?? 'unknown';
  const begin = (client: Client, session: BrokerSession): void => {
    sessions.set(client, session);
    holders.set(client.id, client);
    client.conn.once('close', () => {
      if (holders.get(client.id) === client) holders.delete(client.id);
    });
  };
  const enter: BrokerSessions['enter'] = async (client, { username, password }) => {
    if (trusted.has(client.conn)) {
      begin(client, { username: undefined, topics: ['#'] });
      return undefined;
    }
    const address = addressOf(client);
    const stream = client.conn as Duplex;
    connections.asked(stream);
    const account = await accountOf({ address, username, isGone: () => stream.destroyed }, password);
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
    const holder = holders.get(client.id);
    if (holder !== undefined && sessions.get(holder)?.username !== username) {
      tell(
        `id ${username}`,
        `broker: ${username} from ${address} wants the client id ${foreign(client.id)} of another account`,
      );
      return 'identifier';
    }
    begin(client, { username, ...account });
    return undefined;
  };
  return {
    admit: (stream, remoteAddress) => void addresses.set(stream, remoteAddress),
    trust: (stream) => void trusted.add(stream),
    enter: (client, credentials) =>
      enter(client, credentials).catch((thrown: unknown): Refusal => {
        tell('store', `broker: an account could not be checked: ${messageOf(thrown)}`);
        return 'unavailable';
      }),
    of: (client) => sessions.get(client),
    addressOf,
    isTrusted: (client) => trusted.has(client.conn),
    end(username) {
      for (const client of holders.values()) if (sessions.get(client)?.username === username) client.conn.destroy();
    },
    count: () => [...holders.values()].filter((client) => sessions.get(client)?.username !== undefined).length,
  };
}
