// Links over UDP: Wi-Fi modules that answer a datagram with one or two of them (GoodWe). A datagram that is lost is a
// time-out like any other; the framer joins the parts of a longer answer.
import type { Socket } from 'node:dgram';
import type { LookupFunction } from 'node:net';
import { byteMs, formatAddress, type LinkAddress } from '#core/address.ts';
import type { Clock } from '#core/clock.ts';
import type { Link } from '#core/link.ts';
import { makeByteLink, type Port, type PortEvents } from './byte-link.ts';
import { assertDeviceHost, deviceLookup } from './metadata-hosts.ts';
import { lossReason, openFailure } from './port-failure.ts';
import { completeMode } from './serial-mode.ts';

/** The part of the address a UDP link needs. */
export type UdpAddress = Extract<LinkAddress, { scheme: 'udp' }>;

/** Longest silence inside an answer: its second datagram follows at once or never, ms. */
const silenceMs = 250;
/** Wi-Fi modules pass datagrams on over a serial line of this speed. */
const moduleBaud = 115_200;

/** A link to a host and port. Only what comes from there is received; a missing device shows only by its silence. */
export function makeUdpLink(address: UdpAddress, clock: Clock, lookup = deviceLookup()): Link {
  const name = formatAddress(address);
  return makeByteLink(
    {
      name,
      byteMs: byteMs(completeMode({ baud: moduleBaud })),
      silenceMs,
      padded: false,
      open: async (events) => portOf(await connected(name, address, lookup), events),
    },
    clock,
  );
}

async function connected(name: string, { host, port }: UdpAddress, lookup: LookupFunction): Promise<Socket> {
  assertDeviceHost(name, host);
  // Taken when it is used: few devices are reached so.
  const socket = process.getBuiltinModule('node:dgram').createSocket({
    type: host.includes(':') ? 'udp6' : 'udp4',
    lookup: (asked, options, done) =>
      lookup(asked, { ...options, all: false }, (thrown, found, family = 0) =>
        done(thrown, typeof found === 'string' ? found : '', family),
      ),
  });
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const onError = (thrown: Error): void => {
    socket.close();
    reject(openFailure(name, thrown));
  };
  socket.once('error', onError);
  socket.connect(port, host, () => {
    socket.off('error', onError);
    resolve(socket);
  });
  return promise;
}

function portOf(socket: Socket, events: PortEvents): Port {
  let isClosed = false;
  const close = (): void => {
    if (isClosed) return;
    isClosed = true;
    socket.close();
  };
  socket.on('message', (bytes) => events.onBytes(bytes));
  // The system reports that nothing listens there (ICMP port unreachable).
  socket.on('error', (thrown) => {
    if (isClosed) return;
    close();
    events.onClosed(lossReason(thrown));
  });
  return {
    write: (bytes) =>
      new Promise((resolve, reject) => {
        socket.send(bytes, (thrown) => (thrown === null ? resolve() : reject(thrown)));
      }),
    close: async () => close(),
  };
}
