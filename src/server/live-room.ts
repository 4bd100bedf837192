// The live socket: one subscription and one serialisation per site, written to every socket that watches it.
import type { FastifyBaseLogger } from 'fastify';
import type { WebSocket } from 'ws';
import type { Site } from '#api/contract.ts';
import type { Hub } from '#hub/types.ts';
import { changesMessage, snapshotMessage } from './views.ts';

/** Unsent bytes above which a socket counts as slow. */
const slowBytes = 256 * 1024;

/** The rooms of all sites that somebody watches. */
export interface LiveRooms {
  /** Sends the snapshot at once, then the changes until the socket closes. Errors: `site.unknown`. */
  join(hub: Hub, site: Site, socket: WebSocket): void;
}

interface Seat {
  readonly socket: WebSocket;
  /** Missed messages, and gets a snapshot once what was sent has left. */
  isBehind: boolean;
}

interface Room {
  join(socket: WebSocket): void;
}

const frame = (message: object): Buffer => Buffer.from(JSON.stringify(message));

/** Makes the rooms of a server. */
export function liveRooms(log: FastifyBaseLogger): LiveRooms {
  const roomsOf = new WeakMap<Hub, Map<string, Room>>();
  return {
    join(hub, site, socket) {
      const rooms = roomsOf.get(hub) ?? new Map<string, Room>();
      roomsOf.set(hub, rooms);
      const room = rooms.get(site.id) ?? openRoom({ hub, site, log, onEmpty: () => rooms.delete(site.id) });
      rooms.set(site.id, room);
      room.join(socket);
    },
  };
}

interface RoomOptions {
  readonly hub: Hub;
  readonly site: Site;
  readonly log: FastifyBaseLogger;
  readonly onEmpty: () => void;
}

function openRoom({ hub, site, log, onEmpty }: RoomOptions): Room {
  const seats = new Set<Seat>();
  // Shared by all who come until something changes: after a restart every browser of the house comes at once.
  let snapshot: Buffer | undefined;
  const send = (seat: Seat, bytes: Buffer): void => {
    seat.socket.send(bytes, { binary: false }, () => {
      if (seat.isBehind) catchUp(seat);
    });
  };
  const sendSnapshot = (seat: Seat): void => {
    snapshot ??= frame(snapshotMessage(site, hub.snapshot(site.id)));
    send(seat, snapshot);
  };
  const catchUp = (seat: Seat): void => {
    if (seat.socket.bufferedAmount > 0 || seat.socket.readyState !== seat.socket.OPEN) return;
    seat.isBehind = false;
    try {
      sendSnapshot(seat);
    } catch (error) {
      // Called by the socket, where nobody would catch it: the home may have been closed meanwhile.
      log.warn({ err: error, site: site.id }, 'no snapshot for a slow socket');
      seat.socket.terminate();
    }
  };
  const leave = hub.subscribe(site.id, (changes) => {
    snapshot = undefined;
    const bytes = frame(changesMessage(changes));
    for (const seat of seats) {
      if (seat.isBehind) catchUp(seat);
      else if (seat.socket.bufferedAmount > slowBytes) seat.isBehind = true;
      else send(seat, bytes);
    }
  });
  return {
    join(socket) {
      const seat: Seat = { socket, isBehind: false };
      seats.add(seat);
      socket.on('close', () => {
        seats.delete(seat);
        if (seats.size > 0) return;
        leave();
        onEmpty();
      });
      sendSnapshot(seat);
    },
  };
}
