// Who may do what on the built-in broker: what Aedes asks about connections, messages and subscriptions.
import type { AedesOptions, Client, ConnectPacket } from 'aedes';
import { type BrokerBounds, makeBegun, makeRetained } from './broker-bounds.ts';
import { type BrokerSession, type BrokerSessions, refusals } from './broker-sessions.ts';
import { foreign } from '#core/limited-log.ts';
import { filterCovers, topicMatches } from './topic-filter.ts';

/** The hooks of Aedes. */
export type BrokerRules = Required<
  Pick<AedesOptions, 'preConnect' | 'authenticate' | 'authorizePublish' | 'authorizeSubscribe' | 'authorizeForward'>
>;

/** Messages of clients, counted: what this process says to itself is not. */
export interface BrokerCounts {
  received: number;
  sent: number;
  readonly refused: Record<'connection' | 'publish' | 'subscribe' | 'slow', number>;
}

/** What the rules stand on. */
export interface BrokerRulesParts {
  readonly counts: BrokerCounts;
  readonly sessions: BrokerSessions;
  readonly bounds: BrokerBounds;
  /** Tells one line a minute for each key. */
  tell(key: string, line: string): void;
}

/** Where denied messages go: nobody may subscribe to it. */
const deniedTopic = '$denied';

function mayPublish(session: BrokerSession | undefined, topic: string): boolean {
  if (session === undefined || topic.startsWith('$')) return false;
  return session.topics.some((filter) => topicMatches(filter, topic)) || session.mayOwn?.(topic) === true;
}

function maySubscribe(session: BrokerSession | undefined, filter: string): boolean {
  if (session === undefined || filter.startsWith('$')) return false;
  return session.topics.some((own) => filterCovers(own, filter)) || session.mayOwn?.(filter) === true;
}

function mayHear(session: BrokerSession | undefined, topic: string): boolean {
  if (session === undefined) return false;
  return session.topics.some((filter) => topicMatches(filter, topic)) || session.owns?.(topic) === true;
}

/** What is too long in what a client says of itself. */
function excessOf({ clientId, will }: ConnectPacket, bounds: BrokerBounds): string | undefined {
  if (clientId.length > bounds.clientId) return `a client id of more than ${bounds.clientId} characters`;
  if (will === undefined) return undefined;
  if (will.topic.length > bounds.topicLength) return `a will to a topic of more than ${bounds.topicLength} characters`;
  return Buffer.byteLength(will.payload) > bounds.willBytes
    ? `a will of more than ${bounds.willBytes} bytes`
    : undefined;
}

/** The same bytes without the block they came in, which would be held with them. */
function ownBytes(bytes: Buffer): Buffer<ArrayBuffer> {
  const own = Buffer.allocUnsafeSlow(bytes.length);
  own.set(bytes);
  return own;
}

/** How many filters a client has. Aedes lists them by their text. */
function filtersOf(client: object): number {
  const held: unknown = 'subscriptions' in client ? client.subscriptions : undefined;
  return typeof held === 'object' && held !== null ? Object.keys(held).length : 0;
}

/** Whether a client has begun a message of QoS 2 and not ended it. */
function holdsBegun(client: Client, id: number): boolean {
  const held: unknown = '_inboundInflight' in client ? client._inboundInflight : undefined;
  return !client.closed && held instanceof Set && held.has(id);
}

