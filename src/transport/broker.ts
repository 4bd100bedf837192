// The built-in MQTT broker (Aedes): devices come in over TCP with an account, Solstead itself without a socket.
import { because, type Reason, said } from '#core/reason.ts';
import { randomUUID } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import { Aedes } from 'aedes';
import type { Clock } from '#core/clock.ts';
import { messageOf, SolsteadError, systemCode } from '#core/errors.ts';
import type { MessageCounts, MessageLink } from '#core/message-link.ts';
import { systemRandom } from '#core/random.ts';
import { networkOf } from '#core/network-of.ts';
import { type TlsIdentity, type TlsPem, tlsServerOptions } from '#core/tls.ts';
import { type BrokerBounds, makeConnections, usualBounds } from './broker-bounds.ts';
import { makeBrokerRules } from './broker-rules.ts';
import { type BrokerAccount, type BrokerSessions, makeBrokerSessions } from './broker-sessions.ts';
import { foreign, limitedLog } from '#core/limited-log.ts';
import { makeMqttLinkOver, type MqttLink } from './mqtt-link.ts';
import { limitPackets } from './packet-limit.ts';
import './small-packets.ts';
import { streamPair } from './stream-pair.ts';

/** Where the broker logs; a pino logger fits. */
export interface BrokerLog {
  info(message: string): void;
  warn(message: string): void;
}

/** Options of {@link startBroker}. */
export interface BrokerOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly clock: Clock;
  readonly log: BrokerLog;
  /** The account of a name and password, with the topic filters it may publish and subscribe to. */
  authenticate(username: string, password: string): Promise<BrokerAccount | undefined>;
  /** The same at once, for a password that was right a while ago. */
  recall?(username: string, password: string): Promise<BrokerAccount | undefined>;
  readonly bounds?: BrokerBounds;
  /** Also over TLS, on a port of its own. */
  readonly tls?: { readonly port: number; readonly identity: TlsIdentity };
}

/** The running broker. */
export interface Broker {
  readonly port: number;
  /** Where it listens for TLS. */
  readonly tlsPort: number | undefined;
  /** Clients over TCP. */
  readonly connectedClients: number;
  /** Messages from and to clients, and what they were refused. */
  counts(): MessageCounts;
  /** A link inside the process, which may publish and subscribe to everything but `$` topics. */
  link(): MessageLink;
  /** Ends the connections of an account that is gone. */
  end(username: string): void;
  close(): Promise<void>;
}

/** Longest packets; the first one names client and account, with a will. */
const packetLimits = { bytes: 256 * 1024, firstBytes: 16 * 1024 };
/** Longest time from the connection to the account, and for a client that reads nothing, ms. */
const [connectMs, drainMs] = [10_000, 3000];

/** Starts the broker. Errors: `port.taken`, `input.usage` (an address or port that cannot be listened on). */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const { clock, log, bounds = usualBounds } = options;
  const tell = limitedLog(clock, (line) => log.warn(line));
  const connections = makeConnections(bounds);
  const sessions = makeBrokerSessions({ ...options, connections, tell });
  const counts = { received: 0, sent: 0, refused: { connection: 0, publish: 0, subscribe: 0, slow: 0 } };
  const aedes = await Aedes.createBroker({
    ...makeBrokerRules({ sessions, bounds, tell, counts }),
    connectTimeout: connectMs,
    // Its queue of what is to be sent is emptied by recursion: once some thousands wait for one slow reader, the stack overflows.
    concurrency: 0,
    drainTimeout: drainMs,
    maxInflightInbound: bounds.exactlyOnce.begun,
  });
  aedes.on('clientError', (client, thrown) => {
    const name = sessions.of(client)?.username;
    // A client id is what a stranger makes up anew each time.
    const key = name ?? networkOf(sessions.addressOf(client));
    tell(`client ${key}`, `broker: ${name ?? sessions.addressOf(client)}: ${foreign(messageOf(thrown))}`);
  });
  aedes.on('connectionError', (_client, thrown) =>
    tell('connection', `broker: a connection failed: ${foreign(messageOf(thrown))}`),
  );
  const sockets = new Set<Duplex>();
  const take = (socket: Socket, address: string): void => {
    const stream = limitPackets(socket, packetLimits);
    if (!connections.admit(stream, address)) {
      counts.refused.connection += 1;
      tell(
        `drop ${networkOf(address)}`,
        `broker: ${bounds.connections.all} clients are connected, ${address} must wait`,
      );
      stream.destroy();
      return;
    }
    sockets.add(stream);
    stream.once('close', () => sockets.delete(stream));
    sessions.admit(stream, address);
    aedes.handle(stream);
  };
  const server = createServer(socketOptions, (socket) => take(socket, addressOf(socket)));
  const tls = options.tls === undefined ? undefined : tlsServer(options.tls.identity, take);
  try {
    await listening(server, options);
    if (tls !== undefined) await listening(tls, { host: options.host, port: options.tls?.port ?? 0 });
  } catch (thrown) {
    server.close();
    await new Promise<void>((resolve) => aedes.close(resolve));
    throw thrown;
  }
  const links = insideLinks({ clock, sessions, aedes });
  return {
    port: portOf(server),
    tlsPort: tls === undefined ? undefined : portOf(tls),
    get connectedClients() {
      return sessions.count();
    },
    counts: () => ({ ...counts, refused: { ...counts.refused }, waiting: links.waiting() }),
    link: () => links.make(),
    end: (username) => sessions.end(username),
    close: async () => {
      const closed = Promise.all([server, tls].map(stopped));
      await links.close();
      await new Promise<void>((resolve) => aedes.close(resolve));
      for (const stream of sockets) stream.destroy();
      await closed;
    },
  };
}

