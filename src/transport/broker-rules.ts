// Who may do what on the built-in broker: accounts, topic filters, and no two accounts under one client id.
import type { Duplex } from 'node:stream';
import type { AedesOptions, Client } from 'aedes';
import type { Clock } from '#core/clock.ts';
import { messageOf } from '#core/errors.ts';
import { makeLoginThrottle } from './login-throttle.ts';
import { filterCovers, topicMatches } from './topic-filter.ts';

/** What an account of the broker may use. */
export interface BrokerAccount {
  /** Topic filters it may publish and subscribe to. */
  readonly topics: readonly string[];
}

/** What the rules need. */
export interface BrokerRulesOptions {
  readonly clock: Clock;
  readonly log: { info(message: string): void; warn(message: string): void };
  authenticate(username: string, password: string): Promise<BrokerAccount | undefined>;
}

/** The handlers Aedes asks. */
type Handlers = Required<
  Pick<AedesOptions, 'authenticate' | 'authorizePublish' | 'authorizeSubscribe' | 'authorizeForward'>
>;

/** The rules of one broker. */
export interface BrokerRules {
  readonly handlers: Handlers;
  /** A connection from outside, which must name its account. */
  admit(stream: Duplex, remoteAddress: string): void;
  /** A connection of this process, which may use every topic but those that begin with `$`. */
  trust(stream: Duplex): void;
  connectedClients(): number;
}

interface Session {
  /** Undefined: this process. */
  readonly username: string | undefined;
  readonly topics: readonly string[];
}

/** Return codes of a refused connection. Source: MQTT 3.1.1, table 3.1. */
const refusals = { identifier: 2, unavailable: 3, account: 5 } as const;
type Refusal = keyof typeof refusals;
/** Where denied messages go: nobody may subscribe to it. */
const deniedTopic = '$denied';
/** Denials that are logged once each. */
const mostDenials = 500;

/** Makes the rules. */
export function makeBrokerRules(options: BrokerRulesOptions): BrokerRules {
  const { log } = options;
  const throttle = makeLoginThrottle(options.clock);
  const addresses = new WeakMap<object, string>();
  const trusted = new WeakSet<object>();
  const sessions = new WeakMap<Client, Session>();
  const holders = new Map<string, Client>();
  const denials = new Set<string>();

  const tellDenial = (line: string): void => {
    if (denials.has(line) || denials.size >= mostDenials) return;
    denials.add(line);
    log.warn(line);
  };
  const begin = (client: Client, session: Session): void => {
    sessions.set(client, session);
    holders.set(client.id, client);
    client.conn.once('close', () => {
      if (holders.get(client.id) === client) holders.delete(client.id);
    });
  };

  const login = async (client: Client, username: string, password: string): Promise<Refusal | undefined> => {
    const address = addresses.get(client.conn) ?? 'unknown';
    const account = await throttle.attempt(address, () => options.authenticate(username, password));
    if (account === undefined) {
      log.warn(`broker: refused ${JSON.stringify(username)} from ${address}`);
      return 'account';
    }
    const holder = holders.get(client.id);
    if (holder !== undefined && sessions.get(holder)?.username !== username) {
      log.warn(`broker: ${username} from ${address} wants the client id ${client.id} of another account`);
      return 'identifier';
    }
    begin(client, { username, topics: account.topics });
    return undefined;
  };
  const admission = async (client: Client, username: string, password: string): Promise<Refusal | undefined> => {
    try {
      if (!trusted.has(client.conn)) return await login(client, username, password);
      begin(client, { username: undefined, topics: ['#'] });
      return undefined;
    } catch (thrown) {
      log.warn(`broker: an account could not be checked: ${messageOf(thrown)}`);
      return 'unavailable';
    }
  };

  return {
    admit: (stream, remoteAddress) => void addresses.set(stream, remoteAddress),
    trust: (stream) => void trusted.add(stream),
    connectedClients: () =>
      holders
        .values()
        .filter((client) => sessions.get(client)?.username !== undefined)
        .toArray().length,
    handlers: {
      authenticate: (client, ...[username, password, answer]) => {
        void admission(client, username ?? '', password?.toString() ?? '').then((refusal) => {
          if (refusal === undefined) answer(null, true);
          else answer(Object.assign(new Error('refused'), { returnCode: refusals[refusal] }), false);
        });
      },
      authorizePublish: (client, packet, done) => {
        const session = client === null ? undefined : sessions.get(client);
        const allowed = session?.topics.some((filter) => topicMatches(filter, packet.topic)) ?? false;
        if (!allowed || packet.topic.startsWith('$')) {
          tellDenial(`broker: ${session?.username} may not publish to ${packet.topic}`);
          // An error would cut the connection, and with it a device that also publishes what it may: 3.1.1 has no
          // other way to say no, so the message is taken and dropped, as Mosquitto does.
          Object.assign(packet, { topic: deniedTopic, payload: Buffer.alloc(0), retain: false });
        }
        done(null);
      },
      authorizeSubscribe: (client, subscription, done) => {
        const session = sessions.get(client);
        const { topic } = subscription;
        const allowed = !topic.startsWith('$') && session?.topics.some((filter) => filterCovers(filter, topic));
        if (allowed !== true) tellDenial(`broker: ${session?.username} may not subscribe to ${topic}`);
        done(null, allowed === true ? subscription : null);
      },
      // A session that was kept may hold what another account subscribed to under the same client id.
      authorizeForward: (client, packet) =>
        sessions.get(client)?.topics.some((filter) => topicMatches(filter, packet.topic)) === true ? packet : null,
    },
  };
}
