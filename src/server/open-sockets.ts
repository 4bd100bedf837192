// Every open WebSocket, whatever it carries: pings, the end of a session, the swap of the home, the end of the server. Files that are
// still being sent are watched here too: what somebody may no longer see ends at once.
import type { FastifyBaseLogger } from 'fastify';
import type { WebSocket } from 'ws';
import { closeCodes } from '#api/close-codes.ts';
import type { Principal } from '#core/access.ts';
import type { SocketId } from '#api/routes.ts';
import type { Clock } from '#core/clock.ts';
import { foreign, limitedLog } from '#core/limited-log.ts';
import { networkOf } from '#core/network-of.ts';
import type { Hub } from '#hub/types.ts';
import type { Caller, CurrentHome } from './session.ts';
import { boundWords } from './ways/flood.ts';
import { type SocketBounds, socketPlaces } from './ways/socket-places.ts';

const pingMs = 30_000;
const swapCheckMs = 1000;
/** How long a client may take to answer the close when the server ends. */
const farewellMs = 1000;
const goingAway = 1001;
const tryLater = 1013;

/** Why something that is open ends. */
type Ending = 'signed-out' | 'changed';

/** The sockets of a server. */
export interface OpenSockets {
  /** Registers a socket; false, and the socket closed, if its caller may not read the home, or there are too many. */
  admit(socket: WebSocket, visit: SocketVisit): boolean;
  /** Ends something that is still sent to a caller as soon as the session ends or what it may do changes; returns what forgets it. */
  watch(caller: Caller, end: (why: Ending) => void): () => void;
  /** Closes the sockets of a home that is no longer served. Also done every second. */
  closeSwapped(): void;
  /** How many are open, by what they carry, and how many were refused or closed for what they did. */
  counts(): SocketCounts;
  /** Closes all of them and refuses new ones. */
  close(): Promise<void>;
}

/** Who opens a socket, from where, and what for. */
export interface SocketVisit {
  readonly caller: Caller;
  readonly from: string;
  readonly kind: SocketId;
}

/** Sockets since the start of the server. */
export interface SocketCounts {
  readonly open: ReadonlyMap<SocketId, number>;
  readonly refused: number;
  readonly flooded: number;
}

interface Watched {
  readonly caller: Caller;
  end(why: Ending): void;
}

interface Client {
  readonly socket: WebSocket;
  readonly caller: Caller;
  readonly kind: SocketId;
  isAlive: boolean;
}

/** What {@link openSockets} needs. */
export interface OpenSocketsOptions {
  readonly clock: Clock;
  readonly log: FastifyBaseLogger;
  readonly current: () => CurrentHome;
  readonly bounds?: SocketBounds | undefined;
  /** Addresses that carry the sockets of many. */
  readonly isShared: (address: string) => boolean;
}

/** Looks again at who may see what, when that changes and from time to time. */
function sessionWatch(log: FastifyBaseLogger) {
  const watched = new Set<Watched>();
  const hubs = new Map<Hub, () => void>();

  /** Of one token of a hub: thousands of sockets may have the same. */
  const checkToken = async (hub: Hub, token: string, all: readonly Watched[]): Promise<void> => {
    const principal = await hub.access.principal(token);
    for (const { caller, end } of all) {
      if (principal === undefined) end('signed-out');
      // What it may see has changed: the client reconnects and gets that.
      else if (caller.door !== undefined && !isSame(principal, caller.door.principal)) end('changed');
    }
  };
  const checkSome = (some: Iterable<Watched>): void => {
    for (const [hub, ofHub] of Map.groupBy(some, ({ caller }) => caller.hub))
      for (const [token, all] of Map.groupBy(ofHub, ({ caller }) => caller.token))
        if (token !== undefined)
          checkToken(hub, token, all).catch((error: unknown) =>
            log.warn({ err: error }, 'the session of a socket cannot be checked'),
          );
  };
  const checkAll = (): void => checkSome(watched);
  return {
    checkAll,
    watch(caller: Caller, end: (why: Ending) => void): () => void {
      const { hub } = caller;
      if (!hubs.has(hub)) hubs.set(hub, hub.access.onChange(checkAll));
      const one = { caller, end };
      watched.add(one);
      // The session may have ended while this was opened.
      checkSome([one]);
      return () => {
        watched.delete(one);
        if (watched.values().some((other) => other.caller.hub === hub)) return;
        hubs.get(hub)?.();
        hubs.delete(hub);
      };
    },
  };
}

/** Makes the register of open sockets. */
export function openSockets({ clock, log, current, bounds, isShared }: OpenSocketsOptions): OpenSockets {
  const clients = new Set<Client>();
  const sessions = sessionWatch(log);
  const places = socketPlaces(bounds, isShared);
  const told = limitedLog(clock, (line) => log.warn(line));
  let [refused, flooded, isClosing] = [0, 0, false];

  const closeSwapped = (): void => closeOthers(clients, current().hub);
  const checkAll = (): void => {
    pingAll(clients);
    sessions.checkAll();
  };
  const timers = [clock.every(pingMs, checkAll), clock.every(swapCheckMs, closeSwapped)];
  const take = (socket: WebSocket, { caller, kind }: SocketVisit, leave: () => void): void => {
    const client: Client = { socket, caller, kind, isAlive: true };
    clients.add(client);
    const forget = sessions.watch(caller, (why) => {
      if (why === 'signed-out') signOut(socket);
      else socket.close(goingAway, 'permissions have changed');
    });
    socket.on('pong', () => void (client.isAlive = true));
    socket.on('close', () => {
      clients.delete(client);
      leave();
      forget();
    });
  };

  return {
    admit(socket, visit) {
      const { caller, from } = visit;
      boundWords(socket, clock, () => {
        flooded += 1;
        told(`flood ${networkOf(from)}`, `web: a socket from ${foreign(from)} was closed, as its client said too much`);
      });
      if (isClosing) socket.close(goingAway);
      else if (caller.door === undefined) signOut(socket);
      else {
        const leave = places.take(caller.door.principal.id, from);
        if (leave !== undefined) {
          take(socket, visit, leave);
          return true;
        }
        socket.close(tryLater, 'too many are open');
      }
      refused += 1;
      return false;
    },
    counts() {
      const open = new Map<SocketId, number>();
      for (const { kind } of clients) open.set(kind, (open.get(kind) ?? 0) + 1);
      return { open, refused, flooded };
    },
    watch: (caller, end) => sessions.watch(caller, end),
    closeSwapped,
    async close() {
      isClosing = true;
      for (const stop of timers) stop();
      await Promise.all([...clients].map(({ socket }) => sayFarewell(socket, clock)));
    },
  };
}

function closeOthers(clients: Iterable<Client>, hub: Hub): void {
  for (const { socket, caller } of clients)
    if (caller.hub !== hub) socket.close(closeCodes.homeSwapped, 'another home is shown now');
}

function pingAll(clients: Iterable<Client>): void {
  for (const client of clients) {
    if (client.isAlive) {
      client.isAlive = false;
      client.socket.ping();
    } else client.socket.terminate();
  }
}

function isSame({ grants, within }: Principal, known: Principal): boolean {
  return JSON.stringify([grants, within]) === JSON.stringify([known.grants, known.within]);
}

function signOut(socket: WebSocket): void {
  socket.close(closeCodes.signedOut, 'not signed in');
}

function sayFarewell(socket: WebSocket, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(farewellMs, () => socket.terminate());
    socket.on('close', () => {
      cancel();
      resolve();
    });
    socket.close(goingAway, 'the server ends');
  });
}