/** Clients that ask for no keep-alive and vanish are found by the system's own. */
const socketOptions = { noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 };
const addressOf = (socket: Socket): string => socket.remoteAddress ?? 'unknown';

/** Takes connections over TLS. They count from the first byte, so that who never ends the handshake is one that waits. */
function tlsServer(identity: TlsIdentity, take: (socket: Socket, address: string) => void): Server {
  const contextOf = (pem: TlsPem): SecureContext => createSecureContext({ ...tlsServerOptions, ...pem });
  let secureContext = contextOf(identity.current());
  const end = identity.onChange((pem) => (secureContext = contextOf(pem)));
  const server = createServer(socketOptions, (raw) => {
    const address = addressOf(raw);
    const socket = new TLSSocket(raw, { isServer: true, secureContext });
    // A connection that ends in the middle of the handshake ends on both sides.
    raw.once('close', () => socket.destroy());
    socket.once('close', () => raw.destroy());
    take(socket, address);
  });
  server.once('close', end);
  return server;
}

async function stopped(server: Server | undefined): Promise<void> {
  if (server === undefined) return;
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

/** The links of this process, which need no socket. */
function insideLinks({
  clock,
  sessions,
  aedes,
}: {
  readonly clock: Clock;
  readonly sessions: BrokerSessions;
  readonly aedes: Aedes;
}) {
  const links = new Set<MqttLink>();
  return {
    make(): MessageLink {
      const clientId = `solstead-${randomUUID()}`;
      const open = (): Duplex => {
        const [near, far] = streamPair();
        sessions.trust(far);
        aedes.handle(far);
        return near;
      };
      const made = makeMqttLinkOver(
        { name: 'mqtt://built-in:1883', clean: true, open },
        { clock, random: systemRandom, clientId },
      );
      // What goes wrong here is reported to the listeners of the link.
      made.connect().catch(() => undefined);
      links.add(made);
      return made;
    },
    waiting: () => [...links].reduce((sum, made) => sum + made.counts().waiting, 0),
    async close(): Promise<void> {
      for (const made of links) await made.close();
    },
  };
}

async function listening(server: Server, { host, port }: Pick<BrokerOptions, 'host' | 'port'>): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen({ host, port }, resolve);
  try {
    await promise;
  } catch (thrown) {
    throw listenError(thrown, { host, port });
  }
}

function listenError(thrown: unknown, { host, port }: Pick<BrokerOptions, 'host' | 'port'>): SolsteadError {
  const failed = (code: 'port.taken' | 'input.usage', why: Reason): SolsteadError =>
    new SolsteadError(code, { at: `MQTT broker on ${host}:${port}`, why, cause: thrown });
  switch (systemCode(thrown)) {
    case 'EADDRINUSE':
      return failed('port.taken', because('port.taken', { port }));
    case 'EACCES':
      return failed('input.usage', because('port.forbidden', { port }));
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
    case 'EINVAL':
      return failed('input.usage', because('port.no-address', { host }));
    default:
      return failed('port.taken', said(thrown));
  }
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('assertion: the broker listens on no port');
  return address.port;
}
