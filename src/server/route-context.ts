// What the routes depend on: the app they are registered with, the options of the server, the channels of its sockets.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { EndpointId } from '#api/routes.ts';
import type { RestoreDesk } from '#core/backup.ts';
import type { Clock } from '#core/clock.ts';
import type { MessageCounts } from '#core/message-link.ts';
import type { Reason } from '#core/reason.ts';
import type { TlsIdentity } from '#core/tls.ts';
import type { FarDesk, FarHomeView } from '#core/uplink.ts';
import type { ConnectionBounds, Connections } from './connections.ts';
import type { ExportSlots } from './export-slots.ts';
import type { Ingress } from './ingress.ts';
import type { LiveChannels } from './live-channels.ts';
import type { MonitoringChannels } from './monitoring-channels.ts';
import type { OpenSockets } from './open-sockets.ts';
import type { CurrentHome } from './session.ts';
import type { CodeCheck } from './setup-code.ts';
import type { EventStreams } from './ways/event-streams.ts';
import type { RequestBounds } from './request-rate.ts';
import type { RealtimeChannels } from './ways/realtime-channels.ts';
import type { SocketBounds } from './ways/socket-places.ts';
import type { Traffic } from './ways/traffic.ts';

/** The Fastify instance. */
export type App = FastifyInstance<RawServerDefault, RawRequestDefaultExpression, RawReplyDefaultExpression>;

/**
 * Starts and stops the simulated home; `current` of {@link ServerOptions} shows it in between. Two visitors may ask at
 * once: repeating a finished switch does nothing.
 */
