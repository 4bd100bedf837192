// Who may do what on the built-in broker: what Aedes asks about connections, messages and subscriptions.
import type { AedesOptions } from 'aedes';
import { type BrokerSessions, refusals } from './broker-sessions.ts';
import { filterCovers, topicMatches } from './topic-filter.ts';

/** The hooks of Aedes. */
export type BrokerRules = Required<
  Pick<AedesOptions, 'authenticate' | 'authorizePublish' | 'authorizeSubscribe' | 'authorizeForward'>
>;

/** Where denied messages go: nobody may subscribe to it. */
const deniedTopic = '$denied';
/** Denials that are logged, once each. */
const mostDenials = 500;

/** Makes the rules over the sessions of a broker. */
export function makeBrokerRules(sessions: BrokerSessions, log: { warn(message: string): void }): BrokerRules {
  const denials = new Set<string>();
  const tellDenial = (line: string): void => {
    if (denials.has(line) || denials.size >= mostDenials) return;
    denials.add(line);
    log.warn(line);
  };
  return {
    authenticate: (client, ...[username, password, answer]) => {
      const credentials = { username: username ?? '', password: password?.toString() ?? '' };
      void sessions.enter(client, credentials).then((refusal) => {
        if (refusal === undefined) answer(null, true);
        else answer(Object.assign(new Error('refused'), { returnCode: refusals[refusal] }), false);
      });
    },
    authorizePublish: (client, packet, done) => {
      const session = client === null ? undefined : sessions.of(client);
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
      const session = sessions.of(client);
      const { topic } = subscription;
      const allowed = !topic.startsWith('$') && session?.topics.some((filter) => filterCovers(filter, topic));
      if (allowed !== true) tellDenial(`broker: ${session?.username} may not subscribe to ${topic}`);
      done(null, allowed === true ? subscription : null);
    },
    // A session that was kept may hold what another account subscribed to under the same client id.
    authorizeForward: (client, packet) =>
      sessions.of(client)?.topics.some((filter) => topicMatches(filter, packet.topic)) === true ? packet : null,
  };
}
