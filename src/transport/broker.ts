// The built-in MQTT broker (Aedes): devices come in over TCP or WebSocket with an account, Solstead itself without a socket.
import { because, type Reason, said } from '#core/reason.ts';
import { createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import { SolsteadError, systemCode } from '#core/errors.ts';
import type { MessageCounts, MessageLink } from '#core/message-link.ts';
import { external } from '#core/message-params.ts';
import { networkOf } from '#core/network-of.ts';
import { type TlsIdentity, type TlsPem, tlsServerOptions } from '#core/tls.ts';
import { type BrokerBounds, usualBounds } from './broker-bounds.ts';
import { type BrokerCore, type BrokerCoreOptions, openBrokerCore } from './broker-core.ts';
import { makePaces } from './broker-pace.ts';
import type { BrokerVisit } from './broker-sessions.ts';
import type { BrokerStateFigures } from './broker-state.ts';
import { makeWebSocketWay, type MqttUpgrade } from './broker-websocket.ts';
import { foreign, limitedLog } from '#core/limited-log.ts';
import { portHolder } from './port-holder.ts';
import { makeShellyWay, type ShellyAccount } from './shelly-socket.ts';
import { limitPackets } from './packet-limit.ts';
import { refuseBrokenTexts } from './strict-texts.ts';
import './small-packets.ts';

/** Where the broker logs; a pino logger fits. */
export interface BrokerLog {
  info(message: string): void;
  warn(message: string): void;
}

/** Options of {@link startBroker}. */
export interface BrokerOptions extends Omit<BrokerCoreOptions, 'bounds' | 'tell'> {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly log: BrokerLog;
  readonly bounds?: BrokerBounds;
  /** Also over TLS, on a port of its own. */
  readonly tls?: {
    readonly port: number;
    readonly identity: TlsIdentity;
    /** Whether clients are asked for a certificate now; they may have none. Absent: never. */
    readonly wantsCertificates?: () => boolean;
  };
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
  /** What is kept for clients that are away, and for later subscribers. */
  figures(): BrokerStateFigures;
  /** A link inside the process, which may publish and subscribe to everything but `$` topics. */
  link(): MessageLink;
  /** Takes a client over WebSocket that came to a web server. */
  upgrade(upgrade: MqttUpgrade): void;
  /** Takes a Shelly that opens a WebSocket itself, with the account that its address names. */
  upgradeShelly(upgrade: MqttUpgrade, account: ShellyAccount): void;
  /** Ends the connections of an account that is gone, and forgets what it left. */
  end(username: string): void;
  close(): Promise<void>;
}

/** Longest packets; the first one names client and account, with a will. */
const packetLimits = { bytes: 256 * 1024, firstBytes: 16 * 1024 };

/** Takes connections from outside: counts them, bounds their packets and their pace, and hands them to Aedes. */
function makeDoor(
  { aedes, sessions, connections, counts }: BrokerCore,
  {
    clock,
    bounds,
    tell,
    sockets,
  }: Pick<BrokerCoreOptions, 'clock' | 'bounds' | 'tell'> & { readonly sockets: Set<Duplex> },
) {
  const { packetsPerSecond, bytesPerSecond } = bounds.pace;
  const beginPace = makePaces(bounds.pace, clock, (account) => {
    counts.refused.fast += 1;
    const much = `${packetsPerSecond} packets or ${bytesPerSecond} bytes a second`;
    if (account !== undefined) tell(`fast ${account}`, `broker: ${account} says more than ${much}: it has to wait`);
  });
  return (raw: Duplex, visit: BrokerVisit): void => {
    const { address } = visit;
    const pace = beginPace();
    const stream = limitPackets(raw, packetLimits, pace);
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
    sessions.admit(stream, {
      ...visit,
      entered(account) {
        pace.entered(account);
        visit.entered?.(account);
      },
    });
    refuseBrokenTexts(aedes.handle(stream));
  };
}

/** Starts the broker. Errors: `port.taken`, `input.usage` (an address or port that cannot be listened on). */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const { clock, log, bounds = usualBounds } = options;
  const tell = limitedLog(clock, (line) => log.warn(line));
  const core = await openBrokerCore({ ...options, bounds, tell });
  const { aedes, sessions, state, links, counts } = core;
  const sockets = new Set<Duplex>();
  const take = makeDoor(core, { clock, bounds, tell, sockets });
  const server = createServer(socketOptions, (socket) => take(socket, { address: addressOf(socket) }));
  const tls = options.tls === undefined ? undefined : tlsServer(options.tls, take);
  try {
    await listening(server, options);
    if (tls !== undefined) await listening(tls, { host: options.host, port: options.tls?.port ?? 0 });
  } catch (thrown) {
    server.close();
    await new Promise<void>((resolve) => aedes.close(resolve));
    await state.destroy();
    throw thrown;
  }
  return {
    port: portOf(server),
    tlsPort: tls === undefined ? undefined : portOf(tls),
    get connectedClients() {
      return sessions.count();
    },
    link: () => links.make(),
    upgrade: makeWebSocketWay(take, {
      clock,
      messageBytes: packetLimits.bytes + 1024,
      firstBytes: packetLimits.firstBytes,
    }),
    upgradeShelly: makeShellyWay({
      clock,
      take,
      isHeardBeside: (own, topic) => sessions.isHeardBeside(own, topic),
      firstBytes: packetLimits.firstBytes,
    }),
    counts: () => ({ ...counts, refused: { ...counts.refused }, waiting: links.waiting() }),
    figures: () => state.figures(),
    end: (username) => {
      sessions.end(username);
      state.forget(username);
    },
    close: async () => {
      const closed = Promise.all([server, tls].map(stopped));
      links.close();
      await new Promise<void>((resolve) => aedes.close(resolve));
      for (const stream of sockets) stream.destroy();
      await state.destroy();
      await closed;
    },
  };
}

