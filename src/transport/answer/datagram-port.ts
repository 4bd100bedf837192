// A port of UDP that answers single datagrams, and the sender to a group. An answer never goes to an address outside of local networks, so
// that nobody is flooded in somebody else's name.
import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { GroupPlace, GroupSender } from '#core/answering.ts';
import { messageOf, SolsteadError } from '#core/errors.ts';
import type { OpenPort, PortPlace } from '#core/listening.ts';
import { because } from '#core/reason.ts';
import { external } from '#core/message-params.ts';
import { type AskerBounds, plainAddress } from './asker-bounds.ts';

/** A longer request is none. */
const mostBytes = 1024;

function bound(socket: Socket, place: { readonly host?: string; readonly port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ port: place.port, address: place.host, exclusive: true }, () => {
      socket.off('error', reject);
      resolve();
    });
  });
}

const closing = (socket: Socket): (() => Promise<void>) => {
  let closed: Promise<void> | undefined;
  return () => (closed ??= new Promise((resolve) => socket.close(() => resolve())));
};

/** Opens it. Errors: those of listening. */
export async function openDatagramPort(
  place: PortPlace,
  answer: (bytes: Uint8Array, from: string) => Uint8Array | undefined,
  bounds: AskerBounds,
): Promise<OpenPort> {
  const socket = createSocket(isIPv6(place.host) ? 'udp6' : 'udp4');
  try {
    await bound(socket, place);
  } catch (error) {
    await closing(socket)();
    throw error;
  }
  // What cannot be sent to one asker concerns no other.
  socket.on('error', () => undefined);
  socket.on('message', (bytes, { address, port }) => {
    const from = plainAddress(address);
    if (bytes.length > mostBytes || port === 0 || !bounds.admits(from)) return;
    const reply = answer(bytes, from);
    if (reply !== undefined) socket.send(reply, port, address, () => undefined);
  });
  return { port: socket.address().port, close: closing(socket) };
}

/** Opens a sender to a group. Errors: those of the system. */
export async function openGroupSender({ group, port, from, ttl }: GroupPlace): Promise<GroupSender> {
  const socket = createSocket('udp4');
  const close = closing(socket);
  try {
    await bound(socket, { host: from, port: 0 });
    socket.setMulticastInterface(from);
    socket.setMulticastTTL(ttl);
  } catch (error) {
    await close();
    throw error;
  }
  socket.on('error', () => undefined);
  return {
    send: (bytes) =>
      new Promise((resolve, reject) => {
        socket.send(bytes, port, group, (error) => {
          if (error === null) resolve();
          else
            reject(
              new SolsteadError('link.unavailable', {
                at: `${group}:${port}`,
                why: because('outside.said', { said: external(messageOf(error)) }),
                cause: error,
              }),
            );
        });
      }),
    close,
  };
}
