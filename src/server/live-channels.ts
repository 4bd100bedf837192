// The live socket: one subscription and one serialisation per site, written to every socket that watches it.
import type { FastifyBaseLogger } from 'fastify';
import type { WebSocket } from 'ws';
import type { Site } from '#api/contract.ts';
import type { SiteDoor } from '#hub/types.ts';
import { changesMessage, snapshotMessage } from './views.ts';

/** Unsent bytes above which a socket counts as slow. */
const slowBytes = 256 * 1024;

/** A site as somebody sees it. */
export interface SeenSite {
  /** The hub it belongs to. */
  readonly hub: object;
  readonly site: SiteDoor;
  readonly view: Site;
}

/** The channels of all sites that somebody watches. */
export interface LiveChannels {
  /** Sends the snapshot at once, then the changes until the socket closes. Errors: `site.unknown`. */
  join(seen: SeenSite, socket: WebSocket): void;
}

interface Client {
  readonly socket: WebSocket;
  /** Missed messages, and gets a snapshot once what was sent is out. */
  isBehind: boolean;
}

interface Channel {
  join(socket: WebSocket): void;
}

const frame = (message: object): Buffer => Buffer.from(JSON.stringify(message));

/** Makes the channels of a server. */
export function liveChannels(log: FastifyBaseLogger): LiveChannels {
  const channelsOf = new WeakMap<object, Map<string, Channel>>();
  return {
    join({ hub, site, view }, socket) {
      const channels = channelsOf.get(hub) ?? new Map<string, Channel>();
      channelsOf.set(hub, channels);
      // One for everybody who sees the same.
      const key = JSON.stringify([view.id, site.audience]);
      const channel = channels.get(key) ?? openChannel({ site, view, log, onEmpty: () => channels.delete(key) });
      channels.set(key, channel);
      channel.join(socket);
    },
  };
}

interface ChannelOptions {
  readonly site: SiteDoor;
  readonly view: Site;
  readonly log: FastifyBaseLogger;
  readonly onEmpty: () => void;
}

function openChannel({ site, view, log, onEmpty }: ChannelOptions): Channel {
  const clients = new Set<Client>();
  // Shared by all who come until something changes: after a restart every browser of the house comes at once.
  let snapshot: Buffer | undefined;
  const send = (client: Client, bytes: Buffer): void => {
    client.socket.send(bytes, { binary: false }, () => {
      if (client.isBehind) catchUp(client);
    });
  };
  const sendSnapshot = (client: Client): void => {
    snapshot ??= frame(snapshotMessage(view, site.snapshot()));
    send(client, snapshot);
  };
  const catchUp = (client: Client): void => {
    if (client.socket.bufferedAmount > 0 || client.socket.readyState !== client.socket.OPEN) return;
    client.isBehind = false;
    try {
      sendSnapshot(client);
    } catch (error) {
      // Called by the socket, which would not catch it: the home may have been closed in between.
      log.warn({ err: error, site: view.id }, 'no snapshot for a slow socket');
      client.socket.terminate();
    }
  };
  const leave = site.subscribe((changes) => {
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
