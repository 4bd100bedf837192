// What the built-in broker holds for its clients, and how many of them there are: everything is bounded, for each account and in
// all, so that one of them cannot use up what the others need.
import type { Duplex } from 'node:stream';
import { networkOf } from '#core/network-of.ts';
import { dayMs } from '#core/time.ts';
import type { PaceBounds } from './broker-pace.ts';

/** Bounds of the broker. */
export interface BrokerBounds {
  /** Connections in all, from one address, with one account, and that have not said who they are (in all, and from one address). */
  readonly connections: {
    readonly all: number;
    readonly address: number;
    readonly account: number;
    readonly waiting: number;
    readonly waitingAddress: number;
  };
  /** Messages kept for later subscribers: topics and bytes of one account, and bytes in all. */
  readonly retained: { readonly topics: number; readonly bytes: number; readonly allBytes: number };
  /** Bytes of the will of a connection. */
  readonly willBytes: number;
  /** Characters of a client id. */
  readonly clientId: number;
  /** Filters of one connection, and the length of a filter or topic. */
  readonly filters: number;
  readonly topicLength: number;
  /** Messages of QoS 2 that a connection has begun and not ended; only their ids are held. */
  readonly begun: number;
  /** Sessions that are kept while their client is away: of an account and in all, for how long, and what may wait for each and for all. */
  readonly sessions: {
    readonly account: number;
    readonly all: number;
    readonly awayMs: number;
    readonly messages: number;
    readonly bytes: number;
    readonly allBytes: number;
  };
  /** How fast an account may speak, over all its connections. */
  readonly pace: PaceBounds;
  /** Unsent bytes of one client beyond which it gets no further messages. */
  readonly unsentBytes: number;
}

/**
 * A home has some dozens of devices, a few have hundreds; each keeps a few small messages. Where the broker runs in a container, or nodes
 * come over a router of their own, all of them may have one address.
 */
export const usualBounds: BrokerBounds = {
  connections: { all: 1000, address: 700, account: 100, waiting: 64, waitingAddress: 24 },
  retained: { topics: 500, bytes: 256 * 1024, allBytes: 4 * 1024 * 1024 },
  willBytes: 4096,
  clientId: 256,
  filters: 200,
  topicLength: 512,
  begun: 20,
  sessions: {
    account: 20,
    all: 500,
    awayMs: 7 * dayMs,
    messages: 1000,
    bytes: 1024 * 1024,
    allBytes: 16 * 1024 * 1024,
  },
  // A home of 200 nodes says some hundreds in a second, all of them together.
  pace: { packets: 2000, packetsPerSecond: 2000, bytes: 4 * 1024 * 1024, bytesPerSecond: 2 * 1024 * 1024 },
  unsentBytes: 256 * 1024,
};

/** Counts connections. */
export interface Connections {
  /** Takes a new one, or says no; others without an account make room for it. */
  admit(stream: Duplex, address: string): boolean;
  /** It has said who it wants to be: while that is looked at it gives way to nobody who has said nothing. */
  asked(stream: Duplex): void;
  /** It has named its account; `many` if that has too many, `gone` if it was closed meanwhile. */
  entered(stream: Duplex, account: string): 'entered' | 'many' | 'gone';
}

interface Connection {
  readonly stream: Duplex;
  readonly network: string;
  hasAsked: boolean;
  account?: string;
}

/** Those of the network that has the most of them. */
function ofBusiest(connections: readonly Connection[]): readonly Connection[] {
  const byNetwork = Map.groupBy(connections, ({ network }) => network);
  return [...byNetwork.values()].reduce((most, here) => (here.length > most.length ? here : most), []);
}

