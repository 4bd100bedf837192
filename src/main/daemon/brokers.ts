// The connections of a daemon to brokers: one for each server and account, whoever uses it. A session with a last will has a connection
// of its own, as the will belongs to it.
import { parseAddress } from '#core/address.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { limitedLog } from '#core/limited-log.ts';
import { systemRandom } from '#core/random.ts';
import { because } from '#core/reason.ts';
import type { ConnectingLink, SessionOptions } from '#outputs/output-kind.ts';
import type { MqttAddress, MqttLink, MqttLinkOptions } from '#transport/mqtt-link.ts';

/** What they are made of. */
export interface BrokersParts {
  readonly clock: Clock;
  readonly log: { warn(fields: object, message: string): void };
  /** The program that speaks MQTT, loaded only where a plan needs it. */
  readonly makeLink: (address: MqttAddress, options: MqttLinkOptions) => MqttLink;
}

/** Opens sessions. */
export interface Brokers {
  /** Errors: `input.invalid`. */
  open(options: SessionOptions): ConnectingLink;
  /** Those that wait before they connect again do so now. */
  hurry(): void;
}

/** Pauses before a broker is tried again, ms: 5 s to 5 minutes. */
const pause = { firstMs: 5000, longestMs: 300_000 } as const;

interface Shared {
  readonly link: MqttLink;
  users: number;
}

/** A session over a connection that others use too. */
function sessionOver(shared: Shared, onLast: () => Promise<void>): ConnectingLink {
  const { link } = shared;
  const ends = new Set<() => void>();
  const ending = (end: () => void): (() => void) => {
    ends.add(end);
    return () => {
      ends.delete(end);
      end();
    };
  };
  let isClosed = false;
  return {
    name: link.name,
    get isConnected() {
      return link.isConnected;
    },
    connect: () => link.connect(),
    hurry: () => link.hurry(),
    publish: (topic, payload, options) => link.publish(topic, payload, options),
    onState: (listener) => ending(link.onState(listener)),
    subscribe: (filter, onMessage, options) => ending(link.subscribe(filter, onMessage, options)),
    async close() {
      if (isClosed) return;
      isClosed = true;
      for (const end of ends) end();
      ends.clear();
      shared.users -= 1;
      if (shared.users === 0) await onLast();
    },
  };
}

/** None is open yet. */
export function makeBrokers({ clock, log, makeLink }: BrokersParts): Brokers {
  const shared = new Map<string, Shared>();
  const all = new Set<MqttLink>();
  const tell = limitedLog(clock, (line) => log.warn({}, line));
  const connection = ({ server = '', clientId, password, ca, will }: SessionOptions): MqttLink => {
    const address = parseAddress(server);
    if (address.scheme !== 'mqtt')
      throw new SolsteadError('input.invalid', { at: 'settings.server', why: because('output.server') });
    const link = makeLink(address, {
      clock,
      random: systemRandom,
      clientId,
      pause,
      // What was asked for while it was away is not done later.
      forgets: true,
      tls: { ca },
      log: { warn: (line) => tell(line, line) },
      ...(will === undefined ? {} : { will }),
      ...(password === undefined ? {} : { password }),
    });
    all.add(link);
    return link;
  };
  return {
    hurry() {
      for (const link of all) if (!link.isConnected) link.hurry();
    },
    open(options) {
      const { server = '', password, ca = '', will } = options;
      if (will !== undefined) return connection(options);
      const key = JSON.stringify([server, password?.reveal() ?? null, ca]);
      const found = shared.get(key) ?? { link: connection(options), users: 0 };
      found.users += 1;
      shared.set(key, found);
      return sessionOver(found, async () => {
        shared.delete(key);
        await found.link.close();
      });
    },
  };
}
