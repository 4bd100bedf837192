// The live socket: one subscription and one serialisation per site, written to every socket that watches it.
import type { FastifyBaseLogger } from 'fastify';
import type { WebSocket } from 'ws';
import type { Site } from '#api/contract.ts';
import type { Hub } from '#hub/types.ts';
import { changesMessage, snapshotMessage } from './views.ts';

/** Unsent bytes above which a socket counts as slow. */
const slowBytes = 256 * 1024;

/** The channels of all sites that somebody watches. */
export interface LiveChannels {
  /** Sends the snapshot at once, then the changes until the socket closes. Errors: `site.unknown`. */
  join(hub: Hub, site: Site, socket: WebSocket): void;
}

interface Client {
  readonly socket: WebSocket;
  /** Missed messages, and gets a snapshot once what was sent has left. */
  isBehind: boolean;
}

interface Channel {
  join(socket: WebSocket): void;
}

const frame = (message: object): Buffer => Buffer.from(JSON.stringify(message));

/** Makes the channels of a server. */
export function liveChannels(log: FastifyBaseLogger): LiveChannels {
  const channelsOf = new WeakMap<Hub, Map<string, Channel>>();
  return {
    join(hub, site, socket) {
      const channels = channelsOf.get(hub) ?? new Map<string, Channel>();
      channelsOf.set(hub, channels);
      const channel = channels.get(site.id) ?? openChannel({ hub, site, log, onEmpty: () => channels.delete(site.id) });
      channels.set(site.id, channel);
      channel.join(socket);
    },
  };
}

interface ChannelOptions {
  readonly hub: Hub;
  readonly site: Site;
  readonly log: FastifyBaseLogger;
  readonly onEmpty: () => void;
}

function openChannel({ hub, site, log, onEmpty }: ChannelOptions): Channel {
  const clients = new Set<Client>();
  // Shared by all who come until something changes: after a restart every browser of the house comes at once.
  let snapshot: Buffer | undefined;
  const send = (client: Client, bytes: Buffer): void => {
    client.socket.send(bytes, { binary: false }, () => {
      if (client.isBehind) catchUp(client);
    });
  };
  const sendSnapshot = (client: Client): void => {
    snapshot ??= frame(snapshotMessage(site, hub.snapshot(site.id)));
    send(client, snapshot);
  };
  const catchUp = (client: Client): void => {
    if (client.socket.bufferedAmount > 0 || client.socket.readyState !== client.socket.OPEN) return;
    client.isBehind = false;
    try {
      sendSnapshot(client);
    } catch (error) {
      // Called by the socket, where nobody would catch it: the home may have been closed meanwhile.
      log.warn({ err: error, site: site.id }, 'no snapshot for a slow socket');
      client.socket.terminate();
    }
  };
  const leave = hub.subscribe(site.id, (changes) => {
    snapshot = undefined;
    const bytes = frame(changesMessage(changes));
    for (const client of clients) {
      if (client.isBehind) catchUp(client);
      else if (client.socket.bufferedAmount > slowBytes) client.isBehind = true;
      else send(client, bytes);
    }
  });
  return {
    join(socket) {
      const client: Client = { socket, isBehind: false };
      clients.add(client);
      socket.on('close', () => {
        clients.delete(client);
        if (clients.size > 0) return;
        leave();
        onEmpty();
      });
      sendSnapshot(client);
    },
  };
}