/** Counts the connections of one broker. */
export function makeConnections({ connections: most }: BrokerBounds): Connections {
  const open = new Map<Duplex, Connection>();
  const silent = (): readonly Connection[] =>
    [...open.values()].filter(({ account, hasAsked }) => account === undefined && !hasAsked);
  const end = (connection: Connection | undefined): void => {
    if (connection === undefined) return;
    open.delete(connection.stream);
    connection.stream.destroy();
  };
  /** Ends one whose password waits, of a network that has more of them than the newcomer's has: its newest. */
  const endAsking = (network: string): void => {
    const asking = [...open.values()].filter(({ account, hasAsked }) => account === undefined && hasAsked);
    const busiest = ofBusiest(asking);
    if (busiest.length > asking.filter((one) => one.network === network).length + 1) end(busiest.at(-1));
  };
  return {
    admit(stream, address) {
      const network = networkOf(address);
      // Who has not said who it is may be a stranger: the oldest goes, of those who brought the most.
      const silentHere = silent().filter((one) => one.network === network);
      if (silentHere.length >= most.waitingAddress) end(silentHere[0]);
      const all = silent();
      if (open.size >= most.all || all.length >= most.waiting) end(ofBusiest(all)[0]);
      if (open.size >= most.all) endAsking(network);
      const here = [...open.values()].filter((one) => one.network === network && one.account !== undefined);
      if (open.size >= most.all || here.length >= most.address) return false;
      open.set(stream, { stream, network, hasAsked: false });
      stream.once('close', () => open.delete(stream));
      return true;
    },
    asked(stream) {
      const own = open.get(stream);
      if (own !== undefined) own.hasAsked = true;
    },
    entered(stream, account) {
      const own = open.get(stream);
      if (own === undefined) return 'gone';
      const others = [...open.values()].filter((one) => one !== own && one.account === account).length;
      if (others >= most.account) return 'many';
      own.account = account;
      return 'entered';
    },
  };
}

/** Counts what is kept for later subscribers. */
export interface Retained {
  /** Whether one more message of an account may be kept; nothing is counted yet. */
  hasRoom(account: string, topic: string, bytes: number): boolean;
  /** Counts a message that is kept from now on, in place of the one before; false: there is no room for it. */
  keep(account: string, topic: string, bytes: number): boolean;
  /** Nothing is kept for a topic any more. */
  free(topic: string): void;
  /** Whose a kept message is. */
  accountOf(topic: string): string | undefined;
}

/** Counts the retained messages of one broker. */
export function makeRetained({ retained: most }: BrokerBounds): Retained {
  const kept = new Map<string, { readonly account: string; readonly bytes: number }>();
  const sums = new Map<string, { topics: number; bytes: number }>();
  let allBytes = 0;
  const drop = (topic: string): void => {
    const old = kept.get(topic);
    if (old === undefined) return;
    kept.delete(topic);
    allBytes -= old.bytes;
    const sum = sums.get(old.account);
    if (sum === undefined) return;
    sum.topics -= 1;
    sum.bytes -= old.bytes;
    if (sum.topics === 0) sums.delete(old.account);
  };
  const hasRoom: Retained['hasRoom'] = (account, topic, payloadBytes) => {
    if (payloadBytes === 0) return true;
    const old = kept.get(topic);
    const bytes = payloadBytes + topic.length;
    const sum = sums.get(account) ?? { topics: 0, bytes: 0 };
    const own = old?.account === account ? old.bytes : 0;
    return (
      sum.topics + (old?.account === account ? 0 : 1) <= most.topics &&
      sum.bytes - own + bytes <= most.bytes &&
      allBytes - (old?.bytes ?? 0) + bytes <= most.allBytes
    );
  };
  return {
    accountOf: (topic) => kept.get(topic)?.account,
    hasRoom,
    free: drop,
    keep(account, topic, payloadBytes) {
      if (!hasRoom(account, topic, payloadBytes)) return false;
      const bytes = payloadBytes + topic.length;
      drop(topic);
      kept.set(topic, { account, bytes });
      const after = sums.get(account) ?? { topics: 0, bytes: 0 };
      sums.set(account, { topics: after.topics + 1, bytes: after.bytes + bytes });
      allBytes += bytes;
      return true;
    },
  };
}