/** What may be published, and kept. */
function publishRule({ sessions, bounds, tell, counts }: BrokerRulesParts): BrokerRules['authorizePublish'] {
  const retained = makeRetained(bounds);
  const begun = makeBegun(bounds);
  return (client, packet, done) => {
    const session = client === null ? undefined : sessions.of(client);
    const name = session?.username ?? '';
    const isInside = client === null || sessions.isTrusted(client);
    if (!isInside) counts.received += 1;
    // It is kept until the other end has said that it knows: large ones are for no small computer.
    if (!isInside && packet.qos === 2 && packet.payload.length > bounds.exactlyOnce.bytes) {
      counts.refused.publish += 1;
      done(new Error(`a message of QoS 2 of more than ${bounds.exactlyOnce.bytes} bytes`));
      return;
    }
    if (!isInside && packet.qos === 2) {
      const message = {
        account: name,
        id: packet.messageId ?? 0,
        bytes: packet.payload.length + packet.topic.length,
      };
      if (!begun.mayBegin(client, message, (id) => holdsBegun(client, id))) {
        counts.refused.publish += 1;
        done(new Error('too many messages of QoS 2 that are begun and not ended'));
        return;
      }
    }
    if (packet.topic.length > bounds.topicLength || !mayPublish(session, packet.topic)) {
      counts.refused.publish += 1;
      tell(`publish ${name}`, `broker: ${name} may not publish to ${foreign(packet.topic)}`);
      // An error would cut the connection, and with it a device that also publishes what it may: 3.1.1 has no
      // other way to say no, so the message is taken and dropped, as Mosquitto does.
      Object.assign(packet, { topic: deniedTopic, payload: Buffer.alloc(0), retain: false });
    } else if (packet.retain && !retained.mayKeep(name, packet.topic, packet.payload.length)) {
      tell(`retain ${name}`, `broker: ${name} keeps too many messages; ${foreign(packet.topic)} is not kept`);
      Object.assign(packet, { retain: false });
    } else if (packet.retain || packet.qos === 2) {
      Object.assign(packet, { payload: ownBytes(Buffer.from(packet.payload)) });
    }
    done(null);
  };
}

/** Makes the rules over the sessions of a broker. */
export function makeBrokerRules(parts: BrokerRulesParts): BrokerRules {
  const { sessions, bounds, tell, counts } = parts;
  return {
    preConnect(client, packet, done) {
      const tooMuch = sessions.isTrusted(client) ? undefined : excessOf(packet, bounds);
      if (tooMuch !== undefined) {
        counts.refused.connection += 1;
        done(new Error(tooMuch), false);
        return;
      }
      // Each is held as long as its connection.
      if (packet.will !== undefined) packet.will.payload = ownBytes(Buffer.from(packet.will.payload));
      // Nothing is gathered for a client that is away or does not confirm: a command that comes hours later would be carried out when nobody expects it.
      if (!sessions.isTrusted(client)) Object.assign(packet, { clean: true });
      done(null, true);
    },
    authenticate: (client, ...[username, password, answer]) => {
      const credentials = { username: username ?? '', password: password?.toString() ?? '' };
      void sessions.enter(client, credentials).then((refusal) => {
        if (refusal === undefined) {
          answer(null, true);
          return;
        }
        counts.refused.connection += 1;
        answer(Object.assign(new Error('refused'), { returnCode: refusals[refusal] }), false);
      });
    },
    authorizePublish: publishRule(parts),
    authorizeSubscribe: (client, subscription, done) => {
      const session = sessions.of(client);
      const { topic } = subscription;
      // Each is held in memory as long as the connection; no device needs many.
      const isFull = !sessions.isTrusted(client) && filtersOf(client) >= bounds.filters;
      const isAllowed = !isFull && topic.length <= bounds.topicLength && maySubscribe(session, topic);
      if (!isAllowed) {
        counts.refused.subscribe += 1;
        const instead = session?.insteadOf?.(topic);
        const help = instead === undefined ? '' : `; devices share it: subscribe to ${instead}`;
        const name = session?.username;
        tell(`subscribe ${name}`, `broker: ${name} may not subscribe to ${foreign(topic)}${help}`);
      }
      done(null, isAllowed ? subscription : null);
    },
    // A session that was kept may hold what another account subscribed to under the same client id. What cannot be sent is
    // dropped: waiting for one client would keep the others waiting.
    authorizeForward: (client, packet) => {
      const session = sessions.of(client);
      const isOutside = session?.username !== undefined;
      const isSlow = isOutside && client.conn.writableLength > bounds.unsentBytes;
      if (isSlow) counts.refused.slow += 1;
      if (isSlow || !mayHear(session, packet.topic)) return null;
      if (isOutside) counts.sent += 1;
      return packet;
    },
  };
}
