// The built-in broker without its listeners: Aedes, with who is on it, what they may do, what is kept, and the links of this process.
import { Aedes } from 'aedes';
import type { Clock } from '#core/clock.ts';
import { messageOf } from '#core/errors.ts';
import type { Journal, JournalSnapshot } from '#core/journal.ts';
import { foreign } from '#core/limited-log.ts';
import { networkOf } from '#core/network-of.ts';
import { type BrokerBounds, type Connections, makeConnections, makeRetained } from './broker-bounds.ts';
import { type BrokerCounts, makeBrokerRules, mayWill } from './broker-rules.ts';
import { type BrokerAccount, type BrokerSessions, makeBrokerSessions, type ShownByClient } from './broker-sessions.ts';
import { BrokerState } from './broker-state.ts';
import { type InsideLinks, makeInsideLinks } from './inside-links.ts';
import { makeTopicEmitter } from './topic-emitter.ts';

/** What the broker is made from. */
export interface BrokerCoreOptions {
  readonly clock: Clock;
  /** The account of a name and password, with the topic filters it may publish and subscribe to. */
  authenticate(username: string, password: string, shown: ShownByClient): Promise<BrokerAccount | undefined>;
  /** The same at once, for a password that was right a while ago. */
  recall?(username: string, password: string, shown: ShownByClient): Promise<BrokerAccount | undefined>;
  /** Opens the journal of what the broker keeps; absent: that ends with the process. Errors: `store.failed`. */
  openJournal?(content: { take(entry: Uint8Array): void; readonly snapshot: JournalSnapshot }): Promise<Journal>;
  readonly bounds: BrokerBounds;
  /** Tells one line a minute for each key. */
  tell(key: string, line: string): void;
}

/** The parts of a broker that runs. */
export interface BrokerCore {
  readonly aedes: Aedes;
  readonly sessions: BrokerSessions;
  readonly state: BrokerState;
  readonly links: InsideLinks;
  readonly connections: Connections;
  readonly counts: BrokerCounts;
}

/** Longest time from the connection to the account, and for a client that reads nothing, ms. */
const [connectMs, drainMs] = [10_000, 3000];

/** Makes the parts and joins them. Errors: `store.failed`. */
export async function openBrokerCore(options: BrokerCoreOptions): Promise<BrokerCore> {
  const { clock, bounds, tell } = options;
  const retained = makeRetained(bounds);
  const granted = new WeakSet<object>();
  const state: BrokerState = new BrokerState({
    bounds,
    clock,
    retained,
    tell,
    isGranted: (filter) => granted.has(filter),
    mayWill: (client, topic) => mayWill({ sessions, tell }, client, topic),
  });
  const connections = makeConnections(bounds);
  const sessions = makeBrokerSessions({
    ...options,
    connections,
    tell,
    came: (client) => {
      // Without room for a session it ends with the connection, as if it had been asked for like that.
      if (!client.clean && !state.admit(client.id)) Object.assign(client, { clean: true });
      state.came(client.id, client.clean);
    },
    left: (client) => state.left(client.id),
  });
  if (options.openJournal !== undefined)
    state.begin(await options.openJournal({ take: (entry) => state.restore(entry), snapshot: () => state.snapshot() }));
  const counts: BrokerCounts = {
    received: 0,
    sent: 0,
    refused: { connection: 0, publish: 0, subscribe: 0, slow: 0, fast: 0 },
  };
  const rules = makeBrokerRules({
    counts,
    sessions,
    state,
    retained,
    bounds,
    granted,
    tell,
    publish: (packet) => aedes.publish(packet, () => undefined),
    heard: (payload) => links.heard(payload),
  });
  const aedes: Aedes = await Aedes.createBroker({
    ...rules,
    persistence: state,
    // Inside the broker the name of the account is part of it.
    maxClientsIdLength: 65_535,
    connectTimeout: connectMs,
    // Without a queue of what is to be sent: that of its usual one is emptied by recursion, and some thousands that wait for one slow
    // reader overflow the stack.
    mq: makeTopicEmitter(),
    concurrency: 0,
    drainTimeout: drainMs,
    maxInflightInbound: bounds.begun,
  });
  const links = makeInsideLinks({ aedes, state, retained, warn: (message) => tell('inside', message) });
  tellFailures(aedes, sessions, tell);
  return { aedes, sessions, state, links, connections, counts };
}

function tellFailures(aedes: Aedes, sessions: BrokerSessions, tell: BrokerCoreOptions['tell']): void {
  aedes.on('clientError', (client, thrown) => {
    const name = sessions.of(client)?.username;
    // A client id is what a stranger makes up anew each time.
    const key = name ?? networkOf(sessions.addressOf(client));
    // Who was refused is told by name already.
    if ('errorCode' in thrown) return;
    tell(`client ${key}`, `broker: ${name ?? sessions.addressOf(client)}: ${foreign(messageOf(thrown))}`);
  });
  aedes.on('connectionError', (client, thrown) => {
    const address = sessions.addressOf(client);
    tell(
      `connection ${networkOf(address)}`,
      `broker: a connection from ${address} failed: ${foreign(messageOf(thrown))}`,
    );
  });
}