/** Clients that ask for no keep-alive and vanish are found by the system's own. */
const socketOptions = { noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 };
const addressOf = (socket: Socket): string => socket.remoteAddress ?? 'unknown';

/** Without a name of theirs, sessions of clients with certificates cannot be taken up again. Source: OpenSSL, SSL_CTX_set_session_id_context. */
const sessionIdContext = 'solstead-mqtt';

/** Takes connections over TLS. They count from the first byte, so that who never ends the handshake is one that waits. */
function tlsServer(
  { identity, wantsCertificates = () => false }: NonNullable<BrokerOptions['tls']>,
  take: (socket: Duplex, visit: BrokerVisit) => void,
): Server {
  const contextOf = (pem: TlsPem): SecureContext =>
    createSecureContext({ ...tlsServerOptions, ...pem, sessionIdContext });
  let secureContext = contextOf(identity.current());
  const end = identity.onChange((pem) => (secureContext = contextOf(pem)));
  const server = createServer(socketOptions, (raw) => {
    const address = addressOf(raw);
    // Whoever signed it: what counts is that the client has the key, and which certificate it is.
    const asked = { requestCert: wantsCertificates(), rejectUnauthorized: false };
    const socket = new TLSSocket(raw, { isServer: true, secureContext, ...asked });
    // A connection that ends in the middle of the handshake ends on both sides.
    raw.once('close', () => socket.destroy());
    socket.once('close', () => raw.destroy());
    take(socket, { address, certificate: () => shownBy(socket) });
  });
  server.once('close', end);
  return server;
}

/** The certificate of the other side; undefined: it showed none. */
function shownBy(socket: TLSSocket): string | undefined {
  const { fingerprint256 } = socket.getPeerX509Certificate() ?? {};
  return fingerprint256?.replaceAll(':', '').toLowerCase();
}

async function stopped(server: Server | undefined): Promise<void> {
  if (server === undefined) return;
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

async function listening(server: Server, { host, port }: Pick<BrokerOptions, 'host' | 'port'>): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen({ host, port }, resolve);
  try {
    await promise;
  } catch (thrown) {
    throw await listenError(thrown, { host, port });
  }
}

async function listenError(
  thrown: unknown,
  { host, port }: Pick<BrokerOptions, 'host' | 'port'>,
): Promise<SolsteadError> {
  const failed = (code: 'port.taken' | 'input.usage', why: Reason): SolsteadError =>
    new SolsteadError(code, { at: `MQTT broker on ${host}:${port}`, why, cause: thrown });
  switch (systemCode(thrown)) {
    case 'EADDRINUSE': {
      const holder = await portHolder(port);
      const { pid, name = '' } = holder ?? {};
      return failed(
        'port.taken',
        pid === undefined
          ? because('port.taken', { port })
          : because('port.taken-by', { port, pid, name: external(foreign(name)) }),
      );
    }
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
