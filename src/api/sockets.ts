// The table of WebSockets: what is sent over each, what clients may say, and why it closes.
import Type, { type TObject, type TSchema } from 'typebox';
import type { Action } from '#core/access.ts';
import { Changes, Snapshot } from './contract.ts';
import { MaintenanceNotice, MonitoringData, MonitoringRefusal, SystemNotice } from './monitoring.ts';
import type { closeCodes } from './close-codes.ts';
import { line } from './line.ts';
import {
  RealtimeAlert,
  RealtimeCommand,
  RealtimeCommandState,
  RealtimeError,
  RealtimeRequest,
  RealtimeResumed,
  RealtimeSnapshot,
  RealtimeStatus,
  RealtimeTelemetry,
} from './realtime.ts';
import type { SocketId } from './routes.ts';

/** One socket. */
export interface SocketRow {
  readonly action: Action;
  readonly summary: string;
  readonly query?: TObject;
  /** Every message of a client is this; absent: clients say nothing. */
  readonly says?: TObject;
  /** Every message of the server is one of these. */
  readonly messages: Readonly<Record<string, TSchema>>;
  readonly closes: readonly (keyof typeof closeCodes)[];
}

const token = Type.Optional(
  line({ maxLength: 2000, description: 'Token of a session or program, where no header can be set' }),
);
const TokenQuery = Type.Object({ token });
const LiveQuery = Type.Object({ site: line({ maxLength: 100, description: 'Id of the home' }), token });

/** Every socket by its name. */
export const sockets: Readonly<Record<SocketId, SocketRow>> = Object.freeze({
  live: {
    action: 'site.read',
    summary:
      'A snapshot first, then what changed, gathered for 50 ms. A slow client misses changes and gets a snapshot again.',
    query: LiveQuery,
    messages: { Snapshot, Changes },
    closes: ['signedOut', 'unknownSite', 'homeSwapped'],
  },
  realtime: {
    action: 'site.read',
    summary:
      'A client subscribes to homes, with the number of the last message it has seen if it comes back. It hears every value, device, command and finding; a slow client misses some and gets the newest state.',
    query: TokenQuery,
    says: RealtimeRequest,
    messages: {
      RealtimeTelemetry,
      RealtimeStatus,
      RealtimeCommand,
      RealtimeCommandState,
      RealtimeAlert,
      RealtimeSnapshot,
      RealtimeResumed,
      RealtimeError,
    },
    closes: ['signedOut', 'homeSwapped'],
  },
  monitoring: {
    action: 'site.read',
    summary:
      'The data of the monitoring interface, at once and every five seconds, and what is announced. Without a subscription its refusal instead.',
    query: TokenQuery,
    messages: { MonitoringData, MonitoringRefusal, SystemNotice, MaintenanceNotice },
    closes: ['signedOut', 'unknownSite', 'homeSwapped'],
  },
});
