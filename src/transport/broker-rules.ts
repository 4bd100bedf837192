// Who may do what on the built-in broker, and when a message counts as taken: what Aedes asks about connections, messages and
// subscriptions.
import type { AedesOptions, AedesPublishPacket, Client, ConnectPacket, PublishPacket } from 'aedes';
import { nextTurn } from '#core/clock.ts';
import { foreign } from '#core/limited-log.ts';
import type { BrokerBounds, Retained } from './broker-bounds.ts';
import { filtersOf } from './broker-filters.ts';
import { ownClientId } from './broker-queues.ts';
import { type BrokerSession, type BrokerSessions, refusals } from './broker-sessions.ts';
import type { BrokerState } from './broker-state.ts';
import { filterCovers, topicMatches } from '#core/topic-filter.ts';

/** The hooks of Aedes. */
export type BrokerRules = Required<
  Pick<AedesOptions, 'preConnect' | 'authenticate' | 'authorizePublish' | 'authorizeSubscribe' | 'authorizeForward'>
>;

/** Messages of clients, counted: what this process says to itself is not. */
export interface BrokerCounts {
  received: number;
  sent: number;
  readonly refused: Record<'connection' | 'publish' | 'subscribe' | 'slow' | 'fast', number>;
}

/** What the rules stand on. */
export interface BrokerRulesParts {
  readonly counts: BrokerCounts;
  readonly sessions: BrokerSessions;
  readonly state: BrokerState;
  readonly retained: Retained;
  readonly bounds: BrokerBounds;
  /** Subscriptions that were granted. */
  readonly granted: WeakSet<object>;
  /** Hands a message to its subscribers. */
  publish(packet: PublishPacket): void;
  /** Resolves when those of this process who heard the message keep what it says. Errors: theirs. */
  heard(payload: object): Promise<void>;
  /** Tells one line a minute for each key. */
  tell(key: string, line: string): void;
}

/** Where messages go that are denied, or were handed out already: nobody may subscribe to it. */
const nowhere = '$nowhere';

/** Filters that a session may publish to, or subscribe to, whatever is its own by use. */
const grantedTo = ({ only, topics, shared }: BrokerSession, act: 'publish' | 'subscribe'): readonly string[] =>
  only?.[act] ?? [...topics, ...(shared?.[act] ?? [])];

function mayPublish(session: BrokerSession | undefined, topic: string): boolean {
  if (session === undefined || topic.startsWith('$') || topic.includes('\0')) return false;
  return (
    grantedTo(session, 'publish').some((filter) => topicMatches(filter, topic)) || session.mayOwn?.(topic) === true
  );
}

function maySubscribe(session: BrokerSession | undefined, filter: string): boolean {
  if (session === undefined || filter.startsWith('$') || filter.includes('\0')) return false;
  return grantedTo(session, 'subscribe').some((own) => filterCovers(own, filter)) || session.mayOwn?.(filter) === true;
}

