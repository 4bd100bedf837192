// Every open WebSocket, whatever it carries: pings, the end of a session, the swap of the home, the end of the server. Files that are
// still being sent are watched here too: what somebody may no longer see ends at once.
import type { FastifyBaseLogger } from 'fastify';
import type { WebSocket } from 'ws';
import { closeCodes } from '#api/close-codes.ts';
import type { Principal } from '#core/access.ts';
import type { Clock } from '#core/clock.ts';
import type { Hub } from '#hub/types.ts';
import type { Caller, CurrentHome } from './session.ts';

const pingMs = 30_000;
const swapCheckMs = 1000;
/** How long a client may take to answer the close when the server ends. */
const farewellMs = 1000;
const goingAway = 1001;
const tryLater = 1013;
/** Sockets of one person or program, and in all: a browser has one for each page that is open. */
const mostSockets = { own: 50, all: 1000 };

/** Why something that is open ends. */
type Ending = 'signed-out' | 'changed';

/** The sockets of a server. */
export interface OpenSockets {
  /** Registers a socket; false, and the socket closed, if its caller may not read the home, or has too many. */
  admit(socket: WebSocket, caller: Caller): boolean;
  /** Ends something that is still sent to a caller as soon as the session ends or what it may do changes; returns what forgets it. */
  watch(caller: Caller, end: (why: Ending) => void): () => void;
  /** Closes the sockets of a home that is no longer served. Also done every second. */
  closeSwapped(): void;
  /** Closes all of them and refuses new ones. */
  close(): Promise<void>;
}

interface Watched {
  readonly caller: Caller;
  end(why: Ending): void;
}

interface Client {
  readonly socket: WebSocket;
  readonly caller: Caller;
  isAlive: boolean;
}

/** What {@link openSockets} needs. */
export interface OpenSocketsOptions {
  readonly clock: Clock;
  readonly log: FastifyBaseLogger;
  readonly current: () => CurrentHome;
}

/** Looks again at who may see what, when that changes and from time to time. */
function sessionWatch(log: FastifyBaseLogger) {
  const watched = new Set<Watched>();
  const hubs = new Map<Hub, () => void>();

  const checkCaller = async ({ caller: { token, hub, door }, end }: Watched): Promise<void> => {
    if (token === undefined || door === undefined) return;
    const principal = await hub.access.principal(token);
    if (principal === undefined) end('signed-out');
    // What it may see has changed: the client reconnects and gets that.
    else if (!isSame(principal, door.principal)) end('changed');
  };
  const check = (one: Watched): void => {
    checkCaller(one).catch((error: unknown) => log.warn({ err: error }, 'the session of a socket cannot be checked'));
  };
  const checkAll = (): void => {
    for (const one of watched) check(one);
  };
  return {
    checkAll,
    watch(caller: Caller, end: (why: Ending) => void): () => void {
      const { hub } = caller;
      if (!hubs.has(hub)) hubs.set(hub, hub.access.onChange(checkAll));
      const one = { caller, end };
      watched.add(one);
      // The session may have ended while this was opened.
      check(one);
      return () => {
        watched.delete(one);
        if ([...watched].some((other) => other.caller.hub === hub)) return;
        hubs.get(hub)?.();
        hubs.delete(hub);
      };
    },
  };
}

/** Makes the register of open sockets. */
export function openSockets({ clock, log, current }: OpenSocketsOptions): OpenSockets {
  const clients = new Set<Client>();
  const sessions = sessionWatch(log);
  let isClosing = false;

  const closeSwapped = (): void => {
    const { hub } = current();
    for (const { socket, caller } of clients) {
      if (caller.hub !== hub) socket.close(closeCodes.homeSwapped, 'another home is shown now');
    }
  };
  const pingAll = (): void => {
    for (const client of clients) {
      if (client.isAlive) {
        client.isAlive = false;
        client.socket.ping();
      } else client.socket.terminate();
    }
    sessions.checkAll();
  };
  const timers = [clock.every(pingMs, pingAll), clock.every(swapCheckMs, closeSwapped)];
  const isFull = (person: string): boolean =>
    clients.size >= mostSockets.all ||
    [...clients].filter(({ caller }) => caller.door?.principal.id === person).length >= mostSockets.own;

  return {
    admit(socket, caller) {
      if (isClosing) socket.close(goingAway);
      else if (caller.door === undefined) signOut(socket);
      else if (isFull(caller.door.principal.id)) socket.close(tryLater, 'too many are open');
      else {
        const client: Client = { socket, caller, isAlive: true };
        clients.add(client);
        const forget = sessions.watch(caller, (why) => {
          if (why === 'signed-out') signOut(socket);
          else socket.close(goingAway, 'permissions have changed');
        });
        socket.on('pong', () => void (client.isAlive = true));
        socket.on('close', () => {
          clients.delete(client);
          forget();
        });
        return true;
      }
      return false;
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
