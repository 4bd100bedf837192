// Datagrams to one host and port. The name is looked up for each connection of a socket; after a failure there is a new one.
import { createSocket, type Socket } from 'node:dgram';
import { formatAddress } from '#core/address.ts';
import type { DatagramLink } from '#core/datagram-link.ts';
import { assertDeviceHost, deviceLookup } from './metadata-hosts.ts';
import { openFailure } from './port-failure.ts';
import type { UdpAddress } from './udp-link.ts';

/** Such a way. Errors: `link.forbidden`. */
export function makeDatagramLink({ host, port }: UdpAddress): DatagramLink {
  const name = formatAddress({ scheme: 'udp', host, port });
  assertDeviceHost(name, host);
  const lookup = deviceLookup();
  let open: Promise<Socket> | undefined;
  let failure: Error | undefined;
  const opened = async (): Promise<Socket> => {
    const socket = createSocket({
      type: host.includes(':') ? 'udp6' : 'udp4',
      lookup: (asked, options, done) =>
        lookup(asked, { ...options, all: false }, (thrown, found, family = 0) =>
          done(thrown, typeof found === 'string' ? found : '', family),
        ),
    });
    const connected = Promise.withResolvers<void>();
    // The system reports later that nothing listens there (ICMP port unreachable).
    socket.on('error', (thrown) => {
      failure = thrown;
      connected.reject(thrown);
    });
    socket.connect(port, host, () => connected.resolve());
    try {
      await connected.promise;
    } catch (thrown) {
      failure = undefined;
      socket.close();
      throw thrown;
    }
    // It holds up no end of the process.
    return socket.unref();
  };
  const drop = async (): Promise<void> => {
    const before = open;
    open = undefined;
    await before?.then(
      (socket) => socket.close(),
      () => undefined,
    );
  };
  return {
    name,
    async send(bytes) {
      try {
        open ??= opened();
        const socket = await open;
        if (failure !== undefined) {
          const thrown = failure;
          failure = undefined;
          throw thrown;
        }
        await new Promise<void>((resolve, reject) => {
          socket.send(bytes, (thrown) => (thrown === null ? resolve() : reject(thrown)));
        });
      } catch (thrown) {
        await drop();
        throw openFailure(name, thrown);
      }
    },
    close: drop,
  };
}
