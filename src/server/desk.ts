// What the routes stand on: the app they are registered with, the options of the server, the rooms of its sockets.
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { Clock } from '#core/clock.ts';
import type { LiveRooms } from './live-room.ts';
import type { MonitoringRooms } from './monitoring-room.ts';
import type { OpenSockets } from './open-sockets.ts';
import type { CurrentHome } from './session.ts';

/** The Fastify instance with the contract's schemas as types. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/**
 * Starts and stops the simulated home; `current` of {@link ServerOptions} shows it in between. Two visitors may ask at
 * once: what is done already does nothing.
 */
export interface DemoSwitch {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Options of the server. */
export interface ServerOptions {
  /** Address or name to listen on. */
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly clock: Clock;
  readonly log: FastifyBaseLogger;
  readonly version: string;
  /** Folder of the built web app; it may be missing. */
  readonly webRoot: string;
  /** The home to be served; may change, and sockets of the one before are closed then. */
  readonly current: () => CurrentHome;
  readonly demo?: DemoSwitch;
  /** Where devices reach the built-in MQTT broker. */
  readonly broker?: { readonly host: string; readonly port: number };
  /** Path under which a proxy shows Solstead, such as `/solar`; the proxy takes it off. */
  readonly prefix?: string;
  /** Addresses of proxies whose X-Forwarded headers are believed. */
  readonly trustedProxies?: readonly string[];
}

/** What every route gets. */
export interface Desk {
  readonly options: ServerOptions;
  readonly sockets: OpenSockets;
  readonly live: LiveRooms;
  readonly monitoring: MonitoringRooms;
}
