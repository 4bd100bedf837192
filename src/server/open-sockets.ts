// Every open WebSocket, whatever it carries: pings, the end of a session, the swap of the home, the end of the server.
import type { FastifyBaseLogger } from 'fastify';
import type { WebSocket } from 'ws';
import { closeCodes } from '#api/close-codes.ts';
import type { Principal } from '#core/access.ts';
import type { Clock } from '#core/clock.ts';
import type { Caller, CurrentHome } from './session.ts';

const pingMs = 30_000;
const swapCheckMs = 1000;
/** How long a client may take to answer the close when the server ends. */
const farewellMs = 1000;
const goingAway = 1001;

/** The sockets of a server. */
export interface OpenSockets {
  /** Takes a socket in; false, and the socket closed, when its caller may not read the home. */
  admit(socket: WebSocket, caller: Caller): boolean;
  /** Closes the sockets of a session. */
  endSession(token: string): void;
  /** Closes the sockets of a home that is served no more. Also done every second. */
  closeSwapped(): void;
  /** Closes all of them and refuses new ones. */
  close(): Promise<void>;
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

/** Makes the register of open sockets. */
export function openSockets({ clock, log, current }: OpenSocketsOptions): OpenSockets {
  const clients = new Set<Client>();
  let isClosing = false;

  const closeSwapped = (): void => {
    const { hub } = current();
    for (const { socket, caller } of clients) {
      if (caller.hub !== hub) socket.close(closeCodes.homeSwapped, 'another home is shown now');
    }
  };
  const checkClient = async (client: Client): Promise<void> => {
    const { socket, caller } = client;
    if (!client.isAlive) {
      socket.terminate();
      return;
    }
    client.isAlive = false;
    socket.ping();
    const { token, hub, door } = caller;
    if (token === undefined || door === undefined) return;
    const principal = await hub.access.principal(token);
    if (principal === undefined) signOut(socket);
    // What it may see has changed: it comes back and is shown that.
    else if (!isSame(principal, door.principal)) socket.close(goingAway, 'permissions have changed');
  };
  const checkAll = (): void => {
    for (const client of clients) {
      checkClient(client).catch((error: unknown) =>
        log.warn({ err: error }, 'the session of a socket cannot be checked'),
      );
    }
  };
  const timers = [clock.every(pingMs, checkAll), clock.every(swapCheckMs, closeSwapped)];

  return {
    admit(socket, caller) {
      if (isClosing) socket.close(goingAway);
      else if (caller.door === undefined) signOut(socket);
      else {
        const client: Client = { socket, caller, isAlive: true };
        clients.add(client);
        socket.on('pong', () => void (client.isAlive = true));
        socket.on('close', () => clients.delete(client));
        return true;
      }
      return false;
    },
    endSession(token) {
      for (const { socket, caller } of clients) if (caller.token === token) signOut(socket);
    },
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
