// The table of WebSockets: what is sent over each, and why it closes. Clients say nothing.
import Type, { type TObject, type TSchema } from 'typebox';
import type { Action } from '#core/access.ts';
import { Changes, MonitoringData, MonitoringRefusal, Snapshot } from './contract.ts';
import type { closeCodes } from './close-codes.ts';
import { line } from './line.ts';
import type { SocketId } from './routes.ts';

/** One socket. */
export interface SocketRow {
  readonly action: Action;
  readonly summary: string;
  readonly query?: TObject;
  /** Every message of the server is one of these. */
  readonly messages: Readonly<Record<string, TSchema>>;
  readonly closes: readonly (keyof typeof closeCodes)[];
}

const LiveQuery = Type.Object({
  site: line({ maxLength: 100, description: 'Id of the home' }),
  token: Type.Optional(line({ maxLength: 200, description: 'Token of the session, where no header can be set' })),
});

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
  monitoring: {
    action: 'site.read',
    summary: 'The data of the monitoring interface, at once and every five seconds.',
    messages: { MonitoringData, MonitoringRefusal },
    closes: ['signedOut', 'unknownSite', 'homeSwapped'],
  },
});