function mayHear(session: BrokerSession | undefined, topic: string): boolean {
  if (session === undefined) return false;
  return (
    grantedTo(session, 'subscribe').some((filter) => topicMatches(filter, topic)) || session.owns?.(topic) === true
  );
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

/** Whether a last will is within what its client may publish; told if not. */
export function mayWill(
  { sessions, tell }: Pick<BrokerRulesParts, 'sessions' | 'tell'>,
  clientId: string,
  topic: string,
): boolean {
  const session = sessions.named(clientId);
  if (mayPublish(session, topic)) return true;
  const name = session?.username ?? '';
  tell(`will ${name}`, `broker: ${name} may have no last will for ${foreign(topic)}`);
  return false;
}

/**
 * Takes messages of QoS 1 and 2: Aedes confirms them as soon as it may, so they are handed out here, and Aedes hears of them when
 * they are safe. Confirmations of a client keep the order of its messages.
 */
function makeTaking({ state, bounds, counts, publish, heard }: BrokerRulesParts) {
  const latest = new WeakMap<Client, Promise<unknown>>();
  const handOut = async (packet: PublishPacket, payload: Buffer): Promise<void> => {
    // In a turn of its own: in that of another message Aedes would take the one it hands out later for a duplicate.
    await nextTurn();
    publish({ ...packet, payload });
    await nextTurn();
    await Promise.all([state.durable(payload), heard(payload)]);
  };
  const takeOnce = async (client: Client, packet: PublishPacket, payload: Buffer): Promise<void> => {
    const id = packet.messageId ?? 0;
    const begun = state.begunBy(client.id);
    if (begun.has(id)) return state.settled();
    if (begun.size >= bounds.begun) {
      counts.refused.publish += 1;
      throw new Error('too many messages of QoS 2 that are begun and not ended');
    }
    state.beginsWith(payload, client.id, id);
    return handOut(packet, payload);
  };
  return async (client: Client, packet: PublishPacket, payload: Buffer): Promise<void> => {
    const own = packet.qos === 2 ? takeOnce(client, packet, payload) : handOut({ ...packet }, payload);
    const before = latest.get(client);
    const all = Promise.all([before, own]);
    latest.set(client, all);
    all.catch(() => undefined);
    await all;
    // What is left to Aedes is the confirmation.
    if (packet.qos === 1) Object.assign(packet, { topic: nowhere, payload: Buffer.alloc(0), retain: false });
  };
}

/** What may be published, and kept. */
function publishRule(parts: BrokerRulesParts): BrokerRules['authorizePublish'] {
  const { sessions, state, bounds, retained, counts, tell } = parts;
  const take = makeTaking(parts);
  const taken = async (client: Client, packet: PublishPacket, payload: Buffer): Promise<Error | null> => {
    try {
      await take(client, packet, payload);
      return null;
    } catch (thrown) {
      return thrown instanceof Error ? thrown : new Error(String(thrown));
    }
  };
  return (client, packet, done) => {
    if (client === null) {
      // A last will from before the start; it was looked at when it was made.
      done(null);
      return;
    }
    counts.received += 1;
    const session = sessions.of(client);
    const name = session?.username ?? '';
    if (packet.topic.length > bounds.topicLength || !mayPublish(session, packet.topic)) {
      counts.refused.publish += 1;
      tell(`publish ${name}`, `broker: ${name} may not publish to ${foreign(packet.topic)}`);
      // An error would cut the connection, and with it a device that also publishes what it may: 3.1.1 has no
      // other way to say no, so the message is taken and dropped, as Mosquitto does.
      Object.assign(packet, { topic: nowhere, payload: Buffer.alloc(0), retain: false });
      done(null);
      return;
    }
    if (packet.retain && !retained.hasRoom(name, packet.topic, packet.payload.length)) {
      tell(`retain ${name}`, `broker: ${name} keeps too many messages; ${foreign(packet.topic)} is not kept`);
      Object.assign(packet, { retain: false });
    }
    if (packet.qos === 0 && !packet.retain) {
      done(null);
      return;
    }
    const payload = ownBytes(Buffer.from(packet.payload));
    if (packet.retain) state.keptFor(payload, name);
    Object.assign(packet, { payload });
    // A last will is published when the connection is gone: there is nobody to confirm it to.
    if (packet.qos === 0 || client.closed) done(null);
    else {
      const confirm = async (): Promise<void> => done(await taken(client, packet, payload));
      void confirm();
    }
  };
}

/** Makes the rules over the sessions of a broker. */
export function makeBrokerRules(parts: BrokerRulesParts): BrokerRules {
  const { sessions, bounds, granted, counts, tell } = parts;
  return {
    preConnect(_client, packet, done) {
      const tooMuch = excessOf(packet, bounds);
      if (tooMuch !== undefined) {
        counts.refused.connection += 1;
        done(new Error(tooMuch), false);
        return;
      }
      // Aedes answers it.
      if (packet.protocolVersion !== undefined && packet.protocolVersion > 4) counts.refused.connection += 1;
      // Each is held as long as its connection.
      if (packet.will !== undefined) packet.will.payload = ownBytes(Buffer.from(packet.will.payload));
      if (packet.clientId !== '') packet.clientId = ownClientId(packet.username ?? '', packet.clientId);
      done(null, true);
    },
    authenticate: (client, ...[username, password, answer]) => {
      // Nobody could take it up again, and it would push out sessions that somebody does. Source: MQTT 3.1.1, MQTT-3.1.3-8.
      if (!client.clean && !client.id.includes('\0')) {
        counts.refused.connection += 1;
        tell(
          `nameless ${foreign(username ?? '')}`,
          `broker: "${foreign(username ?? '')}" asks for a session without a client id`,
        );
        answer(Object.assign(new Error('refused'), { returnCode: refusals.nameless }), false);
        return;
      }
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
      const isFull = filtersOf(client).length >= bounds.filters;
      const isAllowed = !isFull && topic.length <= bounds.topicLength && maySubscribe(session, topic);
      if (isAllowed) granted.add(subscription);
      else {
        counts.refused.subscribe += 1;
        const instead = session?.insteadOf?.(topic);
        const help = instead === undefined ? '' : `; devices share it: subscribe to ${instead}`;
        const name = session?.username;
        tell(`subscribe ${name}`, `broker: ${name} may not subscribe to ${foreign(topic)}${help}`);
      }
      done(null, isAllowed ? subscription : null);
    },
    // A session that was kept may hold what its account may no longer hear. What cannot be sent is dropped: waiting for one
    // client would keep the others waiting.
    authorizeForward: (client, packet: AedesPublishPacket) => {
      const isSlow = client.conn.writableLength > bounds.unsentBytes;
      if (isSlow) counts.refused.slow += 1;
      if (isSlow || !mayHear(sessions.of(client), packet.topic)) return null;
      counts.sent += 1;
      return packet;
    },
  };
}
