// Links over TCP: serial-to-Ethernet bridges, loggers and devices that speak bytes on a socket.
import { because } from '#core/reason.ts';
import { connect, type LookupFunction, type Socket } from 'node:net';
import { byteMs, formatAddress, type LinkAddress } from '#core/address.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import type { Link } from '#core/link.ts';
import { makeByteLink, type Port, type PortEvents } from './byte-link.ts';
import { assertDeviceHost, deviceLookup } from './metadata-hosts.ts';
import { lossReason, openFailure } from './port-failure.ts';
import { completeMode } from './serial-mode.ts';

/** The part of the address a TCP link needs; `mode` is that of the line behind a bridge, for pacing. */
export type TcpAddress = Extract<LinkAddress, { scheme: 'tcp' }>;

/** Longest wait for a connection, ms. */
const connectMs = 5000;
/** Idle time after which the system checks whether the other side is still there, ms. */
const keepAliveMs = 10_000;
/** Bridges gather bytes into packets: longest silence inside an answer, ms. */
const silenceMs = 250;

/** A link to a host and port. */
export function makeTcpLink(address: TcpAddress, clock: Clock, lookup = deviceLookup()): Link {
  // The line behind a bridge is set there: its speed only says how long to wait, and is nothing to look for.
  const name = formatAddress({ ...address, mode: {} });
  return makeByteLink(
    {
      name,
      byteMs: byteMs(completeMode(address.mode)),
      silenceMs,
      padded: false,
      open: async (events) => portOf(await connected(name, { ...address, lookup }, clock), events),
    },
    clock,
  );
}

type Reached = TcpAddress & { readonly lookup: LookupFunction };

async function connected(name: string, { host, port, lookup }: Reached, clock: Clock): Promise<Socket> {
  assertDeviceHost(name, host);
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const socket = connect({ host, port, lookup, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveMs });
  const cancel = clock.after(connectMs, () => {
    socket.destroy();
    reject(
      new SolsteadError('link.unavailable', { at: name, why: because('tcp.silent', { seconds: connectMs / 1000 }) }),
    );
  });
  socket.once('error', (thrown) => reject(openFailure(name, thrown)));
  socket.once('connect', () => resolve(socket));
  try {
    return await promise;
  } finally {
    cancel();
  }
}

function portOf(socket: Socket, events: PortEvents): Port {
  let loss: unknown;
  let isClosing = false;
  socket.on('error', (thrown) => {
    loss = thrown;
  });
  socket.on('data', (bytes: Buffer) => events.onBytes(bytes));
  socket.on('close', () => {
    if (!isClosing) events.onClosed(loss === undefined ? because('link.hung-up') : lossReason(loss));
  });
  if (socket.destroyed) events.onClosed(because('link.hung-up'));
  return {
    write: (bytes) =>
      new Promise((resolve, reject) => {
        socket.write(bytes, (thrown) => (thrown === null || thrown === undefined ? resolve() : reject(thrown)));
      }),
    close: async () => {
      isClosing = true;
      socket.destroy();
    },
  };
}