export interface DemoSwitch {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** An answer of an endpoint. */
export interface SentAnswer {
  readonly endpoint: EndpointId;
  readonly status: number;
  readonly body: unknown;
}

/** MQTT in numbers; without clients the broker is outside. */
export interface BrokerFigures extends MessageCounts {
  readonly clients?: number | undefined;
  /** What the built-in one keeps for clients that are away, and for later subscribers. */
  readonly kept?: KeptMessages | undefined;
  /** Of the bridge to a second broker, if there is one. */
  readonly bridge?: BridgeFigures | undefined;
}

/** A bridge in numbers. */
export interface BridgeFigures {
  readonly isConnected: boolean;
  readonly waiting: number;
  readonly waitingBytes: number;
  /** Copied since the start, and lost to a bound, a loop or a connection that was away. */
  readonly out: number;
  readonly in: number;
  readonly dropped: number;
}

/** A home that sends its readings here, in numbers. */
export type FarHomeFigures = Pick<
  FarHomeView,
  'id' | 'name' | 'site' | 'connectedMs' | 'heardMs' | 'devices' | 'taken' | 'repeated' | 'refused'
>;

/** Sessions and messages that the built-in broker keeps. */
export interface KeptMessages {
  readonly sessions: number;
  readonly waiting: number;
  readonly waitingBytes: number;
  readonly retained: number;
  /** Messages that found no room, since the start. */
  readonly dropped: number;
}

/** A request to upgrade as the broker takes it. */
export interface MqttVisit {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  /** Who is behind a trusted proxy. */
  readonly address: string;
  /** Called when it has named an account of the broker. */
  entered(): void;
}

/** The built-in broker, where there is one. */
export type MqttDoor = () => ((visit: MqttVisit) => void) | undefined;

/** The account that a Shelly's own WebSocket names in its address, and the prefix of its topics. */
export interface ShellyAccount {
  readonly username: string;
  readonly password: string;
  readonly prefix?: string | undefined;
}

/** The built-in broker for Shellies that open a WebSocket themselves, where there is one. */
export type ShellyDoor = () => ((visit: MqttVisit, account: ShellyAccount) => void) | undefined;

/** Options of the server. */
export interface ServerOptions {
  /** Address or name to listen on. */
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Another port, for the monitoring interface alone; 0: any free one; absent: none. */
  readonly monitoringPort?: number | undefined;
  /** Another port, for homes that send their readings here; 0: any free one; absent: only the path of the main port. */
  readonly uplinkPort?: number | undefined;
  /** Another port, for charge points over OCPP alone; 0: any free one; absent: only the path of the main port. */
  readonly ocppPort?: number | undefined;
  /** Takes the connection of such a home; absent: nobody sends here. */
  readonly acceptUplink?: FarDesk['accept'] | undefined;
  /** A port without TLS that sends browsers to the one with it; absent: none. */
  readonly redirectPort?: number | undefined;
  readonly clock: Clock;
  readonly log: FastifyBaseLogger;
  readonly version: string;
  /** Folder of the built web app; it may be missing. */
  readonly webRoot: string;
  /** The home to be served; may change, and sockets of the one before are closed then. */
  readonly current: () => CurrentHome;
  readonly demo?: DemoSwitch;
  /** Takes backups and restores them; absent: nothing is restored here. */
  readonly restores?: RestoreDesk | undefined;
  /** Where devices reach the built-in MQTT broker, or the address of the one outside that is used instead. */
  readonly broker?: { readonly host: string; readonly port: number } | { readonly outside: string };
  /** The built-in broker, for MQTT over WebSocket; absent: none. */
  readonly mqttDoor?: MqttDoor | undefined;
  /** The same for the WebSocket of Shellies. */
  readonly shellyDoor?: ShellyDoor | undefined;
  /** The same for charge points that come over OCPP. */
  readonly chargerDoor?: MqttDoor | undefined;
  /** Path under which a proxy shows Solstead, such as `/solar`; the proxy strips it. */
  readonly prefix?: string;
  /** Called with every answer before it is sent; tests check it against the contract. */
  readonly watchAnswer?: (answer: SentAnswer) => void;
  /** Bounds of the requests of one person or program; absent: none. */
  readonly requests?: RequestBounds | undefined;
  /** Names under which this computer may be asked for, besides its own and its addresses. */
  readonly names?: readonly string[] | undefined;
  /** What a person claiming the home from another computer must know; absent: nothing. */
  readonly setupCode?: string | undefined;
  /** Certificate and key; absent: plain HTTP. */
  readonly tls?: TlsIdentity | undefined;
  /** Whether browsers are told to use HTTPS alone for this name; only where it is spoken. */
  readonly hsts?: boolean | undefined;
  /** Other sites whose pages may ask with a token; absent: none. */
  readonly allowedOrigins?: readonly string[] | undefined;
  /** What people who see all homes are told, though nothing is unwell. */
  readonly notes?: (() => readonly Reason[]) | undefined;
  /** Address of Grafana, or its path on the same host, for the page that shows it; absent: there is none. */
  readonly grafana?: string | undefined;
  /** How many connections are held; absent: as many as the limits of the process leave. */
  readonly connections?: ConnectionBounds | undefined;
  /** Messages over MQTT, and how many clients the built-in broker has. */
  readonly brokerFigures?: (() => BrokerFigures) | undefined;
  /** The homes that send their readings here. */
  readonly farHomeFigures?: (() => Promise<readonly FarHomeFigures[]>) | undefined;
  /** Everybody may read `/metrics`; absent: those who may read homes. */
  readonly metricsOpen?: boolean | undefined;
  /** How many WebSockets are held; absent: the usual bounds. */
  readonly sockets?: SocketBounds | undefined;
  /** The ingress of Home Assistant; absent: there is none. */
  readonly ingress?: Ingress | undefined;
  /** Addresses of proxies whose X-Forwarded headers are believed. */
  readonly trustedProxies?: readonly string[] | undefined;
}

/** What every area of routes gets. */
export interface RouteContext {
  readonly options: ServerOptions;
  /** Whether the server is about to end. */
  readonly phase: { isClosing: boolean };
  readonly sockets: OpenSockets;
  readonly slots: ExportSlots;
  readonly live: LiveChannels;
  readonly monitoring: MonitoringChannels;
  readonly realtime: RealtimeChannels;
  readonly streams: EventStreams;
  readonly traffic: Traffic;
  readonly connections: Connections;
  /** Asks for the set-up code. */
  readonly assertCode: CodeCheck;
}
